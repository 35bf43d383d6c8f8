"""Gradients through time: how much one timestep's loss hangs on what the states were, symbol by symbol back.

From the very backward pass that trains: a piece of the run at a time, each begun with what the piece after it says.
Beside it the product of what a cell keeps, ∏_{t−k<j≤t} f_j: the share of c_{t−k} that is left in c_t by the direct way,
and so what of dL/dc_t comes through to c_{t−k} if nobody else listened (Hochreiter & Schmidhuber 1997; Gers et al. 2000).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.backward import Gradient, run_back
from lstm_tui.core.cells.base import BackWindow
from lstm_tui.core.loss import loss_into
from lstm_tui.core.trace import Trace
from lstm_tui.errors import LstmTuiError
from lstm_tui.overview.columns import Numbers
from lstm_tui.run import Run
from lstm_tui.visible import quoted

PIECE = 64  # timesteps that are gone back at once
READ_AT_ONCE = 256  # timesteps that are read at once where the run is not there yet


@dataclass(frozen=True, eq=False)
class Asked:
    """The loss that is gone back from. Attributes: name: what it is of. value: in `unit`. dlogits: its derivative, (V,)."""

    name: str
    value: float
    unit: str
    dlogits: Array


def asked_of(run: Run, timestep: int) -> Asked:
    """Return the loss of what the text says next; at its end, or where that is unknown, of what the model holds likeliest.

    Of a model that answers with numbers, ½ of its squared error where an answer is asked for, else ½ of the answer's square.
    """
    network = run.bundle.network
    logits = run.trace.step(timestep, run.layers - 1)["logits"]
    dlogits, share = np.empty((1, len(logits), 1), logits.dtype), np.ones((1, 1, 1))
    if network.output == "linear" or not run.tokens.symbols:
        task = run.task
        asked = task.asked_of(run.text, timestep) if task is not None and run.truth() is not None else None
        wanted = np.zeros_like(logits) if asked is None else np.full_like(logits, asked.value)
        value = loss_into("linear", logits[None, :, None], wanted[None, :, None], share, dlogits)
        return Asked("the answer's ½ y²" if asked is None else "the answer", value, "½ squared error", dlogits[0, :, 0])
    index = run.tokens.index(run.symbols[timestep + 1]) if timestep + 1 < len(run) else None
    index = int(logits.argmax()) if index is None else index
    name = f"−ln p({quoted(run.tokens.symbols[index])})"
    if network.output == "sigmoid":  # each symbol by itself: whether this one may follow
        p = 1 / (1 + math.exp(-float(logits[index])))
        dlogits[...] = 0
        dlogits[0, index, 0] = p - 1
        return Asked(name, -math.log(max(p, 5e-324)), "nats", dlogits[0, :, 0])
    value = loss_into("softmax", logits[None, :, None], np.array([[index]]), share, dlogits)
    return Asked(name, value, "nats", dlogits[0, :, 0])


class GoingBack:
    """Goes back from the loss of one timestep, a piece at a time.

    Args: reach: how many symbols back at most.
    Attributes:
        asked: the loss, once the run has come to its timestep.
        sizes: of each state its |dL/dstate| (Euclidean, over the units of the layer) 0, 1, 2, ... symbols back.
        left: what is left of a unit's note that many symbols later, (n, H); None where the cell keeps no share.

    Raises:
        LstmTuiError: values of the run are held by hand.
    """

    def __init__(self, run: Run, layer: int, timestep: int, reach: int) -> None:
        if run.trace.operations.clamps:
            raise LstmTuiError(
                "Values of this run are held by hand: no gradient goes through them.",
                "Take these operations away first.",
            )
        self.run, self.layer, self.timestep = run, layer, timestep
        self.first = max(0, timestep + 1 - max(1, reach))
        cell = run.bundle.network.cells[layer]
        self.keeps = cell.keeps
        self.asked: Asked | None = None
        self.sizes: dict[str, Numbers] = {name: np.empty(0) for name in cell.state_names}
        self.left: Numbers | None = np.empty((0, cell.hidden_size)) if cell.keeps else None
        self.gradient = Gradient(run.bundle.network)
        self._next = timestep + 1  # the timestep behind the piece that comes next
        self._carry: list[dict[str, Array]] | None = None
        self._share = np.ones(cell.hidden_size)

    @property
    def done(self) -> bool:
        """Whether all of the way back is gone."""
        return self._next <= self.first

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1: reading the text first, then going back."""
        trace = self.run.trace
        if trace.computed <= self.timestep:
            return 0.5 * trace.computed / (self.timestep + 1)
        return 0.5 + 0.5 * (self.timestep + 1 - self._next) / max(1, self.timestep + 1 - self.first)

    def advance(self) -> None:
        """Read on to the loss, or go back one more piece."""
        trace = self.run.trace
        if trace.computed <= self.timestep:
            trace.advance_to(min(trace.computed + READ_AT_ONCE, self.timestep + 1))
            return
        if self.asked is None:
            self.asked = asked_of(self.run, self.timestep)
        if not self.done:
            first = max(self.first, self._next - PIECE)
            with np.errstate(over="ignore", invalid="ignore", under="ignore"):  # what explodes is shown as such
                self._piece(trace, first, self._next, self.asked.dlogits)
            self._next = first

    def _piece(self, trace: Trace, first: int, stop: int, dlogits: Array) -> None:
        network = trace.network
        windows = [cell.window(stop - first) for cell in network.cells]
        for layer, window in enumerate(windows):
            for name in window.columns:
                window.columns[name][...] = trace.column(name, layer, first, stop)
        backs = [BackWindow(window) for window in windows]
        for back, carry in zip(backs, self._carry or (), strict=False):
            for name, values in carry.items():
                back.carry[name][...] = values
        direct = np.zeros((stop - first, len(dlogits)), network.dtype)
        if stop == self.timestep + 1:
            direct[-1] = dlogits
        run_back(network, windows, backs, trace.inputs[first:stop], direct, self.gradient)
        self._carry = [back.carry for back in backs]
        for name, sizes in self.sizes.items():
            said = backs[self.layer].columns[f"d{name}"].astype(np.float64)
            self.sizes[name] = np.concatenate([sizes, np.sqrt((said * said).sum(axis=1))[::-1]])
        if self.left is not None:
            kept = np.asarray(trace.column(self.keeps, self.layer, first, stop), np.float64)
            products = np.concatenate([self._share[None], self._share * np.cumprod(kept[::-1], axis=0)])
            self.left, self._share = np.concatenate([self.left, products[:-1]]), products[-1]


