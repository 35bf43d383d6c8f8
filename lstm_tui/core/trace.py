"""The trace: every quantity of every timestep of a run, within bounded memory.

A run is cut into windows of `window_size` timesteps. Of each window the state before it is kept (its checkpoint); the
columns of the windows looked at last are kept too, and any other is computed again when asked for, by the same
instructions on the same numbers, hence to the same bits.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lstm_tui.core.activations import SQUASH, Array
from lstm_tui.core.cells.base import Window
from lstm_tui.errors import LstmTuiError

if TYPE_CHECKING:
    from lstm_tui.core.network import Network

WINDOW_SIZE = 256
CACHE_BYTES = 24_000_000
VIEW_BYTES = 136  # what NumPy takes for a ready-made view of one row

State = tuple[dict[str, Array], ...]  # for each layer: state name -> (H,)


class _Block:
    """The windows of all layers over the same timesteps, and the predictions made there."""

    def __init__(self, network: Network, timesteps: int) -> None:
        self.layers = tuple(cell.window(timesteps) for cell in network.cells)
        self.logits = np.empty((timesteps, network.output_size), network.dtype)
        self.probs = np.empty_like(self.logits)
        self.predicted = 0  # timesteps whose logits are there

    @property
    def nbytes(self) -> int:
        return sum(window.nbytes for window in self.layers) + 2 * self.logits.nbytes


class Trace:
    """Columns of a run: a quantity of a layer is (T, H), a row of it (H,).

    Made by Network.forward. Arrays that it hands out are views and must not be written to.
    """

    def __init__(self, network: Network, inputs: np.ndarray, window_size: int = WINDOW_SIZE) -> None:
        self.network = network
        self.inputs = inputs
        self.window_size = window_size
        self.computed = 0  # timesteps whose state is known
        self.steps_run = 0  # timesteps the kernel has run for this trace, repeats included
        self._checkpoints: list[State] = [tuple(_zero_state(window) for window in _Block(network, 0).layers)]
        self._blocks: OrderedDict[int, _Block] = OrderedDict()
        self._scratch: _Block | None = None

    def __len__(self) -> int:
        return len(self.inputs)

    def advance(self, timesteps: int) -> int:
        """Compute at least this many more timesteps (whole windows, to the end at most); return how many are known."""
        wanted = min(len(self), self.computed + timesteps)
        while self.computed < wanted:
            index = self.computed // self.window_size
            start = index * self.window_size
            stop = min(start + self.window_size, len(self))
            block, done = self._blocks.get(index), self.computed - start
            if block is None:  # a window begun by `fork` may have left the cache: it is run again from its checkpoint
                block, done = self._new_block(index, stop - start), 0
            self._run(block, index, done, stop - start)
            self.computed = stop
            if stop - start == self.window_size and len(self._checkpoints) == index + 1:
                self._checkpoints.append(tuple(_state_at(window, stop - start) for window in block.layers))
        return self.computed

    def _new_block(self, index: int, timesteps: int, keep: bool = False) -> _Block:
        """Return a block at its checkpoint. The first windows are kept; later ones, passed once, share one block."""
        if keep or timesteps < self.window_size or (index + 1) * self._block_bytes <= CACHE_BYTES:
            block = _Block(self.network, timesteps)
            self._keep(index, block)
        else:
            if self._scratch is None:
                self._scratch = _Block(self.network, self.window_size)
            block = self._scratch
        for window, state in zip(block.layers, self._checkpoints[index], strict=True):
            for name, values in state.items():
                window.state[name][0] = values
        return block

    @property
    def _block_bytes(self) -> int:
        quantities = sum(cell.hidden_size * (len(cell.row_names) + 4) for cell in self.network.cells)
        views = sum(len(cell.row_names) * VIEW_BYTES for cell in self.network.cells)
        numbers = quantities + 2 * self.network.output_size
        return self.window_size * (numbers * self.network.dtype.itemsize + views)

    def _keep(self, index: int, block: _Block) -> None:
        self._blocks[index] = block
        while len(self._blocks) > max(2, CACHE_BYTES // self._block_bytes):
            self._blocks.popitem(last=False)

    def _run(self, block: _Block, index: int, start: int, stop: int) -> None:
        """Run rows start..stop of the block, layer by layer: within a window a layer needs only the one below."""
        first = index * self.window_size
        inputs = self.inputs[first + start : first + stop]
        for cell, window in zip(self.network.cells, block.layers, strict=True):
            if inputs.ndim == 1:
                cell.project_symbols(inputs, window, start, stop)
            else:
                cell.project_vectors(inputs, window, start, stop)
            cell.run(window, start, stop)
            inputs = window.columns["h"][start:stop]
        self.steps_run += stop - start

    def _block(self, index: int) -> _Block:
        block = self._blocks.get(index)
        if block is not None:
            self._blocks.move_to_end(index)
            return block
        timesteps = min(self.window_size, len(self) - index * self.window_size)
        block = self._new_block(index, timesteps, keep=True)
        self._run(block, index, 0, timesteps)
        return block

    def _predict(self, block: _Block, stop: int) -> None:
        h = block.layers[-1].columns["h"]
        for row in range(block.predicted, stop):
            logits = block.logits[row]
            np.dot(self.network.W_hy, h[row], logits)  # -> logits
            np.add(logits, self.network.b_y, logits)  # -> logits
        if stop > block.predicted:
            logits, probs = block.logits[block.predicted : stop], block.probs[block.predicted : stop]
            squash = SQUASH[self.network.output]
            probs[:] = squash(logits)  # -> probs
            block.predicted = stop

    def step(self, timestep: int, layer: int = 0) -> StepTrace:
        """Return one timestep (from 0) of one layer (from 0).

        Raises:
            LstmTuiError: a timestep outside the text, or not computed yet.
        """
        if not 0 <= timestep < len(self):
            raise LstmTuiError(
                f"Timestep {timestep + 1} is outside the text, which has {len(self)}.",
                f"Choose one from 1 to {len(self)}.",
            )
        if timestep >= self.computed:
            raise LstmTuiError(
                f"Timestep {timestep + 1} is not computed yet: {self.computed} of {len(self)} are.", "Wait a moment."
            )
        block = self._block(timestep // self.window_size)
        row = timestep % self.window_size
        return StepTrace(self, timestep, layer, block.layers[layer], block, row)

    def column(self, name: str, layer: int = 0, start: int = 0, stop: int | None = None) -> Array:
        """Return a quantity over timesteps start..stop as (stop - start, K); a view where one window holds them all."""
        stop = self.computed if stop is None else stop
        if not 0 <= start <= stop <= self.computed:
            raise LstmTuiError(f"Timesteps {start + 1} to {stop} are not all computed: {self.computed} are.")
        if start == stop:
            return self._empty(name, layer)
        pieces = []
        while start < stop:
            index, row = divmod(start, self.window_size)
            end = min(stop, (index + 1) * self.window_size)
            pieces.append(self._rows(name, layer, index, row, end - index * self.window_size))
            start = end
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)

    def _empty(self, name: str, layer: int) -> Array:
        cell = self.network.cells[layer]
        sizes = {
            "x": cell.input_size,
            "z": len(cell.b),
            "logits": self.network.output_size,
            "probs": self.network.output_size,
        }
        return np.empty((0, sizes.get(name, cell.hidden_size)), self.network.dtype)

    def _rows(self, name: str, layer: int, index: int, start: int, stop: int) -> Array:
        block = self._block(index)
        if name in ("logits", "probs"):
            self._predict(block, stop)
            return (block.logits if name == "logits" else block.probs)[start:stop]
        if name == "x":
            if layer > 0:
                return block.layers[layer - 1].columns["h"][start:stop]
            first = index * self.window_size
            return self.input_vectors(first + start, first + stop)
        return block.layers[layer].columns[name][start:stop]

    def input_vectors(self, start: int, stop: int) -> Array:
        """Return x of the bottom layer, (stop - start, D): the vectors given, or one-hot rows (all 0 where unknown)."""
        inputs = self.inputs[start:stop]
        if inputs.ndim == 2:
            return inputs
        x = np.zeros((stop - start, self.network.input_size), self.network.dtype)
        known = np.flatnonzero(inputs >= 0)
        x[known, inputs[known]] = 1
        return x

    def fork(self, inputs: np.ndarray) -> Trace:
        """Return the trace of other inputs, keeping what was computed for the beginning they share with these."""
        inputs = self.network.checked_inputs(inputs)
        new = Trace(self.network, inputs, self.window_size)
        shared = min(_common_prefix(self.inputs, inputs), self.computed)
        index, rows = divmod(shared, self.window_size)
        index = min(index, len(self._checkpoints) - 1)
        new._checkpoints = self._checkpoints[: index + 1]
        new.computed = index * self.window_size
        for k, block in self._blocks.items():
            if k < index:
                new._blocks[k] = block
        source = self._blocks.get(index)
        if source is not None and rows:
            block = new._new_block(index, min(self.window_size, len(inputs) - new.computed), keep=True)
            for window, old in zip(block.layers, source.layers, strict=True):
                window.copy_rows(old, rows)
            new.computed += rows
        return new


@dataclass(frozen=True, eq=False)
class StepTrace:
    """One timestep of one layer: step["f"] is a view of that row, (H,); "z" is (4H,), "logits" and "probs" (V,)."""

    trace: Trace
    timestep: int
    layer: int
    _window: Window
    _block: _Block
    _row: int

    def __getitem__(self, name: str) -> Array:
        if name in ("logits", "probs", "x"):
            return np.asarray(self.trace.column(name, self.layer, self.timestep, self.timestep + 1)[0])
        return np.asarray(self._window.columns[name][self._row])


def _zero_state(window: Window) -> dict[str, Array]:
    return {name: np.zeros(values.shape[1], values.dtype) for name, values in window.state.items()}


def _state_at(window: Window, row: int) -> dict[str, Array]:
    return {name: values[row].copy() for name, values in window.state.items()}


def _common_prefix(a: np.ndarray, b: np.ndarray) -> int:
    """Return how many leading rows of two inputs are equal."""
    if a.ndim != b.ndim:
        return 0
    n = min(len(a), len(b))
    different = np.flatnonzero(a[:n] != b[:n]) if a.ndim == 1 else np.flatnonzero((a[:n] != b[:n]).any(axis=1))
    return int(different[0]) if len(different) else n
