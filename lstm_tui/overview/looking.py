"""Looking over a run: what is in view is computed first, then the rest of the text, a slice at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Protocol

from lstm_tui.core.trace import Trace
from lstm_tui.overview.columns import Columns, Picture
from lstm_tui.overview.survey import Survey

KEPT = 3  # surveys: a quantity that was looked at comes back at once


class Work(Protocol):
    """Something that is done a little at a time."""

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""

    def advance(self) -> None:
        """Do a little more."""


class Overlooker:
    """Fills surveys and views of one run after another. Attributes: survey: of what is looked at now."""

    def __init__(self) -> None:
        self._surveys: dict[tuple[Trace, int, str], Survey] = {}
        self._near: Columns | None = None
        self.survey: Survey

    def look(
        self, trace: Trace, layer: int, name: str, beyond: tuple[float, float], per: int, first: int, count: int
    ) -> Picture:
        """Look at a quantity in `count` columns of `per` timesteps from `first` on; return what is known of them.

        Args: beyond: a value below the first or above the second of these counts as saturated.
        """
        key = (trace, layer, name)
        known = self._surveys.pop(key, None)
        self.survey = Survey(trace, name, layer, beyond) if known is None else known
        self._surveys[key] = self.survey
        while len(self._surveys) > KEPT:
            self._surveys.pop(next(iter(self._surveys)))
        stop = min(first + count * per, len(trace))
        fits = per % self.survey.per == 0
        if fits and (self.survey.read >= stop or first == 0):
            self._near = None
        elif self._near is None or not _holds(self._near, trace, layer, name, per, first, stop):
            self._near = Columns(trace, name, layer, per, first, stop)
        return (self._near or self.survey).picture(per, first, count)

    def steps(self, seconds: float) -> Iterator[None]:
        """Compute what is in view, then the rest, and yield after every so many seconds of it."""
        while True:
            work: Columns = self._near if self._near is not None and not self._near.done else self.survey
            if work.done:
                return
            for_a_while(work, seconds)
            yield


def for_a_while(work: Work, seconds: float) -> None:
    """Do a little more for so long; once at least."""
    began = time.monotonic()
    work.advance()
    while not work.done and time.monotonic() - began < seconds:
        work.advance()


def over_all(work: Work, seconds: float) -> Iterator[None]:
    """Do all of it, and yield after every so many seconds."""
    while not work.done:
        for_a_while(work, seconds)
        yield


def _holds(near: Columns, trace: Trace, layer: int, name: str, per: int, first: int, stop: int) -> bool:
    same = near.trace is trace and (near.layer, near.name, near.per) == (layer, name, per)
    return same and near.first <= first and stop <= near.stop
