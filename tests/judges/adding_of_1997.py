"""The adding problem, written from section 5.4 of Hochreiter & Schmidhuber 1997; nothing of the package.

"We first randomly select and mark one of the first ten pairs (X1). Then we randomly select and mark one of the first
T/2 − 1 still unmarked pairs (X2). The second components of all remaining pairs are zero except for the first and final
pair, whose second components are −1. (In the rare case where the first pair gets marked, we set X1 to zero.)"
"""

from __future__ import annotations

import random

import numpy as np


def drawn(rng: random.Random, T: int) -> tuple[np.ndarray, float]:
    """Return a sequence (length, 2) and its target ½ + (X1 + X2) / 4."""
    length = rng.randint(T, T + T // 10)
    pairs = np.array([[rng.uniform(-1, 1), 0.0] for _ in range(length)])
    first = rng.randrange(10)
    second = rng.choice([place for place in range(T // 2 - 1) if place != first])
    pairs[[first, second], 1] = 1
    pairs[[0, -1], 1] = -1
    total = sum(0.0 if place == 0 else pairs[place, 0] for place in (first, second))
    return pairs, 0.5 + total / 4
