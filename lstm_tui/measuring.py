"""What counts, measured: the loss of a text when a unit is silenced, a gate held at its mean, or the note torn off.

Each measurement yields its rows one by one, so that it can be shown while it goes on, and stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_tui.core.activations import Array
from lstm_tui.errors import LstmTuiError
from lstm_tui.operations.force import operate
from lstm_tui.operations.kinds import Hold, Operation, Silence
from lstm_tui.run import Run
from lstm_tui.surprise import surprise_of

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
    """The loss where all states were empty `symbols` timesteps before the prediction; None: never. NaN: not known yet."""

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
    found = np.concatenate([piece for _, piece in surprises_in_pieces(run)])
    if np.isnan(found).all():
        raise LstmTuiError("This model knows none of the symbols that come next.", "Choose another model or text.")
    return found


def surprises_in_pieces(run: Run) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.float64]]]:
    """Yield window by window where the model knows what the text says next, and −ln p of it: see `surprises`.

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
    W, b = network.W_hy.astype(np.float64), network.b_y.astype(np.float64)
    for start, columns in run.trace.sweep(("h",), run.layers - 1, 0, len(run) - 1):
        following = run.symbols[start + 1 : start + 1 + len(columns["h"])]
        wanted = np.array([_or_none(run.tokens.index(symbol)) for symbol in following])
        with np.errstate(over="ignore", invalid="ignore"):  # what is beyond the range stays so
            logits = columns["h"].astype(np.float64) @ W.T + b
            yield wanted >= 0, surprise_of(network.output, logits, wanted)


def _or_none(index: int | None) -> int:
    return -1 if index is None else index


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
    blocks = [block for block in _blocks(farthest[-1] - 1, len(free)) if not np.isnan(free[block]).all()]
    if not blocks:
        raise LstmTuiError("The text is too short to tear the note off in it.", "Give a longer one.")
    found = [(np.full((len(farthest), len(block)), np.nan)) for block in blocks]
    for done, (block, losses) in enumerate(zip(blocks, found, strict=True)):
        begun = np.arange(block[0] + 1 - farthest[-1], block[-1] + 1)  # a run from nothing begins at each of these
        for place, h in enumerate(_run_from(run, begun, farthest)):
            places = block + 1 - farthest[place] - begun[0]  # the runs that have read just so many symbols at the block
            losses[place] = _held(run, h[:, places], block)
        yield Reach(farthest[0], float("nan"), (done + 1) / (len(blocks) + 1))
    whole = np.concatenate(found, axis=1)  # (K, positions)
    for k, losses in zip(farthest, whole, strict=True):
        yield Reach(k, float(np.nanmean(losses)), 1.0)
    yield Reach(None, float(np.nanmean(free[np.concatenate(blocks)])), 1.0)


def _blocks(first: int, stop: int) -> list[np.ndarray]:
    """Return the positions that are measured: all, or blocks of neighbours, evenly over the text."""
    count = min(stop - first, MOST_POSITIONS)
    parts = -(-count // AT_ONCE)
    starts = np.linspace(first, stop - count // parts, parts).astype(int) if parts > 1 else [first]
    return [np.arange(start, min(stop, start + count // parts)) for start in starts]


def _run_from(run: Run, begun: np.ndarray, farthest: list[int]) -> Iterator[Array]:
    """Run the model from an empty state at each timestep of `begun`; yield h (H, B) after so many symbols, for each k."""
    network, inputs = run.bundle.network, run.trace.inputs
    steps = farthest[-1]
    reading = np.stack([inputs[np.minimum(begun + k, len(inputs) - 1)] for k in range(steps)])  # (k, B) or (k, B, D)
    x = reading if reading.ndim == 2 else reading.transpose(0, 2, 1)
    for cell in network.cells:
        window = cell.window(steps, len(begun))
        (cell.project_symbols if x.ndim == 2 else cell.project_vectors)(x, window, 0, steps)
        cell.run(window, 0, steps)
        x = window.columns["h"]  # (k, H, B)
    for k in farthest:
        yield x[k - 1]


def _held(run: Run, h: Array, positions: np.ndarray) -> NDArray[np.float64]:
    """Return −ln p of what comes next at each position, where the top layer says h (H, B) there."""
    network = run.bundle.network
    following = np.array([_or_none(run.tokens.index(run.symbols[int(t) + 1])) for t in positions])
    logits = h.T.astype(np.float64) @ network.W_hy.T + network.b_y  # (B, V)
    return surprise_of(network.output, logits, following)
