"""A network, and the one forward pass that everything else calls."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.cells import Cell
from lstm_tui.core.stack import Stack
from lstm_tui.core.trace import Trace


class Network(Stack):
    """L recurrent cells and a linear output map; see `Stack`."""

    def forward(self, inputs: np.ndarray, timesteps: int | None = None) -> Trace:
        """Run the network over inputs from a zero state and keep every quantity.

        Args:
            inputs: (T,) integers, the index of each one-hot input (-1: a zero vector), or (T, D) floats.
            timesteps: how many to compute at once; all of them where None. The trace goes on when asked.

        Raises:
            LstmTuiError: no input at all, a wrong width, an index outside the input map, or a number that is not finite.
        """
        trace = Trace(self, self.checked_inputs(inputs))
        trace.advance_to(len(trace) if timesteps is None else timesteps)
        return trace

    def with_weights(self, weights: Mapping[str, Array]) -> Network:
        """Return a network of the same build with copies of other weights, named as in `parameters`."""
        return Network(
            [_again(cell, number, weights) for number, cell in enumerate(self.cells, 1)],
            weights["output.W_hy"].copy(),
            weights["output.b_y"].copy(),
            self.output,
        )

    def copy(self) -> Network:
        """Return a network with the same weights, that training this one does not change."""
        return self.with_weights(self.parameters)


def _again(cell: Cell, number: int, weights: Mapping[str, Array]) -> Cell:
    return type(cell).from_weights({name: weights[f"layer{number}.{name}"].copy() for name in cell.parameters})
