"""Who wrote what on the note: bookkeeping, exact as long as the gates are taken as they were.

Where a cell keeps a share of its note and adds something to it, c_t = k_t ⊙ c_{t−1} + a_t (an LSTM: k = f, a = i ⊙ g), the
note at T is

    c_T = (∏_{j ≤ T} k_j) ⊙ c_before  +  Σ_t (∏_{t < j ≤ T} k_j) ⊙ a_t

so that every symbol has its share of it. The gates themselves hang on what was read: this says who wrote, not who was
the cause; for a cause something must be operated on (core/intervention.py). All sums here are float64.

Where the note was set by hand it is no such sum: all that stands there then counts as written at that timestep, and k as 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_tui.core.cells.base import Cell
from lstm_tui.core.trace import Trace
from lstm_tui.errors import LstmTuiError

Numbers = NDArray[np.float64]
FARTHEST = 4096  # timesteps that are told apart; what was written before them is one share
ROUNDED = 16  # units of the last place by which the run's own arithmetic may miss the sum


@dataclass(frozen=True, eq=False)
class Shares:
    """A number, and how much of it each of the last timesteps wrote.

    Attributes:
        value: as it is in the trace. first: the first timestep that is told apart.
        written: (n,), of the timesteps first, first + 1, ...
        before: what was there before `first`: the start, or all that is farther back.
        fresh: (n,): what each wrote when it was written; of the whole note by size, Σ |a|; of a logit in its weights,
            Σ |w a|, w = W o tanh(c)/c.
        left: (n,): which share of that is left, by the same sizes.
        rest: what no timestep wrote (a bias). rounding: value − all the others: what the run's own arithmetic rounded.
        by_hand: the timesteps at which the note was set by hand.
    """

    value: float
    first: int
    written: Numbers
    before: float
    fresh: Numbers
    left: Numbers
    rest: float = 0.0
    by_hand: tuple[int, ...] = ()

    @property
    def rounding(self) -> float:
        """What is left over."""
        return self.value - added((*self.written.tolist(), self.before, self.rest))


def added(values: Iterable[float]) -> float:
    """Return the sum, rounded once; NaN where something is beyond the range."""
    try:
        return math.fsum(values)
    except (OverflowError, ValueError):  # ∞ − ∞
        return math.nan


def check(cell: Cell) -> None:
    """Refuse a cell whose note is no sum of what was written.

    Raises:
        LstmTuiError: there is no share that stays and nothing that is added.
    """
    if not (cell.keeps and cell.adds):
        raise LstmTuiError(
            f"The note of this {cell.title} is written anew as a whole at every timestep: there is no sum of shares.",
            "What a symbol leaves in it shows when the symbol is changed.",
        )


@dataclass(frozen=True, eq=False)
class _Course:
    """Of timesteps first, first + 1, ...: what was kept and added, whether by hand, and what is left of it at the last.

    Attributes: kept, added, hand, left: (n, ...). before: (...), what is left of what was there before.
    """

    first: int
    kept: Numbers
    added: Numbers
    hand: NDArray[np.bool_]
    left: Numbers
    before: Numbers

    @property
    def by_hand(self) -> tuple[int, ...]:
        """The timesteps at which something was set by hand."""
        flat = self.hand.reshape(len(self.hand), -1).any(axis=1)
        return tuple((self.first + np.flatnonzero(flat)).tolist())


def _course(trace: Trace, layer: int, first: int, stop: int, units: slice | int) -> _Course:
    """Read what was kept and added at the timesteps first..stop.

    Raises:
        LstmTuiError: see `check`; timesteps that are not computed.
    """
    cell = trace.network.cells[layer]
    check(cell)
    kept, added = (
        np.array(trace.column(name, layer, first, stop)[:, units], np.float64) for name in (cell.keeps, cell.adds)
    )
    found = trace.step(first, layer)[f"{cell.note}_prev"][units].astype(np.float64)
    hand = np.zeros(kept.shape, bool)
    for clamp in trace.operations.within(layer, first, stop):
        end = stop if clamp.last is None else clamp.last + 1
        hand[max(0, clamp.first - first) : max(0, end - first)] = True
    if hand.any():
        note = trace.column(cell.note, layer, first, stop)[:, units].astype(np.float64)
        before = np.concatenate([found[None], note[:-1]])
        off = np.abs(note - (kept * before + added))
        hand &= off > ROUNDED * np.finfo(trace.network.dtype).eps * (np.abs(kept * before) + np.abs(added))
        kept[hand], added[hand] = 0, note[hand]
    left = np.ones_like(kept)
    left[:-1] = np.cumprod(kept[:0:-1], axis=0)[::-1]
    return _Course(first, kept, added, hand, left, np.asarray(left[0] * kept[0] * found))


def fading(trace: Trace, layer: int, first: int, timestep: int, units: slice | int = slice(None)) -> Numbers:
    """Return what is left at `timestep` of what was written at first, first + 1, ..., timestep, (n, ...): ∏ of what is kept.

    The last row is 1.   Raises: LstmTuiError, see `check`; timesteps that are not computed.
    """
    return _course(trace, layer, first, timestep + 1, units).left


def ink(trace: Trace, layer: int, first: int, timestep: int) -> Numbers:
    """Return what the timesteps first, first + 1, ..., timestep wrote on every unit, as far as it is left then, (n, H).

    Raises: LstmTuiError, see `check`; timesteps that are not computed.
    """
    course = _course(trace, layer, first, timestep + 1, slice(None))
    return course.left * course.added


def _first(timestep: int, farthest: int | None) -> int:
    return max(0, timestep + 1 - (FARTHEST if farthest is None else farthest))


def of_unit(trace: Trace, layer: int, unit: int, timestep: int, farthest: int | None = None) -> Shares:
    """Return who wrote the value of one unit of the note at a timestep (from 0).

    Args: farthest: how many of the last timesteps are told apart; FARTHEST where None.
    """
    course = _course(trace, layer, _first(timestep, farthest), timestep + 1, unit)
    value = float(trace.step(timestep, layer)[trace.network.cells[layer].note][unit])
    written = course.left * course.added
    return Shares(value, course.first, written, float(course.before), course.added, course.left, by_hand=course.by_hand)


def of_note(trace: Trace, layer: int, timestep: int, farthest: int | None = None) -> Shares:
    """Return by size who wrote the whole note: Σ over the units of |share|. These are sizes; they do not add up to |c|."""
    course = _course(trace, layer, _first(timestep, farthest), timestep + 1, slice(None))
    sizes, fresh, left = _by_size(course, np.ones(course.added.shape[1]))
    old = float(np.abs(course.before).sum())
    return Shares(float(sizes.sum()) + old, course.first, sizes, old, fresh, left, by_hand=course.by_hand)


def _by_size(course: _Course, weights: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return over all units as weighted (H,), (n,) each: the size of what is left, of what was written, their ratio.

    The ratio is 1 where nothing was written.
    """
    fresh = np.abs(weights * course.added).sum(axis=1)
    sizes = np.abs(weights * course.left * course.added).sum(axis=1)
    return sizes, fresh, np.divide(sizes, fresh, out=np.ones_like(sizes), where=fresh > 0)


