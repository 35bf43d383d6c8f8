"""The LSTM with forget gate (Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000).

    i, f, g, o = σ(z_i), σ(z_f), tanh(z_g), σ(z_o)      z = W_ih x + W_hh h_prev + b,  fused in the order i f g o
    c = f ⊙ c_prev + i ⊙ g
    h = o ⊙ tanh(c)

One product and one tanh serve all four layers: σ(z) = ½ tanh(z / 2) + ½. The inner ½ is folded into the rows of the
weights that feed a sigmoid, which is exact (a power of two), and taken out of z again when a window is done.
"""

from __future__ import annotations

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.cells.base import Cell, Window
from lstm_tui.core.quantities import Phase


class LSTM(Cell):
    """See the module's docstring for the equations.

    Args: W_ih (4H, D), W_hh (4H, H), b (4H,) or None; rows in the order i f g o.
    """

    kind = "lstm"
    title = "LSTM"
    fused = ("i", "f", "g", "o")
    state_names = ("h", "c")
    quantities = ("x", "h_prev", "c_prev", "z", "i", "f", "g", "o", "kept", "written", "c", "tanh_c", "h")
    row_names = ("z", "gates", "i", "f", "g", "o", "c_prev", "kept", "written", "c", "tanh_c", "h_prev", "h")
    phases = (
        Phase("input", "input", "x", ("x", "h_prev", "c_prev"), "x", "x_t = the symbol just read"),
        Phase("forget-gate", "forget gate", "f", ("f",), "f", "f = σ(W_f·[h_prev, x] + b_f)"),
        Phase("kept", "kept", "f", ("kept",), "kept", "kept = f ⊙ c_prev"),
        Phase("input-gate", "input gate", "i", ("i",), "i", "i = σ(W_i·[h_prev, x] + b_i)"),
        Phase("candidate", "candidate", "g", ("g",), "g", "g = tanh(W_g·[h_prev, x] + b_g)"),
        Phase("written", "written", "i", ("written",), "written", "written = i ⊙ g"),
        Phase("cell", "cell", "c", ("c",), "c", "c = f ⊙ c_prev + i ⊙ g"),
        Phase("output-gate", "output gate", "o", ("o",), "o", "o = σ(W_o·[h_prev, x] + b_o)"),
        Phase("hidden", "hidden", "h", ("tanh_c", "h"), "h", "h = o ⊙ tanh(c)"),
    )

    def __init__(self, W_ih: Array, W_hh: Array, b: Array | None = None) -> None:
        super().__init__(W_ih, W_hh, b)
        self._half = self.fold()
        self._unfold = 1 / self._half
        self._shift = np.where(self._half == 0.5, self._half, 0)  # (4H,): ½ where a sigmoid is, 0 at the candidate

    def fold(self) -> Array:
        """Return ½ for the rows of the three sigmoid layers and 1 for the candidate's, (4H,)."""
        factors = [1.0 if name == "g" else 0.5 for name in self.fused]
        return np.repeat(np.array(factors, self.dtype), self.hidden_size)

    def window(self, timesteps: int) -> Window:
        """Return an empty window of this many timesteps."""
        H, n = self.hidden_size, timesteps
        h, c = np.zeros((n + 1, H), self.dtype), np.zeros((n + 1, H), self.dtype)
        z, gates = np.empty((n, 4 * H), self.dtype), np.empty((n, 4 * H), self.dtype)
        columns = {"z": z, "gates": gates, "h_prev": h[:-1], "c_prev": c[:-1]}
        columns |= {name: gates[:, k * H : (k + 1) * H] for k, name in enumerate(self.fused)}
        columns |= {name: np.empty((n, H), self.dtype) for name in ("kept", "written", "tanh_c")}
        columns |= {"c": c[1:], "h": h[1:]}
        return Window(columns, {"h": h, "c": c}, self.row_names)

    def run(self, window: Window, start: int, stop: int) -> None:
        """Advance timesteps start..stop of the window; 10 NumPy calls a timestep, nothing allocated."""
        W_hh, recurrent, half, shift = self._kernel_W_hh, self._recurrent, self._half, self._shift
        dot, add, multiply, tanh = np.dot, np.add, np.multiply, np.tanh
        for z, gates, i, f, g, o, c_prev, kept, written, c, tanh_c, h_prev, h in window.rows[start:stop]:
            dot(W_hh, h_prev, recurrent)  # -> z
            add(z, recurrent, z)  # -> z
            tanh(z, gates)  # -> i f g o
            multiply(gates, half, gates)  # -> i f o
            add(gates, shift, gates)  # -> i f o
            multiply(f, c_prev, kept)  # -> kept
            multiply(i, g, written)  # -> written
            add(kept, written, c)  # -> c
            tanh(c, tanh_c)  # -> tanh_c
            multiply(o, tanh_c, h)  # -> h
        z_done = window.columns["z"][start:stop]
        multiply(z_done, self._unfold, z_done)
