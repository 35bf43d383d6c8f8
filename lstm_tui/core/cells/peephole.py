"""The LSTM with peepholes (Gers & Schmidhuber 2000): each gate also sees its own unit's note. Greff et al.'s baseline V (2017).

    i = σ(W_xi x + W_hi h_prev + p_i ⊙ c_prev + b_i)        f likewise
    g = tanh(W_xg x + W_hg h_prev + b_g)                     c = f ⊙ c_prev + i ⊙ g
    o = σ(W_xo x + W_ho h_prev + p_o ⊙ c + b_o)              h = o ⊙ tanh(c)        o sees the new note

In 2000 no error went back through the peepholes; here it does (backpropagation through time in full, as Graves 2005).
"""

from __future__ import annotations

from lstm_tui.core.cells.assembled import AssembledLSTM
from lstm_tui.core.cells.parts import Parts


class Peephole(AssembledLSTM):
    """See the module's docstring for the equations.

    Args: W_ih (4H, D), W_hh (4H, H), b (4H,), rows in the order i f g o; p_i, p_f, p_o (H,).
    """

    kind = "peephole"
    title = "LSTM with peepholes"
    parts = Parts(peepholes=True)
