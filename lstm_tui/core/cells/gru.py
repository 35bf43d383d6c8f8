"""The GRU that resets behind the product, as PyTorch and cuDNN compute it; what is not told here is in gated.py.

    n = tanh(W_xn x + b_n + r ⊙ (W_hn h_prev + b_hn))

b_hn stands inside r ⊙ (…), so that the candidate has two biases; of the gates' two PyTorch biases the sum is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

import numpy as np

from lstm_tui.core.activations import Array, sigmoid
from lstm_tui.core.cells import gru_batch
from lstm_tui.core.cells.base import BackWindow, Shape, Step, Terms, Window, checked
from lstm_tui.core.cells.gated import GatedUnit, phases
from lstm_tui.core.cells.rows import rows_of
from lstm_tui.errors import LstmTuiError


class GRU(GatedUnit):
    """See the module's docstring for the equations.

    Args: W_ih (3H, D), W_hh (3H, H), b (3H,) or None, b_hn (H,) or None; rows in the order r u n.
    """

    kind = "gru"
    convention = "reset after, z keeps"
    resets_before = False
    quantities = ("x", "h_prev", "z", "r", "past", "heard", "u", "kept", "n", "written", "h")
    row_names = ("z_ru", "z_n", "gates", "r", "past", "heard", "u", "kept", "n", "written", "h_prev", "h")
    phases = phases(("past", "heard"), "n = tanh(W_xn x + b_n + r ⊙ (W_hn h_prev + b_hn))")

    def __init__(self, W_ih: Array, W_hh: Array, b: Array | None = None, b_hn: Array | None = None) -> None:
        super().__init__(W_ih, W_hh, b)
        self.b_hn = checked("b_hn", np.zeros(self.hidden_size) if b_hn is None else b_hn, self.dtype)
        if self.b_hn.shape != (self.hidden_size,):
            raise LstmTuiError(
                f"b_hn has shape {self.b_hn.shape}, not ({self.hidden_size},).", "Give one number a unit."
            )

    @classmethod
    def shapes(cls, D: int, H: int) -> dict[str, Shape]:
        """Return the shapes of W_ih, W_hh, b and b_hn."""
        return super().shapes(D, H) | {"b_hn": (H,)}

    @classmethod
    def from_weights(cls, weights: Mapping[str, Array]) -> Self:
        """Return a cell with these weights."""
        return cls(weights["W_ih"], weights["W_hh"], weights["b"], weights["b_hn"])

    @property
    def parameters(self) -> dict[str, Array]:
        """W_ih (3H, D), W_hh (3H, H), b (3H,), b_hn (H,)."""
        return super().parameters | {"b_hn": self.b_hn}

    def terms(self, name: str, unit: int) -> tuple[Terms, ...]:
        """Return what is added up in a layer, and W_hn h_prev + b_hn of "past"."""
        if name == "past":
            _, W_hn, _ = self.weights_of("n")
            return Terms("W_hn", W_hn[unit], "h_prev"), Terms("b_hn", self.b_hn[unit : unit + 1], "")
        terms = super().terms(name, unit)
        if name == "n":
            return terms[0], Terms("", np.ones(1, self.dtype), "heard", unit), terms[2]
        return terms

    def shares(self, gate: str, unit: int, step: Step) -> dict[str, float]:
        """Return what adds up to a unit's pre-activation; the candidate takes of h_prev what was heard of it."""
        shares = super().shares(gate, unit, step)
        return {"x": shares["x"], "heard": float(step["heard"][unit]), "b": shares["b"]} if gate == "n" else shares

    def held(self, gate: str) -> float | None:
        """Return the value at which a layer stands whatever is read; the candidate hears b_hn too."""
        return None if gate == "n" and self.b_hn.any() else super().held(gate)

    def plain_step(self, x: Array, state: Mapping[str, Array]) -> dict[str, Array]:
        """Return every quantity of one timestep, as PyTorch documents it, with u for z.

        Args: x (D,); state: h before, (H,).
        """
        h_prev, b_hn = state["h"], self.b_hn
        (W_xr, W_hr, b_r), (W_xu, W_hu, b_u) = self.weights_of("r"), self.weights_of("u")
        W_xn, W_hn, b_n = self.weights_of("n")
        r = sigmoid(W_xr @ x + W_hr @ h_prev + b_r)  # -> r
        past = W_hn @ h_prev + b_hn  # -> past r
        heard = r * past  # -> heard r
        u = sigmoid(W_xu @ x + W_hu @ h_prev + b_u)  # -> u
        kept = u * h_prev  # -> kept u
        n = np.tanh(W_xn @ x + b_n + heard)  # -> n
        written = (1 - u) * n  # -> written h
        h = kept + written  # -> h
        z_r, z_u = W_xr @ x + W_hr @ h_prev + b_r, W_xu @ x + W_hu @ h_prev + b_u
        z = np.concatenate([z_r, z_u, W_xn @ x + b_n + heard])  # -> z
        return dict(zip(self.quantities, (x, h_prev, z, r, past, heard, u, kept, n, written, h), strict=True))

    def run(self, window: Window, start: int, stop: int) -> None:
        """Advance timesteps start..stop of the window; 13 NumPy calls a timestep, nothing allocated."""
        if window.columns["z"].ndim == 3:
            gru_batch.run(self, window, start, stop, self.b_hn)
            return
        W_hh, b_hn, gated = self._kernel_W_hh, self.b_hn, 2 * self.hidden_size
        recurrent, half, one, rest = window.work
        recurrent_ru, recurrent_n = recurrent[:gated], recurrent[gated:]
        dot, add, multiply, subtract, tanh = np.dot, np.add, np.multiply, np.subtract, np.tanh
        for z_ru, z_n, gates, r, past, heard, u, kept, n, written, h_prev, h in window.rows[start:stop]:
            dot(W_hh, h_prev, recurrent)  # -> r u past
            add(z_ru, recurrent_ru, z_ru)  # -> r u
            tanh(z_ru, gates)  # -> r u
            multiply(gates, half, gates)  # -> r u
            add(gates, half, gates)  # -> r u
            add(recurrent_n, b_hn, past)  # -> past r
            multiply(r, past, heard)  # -> heard r
            add(z_n, heard, z_n)  # -> n
            tanh(z_n, n)  # -> n
            multiply(u, h_prev, kept)  # -> kept u
            subtract(one, u, rest)  # -> written h
            multiply(rest, n, written)  # -> written h
            add(kept, written, h)  # -> h
        z_done = window.columns["z_ru"][start:stop]
        np.divide(z_done, half, z_done)

    def staged(self, window: Window, row: int) -> Iterator[tuple[str, ...]]:
        """Advance one timestep of an apart window by the kernel's own calls; see `Cell.staged`."""
        gated, (recurrent, half, one, rest) = 2 * self.hidden_size, window.work
        z_ru, z_n, gates, r, past, heard, u, kept, n, written, h_prev, h = window.rows[row]
        yield self._take_states(window, row)
        np.dot(self._kernel_W_hh, h_prev, recurrent)
        np.add(z_ru, recurrent[:gated], z_ru)
        np.tanh(z_ru, gates)
        np.multiply(gates, half, gates)
        np.add(gates, half, gates)
        np.divide(z_ru, half, z_ru)
        np.add(recurrent[gated:], self.b_hn, past)
        yield ("r", "u", "past")
        np.multiply(r, past, heard)
        yield ("heard",)
        np.add(z_n, heard, z_n)
        np.tanh(z_n, n)
        yield ("n",)
        np.multiply(u, h_prev, kept)
        np.subtract(one, u, rest)
        np.multiply(rest, n, written)
        yield ("kept", "written")
        np.add(kept, written, h)
        yield ("h",)

    def run_back(self, window: Window, back: BackWindow) -> None:
        """Go back through the window.

        dh    = what is said directly + u' ⊙ dh' + W_hrᵀ dz_r' + W_huᵀ dz_u' + W_hnᵀ (r' ⊙ dz_n')
        dz_n  = dh ⊙ (1 − u) ⊙ (1 − n²)                  a prime: of the timestep after
        dz_u  = dh ⊙ (h_prev − n) ⊙ u ⊙ (1 − u)
        dz_r  = dz_n ⊙ past ⊙ r ⊙ (1 − r)
        """
        if window.columns["z"].ndim == 3:
            gru_batch.run_back(self, window, back, self.resets_before)
            return
        gated, dh_next = 2 * self.hidden_size, back.carry["h"]
        said = np.empty_like(self.b)  # dL/d(W_hh h_prev), (3H,)
        rows = zip(window.rows, back.columns["dz"], back.columns["dh"], strict=True)
        for (_, _, _, r, past, _, u, _, n, _, h_prev, _), dz, dh in reversed(list(rows)):
            dz_r, dz_u, dz_n = np.split(dz, 3)
            dh += dh_next
            dz_n[...] = dh * (1 - u) * (1 - n * n)
            dz_u[...] = dh * (h_prev - n) * (u - u * u)
            dz_r[...] = dz_n * past * (r - r * r)
            said[:gated], said[gated:] = dz[:gated], dz_n * r
            np.dot(self.W_hh.T, said, dh_next)
            dh_next += dh * u

    def weight_gradients(self, window: Window, back: BackWindow, x: np.ndarray, into: Mapping[str, Array]) -> None:
        """dW_hn += Σ_t (r ⊙ dz_n) h_prevᵀ, db_hn += Σ_t r ⊙ dz_n; of the gates, b and W_ih as in every fused cell."""
        dz, gated = rows_of(back.columns["dz"]), 2 * self.hidden_size  # (n·B, 3H)
        r, h_prev = rows_of(window.columns["r"]), rows_of(window.columns["h_prev"])
        dpast = dz[:, gated:] * r  # (n·B, H)
        into["W_hh"][:gated] += dz[:, :gated].T @ h_prev
        into["W_hh"][gated:] += dpast.T @ h_prev
        into["b_hn"][...] += dpast.sum(axis=0)
        self.add_input_gradients(dz, x, into)
