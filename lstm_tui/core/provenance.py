"""Who wrote what on the note: bookkeeping, exact as long as the gates are taken as they were.

Where a cell keeps a share of its note and adds something to it, c_t = k_t ⊙ c_{t−1} + a_t (an LSTM: k = f, a = i ⊙ g), the
note at T is

    c_T = (∏_{j ≤ T} k_j) ⊙ c_before  +  Σ_t (∏_{t < j ≤ T} k_j) ⊙ a_t

so that every symbol has its share of it. The gates themselves hang on what was read: this says who wrote, not who was
the cause; for a cause something must be operated on (core/intervention.py). All sums here are float64.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_tui.core.cells.base import Cell
from lstm_tui.core.trace import Trace
from lstm_tui.errors import LstmTuiError

Numbers = NDArray[np.float64]
FARTHEST = 4096  # timesteps that are told apart; what was written before them is one share


@dataclass(frozen=True, eq=False)
class Shares:
    """A number, and how much of it each of the last timesteps wrote.

    Attributes:
        value: as it is in the trace. first: the first timestep that is told apart.
        written: (n,), of the timesteps first, first + 1, ...
        before: what was there before `first`: the start, or all that is farther back.
        rest: what no timestep wrote (a bias). rounding: value − all the others: what the run's own arithmetic rounded.
    """

    value: float
    first: int
    written: Numbers
    before: float
    rest: float = 0.0

    @property
    def rounding(self) -> float:
        """What is left over."""
        return self.value - math.fsum((*self.written.tolist(), self.before, self.rest))


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


def fading(trace: Trace, layer: int, first: int, timestep: int, units: slice | int = slice(None)) -> Numbers:
    """Return what is left at `timestep` of what was written at first, first + 1, ..., timestep, (n, ...): ∏ of what is kept.

    The last row is 1.   Raises: LstmTuiError, see `check`; timesteps that are not computed.
    """
    cell = trace.network.cells[layer]
    check(cell)
    kept = np.asarray(trace.column(cell.keeps, layer, first, timestep + 1)[:, units], np.float64)
    left = np.ones_like(kept)
    left[:-1] = np.cumprod(kept[:0:-1], axis=0)[::-1]
    return left


def _parts(trace: Trace, layer: int, timestep: int, units: slice | int) -> tuple[int, Numbers, Numbers]:
    """Return the first timestep told apart, what each wrote (n, ...), and what was there before (...)."""
    cell = trace.network.cells[layer]
    first = max(0, timestep + 1 - FARTHEST)
    left = fading(trace, layer, first, timestep, units)
    written = left * trace.column(cell.adds, layer, first, timestep + 1)[:, units]
    at_first = trace.step(first, layer)
    before = left[0] * at_first[cell.keeps][units] * at_first[f"{cell.note}_prev"][units].astype(np.float64)
    return first, written, np.asarray(before)


def of_unit(trace: Trace, layer: int, unit: int, timestep: int) -> Shares:
    """Return who wrote the value of one unit of the note at a timestep (from 0)."""
    first, written, before = _parts(trace, layer, timestep, unit)
    value = float(trace.step(timestep, layer)[trace.network.cells[layer].note][unit])
    return Shares(value, first, written, float(before))


def of_note(trace: Trace, layer: int, timestep: int) -> Shares:
    """Return by size who wrote the whole note: Σ over the units of |share|. These are sizes; they do not add up to |c|."""
    first, written, before = _parts(trace, layer, timestep, slice(None))
    sizes, old = np.abs(written).sum(axis=1), float(np.abs(before).sum())
    return Shares(float(sizes.sum()) + old, first, sizes, old)


def of_logit(trace: Trace, index: int, timestep: int) -> Shares:
    """Return who wrote one logit of the prediction: y = Σ_j W_j o_j (tanh(c_j) / c_j) c_j + b, with c_j's shares.

    o and the ratio tanh(c) / c of this timestep are held as they are, which makes the sum exact.
    """
    network = trace.network
    layer = len(network.cells) - 1
    step = trace.step(timestep, layer)
    first, written, before = _parts(trace, layer, timestep, slice(None))
    c, h = (np.asarray(step[name], np.float64) for name in (network.cells[layer].note, "h"))
    said = np.divide(h, c, out=np.zeros_like(h), where=c != 0)  # h = (o tanh(c) / c) c
    weights = network.W_hy[index].astype(np.float64) * said
    value = float(step["logits"][index])
    return Shares(value, first, written @ weights, float(before @ weights), float(network.b_y[index]))


def half_life(mean_kept: float) -> float:
    """Return after how many timesteps half of what was written is left, ln ½ / ln(mean share kept); inf where all stays."""
    if mean_kept >= 1:
        return math.inf
    return math.log(0.5) / math.log(mean_kept) if mean_kept > 0 else 0.0


def half_lives(trace: Trace, layer: int, stop: int | None = None) -> Numbers:
    """Return each unit's half-life over the timesteps before `stop` (all that are known where None), (H,)."""
    cell = trace.network.cells[layer]
    check(cell)
    stop = trace.computed if stop is None else min(stop, trace.computed)
    total = np.zeros(cell.hidden_size)
    for _, columns in trace.sweep((cell.keeps,), layer, 0, stop):
        total += columns[cell.keeps].sum(axis=0, dtype=np.float64)
    return np.array([half_life(mean) for mean in (total / stop).tolist()])


def triangle(trace: Trace, layer: int, unit: int, first: int, stop: int) -> Numbers:
    """Return who of the past still stands on one unit's note at each of the timesteps first..stop, (n, n).

    Row T, column t: (∏_{t < j ≤ T} k_j) a_t; zero above the diagonal. A row and what was there before `first` add up to
    the unit's value at T.
    """
    cell = trace.network.cells[layer]
    check(cell)
    kept = trace.column(cell.keeps, layer, first, stop)[:, unit].astype(np.float64)
    added = trace.column(cell.adds, layer, first, stop)[:, unit].astype(np.float64)
    rows = np.zeros((len(kept), len(kept)))
    for t in range(len(kept)):
        if t:
            rows[t, :t] = rows[t - 1, :t] * kept[t]
        rows[t, t] = added[t]
    return rows
