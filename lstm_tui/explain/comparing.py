"""What an operation did to the prediction, in numbers: now, in the untouched run, and the difference; for screen and commands."""

from __future__ import annotations

import math
from typing import NamedTuple

from lstm_tui.core.place import Place
from lstm_tui.explain.digits import beyond, number, plain
from lstm_tui.explain.naming import LOSS
from lstm_tui.explain.reading import Reading
from lstm_tui.surprise import LAST
from lstm_tui.visible import quoted

NONE = "–"


class Compared(NamedTuple):
    """One comparison.

    Attributes: name. now, old: values, NaN where there is none. unit: "%" of a probability, "nats", or "". place, old_place:
        what each number is, in its own run.
    """

    name: str
    now: float
    old: float
    unit: str = ""
    place: Place | None = None
    old_place: Place | None = None

    def printed(self, narrow: bool = False) -> tuple[str, str, str]:
        """Return both numbers, and their difference as it is between just these digits; a narrow probability is no percentage."""
        now, old = (self._digits(value, narrow) for value in (self.now, self.old))
        if beyond(self.now, self.old):
            return now, old, NONE
        return now, old, plain(number(now) - number(old), len(now.partition(".")[2]))

    def _digits(self, value: float, narrow: bool) -> str:
        if math.isnan(value):
            return NONE
        if self.unit == "%" and not narrow:
            return plain(value * 100, 1, signed=False)
        return plain(value, 2 if self.unit == "nats" else 3 if narrow or self.unit else 4, signed=not self.unit)


def compared(reading: Reading) -> tuple[Compared, ...]:
    """Return the comparisons at a timestep whose prediction is there: p of what comes next, the loss, and the loss so far.

    Of a model over numbers its answer and, where something is asked, by how much that is off.
    """
    if reading.run.surprises is None:
        return _answers(reading)
    ghost, truth = reading.ghost, reading.truth()
    old = ghost.truth() if ghost is not None else None
    alike = truth is not None and old is not None and truth.index == old.index
    name = f"p({quoted(truth.symbol)})" if alike and truth is not None else "p(next)"
    chance, was = (guess.probability if guess is not None else math.nan for guess in (truth, old))
    at = (reading.place("probs", truth.index), reading.place(LOSS, truth.index)) if truth is not None else (None, None)
    beside: tuple[Place | None, Place | None] = (None, None)
    if ghost is not None and old is not None:
        beside = ghost.place("probs", old.index), ghost.place(LOSS, old.index)
    return (
        Compared(name, chance, was, "%", at[0], beside[0]),
        Compared("loss", _loss(reading), _loss(ghost), "nats", at[1], beside[1]),
        _so_far(reading),
    )


def _loss(reading: Reading | None) -> float:
    known = reading.run.surprises if reading is not None else None
    if reading is None or known is None:
        return math.nan
    return float(known.between(reading.cursor.timestep, reading.cursor.timestep + 1)[0])


def _so_far(reading: Reading) -> Compared:
    """Return the mean loss over the text up to here, or over its LAST symbols."""
    work, known, stop = reading.work, reading.run.surprises, reading.cursor.timestep + 1
    now, start = known.mean(stop) if known is not None else (math.nan, 0)
    old = math.nan
    if work is not None and work.free.surprises is not None:
        timesteps = (work.alignment.untouched(timestep) for timestep in range(stop - 1, start - 1, -1))
        last = next((timestep for timestep in timesteps if timestep is not None), None)
        old = work.free.surprises.mean(last + 1)[0] if last is not None else math.nan
    return Compared("so far" if start == 0 else f"last {LAST}", now, old, "nats")


def _answers(reading: Reading) -> tuple[Compared, ...]:
    answer, ghost, asked = reading.answers()[0], reading.ghost, reading.asked()
    old = ghost.answers()[0] if ghost is not None else math.nan
    rows = (Compared("answer", answer, old),)
    wanted = ghost.asked() if ghost is not None else None
    if asked is None:
        return rows
    off = abs(wanted.value - old) if wanted is not None else math.nan
    return (*rows, Compared("off by", abs(asked.value - answer), off))
