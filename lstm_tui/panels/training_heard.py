"""How far back in time the loss is heard: |dL/dh| of each timestep of the last batch."""

from __future__ import annotations

import math

from lstm_tui.drawing.bars import tall_column
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.panels.course import Course

DECADES = 8
WIDEST = 4  # columns of a timestep


def draw_heard(course: Course, width: int, height: int) -> Canvas:
    """Draw |dL/dh| in powers of ten below its largest."""
    canvas = framed(width, height, "gradient back in time", "|dL/dh| · logarithmic scale")
    report = course.shown
    if report is None or not len(report.heard):
        return canvas
    across, rows = width - 4, height - 4
    heard = report.heard[-across:]
    pitch = max(1, min(WIDEST, across // len(heard)))
    top = float(report.heard.max())
    first = len(report.heard) - len(heard) + 1
    for k, value in enumerate(heard):
        share = 0.0 if value <= 0 or top <= 0 else max(0.0, 1 + math.log10(float(value) / top) / DECADES)
        for row, glyph in enumerate(tall_column(share, 0, 1, max(1, rows))[0]):
            ink = pitch - 1 if pitch > 2 else pitch
            canvas.write(2 + k * pitch, 1 + row, (" " if glyph == "·" else glyph) * ink, "blue")
    reach = len(heard) * pitch
    canvas.write(2, height - 3, "─" * reach, "frame")
    end = canvas.write(2, height - 2, f"t {first}", "faint")
    ends = f"t {len(report.heard)}"
    last = max(end + 2, 2 + reach - len(ends))
    canvas.write(last, height - 2, ends, "faint")
    words = f"top {top:.2g}, {DECADES} decades"
    if end + 2 + len(words) < last:
        canvas.write(end + 2, height - 2, words, "faint")
    elif last + len(ends) + 2 + len(words) < width - 1:
        canvas.write(last + len(ends) + 2, height - 2, words, "faint")
    return canvas
