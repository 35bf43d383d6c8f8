"""Weights to begin with: uniform in ±1/√H, as is usual, and the forget gate's bias as a named choice.

"0", "1", "3"   that bias: the gate begins at σ(b) = .5, .73, .95 (over 40 steps .5⁴⁰ = 9e-13, ..., .95⁴⁰ = .14)
"chrono", "chrono:T"   b_f = ln u, b_i = −ln u with u uniform in 1 .. T − 1: units begin with memories of all lengths up to
                T (Tallec & Ollivier 2018)
"none"          no forget gate, as in 1997: W_f = 0 and b_f = 100, where σ is exactly 1 and its derivative exactly 0
"""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from lstm_tui.core.activations import Array
from lstm_tui.core.cells import CELLS, cell_named
from lstm_tui.core.network import Network
from lstm_tui.errors import LstmTuiError

FORGET_BIASES = tuple(dict.fromkeys(choice for cell in CELLS.values() for choice in cell.biases))


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
        cell: a kind of core/cells.
        input_size, hidden_size, output_size: D, H, V.
        forget_bias: one of FORGET_BIASES, or "chrono:T"; what a kind of cell does not have, it does not use.
        longest: T of "chrono", in timesteps.

    Raises:
        LstmTuiError: an unknown cell or forget bias, or a size below 1.
    """
    made = cell_named(cell)
    choice, T = bias_choice(forget_bias, longest)
    if min(input_size, hidden_size, output_size, layers) < 1:
        raise LstmTuiError("Every size must be at least 1.")
    bound = 1 / np.sqrt(hidden_size)

    def uniform(*shape: int) -> Array:
        return rng.uniform(-bound, bound, shape).astype(dtype)

    cells = []
    for layer in range(layers):
        shapes = made.shapes(input_size if layer == 0 else hidden_size, hidden_size)
        weights = {name: uniform(*shape) for name, shape in shapes.items()}
        made.begin(weights, choice, T, rng)
        cells.append(made.from_weights(weights))
    return Network(cells, uniform(output_size, hidden_size), uniform(output_size), output)


def bias_choice(text: str, longest: int) -> tuple[str, int]:
    """Return the choice of forget bias and T of "chrono": "chrono:250" names it, else it is `longest`.

    Raises:
        LstmTuiError: there is no such choice.
    """
    choice, colon, number = text.partition(":")
    if choice not in FORGET_BIASES or (colon and (choice != "chrono" or not number.isdecimal() or int(number) < 2)):
        raise LstmTuiError(
            f"There is no forget bias '{text}'.",
            f"There are: {', '.join(FORGET_BIASES)}, and chrono:T for memories of up to T timesteps.",
        )
    return choice, int(number) if colon else longest
