"""The vanilla RNN, as the essays write it (Elman 1990; Karpathy 2015).

h = tanh(W_hh h_prev + W_ih x + b)        the prediction y = W_hy h + b_y is the network's
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.cells.base import BackWindow, Window
from lstm_tui.core.cells.fused import FusedCell
from lstm_tui.core.phases import Phase


class RNN(FusedCell):
    """See the module's docstring for the equation.

    Args: W_ih (H, D) (the essay's W_xh), W_hh (H, H), b (H,) or None.
    """

    kind = "rnn"
    title = "RNN"
    fused = ("h",)
    state_names = ("h",)
    note = "h"
    quantities = ("x", "h_prev", "z", "h")
    row_names = ("z", "h_prev", "h")
    phases = (
        Phase("input", "input", ("x", "h_prev"), "x", "x_t = the symbol just read", "input"),
        Phase("hidden", "hidden", ("z", "h"), "h", "h = tanh(W_xh x + W_hh h_prev + b_h)", "hidden"),
    )

    def plain_step(self, x: Array, state: Mapping[str, Array]) -> dict[str, Array]:
        """Return every quantity of one timestep, as the essay writes it.

        Args: x (D,); state: h before, (H,).
        """
        h_prev, (W_xh, W_hh, b_h) = state["h"], self.weights_of("h")
        h = np.tanh(W_xh @ x + W_hh @ h_prev + b_h)  # -> h
        z = W_xh @ x + W_hh @ h_prev + b_h  # -> z
        return {"x": x, "h_prev": h_prev, "z": z, "h": h}

    def window(self, timesteps: int, batch: int | None = None) -> Window:
        """Return an empty window of this many timesteps, of one sequence or of a batch of them."""
        last = (self.hidden_size,) if batch is None else (batch, self.hidden_size)
        h, z = np.zeros((timesteps + 1, *last), self.dtype), np.empty((timesteps, *last), self.dtype)
        rows = zip(z, h[:-1], h[1:], strict=True)
        if batch is None:
            return Window({"z": z, "h_prev": h[:-1], "h": h[1:]}, {"h": h}, self.row_names, (self._recurrent,), rows)
        recurrent, z, h = np.empty(last, self.dtype), z.transpose(0, 2, 1), h.transpose(0, 2, 1)
        return Window({"z": z, "h_prev": h[:-1], "h": h[1:]}, {"h": h}, self.row_names, (recurrent,), rows)

    def run(self, window: Window, start: int, stop: int) -> None:
        """Advance timesteps start..stop of the window."""
        W_hh, (recurrent,) = self._kernel_W_hh, window.work
        dot, add, tanh = np.dot, np.add, np.tanh
        if recurrent.ndim == 2:
            for z, h_prev, h in window.rows[start:stop]:  # (B, H) each
                dot(h_prev, self.recurrent_rows, recurrent)
                add(z, recurrent, z)
                tanh(z, h)
            return
        for z, h_prev, h in window.rows[start:stop]:
            dot(W_hh, h_prev, recurrent)  # -> z
            add(z, recurrent, z)  # -> z
            tanh(z, h)  # -> h

    def staged(self, window: Window, row: int) -> Iterator[tuple[str, ...]]:
        """Advance one timestep of an apart window by the kernel's own calls; see `Cell.staged`."""
        (recurrent,) = window.work
        z, h_prev, h = window.rows[row]
        yield self._take_states(window, row)
        np.dot(self._kernel_W_hh, h_prev, recurrent)
        np.add(z, recurrent, z)
        np.tanh(z, h)
        yield ("h",)

    def run_back(self, window: Window, back: BackWindow) -> None:
        """Go back through the window: dh = what is said directly + W_hhᵀ dz', dz = dh ⊙ (1 − h²)."""
        dzs, dhs, dh_next = back.columns["dz"], back.columns["dh"], back.carry["h"]
        if dzs.ndim == 3:
            dzs, dhs, dh_next = dzs.transpose(0, 2, 1), dhs.transpose(0, 2, 1), dh_next.T  # (B, H) for each timestep
        for (_, _, h), dz, dh in reversed(list(zip(window.rows, dzs, dhs, strict=True))):
            np.add(dh, dh_next, dh)
            np.multiply(h, h, dz)
            np.subtract(1, dz, dz)
            np.multiply(dz, dh, dz)
            np.dot(dz, self.W_hh, dh_next)
