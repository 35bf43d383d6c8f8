"""The LSTM with forget gate (Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000).

    i, f, g, o = σ(z_i), σ(z_f), tanh(z_g), σ(z_o)      z = W_ih x + W_hh h_prev + b,  fused in the order i f g o
    c = f ⊙ c_prev + i ⊙ g
    h = o ⊙ tanh(c)

One product and one tanh serve all four layers: σ(z) = ½ tanh(z / 2) + ½. The inner ½ is folded into the rows of the
weights that feed a sigmoid, which is exact (a power of two), and taken out of z again when a window is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from lstm_tui.core.activations import Array, sigmoid
from lstm_tui.core.cells import lstm_batch
from lstm_tui.core.cells.base import BackWindow, Window
from lstm_tui.core.cells.fused import FusedCell
from lstm_tui.core.phases import Phase


class LSTM(FusedCell):
    """See the module's docstring for the equations.

    Args: W_ih (4H, D), W_hh (4H, H), b (4H,) or None; rows in the order i f g o.
    """

    kind = "lstm"
    title = "LSTM"
    fused = ("i", "f", "g", "o")
    state_names = ("h", "c")
    note = "c"
    gates = ("f", "i", "o")
    quantities = ("x", "h_prev", "c_prev", "z", "i", "f", "g", "o", "kept", "written", "c", "tanh_c", "h")
    row_names = ("z", "gates", "i", "f", "g", "o", "c_prev", "kept", "written", "c", "tanh_c", "h_prev", "h")
    phases = (
        Phase("input", "input", ("x", "h_prev", "c_prev"), "x", "x_t = the symbol just read", "input"),
        Phase("forget-gate", "forget gate", ("f",), "f", "f = σ(W_xf x + W_hf h_prev + b_f)", "forget"),
        Phase("kept", "kept", ("kept",), "kept", "kept = f ⊙ c_prev"),
        Phase("input-gate", "input gate", ("i",), "i", "i = σ(W_xi x + W_hi h_prev + b_i)", "take in"),
        Phase("candidate", "candidate", ("g",), "g", "g = tanh(W_xg x + W_hg h_prev + b_g)", "candidate"),
        Phase("written", "written", ("written",), "written", "written = i ⊙ g"),
        Phase("cell", "cell", ("c",), "c", "c = f ⊙ c_prev + i ⊙ g", "note"),
        Phase("output-gate", "output gate", ("o",), "o", "o = σ(W_xo x + W_ho h_prev + b_o)", "speak"),
        Phase("hidden", "hidden", ("tanh_c", "h"), "h", "h = o ⊙ tanh(c)", "hidden"),
    )

    biases = ("0", "1", "3", "chrono", "none")
    keeps, adds = "f", "written"

    def __init__(self, W_ih: Array, W_hh: Array, b: Array | None = None) -> None:
        super().__init__(W_ih, W_hh, b)
        shift = np.where(self._fold == 0.5, self._fold, 0)  # (4H,): ½ where a sigmoid is, 0 at the candidate
        slope = np.where(self._fold == 0.5, self._fold / 2, 1).astype(
            self.dtype
        )  # σ' = ¼ − (σ − ½)², tanh' = 1 − tanh²
        self._work = (self._recurrent, self._fold, shift, slope)

    @property
    def described(self) -> str:
        """What kind of LSTM this is: one whose forget gate is held at 1 has none."""
        return f"{self.title} without forget gate" if self.held("f") == 1 else self.title

    def fold(self) -> Array:
        """Return ½ for the rows of the three sigmoid layers and 1 for the candidate's, (4H,)."""
        factors = [1.0 if name == "g" else 0.5 for name in self.fused]
        return np.repeat(np.array(factors, self.dtype), self.hidden_size)

    @classmethod
    def begin(cls, weights: dict[str, Array], choice: str, longest: int, rng: np.random.Generator) -> None:
        """Set the forget gate's bias; the choices are told in core/initialise.py."""
        b = weights["b"]
        H = len(b) // len(cls.fused)
        forget = slice(H, 2 * H)
        if choice == "none":
            weights["W_ih"][forget] = weights["W_hh"][forget] = 0
            b[forget] = 100
        elif choice == "chrono":
            b[forget] = np.log(rng.uniform(1, max(2, longest - 1), H))
            b[:H] = -b[forget]
        else:
            b[forget] = float(choice)

    def plain_step(self, x: Array, state: Mapping[str, Array]) -> dict[str, Array]:
        """Return every quantity of one timestep, as the papers write it: W_xf leads from x to f (Graves 2013).

        Args: x (D,); state: h and c before, (H,) each.
        """
        h_prev, c_prev = state["h"], state["c"]
        (W_xi, W_hi, b_i), (W_xf, W_hf, b_f) = self.weights_of("i"), self.weights_of("f")
        (W_xg, W_hg, b_g), (W_xo, W_ho, b_o) = self.weights_of("g"), self.weights_of("o")
        f = sigmoid(W_xf @ x + W_hf @ h_prev + b_f)  # -> f
        kept = f * c_prev  # -> kept
        i = sigmoid(W_xi @ x + W_hi @ h_prev + b_i)  # -> i
        g = np.tanh(W_xg @ x + W_hg @ h_prev + b_g)  # -> g
        written = i * g  # -> written
        c = kept + written  # -> c
        o = sigmoid(W_xo @ x + W_ho @ h_prev + b_o)  # -> o
        tanh_c = np.tanh(c)  # -> tanh_c h
        h = o * tanh_c  # -> h
        z = self.W_ih @ x + self.W_hh @ h_prev + self.b  # -> z
        values = (x, h_prev, c_prev, z, i, f, g, o, kept, written, c, tanh_c, h)
        return dict(zip(self.quantities, values, strict=True))

    def window(self, timesteps: int, batch: int | None = None) -> Window:
        """Return an empty window of this many timesteps, of one sequence or of a batch of them."""
        if batch is not None:
            return lstm_batch.window(self, timesteps, batch)
        H, n = self.hidden_size, timesteps
        h, c = np.zeros((n + 1, H), self.dtype), np.zeros((n + 1, H), self.dtype)
        z, gates = np.empty((n, 4 * H), self.dtype), np.empty((n, 4 * H), self.dtype)
        columns = {"z": z, "gates": gates, "h_prev": h[:-1], "c_prev": c[:-1]}
        columns |= {name: gates[:, k * H : (k + 1) * H] for k, name in enumerate(self.fused)}
        columns |= {name: np.empty((n, H), self.dtype) for name in ("tanh_c", "kept", "written")}
        columns |= {"c": c[1:], "h": h[1:]}
        return Window(columns, {"h": h, "c": c}, self.row_names, self._work)

    def run(self, window: Window, start: int, stop: int) -> None:
        """Advance timesteps start..stop of the window; 10 NumPy calls a timestep, nothing allocated."""
        if window.columns["z"].ndim == 3:
            lstm_batch.run(self, window, start, stop)
            return
        W_hh, (recurrent, half, shift, _) = self._kernel_W_hh, window.work
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
        np.divide(z_done, half, z_done)

    def staged(self, window: Window, row: int) -> Iterator[tuple[str, ...]]:
        """Advance one timestep of an apart window by the kernel's own calls; see `Cell.staged`."""
        recurrent, half, shift, _ = window.work
        z, gates, i, f, g, o, c_prev, kept, written, c, tanh_c, h_prev, h = window.rows[row]
        yield self._take_states(window, row)
        np.dot(self._kernel_W_hh, h_prev, recurrent)
        np.add(z, recurrent, z)
        np.tanh(z, gates)
        np.multiply(gates, half, gates)
        np.add(gates, shift, gates)
        np.divide(z, half, z)
        yield self.fused
        np.multiply(f, c_prev, kept)
        yield ("kept",)
        np.multiply(i, g, written)
        yield ("written",)
        np.add(kept, written, c)
        yield ("c",)
        np.tanh(c, tanh_c)
        yield ("tanh_c",)
        np.multiply(o, tanh_c, h)
        yield ("h",)

    def run_back(self, window: Window, back: BackWindow) -> None:
        """Go back through the window.

        dc = dc' ⊙ f' + dh ⊙ o ⊙ (1 − tanh²c)      a prime: of the timestep after
        dh = what is said directly + W_hhᵀ dz'
        dz = (dc ⊙ g, dc ⊙ c_prev, dc ⊙ i, dh ⊙ tanh c) ⊙ (σ', σ', tanh', σ')
        """
        if window.columns["z"].ndim == 3:
            lstm_batch.run_back(self, window, back)
            return
        H = self.hidden_size
        W_back = self.W_hh.T
        _, _, shift, slope = window.work
        dh_next, dc_next = back.carry["h"], back.carry["c"]
        local, through = np.empty_like(slope), np.empty_like(dc_next)
        dot, add, multiply, subtract = np.dot, np.add, np.multiply, np.subtract
        rows = zip(window.rows, back.columns["dz"], back.columns["dh"], back.columns["dc"], strict=True)
        for row, dz, dh, dc in reversed(list(rows)):
            _, gates, i, f, g, o, c_prev, _, _, _, tanh_c, _, _ = row
            add(dh, dh_next, dh)
            multiply(tanh_c, tanh_c, through)
            subtract(1, through, through)
            multiply(through, o, through)
            multiply(through, dh, through)
            add(through, dc_next, dc)
            subtract(gates, shift, local)
            multiply(local, local, local)
            subtract(slope, local, local)
            multiply(dc, g, dz[:H])
            multiply(dc, c_prev, dz[H : 2 * H])
            multiply(dc, i, dz[2 * H : 3 * H])
            multiply(dh, tanh_c, dz[3 * H :])
            multiply(dz, local, dz)
            dot(W_back, dz, dh_next)
            multiply(dc, f, dc_next)