def rate(sizes: Numbers) -> float | None:
    """Return by what factor a size changes a symbol back, on the whole way: (last / first)^(1/n); None where there is none."""
    known = np.flatnonzero(np.isfinite(sizes) & (sizes > 0))
    if len(known) < 2:
        return None
    first, last = int(known[0]), int(known[-1])
    return math.exp((math.log(sizes[last]) - math.log(sizes[first])) / (last - first))


# what can be turned ------------------------------------------------------------------------


def forget_bias(run: Run, layer: int) -> float | None:
    """Return the mean bias of the layer that says what share is kept; None where this kind of cell has none."""
    cell = run.bundle.network.cells[layer]
    try:
        name, rows = cell.bias_of(cell.keeps) if cell.keeps else ("", slice(0))
    except LstmTuiError:
        return None
    return float(cell.parameters[name][rows].mean()) if name else None


def turned(run: Run, bias: float | None, factor: float) -> Run:
    """Return the run with every layer's forget bias set (None: as trained) and its recurrent weights times a factor.

    It reads the same text with a copy of the network; nothing is computed yet.
    """
    if bias is None and factor == 1:
        return run
    from dataclasses import replace

    network = run.bundle.network.copy()
    for layer, cell in enumerate(network.cells):
        if bias is not None and forget_bias(run, layer) is not None:
            name, rows = cell.bias_of(cell.keeps)
            cell.parameters[name][rows] = bias
        for name, array in cell.parameters.items():
            if name.startswith("W_hh"):
                array *= factor
    network.refresh()
    bundle = replace(run.bundle, network=network)
    return Run(bundle, run.text, network.forward(run.trace.inputs, 0), run.snapshot)
