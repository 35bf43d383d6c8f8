"""Cells whose kernel is told in stages: what runs and what can be stopped between two quantities are the same lines.

A timestep's values are the last axis of a row, (H,) or (B, H) of a batch, so that one sequence and many read alike.
Simple rather than quick.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import ClassVar

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.cells.base import Window
from lstm_tui.core.cells.fused import FusedCell


class StagedCell(FusedCell):
    """A cell that says its stages, `_stages`, and has its kernel from them."""

    wide: ClassVar[tuple[str, ...]] = ("z",)  # the columns that hold a number for each layer of each unit

    @abstractmethod
    def _stages(self, window: Window, row: int) -> Iterator[tuple[str, ...]]:
        """Advance one timestep and yield the names of what was just made, stage by stage; see `Cell.staged`."""

    def window(self, timesteps: int, batch: int | None = None) -> Window:
        """Return an empty window of this many timesteps, of one sequence or of a batch of them."""
        batches = () if batch is None else (batch,)
        state = {name: np.zeros((timesteps + 1, *batches, self.hidden_size), self.dtype) for name in self.state_names}
        laid = {name: np.empty((timesteps, *batches, self.pre_activation_size), self.dtype) for name in self.wide}
        laid |= {name: values[1:] for name, values in state.items()}
        laid |= {f"{name}_prev": values[:-1] for name, values in state.items()}
        for name in self.row_names:
            if name not in laid:
                laid[name] = np.empty((timesteps, *batches, self.hidden_size), self.dtype)

        def turned(rows: Array) -> Array:
            return rows if batch is None else rows.transpose(0, 2, 1)

        rows = zip(*(laid[name] for name in self.row_names), strict=True)
        columns = {name: turned(laid[name]) for name in self.row_names}
        return Window(columns, {name: turned(values) for name, values in state.items()}, self.row_names, (), rows)

    def run(self, window: Window, start: int, stop: int) -> None:
        """Advance timesteps start..stop of the window."""
        for row in range(start, stop):
            for _ in self._stages(window, row):
                pass

    def staged(self, window: Window, row: int) -> Iterator[tuple[str, ...]]:
        """Advance one timestep of an apart window as `run` does; see `Cell.staged`."""
        yield self._take_states(window, row)
        yield from self._stages(window, row)

    @classmethod
    def code(cls, kernel: bool) -> Callable[..., object]:
        """Return the function whose marked lines are shown."""
        return cls._stages if kernel else cls.plain_step
