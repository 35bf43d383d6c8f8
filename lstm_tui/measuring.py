"""What counts, measured: the loss of a text when a unit is silenced, or a gate held at its mean.

Each measurement yields its rows one by one, and between them how far it is: it can be shown while it goes on, computed in
slices, and stopped.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from lstm_tui.errors import LstmTuiError
from lstm_tui.operations.force import operate
from lstm_tui.operations.kinds import Hold, Operation, Silence
from lstm_tui.run import Run
from lstm_tui.surprise import surprise_of

Value = TypeVar("Value")
PIECE = 32  # timesteps between two looks at the clock


@dataclass(frozen=True)
class Row:
    """One measurement.

    Attributes: operation: what was done, None for nothing. loss: mean −ln p of what the text says next, in nats; NaN where
        it is not known yet. rise: by how much that is more than with nothing done. share: of the whole that is done, 0 to 1.
    """

    operation: Operation | None
    loss: float
    rise: float
    share: float


def surprises(run: Run) -> NDArray[np.float64]:
    """Return −ln p of what the text says next at each timestep but the last, (T − 1,) nats; NaN where it is not known.

    Computed again from h in float64. A model that says of each symbol by itself whether it may follow is asked for that
    symbol's own p.

    Raises:
        LstmTuiError: the model answers with numbers, or there is nothing to predict.
    """
    return _last(surprises_in_steps(run))


def surprises_in_steps(run: Run) -> Generator[float, None, NDArray[np.float64]]:
    """Compute `surprises`, a few timesteps at a time; yields the share of the text that is read."""
    pieces, read, windows = [], 0, surprises_in_pieces(run)
    while True:
        for stop in range(read, min(len(run), read + run.trace.window_size), PIECE):
            run.trace.advance_to(stop)
            yield stop / len(run)
        piece = next(windows, None)
        if piece is None:
            break
        pieces.append(piece[1])
        read += len(piece[1])
    found = np.concatenate(pieces)
    if np.isnan(found).all():
        raise LstmTuiError("This model knows none of the symbols that come next.", "Choose another model or text.")
    return found


def _last(steps: Generator[float, None, Value]) -> Value:
    """Go through steps to the end and return what they come to."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


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
        wanted = np.array([known_or(run.tokens.index(symbol)) for symbol in following])
        with np.errstate(over="ignore", invalid="ignore"):  # what is beyond the range stays so
            surprise = surprise_of(network.output, columns["h"].astype(np.float64) @ W.T + b, wanted)
        yield wanted >= 0, surprise  # outside: whoever goes on may do so in another task


def known_or(index: int | None) -> int:
    """Return the index of a symbol, −1 of one that is not known."""
    return -1 if index is None else index


def loss_of(run: Run) -> float:
    """Return the mean of `surprises` over what the model knows, in nats."""
    return float(np.nanmean(surprises(run)))


def silencing(run: Run, layer: int) -> Iterator[Row]:
    """Yield the loss with nothing done, then with each unit of a layer silenced."""
    yield from filter(_known, silencing_in_steps(run, layer))


def _known(found: Row) -> bool:
    return not math.isnan(found.loss)


def silencing_in_steps(run: Run, layer: int) -> Iterator[Row]:
    """Yield `silencing`, and rows without a loss while one is being measured."""
    yield from _each(run, [Silence(layer, (unit,)) for unit in range(run.hidden_size(layer))])


def at_means(run: Run, layer: int) -> Iterator[Row]:
    """Yield the loss with nothing done, then with each gate held at its mean over the text: all units, then one by one.

    Raises:
        LstmTuiError: the cell has no gates.
    """
    yield from filter(_known, at_means_in_steps(run, layer))


def at_means_in_steps(run: Run, layer: int) -> Iterator[Row]:
    """Yield `at_means`, and rows without a loss while one is being measured."""
    cell = run.bundle.network.cells[layer]
    if not cell.gates:
        raise LstmTuiError(f"The {cell.title} has no gates.", "Measure 'silence' or 'memory'.")
    yield from _reading(run)
    for gate in cell.gates:
        for _ in run.means_in_steps(gate, layer):
            yield Row(None, math.nan, 0.0, 0.0)
    whole = [Hold(gate, layer) for gate in cell.gates]
    single = [Hold(gate, layer, (unit,)) for gate in cell.gates for unit in range(cell.hidden_size)]
    yield from _each(run, [*whole, *single])


def _reading(run: Run) -> Iterator[Row]:
    """Read the text to its end, in pieces."""
    for stop in range(PIECE, len(run) + PIECE, PIECE):
        run.trace.advance_to(stop)
        yield Row(None, math.nan, 0.0, 0.0)


def _each(run: Run, operations: Sequence[Operation]) -> Iterator[Row]:
    """Measure the loss with nothing done, then with each of these."""
    yield from _reading(run)
    free = yield from _loss(run, 0.0, 0.0)
    yield Row(None, free, 0.0, 0.0)
    for done, operation in enumerate(operations):
        share = 1 / len(operations)
        loss = yield from _loss(operate(run, [operation], 0).run, done * share, share)
        yield Row(operation, loss, loss - free, (done + 1) * share)


def _loss(run: Run, begun: float, share: float) -> Generator[Row, None, float]:
    """Measure one loss; yields how far the whole is."""
    steps = surprises_in_steps(run)
    while True:
        try:
            yield Row(None, math.nan, 0.0, begun + share * next(steps))
        except StopIteration as end:
            return float(np.nanmean(end.value))
