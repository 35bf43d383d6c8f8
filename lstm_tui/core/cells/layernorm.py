"""The LSTM with layer normalisation (Ba, Kiros & Hinton 2016): each layer's sum is brought to one mean and one deviation.

    a_k = W_k x + U_k h_prev                  LN(a) = (a − mean(a)) / √(var(a) + 1e-5), over the H units of one layer
    z_k = γ_k ⊙ LN(a_k) + b_k                 k = i, f, g, o, each normalised by itself
    i, f, g, o = σ(z_i), σ(z_f), tanh(z_g), σ(z_o)
    c = f ⊙ c_prev + i ⊙ g                    h = o ⊙ tanh(γ_c ⊙ LN(c) + β_c)

Each layer's whole sum is normalised, as TensorFlow's LayerNormBasicLSTMCell does; Ba et al.'s own equations normalise
W x and U h_prev apart, over all four layers at once. As in theirs, the note that is handed on is not normalised: only what is
said of it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from lstm_tui.core.activations import Array, sigmoid
from lstm_tui.core.cells.assembled import AssembledLSTM
from lstm_tui.core.cells.base import BackWindow, Shape, Step, Terms, Window
from lstm_tui.core.cells.parts import Parts
from lstm_tui.core.cells.rows import add_by_symbol, rows_of
from lstm_tui.core.phases import Phase

EPSILON = 1e-5


def normal(a: Array) -> Array:
    """LN(a) along the last axis."""
    centred = a - a.mean(axis=-1, keepdims=True)
    return np.asarray(centred / deviation(a))


def deviation(a: Array) -> Array:
    """√(var(a) + 1e-5) along the last axis, which is kept."""
    return np.asarray(np.sqrt(a.var(axis=-1, keepdims=True) + a.dtype.type(EPSILON)))


def normal_back(said: Array, a: Array) -> Array:
    """dL/da of dL/dLN(a): (said − mean(said) − n ⊙ mean(said ⊙ n)) / √(var(a) + 1e-5), n = LN(a)."""
    n = normal(a)
    means = said.mean(axis=-1, keepdims=True) + n * (said * n).mean(axis=-1, keepdims=True)
    return np.asarray((said - means) / deviation(a))


def _phases() -> Iterator[Phase]:
    """Yield the LSTM's, with the equations of this one."""
    for phase in Parts().phases:
        k, squash = phase.focus, "tanh" if phase.focus == "g" else "σ"
        if k in ("i", "f", "g", "o"):
            yield replace(phase, equation=f"{k} = {squash}(γ_{k} ⊙ LN(W_x{k} x + W_h{k} h_prev) + b_{k})")
        elif k == "h":
            yield replace(phase, born=("normal_c", *phase.born), equation="h = o ⊙ tanh(γ_c ⊙ LN(c) + β_c)")
        else:
            yield phase


