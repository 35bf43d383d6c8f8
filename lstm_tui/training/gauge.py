"""Measuring a training on the way: on what no training draws, now and then, and never for long."""

from __future__ import annotations

import time

from lstm_tui.training.report import HeldOut
from lstm_tui.training.workshop import Workshop

MEASUREMENTS = 60  # over a whole training
SHARE = 0.2  # of the time that a training has taken, for judging


class Gauge:
    """Measures the network of a workshop; what it measures on is the same at every moment.

    The loss is taken at every measurement. The criterion and the reach wait where judging would take too large a share.
    """

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._every = max(1, workshop.order.recipe.steps // MEASUREMENTS)
        self._began, self._spent, self._last = time.monotonic(), 0.0, 0.0

    def due(self, number: int) -> bool:
        """Say whether something is measured after this update."""
        return number == 1 or number % self._every == 0

    def measure(self, judge: bool = False) -> HeldOut:
        """Return how the network does now; judged by the criterion where there is time for it, or where it must be."""
        workshop = self._workshop
        loss, now = workshop.measured().loss, time.monotonic()
        if not judge and self._spent + self._last > SHARE * (now - self._began) + 0.1:
            return HeldOut(loss)
        verdict = workshop.glance()
        found = HeldOut(loss, verdict.right, verdict.total, workshop.task.reach(workshop.network), verdict.criterion)
        self._last = time.monotonic() - now
        self._spent += self._last
        return found
