"""Bands of units over time: each unit's columns, one row or several tall, bright where they are read and dim where not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from lstm_tui.drawing.bars import tall_columns
from lstm_tui.drawing.shades import shades
from lstm_tui.panels.gates import TONES

DIM = {"up": "frame", "down": "frame", "down.hang": "frame.hang", "zero": "frame"}  # not read yet
Rows = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=8)
def bands(
    values: bytes, timesteps: int, low: float, high: float, tall: int, share: str
) -> list[tuple[Rows, Rows, Rows]]:
    """Return each unit's columns row by row: characters, roles where they are read, and where they are not yet.

    Args: values: (units, timesteps) float64. share: the hue of a quantity that is a share, else "".
    """
    tones = TONES | {"up": share} if share else TONES
    if tall == 1 and low < 0:
        glyphs, marks = shades(np.frombuffer(values).reshape(-1, max(1, timesteps)), high)
        drawn: list[tuple[Rows, Rows]] = [
            ((tuple(line),), (tuple(signs),)) for line, signs in zip(glyphs, marks, strict=True)
        ]
    else:
        starts = range(0, len(values), timesteps * 8) if timesteps else ()
        drawn = [tall_columns(values[at : at + timesteps * 8], low, high, tall) for at in starts]
    return [(cells, _roles(marks, tones), _roles(marks, DIM)) for cells, marks in drawn]


def _roles(marks: Rows, of: Mapping[str, str]) -> Rows:
    return tuple(tuple(map(of.__getitem__, line)) for line in marks)
