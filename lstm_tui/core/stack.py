"""What a network is made of: L cells on top of each other and a linear output map."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lstm_tui.core.activations import SQUASH, Array
from lstm_tui.core.cells import Cell
from lstm_tui.core.cells.base import checked
from lstm_tui.core.phases import PREDICTION, Phase
from lstm_tui.errors import LstmTuiError


@dataclass(frozen=True)
class Stop:
    """One place where a person can stand inside a timestep: a layer (from 0) and a phase of its cell."""

    layer: int
    phase: Phase


class Stack:
    """h of layer l is x of layer l + 1;   y = W_hy h_L + b_y.

    Args:
        cells: from the bottom up; each must read what the one below says.
        W_hy: (V, H_L) output weights.
        b_y: (V,) output bias, or None for zeros.
        output: what becomes of the logits: "softmax" (one of V), "sigmoid" (each of V by itself), "linear" (numbers).

    Raises:
        LstmTuiError: sizes or dtypes that do not fit, or a number that is not finite, naming the array.
    """

    def __init__(self, cells: Sequence[Cell], W_hy: Array, b_y: Array | None = None, output: str = "softmax") -> None:
        if output not in SQUASH:
            raise LstmTuiError(f"There is no output '{output}'.", f"There are: {', '.join(SQUASH)}.")
        self.output = output
        if not cells:
            raise LstmTuiError("A network needs at least one layer.")
        for below, above in itertools.pairwise(cells):
            if above.input_size != below.hidden_size or above.kind != below.kind or above.dtype != below.dtype:
                raise LstmTuiError(
                    f"A layer that reads {above.input_size} numbers stands on one that says {below.hidden_size}.",
                    "Layers must be of one kind and dtype, and D of each must be H of the one below.",
                )
        self.cells = tuple(cells)
        top = cells[-1]
        if W_hy.ndim != 2 or W_hy.shape[1] != top.hidden_size:
            raise LstmTuiError(f"W_hy has shape {W_hy.shape}, not (V, {top.hidden_size}).")
        self.W_hy = checked("W_hy", W_hy, top.dtype)
        self.b_y = checked("b_y", np.zeros(len(W_hy)) if b_y is None else b_y, top.dtype)
        if self.b_y.shape != (len(W_hy),):
            raise LstmTuiError(f"b_y has shape {self.b_y.shape}, not ({len(W_hy)},).")

    @property
    def cell(self) -> Cell:
        """The top cell: what it says is what the prediction is made from."""
        return self.cells[-1]

    @property
    def dtype(self) -> np.dtype[np.floating]:
        """The dtype of all weights and quantities."""
        return self.cell.dtype

    @property
    def input_size(self) -> int:
        """D of the bottom layer."""
        return self.cells[0].input_size

    @property
    def output_size(self) -> int:
        """V, the number of logits."""
        return len(self.W_hy)

    @property
    def parameter_count(self) -> int:
        """How many numbers were learned, in all layers and the output map."""
        return sum(array.size for array in self.parameters.values())

    @property
    def parameters(self) -> dict[str, Array]:
        """Every learned array by name: layer1.W_ih, ..., output.W_hy, output.b_y."""
        named = {
            f"layer{n}.{name}": array for n, cell in enumerate(self.cells, 1) for name, array in cell.parameters.items()
        }
        return named | {"output.W_hy": self.W_hy, "output.b_y": self.b_y}

    def refresh(self) -> None:
        """Take over the weights after they were changed in place."""
        for cell in self.cells:
            cell.refresh()

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """Every stop inside one timestep, in order: the phases of each layer from the bottom up, then the prediction."""
        inside = [Stop(layer, phase) for layer, cell in enumerate(self.cells) for phase in cell.phases]
        return (*inside, Stop(len(self.cells) - 1, PREDICTION))

    def phases(self, layer: int) -> tuple[Phase, ...]:
        """The phases of one layer; the top one's end in the prediction."""
        phases = self.cells[layer].phases
        return (*phases, PREDICTION) if layer == len(self.cells) - 1 else phases

    def width(self, name: str, layer: int) -> int:
        """Return how many numbers a quantity of a layer has at a timestep."""
        cell = self.cells[layer]
        widths = {
            "x": cell.input_size, "z": cell.pre_activation_size, "logits": self.output_size, "probs": self.output_size,
        }  # fmt: skip
        return widths.get(name, cell.hidden_size)

    def checked_inputs(self, inputs: np.ndarray) -> np.ndarray:
        """Return inputs that can be read, vectors in the network's dtype; see `Network.forward` for what is refused."""
        if inputs.ndim == 0 or len(inputs) == 0:
            raise LstmTuiError("There is nothing to read: the input is empty.", "Give at least one symbol.")
        if inputs.ndim == 1 and np.issubdtype(inputs.dtype, np.integer):
            if inputs.min() < -1 or inputs.max() >= self.input_size:
                raise LstmTuiError(f"A symbol's index is outside -1..{self.input_size - 1}.")
            return inputs
        if inputs.ndim != 2 or inputs.shape[1] != self.input_size:
            raise LstmTuiError(f"The input has shape {inputs.shape}, not (T, {self.input_size}).")
        return checked("x", inputs, self.dtype)
