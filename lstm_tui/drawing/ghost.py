"""Marks of how far bars once reached, in a picture of how far they reach now.

Where nothing covers the old end a thin line stands there; where ink does, the line is cut out of the ink. The cell in which
the ink itself ends is halved where it can tell the two apart, the old one first: on the left of a column, in the upper half
of a bar that lies; else its ground is tinted. So that all but the smallest differences are seen without colour.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import NamedTuple

from lstm_tui.drawing.bars import eighths

LINE, CUT, PAIR, TINT = "line", "cut", "pair", "tint"
UP, ACROSS = "▁─▔", "▏│▕"  # lines in a cell, from the bottom up and from the left on
LEAST, HALF = 2, 4  # eighths by which two ends differ where that is to be seen, and where halves of a cell may show it
QUARTERS = (
    " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"  # by the quarters that are filled: 1 upper left, 2 upper right, 4 lower left, 8 lower right
)
COLUMNS = ((4, 1), (8, 2))  # the quarters of a column at the left and at the right, from the bottom up
ROWS = ((1, 2), (4, 8))  # those of a bar above and below, from the left on


class End(NamedTuple):
    """How an old end is marked. Attributes: at: the cell from zero outwards. glyph: "" for the one that stands there."""

    at: int
    glyph: str
    kind: str


class Mark(NamedTuple):
    """A cell of a picture that shows an old end; glyph: "" for the one that stands there."""

    row: int
    column: int
    glyph: str
    kind: str


def end_of(now: int, old: int, turned: bool, lies: bool = False) -> End | None:
    """Return how an old end on the side of its sign is marked; None where it is not seen to differ.

    Args: now, old: eighths from zero, now negative where it is on the other side. turned: the old one grows down or left.
        lies: it is a bar that lies.
    """
    if old < 1 or abs(now - old) < LEAST + (now < 0):  # next to nothing on both sides of zero is nothing
        return None
    at = (old - 1) // 8
    filled, ink = old - 8 * at, max(0, min(8, now - 8 * at))
    if 0 < ink < 8:
        glyph = _halved((filled, turned), (ink, turned), lies) if abs(filled - ink) >= HALF - 1 else ""
        return End(at, glyph, PAIR if glyph else TINT)
    part = 0 if filled < 4 else 1 if filled < 6 else 2
    return End(at, (ACROSS if lies else UP)[2 - part if turned else part], CUT if ink else LINE)


def _halved(old: tuple[int, bool], now: tuple[int, bool], lies: bool) -> str:
    """Return the character of two ends in one cell, in halves; "" where they are the same. Each: eighths, and turned."""
    filled = []
    for (size, turned), quarters in zip((old, now), ROWS if lies else COLUMNS, strict=True):
        count = 0 if size < 1 else 1 if size < 6 else 2
        filled.append(sum((quarters[::-1] if turned else quarters)[:count]))
    alike = {filled[0], filled[1]} in ({1, 2}, {4, 8}, {5, 10}, {1, 4}, {2, 8}, {3, 12})
    return "" if alike else QUARTERS[sum(filled)]


@lru_cache(maxsize=64)
def marks_of(now: bytes, old: bytes, low: float, high: float, rows: int) -> tuple[Mark, ...]:
    """Return the marks of old heights in `bars.tall_columns` of as many float64 values."""
    above, found = rows if low >= 0 else max(1, rows // 2), []
    for column, (value, before) in enumerate(zip(array("d", now), array("d", old), strict=True)):
        if value == before or value != value or before != before:
            continue
        size, was = _level(value, low, high, above), _level(before, low, high, above)
        if abs(size - was) < LEAST + (size * was < 0):
            continue
        down = was < 0 or (was == 0 and size < 0)
        across = was == 0 or (rows == 1 and size * was < 0)
        end = _at_zero(size, was) if across else end_of(-size if down else size, abs(was), down)
        if end is not None:
            row = min(rows - 1, above + end.at) if down else above - 1 - end.at
            found.append(Mark(row, column, end.glyph, end.kind))
    return tuple(found)


def _level(value: float, low: float, high: float, above: int) -> int:
    """Return how many eighths of a column a value fills, negative below zero, as `bars.tall_column` draws it."""
    size = eighths(value, high if value >= 0 else -low or 1.0, 8 * above - 1)
    return size if value >= 0 else -size


def _at_zero(size: int, was: int) -> End:
    """Return the mark of an old end at zero, or on the other side of it in the same cell."""
    if was == 0:
        return End(0, UP[2 if size < 0 else 0], CUT) if abs(size) >= 8 else End(0, "", TINT)
    glyph = _halved((abs(was), was < 0), (abs(size), size < 0), False) if abs(was - size) >= 2 * HALF - 1 else ""
    return End(0, glyph, PAIR if glyph else TINT)


def lying_mark(now: float, old: float, low: float, high: float, length: int) -> tuple[int, str, str] | None:
    """Return the mark of an old end in `bars.share_bar` (low 0) or `bars.row_bar`: the cell, its character and its kind."""
    cells = length if low >= 0 else length // 2
    if not cells or now != now or old != old or old == 0:
        return None
    size, was = (eighths(value, high, 8 * cells) for value in (now, old))
    end = end_of(size if now * old > 0 else -size, was, old < 0, lies=True)
    if end is None:
        return None
    zero = 0 if low >= 0 else cells
    return (zero - 1 - end.at if old < 0 else zero + end.at), end.glyph, end.kind


def role_of(kind: str, tone: str) -> str:
    """Return the role of a mark where the ink has this one."""
    plain = tone.removesuffix(".hang")
    if kind == TINT:
        return f"{plain}.was{tone[len(plain) :]}"
    return "ghost" if kind == LINE else f"{plain}.hang" if kind == CUT else plain