def of_logit(trace: Trace, index: int, timestep: int, farthest: int | None = None) -> Shares:
    """Return who wrote one logit of the prediction: y = Σ_j W_j o_j (tanh(c_j) / c_j) c_j + b, with c_j's shares.

    o and the ratio tanh(c) / c of this timestep are held as they are, which makes the sum exact; what a symbol wrote, and
    which share of it is left, is told by size in the same weights, W_j o_j tanh(c_j) / c_j. Where the note is 0 and h
    is not (it was set by hand), what h says counts to the rest, beside the bias.
    """
    network = trace.network
    layer = len(network.cells) - 1
    step = trace.step(timestep, layer)
    course = _course(trace, layer, _first(timestep, farthest), timestep + 1, slice(None))
    c, h = (np.asarray(step[name], np.float64) for name in (network.cells[layer].note, "h"))
    said = np.divide(h, c, out=np.zeros_like(h), where=c != 0)  # h = (o tanh(c) / c) c
    row = network.W_hy[index].astype(np.float64)
    _, fresh, left = _by_size(course, row * said)
    rest = float(network.b_y[index]) + float(row[c == 0] @ h[c == 0])
    written = (course.left * course.added) @ (row * said)
    before = float(course.before @ (row * said))
    return Shares(float(step["logits"][index]), course.first, written, before, fresh, left, rest, course.by_hand)


def half_life(mean_kept: float) -> float:
    """Return after how many timesteps half of what was written is left, ln ½ / ln(mean share kept); inf where all stays."""
    if mean_kept >= 1:
        return math.inf
    return math.log(0.5) / math.log(mean_kept) if mean_kept > 0 else 0.0


def half_lives(trace: Trace, layer: int, stop: int | None = None) -> Numbers:
    """Return each unit's half-life over the timesteps before `stop` (all that are known where None), (H,)."""
    for _, lives in half_lives_so_far(trace, layer, stop):  # noqa: B007 (the last one is wanted)
        pass
    return lives


def half_lives_so_far(trace: Trace, layer: int, stop: int | None = None) -> Iterator[tuple[int, Numbers]]:
    """Yield, window by window of the trace, over how many timesteps the half-lives are taken, and these, (H,).

    What is not computed yet is computed; without a `stop` what is.   Raises: LstmTuiError, see `check`.
    """
    cell = trace.network.cells[layer]
    check(cell)
    total = np.zeros(cell.hidden_size)
    for start, columns in trace.sweep((cell.keeps,), layer, 0, max(1, trace.computed) if stop is None else stop):
        total += columns[cell.keeps].sum(axis=0, dtype=np.float64)
        read = start + len(columns[cell.keeps])
        yield read, np.array([half_life(mean) for mean in (total / read).tolist()])


def triangle(trace: Trace, layer: int, unit: int, first: int, stop: int) -> Numbers:
    """Return who of the past still stands on one unit's note at each of the timesteps first..stop, (n, n).

    Row T, column t: (∏_{t < j ≤ T} k_j) a_t; zero above the diagonal. A row and what was there before `first` add up to
    the unit's value at T.
    """
    course = _course(trace, layer, first, stop, unit)
    rows = np.zeros((stop - first, stop - first))
    for t, (kept, added) in enumerate(zip(course.kept.tolist(), course.added.tolist(), strict=True)):
        if t:
            rows[t, :t] = rows[t - 1, :t] * kept
        rows[t, t] = added
    return rows
