"""How surprised a model is: −ln p of what the text says next, at each timestep and over the text so far."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lstm_tui.core.activations import sigmoid
from lstm_tui.core.loss import log_sum_exp
from lstm_tui.core.trace import Trace

SO_FAR, LAST = 1024, 256  # timesteps over which a mean is taken from the first on; beyond, so many of the last


def surprise_of(output: str, logits: NDArray[np.float64], wanted: np.ndarray) -> NDArray[np.float64]:
    """Return −ln p of the wanted symbols (n,), NaN for −1, from logits (n, V).

    A model that says of each symbol by itself whether it may follow ("sigmoid") is asked for that symbol's own p.
    """
    own = np.take_along_axis(logits, np.maximum(wanted, 0)[:, None], axis=1)[:, 0]
    with np.errstate(all="ignore"):
        found = -np.log(sigmoid(own)) if output == "sigmoid" else log_sum_exp(logits, 1)[:, 0] - own
    return np.where(wanted < 0, np.nan, found)


class Surprises:
    """−ln p of what the text says next at the timesteps of a run, in nats, each worked out once.

    Args: trace: of the run. following: the index of the symbol behind a timestep; −1 where there is none or it is unknown.
    """

    def __init__(self, trace: Trace, following: Callable[[int], int]) -> None:
        self._trace, self._following = trace, following
        self._windows: dict[int, NDArray[np.float64]] = {}

    def between(self, start: int, stop: int) -> NDArray[np.float64]:
        """Return those of timesteps start..stop, which must be computed, (stop − start,); NaN where nothing is known."""
        if start >= stop:
            return np.empty(0)
        size = self._trace.window_size
        pieces = []
        for index in range(start // size, (stop - 1) // size + 1):
            first = index * size
            known = self._known(index, min(stop, first + size) - first)
            pieces.append(known[max(0, start - first) : stop - first])
        return np.concatenate(pieces)

    def mean(self, stop: int) -> tuple[float, int]:
        """Return the mean over the timesteps before `stop`, and from which one on; NaN for none.

        Far into a text it is taken over the LAST of them: what is not kept is computed again, and a key waits for it.
        """
        start = 0 if stop <= SO_FAR else stop - LAST
        found = self.between(start, stop)
        found = found[~np.isnan(found)]
        return (float(found.mean()) if len(found) else float("nan")), start

    def _known(self, index: int, rows: int) -> NDArray[np.float64]:
        """Return the first `rows` timesteps of a window, those that are missing worked out and kept."""
        known = self._windows.get(index, np.empty(0))
        if len(known) < rows:
            start = index * self._trace.window_size + len(known)
            stop = start + rows - len(known)
            top = len(self._trace.network.cells) - 1
            logits = self._trace.column("logits", top, start, stop).astype(np.float64)
            wanted = np.array([self._following(timestep) for timestep in range(start, stop)])
            known = np.concatenate([known, surprise_of(self._trace.network.output, logits, wanted)])
            self._windows[index] = known
        return known
