"""Going once over a run, window by window, so that it can be watched and left at any time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.trace import Trace


class Passing(ABC):
    """Takes in quantities of one layer of timesteps first..stop.

    Attributes: names: of the quantities. read: the timesteps before this one are taken in.
    """

    def __init__(
        self, trace: Trace, names: tuple[str, ...], layer: int, first: int = 0, stop: int | None = None
    ) -> None:
        self.trace, self.names, self.layer, self.first = trace, names, layer, first
        self.stop = len(trace) if stop is None else min(stop, len(trace))
        self.read = first
        self._windows: Iterator[tuple[int, Mapping[str, Array]]] | None = None

    @property
    def done(self) -> bool:
        """Whether everything is taken in."""
        return self.read >= self.stop

    @property
    def share(self) -> float:
        """How much is taken in, 0 to 1."""
        return 1.0 if self.stop <= self.first else (self.read - self.first) / (self.stop - self.first)

    def advance(self) -> None:
        """Take in the next window of the trace, which computes it where it is not known yet."""
        if self.done:
            return
        if self._windows is None:
            self._windows = self.trace.sweep(self.names, self.layer, self.read, self.stop)
        start, columns = next(self._windows)
        with np.errstate(over="ignore", invalid="ignore"):  # what is beyond the range is shown as such
            self.take(start, columns)
        self.read = start + len(columns[self.names[0]])

    @abstractmethod
    def take(self, start: int, columns: Mapping[str, Array]) -> None:
        """Take in the values of timesteps start, start + 1, ..., (n, K) each; they hold for this call alone."""
