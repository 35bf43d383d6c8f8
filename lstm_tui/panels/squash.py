"""The small curve of a sigmoid or a tanh, with a dot where the selected unit stands on it."""

from __future__ import annotations

import math
from typing import NamedTuple

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.curve import Area
from lstm_tui.drawing.scale import Scale
from lstm_tui.explain.notation import SQUASHES
from lstm_tui.explain.reading import Reading

REACH = 6.0  # the curve is drawn from −6 to 6; what lies beyond stands at its end
LEAST, MOST, WIDE = 3, 8, 36  # rows, and columns at most
LABEL = 3


class Squash(NamedTuple):
    """What a phase squashes: by which function, the number before it and after it, what both are called."""

    function: str
    before: float
    after: float
    name: str
    quantity: str


def squashed(reading: Reading) -> Squash | None:
    """Return what this phase squashes for the selected unit, by σ or tanh; None where it squashes nothing."""
    focus, numbers = reading.phase.focus, reading.numbers
    fused = reading.run.bundle.network.cells[reading.cursor.layer].fused
    if focus in fused and reading.notation.quantities[focus].squash and not reading.held(focus):
        function = reading.notation.quantities[focus].squash
        name = f"z_{focus}" if len(fused) > 1 else "z"
        return Squash(function, numbers.values[f"z.{focus}"], numbers.values[focus], name, focus)
    for relation in reading.notation.relations:
        if relation.compute is math.tanh and relation.result in reading.phase.born:
            (factor,) = relation.factors
            return Squash("tanh", numbers.values[factor], numbers.values[relation.result], factor, relation.result)
    return None


def draw_squash(canvas: Canvas, reading: Reading, x: int, y: int, width: int, height: int) -> None:
    """Draw the curve of this phase into a part of a canvas of at least LEAST rows; nothing where nothing is squashed.

    The last row, where there are more than LEAST, says where on the axis the dot stands.
    """
    squash = squashed(reading)
    width = min(width, WIDE)
    if squash is None or not math.isfinite(squash.before) or height < LEAST or width < LABEL + 8:
        return
    compute, low = SQUASHES[squash.function], 0.0 if squash.function == "σ" else -1.0
    rows = height - 1 if height > LEAST else height
    area = Area(x + LABEL, y, width - LABEL, rows, Scale(-REACH, REACH), Scale(low, 1.0))
    canvas.write(x, y, " 1", "faint")
    canvas.write(x, y + rows - 1, " 0" if low == 0 else "−1", "faint")
    for row in range(rows):
        canvas.write(x + LABEL - 1, y + row, "│", "frame")
        canvas.write(area.column(0.0), y + row, "┊", "frame")
    for column in range(area.width):  # half blocks: every terminal's font has them
        half = area.up.place(compute(REACH * (2 * column / (area.width - 1) - 1)), 2 * rows)
        canvas.write(area.x + column, y + rows - 1 - half // 2, "▀" if half % 2 else "▄", "faint")
    hue = f"{reading.hue(squash.quantity)}.bold"
    canvas.write(area.column(squash.before), area.row(squash.after), "●", hue)
    if rows < height:
        foot = y + rows
        ends = ((area.x, f"−{REACH:g}"), (area.column(0.0), "0"), (area.x + area.width - 2, f"+{REACH:g}"))
        for column, label in ends:
            canvas.write(column, foot, label, "faint")
        canvas.write(x, foot, squash.name, hue)
