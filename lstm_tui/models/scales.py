"""The scales on which a model's unbounded numbers are drawn: powers of two that hang on its weights and its own text alone.

A scale that followed the text would make the same number look different from one day to the next. A scale of one size
for all models would draw one model's note flat and cut another's off.
"""

from __future__ import annotations

import numpy as np

from lstm_tui.core.measuring import covering
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Tokens
from lstm_tui.errors import LstmTuiError

COVERED = 99  # per cent of the numbers that a scale covers; one far away would press all others flat
LONGEST = 500  # timesteps of the model's own text that are read
SMALLEST, LARGEST = 2.0**-6, 2.0**20


def measured(network: Network, tokens: Tokens, text: str) -> dict[str, float]:
    """Return for each quantity of the cells the smallest power of two that covers 99 of 100 of its values.

    They are those of all units and layers while the model reads its own text; where it has none, its symbols one by one.
    """
    try:
        inputs = tokens.encode(text or "".join(tokens.symbols))[:LONGEST]
        if not len(inputs):
            return {}
        trace = network.forward(inputs)
    except LstmTuiError:
        return {}
    found: dict[str, float] = {}
    for layer, cell in enumerate(network.cells):
        for name in cell.quantities:
            if name != "x":
                sizes = np.abs(np.nan_to_num(trace.column(name, layer).astype(float)))
                found[name] = max(found.get(name, SMALLEST), min(LARGEST, covering(percentile(sizes, COVERED))))
    return found


def logits_scale(network: Network, tokens: Tokens, text: str) -> float:
    """Return likewise the scale of the logits without their bias, at least 1; 4 where there is nothing to measure them on."""
    try:
        inputs = tokens.encode(text or "".join(tokens.symbols))[:LONGEST]
        logits = network.forward(inputs).column("logits", len(network.cells) - 1) - network.b_y
    except LstmTuiError:
        return 4.0
    sizes = np.abs(np.nan_to_num(logits.astype(float)))
    return max(1.0, min(LARGEST, covering(percentile(sizes, COVERED)))) if sizes.size else 4.0


def percentile(values: np.ndarray, share: float) -> float:
    """Return what `np.percentile` does, which loads numpy.ma: twenty milliseconds of the start."""
    ordered = np.sort(values, axis=None)
    place = share / 100 * (len(ordered) - 1)
    low = int(place)
    below, above = float(ordered[low]), float(ordered[min(low + 1, len(ordered) - 1)])
    return below + (above - below) * (place - low)
