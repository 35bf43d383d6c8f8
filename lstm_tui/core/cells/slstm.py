"""The sLSTM of xLSTM (Beck et al. 2024), one head: exponential gates, kept within bounds by a normaliser and a stabiliser.

    u, v = W x + R h_prev + b (ĩ and f̃ in the paper)        g = tanh(…)        o = σ(…)
    m = max(ln σ(v) + m_prev, u), and u where nothing was read before
    f = e^(ln σ(v) + m_prev − m), 0 where nothing was read before        i = e^(u − m)
    c = f ⊙ c_prev + i ⊙ g        n = f ⊙ n_prev + i        h = o ⊙ r, r = c / n

Without m this is i = e^u, f = σ(v), and h is the same: m divides c and n alike. No loss therefore hangs on m as a whole, and
going back takes it as a constant. The paper's R is block-diagonal by heads; with one head it is one block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from lstm_tui.core.activations import Array, sigmoid
from lstm_tui.core.cells.assembled import AssembledLSTM
from lstm_tui.core.cells.base import BackWindow, Shape, Window
from lstm_tui.core.cells.parts import Parts
from lstm_tui.core.phases import Phase


def log_sigmoid(v: Array) -> Array:
    """ln σ(v) = −ln(1 + e^−v)."""
    return np.asarray(-np.logaddexp(0, -v))


class SLSTM(AssembledLSTM):
    """See the module's docstring for the equations.

    Args: W_ih (4H, D), W_hh (4H, H) (R in the paper), b (4H,); rows in the order u v g o.
    """

    kind = "slstm"
    title = "sLSTM"
    parts = Parts()
    fused = ("u", "v", "g", "o")
    gates = ("f", "i", "o")
    state_names = ("h", "c", "n", "m")
    quantities = ("x", "h_prev", "c_prev", "n_prev", "m_prev", "z", "v", "u", "m", "f", "i", "kept", "g", "written", "c", "n", "o", "r", "h")  # fmt: skip
    row_names = ("z", "u", "v", "m", "f", "i", "kept", "g", "written", "c", "n", "o", "r", "h", "h_prev", "c_prev", "n_prev", "m_prev")  # fmt: skip
    phases = (
        Phase("input", "input", ("x", "h_prev", "c_prev", "n_prev", "m_prev"), "x", "x_t = the symbol just read", "input"),
        Phase("forget-weight", "forget weight", ("v",), "v", "v = W_xv x + W_hv h_prev + b_v", "forget"),
        Phase("input-weight", "input weight", ("u",), "u", "u = W_xu x + W_hu h_prev + b_u", "take in"),
        Phase("stabiliser", "stabiliser", ("m", "f", "i"), "m", "m = max(ln σ(v) + m_prev, u), f = e^(ln σ(v) + m_prev − m), i = e^(u − m)"),
        Phase("kept", "kept", ("kept",), "kept", "kept = f ⊙ c_prev"),
        Phase("candidate", "candidate", ("g",), "g", "g = tanh(W_xg x + W_hg h_prev + b_g)", "candidate"),
        Phase("written", "written", ("written",), "written", "written = i ⊙ g"),
        Phase("cell", "cell", ("c",), "c", "c = f ⊙ c_prev + i ⊙ g", "note"),
        Phase("normaliser", "normaliser", ("n",), "n", "n = f ⊙ n_prev + i"),
        Phase("output-gate", "output gate", ("o",), "o", "o = σ(W_xo x + W_ho h_prev + b_o)", "speak"),
        Phase("hidden", "hidden", ("r", "h"), "h", "h = o ⊙ c / n", "hidden"),
    )  # fmt: skip

    @classmethod
    def added(cls, H: int) -> dict[str, Shape]:
        """Nothing is learned besides W_ih, W_hh and b."""
        del H
        return {}

    @classmethod
    def begin(cls, weights: dict[str, Array], choice: str, longest: int, rng: np.random.Generator) -> None:
        """Set the bias of v, whose σ is the share kept before anything is normalised; for "chrono" that of u too."""
        if choice == "none":
            return
        b = weights["b"]
        H = len(b) // len(cls.fused)
        b[H : 2 * H] = np.log(rng.uniform(1, max(2, longest - 1), H)) if choice == "chrono" else float(choice)
        if choice == "chrono":
            b[:H] = -b[H : 2 * H]

    @classmethod
    def code(cls, kernel: bool) -> Callable[..., object]:
        """Return the function whose marked lines are shown."""
        return cls._stages if kernel else cls.plain_step

    def held(self, gate: str) -> float | None:
        """No gate is held."""
        del gate
        return None

    def plain_step(self, x: Array, state: Mapping[str, Array]) -> dict[str, Array]:
        """Return every quantity of one timestep, as the paper writes it.

        Args: x (D,); state: h, c, n and m before, (H,) each.
        """
        h_prev, c_prev, n_prev, m_prev = (state[name] for name in self.state_names)
        (W_xu, W_hu, b_u), (W_xv, W_hv, b_v) = self.weights_of("u"), self.weights_of("v")
        (W_xg, W_hg, b_g), (W_xo, W_ho, b_o) = self.weights_of("g"), self.weights_of("o")
        v = W_xv @ x + W_hv @ h_prev + b_v  # -> v
        u = W_xu @ x + W_hu @ h_prev + b_u  # -> u
        m = np.where(n_prev == 0, u, np.maximum(log_sigmoid(v) + m_prev, u))  # -> m
        f = np.where(n_prev == 0, 0, np.exp(np.minimum(0, log_sigmoid(v) + m_prev - m)))  # -> f m
        i = np.exp(u - m)  # -> i m
        kept = f * c_prev  # -> kept
        g = np.tanh(W_xg @ x + W_hg @ h_prev + b_g)  # -> g
        written = i * g  # -> written
        c = kept + written  # -> c
        n = f * n_prev + i  # -> n
        o = sigmoid(W_xo @ x + W_ho @ h_prev + b_o)  # -> o
        r = c / n  # -> r h
        h = o * r  # -> h
        z = self.W_ih @ x + self.W_hh @ h_prev + self.b
        values = (x, h_prev, c_prev, n_prev, m_prev, z, v, u, m, f, i, kept, g, written, c, n, o, r, h)
        return dict(zip(self.quantities, values, strict=True))

    def _stages(self, window: Window, row: int) -> Iterator[tuple[str, ...]]:
        """Make the quantities of one timestep, whose z holds what x and the biases add, and name each when it is made."""
        z, u, v, m, f, i, kept, g, written, c, n, o, r, h, h_prev, c_prev, n_prev, m_prev = window.rows[row]
        z += h_prev @ self.recurrent_rows  # -> z u v g o
        z_u, z_v, z_g, z_o = np.split(z, 4, axis=-1)
        u[...], v[...], g[...], o[...] = z_u, z_v, np.tanh(z_g), sigmoid(z_o)  # -> u v g o
        yield self.fused
        fresh, carried = n_prev == 0, log_sigmoid(v) + m_prev
        m[...] = np.where(fresh, u, np.maximum(carried, u))  # -> m
        yield ("m",)
        f[...] = np.where(fresh, 0, np.exp(np.minimum(0, carried - m)))  # -> f m
        i[...] = np.exp(np.minimum(0, u - m))  # -> i m
        yield "f", "i"
        np.multiply(f, c_prev, kept)  # -> kept
        yield ("kept",)
        np.multiply(i, g, written)  # -> written
        yield ("written",)
        np.add(kept, written, c)  # -> c
        yield ("c",)
        n[...] = f * n_prev + i  # -> n
        yield ("n",)
        np.divide(c, np.where(n == 0, 1, n), r)  # -> r h
        yield ("r",)
        np.multiply(o, r, h)  # -> h
        yield ("h",)

    def run_back(self, window: Window, back: BackWindow) -> None:
        """Go back through the window.

        dr = dh ⊙ o        dc = dc' + dr / n        dn = dn' − dr ⊙ r / n        du = (dc ⊙ g + dn) ⊙ i
        df = dc ⊙ c_prev + dn ⊙ n_prev              dv = df ⊙ f ⊙ (1 − σ(v))     m before hears df ⊙ f
        """
        batched, rows = back.columns["dz"].ndim == 3, window.rows
        dzs, dhs, dcs = (
            back.columns[name].transpose(0, 2, 1) if batched else back.columns[name] for name in ("dz", "dh", "dc")
        )
        carry = {name: values.T if batched else values for name, values in back.carry.items()}
        for t in reversed(range(len(rows))):
            _, _, v, _, f, i, _, g, _, _, n, o, r, _, _, c_prev, n_prev, _ = rows[t]
            dz, dh, dc = dzs[t], dhs[t], dcs[t]
            dh += carry["h"]
            dr = dh * o
            dc[...] = carry["c"] + dr / n
            dn = carry["n"] - dr * r / n
            df = (dc * c_prev + dn * n_prev) * f
            said = ((dc * g + dn) * i, df * (1 - sigmoid(v)), dc * i * (1 - g * g), dh * r * o * (1 - o))
            dz[...] = np.concatenate(said, axis=-1)
            carry["c"][...], carry["n"][...], carry["m"][...] = dc * f, dn * f, df
            carry["h"][...] = dz @ self.W_hh
