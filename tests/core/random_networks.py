"""Networks with random weights, for tests that state a law of every network."""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from lstm_tui.core.cells import CELLS
from lstm_tui.core.network import Network


def random_network(
    kind: str = "lstm",
    layers: int = 1,
    *,
    D: int = 5,
    H: int = 4,
    V: int = 5,
    dtype: DTypeLike = np.float64,
    seed: int = 0,
    scale: float = 1.0,
) -> Network:
    """Return a network whose weights are normal with this standard deviation."""
    rng = np.random.default_rng(seed)
    cell_class = CELLS[kind]

    def normal(*shape: int) -> np.ndarray:
        return (scale * rng.normal(size=shape)).astype(dtype)

    shapes = [cell_class.shapes(D if layer == 0 else H, H) for layer in range(layers)]
    cells = [cell_class.from_weights({name: normal(*shape) for name, shape in layer.items()}) for layer in shapes]
    return Network(cells, normal(V, H), normal(V))


def random_symbols(timesteps: int, D: int = 5, seed: int = 0) -> np.ndarray:
    """Return (T,) indices in 0..D-1."""
    return np.random.default_rng(seed).integers(0, D, timesteps)
