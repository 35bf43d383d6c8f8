"""The vanilla RNN, as the essays write it (Elman 1990; Karpathy 2015).

h = tanh(W_hh h_prev + W_ih x + b)        the prediction y = W_hy h + b_y is the network's
"""

from __future__ import annotations

import numpy as np

from lstm_tui.core.cells.base import Cell, Window
from lstm_tui.core.quantities import Phase


class RNN(Cell):
    """See the module's docstring for the equation.

    Args: W_ih (H, D) (the essay's W_xh), W_hh (H, H), b (H,) or None.
    """

    kind = "rnn"
    title = "RNN"
    fused = ("h",)
    state_names = ("h",)
    quantities = ("x", "h_prev", "z", "h")
    row_names = ("z", "h_prev", "h")
    phases = (
        Phase("input", "input", "x", ("x", "h_prev"), "x", "x_t = the symbol just read"),
        Phase("hidden", "hidden", "h", ("z", "h"), "h", "h = tanh(W_hh h_prev + W_xh x + b)"),
    )

    def window(self, timesteps: int) -> Window:
        """Return an empty window of this many timesteps."""
        h = np.zeros((timesteps + 1, self.hidden_size), self.dtype)
        z = np.empty((timesteps, self.hidden_size), self.dtype)
        return Window({"z": z, "h_prev": h[:-1], "h": h[1:]}, {"h": h}, self.row_names)

    def run(self, window: Window, start: int, stop: int) -> None:
        """Advance timesteps start..stop of the window."""
        W_hh, recurrent = self._kernel_W_hh, self._recurrent
        dot, add, tanh = np.dot, np.add, np.tanh
        for z, h_prev, h in window.rows[start:stop]:
            dot(W_hh, h_prev, recurrent)  # -> z
            add(z, recurrent, z)  # -> z
            tanh(z, h)  # -> h
