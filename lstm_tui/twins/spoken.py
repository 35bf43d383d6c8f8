"""What a run says of each symbol in one number: its surprise by it or, of a model over numbers, its answer to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lstm_tui.core.activations import Array
from lstm_tui.core.network import Network
from lstm_tui.core.trace import Keeping, Trace
from lstm_tui.run import Run
from lstm_tui.surprise import surprise_of

PASSING = Keeping(cache_bytes=0)  # of a trace that is gone through once: nothing of it is kept to be looked at
ONE_THREAD = 200_000  # products of numbers, under which BLAS does not share a matrix product out
MOST_SYMBOLS = 10_000  # of a text in which unknown ones are looked for


def holds_likely(run: Run) -> bool:
    """Say whether a model holds each symbol more or less likely, so that it can be surprised by one."""
    return bool(run.tokens.symbols) and run.bundle.network.output != "linear"


def needs(run: Run, start: int, stop: int) -> tuple[int, int]:
    """Return between which timesteps h must be known for what is said of the symbols start..stop."""
    return (max(0, start - 1), max(0, stop - 1)) if holds_likely(run) else (start, stop)


def spoken(run: Run, h: Array, start: int, stop: int) -> NDArray[np.float64]:
    """Return what a run says of the symbols start..stop, from 0, (n,): see the module.

    A surprise is −ln p in nats of the symbol as it was expected before it was read, computed in float64; NaN for the first
    of all, and for one that the model does not know. An answer is the first output, in the units of the data.

    Args: h: of the top layer, (m, H), at the timesteps that `needs` names.
    """
    network = run.bundle.network
    said = np.full(stop - start, np.nan)
    logits = _logits(network, h)  # (m, V)
    if not holds_likely(run):
        said[:] = [run.tokens.said(row)[0] for row in logits[:, :1].tolist()] if not run.tokens.symbols else np.nan
        return said
    places = [run.tokens.index(symbol) for symbol in run.symbols[stop - len(logits) : stop]]
    wanted = np.array([-1 if place is None else place for place in places], dtype=int)
    said[stop - start - len(logits) :] = surprise_of(network.output, logits, wanted)
    return said


def _logits(network: Network, h: Array) -> NDArray[np.float64]:
    """Return W_hy h + b_y in float64, (m, V), a few rows at a time.

    A product as small as that is done by one thread: on a machine in use it takes far longer to wake a second one.
    """
    W, b = network.W_hy.astype(np.float64).T, network.b_y.astype(np.float64)
    rows = max(1, ONE_THREAD // W.size)
    pieces = [h[at : at + rows].astype(np.float64) @ W for at in range(0, len(h), rows)]
    return (np.concatenate(pieces) if pieces else np.empty((0, len(b)))) + b


def looked_at(run: Run, start: int, stop: int) -> NDArray[np.float64]:
    """Return what a run says of symbols that are computed already, out of what its trace keeps to be looked at."""
    return spoken(run, run.trace.column("h", run.layers - 1, *needs(run, start, stop)), start, stop)


class Passage:
    """Goes once through a run from its first symbol on, in slices as small as wanted and in bounded memory.

    It has a trace of its own, so that no window that somebody looks at is dropped, and none is computed twice.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self._trace = Trace(run.bundle.network, run.trace.inputs, PASSING, run.trace.operations)

    def through(self, start: int, stop: int) -> NDArray[np.float64]:
        """Return what the run says of the symbols start..stop, (n,)."""
        first, last = needs(self.run, start, stop)
        pieces = [part["h"].copy() for _, part in self._trace.sweep(("h",), self.run.layers - 1, first, last)]
        h = np.concatenate(pieces) if pieces else np.empty((0, self.run.hidden_size(self.run.layers - 1)))
        return spoken(self.run, h, start, stop)


def unknown_to(run: Run) -> tuple[str, ...]:
    """Return the symbols of the text that a model does not know, each once, by where they come first in its beginning."""
    if not run.unknown:
        return ()
    return tuple(dict.fromkeys(symbol for symbol in run.symbols[:MOST_SYMBOLS] if not run.tokens.knows(symbol)))
