"""The frame round a panel: a title on the left of its upper edge, a note (a shape, a place) on the right."""

from __future__ import annotations

import re
from functools import lru_cache

from lstm_tui.drawing.canvas import Canvas


@lru_cache(maxsize=64)
def _frame(width: int, height: int) -> Canvas:
    canvas = Canvas(width, height)
    if width < 2 or height < 2:
        return canvas
    canvas.write(0, 0, "╭" + "─" * (width - 2) + "╮", "frame")
    canvas.write(0, height - 1, "╰" + "─" * (width - 2) + "╯", "frame")
    for y in range(1, height - 1):
        canvas.write(0, y, "│", "frame")
        canvas.write(width - 1, y, "│", "frame")
    return canvas


def framed(width: int, height: int, title: str, right: str = "", colour: str = "title") -> Canvas:
    """Return a canvas with a rounded frame; titles that do not fit are cut, the right one first."""
    canvas = _frame(width, height).copy()
    if width < 2 or height < 2:
        return canvas
    room = width - 6
    title = title[:room]
    canvas.write(2, 0, f" {title} ", colour)
    if right and len(title) + len(right) + 3 <= room:
        canvas.write(width - len(right) - 4, 0, f" {right} ", "faint")
    return canvas


def wrap(text: str, width: int) -> list[str]:
    """Break text at spaces into lines of at most this width; a word that is longer is cut. A % stays with its number."""
    lines, line, width = [], "", max(1, width)
    for word in re.split(r" (?!%)", text):
        while len(word) > width:
            word, line = word[: width - 1] + "…", line
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines
