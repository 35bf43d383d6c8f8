"""Texts in pieces that are read from an empty state each, side by side; and what a network makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.cells import Cell
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Tokens
from lstm_tui.errors import LstmTuiError
from lstm_tui.hunting.scoring import Flags

PIECES, SHORTEST = 16, 24  # of a text, and symbols of a piece
ENDS = ("\n", ".")  # of lines, sentences, strings
AT_ONCE = 32  # timesteps of all pieces that are read at once
LONGEST, MOST_NUMBERS = (
    16_384,
    20_000_000,
)  # symbols of a text that are hunted in, spread over all of it; numbers kept of them


@dataclass(frozen=True, eq=False)
class Text:
    """Pieces of text. Attributes: pieces: the symbols of each. offsets: where each begins in the text that it was cut from."""

    pieces: tuple[tuple[str, ...], ...]
    offsets: tuple[int, ...]

    def __len__(self) -> int:
        return sum(map(len, self.pieces))

    def bounds(self) -> list[tuple[int, int]]:
        """Return where each piece begins and ends among all symbols."""
        ends = np.cumsum([len(piece) for piece in self.pieces]).tolist()
        return list(zip([0, *ends[:-1]], ends, strict=True))

    def context(self, position: int, before: int, behind: int) -> tuple[str, str, str]:
        """Return what stands before a symbol, the symbol, and what stands behind it, in its piece."""
        for piece, (start, stop) in zip(self.pieces, self.bounds(), strict=True):
            if start <= position < stop:
                t = position - start
                return "".join(piece[max(0, t - before) : t]), piece[t], "".join(piece[t + 1 : t + 1 + behind])
        raise IndexError(position)

    def place(self, position: int) -> int:
        """Return the timestep in the whole text of a symbol, counted over all pieces."""
        for offset, (start, stop) in zip(self.offsets, self.bounds(), strict=True):
            if start <= position < stop:
                return offset + position - start
        raise IndexError(position)


def cut(symbols: Sequence[str], most: int, offset: int = 0) -> Text:
    """Cut a text into pieces of equal length, each begun behind the end of a line, else a full stop, where one is near.

    Args: most: symbols that are used at most. offset: where the text begins in a larger one.

    Raises:
        LstmTuiError: it is too short.
    """
    whole = len(symbols) // PIECES
    if whole < SHORTEST:
        raise LstmTuiError(
            f"A text of {len(symbols):,} symbols is too short to hunt in.",
            f"Each of two texts needs {PIECES * SHORTEST:,} at least; one that is halved needs {2 * PIECES * SHORTEST:,}.",
        )
    length = min(whole, max(SHORTEST, most // PIECES))
    slack = whole // 5
    starts = []
    for k in range(PIECES):
        start = k * whole
        ends = (t + 1 for end in ENDS for t in range(start, start + slack) if symbols[t] == end)
        starts.append(next(ends, start) if k else start)
    length = min(length, *(k * whole + whole - start for k, start in enumerate(starts)))
    return Text(tuple(tuple(symbols[start : start + length]) for start in starts), tuple(offset + s for s in starts))


def scored(cell: Cell) -> tuple[str, ...]:
    """Return the quantities of a cell that are scored: gates, candidates, states; what follows from one of them is not."""
    return tuple(
        dict.fromkeys((*cell.state_names, *cell.gates, *(name for name in cell.fused if name in cell.quantities)))
    )


class Reader:
    """Runs a network over a text's pieces side by side, and keeps one layer's quantities: values (n, Q·H), float32."""

    def __init__(self, network: Network, tokens: Tokens, text: Text, layer: int) -> None:
        self.network, self.text, self.layer = network, text, layer
        self.names = scored(network.cells[layer])
        self.hidden = network.cells[layer].hidden_size
        self.inputs = [tokens.encode(tokens.join(list(piece))) for piece in text.pieces]
        self.values: Array = np.empty((len(text), len(self.names) * self.hidden), np.float32)

    def steps(self) -> Iterator[None]:
        """Read all pieces, some timesteps of all of them at once."""
        longest = max(map(len, self.inputs))
        batch = np.stack([_filled(inputs, longest) for inputs in self.inputs], axis=-1)  # (T, B) or (T, D, B)
        state: list[dict[str, Array]] | None = None
        for (
            begin,
            end,
        ) in self.text.bounds():  # memory is taken a piece at a time: all of it at once keeps a key waiting
            self.values[begin:end] = 0
            yield
        for start in range(0, longest, AT_ONCE):
            windows = [cell.window(min(AT_ONCE, longest - start), len(self.inputs)) for cell in self.network.cells]
            below = batch[start : start + AT_ONCE]
            for layer, (cell, window) in enumerate(zip(self.network.cells, windows, strict=True)):
                for name, values in window.state.items():
                    values[0] = 0 if state is None else state[layer][name]
                (cell.project_symbols if below.ndim == 2 else cell.project_vectors)(below, window, 0, len(window))
                cell.run(window, 0, len(window))
                below = window.columns["h"]
            self._keep(windows[self.layer].columns, start)
            state = [{name: values[-1].copy() for name, values in window.state.items()} for window in windows]
            yield

    def _keep(self, columns: dict[str, Array], start: int) -> None:
        for place, (begin, end) in enumerate(self.text.bounds()):
            n = min(AT_ONCE, end - begin - start)
            if n <= 0:
                continue
            rows = self.values[begin + start : begin + start + n]
            for k, name in enumerate(self.names):
                rows[:, k * self.hidden : (k + 1) * self.hidden] = columns[name][:n, :, place]


def _filled(inputs: np.ndarray, length: int) -> np.ndarray:
    """Return inputs made longer with their last symbol."""
    return np.concatenate([inputs, np.repeat(inputs[-1:], length - len(inputs), axis=0)])


def fresh_like(network: Network, rng: np.random.Generator) -> Network:
    """Return an untrained network of the same build."""
    cells = []
    for cell in network.cells:
        bound = cell.hidden_size**-0.5
        weights = {
            name: rng.uniform(-bound, bound, array.shape).astype(cell.dtype) for name, array in cell.parameters.items()
        }
        if cell.biases:
            type(cell).begin(weights, "1" if "1" in cell.biases else cell.biases[0], 100, rng)
        cells.append(type(cell).from_weights(weights))
    return Network(cells, network.W_hy, network.b_y, network.output)


def shortened(text: Text, most: int) -> Text:
    """Return the text with its pieces cut, so that there are at most so many symbols."""
    length = max(1, most // len(text.pieces))
    return Text(tuple(piece[:length] for piece in text.pieces), text.offsets)


def shortened_labels(text: Text, most: int, labels: Flags) -> Flags:
    """Return the labels of a text that is shortened so."""
    length = max(1, most // len(text.pieces))
    return np.concatenate([labels[start : min(end, start + length)] for start, end in text.bounds()])
