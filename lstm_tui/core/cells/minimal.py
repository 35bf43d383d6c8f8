"""What minGRU and minLSTM share (Feng et al. 2024): no layer hears the state before, so that only the note knows the past.

    h = k ⊙ h_prev + w ⊙ g        g = W_xg x + b_g, no tanh        k, w: the shares kept and written, from x alone

This is the plain form, which can be stepped; the papers' log-space form gives g through x + ½ or σ(x), which is positive. The
state before the first symbol is 0 itself, not the ½ that a zero becomes there.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import Self

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.cells.base import BackWindow, Shape, Step, Terms, Window
from lstm_tui.core.cells.rows import add_by_symbol, rows_of
from lstm_tui.core.cells.staged import StagedCell


class MinimalCell(StagedCell):
    """A cell whose layers see x alone; a kind of it says what makes the shares k and w.

    Args: W_ih (G·H, D), b (G·H,).
    """

    state_names = ("h",)
    note = "h"
    keeps, adds = "k", "written"
    hears_itself = False

    def __init__(self, W_ih: Array, b: Array) -> None:
        H = len(b) // len(self.fused)
        super().__init__(W_ih, np.zeros((len(b), H), b.dtype), b)

    @classmethod
    def shapes(cls, D: int, H: int) -> dict[str, Shape]:
        """Return the shapes of W_ih and b."""
        return {"W_ih": (len(cls.fused) * H, D), "b": (len(cls.fused) * H,)}

    @classmethod
    def from_weights(cls, weights: Mapping[str, Array]) -> Self:
        """Return a cell with these weights."""
        return cls(weights["W_ih"], weights["b"])

    @property
    def parameters(self) -> dict[str, Array]:
        """W_ih (G·H, D), b (G·H,)."""
        return {"W_ih": self.W_ih, "b": self.b}

    @abstractmethod
    def _gates(self, z: Array, rows: Mapping[str, Array]) -> Iterator[tuple[str, ...]]:
        """Fill the rows of the gates and of k and w from z, and name each when it is made."""

    @abstractmethod
    def _gates_back(self, said: Array, rows: Mapping[str, Array], dz: Array) -> None:
        """Fill dz of the gates from dL/dk − dL/dw."""

    def _stages(self, window: Window, row: int) -> Iterator[tuple[str, ...]]:
        rows = dict(zip(self.row_names, window.rows[row], strict=True))
        z, H = rows["z"], self.hidden_size
        yield from self._gates(z, rows)  # -> u f i k w
        np.multiply(rows["k"], rows["h_prev"], rows["kept"])  # -> kept
        yield ("kept",)
        rows["g"][...] = z[..., -H:]  # -> g
        yield ("g",)
        np.multiply(rows["w"], rows["g"], rows["written"])  # -> written
        yield ("written",)
        np.add(rows["kept"], rows["written"], rows["h"])  # -> h
        yield ("h",)

    def run_back(self, window: Window, back: BackWindow) -> None:
        """Go back through the window: dz_g = dh ⊙ w; k hears dh ⊙ h_prev, w hears dh ⊙ g; dh before = dh ⊙ k."""
        batched, H = window.columns["z"].ndim == 3, self.hidden_size
        dzs, dhs = (back.columns[name].transpose(0, 2, 1) if batched else back.columns[name] for name in ("dz", "dh"))
        carry = back.carry["h"].T if batched else back.carry["h"]
        for t in reversed(range(len(window))):
            rows, dz, dh = dict(zip(self.row_names, window.rows[t], strict=True)), dzs[t], dhs[t]
            dh += carry
            self._gates_back(dh * (rows["h_prev"] - rows["g"]), rows, dz)
            dz[..., -H:] = dh * rows["w"]
            carry[...] = dh * rows["k"]

    def weight_gradients(self, window: Window, back: BackWindow, x: np.ndarray, into: Mapping[str, Array]) -> None:
        """db += Σ_t dz, dW_ih += Σ_t dz xᵀ."""
        dz = rows_of(back.columns["dz"])  # (n·B, G·H)
        into["b"][...] += dz.sum(axis=0)
        if np.issubdtype(x.dtype, np.integer):
            add_by_symbol(dz, x, into["W_ih"])
        else:
            into["W_ih"][...] += dz.T @ rows_of(x)

    def terms(self, name: str, unit: int) -> tuple[Terms, ...]:
        """Return the row of W_ih with x, and the bias."""
        if name not in self.fused:
            return ()
        first, _, bias = super().terms(name, unit)
        return first, bias

    def shares(self, gate: str, unit: int, step: Step) -> dict[str, float]:
        """Return W x and b of one unit."""
        shares = super().shares(gate, unit, step)
        return {"x": shares["x"], "b": shares["b"]}
