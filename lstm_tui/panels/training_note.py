"""The note of one fixed text, redrawn as the weights change: a row a unit, a column a symbol."""

from __future__ import annotations

from lstm_tui.drawing.bars import tall_column
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.family import FAMILIES
from lstm_tui.panels.course import Course
from lstm_tui.panels.note import tear
from lstm_tui.visible import on_tape

LABELS = 9
WIDEST, TALLEST = 12, 4  # cells of a value
NUMBERED = 8  # columns of a symbol from which numbers stand beside the bars
NUMBER = 6  # columns of such a number, a gap behind it
KEY = "a row a unit, a column a symbol; a bar stands on zero, or hangs from it"
Bar = tuple[tuple[str, ...], tuple[str, ...]]  # characters from the top down, and their marks


def draw_fixed_note(course: Course, width: int, height: int) -> Canvas:
    """Draw as many units and symbols as there is room for, each as large as it can be."""
    canvas = Canvas(width, height, "note.paper")
    for y in range(height):
        canvas.write(0, y, " " * width, "note.paper")
    report = course.shown
    title = canvas.write(1, 0, "the sticky note of one text, symbol by symbol"[: max(0, width - 2)], "note.title")
    if report is None:
        return canvas
    notation = FAMILIES[report.kind].notation
    T, H = report.note.shape
    pitch = max(1, min(WIDEST, (width - LABELS - 1) // max(1, T)))
    rows = max(1, min(TALLEST, (height - 3) // H))
    across, units = min(T, (width - LABELS - 1) // pitch), min(H, (height - 3) // rows)
    for k, symbol in enumerate(report.symbols[:across]):
        shown = on_tape(symbol) if len(symbol) == 1 else symbol[: pitch - 1]
        canvas.write_any(LABELS + k * pitch, 1, shown, "note.title")
    for unit in range(units):
        y = 2 + unit * rows
        canvas.write(1, y + (rows - 1) // 2, f"unit {unit}", "note.faint")
        for k, value in enumerate(report.note[:across, unit].tolist()):
            bar = tall_column(value, -report.scale, report.scale, rows)
            _value(canvas, LABELS + k * pitch, y, pitch, bar, value)
    scale = f"{notation.note} ±{report.scale:g}"
    more = f"{H - units} more units · {scale}" if units < H else scale
    for words in (more, scale):
        if title + 2 + len(words) < width:
            canvas.write(width - len(words) - 1, 0, words, "note.faint")
            break
    if 2 + units * rows + 1 < height - 1:
        canvas.write(1, height - 2, KEY[: max(0, width - 2)], "note.faint")
    tear(canvas, width)
    return canvas


def _value(canvas: Canvas, x: int, y: int, pitch: int, bar: Bar, value: float) -> None:
    """Draw a bar, which stands on zero or hangs from it, and beside it the number where there is room."""
    numbered = pitch >= NUMBERED
    ink = pitch - NUMBER if numbered else min(3, pitch - 1) if pitch > 2 else 1
    for row, (glyph, mark) in enumerate(zip(*bar, strict=True)):
        role = "note.solid.paper.hang" if mark == "down.hang" else "note.ink"
        canvas.write(x, y + row, glyph * (1 if glyph in "·?" else ink), role)
    if numbered:
        canvas.write(x + ink, y + (len(bar[0]) - 1) // 2, f"{value:+.2f}"[:5], "note.faint")
