"""Bars of text: how much of a fixed scale a number fills, and on which side of zero, to an eighth of a cell.

What is above zero stands on it: ▁ to ▇. What is below zero hangs from it: the same blocks with front and ground
exchanged, which every terminal can do, with colours or without. So a mark goes with every character: "up", "down" or
"zero" (also of blank cells), and "down.hang" where front and ground are to be exchanged; roles end in it.

A bar never fills its last eighth, so that the rows of two quantities do not run into each other. An arrow at its end says
that the number lies beyond the scale.
"""

from __future__ import annotations

from array import array
from functools import lru_cache

RISING = " ▁▂▃▄▅▆▇█"  # by eighths, from the bottom
GROWING = " ▏▎▍▌▋▊▉█"  # by eighths, from the left
BEYOND = {"up": "↑", "down": "↓", "right": "▶", "left": "◀"}
SMALLEST = 1 / 1000  # of a scale: what is less is drawn as nothing
ZERO = "·"

Lines = tuple[tuple[str, ...], ...]  # row for row, of each column


def eighths(value: float, scale: float, most: int) -> int:
    """Return how many of the `most` eighths that the scale has a number fills; what is not nothing fills at least one."""
    share = abs(value) / scale
    return max(1, round(min(1.0, share) * most)) if share > SMALLEST else 0


def column(value: float, low: float, high: float) -> tuple[str, str]:
    """Return the character of a value on the scale low..high in one cell, and its mark; ? for what is no number."""
    ((glyph,), (mark,)) = tall_column(value, low, high, 1)
    return glyph, mark


@lru_cache(maxsize=4096)
def _column(level: int, rows: int, signed: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the cells, from the top down, and their marks, of a column of so many eighths, negative below zero."""
    above = rows if not signed else max(1, rows // 2)
    cells, marks = [" "] * rows, ["zero"] * rows
    if level == 0:
        cells[above - 1] = ZERO
    for at in range(-(-abs(level) // 8)):
        filled = min(8, abs(level) - 8 * at)
        if level > 0:
            cells[above - 1 - at], marks[above - 1 - at] = RISING[filled], "up"
        else:
            row = min(rows - 1, above + at)
            cells[row] = RISING[8 - filled] if filled < 8 else RISING[8]
            marks[row] = "down.hang" if filled < 8 else "down"
    return tuple(cells), tuple(marks)


def tall_column(value: float, low: float, high: float, rows: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the characters of a column of `rows` lines from the top down, and their marks.

    On a scale that goes below zero the lower half is for what is below; in one line both sides share the cell.
    """
    signed = low < 0
    above = rows if not signed else max(1, rows // 2)
    if value != value:
        cells, marks = _column(0, rows, signed)
        return tuple("?" if cell == ZERO else cell for cell in cells), marks
    scale, most = (high if value >= 0 else -low or 1.0), 8 * above - 1
    level = eighths(value, scale, most)
    cells, marks = _column(level if value >= 0 else -level, rows, signed)
    if abs(value) <= scale * 1.001 or value < 0 <= low:
        return cells, marks
    end, arrow = (0, BEYOND["up"]) if value > 0 else (rows - 1, BEYOND["down"])
    return (
        (*cells[:end], arrow, *cells[end + 1 :]),
        (*marks[:end], "up" if value > 0 else "down", *marks[end + 1 :]),
    )


@lru_cache(maxsize=64)
def tall_columns(values: bytes, low: float, high: float, rows: int) -> tuple[Lines, Lines]:
    """Return `tall_column` of each of these float64 values side by side: row for row the characters, and the marks.

    What was drawn a moment ago is not made again: a phase changes one row of many.
    """
    drawn = [tall_column(value, low, high, rows) for value in array("d", values)]
    return tuple(zip(*(cells for cells, _ in drawn), strict=True)), tuple(
        zip(*(marks for _, marks in drawn), strict=True)
    )


def row_bar(value: float, scale: float, width: int) -> tuple[str, list[str]]:
    """Return a bar of `width` cells for a signed value, zero in its middle: characters, and the mark of each."""
    half = width // 2
    level = eighths(value, scale, 8 * half)
    cells, marks = [" "] * width, ["up" if value >= 0 else "down"] * width
    for at in range(-(-level // 8)):
        filled = min(8, level - 8 * at)
        x = half + at if value >= 0 else half - 1 - at
        cells[x] = GROWING[filled if value >= 0 or filled == 8 else 8 - filled]
        marks[x] = "up" if value >= 0 else "down.hang" if filled < 8 else "down"
    if abs(value) > scale * 1.001 and half:
        x = width - 1 - width % 2 if value > 0 else 0
        cells[x], marks[x] = (BEYOND["right"], "up") if value > 0 else (BEYOND["left"], "down")
    return "".join(cells), marks


def share_bar(value: float, width: int) -> str:
    """Return a bar for a value in 0..1, `width` cells when full, to an eighth; what is not zero has at least one."""
    level = eighths(max(0.0, value), 1.0, 8 * width)
    return GROWING[8] * (level // 8) + (GROWING[level % 8] if level % 8 else "")


def selected(role: str) -> str:
    """Return the role of the same mark on the ground of what is selected."""
    return f"{role.removesuffix('.hang')}.sel.hang" if role.endswith(".hang") else f"{role}.sel"
