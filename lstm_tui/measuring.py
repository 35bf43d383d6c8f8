"""What counts, measured: the loss of a text when a unit is silenced, a gate held at its mean, or the note torn off.

Each measurement yields its rows one by one, so that it can be shown while it goes on, and stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_tui.core.activations import sigmoid
from lstm_tui.core.batch import Batch, BatchRun
from lstm_tui.core.loss import log_sum_exp
from lstm_tui.errors import LstmTuiError
from lstm_tui.operations.force import operate
from lstm_tui.operations.kinds import Hold, Operation, Silence
from lstm_tui.run import Run

AT_ONCE = 256  # sequences side by side
MOST_POSITIONS = 1024  # of the text, at which the reach of the memory is measured
REACHES = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 64, 80, 100, 128, 160, 200)


@dataclass(frozen=True)
class Row:
    """One measurement.

    Attributes: operation: what was done, None for nothing. loss: mean −ln p of what the text says next, in nats.
        rise: by how much that is more than with nothing done. share: of the whole measurement that is done, 0 to 1.
    """

    operation: Operation | None
    loss: float
    rise: float
    share: float


@dataclass(frozen=True)
class Reach:
    """The loss where both states were empty `symbols` timesteps before the prediction; None: never."""

    symbols: int | None
    loss: float
    share: float


def surprises(run: Run) -> NDArray[np.float64]:
    """Return −ln p of what the text says next at each timestep but the last, (T − 1,) nats; NaN where it is not known.

    Computed again from h in float64. A model that says of each symbol by itself whether it may follow is asked for that
    symbol's own p.

    Raises:
        LstmTuiError: the model answers with numbers, or there is nothing to predict.
    """
    network = run.bundle.network
    if network.output == "linear" or not run.tokens.symbols:
        raise LstmTuiError(
            "This model answers with numbers: it holds no symbol likely.", "Measure one that reads text."
        )
    if len(run) < 2:
        raise LstmTuiError("The text has one symbol: there is nothing to predict.", "Give a longer one.")
    following = np.array([_or_none(run.tokens.index(symbol)) for symbol in run.symbols[1:]])
    found = np.full(len(run) - 1, np.nan)
    W, b = network.W_hy.astype(np.float64), network.b_y.astype(np.float64)
    for start, columns in run.trace.sweep(("h",), run.layers - 1, 0, len(run) - 1):
        wanted = following[start : start + len(columns["h"])]
        found[start : start + len(wanted)] = _surprise(
            network.output, columns["h"].astype(np.float64) @ W.T + b, wanted
        )
    if np.isnan(found).all():
        raise LstmTuiError("This model knows none of the symbols that come next.", "Choose another model or text.")
    return found


def _or_none(index: int | None) -> int:
    return -1 if index is None else index


def _surprise(output: str, logits: NDArray[np.float64], wanted: np.ndarray) -> NDArray[np.float64]:
    """Return −ln p of the wanted symbols (n,), NaN for −1, from logits (n, V)."""
    own = np.take_along_axis(logits, np.maximum(wanted, 0)[:, None], axis=1)[:, 0]
    with np.errstate(divide="ignore"):
        surprise = -np.log(sigmoid(own)) if output == "sigmoid" else log_sum_exp(logits, 1)[:, 0] - own
    return np.where(wanted < 0, np.nan, surprise)


def loss_of(run: Run) -> float:
    """Return the mean of `surprises` over what the model knows, in nats."""
    return float(np.nanmean(surprises(run)))


def silencing(run: Run, layer: int) -> Iterator[Row]:
    """Yield the loss with nothing done, then with each unit of a layer silenced."""
    yield from _each(run, [Silence(layer, (unit,)) for unit in range(run.hidden_size(layer))])


def at_means(run: Run, layer: int) -> Iterator[Row]:
    """Yield the loss with nothing done, then with each gate held at its mean over the text: all units, then one by one.

    Raises:
        LstmTuiError: the cell has no gates.
    """
    cell = run.bundle.network.cells[layer]
    if not cell.gates:
        raise LstmTuiError(f"The {cell.title} has no gates.", "Measure 'silence' or 'memory'.")
    whole: list[Operation] = [Hold(gate, layer) for gate in cell.gates]
    single = [Hold(gate, layer, (unit,)) for gate in cell.gates for unit in range(cell.hidden_size)]
    yield from _each(run, [*whole, *single])


def _each(run: Run, operations: list[Operation]) -> Iterator[Row]:
    run.trace.advance_to(len(run))
    free = loss_of(run)
    yield Row(None, free, 0.0, 0.0)
    for done, operation in enumerate(operations, 1):
        loss = loss_of(operate(run, [operation], len(run)).run)
        yield Row(operation, loss, loss - free, done / len(operations))


def reaches(run: Run) -> Iterator[Reach]:
    """Yield how far back the predictions' memory reaches: the loss where all states were empty k symbols ago.

    For every k the same positions of the text are predicted, those with the largest k of symbols before them; a k of 1
    means that the model has read the present symbol alone. At the end, with nothing torn off.

    Raises:
        LstmTuiError: as `surprises`; a text of fewer than four symbols.
    """
    free = surprises(run)
    farthest = [k for k in REACHES if k <= max(1, len(free) // 2)]
    inputs = run.trace.inputs
    positions = np.arange(farthest[-1] - 1, len(free))
    positions = positions[~np.isnan(free[positions])]
    if not len(positions):
        raise LstmTuiError("The text is too short to tear the note off in it.", "Give a longer one.")
    if len(positions) > MOST_POSITIONS:
        positions = positions[np.linspace(0, len(positions) - 1, MOST_POSITIONS).astype(int)]
    following = np.array([_or_none(run.tokens.index(run.symbols[int(t) + 1])) for t in positions])
    work, done = sum(farthest), 0
    for k in farthest:
        found = [
            _after(run, inputs, k, positions[first : first + AT_ONCE], following[first : first + AT_ONCE])
            for first in range(0, len(positions), AT_ONCE)
        ]
        done += k
        yield Reach(k, float(np.concatenate(found).mean()), done / work)
    yield Reach(None, float(free[positions].mean()), 1.0)


def _after(run: Run, inputs: np.ndarray, k: int, positions: np.ndarray, wanted: np.ndarray) -> NDArray[np.float64]:
    """Return −ln p at each position, having begun with nothing k symbols before."""
    network = run.bundle.network
    read = np.stack([inputs[t + 1 - k : t + 1] for t in positions], axis=-1)  # (k, B)
    batch = BatchRun(network, k, len(positions))
    batch.start()
    logits = batch.forward(Batch(read, np.zeros(read.shape, np.int64), np.ones(read.shape, np.float32)))  # (k, V, B)
    return _surprise(network.output, logits[-1].T.astype(np.float64), wanted)
