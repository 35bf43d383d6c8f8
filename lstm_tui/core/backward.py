"""Backpropagation through time, over the very windows that the forward pass filled.

    dy = dL/dlogits      dW_hy = Σ_t dy h_topᵀ      db_y = Σ_t dy      dh_top += W_hyᵀ dy
    and for each layer from the top the cell's own `run_back`, `weight_gradients` and, for the layer below,
    `input_gradient`

(Werbos 1990; for the LSTM with its forget gate Gers, Schmidhuber & Cummins 2000, without truncating inside the cell.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.cells.base import BackWindow, Window
from lstm_tui.core.cells.rows import columns_of, rows_of
from lstm_tui.core.stack import Stack
from lstm_tui.core.trace import Trace
from lstm_tui.errors import LstmTuiError


class Gradient:
    """dL/dparameter, by the parameter's name; all of them are views of one flat vector (P,).

    Args:
        network: whose parameters; they are laid out in the order of `Network.parameters`.
        flat: where it is to lie; in memory of its own where None.
    """

    def __init__(self, network: Stack, flat: Array | None = None) -> None:
        self.flat: Array = np.zeros(network.parameter_count, network.dtype) if flat is None else flat
        self.by_name = views_of(self.flat, network)

    @property
    def norm(self) -> float:
        """The Euclidean norm over all parameters."""
        return float(np.sqrt(np.dot(self.flat, self.flat)))


def views_of(flat: Array, network: Stack) -> dict[str, Array]:
    """Return the parts of a flat vector in the shapes of the network's parameters."""
    views, start = {}, 0
    for name, array in network.parameters.items():
        views[name] = flat[start : start + array.size].reshape(array.shape)
        start += array.size
    return views


def run_back(
    network: Stack,
    windows: Sequence[Window],
    backs: Sequence[BackWindow],
    inputs: np.ndarray,
    dlogits: Array,
    gradient: Gradient,
) -> None:
    """Add to `gradient` what the loss says of every parameter, and fill `backs` with dz, dh, dc of every layer.

    Args:
        windows: of all layers, over the same n timesteps, after the forward pass.
        backs: one for each window; their `carry` comes from the timesteps after (zeros at the end of a run).
        inputs: (n,) or (n, B) indices, or (n, D) or (n, D, B) numbers.
        dlogits: (n, V) or (n, V, B).
    """
    parts, top = gradient.by_name, windows[-1].columns["h"]
    rows = rows_of(dlogits)  # (n·B, V)
    parts["output.W_hy"] += rows.T @ rows_of(top)
    parts["output.b_y"] += rows.sum(axis=0)
    said = columns_of(rows @ network.W_hy, dlogits)
    for layer in reversed(range(len(windows))):
        cell, window, back = network.cells[layer], windows[layer], backs[layer]
        back.columns["dh"][...] = said
        cell.run_back(window, back)
        into = {name: parts[f"layer{layer + 1}.{name}"] for name in cell.parameters}
        cell.weight_gradients(window, back, inputs if layer == 0 else windows[layer - 1].columns["h"], into)
        if layer > 0:
            said = cell.input_gradient(back)


@dataclass(frozen=True, eq=False)
class Backward:
    """What a loss says of a traced run.

    Attributes:
        first: the first timestep it reaches back to.
        gradient: of every parameter.
        dh, dc: for each layer (T − first, H); dc is empty where a cell has no c.
    """

    first: int
    gradient: Gradient
    dh: tuple[Array, ...]
    dc: tuple[Array, ...]


def backward(trace: Trace, dlogits: Array, truncation: int | None = None) -> Backward:
    """Go back through a trace from dL/dlogits of each of its timesteps.

    Args:
        trace: a run; all of the timesteps that `dlogits` covers must be computed.
        dlogits: (T, V), T at most the computed timesteps: dL/dlogits; rows of zeros where the loss says nothing.
        truncation: how many timesteps before T are reached back to; all where None. What lies before is a constant.

    Returns:
        The gradient of every parameter, and dL/dh and dL/dc of every timestep and layer.

    Raises:
        LstmTuiError: shapes that do not fit.
    """
    network, last = trace.network, len(dlogits)
    if dlogits.shape != (last, network.output_size) or not 0 < last <= trace.computed:
        raise LstmTuiError(f"dlogits has shape {dlogits.shape}, not (T, {network.output_size}), T ≤ {trace.computed}.")
    first = 0 if truncation is None else max(0, last - truncation)
    gradient = Gradient(network)
    windows = [cell.window(last - first) for cell in network.cells]
    for layer, window in enumerate(windows):
        for name in window.columns:
            window.columns[name][...] = trace.column(name, layer, first, last)
    backs = [BackWindow(window) for window in windows]
    inputs = trace.inputs[first:last]
    run_back(network, windows, backs, inputs, np.ascontiguousarray(dlogits[first:], network.dtype), gradient)
    empty = np.empty((0, 0), network.dtype)
    return Backward(
        first,
        gradient,
        tuple(back.columns["dh"] for back in backs),
        tuple(back.columns.get("dc", empty) for back in backs),
    )
