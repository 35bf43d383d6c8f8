"""What operations change: the loss over the text then and now, the prediction at the cursor, and how long it is felt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lstm_tui.core.trace import Trace
from lstm_tui.errors import LstmTuiError
from lstm_tui.measuring import surprises_in_pieces
from lstm_tui.run import Run
from lstm_tui.session import Session

FELT = 0.01  # an output that differs by less is called the same


@dataclass(frozen=True)
class Loss:
    """A loss as far as it is summed: the mean of −ln p of what the text says next, in nats, over `count` symbols."""

    total: float = 0.0
    count: int = 0

    @property
    def mean(self) -> float:
        """In nats a symbol; NaN where a number is beyond the range of the model's, or nothing is summed."""
        return self.total / self.count if self.count else float("nan")

    def with_piece(self, known: NDArray[np.bool_], surprises: NDArray[np.float64]) -> Loss:
        """Add the surprises that are known."""
        return Loss(self.total + float(surprises[known].sum()), self.count + int(known.sum()))


@dataclass(frozen=True)
class Effect:
    """What is known of it after a part of the text.

    Attributes:
        free, operated: the losses. lacking: why there is none; "" where there is.
        first, last: the timesteps of the operated run (from 0) at which an output first and last differs by FELT or more;
            None where none does. differing: at how many it does. compared: how many timesteps were. share: of the whole work that is done, 0 to 1.
    """

    free: Loss = Loss()
    operated: Loss = Loss()
    lacking: str = ""
    first: int | None = None
    last: int | None = None
    differing: int = 0
    compared: int = 0
    share: float = 0.0


@dataclass(frozen=True)
class Here:
    """An output at the cursor: of the symbol that comes next, or of the likeliest at the end; of the first number.

    Attributes: symbol: "" of a number. follows: the text says it next. operated, free: the output; `free` is None where the
        untouched run has no timestep beside this one. untouched: nothing is in force.
    """

    symbol: str
    follows: bool
    operated: float
    free: float | None
    untouched: bool


def here(session: Session) -> Here:
    """Return what is predicted at the cursor, then and now."""
    run, timestep, top, untouched = session.run, session.cursor.timestep, session.run.layers - 1, session.free is None
    now = run.trace.step(timestep, top)["probs"]
    beside = session.alignment.untouched(timestep)
    then = session.base.trace.step(beside, top)["probs"] if beside is not None else None
    symbols = run.tokens.symbols
    if not symbols or run.bundle.network.output == "linear":
        return Here("", False, float(now[0]), None if then is None else float(then[0]), untouched)
    following = run.symbols[timestep + 1] if timestep + 1 < len(run) else None
    index = run.tokens.index(following) if following is not None else None
    k = int(np.argmax(now)) if index is None else index
    before = None if then is None else float(then[k])
    return Here(symbols[k], index is not None, float(now[k]), before, untouched)


def effects(session: Session) -> Iterator[Effect]:
    """Yield what the operations in force change, window by window; the last one is that of the whole text."""
    effect = Effect()
    whole = 2 * len(session.run) + len(session.base)
    done = 0
    for name, run in (("operated", session.run), ("free", session.base)):
        if name == "free" and session.free is None:
            effect = replace(effect, free=effect.operated)
            break
        try:
            for known, surprises in surprises_in_pieces(run):
                done += len(known)
                loss = getattr(effect, name).with_piece(known, surprises)
                effect = replace(effect, **{name: loss}, share=done / whole)
                yield effect
        except LstmTuiError as error:
            effect = replace(effect, lacking=str(error))
            break
    if session.free is not None:
        done = len(session.run) + len(session.base)
        for start, felt in _felt(session):
            found = np.flatnonzero(felt) + start
            if len(found):
                first = int(found[0]) if effect.first is None else effect.first
                effect = replace(effect, first=first, last=int(found[-1]), differing=effect.differing + len(found))
            compared = start + len(felt)
            effect = replace(effect, compared=compared, share=(done + compared) / whole)
            yield effect
    yield replace(effect, share=1.0)


def _felt(session: Session) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    """Yield of each window of the operated run whether an output differs; one with none beside it counts as different."""
    free = _Rows(session.base)
    sources = session.alignment.sources
    for start, columns in session.run.trace.sweep(("probs",), session.run.layers - 1):
        now = columns["probs"]
        if sources is None:
            beside = free.take(start, start + len(now))
            yield start, _differ(now, beside)
            continue
        places = sources[start : start + len(now)]
        known = [place for place in places if place is not None]
        felt = np.ones(len(now), bool)
        if known:
            rows = free.take(known[0], known[-1] + 1)
            at = np.array([place is not None for place in places])
            felt[at] = _differ(now[at], rows[np.array(known) - known[0]])
        yield start, felt


@np.errstate(over="ignore", invalid="ignore")  # what is no number differs
def _differ(now: np.ndarray, then: np.ndarray) -> NDArray[np.bool_]:
    """Return of each timestep whether an output differs by FELT or more, (n,) of outputs (n, V)."""
    differ: NDArray[np.bool_] = ~(np.abs(now - then) < FELT).all(axis=1)
    return differ


class _Rows:
    """The outputs of a run, taken from the first timestep to the last, a piece at a time."""

    def __init__(self, run: Run) -> None:
        self._sweep = _outputs(run.trace, run.layers - 1)
        self._start, self._rows = 0, np.empty((0, run.bundle.network.output_size))

    def take(self, start: int, stop: int) -> np.ndarray:
        """Return rows start..stop; none before `start` will be wanted again."""
        self._rows, self._start = self._rows[max(0, start - self._start) :], max(start, self._start)
        while self._start + len(self._rows) < stop:
            at, more = next(self._sweep)
            more = more[max(0, start - at) :]
            self._rows = np.concatenate([self._rows, more]) if len(self._rows) else more.copy()
        return self._rows[: stop - start]


def _outputs(trace: Trace, layer: int) -> Iterator[tuple[int, np.ndarray]]:
    for start, columns in trace.sweep(("probs",), layer):
        yield start, columns["probs"]
