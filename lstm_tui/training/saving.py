"""A training saves itself on the way, so that whatever ends it costs little."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path

from lstm_tui.training.workshop import Workshop

SECONDS = 25.0  # without a save, at most: with the update and the save under way that stays below 30 s
SHARE = 0.04  # of the updates: likewise, below 5 %
COST = 0.05  # of the time may go into saves, where the share alone would take more


class Saver:
    """Saves a training to a file when a save is due; the file is replaced as a whole.

    Args:
        workshop: the training. path: of the file. clock: seconds that never go back.
    """

    def __init__(self, workshop: Workshop, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.workshop, self.path, self._clock = workshop, path, clock
        self._saved, self._number, self._took = clock(), workshop.trainer.number, 0.0

    def due(self) -> bool:
        """Say whether so much would be lost that it should be saved."""
        since, done = self._clock() - self._saved, self.workshop.trainer.number - self._number
        if done == 0:
            return False
        share = done >= SHARE * self.workshop.trainer.recipe.steps
        return since >= SECONDS or (share and since * COST >= self._took)

    def look(self) -> None:
        """Save if that is due; call it after every update.

        Raises:
            LstmTuiError: it could not be written; it is tried again when the next save is due.
        """
        if not self.due() or not math.isfinite(self.workshop.measured().loss):
            return
        began = self._clock()
        try:
            self.workshop.save(self.path, judged=False)
        finally:
            self._saved, self._number = self._clock(), self.workshop.trainer.number
            self._took = self._saved - began
