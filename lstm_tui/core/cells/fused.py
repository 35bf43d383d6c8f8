"""Cells whose pre-activations are one product: z = W_ih x + W_hh h_prev + b, the rows in G blocks of H."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Self

import numpy as np

from lstm_tui.core.activations import Array, sigmoid
from lstm_tui.core.cells.base import BackWindow, Cell, Shape, Step, Terms, Window, checked
from lstm_tui.core.cells.rows import add_by_symbol, columns_of, rows_of
from lstm_tui.errors import LstmTuiError


def fitting(name: str, array: Array, shape: Shape, dtype: np.dtype[np.floating]) -> Array:
    """Return the array contiguous, in this dtype; refuse one that is not finite or of another shape."""
    if array.shape != shape:
        raise LstmTuiError(f"{name} has shape {array.shape}, not {shape}.", "It must fit W_hh.")
    return checked(name, array, dtype)


class FusedCell(Cell):
    """A cell with the weights W_ih (G·H, D), W_hh (G·H, H) and b (G·H,).

    Args:
        W_ih, W_hh, b: as above; b is zeros where None.
    """

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

    @classmethod
    def shapes(cls, D: int, H: int) -> dict[str, Shape]:
        """Return the shapes of W_ih, W_hh and b."""
        blocks = len(cls.fused) * H
        return {"W_ih": (blocks, D), "W_hh": (blocks, H), "b": (blocks,)}

    @classmethod
    def from_weights(cls, weights: Mapping[str, Array]) -> Self:
        """Return a cell with these weights."""
        return cls(weights["W_ih"], weights["W_hh"], weights["b"])

    @property
    def parameters(self) -> dict[str, Array]:
        """W_ih (G·H, D), W_hh (G·H, H), b (G·H,)."""
        return {"W_ih": self.W_ih, "W_hh": self.W_hh, "b": self.b}

    def block(self, gate: str) -> slice:
        """Return the rows of one of the G blocks."""
        start = self.fused.index(gate) * self.hidden_size
        return slice(start, start + self.hidden_size)

    def bias_of(self, gate: str) -> tuple[str, slice]:
        """Return b and the rows of a learned layer."""
        if gate not in self.fused:
            raise LstmTuiError(
                f"There is no bias of '{gate}' in this {self.title}.", f"There is one of: {', '.join(self.fused)}."
            )
        return "b", self.block(gate)

    def weights_of(self, gate: str) -> tuple[Array, Array, Array]:
        """Return W (H, D), U (H, H) and b (H,) of one block: of the input, of the hidden state before, and the bias."""
        rows = self.block(gate)
        return self.W_ih[rows], self.W_hh[rows], self.b[rows]

    def terms(self, name: str, unit: int) -> tuple[Terms, ...]:
        """Return, of a learned layer, the row of W_ih with x, the row of W_hh with h_prev, and the bias."""
        if name not in self.fused:
            return ()
        W, U, b = self.weights_of(name)
        return (
            Terms(f"W_x{name}", W[unit], "x"),
            Terms(f"W_h{name}", U[unit], "h_prev"),
            Terms(f"b_{name}", b[unit : unit + 1], ""),
        )

    def shares(self, gate: str, unit: int, step: Step) -> dict[str, float]:
        """Return W x, U h_prev and b of one unit; they add up to its pre-activation."""
        W, U, b = (weights[unit].astype(np.float64) for weights in self.weights_of(gate))
        return {"x": float(W @ step["x"]), "h": float(U @ step["h_prev"]), "b": float(b)}

    def held(self, gate: str) -> float | None:
        """Return the value of a layer that hears neither x nor h_prev and has one bias in all units; None of others."""
        W, U, b = self.weights_of(gate)
        if W.any() or U.any() or (b != b[0]).any():
            return None
        return float(sigmoid(b[:1])[0] if gate in self.gates else np.tanh(b[0]))

    def fold(self) -> Array:
        """Return the factor of each row (G·H,) that the kernel works with; a power of two, so that it is exact."""
        return np.ones(len(self.fused) * self.hidden_size, self.dtype)

    def refresh(self) -> None:
        """Take over the weights after they were changed in place."""
        np.multiply(self.W_ih, self._fold[:, None], self._kernel_W_ih)
        np.multiply(self.W_hh, self._fold[:, None], self._kernel_W_hh)
        np.multiply(self.b, self._fold, self._kernel_b)
        self.__dict__.pop("_symbol_rows", None)
        self.__dict__.pop("recurrent_rows", None)

    def project_symbols(self, symbols: np.ndarray, window: Window, start: int, stop: int) -> None:
        """Fill z[start:stop] with W_ih x + b for one-hot x; see `Cell.project_symbols`."""
        z = window.columns["z"][start:stop]
        np.take(self._symbol_rows, symbols, axis=0, mode="wrap", out=z if z.ndim == 2 else z.transpose(0, 2, 1))

    @cached_property
    def _symbol_rows(self) -> Array:
        return np.vstack([self._kernel_W_ih.T + self._kernel_b, self._kernel_b[None]])  # (D + 1, G·H); row -1: x = 0

    @cached_property
    def recurrent_rows(self) -> Array:
        """W_hhᵀ as the kernel works with it, (H, G·H): what sequences in rows are multiplied with."""
        return np.ascontiguousarray(self._kernel_W_hh.T)

    def project_vectors(self, x: Array, window: Window, start: int, stop: int) -> None:
        """Fill z[start:stop] with W_ih x + b; of one sequence a product a timestep: its bits hang on no window."""
        if x.ndim == 3:
            rows = rows_of(x) @ self._kernel_W_ih.T  # (n·B, G·H)
            rows += self._kernel_b
            window.columns["z"][start:stop] = columns_of(rows, x)
            return
        for z, vector in zip(window.columns["z"][start:stop], x, strict=True):
            np.dot(self._kernel_W_ih, vector, z)
            np.add(z, self._kernel_b, z)

    def weight_gradients(self, window: Window, back: BackWindow, x: np.ndarray, into: Mapping[str, Array]) -> None:
        """dW_hh += Σ_t dz h_prevᵀ, db += Σ_t dz, dW_ih += Σ_t dz xᵀ: one product each over all timesteps."""
        rows = rows_of(back.columns["dz"])  # (n·B, G·H)
        into["W_hh"][...] += rows.T @ rows_of(window.columns["h_prev"])
        self.add_input_gradients(rows, x, into)

    def add_input_gradients(self, rows: Array, x: np.ndarray, into: Mapping[str, Array]) -> None:
        """db += Σ_t dz, dW_ih += Σ_t dz xᵀ, for dz as rows (n·B, G·H)."""
        into["b"][...] += rows.sum(axis=0)
        if np.issubdtype(x.dtype, np.integer):
            add_by_symbol(rows, x, into["W_ih"])
        else:
            into["W_ih"][...] += rows.T @ rows_of(x)

    def input_gradient(self, back: BackWindow) -> Array:
        """Return W_ihᵀ dz."""
        dz = back.columns["dz"]
        return columns_of(rows_of(dz) @ self.W_ih, dz)
