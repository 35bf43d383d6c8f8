"""The GRU that resets before the product (Cho et al. 2014; ONNX unless told otherwise; Keras with reset_after=False).

    n = tanh(W_xn x + W_hn (r ⊙ h_prev) + b_n)        what is not told here is in gated.py

The candidate hears a note of which the reset gate has covered a part, and its one bias stands outside. The product
W_hn (…) has to wait for the gate, so that a timestep needs two products, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from lstm_tui.core.activations import Array, sigmoid
from lstm_tui.core.cells import gru_batch
from lstm_tui.core.cells.base import BackWindow, Step, Terms, Window
from lstm_tui.core.cells.gated import GatedUnit, phases
from lstm_tui.core.cells.gru import GRU
from lstm_tui.core.cells.rows import rows_of


class ResetBeforeGRU(GatedUnit):
    """See the module's docstring for the equations.

    Args: W_ih (3H, D), W_hh (3H, H), b (3H,) or None; rows in the order r u n.
    """

    kind = f"{GRU.kind}~reset-before"
    title = "reset-before GRU"
    convention = "reset before, z keeps"
    resets_before = True
    quantities = ("x", "h_prev", "z", "r", "heard", "u", "kept", "n", "written", "h")
    row_names = ("z_ru", "z_n", "gates", "r", "heard", "u", "kept", "n", "written", "h_prev", "h")
    phases = phases(("heard",), "n = tanh(W_xn x + W_hn (r ⊙ h_prev) + b_n)")

    def terms(self, name: str, unit: int) -> tuple[Terms, ...]:
        """Return what is added up in a layer: the candidate hears r ⊙ h_prev."""
        return tuple(
            term._replace(quantity="heard") if (name, term.quantity) == ("n", "h_prev") else term
            for term in super().terms(name, unit)
        )

    def shares(self, gate: str, unit: int, step: Step) -> dict[str, float]:
        """Return what adds up to a unit's pre-activation; the candidate hears r ⊙ h_prev."""
        shares = super().shares(gate, unit, step)
        if gate != "n":
            return shares
        _, W_hn, _ = self.weights_of("n")
        heard = float(W_hn[unit].astype(np.float64) @ step["heard"])
        return {"x": shares["x"], "W_hn·heard": heard, "b": shares["b"]}

    def plain_step(self, x: Array, state: Mapping[str, Array]) -> dict[str, Array]:
        """Return every quantity of one timestep, as Cho et al. write it, with u for z.

        Args: x (D,); state: h before, (H,).
        """
        h_prev = state["h"]
        (W_xr, W_hr, b_r), (W_xu, W_hu, b_u) = self.weights_of("r"), self.weights_of("u")
        W_xn, W_hn, b_n = self.weights_of("n")
        r = sigmoid(W_xr @ x + W_hr @ h_prev + b_r)  # -> r
        heard = r * h_prev  # -> heard r
        u = sigmoid(W_xu @ x + W_hu @ h_prev + b_u)  # -> u
        kept = u * h_prev  # -> kept u
        n = np.tanh(W_xn @ x + W_hn @ heard + b_n)  # -> n
        written = (1 - u) * n  # -> written h
        h = kept + written  # -> h
        z_r, z_u = W_xr @ x + W_hr @ h_prev + b_r, W_xu @ x + W_hu @ h_prev + b_u
        z = np.concatenate([z_r, z_u, W_xn @ x + W_hn @ heard + b_n])  # -> z
        return dict(zip(self.quantities, (x, h_prev, z, r, heard, u, kept, n, written, h), strict=True))

    def run(self, window: Window, start: int, stop: int) -> None:
        """Advance timesteps start..stop of the window; 13 NumPy calls a timestep, nothing allocated."""
        if window.columns["z"].ndim == 3:
            gru_batch.run(self, window, start, stop)
            return
        gated = 2 * self.hidden_size
        W_ru, W_hn = self._kernel_W_hh[:gated], self._kernel_W_hh[gated:]
        recurrent, half, one, rest = window.work
        recurrent_ru, recurrent_n = recurrent[:gated], recurrent[gated:]
        dot, add, multiply, subtract, tanh = np.dot, np.add, np.multiply, np.subtract, np.tanh
        for z_ru, z_n, gates, r, heard, u, kept, n, written, h_prev, h in window.rows[start:stop]:
            dot(W_ru, h_prev, recurrent_ru)  # -> r u
            add(z_ru, recurrent_ru, z_ru)  # -> r u
            tanh(z_ru, gates)  # -> r u
            multiply(gates, half, gates)  # -> r u
            add(gates, half, gates)  # -> r u
            multiply(r, h_prev, heard)  # -> heard r
            dot(W_hn, heard, recurrent_n)  # -> n
            add(z_n, recurrent_n, z_n)  # -> n
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
        z_ru, z_n, gates, r, heard, u, kept, n, written, h_prev, h = window.rows[row]
        yield self._take_states(window, row)
        np.dot(self._kernel_W_hh[:gated], h_prev, recurrent[:gated])
        np.add(z_ru, recurrent[:gated], z_ru)
        np.tanh(z_ru, gates)
        np.multiply(gates, half, gates)
        np.add(gates, half, gates)
        np.divide(z_ru, half, z_ru)
        yield ("r", "u")
        np.multiply(r, h_prev, heard)
        yield ("heard",)
        np.dot(self._kernel_W_hh[gated:], heard, recurrent[gated:])
        np.add(z_n, recurrent[gated:], z_n)
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

        dh      = what is said directly + u' ⊙ dh' + r' ⊙ dheard' + W_hrᵀ dz_r' + W_huᵀ dz_u'
        dz_n    = dh ⊙ (1 − u) ⊙ (1 − n²)                  a prime: of the timestep after
        dheard  = W_hnᵀ dz_n
        dz_u    = dh ⊙ (h_prev − n) ⊙ u ⊙ (1 − u)
        dz_r    = dheard ⊙ h_prev ⊙ r ⊙ (1 − r)
        """
        if window.columns["z"].ndim == 3:
            gru_batch.run_back(self, window, back, self.resets_before)
            return
        gated, dh_next = 2 * self.hidden_size, back.carry["h"]
        W_ru, W_hn = self.W_hh[:gated].T, self.W_hh[gated:].T
        rows = zip(window.rows, back.columns["dz"], back.columns["dh"], strict=True)
        for (_, _, _, r, _, u, _, n, _, h_prev, _), dz, dh in reversed(list(rows)):
            dz_r, dz_u, dz_n = np.split(dz, 3)
            dh += dh_next
            dz_n[...] = dh * (1 - u) * (1 - n * n)
            dheard = W_hn @ dz_n
            dz_u[...] = dh * (h_prev - n) * (u - u * u)
            dz_r[...] = dheard * h_prev * (r - r * r)
            np.dot(W_ru, dz[:gated], dh_next)
            dh_next += dh * u + dheard * r

    def weight_gradients(self, window: Window, back: BackWindow, x: np.ndarray, into: Mapping[str, Array]) -> None:
        """dW_hn += Σ_t dz_n (r ⊙ h_prev)ᵀ; of the gates, b and W_ih as in every fused cell."""
        dz, gated = rows_of(back.columns["dz"]), 2 * self.hidden_size  # (n·B, 3H)
        into["W_hh"][:gated] += dz[:, :gated].T @ rows_of(window.columns["h_prev"])
        into["W_hh"][gated:] += dz[:, gated:].T @ rows_of(window.columns["heard"])
        self.add_input_gradients(dz, x, into)