class LayerNormLSTM(AssembledLSTM):
    """See the module's docstring for the equations.

    Args: W_ih (4H, D), W_hh (4H, H), b (4H,), rows in the order i f g o; gain (4H,): γ of the four; gain_c, shift_c (H,).
    """

    kind = "layernorm"
    title = "LSTM with layer normalisation"
    parts = Parts()
    quantities = ("x", "h_prev", "c_prev", "z", "i", "f", "g", "o", "kept", "written", "c", "normal_c", "tanh_c", "h")
    phases = tuple(_phases())
    row_names = (*AssembledLSTM.row_names, "a", "normal_c")
    wide = ("z", "a")

    @classmethod
    def added(cls, H: int) -> dict[str, Shape]:
        """Return the shapes of the gains and of the note's shift."""
        return {"gain": (4 * H,), "gain_c": (H,), "shift_c": (H,)}

    @classmethod
    def begin(cls, weights: dict[str, Array], choice: str, longest: int, rng: np.random.Generator) -> None:
        """Let the gains begin at 1 and the shift at 0."""
        super().begin(weights, choice, longest, rng)
        weights["gain"][...] = weights["gain_c"][...] = 1
        weights["shift_c"][...] = 0

    @classmethod
    def code(cls, kernel: bool) -> Callable[..., object]:
        """Return the function whose marked lines are shown."""
        return cls._stages if kernel else cls.plain_step

    def refresh(self) -> None:
        """Take over the weights; no bias goes into a: it comes after the normalisation."""
        super().refresh()
        self._kernel_b[...] = 0

    def plain_step(self, x: Array, state: Mapping[str, Array]) -> dict[str, Array]:
        """Return every quantity of one timestep, as the paper writes it.

        Args: x (D,); state: h and c before, (H,) each.
        """
        h_prev, c_prev, (W_xi, W_hi, b_i), (W_xf, W_hf, b_f) = (
            state["h"],
            state["c"],
            self.weights_of("i"),
            self.weights_of("f"),
        )
        (W_xg, W_hg, b_g), (W_xo, W_ho, b_o) = self.weights_of("g"), self.weights_of("o")
        gain_i, gain_f, gain_g, gain_o = self._more["gain"].reshape(4, -1)
        gain_c, shift_c = self._more["gain_c"], self._more["shift_c"]
        f = sigmoid(gain_f * normal(W_xf @ x + W_hf @ h_prev) + b_f)  # -> f
        kept = f * c_prev  # -> kept
        i = sigmoid(gain_i * normal(W_xi @ x + W_hi @ h_prev) + b_i)  # -> i
        g = np.tanh(gain_g * normal(W_xg @ x + W_hg @ h_prev) + b_g)  # -> g
        written = i * g  # -> written
        c = kept + written  # -> c
        o = sigmoid(gain_o * normal(W_xo @ x + W_ho @ h_prev) + b_o)  # -> o
        normal_c = gain_c * normal(c) + shift_c  # -> normal_c h
        tanh_c = np.tanh(normal_c)  # -> tanh_c h
        h = o * tanh_c  # -> h
        a = (self.W_ih @ x + self.W_hh @ h_prev).reshape(4, -1)
        z = (self._more["gain"].reshape(4, -1) * normal(a)).reshape(-1) + self.b
        values = (x, h_prev, c_prev, z, i, f, g, o, kept, written, c, normal_c, tanh_c, h)
        return dict(zip(self.quantities, values, strict=True))

    def _stages(self, window: Window, row: int) -> Iterator[tuple[str, ...]]:
        """Make the quantities of one timestep, whose z holds what x adds, and name each when it is made."""
        z, i, f, g, o, kept, written, c, tanh_c, h, h_prev, c_prev, a, normal_c = window.rows[row]
        np.add(z, h_prev @ self.recurrent_rows, a)  # -> z i f g o
        layers = a.reshape(*a.shape[:-1], 4, self.hidden_size)  # (…, 4, H)
        z[...] = self._more["gain"] * normal(layers).reshape(a.shape) + self.b  # -> z i f g o
        z_i, z_f, z_g, z_o = np.split(z, 4, axis=-1)
        i[...], f[...], g[...], o[...] = sigmoid(z_i), sigmoid(z_f), np.tanh(z_g), sigmoid(z_o)  # -> i f g o
        yield self.fused
        np.multiply(f, c_prev, kept)  # -> kept
        yield ("kept",)
        np.multiply(i, g, written)  # -> written
        yield ("written",)
        np.add(kept, written, c)  # -> c
        yield ("c",)
        normal_c[...] = self._more["gain_c"] * normal(c) + self._more["shift_c"]  # -> normal_c h
        yield ("normal_c",)
        np.tanh(normal_c, tanh_c)  # -> tanh_c h
        yield ("tanh_c",)
        np.multiply(o, tanh_c, h)  # -> h
        yield ("h",)

    def run_back(self, window: Window, back: BackWindow) -> None:
        """Go back through the window; `back` then holds dL/da as dz, dL/dz as "said" and dL/d(what tanh squashes) as "said_c"."""
        batched, H = window.columns["z"].ndim == 3, self.hidden_size

        def laid(columns: Array) -> Array:
            return columns.transpose(0, 2, 1) if batched else columns

        back.columns["said"], back.columns["said_c"] = (
            np.empty_like(window.columns["a"]),
            np.empty_like(window.columns["c"]),
        )
        carry = {name: values.T if batched else values for name, values in back.carry.items()}
        das, dhs, dcs, dzs, dns = (laid(back.columns[name]) for name in ("dz", "dh", "dc", "said", "said_c"))
        for t in reversed(range(len(window))):
            _, i, f, g, o, _, _, c, tanh_c, _, _, c_prev, a, _ = window.rows[t]
            da, dh, dc, dz, dn = das[t], dhs[t], dcs[t], dzs[t], dns[t]
            dh += carry["h"]
            dn[...] = dh * o * (1 - tanh_c * tanh_c)
            dc[...] = carry["c"] + normal_back(self._more["gain_c"] * dn, c)
            parts = (dc * g * i * (1 - i), dc * c_prev * f * (1 - f), dc * i * (1 - g * g), dh * tanh_c * o * (1 - o))
            dz[...] = np.concatenate(parts, axis=-1)
            layers = (*a.shape[:-1], 4, H)
            da[...] = normal_back((self._more["gain"] * dz).reshape(layers), a.reshape(layers)).reshape(a.shape)
            carry["c"][...] = dc * f
            carry["h"][...] = da @ self.W_hh

    def weight_gradients(self, window: Window, back: BackWindow, x: np.ndarray, into: Mapping[str, Array]) -> None:
        """dW = Σ_t da (x, h_prev)ᵀ, db = Σ_t dz, dγ = Σ_t dz ⊙ LN(a), and of the note's gain and shift likewise."""
        da, dz, dn = (rows_of(back.columns[name]) for name in ("dz", "said", "said_c"))
        a, c = rows_of(window.columns["a"]), rows_of(window.columns["c"])
        into["W_hh"][...] += da.T @ rows_of(window.columns["h_prev"])
        into["b"][...] += dz.sum(axis=0)
        into["gain"][...] += (dz * normal(a.reshape(len(a), 4, -1)).reshape(a.shape)).sum(axis=0)
        into["gain_c"][...] += (dn * normal(c)).sum(axis=0)
        into["shift_c"][...] += dn.sum(axis=0)
        if np.issubdtype(x.dtype, np.integer):
            add_by_symbol(da, x, into["W_ih"])
        else:
            into["W_ih"][...] += da.T @ rows_of(x)

    def terms(self, name: str, unit: int) -> tuple[Terms, ...]:
        """Return nothing: what a product adds hangs on all units of the layer."""
        del name, unit
        return ()

    def shares(self, gate: str, unit: int, step: Step) -> dict[str, float]:
        """Return what x, h_prev, the layer's mean and the bias add, each times γ over the layer's deviation."""
        W, U, b = (weights.astype(np.float64) for weights in self.weights_of(gate))
        heard, said = W @ step["x"], U @ step["h_prev"]
        a = heard + said
        factor = float(self._more["gain"][self.block(gate)][unit] / deviation(a)[0])
        shares = {"x": factor * float(heard[unit]), "h": factor * float(said[unit])}
        return shares | {"the mean": -factor * float(a.mean()), "b": float(b[unit])}
