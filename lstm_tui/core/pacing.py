"""How much to compute between one key press and the next."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 2**20  # what a slice does at most, however quick it seems


@dataclass
class Pacer:
    """Keeps slices of work near a budget, by how long the last ones took.

    Attributes: budget: seconds a slice may take; amount: how much the next slice should do, at least 1.
    """

    budget: float
    amount: int = 1

    def took(self, seconds: float) -> None:
        """Learn from the slice that was just done: at most twice as much next time, at once less where it was too much."""
        fits = self.amount * self.budget / max(seconds, 1e-9)
        self.amount = max(1, int(min(2 * self.amount, fits, MOST)))
