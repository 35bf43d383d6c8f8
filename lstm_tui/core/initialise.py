"""Weights to begin with: uniform in ±1/√H, as is usual, and the forget gate's bias as a named choice.

"0", "1", "3"   that bias: the gate begins at σ(b) = .5, .73, .95 (over 40 steps .5⁴⁰ = 9e-13, ..., .95⁴⁰ = .14)
"chrono"        b_f = ln u, b_i = −ln u with u uniform in 1 .. T − 1: units begin with memories of all lengths up to
                T (Tallec & Ollivier 2018)
"none"          no forget gate, as in 1997: W_f = 0 and b_f = 100, where σ is exactly 1 and its derivative exactly 0
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from lstm_tui.core.activations import Array
from lstm_tui.core.cells import CELLS
from lstm_tui.core.network import Network
from lstm_tui.errors import LstmTuiError

FORGET_BIASES = ("0", "1", "3", "chrono", "none")


def new_network(
    cell: str,
    input_size: int,
    hidden_size: int,
    output_size: int,
    rng: np.random.Generator,
    *,
    layers: int = 1,
    output: str = "softmax",
    forget_bias: str = "1",
    longest: int = 100,
    dtype: DTypeLike = np.float32,
) -> Network:
    """Return a network with fresh weights; the same generator state gives the same weights.

    Args:
        cell: "lstm" or "rnn".
        input_size, hidden_size, output_size: D, H, V.
        forget_bias: one of FORGET_BIASES; an RNN has none.
        longest: T of "chrono", in timesteps.

    Raises:
        LstmTuiError: an unknown cell or forget bias, or a size below 1.
    """
    if cell not in CELLS:
        raise LstmTuiError(f"There is no cell '{cell}'.", f"There are: {', '.join(CELLS)}.")
    if forget_bias not in FORGET_BIASES:
        raise LstmTuiError(f"There is no forget bias '{forget_bias}'.", f"There are: {', '.join(FORGET_BIASES)}.")
    if min(input_size, hidden_size, output_size, layers) < 1:
        raise LstmTuiError("Every size must be at least 1.")
    made = CELLS[cell]
    G, bound = len(made.fused), 1 / np.sqrt(hidden_size)

    def uniform(*shape: int) -> Array:
        return rng.uniform(-bound, bound, shape).astype(dtype)

    cells: list[Any] = []
    for layer in range(layers):
        D = input_size if layer == 0 else hidden_size
        W_ih, W_hh, b = uniform(G * hidden_size, D), uniform(G * hidden_size, hidden_size), uniform(G * hidden_size)
        if cell == "lstm":
            _set_forget_bias(W_ih, W_hh, b, hidden_size, forget_bias, longest, rng)
        cells.append(made(W_ih, W_hh, b))
    return Network(cells, uniform(output_size, hidden_size), uniform(output_size), output)


def _set_forget_bias(
    W_ih: Array, W_hh: Array, b: Array, H: int, choice: str, longest: int, rng: np.random.Generator
) -> None:
    forget = slice(H, 2 * H)
    if choice == "none":
        W_ih[forget] = W_hh[forget] = 0
        b[forget] = 100
    elif choice == "chrono":
        b[forget] = np.log(rng.uniform(1, max(2, longest - 1), H))
        b[:H] = -b[forget]
    else:
        b[forget] = float(choice)
