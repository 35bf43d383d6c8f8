"""Finding in a text: the timesteps at which a piece of it begins, however long it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from lstm_tui.run import Run

MOST = 10_000  # hits that are counted


@dataclass(frozen=True, eq=False)
class Search:
    """A plain piece of text that is looked for; where timesteps are words, in the words with their gaps between.

    Attributes:
        text: all that is read, in a row. query: what is looked for, exactly as it stands.
        starts: where in the text each timestep begins; None where each symbol of the text is one.
    """

    text: str
    query: str
    starts: Sequence[int] | None = None

    @classmethod
    def of(cls, run: Run, query: str) -> Search:
        """Return the search in what a run reads."""
        symbols = run.symbols
        if isinstance(symbols, str):
            return cls(symbols, query)
        gap = len(run.tokens.join(("a", "b"))) - 2
        starts = accumulate((len(symbol) + gap for symbol in symbols[:-1]), initial=0)
        return cls(run.tokens.join(symbols), query, list(starts))

    def for_query(self, query: str) -> Search:
        """Return the search for something else in the same text."""
        return replace(self, query=query)

    def at_or_after(self, timestep: int) -> int | None:
        """Return the first hit's timestep from this one on; None where there is none."""
        if not self.query or timestep >= self._count:
            return None
        return self._timestep(self.text.find(self.query, self._start(timestep)))

    def before(self, timestep: int) -> int | None:
        """Return the last hit's timestep before this one; None where there is none."""
        end = (
            len(self.text) + len(self.query) if timestep >= self._count else self._start(timestep) + len(self.query) - 1
        )
        return self._timestep(self.text.rfind(self.query, 0, end)) if self.query else None

    def next(self, timestep: int) -> tuple[int | None, bool]:
        """Return the hit after a timestep, and whether it was found by going on from the start of the text."""
        found = self.at_or_after(timestep + 1)
        return (found, False) if found is not None else (self.at_or_after(0), True)

    def previous(self, timestep: int) -> tuple[int | None, bool]:
        """Return the hit before a timestep, and whether it was found by going on from the end of the text."""
        found = self.before(timestep)
        return (found, False) if found is not None else (self.before(self._count), True)

    @cached_property
    def hits(self) -> list[int]:
        """The timesteps of the hits in order, at most MOST + 1 of them."""
        found: list[int] = []
        at = self.at_or_after(0)
        while at is not None and len(found) <= MOST:
            found.append(at)
            at = self.at_or_after(at + 1)
        return found

    def which(self, timestep: int) -> str:
        """Return in words which of the hits the one at a timestep is."""
        if len(self.hits) > MOST:
            return f"one of more than {MOST:,} hits"
        return f"hit {bisect_right(self.hits, timestep):,} of {len(self.hits):,}"

    @property
    def _count(self) -> int:
        return len(self.text) if self.starts is None else len(self.starts)

    def _start(self, timestep: int) -> int:
        return timestep if self.starts is None else self.starts[timestep]

    def _timestep(self, offset: int) -> int | None:
        if offset < 0:
            return None
        return offset if self.starts is None else bisect_right(self.starts, offset) - 1
