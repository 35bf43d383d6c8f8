"""The panels of a training: loss, gates, how far back the loss is heard, one fixed text's note, samples."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from lstm_tui.core.cells import CELLS
from lstm_tui.core.loss import MEASURES, Measure
from lstm_tui.drawing.bars import column, tall_column
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.curve import Curve, area_of, draw_axes, draw_curves
from lstm_tui.drawing.frame import framed, wrap
from lstm_tui.drawing.scale import Scale, logarithmic
from lstm_tui.explain.notation import OPEN, SHUT
from lstm_tui.family import FAMILIES
from lstm_tui.training.bench import Report
from lstm_tui.visible import on_tape, visible

MOST_POINTS = 2000


@dataclass(frozen=True, eq=False)
class Course:
    """What is known of a training so far, as the panels draw it. Immutable: each report makes a new one.

    Attributes:
        title: of the task. steps: updates in all. criterion: what counts as right, until there is a sample.
        state: "running", "paused", "stopped" or "done". report: the last one, None before the first.
        points: (update, loss). samples: (update, what it wrote). measure: what the loss is called and counted in.
    """

    title: str
    steps: int
    criterion: str = ""
    state: str = "running"
    report: Report | None = None
    points: tuple[tuple[float, float], ...] = ()
    samples: tuple[tuple[int, str], ...] = ()
    measure: Measure = MEASURES["softmax"]

    def with_report(self, report: Report) -> Course:
        """Return the course with one more report."""
        points = (*self.points, (report.number, report.loss))
        samples = (*self.samples, (report.number, report.sample)) if report.sample else self.samples
        thinned = points[::2] if len(points) > MOST_POINTS else points
        state = "done" if report.done else self.state
        return replace(self, report=report, points=thinned, samples=samples, state=state)

    def in_state(self, state: str) -> Course:
        """Return the course in another state."""
        return replace(self, state=state)


def draw_training_heading(course: Course, width: int, height: int) -> Canvas:
    """Draw the line at the top."""
    canvas = Canvas(width, height, "bar")
    canvas.write(0, 0, " " * width, "bar")
    x = canvas.write(1, 0, "lstm-tui", "bar.bold")
    x = canvas.write_any(x + 2, 0, f"training · {course.title}", "bar.model")
    report = course.report
    if report is not None:
        words = f"{course.state} · update {report.number:,} of {course.steps:,}"
        canvas.write(width - len(words) - 2, 0, words, "bar")
    if height > 1:
        canvas.write(0, 1, " " * width, "text")
        if report is None:
            canvas.write(1, 1, "starting …", "faint")
        else:
            words = f"loss {course.measure.said(report.loss)}"
            for part in (
                f"gradient norm {report.gradient_norm:.3g}",
                f"learning rate {report.rate:.3g}",
                *((f"{report.speed:,.0f} updates/s", f"{report.sequences:,} sequences") if report.speed else ()),
            ):
                words += f" · {part}" if len(words) + len(part) + 5 < width else ""
            canvas.write(1, 1, words, "text")
    return canvas


def draw_loss(course: Course, width: int, height: int) -> Canvas:
    """Draw the loss over the updates."""
    losses = [loss for _, loss in course.points if loss > 0] or [1.0]
    up = logarithmic(min(losses), max(losses))
    canvas = framed(width, height, "loss", f"{course.measure.unit}, smoothed; {up.kind}")
    area = area_of(1, 1, width - 3, height - 2, Scale(0, course.steps), up)
    if area is not None:
        draw_axes(canvas, area, "update")
        draw_curves(canvas, area, [Curve(course.points, "gold")])
    return canvas


def draw_gate_histograms(course: Course, width: int, height: int) -> Canvas:
    """Draw how open each gate is, over all units and symbols of the fixed text."""
    canvas = framed(width, height, "gates", "shut < .1   open > .9")
    report = course.report
    if report is None or not report.gates:
        canvas.write(2, 1, f"this {CELLS[report.kind].title} has none" if report is not None else "…", "faint")
        return canvas
    y, gap = 1, 2 if height >= 12 else 1
    bins = 20 if width >= 40 else 10
    family = FAMILIES[report.kind]
    for name, values in report.gates.items():
        hue = family.notation.quantities[name].hue
        shut, wide = (values < SHUT).mean() * 100, (values > OPEN).mean() * 100
        canvas.write(2, y, family.gate_words[name], f"{hue}.bold")
        if gap > 1:
            canvas.write(2, y + 1, f"{shut:3.0f} % shut", "text")
            canvas.write(2, y + 2, f"{wide:3.0f} % open", "text")
        else:
            canvas.write(14, y, f"{shut:3.0f} % shut {wide:3.0f} % open", "text")
        counts, _ = np.histogram(values, bins=bins, range=(0, 1))
        shares = counts / max(1, counts.max())
        x = width - bins - 2
        rows = 2 if gap > 1 else 0
        for k, share in enumerate(shares.tolist() if rows else []):
            for row, glyph in enumerate(tall_column(share, 0, 1, rows)[0]):
                canvas.write(x + k, y + row, " " if glyph == "·" else glyph, hue)
        if rows:
            canvas.write(x, y + rows, "0", "faint")
            canvas.write(x + bins - 1, y + rows, "1", "faint")
        y += 2 + gap if gap > 1 else 2
    return canvas


def draw_heard(course: Course, width: int, height: int) -> Canvas:
    """Draw |dL/dh| of each timestep of the last batch, in powers of ten below its largest."""
    canvas = framed(width, height, "gradient back in time", "|dL/dh|, log")
    report = course.report
    if report is None or not len(report.heard):
        return canvas
    across, rows = width - 4, height - 4
    heard = report.heard[-across:]
    top = float(report.heard.max())
    first = len(report.heard) - len(heard) + 1
    decades = 8
    for k, value in enumerate(heard):
        share = 0.0 if value <= 0 or top <= 0 else max(0.0, 1 + math.log10(float(value) / top) / decades)
        for row, glyph in enumerate(tall_column(share, 0, 1, max(1, rows))[0]):
            canvas.write(2 + k, 1 + row, " " if glyph == "·" else glyph, "blue")
    canvas.write(2, height - 3, "─" * len(heard), "frame")
    end = canvas.write(2, height - 2, f"t {first}", "faint")
    ends = f"t {len(report.heard)}"
    last = max(end + 2, 2 + len(heard) - len(ends))
    canvas.write(last, height - 2, ends, "faint")
    words = f"top {top:.2g}, {decades} decades"
    if end + 2 + len(words) < last:
        canvas.write(end + 2, height - 2, words, "faint")
    elif last + len(ends) + 2 + len(words) < width - 1:
        canvas.write(last + len(ends) + 2, height - 2, words, "faint")
    return canvas


def draw_fixed_note(course: Course, width: int, height: int) -> Canvas:
    """Draw the note of one fixed text: a row a unit, a column a symbol, redrawn as the weights change."""
    canvas = Canvas(width, height, "note.paper")
    for y in range(height):
        canvas.write(0, y, " " * width, "note.paper")
    report = course.report
    canvas.write(1, 0, "the sticky note, symbol by symbol", "note.title")
    if report is None:
        return canvas
    notation = FAMILIES[report.kind].notation
    low, high = notation.quantities[notation.note].scale.value
    pitch = 2 if 2 * len(report.symbols) < width - 10 else 1
    across = (width - 10) // pitch
    units = min(report.note.shape[1], height - 3)
    for k, symbol in enumerate(report.symbols[:across]):
        canvas.write(9 + k * pitch, 1, on_tape(symbol)[:1], "note.title")
    for unit in range(units):
        canvas.write(1, 2 + unit, f"unit {unit}", "note.faint")
        for k, value in enumerate(report.note[:across, unit].tolist()):
            glyph, mark = column(value, low, high)
            canvas.write(9 + k * pitch, 2 + unit, glyph, "note.solid.paper.hang" if mark == "down.hang" else "note.ink")
    if units < report.note.shape[1]:
        more = f"{report.note.shape[1] - units} more"
        canvas.write(width - len(more) - 1, 0, more, "note.faint")
    canvas.write(0, height - 1, ("▀▀▔" * width)[:width], "note.edge")
    return canvas


def draw_samples(course: Course, width: int, height: int) -> Canvas:
    """Draw what it wrote at the milestones, the last ones; at the end its verdict."""
    canvas = framed(width, height, "what it writes", "from the same seed each time")
    rows = height - 2
    lines: list[tuple[str, str]] = []
    for number, sample in course.samples:
        last = course.state == "done" and (number, sample) == course.samples[-1]
        words = wrap(sample, width - 16) if last else [visible(sample.replace("\n", "↵"))[: width - 16]]
        for k, line in enumerate(words):
            lines.append((f"{number:,}" if k == 0 else "", line))
    for y, (label, line) in enumerate(lines[-rows:], 1):
        canvas.write(2, y, label.rjust(9), "faint")
        canvas.write_any(13, y, line, "text")
    if not lines:
        canvas.write(2, 1, course.criterion[: width - 4], "faint")
    return canvas
