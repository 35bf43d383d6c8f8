"""A quantity over the whole text: its columns, and of every unit what units are ordered by."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.provenance import half_life
from lstm_tui.core.trace import Trace
from lstm_tui.overview.columns import Columns, Numbers

MOST_COLUMNS, MOST_NUMBERS = 4096, 2**20  # of the whole text; a layer of very many units has fewer


def finest(length: int, hidden: int) -> int:
    """Return how many timesteps a column of the whole text has: the smallest power of two that memory is meant for."""
    most, per = max(512, min(MOST_COLUMNS, MOST_NUMBERS // max(1, hidden))), 1
    while -(-length // per) > most:
        per *= 2
    return per


class Survey(Columns):
    """The columns of the whole text, and sums over all timesteps that were read.

    Args: beyond: a value below the first or above the second of these counts as saturated.
    """

    def __init__(self, trace: Trace, name: str, layer: int, beyond: tuple[float, float]) -> None:
        hidden = trace.network.width(name, layer)
        keeps = trace.network.cells[layer].keeps
        super().__init__(trace, name, layer, finest(len(trace), hidden), besides=(keeps,) if keeps else ())
        self.beyond, self.keeps = beyond, keeps
        self._shift: Numbers | None = None  # near the mean: sums of squares round it lose no digits
        self._sum, self._products = np.zeros(hidden), np.zeros((hidden, hidden))
        self.order: tuple[tuple[str, int, int], tuple[int, ...]] = (("", 0, 0), ())  # the last that was asked for
        self._saturated, self._kept = np.zeros(hidden), np.zeros(hidden)

    def take(self, start: int, columns: Mapping[str, Array]) -> None:
        """Take in a window."""
        super().take(start, columns)
        values = columns[self.name]
        if self._shift is None:
            self._shift = values.mean(axis=0, dtype=np.float64)
        centred = values - self._shift.astype(values.dtype)
        self._sum += centred.sum(axis=0, dtype=np.float64)
        self._products += centred.T @ centred
        self._saturated += ((values < self.beyond[0]) | (values > self.beyond[1])).sum(axis=0)
        if self.keeps:
            self._kept += columns[self.keeps].sum(axis=0, dtype=np.float64)

    @property
    def covariance(self) -> Numbers:
        """Of the units over what was read, (H, H)."""
        n = max(1, self.read)
        mean = self._sum / n
        return np.asarray(self._products / n - np.outer(mean, mean))

    def activity(self) -> Numbers:
        """Return each unit's standard deviation over time, (H,)."""
        return np.sqrt(np.maximum(np.diagonal(self.covariance), 0))

    def saturated(self) -> Numbers:
        """Return the share of time in which each unit is saturated, (H,)."""
        return self._saturated / max(1, self.read)

    def half_lives(self) -> Numbers | None:
        """Return after how many symbols half of a unit's ink is left, by its mean share kept; None without such a share."""
        if not self.keeps:
            return None
        return np.array([half_life(mean) for mean in (self._kept / max(1, self.read)).tolist()])

    def correlations(self) -> Numbers:
        """Return Pearson's r of every unit with every other, (H, H); 0 where one of them never moves."""
        spread = self.activity()
        both = np.outer(spread, spread)
        r = np.divide(self.covariance, both, out=np.zeros_like(both), where=both > 1e-12)
        return np.clip(r, -1, 1)
