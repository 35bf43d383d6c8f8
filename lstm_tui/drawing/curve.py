"""Curves in braille: eight dots a cell, two across and four down, with axes whose numbers stand where they are true.

A solid curve has a dot at each of its points, and straight lines between them; nothing is drawn outside its frame.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.scale import Scale

LABEL = 7  # columns of the numbers at the left, the axis among them
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # of a cell, by row and column
BLANK = 0x2800


@dataclass(frozen=True)
class Curve:
    """A line through points (x, y), rising in x; y that is no number leaves a gap.

    Attributes: role: its colour. ink, gap: dots across that are drawn, and left out; no gap draws it solid.
    """

    points: Sequence[tuple[float, float]]
    role: str
    ink: int = 1
    gap: int = 0


@dataclass(frozen=True)
class Level:
    """A horizontal line at a value, with a name."""

    value: float
    name: str
    role: str = "faint"


@dataclass(frozen=True)
class Area:
    """The cells of a canvas in which curves are drawn, without labels; and the scales of its two axes."""

    x: int
    y: int
    width: int
    height: int
    across: Scale
    up: Scale

    def dot(self, x: float, y: float) -> tuple[int, int]:
        """Return the dot of a point, counted from the left and from the top."""
        return self.across.place(x, 2 * self.width), 4 * self.height - 1 - self.up.place(y, 4 * self.height)

    def row(self, value: float) -> int:
        """Return the row of the canvas in which a value stands."""
        return self.y + self.dot(self.across.low, value)[1] // 4

    def column(self, value: float) -> int:
        """Return the column of the canvas in which a value stands."""
        return self.x + self.dot(value, self.up.low)[0] // 2


def area_of(x: int, y: int, width: int, height: int, across: Scale, up: Scale) -> Area | None:
    """Return the area that a part of a canvas leaves when its axes are labelled; None where there is no room."""
    area = Area(x + LABEL, y, width - LABEL, height - 1, across, up)
    return area if area.width >= 4 and area.height >= 2 else None


def draw_axes(canvas: Canvas, area: Area, unit: str, number: str = "g") -> None:
    """Draw both axes with round numbers, each in the row or column of its value; of the axis across also its ends.

    Args: unit: of the axis across, at most six letters. number: how the numbers of the upright axis are formatted.
    """
    left, foot = area.x - 1, area.y + area.height
    for row in range(area.height):
        canvas.write(left, area.y + row, "│", "frame")
    for value in _spread(area):
        row = area.row(value)
        label = format(value, number)
        canvas.write(left, row, "┤", "frame")
        canvas.write(left - len(label), row, label, "faint")
        if row != area.y + area.height - 1:
            _level(canvas, area, value, "frame", 4)
    canvas.write(area.x - LABEL, foot, unit.rjust(LABEL - 1)[: LABEL - 1], "faint")
    spans: list[tuple[int, int]] = []
    inside = area.across.ticks(max(2, area.width // 8))
    for value in dict.fromkeys((area.across.low, area.across.high, *inside)):
        label = f"{value:,.0f}"
        start = area.column(value) - (0 if value == area.across.low else len(label) // 2)
        start = min(start, area.x + area.width - len(label))
        if all(start > stop + 1 or start + len(label) + 1 < begun for begun, stop in spans):
            spans.append((start, start + len(label)))
            canvas.write(start, foot, label, "faint")


def _spread(area: Area) -> tuple[float, ...]:
    """Return the finest round numbers of the upright axis of which no two stand in rows side by side."""
    for most in range(area.height // 2 + 1, 0, -1):
        ticks = area.up.ticks(most)
        rows = [area.row(value) for value in ticks]
        if all(above - below >= 2 for above, below in itertools.pairwise(rows)):
            return ticks
    return ()


def draw_curves(canvas: Canvas, area: Area, curves: Sequence[Curve], levels: Sequence[Level] = ()) -> None:
    """Draw curves over what stands in the area, the first on top; where two share a cell it has the dots of both.

    Levels lie below them, each with its name where that covers no curve.
    """
    levels = [level for level in levels if area.up.low <= level.value <= area.up.high]
    for level in levels:
        _level(canvas, area, level.value, level.role, 2)
    inked: dict[tuple[int, int], int] = {}
    for curve in reversed(curves):
        own: dict[tuple[int, int], int] = {}
        for x, y in _dots(area, curve):
            if x % (curve.ink + curve.gap) < curve.ink:
                _put(own, x, y)
        for cell, bits in own.items():
            inked[cell] = inked.get(cell, 0) | bits
        _ink(canvas, area, {cell: inked[cell] for cell in own}, curve.role)
    for level in levels:
        _name(canvas, area, level, inked)


def _name(canvas: Canvas, area: Area, level: Level, inked: Mapping[tuple[int, int], int]) -> None:
    """Write a level's name above or below its line, as far to the right as it is free."""
    row, length = area.row(level.value) - area.y, len(level.name)
    for column in range(area.width - length, -1, -1):
        for beside in (row - 1, row + 1):
            free = all((x, beside) not in inked for x in range(column - 1, column + length + 1))
            if 0 <= beside < area.height and free:
                canvas.write(area.x + column, area.y + beside, level.name, level.role)
                return


def _level(canvas: Canvas, area: Area, value: float, role: str, pitch: int) -> None:
    y = area.dot(area.across.low, value)[1]
    cells: dict[tuple[int, int], int] = {}
    for x in range(0, 2 * area.width, pitch):
        _put(cells, x, y)
    _ink(canvas, area, cells, role)


def _put(cells: dict[tuple[int, int], int], x: int, y: int) -> None:
    cell = (x // 2, y // 4)
    cells[cell] = cells.get(cell, 0) | DOTS[y % 4][x % 2]


def _ink(canvas: Canvas, area: Area, cells: dict[tuple[int, int], int], role: str) -> None:
    for (column, row), bits in cells.items():
        canvas.write(area.x + column, area.y + row, chr(BLANK + bits), role)


def _dots(area: Area, curve: Curve) -> list[tuple[int, int]]:
    """Return the dots of a curve: its points, and between two of them those nearest to a straight line."""
    found: list[tuple[int, int]] = []
    before: tuple[int, int] | None = None
    for x, y in curve.points:
        if y != y:
            before = None
            continue
        here = area.dot(x, y)
        if before is not None:
            found += _between(before, here)
        if here != before:
            found.append(here)
        before = here
    return found


def _between(start: tuple[int, int], stop: tuple[int, int]) -> list[tuple[int, int]]:
    (x0, y0), (x1, y1) = start, stop
    length = max(abs(x1 - x0), abs(y1 - y0))
    return [(x0 + round((x1 - x0) * k / length), y0 + round((y1 - y0) * k / length)) for k in range(1, length)]
