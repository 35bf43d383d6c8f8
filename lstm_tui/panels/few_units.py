"""Gates and products of a few units: of each its number and a bar that lies, and what the untouched run has there."""

from __future__ import annotations

from lstm_tui.drawing.bars import row_bar, share_bar
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.ghost import lying_mark, role_of
from lstm_tui.drawing.targets import Untouched
from lstm_tui.explain.notation import Scale
from lstm_tui.explain.reading import Reading

LABEL = 11  # cells before the first unit
NUMBER = 6  # cells of a number and the gap behind it
LONGEST = 40  # cells of a bar


def draw_lying(canvas: Canvas, reading: Reading, y: int, label: str, name: str, rows: int) -> None:
    """Draw a quantity of every unit side by side."""
    quantity, ghost = reading.notation.quantities[name], reading.ghost
    pitch = (canvas.width - 2 - LABEL) // reading.hidden_size
    away = NUMBER if ghost is None else 2 * NUMBER + 1  # where the bar begins
    length = max(0, min(pitch - away - 2, LONGEST) // 2 * 2)
    canvas.write(2, y, label, f"{quantity.hue}.bold" if name in reading.phase.born else quantity.hue)
    for unit, value in enumerate(reading.step[name][: reading.hidden_size].tolist()):
        x = 1 + LABEL + unit * pitch
        role = f"{quantity.hue}.bold" if unit == reading.unit else quantity.hue
        canvas.write(x, y, reading.short(name, unit).rjust(NUMBER - 1), role)
        cells, roles = _bar(reading, name, value, float(ghost.step[name][unit]) if ghost else value, length)
        for line in range(max(1, rows - 1)):
            canvas.cells(x + away, y + line, cells, roles)
        canvas.target(x, y, pitch, reading.place(name, unit))
        if other := reading.ghostly(name, unit):
            untouched(canvas, reading, x + NUMBER, y, name, other, unit)


def _bar(reading: Reading, name: str, value: float, old: float, length: int) -> tuple[list[str], list[str]]:
    """Return the cells of a bar and their roles; what the untouched run has is marked in it."""
    quantity, (low, high) = reading.notation.quantities[name], reading.scale(name)
    if length < 2:
        return [], []
    if quantity.scale is Scale.SHARE:
        filled = share_bar(value, length)
        cells, roles = [*filled.ljust(length)], [quantity.hue] * len(filled) + ["text"] * (length - len(filled))
    else:
        line, marks = row_bar(value, high, length)
        cells, roles = [*line], [f"value.{mark}" for mark in marks]
    if mark := lying_mark(value, old, low, high, length):
        at, glyph, kind = mark
        cells[at], roles[at] = glyph or cells[at], role_of(kind, roles[at])
    return cells, roles


def name_units(canvas: Canvas, reading: Reading) -> None:
    """Name each of a few units on the lower edge."""
    pitch = (canvas.width - 2 - LABEL) // reading.hidden_size
    for unit in range(reading.hidden_size):
        chosen = unit == reading.unit
        mark = f" {'▲ ' if chosen else ''}unit {unit} "
        canvas.write(LABEL + unit * pitch, canvas.height - 1, mark, "chosen.mark" if chosen else "faint")


def untouched(canvas: Canvas, reading: Reading, x: int, y: int, name: str, text: str, unit: int | None = None) -> None:
    """Write what the untouched run has in the place of a number."""
    assert reading.ghost is not None
    canvas.write(x, y, text, "ghost")
    canvas.target(x, y, len(text), Untouched(reading.ghost.place(name, unit)))
