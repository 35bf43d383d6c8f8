"""What a recurrent cell is, and the window of columns that its forward pass fills."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.quantities import Phase
from lstm_tui.errors import LstmTuiError

Row = tuple[Array, ...]


class Window:
    """Columns of one layer over n consecutive timesteps: a quantity is (n, H), or (n, G·H) for fused ones.

    A window of a batch has the sequences as last axis, (n, H, B): the same instructions then advance all of them, and
    the blocks of fused arrays stay contiguous. The states h and c have one row more, so that what was before timestep t and what is after it are two views of
    the same memory: h_prev = h[:-1].

    Attributes:
        columns: name -> (n, K) array, in the cell's order.
        state: name -> (n + 1, H) array; row 0 is the state before the first timestep.
        work: what the kernel works with: a buffer for W_hh h_prev and constants, in the shape of one row of z.
    """

    def __init__(
        self, columns: dict[str, Array], state: dict[str, Array], row_names: Sequence[str], work: tuple[Array, ...]
    ) -> None:
        self.columns = columns
        self.state = state
        self.work = work
        self.rows: list[Row] = list(zip(*(list(columns[name]) for name in row_names), strict=True))

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def nbytes(self) -> int:
        """The bytes of its columns."""
        return sum(column.nbytes for column in self.columns.values())

    def copy_rows(self, source: Window, stop: int) -> None:
        """Take over the first `stop` timesteps of another window of the same cell, and the state after them."""
        for name, column in self.columns.items():
            column[:stop] = source.columns[name][:stop]
        for name, states in self.state.items():
            states[: stop + 1] = source.state[name][: stop + 1]


class Cell(ABC):
    """One recurrent layer: its weights, and the forward pass over a window of timesteps.

    Args:
        W_ih: (G·H, D) weights of the input.
        W_hh: (G·H, H) weights of the hidden state.
        b: (G·H,) bias, or None for zeros.

    All float32 or all float64, C-contiguous after construction.

    Raises:
        LstmTuiError: shapes that do not fit each other, or a number that is not finite, naming the array.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    fused: ClassVar[tuple[str, ...]]  # what the G blocks of the fused arrays are, in order
    state_names: ClassVar[tuple[str, ...]]
    quantities: ClassVar[tuple[str, ...]]  # every exported quantity, in order
    phases: ClassVar[tuple[Phase, ...]]
    row_names: ClassVar[tuple[str, ...]]  # what the forward loop unpacks for each timestep

    def __init__(self, W_ih: Array, W_hh: Array, b: Array | None = None) -> None:
        if W_hh.ndim != 2 or W_ih.ndim != 2 or W_hh.dtype not in (np.float32, np.float64):
            raise LstmTuiError(
                f"W_ih is {W_ih.dtype} {W_ih.shape} and W_hh is {W_hh.dtype} {W_hh.shape}.",
                "Both must be tables of float32 or float64 numbers.",
            )
        self.hidden_size = H = int(W_hh.shape[-1])
        self.input_size = int(W_ih.shape[-1])
        self.dtype = W_hh.dtype
        blocks = len(self.fused) * H
        if W_ih.shape != (blocks, self.input_size) or W_hh.shape != (blocks, H):
            raise LstmTuiError(
                f"The weights do not fit a {self.title}: W_ih {W_ih.shape}, W_hh {W_hh.shape}.",
                f"For {H} units W_ih is ({blocks}, D) and W_hh ({blocks}, {H}).",
            )
        self.W_ih = checked("W_ih", W_ih, self.dtype)
        self.W_hh = checked("W_hh", W_hh, self.dtype)
        self.b = checked("b", np.zeros(blocks) if b is None else b, self.dtype)
        if self.b.shape != (blocks,):
            raise LstmTuiError(f"The bias has shape {self.b.shape}, not ({blocks},).", "Give one number a row of W_hh.")
        self._fold = self.fold()
        self._kernel_W_ih, self._kernel_W_hh = np.empty_like(self.W_ih), np.empty_like(self.W_hh)
        self._kernel_b = np.empty_like(self.b)
        self.refresh()
        self._recurrent = np.empty_like(self.b)  # W_hh h_prev of the timestep at hand

    def refresh(self) -> None:
        """Take over the weights after they were changed in place."""
        np.multiply(self.W_ih, self._fold[:, None], self._kernel_W_ih)
        np.multiply(self.W_hh, self._fold[:, None], self._kernel_W_hh)
        np.multiply(self.b, self._fold, self._kernel_b)
        self.__dict__.pop("_symbol_rows", None)
        self.__dict__.pop("_symbol_columns", None)

    @property
    def parameters(self) -> dict[str, Array]:
        """The learned arrays by name: W_ih (G·H, D), W_hh (G·H, H), b (G·H,)."""
        return {"W_ih": self.W_ih, "W_hh": self.W_hh, "b": self.b}

    @property
    def parameter_count(self) -> int:
        """How many numbers were learned: G·H·(D + H + 1)."""
        return self.W_ih.size + self.W_hh.size + self.b.size

    @abstractmethod
    def window(self, timesteps: int, batch: int | None = None) -> Window:
        """Return an empty window of this many timesteps, of one sequence or of a batch of them."""

    def fold(self) -> Array:
        """Return the factor of each row (G·H,) that the kernel works with; a power of two, so that it is exact."""
        return np.ones(len(self.fused) * self.hidden_size, self.dtype)

    def project_symbols(self, symbols: np.ndarray, window: Window, start: int, stop: int) -> None:
        """Fill z[start:stop] with W_ih x + b for one-hot x: a look-up, not a product; -1 stands for x = 0."""
        if symbols.ndim == 2:
            for z, row in zip(window.columns["z"][start:stop], symbols, strict=True):
                np.take(self._symbol_columns, row, axis=1, mode="wrap", out=z)
            return
        np.take(self._symbol_rows, symbols, axis=0, mode="wrap", out=window.columns["z"][start:stop])

    @cached_property
    def _symbol_rows(self) -> Array:
        return np.vstack([self._kernel_W_ih.T + self._kernel_b, self._kernel_b[None]])  # (D + 1, G·H); row -1: x = 0

    @cached_property
    def _symbol_columns(self) -> Array:
        return np.ascontiguousarray(self._symbol_rows.T)

    def project_vectors(self, x: Array, window: Window, start: int, stop: int) -> None:
        """Fill z[start:stop] with W_ih x + b, a product a timestep, so that the bits do not hang on the window."""
        if x.ndim == 3:
            np.matmul(self._kernel_W_ih, x, out=window.columns["z"][start:stop])
            window.columns["z"][start:stop] += self._kernel_b[:, None]
            return
        for z, vector in zip(window.columns["z"][start:stop], x, strict=True):
            np.dot(self._kernel_W_ih, vector, z)
            np.add(z, self._kernel_b, z)

    @abstractmethod
    def run(self, window: Window, start: int, stop: int) -> None:
        """Advance timesteps start..stop, whose z holds the input's share and whose state row `start` is set."""

    @abstractmethod
    def run_back(self, window: Window, back: BackWindow) -> None:
        """Go back through a window that was run: fill `back` (see there) from its last timestep to its first."""


