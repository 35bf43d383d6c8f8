"""A quantity of every unit over time, so many timesteps a column: mean, least and greatest. Computed window by window.

Nothing of the length of the text is kept: there are as many columns as were asked for, however long the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_tui.core.activations import Array
from lstm_tui.core.trace import Trace
from lstm_tui.overview.passing import Passing

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


class Columns(Passing):
    """Fills a picture of timesteps first..stop of one quantity of one layer.

    Args: per: timesteps a column. first: of the first column, a multiple of `per`. stop: the end of the text where None.
        besides: the names of other quantities that are taken in.
    """

    def __init__(
        self, trace: Trace, name: str, layer: int, per: int, first: int = 0, stop: int | None = None,
        besides: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        super().__init__(trace, tuple(dict.fromkeys((name, *besides))), layer, first, stop)
        self.name, self.per = name, per
        shape = (max(0, -(-(self.stop - first) // per)), trace.network.width(name, layer))
        self.sums = np.zeros(shape)
        self.counts = np.zeros(shape[0], np.int64)
        self.low, self.high = np.full(shape, np.inf, np.float32), np.full(shape, -np.inf, np.float32)

    def take(self, start: int, columns: Mapping[str, Array]) -> None:
        """Put the values of timesteps start, start + 1, ... into their columns."""
        values = columns[self.name]
        column = (start - self.first) // self.per
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
