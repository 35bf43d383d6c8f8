"""A quantity of every unit over time, so many timesteps a column: mean, least and greatest. Computed window by window.

Nothing of the length of the text is kept: there are as many columns as were asked for, however long the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_tui.core.activations import Array
from lstm_tui.core.trace import Trace

Numbers = NDArray[np.float64]
Table = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Picture:
    """Columns side by side, (n, H) each; NaN where nothing is known yet.

    Attributes: first: the timestep at which the first begins. per: timesteps of each; the last may have fewer.
    """

    first: int
    per: int
    mean: Table
    low: Table
    high: Table

    def __len__(self) -> int:
        return len(self.mean)

    def extreme(self) -> Table:
        """Return of each column the least or the greatest value, whichever lies farther from the column's mean."""
        return np.where(self.mean - self.low > self.high - self.mean, self.low, self.high)


class Columns:
    """Fills a picture of timesteps first..stop of one quantity of one layer.

    Args: per: timesteps a column. first: of the first column, a multiple of `per`. stop: the end of the text where None.
    Attributes: read: the timesteps before this one are in the picture.
    """

    def __init__(self, trace: Trace, name: str, layer: int, per: int, first: int = 0, stop: int | None = None) -> None:
        self.trace, self.name, self.layer, self.per, self.first = trace, name, layer, per, first
        self.stop = len(trace) if stop is None else min(stop, len(trace))
        shape = (max(0, -(-(self.stop - first) // per)), trace.network.width(name, layer))
        self.sums = np.zeros(shape)
        self.counts = np.zeros(shape[0], np.int64)
        self.low, self.high = np.full(shape, np.inf, np.float32), np.full(shape, -np.inf, np.float32)
        self.read = first
        self._windows: Iterator[tuple[int, Mapping[str, Array]]] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What is asked of the trace."""
        return (self.name,)

    @property
    def done(self) -> bool:
        """Whether everything is in the picture."""
        return self.read >= self.stop

    @property
    def share(self) -> float:
        """How much is in the picture, 0 to 1."""
        return 1.0 if self.stop <= self.first else (self.read - self.first) / (self.stop - self.first)

    def advance(self) -> None:
        """Take in the next window of the trace, which computes it where it is not known yet."""
        if self.done:
            return
        if self._windows is None:
            self._windows = self.trace.sweep(self.names, self.layer, self.read, self.stop)
        start, columns = next(self._windows)
        self.take(start, columns)
        self.read = start + len(columns[self.name])

    def take(self, start: int, columns: Mapping[str, Array]) -> None:
        """Put the values of timesteps start, start + 1, ... into their columns."""
        values = columns[self.name]
        column = (start - self.first) // self.per
        with np.errstate(over="ignore", invalid="ignore"):  # what is beyond the range is shown as such
            self._add(column, values, start)

    def _add(self, column: int, values: Array, start: int) -> None:
        edges = [0, *range((column + 1) * self.per + self.first - start, len(values), self.per)]
        here = slice(column, column + len(edges))
        self.sums[here] += np.add.reduceat(values, edges, axis=0, dtype=np.float64)
        self.counts[here] += np.diff([*edges, len(values)])
        self.low[here] = np.minimum(self.low[here], np.minimum.reduceat(values, edges, axis=0))
        self.high[here] = np.maximum(self.high[here], np.maximum.reduceat(values, edges, axis=0))

    def picture(self, per: int, first: int, count: int) -> Picture:
        """Return `count` columns from `first` on, `per` (a multiple of this one's) timesteps each; NaN where not known."""
        times, start = per // self.per, (first - self.first) // self.per
        edges = np.arange(start, min(start + count * times, len(self.sums)), times)
        stop = start + count * times
        counts = np.add.reduceat(self.counts[:stop], edges)  # (n,)
        with np.errstate(invalid="ignore"):
            mean = np.add.reduceat(self.sums[:stop], edges, axis=0) / np.where(counts, counts, np.nan)[:, None]
        low, high = (
            np.minimum.reduceat(self.low[:stop], edges, axis=0),
            np.maximum.reduceat(self.high[:stop], edges, axis=0),
        )
        empty = (counts == 0)[:, None]
        return Picture(first, per, mean.astype(np.float32), np.where(empty, np.nan, low), np.where(empty, np.nan, high))
