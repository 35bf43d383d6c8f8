"""Choosing what to write next from the logits: temperature, top-k and top-p."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lstm_tui.core.activations import Array, softmax
from lstm_tui.errors import LstmTuiError


@dataclass(frozen=True)
class Sampling:
    """How a symbol is chosen: first the temperature, then top-k, then top-p of what top-k leaves.

    Attributes:
        temperature: the logits are divided by it; 0 takes the likeliest.
        top_k: only the k likeliest may be chosen (Fan & al. 2018); 0 for all. What is left is scaled to sum to 1.
        top_p: only the likeliest that together reach this probability (Holtzman & al. 2020), counted after top-k.

    Raises:
        LstmTuiError: a value outside its range.
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.temperature <= 100:
            raise LstmTuiError(f"The temperature {self.temperature:g} is not in 0..100.", "1 is the model's own.")
        if self.top_k < 0:
            raise LstmTuiError(f"top-k {self.top_k} is below 0.", "0 takes all symbols.")
        if not 0 < self.top_p <= 1:
            raise LstmTuiError(f"top-p {self.top_p:g} is not in (0, 1].", "1 takes all symbols.")

    def distribution(self, logits: Array) -> Array:
        """Return the probability with which each symbol is chosen, (V,) float64."""
        y = np.nan_to_num(logits.astype(np.float64), nan=-1e300, posinf=1e300, neginf=-1e300)
        order = np.argsort(-y, kind="stable")
        p: Array = np.zeros_like(y)
        if self.temperature == 0:
            p[order[0]] = 1
            return p
        with np.errstate(over="ignore"):  # a difference beyond the range is −inf, and e^−inf is 0
            p = softmax((y - y.max()) / self.temperature)
        if self.top_k:
            p[order[self.top_k :]] = 0
            p = p / p.sum()
        before = np.concatenate([[0.0], np.cumsum(p[order])[:-1]])  # what the likelier symbols have together
        p[order[before >= self.top_p]] = 0
        return np.asarray(p / p.sum())

    def choose(self, logits: Array, rng: np.random.Generator) -> tuple[int, float]:
        """Return the index chosen, and the probability with which it was."""
        p = self.distribution(logits)
        index = int(rng.choice(len(p), p=p))
        return index, float(p[index])
