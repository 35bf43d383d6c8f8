"""Shades of text: a signed number in one cell, where cells stand close in all directions.

What is above zero is a surface, the denser the more (░▒▓█); what is below zero is lines, the more the denser (╌─═≡). So
neighbours do not run into each other, and the sign is seen without colour. Four steps of a quarter of the scale each.
"""

from __future__ import annotations

import numpy as np

from lstm_tui.drawing.bars import BEYOND, SMALLEST, ZERO

ABOVE, BELOW = "░▒▓█", "╌─═≡"
_GLYPHS = np.array([BEYOND["down"], *reversed(BELOW), ZERO, *ABOVE, BEYOND["up"]])
_MARKS = np.array(["down"] * 5 + ["zero"] + ["up"] * 5)


def shades(values: np.ndarray, scale: float) -> tuple[list[list[str]], list[list[str]]]:
    """Return the character and the mark ("up", "down" or "zero") of each number on −scale..scale, in the array's shape.

    An arrow says that a number lies beyond the scale; what is no number is ?.
    """
    unknown = np.isnan(values)
    share = np.abs(np.where(unknown, 0, values)) / scale
    with np.errstate(over="ignore"):
        level = np.where(share > SMALLEST, np.minimum(np.ceil(share / 1.001 * 4), 5), 0).astype(int)
    at = 5 + np.where(values < 0, -level, level)
    glyphs = _GLYPHS[at]
    glyphs[unknown] = "?"
    return glyphs.tolist(), _MARKS[at].tolist()
