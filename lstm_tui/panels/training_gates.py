"""How open each gate is, over all units and symbols of one fixed text; where a cell has none, what stands on its note."""

from __future__ import annotations

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.drawing.bars import tall_column
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.explain.notation import OPEN, SHUT
from lstm_tui.family import FAMILIES
from lstm_tui.panels.course import Course

LABELS = 15  # columns of words before a histogram
TALLEST = 6  # rows of a histogram


def draw_gate_histograms(course: Course, width: int, height: int) -> Canvas:
    """Draw a histogram for each gate, with the shares that are shut and open."""
    canvas = framed(width, height, "gates", f"shut < {SHUT:g} · open > {OPEN:g}")
    report = course.shown
    if report is None:
        canvas.write(2, 1, "…", "faint")
        return canvas
    family = FAMILIES[report.kind]
    if not report.gates:
        quantity = family.notation.quantities[family.notation.note]
        low, high = -report.scale, report.scale
        far = (np.abs(report.note) > OPEN * high).mean() * 100
        words = (f"{family.notation.note}, no gates", f"{far:3.0f} % beyond", f"±{OPEN * high:g}")
        _histogram(canvas, 1, height - 2, words, report.note.ravel(), (low, high), quantity.hue, height)
        return canvas
    rows = max(2, (height - 2) // len(report.gates))
    for place, (name, values) in enumerate(report.gates.items()):
        shut, wide = (values < SHUT).mean() * 100, (values > OPEN).mean() * 100
        words = (family.gate_words[name], f"{shut:3.0f} % shut", f"{wide:3.0f} % open")
        if 1 + (place + 1) * rows < height:
            hue = family.notation.quantities[name].hue
            _histogram(canvas, 1 + place * rows, rows, words, values, (0.0, 1.0), hue)
    return canvas


def _histogram(
    canvas: Canvas,
    y: int,
    rows: int,
    words: tuple[str, ...],
    values: Array,
    ends: tuple[float, float],
    hue: str,
    tallest: int = TALLEST,
) -> None:
    """Draw words on the left and the shares of equal bins on the right, the fullest as tall as there is room."""
    x, across = LABELS + 1, canvas.width - LABELS - 3
    if rows < 3:
        canvas.write(2, y, words[0], f"{hue}.bold")
        canvas.write(2, y + 1, "  ".join(word.strip() for word in words[1:])[: LABELS + 8], "text")
        x, across = LABELS + 10, canvas.width - LABELS - 12
    else:
        for k, word in enumerate(words):
            canvas.write(2, y + k, word, f"{hue}.bold" if k == 0 else "text")
    tall = min(tallest, rows - 1)
    if across < 10 or tall < 1:
        return
    bins = 20 if across >= 20 else 10
    pitch = min(3, across // bins)
    counts, _ = np.histogram(values, bins=bins, range=ends)
    for k, share in enumerate((counts / max(1, counts.max())).tolist()):
        for row, glyph in enumerate(tall_column(share, 0, 1, tall)[0]):
            canvas.write(x + k * pitch, y + row, (" " if glyph == "·" else glyph) * pitch, hue)
    canvas.write(x, y + tall, f"{ends[0]:g}", "faint")
    canvas.write(x + bins * pitch - len(f"{ends[1]:g}"), y + tall, f"{ends[1]:g}", "faint")
