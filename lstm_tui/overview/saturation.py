"""How much of the time each unit is saturated: shut, or wide open (Karpathy, Johnson & Fei-Fei 2015, section 4.2)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.trace import Trace
from lstm_tui.overview.columns import Numbers
from lstm_tui.overview.passing import Passing


class Saturation(Passing):
    """Counts the timesteps at which each unit lies beyond the bounds.

    Args: bounds: of each quantity that is counted, the value below which it counts as low and above which as high.
    """

    def __init__(self, trace: Trace, layer: int, bounds: Mapping[str, tuple[float, float]]) -> None:
        super().__init__(trace, tuple(bounds), layer)
        self.bounds = dict(bounds)
        self._low = {name: np.zeros(trace.network.width(name, layer)) for name in bounds}
        self._high = {name: np.zeros_like(low) for name, low in self._low.items()}

    def take(self, start: int, columns: Mapping[str, Array]) -> None:
        """Take in a window."""
        for name, (low, high) in self.bounds.items():
            self._low[name] += (columns[name] < low).sum(axis=0)
            self._high[name] += (columns[name] > high).sum(axis=0)

    def low(self, name: str) -> Numbers:
        """Return the share of what was read at which each unit lies below its lower bound, (H,)."""
        return np.asarray(self._low[name] / max(1, self.read))

    def high(self, name: str) -> Numbers:
        """Return the share of what was read at which each unit lies above its upper bound, (H,)."""
        return np.asarray(self._high[name] / max(1, self.read))
