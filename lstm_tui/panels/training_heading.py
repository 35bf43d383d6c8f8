"""The head of a training: what is learned by what, how it stands, and which of its moments is looked at."""

from __future__ import annotations

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.targets import ToMoment
from lstm_tui.panels.course import Course

WORDS = {
    "starting": "starting …", "running": "running", "paused": "paused", "saving": "saving …", "stopped": "stopped", "done": "done",
}  # fmt: skip
BAR = 24


def draw_training_heading(course: Course, width: int, height: int) -> Canvas:
    """Draw what is learned, the moments, how far it is, and the figures of the update that is looked at."""
    canvas = Canvas(width, height, "bar")
    canvas.write(0, 0, " " * width, "bar")
    x = canvas.write(1, 0, "lstm-tui", "bar.bold")
    where = f"update {course.report.number:,} of {course.steps:,}" if course.report else ""
    end = width - len(where) - 1
    canvas.write(end, 0, where, "bar")
    moments = 2 * len(course.moments) + 4
    shown = bool(course.moments) and x + 2 + len(course.title) + moments < end
    room = end - (moments if shown else 1)
    for words, role in ((f"training · {course.title}", "bar.model"), (course.maker, "bar")):
        words = words if x + 2 + len(words) < room else words.removeprefix("training · ")
        if x + 2 + len(words) < room:
            x = canvas.write_any(x + 2, 0, words, role)
    if shown:
        _moments(canvas, course, end - moments)
    if height > 1:
        canvas.write(0, 1, " " * width, "text")
        _figures(canvas, course, width)
    return canvas


def _moments(canvas: Canvas, course: Course, x: int) -> None:
    """Draw a mark for each moment that can be looked at, and one for now; each answers to a click."""
    x = canvas.write(x, 0, "‹ ", "bar.faint")
    for place in range(len(course.moments)):
        here = place == course.looking
        canvas.target(x, 0, 2, ToMoment(place))
        x = canvas.write(x, 0, "● " if here else "○ ", "bar.model" if here else "bar.faint")
    canvas.target(x, 0, 1, ToMoment(len(course.moments)))
    canvas.write(x, 0, "›", "bar.model" if course.looking is None else "bar.faint")


def _figures(canvas: Canvas, course: Course, width: int) -> None:
    report, now = course.shown, course.report
    x = canvas.write(1, 1, WORDS[course.state], "chosen.mark" if course.state in ("running", "done") else "title")
    if course.pace and course.state == "running":
        x = canvas.write(x + 1, 1, course.pace, "text")
    if report is None or now is None:
        return
    if width >= 100:
        share = min(1.0, now.number / max(1, course.steps))
        full = int(share * BAR)
        x = canvas.write(x + 2, 1, "━" * full, "chosen.mark")
        x = canvas.write(x, 1, "━" * (BAR - full), "frame")
    if course.looking is not None:
        x = canvas.write(x + 2, 1, f"you look at update {report.number:,}", "chosen.mark")
    parts = [
        f"loss {course.measure.said(report.loss, 4 if report.loss >= 0.01 else 7)}",
        f"rate {report.rate:.3g}",
        f"gradient norm {report.gradient_norm:.3g}",
        *((f"{report.speed:,.0f} updates/s", f"{report.sequences:,} sequences") if report.speed else ()),
    ]
    for part in parts:
        if x + 3 + len(part) < width:
            x = canvas.write(x + 2 if part is parts[0] else x + 3, 1, part, "text")
