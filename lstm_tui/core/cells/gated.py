"""What both conventions of the GRU share: two gates, and one note that is rewritten by shares.

    r, u = σ(z_r), σ(z_u)        z = W_ih x + W_hh h_prev + b,  fused in the order r u n (PyTorch: r z n)
    h    = u ⊙ h_prev + (1 − u) ⊙ n

u is the update gate, z in the papers; here z is what goes into a layer. u keeps: where it is 1 the old note stays, as in
PyTorch, Keras and Cho et al. 2014; in Chung et al. 2014 it writes. What the candidate n hears of h_prev, `heard`, is where
the two conventions differ: gru.py and gru_before.py.

As in lstm.py σ(z) = ½ tanh(z / 2) + ½, the inner ½ folded into the rows of the gates and taken out of z again.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.cells import gru_batch
from lstm_tui.core.cells.base import Window
from lstm_tui.core.cells.fused import FusedCell
from lstm_tui.core.phases import Phase


def phases(heard: tuple[str, ...], candidate: str) -> tuple[Phase, ...]:
    """Return the phases of a GRU.

    Args: heard: what is born with the reset gate. candidate: the candidate's equation.
    """
    return (
        Phase("input", "input", ("x", "h_prev"), "x", "x_t = the symbol just read", "input"),
        Phase("reset-gate", "reset gate", ("r", *heard), "r", "r = σ(W_xr x + W_hr h_prev + b_r)", "look back"),
        Phase("update-gate", "update gate", ("u", "kept"), "u", "u = σ(W_xu x + W_hu h_prev + b_u)", "forget"),
        Phase("candidate", "candidate", ("n",), "n", candidate, "candidate"),
        Phase("hidden", "hidden", ("written", "h"), "h", "h = u ⊙ h_prev + (1 − u) ⊙ n", "hidden"),
    )


class GatedUnit(FusedCell):
    """A GRU but for what its candidate hears; see the module's docstring.

    Args: W_ih (3H, D), W_hh (3H, H), b (3H,) or None; rows in the order r u n.
    """

    title = "GRU"
    convention: ClassVar[str]  # where it resets, and what its update gate means
    resets_before: ClassVar[bool]
    fused = ("r", "u", "n")
    state_names = ("h",)
    note = "h"
    gates = ("r", "u")
    keeps, adds = "u", "written"

    def __init__(self, W_ih: Array, W_hh: Array, b: Array | None = None) -> None:
        super().__init__(W_ih, W_hh, b)
        half, one = np.array(0.5, self.dtype), np.array(1, self.dtype)
        self._work = (self._recurrent, half, one, np.empty(self.hidden_size, self.dtype))

    @property
    def described(self) -> str:
        """What kind of GRU this is."""
        return f"GRU ({self.convention})"

    def fold(self) -> Array:
        """Return ½ for the rows of the two gates and 1 for the candidate's, (3H,)."""
        return np.repeat(np.array([0.5, 0.5, 1], self.dtype), self.hidden_size)

    def window(self, timesteps: int, batch: int | None = None) -> Window:
        """Return an empty window of this many timesteps, of one sequence or of a batch of them."""
        if batch is not None:
            return gru_batch.window(self, timesteps, batch, "heard" if self.resets_before else "past")
        H, n = self.hidden_size, timesteps
        h, z, gates = (np.zeros((rows, width), self.dtype) for rows, width in ((n + 1, H), (n, 3 * H), (n, 2 * H)))
        columns = {"z": z, "z_ru": z[:, : 2 * H], "z_n": z[:, 2 * H :], "gates": gates}
        columns |= {"r": gates[:, :H], "u": gates[:, H:], "h_prev": h[:-1], "h": h[1:]}
        own = [name for name in self.quantities if name not in columns and name != "x"]
        columns |= {name: np.empty((n, H), self.dtype) for name in own}
        return Window(columns, {"h": h}, self.row_names, self._work)
