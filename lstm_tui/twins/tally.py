"""What several runs held against one text, symbol by symbol: the losses up to each, and where the runs part most.

Kept is one sum a run for every BLOCK symbols; what stands between is made again from the trace when it is looked at.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_tui.session import Session
from lstm_tui.twins.spoken import Passage, holds_likely, looked_at

Values = NDArray[np.float64]
BLOCK = 256  # symbols between two sums that are kept
KEPT = 24  # blocks that were looked at last
MOST = 9  # places where they part most


@dataclass(frozen=True)
class Apart:
    """A symbol of which the runs say different things. Attributes: timestep: from 0. by: largest less smallest value."""

    timestep: int
    values: tuple[float, ...]
    by: float


@dataclass(frozen=True)
class Sums:
    """The losses up to a symbol, itself included.

    Attributes: values: what each run says of the symbol, NaN where it says nothing. totals: the sum of each run's surprise
        over the symbols that all of them know, nats. count: how many these are.
    """

    values: tuple[float, ...]
    totals: tuple[float, ...]
    count: int

    @property
    def means(self) -> tuple[float, ...]:
        """Each run's mean loss, nats a symbol; NaN where there is none yet."""
        return tuple(total / self.count if self.count else float("nan") for total in self.totals)


class Tally:
    """Counts through the runs of a session, in slices. A symbol that the text of one of them lacks is left out.

    Attributes: session; counted: the symbols counted so far. apart: where they part most, the largest difference first.
        own: of each run the sum of its surprise and the count of symbols that it knows, whatever the others know.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.counted = 0
        self.apart: tuple[Apart, ...] = ()
        self.own = [(0.0, 0)] * len(session.runs)
        self.likely = all(map(holds_likely, session.runs))
        self._passages = [Passage(run) for run in session.runs]
        self._running = Sums((), (0.0,) * len(session.runs), 0)
        self._before = [self._running]  # the sums before each block
        self._looked: OrderedDict[tuple[int, int, int], Values] = OrderedDict()

    def __len__(self) -> int:
        return len(self.session)

    @property
    def done(self) -> bool:
        """Whether every symbol is counted."""
        return self.counted == len(self)

    def advance(self, symbols: int) -> None:
        """Count so many symbols more, to the end at most."""
        goal = min(len(self), self.counted + symbols)
        while self.counted < goal:
            start, stop = self.counted, min(goal, (self.counted // BLOCK + 1) * BLOCK)
            said = np.stack([
                self._aligned(index, start, stop, passage.through) for index, passage in enumerate(self._passages)
            ])  # (runs, n)  # fmt: skip
            self._count(said, start)
            self.counted = stop
            if stop % BLOCK == 0:
                self._before.append(self._running)

    def _count(self, said: Values, start: int) -> None:
        known = ~np.isnan(said) & self.likely
        self.own = [
            (total + float(values[knows].sum()), count + int(knows.sum()))
            for (total, count), values, knows in zip(self.own, said, known, strict=True)
        ]
        self._running = self._and(self._running, said)
        apart = np.nan_to_num(differences(said), posinf=np.inf)
        places = [int(at) for at in np.argsort(-apart, kind="stable")[:MOST] if apart[at] > 0]
        found = [Apart(start + at, tuple(map(float, said[:, at])), float(apart[at])) for at in places]
        self.apart = tuple(sorted((*self.apart, *found), key=lambda place: (-place.by, place.timestep))[:MOST])

    def _aligned(self, index: int, start: int, stop: int, say: Callable[[int, int], Values]) -> Values:
        """Return what a run says of the leading run's symbols start..stop, wherever they stand in its own text."""
        session, run = self.session, self.session.runs[index]
        if index == 0 or run is not session.free:
            return say(start, stop)
        places = [session.alignment.untouched(timestep) for timestep in range(start, stop)]
        inside = [place for place in places if place is not None and place < len(run)]
        if not inside:
            return np.full(stop - start, np.nan)
        first = min(inside)
        said = say(first, max(inside) + 1)
        same = [place is not None and place < len(run) and run.symbols[place] == session.run.symbols[timestep]
                for timestep, place in enumerate(places, start)]  # fmt: skip
        return np.array([said[place - first] if is_same and place is not None else np.nan
                         for place, is_same in zip(places, same, strict=True)])  # fmt: skip

    # looking ----------------------------------------------------------------------

    def said(self, start: int, stop: int) -> Values:
        """Return what each run says of the symbols start..stop, (runs, n), as far as they are computed."""
        stop = max(start, min(stop, self.session.computed))
        blocks = [self._block(at) for at in range(start // BLOCK, -(-stop // BLOCK))]
        if not blocks:
            return np.empty((len(self.session.runs), 0))
        first = start // BLOCK * BLOCK
        return np.concatenate(blocks, axis=1)[:, start - first : stop - first]

    def _block(self, at: int) -> Values:
        start, stop = at * BLOCK, min((at + 1) * BLOCK, self.session.computed)
        key = (at, start, stop)
        if key not in self._looked:
            runs = self.session.runs
            self._looked[key] = np.stack([
                self._aligned(index, start, stop, lambda first, last, run=run: looked_at(run, first, last))  # type: ignore[misc]
                for index, run in enumerate(runs)
            ])  # fmt: skip
            while len(self._looked) > KEPT:
                self._looked.popitem(last=False)
        self._looked.move_to_end(key)
        return self._looked[key]

    def up_to(self, timestep: int) -> Sums | None:
        """Return the losses up to a symbol that is computed (from 0); None where what comes before is not counted yet."""
        at = timestep // BLOCK
        if at >= len(self._before):
            return None
        return self._and(self._before[at], self.said(at * BLOCK, timestep + 1))

    def _and(self, before: Sums, said: Values) -> Sums:
        """Return the sums with some symbols more, (runs, n); of answers there is no sum."""
        everyone = ~np.isnan(said).any(axis=0) & self.likely
        totals = tuple(total + float(values[everyone].sum()) for total, values in zip(before.totals, said, strict=True))
        return Sums(tuple(map(float, said[:, -1])), totals, before.count + int(everyone.sum()))

    @property
    def whole(self) -> Sums:
        """The losses over all symbols counted so far."""
        return self._running


def differences(said: Values) -> Values:
    """Return the largest less the smallest of what the runs say, (n,) from (runs, n); NaN where one says nothing."""
    low, high = said.min(axis=0), said.max(axis=0)
    with np.errstate(invalid="ignore"):
        return np.where(high == low, 0, high - low)
