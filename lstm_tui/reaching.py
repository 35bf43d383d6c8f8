"""How far back the predictions' memory reaches: the loss of a text where all states were empty so many symbols ago.

As in measuring.py what is found is yielded one by one, and between that how far it is.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_tui.core.activations import Array
from lstm_tui.errors import LstmTuiError
from lstm_tui.measuring import known_or, surprises_in_steps
from lstm_tui.run import Run
from lstm_tui.surprise import surprise_of

AT_ONCE = 256  # sequences side by side
MOST_POSITIONS = 1024  # of the text, at which the reach of the memory is measured
REACHES = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 64, 80, 100, 128, 160, 200)


@dataclass(frozen=True)
class Over:
    """Which predictions are measured: `predictions` of `known` in the text, none before timestep `first` (from 1).

    everything: whether these are all from there on; of a long text they are blocks, evenly over it.
    """

    predictions: int
    known: int
    first: int
    everything: bool


@dataclass(frozen=True)
class Reach:
    """The loss where all states were empty `symbols` timesteps before the prediction; None: never. NaN: not known yet.

    over: which predictions it is the mean of; None while the loss is not known.
    """

    symbols: int | None
    loss: float
    share: float
    over: Over | None = None


def reaches(run: Run) -> Iterator[Reach]:
    """Yield how far back the predictions' memory reaches: the loss where all states were empty k symbols ago.

    For every k the same positions of the text are predicted, those with the largest k of symbols before them; a k of 1
    means that the model has read the present symbol alone. At the end, with nothing torn off.

    Raises:
        LstmTuiError: as `surprises`; a text of fewer than four symbols.
    """
    return (reach for reach in reaches_in_steps(run) if not math.isnan(reach.loss))


def reaches_in_steps(run: Run) -> Iterator[Reach]:
    """Yield `reaches`, and reaches without a loss while they are being measured."""
    free = yield from _free(run)
    farthest = [k for k in REACHES if k <= max(1, len(free) // 2)]
    blocks = [block for block in _blocks(farthest[-1] - 1, len(free)) if not np.isnan(free[block]).all()]
    if not blocks:
        raise LstmTuiError("The text is too short to tear the note off in it.", "Give a longer one.")
    found = [np.full((len(farthest), len(block)), np.nan) for block in blocks]
    for done, (block, losses) in enumerate(zip(blocks, found, strict=True)):
        begun = np.arange(block[0] + 1 - farthest[-1], block[-1] + 1)  # a run from nothing begins at each of these
        for read, h in enumerate(_run_from(run, begun, farthest[-1]), 1):
            if read in farthest:
                places = block + 1 - read - begun[0]  # the runs that have read just so many symbols at the block
                losses[farthest.index(read)] = _held(run, h[:, places], block)
            yield Reach(read, math.nan, (done + read / farthest[-1]) / len(blocks))
    whole, measured = np.concatenate(found, axis=1), free[np.concatenate(blocks)]  # (K, positions), (positions,)
    count, known, later = (int((~np.isnan(of)).sum()) for of in (measured, free, free[farthest[-1] - 1 :]))
    over = Over(count, known, farthest[-1], count == later)
    for k, losses in zip(farthest, whole, strict=True):
        yield Reach(k, float(np.nanmean(losses)), 1.0, over)
    yield Reach(None, float(np.nanmean(measured)), 1.0, over)


def _free(run: Run) -> Generator[Reach, None, NDArray[np.float64]]:
    """Compute the surprises of the untouched run; yields that nothing is known yet."""
    steps = surprises_in_steps(run)
    while True:
        try:
            next(steps)
            yield Reach(1, math.nan, 0.0)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def _blocks(first: int, stop: int) -> list[np.ndarray]:
    """Return the positions that are measured: all, or blocks of neighbours, evenly over the text."""
    count = min(stop - first, MOST_POSITIONS)
    parts = -(-count // AT_ONCE)
    if count == stop - first:
        return np.array_split(np.arange(first, stop), parts)
    starts = np.linspace(first, stop - AT_ONCE, parts).astype(int)  # MOST_POSITIONS is a multiple of AT_ONCE
    return [np.arange(start, start + AT_ONCE) for start in starts]


def _run_from(run: Run, begun: np.ndarray, steps: int) -> Iterator[Array]:
    """Run the model from an empty state at each timestep of `begun`; yield the top layer's h (H, B) after each symbol."""
    network, inputs = run.bundle.network, run.trace.inputs
    windows = [cell.window(1, len(begun)) for cell in network.cells]  # one timestep: its state is carried over by hand
    for k in range(steps):
        reading = inputs[np.minimum(begun + k, len(inputs) - 1)][None]  # (1, B) or (1, B, D)
        x = reading if reading.ndim == 2 else reading.transpose(0, 2, 1)
        for cell, window in zip(network.cells, windows, strict=True):
            (cell.project_symbols if x.ndim == 2 else cell.project_vectors)(x, window, 0, 1)
            cell.run(window, 0, 1)
            x = window.columns["h"].copy()  # (1, H, B)
            for states in window.state.values():
                states[0] = states[1]
        yield x[0]


def _held(run: Run, h: Array, positions: np.ndarray) -> NDArray[np.float64]:
    """Return −ln p of what comes next at each position, where the top layer says h (H, B) there."""
    network = run.bundle.network
    following = np.array([known_or(run.tokens.index(run.symbols[int(t) + 1])) for t in positions])
    logits = h.T.astype(np.float64) @ network.W_hy.T + network.b_y  # (B, V)
    return surprise_of(network.output, logits, following)
