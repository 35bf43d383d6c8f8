"""minGRU (Feng, Tung, Ahmed, Bengio & Hajimirsadeghi 2024): the GRU whose gate and candidate see x alone.

    u = σ(W_xu x + b_u)        g = W_xg x + b_g        h = (1 − u) ⊙ h_prev + u ⊙ g

u is the update gate, z in the paper; here z is what goes into a layer. u writes: where it is 1 the proposal takes the note's
place, the opposite of PyTorch's GRU, in which it keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from lstm_tui.core.activations import Array, sigmoid
from lstm_tui.core.cells.minimal import MinimalCell
from lstm_tui.core.phases import Phase


class MinGRU(MinimalCell):
    """See the module's docstring for the equations.

    Args: W_ih (2H, D), b (2H,); rows in the order u g.
    """

    kind = "mingru"
    title = "minGRU"
    fused = ("u", "g")
    gates = ("u",)
    quantities = ("x", "h_prev", "z", "u", "kept", "g", "written", "h")
    row_names = ("z", "u", "k", "w", "kept", "g", "written", "h", "h_prev")
    phases = (
        Phase("input", "input", ("x", "h_prev"), "x", "x_t = the symbol just read", "input"),
        Phase("update-gate", "update gate", ("u",), "u", "u = σ(W_xu x + b_u)", "forget"),
        Phase("kept", "kept", ("kept",), "kept", "kept = (1 − u) ⊙ h_prev"),
        Phase("candidate", "candidate", ("g",), "g", "g = W_xg x + b_g", "candidate"),
        Phase("written", "written", ("written",), "written", "written = u ⊙ g"),
        Phase("hidden", "hidden", ("h",), "h", "h = (1 − u) ⊙ h_prev + u ⊙ g", "hidden"),
    )

    def plain_step(self, x: Array, state: Mapping[str, Array]) -> dict[str, Array]:
        """Return every quantity of one timestep, as the paper writes it.

        Args: x (D,); state: h before, (H,).
        """
        h_prev, (W_xu, _, b_u), (W_xg, _, b_g) = state["h"], self.weights_of("u"), self.weights_of("g")
        u = sigmoid(W_xu @ x + b_u)  # -> u
        kept = (1 - u) * h_prev  # -> kept
        g = W_xg @ x + b_g  # -> g
        written = u * g  # -> written
        h = kept + written  # -> h
        z = self.W_ih @ x + self.b
        return dict(zip(self.quantities, (x, h_prev, z, u, kept, g, written, h), strict=True))

    def _gates(self, z: Array, rows: Mapping[str, Array]) -> Iterator[tuple[str, ...]]:
        rows["u"][...] = sigmoid(z[..., : self.hidden_size])
        yield ("u",)
        rows["w"][...] = rows["u"]
        np.subtract(1, rows["u"], rows["k"])
        yield "w", "k"

    def _gates_back(self, said: Array, rows: Mapping[str, Array], dz: Array) -> None:
        dz[..., : self.hidden_size] = -said * rows["u"] * (1 - rows["u"])
