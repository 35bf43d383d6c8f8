"""Bars of text: how much of a fixed scale a number fills, and on which side of zero.

A column is one character: solid (▁▂▃▄▅▆▇) for what is above zero, strokes (− = ≡) for what is below, so that the sign
is seen without colour and stacked rows do not run into each other. A row bar grows to the right of its zero, or to its left.
"""

from __future__ import annotations

from array import array
from functools import lru_cache

SOLID = "·▁▂▃▄▅▆▇"
STROKES = "·−=≡"
ROW, ROW_BELOW = "▆", "≡"  # of a row bar; both leave a gap, so that bars under each other stay apart


def column(value: float, low: float, high: float) -> tuple[str, str]:
    """Return the character of a value on the scale low..high, and "up", "down" or "zero"; ? for what is no number."""
    if value != value:
        return "?", "zero"
    share = min(1.0, abs(value) / (high if value > 0 else -low or 1.0))
    if value >= 0:
        level = round(share * (len(SOLID) - 1))
        return SOLID[level], "up" if level else "zero"
    level = round(share * (len(STROKES) - 1))
    return STROKES[level], "down" if level else "zero"


def share_bar(value: float, width: int, ink: str = ROW) -> str:
    """Return a bar for a value in 0..1, `width` columns when full; what is not zero has at least one."""
    columns = round(min(1.0, max(0.0, value)) * width)
    return ink * (columns or (1 if value > 0.001 else 0))


def half_lengths(value: float, scale: float, half: int) -> int:
    """Return how many columns (at most `half`) a value takes on one side of zero; any that is not zero takes one."""
    columns = round(min(1.0, abs(value) / scale) * half)
    return max(columns, 1) if abs(value) > scale / 1000 else 0


def tall_column(value: float, low: float, high: float, rows: int) -> tuple[list[str], str]:
    """Return the characters of a column of `rows` lines from the top down, and "up", "down" or "zero".

    On a scale that goes below zero the lower half is for what is below: strokes hang there from the middle.
    """
    if rows == 1:
        glyph, sign = column(value, low, high)
        return [glyph], sign
    above = rows if low >= 0 else rows // 2
    below = rows - above
    cells = [" "] * rows
    cells[above - 1] = "·"
    if value != value:
        cells[above - 1] = "?"
        return cells, "zero"
    if value >= 0:
        level = round(min(1.0, value / high) * above * 8)
        for row in range(-(-level // 8)):
            cells[above - 1 - row] = "▁▂▃▄▅▆▇█"[min(8, level - 8 * row) - 1]
        return cells, "up" if level else "zero"
    level = round(min(1.0, value / low) * below * 3)
    for row in range(-(-level // 3)):
        cells[above + row] = STROKES[min(3, level - 3 * row)]
    return cells, "down" if level else "zero"


@lru_cache(maxsize=64)
def tall_columns(values: bytes, low: float, high: float, rows: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return `tall_column` of each of these float64 values: the cells, from the top down, and the signs.

    What was drawn a moment ago is not made again: a phase changes one row of many.
    """
    drawn = [tall_column(value, low, high, rows) for value in array("d", values)]
    return tuple("".join(cells) for cells, _ in drawn), tuple(sign for _, sign in drawn)
