"""minLSTM (Feng, Tung, Ahmed, Bengio & Hajimirsadeghi 2024): gates and candidate see x alone, and share the note out.

    f = σ(W_xf x + b_f)      i = σ(W_xi x + b_i)      g = W_xg x + b_g
    k = f / (f + i)          w = i / (f + i)          h = k ⊙ h_prev + w ⊙ g        (f′ and i′ in the paper)

k and w add up to 1. They are computed as k = σ(softplus(−z_i) − softplus(−z_f)), w = 1 − k, which no small gates disturb.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from lstm_tui.core.activations import Array, sigmoid
from lstm_tui.core.cells.minimal import MinimalCell
from lstm_tui.core.phases import Phase


class MinLSTM(MinimalCell):
    """See the module's docstring for the equations.

    Args: W_ih (3H, D), b (3H,); rows in the order f i g.
    """

    kind = "minlstm"
    title = "minLSTM"
    fused = ("f", "i", "g")
    gates = ("f", "i")
    biases = ("0", "1", "3", "chrono")
    quantities = ("x", "h_prev", "z", "f", "i", "k", "w", "kept", "g", "written", "h")
    row_names = ("z", "f", "i", "k", "w", "kept", "g", "written", "h", "h_prev")
    phases = (
        Phase("input", "input", ("x", "h_prev"), "x", "x_t = the symbol just read", "input"),
        Phase("forget-gate", "forget gate", ("f",), "f", "f = σ(W_xf x + b_f)", "forget"),
        Phase("input-gate", "input gate", ("i",), "i", "i = σ(W_xi x + b_i)", "take in"),
        Phase("shares", "shares", ("k", "w"), "k", "k = f / (f + i)"),
        Phase("kept", "kept", ("kept",), "kept", "kept = k ⊙ h_prev"),
        Phase("candidate", "candidate", ("g",), "g", "g = W_xg x + b_g", "candidate"),
        Phase("written", "written", ("written",), "written", "written = w ⊙ g, w = 1 − k"),
        Phase("hidden", "hidden", ("h",), "h", "h = k ⊙ h_prev + w ⊙ g", "hidden"),
    )

    @classmethod
    def begin(cls, weights: dict[str, Array], choice: str, longest: int, rng: np.random.Generator) -> None:
        """Set the forget gate's bias; for "chrono" the input gate's too, with its sign turned."""
        if choice == "none":
            return
        b = weights["b"]
        H = len(b) // len(cls.fused)
        b[:H] = np.log(rng.uniform(1, max(2, longest - 1), H)) if choice == "chrono" else float(choice)
        if choice == "chrono":
            b[H : 2 * H] = -b[:H]

    def plain_step(self, x: Array, state: Mapping[str, Array]) -> dict[str, Array]:
        """Return every quantity of one timestep, as the paper writes it.

        Args: x (D,); state: h before, (H,).
        """
        h_prev, (W_xf, _, b_f), (W_xi, _, b_i) = state["h"], self.weights_of("f"), self.weights_of("i")
        W_xg, _, b_g = self.weights_of("g")
        f = sigmoid(W_xf @ x + b_f)  # -> f
        i = sigmoid(W_xi @ x + b_i)  # -> i
        k = f / (f + i)  # -> k
        w = i / (f + i)  # -> w
        kept = k * h_prev  # -> kept
        g = W_xg @ x + b_g  # -> g
        written = w * g  # -> written
        h = kept + written  # -> h
        z = self.W_ih @ x + self.b
        return dict(zip(self.quantities, (x, h_prev, z, f, i, k, w, kept, g, written, h), strict=True))

    def _gates(self, z: Array, rows: Mapping[str, Array]) -> Iterator[tuple[str, ...]]:
        z_f, z_i, _ = np.split(z, 3, axis=-1)
        rows["f"][...], rows["i"][...] = sigmoid(z_f), sigmoid(z_i)
        yield "f", "i"
        rows["k"][...] = sigmoid(np.logaddexp(0, -z_i) - np.logaddexp(0, -z_f))
        yield ("k",)
        np.subtract(1, rows["k"], rows["w"])
        yield ("w",)

    def _gates_back(self, said: Array, rows: Mapping[str, Array], dz: Array) -> None:
        H, slope = self.hidden_size, said * rows["k"] * rows["w"]  # ln f − ln i goes into the σ of k
        dz[..., :H] = slope * (1 - rows["f"])
        dz[..., H : 2 * H] = -slope * (1 - rows["i"])
