"""A first layer that sees the symbol alone is a table: for each symbol the numbers that it gives, wherever that stands."""

from __future__ import annotations

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.network import Network
from lstm_tui.errors import LstmTuiError


def table_of(network: Network) -> dict[str, Array]:
    """Return each learned layer of the bottom cell, by name, for every symbol, (V, H).

    Raises:
        LstmTuiError: its layers hear the state before, too.
    """
    cell = network.cells[0]
    if cell.hears_itself:
        raise LstmTuiError(
            f"What a layer of this {cell.title} says hangs on all that was read before: there is no table of it.",
            "There is one of a minGRU or a minLSTM.",
        )
    trace = network.forward(np.arange(network.input_size))
    return {name: trace.column(name) for name in cell.fused}
