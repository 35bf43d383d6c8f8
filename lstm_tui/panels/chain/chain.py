"""A chain on its canvas: what every part of the drawing asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.cells import Cell
from lstm_tui.drawing.bars import column
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.wiring import Wiring
from lstm_tui.explain.reading import Reading
from lstm_tui.family.little import handed_on
from lstm_tui.panels.chain.layout import Layout
from lstm_tui.visible import on_tape, tape_width, visible

WEIGHTS_SHOWN = 3


@dataclass(frozen=True, eq=False)
class Chain:
    """A reading, the little module of its cell, and where the copies stand on a canvas."""

    canvas: Canvas
    reading: Reading
    little: Wiring
    layout: Layout

    @property
    def cell(self) -> Cell:
        """The cell of the cursor's layer: the same in every copy."""
        return self.reading.run.bundle.network.cells[self.reading.cursor.layer]

    @property
    def states(self) -> tuple[str, ...]:
        """What is handed on, as far as the little module has a wire for it."""
        return handed_on(self.little, self.cell)

    @property
    def note(self) -> str:
        """The state that is handed on as the sticky note."""
        return self.reading.notation.note

    def known(self, name: str) -> Array:
        """Return a quantity in the copies up to the open one, (copies, K)."""
        first, last = self.layout.first, self.reading.cursor.timestep + 1
        return self.reading.run.trace.column(name, self.reading.cursor.layer, first, last)

    def of_unit(self, name: str) -> list[float]:
        """Return the selected unit's numbers of a quantity in the copies up to the open one."""
        return [float(value) for value in self.known(name)[:, self.reading.unit]]

    def born(self, place: int, name: str) -> bool:
        """Say whether a copy has made a quantity."""
        return place < self.layout.open or (place == self.layout.open and name in self.reading.born)

    @cached_property
    def weights(self) -> str:
        """What stands for the weights on each copy."""
        return weights_of(self.cell)


def token(symbol: str, room: int) -> tuple[str, int]:
    """Return what is read at a timestep as it is shown, in at most so many cells, and how many it takes."""
    if len(symbol) == 1:
        return on_tape(symbol), tape_width(symbol)
    words = visible(symbol)
    words = words if len(words) <= room else words[: room - 1] + "…"
    return words, len(words)


def weights_of(cell: Cell) -> str:
    """Return W and a few of a cell's weights as columns by their size: the same wherever the weights are the same."""
    first = np.abs(next(iter(cell.parameters.values())).reshape(-1)[:WEIGHTS_SHOWN]).astype(float)
    high = float(first.max()) or 1.0
    return "W" + "".join(column(value, 0.0, high)[0] for value in first.tolist())
