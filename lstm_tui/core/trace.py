"""The trace: every quantity of every timestep of a run, within bounded memory.

A run is cut into windows. Of each window the state before it is kept (its checkpoint); the columns of the windows looked
at last are kept too, and any other is computed again when asked for, by the same instructions on the same numbers, hence
to the same bits.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from lstm_tui.core.activations import SQUASH, Array
from lstm_tui.core.cells.base import Window, read_only
from lstm_tui.core.cells.rows import one_hot
from lstm_tui.core.intervention import NOTHING, Operations, State, run_operated
from lstm_tui.core.stack import Stack
from lstm_tui.errors import LstmTuiError

VIEW_BYTES = 136  # what NumPy takes for a ready-made view of one row


@dataclass(frozen=True)
class Keeping:
    """What a trace keeps.

    Attributes:
        window_size: timesteps between two checkpoints.
        cache_bytes: columns of windows up to this size, those that were not looked at for longest dropped first; the
            first windows of a run are kept as they are computed, later ones when they are looked at.
    """

    window_size: int = 256
    cache_bytes: int = 24_000_000


class _Block:
    """The windows of all layers over the same timesteps, and the predictions made there."""

    def __init__(self, network: Stack, timesteps: int, apart: bool = False) -> None:
        windows = ((cell, cell.window(timesteps)) for cell in network.cells)
        self.layers = tuple(cell.apart(window) if apart else window for cell, window in windows)
        self.apart = apart  # a timestep's states before are not the states after the one before it: for operations
        self.logits = np.empty((timesteps, network.output_size), network.dtype)
        self.probs = np.empty_like(self.logits)
        self.filled = 0  # timesteps whose quantities are there
        self.predicted = 0  # timesteps whose logits are there

    def begin(self, state: State) -> None:
        """Stand before the first timestep, in this state."""
        for window, values in zip(self.layers, state, strict=True):
            for name, vector in values.items():
                window.state[name][0] = vector
        self.filled = self.predicted = 0


class Trace:
    """Columns of a run: a quantity of a layer is (T, H), a row of it (H,). What is handed out cannot be written to.

    Made by Network.forward.
    """

    def __init__(
        self, network: Stack, inputs: np.ndarray, keeping: Keeping | None = None, operations: Operations = NOTHING
    ) -> None:
        self.network = network
        self.inputs = inputs
        self.operations = operations
        self.keeping = keeping or Keeping()
        self.computed = 0  # timesteps whose state is known
        self.steps_run = 0  # timesteps the kernel has run for this trace, repeats included
        zero = tuple(_zero_state(window) for window in _Block(network, 0).layers)
        self._checkpoints: list[State] = [operations.start or zero]
        self._blocks: OrderedDict[int, _Block] = OrderedDict()
        self._passing: tuple[int, _Block] | None = None  # the window being computed, where nobody has looked at it

    def __len__(self) -> int:
        return len(self.inputs)

    @property
    def window_size(self) -> int:
        """Timesteps between two checkpoints."""
        return self.keeping.window_size

    # computing ------------------------------------------------------------------

    def advance_to(self, timestep: int) -> int:
        """Compute all timesteps before this one (to the end at most), and no more; return how many are known."""
        wanted = min(len(self), timestep)
        while self.computed < wanted:
            index = self.computed // self.window_size
            start, size = index * self.window_size, self._size(index)
            stop = min(size, wanted - start)
            block = self._front(index, size)
            self._fill(block, index, stop)
            self.computed = start + stop
            if stop == self.window_size and len(self._checkpoints) == index + 1:
                self._checkpoints.append(tuple(_state_at(window, stop) for window in block.layers))
        return self.computed

    def _size(self, index: int) -> int:
        return min(self.window_size, len(self) - index * self.window_size)

    def _front(self, index: int, size: int) -> _Block:
        """Return the window being computed. The first are kept; later ones, passed once, share one block."""
        if index in self._blocks:
            return self._blocks[index]
        if self._passing is not None and self._passing[0] == index:
            return self._passing[1]
        if (index + 1) * self._block_bytes <= self.keeping.cache_bytes:
            return self._new_block(index)
        apart = self._apart(index)
        block = self._passing[1] if self._passing is not None else None
        if block is None or block.apart != apart:
            block = _Block(self.network, size, apart)
        block.begin(self._checkpoints[index])
        self._passing = (index, block)
        return block

    def _new_block(self, index: int) -> _Block:
        """Return a block of a window at its checkpoint, kept from now on; what was looked at longest ago is dropped."""
        block = _Block(self.network, self._size(index), self._apart(index))
        block.begin(self._checkpoints[index])
        self._keep(index, block)
        return block

    def _apart(self, index: int) -> bool:
        """Whether something is done to the run in a window."""
        start = index * self.window_size
        return any(clamp.touches(start, start + self.window_size) for clamp in self.operations.clamps)

    def _keep(self, index: int, block: _Block) -> None:
        self._blocks[index] = block
        while len(self._blocks) > max(2, self.keeping.cache_bytes // self._block_bytes):
            self._blocks.popitem(last=False)

    @property
    def _block_bytes(self) -> int:
        cells = self.network.cells
        numbers = sum(cell.hidden_size * (len(cell.row_names) + 4) for cell in cells) + 2 * self.network.output_size
        views = sum(len(cell.row_names) * VIEW_BYTES for cell in cells)
        return self.window_size * (numbers * self.network.dtype.itemsize + views)

    def _fill(self, block: _Block, index: int, stop: int) -> None:
        """Run the block's rows up to `stop`, layer by layer: within a window a layer needs only the one below."""
        with np.errstate(over="ignore", invalid="ignore"):  # what is beyond the range is shown as such
            start = block.filled
            if stop <= start:
                return
            first = index * self.window_size
            inputs = self.inputs[first + start : first + stop]
            for layer, (cell, window) in enumerate(zip(self.network.cells, block.layers, strict=True)):
                if inputs.ndim == 1:
                    cell.project_symbols(inputs, window, start, stop)
                else:
                    cell.project_vectors(inputs, window, start, stop)
                if block.apart:
                    clamps = self.operations.within(layer, first + start, first + stop)
                    run_operated(cell, window, clamps, first, start, stop)
                else:
                    cell.run(window, start, stop)
                inputs = window.columns["h"][start:stop]
            block.filled = stop
            self.steps_run += stop - start

    def _block(self, index: int) -> _Block:
        """Return a window to look at, with all rows that are known; from now on it is kept."""
        block = self._blocks.get(index)
        if block is not None:
            self._blocks.move_to_end(index)
        elif self._passing is not None and self._passing[0] == index:
            block, self._passing = self._passing[1], None
            self._keep(index, block)
        else:
            block = self._new_block(index)
        self._fill(block, index, min(self._size(index), self.computed - index * self.window_size))
        return block

    def _predict(self, block: _Block, stop: int) -> None:
        with np.errstate(over="ignore", invalid="ignore"):  # what is beyond the range is shown as such
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

    # looking ----------------------------------------------------------------------

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
        index, row = divmod(timestep, self.window_size)
        return StepTrace(self, timestep, layer, self._block(index).layers[layer], row)

    def column(self, name: str, layer: int = 0, start: int = 0, stop: int | None = None) -> Array:
        """Return a quantity over timesteps start..stop as (stop - start, K); a view where one window holds them all."""
        stop = self.computed if stop is None else stop
        if not 0 <= start <= stop <= self.computed:
            raise LstmTuiError(f"Timesteps {start + 1} to {stop} are not all computed: {self.computed} are.")
        if start == stop:
            return np.empty((0, self.network.width(name, layer)), self.network.dtype)
        pieces = []
        while start < stop:
            index, row = divmod(start, self.window_size)
            end = min(stop, (index + 1) * self.window_size)
            pieces.append(self._rows(self._block(index), name, layer, index, row, end - index * self.window_size))
            start = end
        return pieces[0] if len(pieces) == 1 else read_only(np.concatenate(pieces))

    def sweep(
        self, names: Sequence[str], layer: int = 0, start: int = 0, stop: int | None = None
    ) -> Iterator[tuple[int, dict[str, Array]]]:
        """Go through timesteps start..stop (to the end where None) window by window, computing what is not known yet.

        Yields the first timestep and each quantity (n, K); these hold until the next are asked for. No column is joined,
        and no window that somebody looks at is dropped for it.
        """
        stop = len(self) if stop is None else min(stop, len(self))
        spare: _Block | None = None
        while start < stop:
            index, row = divmod(start, self.window_size)
            end = min(stop, (index + 1) * self.window_size)
            self.advance_to(end)
            block = self._blocks.get(index)
            if block is None and self._passing is not None and self._passing[0] == index:
                block = self._passing[1]
            if block is None:
                if spare is None or len(spare.logits) < self._size(index) or spare.apart != self._apart(index):
                    spare = _Block(self.network, self.window_size, self._apart(index))
                spare.begin(self._checkpoints[index])
                block = spare
            rows = end - index * self.window_size
            self._fill(block, index, rows)
            yield start, {name: self._rows(block, name, layer, index, row, rows) for name in names}
            start = end

    def _rows(self, block: _Block, name: str, layer: int, index: int, start: int, stop: int) -> Array:
        if name in ("logits", "probs"):
            self._predict(block, stop)
            return read_only(block.logits if name == "logits" else block.probs)[start:stop]
        if name == "x":
            if layer > 0:
                return block.layers[layer - 1].shown["h"][start:stop]
            first = index * self.window_size
            return self.input_vectors(first + start, first + stop)
        return block.layers[layer].shown[name][start:stop]

    def input_vectors(self, start: int, stop: int) -> Array:
        """Return x of the bottom layer, (stop - start, D): the vectors given, or one-hot rows (all 0 where unknown)."""
        inputs = self.inputs[start:stop]
        return read_only(inputs if inputs.ndim == 2 else one_hot(inputs, self.network.input_size, self.network.dtype))

    def fork(self, inputs: np.ndarray, operations: Operations | None = None) -> Trace:
        """Return the trace of other inputs, or with other operations in force (as here where None).

        What was computed for the beginning that both share is kept.
        """
        inputs = self.network.checked_inputs(inputs)
        operations = self.operations if operations is None else operations
        new = Trace(self.network, inputs, self.keeping, operations)
        shared = min(_common_prefix(self.inputs, inputs), self.computed)
        differ = operations.differ_from(self.operations)
        if differ == 0:
            return new
        shared = shared if differ is None else min(shared, differ)
        index, rows = divmod(shared, self.window_size)
        index = min(index, len(self._checkpoints) - 1)
        new._checkpoints = self._checkpoints[: index + 1]
        new.computed = index * self.window_size
        for k, block in self._blocks.items():
            if k < index:
                new._blocks[k] = block
        source = self._blocks.get(index)
        if source is None and self._passing is not None and self._passing[0] == index:
            source = self._passing[1]
        if source is not None and 0 < rows <= source.filled:
            block = new._new_block(index)
            for window, old in zip(block.layers, source.layers, strict=True):
                window.copy_rows(old, rows)
            block.filled = rows
            new.computed += rows
        return new


@dataclass(frozen=True, eq=False)
class StepTrace:
    """One timestep of one layer: step["f"] is a view of that row, (H,); "z" is (4H,), "logits" and "probs" (V,)."""

    trace: Trace
    timestep: int
    layer: int
    _window: Window
    _row: int

    def __getitem__(self, name: str) -> Array:
        if name in ("logits", "probs", "x"):
            return np.asarray(self.trace.column(name, self.layer, self.timestep, self.timestep + 1)[0])
        return np.asarray(self._window.shown[name][self._row])


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
