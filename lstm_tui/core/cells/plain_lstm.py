"""The plain step of an LSTM assembled from parts, as the papers write it: of each line the form that fits the parts is run.

W_xf leads from x to f, W_hf from h_prev to f, R_if from the last input gate to f, and p_f is f's peephole.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lstm_tui.core.activations import Array, sigmoid
from lstm_tui.core.cells.fused import FusedCell
from lstm_tui.core.cells.parts import GATES, Parts


def plain_step(cell: FusedCell, parts: Parts, x: Array, state: Mapping[str, Array]) -> dict[str, Array]:
    """Return every quantity of one timestep.

    Args: parts: of the cell; x (D,); state: h and c before, and the gates where they are heard, (H,) each.
    """
    h_prev, c_prev = state["h"], state["c"]
    p_i, p_f, p_o = (cell.parameters.get(f"p_{gate}", c_prev) for gate in GATES)
    i = f = o = np.ones_like(c_prev)
    if parts.recurrent_gates:
        i_prev, f_prev, o_prev = (state[gate] for gate in GATES)
        to_i, to_f, to_o = cell.parameters["R"].reshape(3, cell.hidden_size, 3 * cell.hidden_size)
        (R_ii, R_fi, R_oi), (R_if, R_ff, R_of), (R_io, R_fo, R_oo) = (np.hsplit(rows, 3) for rows in (to_i, to_f, to_o))
    if parts.input_gate:
        W_xi, W_hi, b_i = cell.weights_of("i")
        if parts.recurrent_gates:
            recurrent = R_ii @ i_prev + R_fi @ f_prev + R_oi @ o_prev  # -> i when recurrent
            i = sigmoid(W_xi @ x + W_hi @ h_prev + p_i * c_prev + recurrent + b_i)  # -> i when recurrent
        elif parts.peepholes:
            i = sigmoid(W_xi @ x + W_hi @ h_prev + p_i * c_prev + b_i)  # -> i when peepholes
        else:
            i = sigmoid(W_xi @ x + W_hi @ h_prev + b_i)  # -> i when bare
    if parts.coupled:
        f = 1 - i  # -> f when coupled
    elif parts.forget_gate:
        W_xf, W_hf, b_f = cell.weights_of("f")
        if parts.recurrent_gates:
            recurrent = R_if @ i_prev + R_ff @ f_prev + R_of @ o_prev  # -> f when recurrent
            f = sigmoid(W_xf @ x + W_hf @ h_prev + p_f * c_prev + recurrent + b_f)  # -> f when recurrent
        elif parts.peepholes:
            f = sigmoid(W_xf @ x + W_hf @ h_prev + p_f * c_prev + b_f)  # -> f when peepholes uncoupled
        else:
            f = sigmoid(W_xf @ x + W_hf @ h_prev + b_f)  # -> f when bare uncoupled
    W_xg, W_hg, b_g = cell.weights_of("g")
    if parts.squashed_candidate:  # noqa: SIM108 (a line for each form: they are shown)
        g = np.tanh(W_xg @ x + W_hg @ h_prev + b_g)  # -> g when squashed-candidate
    else:
        g = W_xg @ x + W_hg @ h_prev + b_g  # -> g when candidate-as-it-is
    kept = f * c_prev  # -> kept when f
    written = i * g  # -> written when i
    if parts.forget_gate and parts.input_gate:
        c = kept + written  # -> c when f i
    elif parts.input_gate:
        c = c_prev + written  # -> c when no-f
    else:
        c = kept + g  # -> c when no-i
    if parts.output_gate:
        W_xo, W_ho, b_o = cell.weights_of("o")
        if parts.recurrent_gates:
            recurrent = R_io @ i_prev + R_fo @ f_prev + R_oo @ o_prev  # -> o when recurrent
            o = sigmoid(W_xo @ x + W_ho @ h_prev + p_o * c + recurrent + b_o)  # -> o when recurrent
        elif parts.peepholes:
            o = sigmoid(W_xo @ x + W_ho @ h_prev + p_o * c + b_o)  # -> o when peepholes
        else:
            o = sigmoid(W_xo @ x + W_ho @ h_prev + b_o)  # -> o when bare
    tanh_c = np.tanh(c) if parts.squashed_note else c  # -> tanh_c when o
    if parts.output_gate and parts.squashed_note:
        h = o * tanh_c  # -> h when o squashed-note
    elif parts.output_gate:
        h = o * c  # -> h when note-as-it-is
    else:
        h = np.tanh(c)  # -> h when no-o
    made = {
        "x": x,
        "h_prev": h_prev,
        "c_prev": c_prev,
        "i": i,
        "f": f,
        "g": g,
        "o": o,
        "kept": kept,
        "written": written,
    }
    made |= {"c": c, "tanh_c": tanh_c, "h": h} | {f"{name}_prev": values for name, values in state.items()}
    made["z"] = np.concatenate([_sum(cell, layer, made) for layer in cell.fused])
    return {name: made[name] for name in cell.quantities}


def _sum(cell: FusedCell, layer: str, made: Mapping[str, Array]) -> Array:
    """Return what goes into a layer, unit by unit, product by product."""
    sums = []
    for unit in range(cell.hidden_size):
        *heard, bias = cell.terms(layer, unit)
        products = [term.weights @ made[term.quantity][term.first : term.first + len(term.weights)] for term in heard]
        sums.append(sum(products) + bias.weights[0])
    return np.array(sums, cell.dtype)