class BackWindow:
    """What the loss says of one layer over the timesteps of a window, in the window's shapes.

    Attributes:
        columns: "dz" (n, G·H), and "dh", "dc", ... (n, H): the derivative of the loss by that quantity. Before
            `run_back`, dh holds what the loss and the layer above say directly; after it, what later timesteps say too.
        carry: state name -> (H,): the derivative by the state after the window, then by the state before it.

    Args:
        window: that was run.
        over_z: write dz over the window's z, which going back does not need: a fifth less memory.
    """

    def __init__(self, window: Window, over_z: bool = False) -> None:
        z = window.columns["z"]
        states = {name: values[1:] for name, values in window.state.items()}
        self.columns = {"dz": z if over_z else np.empty_like(z)} | {
            f"d{name}": np.zeros_like(rows) for name, rows in states.items()
        }
        self.carry = {name: np.zeros(rows.shape[1:], rows.dtype) for name, rows in states.items()}


def checked(name: str, array: Array, dtype: np.dtype[np.floating]) -> Array:
    """Return the array contiguous and in this dtype; refuse one that holds a number that is not finite."""
    with np.errstate(over="ignore"):
        converted = np.ascontiguousarray(array, dtype=dtype)
    if not np.isfinite(converted).all():
        raise LstmTuiError(
            f"{name} holds a number that is not finite in {dtype}.", "Infinity and NaN would spread to every value."
        )
    return converted
