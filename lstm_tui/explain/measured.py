"""Tables of what counts, as far as they are measured: kept while one looks elsewhere, gone on with when one comes back."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from lstm_tui.errors import LstmTuiError
from lstm_tui.explain.digits import plain
from lstm_tui.measuring import Row, at_means_in_steps, silencing_in_steps
from lstm_tui.operations.kinds import Operation, Tear
from lstm_tui.reaching import Over, Reach, reaches_in_steps
from lstm_tui.run import Run

SILENCE, MEAN, MEMORY = WAYS = "silence", "mean", "memory"
CALLED = {SILENCE: "each unit silenced", MEAN: "each gate at its mean", MEMORY: "the note torn off"}
LONGEST = 100_000  # symbols
ORDERS = ("rise", "unit")
DIGITS = 4  # decimals of a loss


@dataclass(eq=False)
class Table:
    """One measurement, as far as it is done.

    Attributes:
        way: one of WAYS. run, layer: of which; the memory is that of all layers.
        free: the loss with nothing done; NaN while unknown. rows, reaches: what was found. share: what is done of it.
        wrong: why there is nothing to measure; "" where there is.
    """

    way: str
    run: Run
    layer: int
    free: float = math.nan
    rows: list[Row] = field(default_factory=list)
    reaches: list[Reach] = field(default_factory=list)
    share: float = 0.0
    wrong: str = ""
    _steps: Iterator[Row | Reach] | None = None

    @property
    def done(self) -> bool:
        """Whether nothing is left to measure."""
        return self.share >= 1 or bool(self.wrong)

    def steps(self) -> Iterator[None]:
        """Measure on, a small piece at a time; whoever stops may go on later."""
        try:
            if self._steps is None:
                self._steps = self._begun()
            for found in self._steps:
                self._take(found)
                yield
            self.share = 1.0
        except LstmTuiError as error:
            self.wrong = str(error)

    def _begun(self) -> Iterator[Row | Reach]:
        if len(self.run) > LONGEST:
            raise LstmTuiError(f"The text has {len(self.run):,} symbols; at most {LONGEST:,} are measured.", "Cut it.")
        if self.way == MEMORY:
            return reaches_in_steps(self.run)
        return (silencing_in_steps if self.way == SILENCE else at_means_in_steps)(self.run, self.layer)

    def _take(self, found: Row | Reach) -> None:
        self.share = max(self.share, min(found.share, 0.999))
        if math.isnan(found.loss):
            return
        if isinstance(found, Reach):
            self.reaches.append(found)
            if found.symbols is None:
                self.free = found.loss
        elif found.operation is None:
            self.free = found.loss
        else:
            self.rows.append(found)

    def in_order(self, order: str) -> list[Row]:
        """Return the rows, the largest rise first, or as they were measured."""
        return sorted(self.rows, key=lambda row: -row.rise) if order == "rise" else list(self.rows)


class Tables:
    """Every measurement that was begun. Those of another run are given up; curves of the same text stay, by model."""

    def __init__(self) -> None:
        self._run: Run | None = None
        self._found: dict[tuple[str, int], Table] = {}
        self._curves: dict[str, dict[str, tuple[Reach, ...]]] = {}

    def of(self, run: Run, way: str, layer: int) -> Table:
        """Return the table of a run, begun where it was not."""
        if self._run is None or self._run.trace is not run.trace:
            self._run, self._found = run, {}
        key = (way, 0 if way == MEMORY else layer)
        return self._found.setdefault(key, Table(way, run, key[1]))

    def curves(self, table: Table) -> dict[str, tuple[Reach, ...]]:
        """Return the curves of the memory over this text: this model's, and those of others that were measured on it."""
        kept = self._curves.setdefault(table.run.text, {})
        if table.way == MEMORY and table.share >= 1:
            kept[table.run.bundle.name] = tuple(table.reaches)
        return kept


def rise_as_printed(row: Row, free: float) -> str:
    """Return by how much the loss rises: the difference of the two losses as they are printed."""
    return plain(round(row.loss, DIGITS) - round(free, DIGITS), DIGITS)


def said_of(over: Over) -> str:
    """Return which predictions the memory is measured over: the same ones in every row."""
    where = f"from timestep {over.first:,} on" if over.everything else f"spread from timestep {over.first:,} on"
    return f"over {over.predictions:,} of {over.known:,} predictions, {where}"


def torn_before(reach: Reach, timestep: int) -> Operation:
    """Return the operation that leaves so many symbols to remember at a timestep (from 0).

    Raises:
        LstmTuiError: nothing is torn off in this row, or fewer symbols stand before the cursor.
    """
    if reach.symbols is None:
        raise LstmTuiError("Nothing is torn off here.", "Choose another row.")
    if reach.symbols > timestep + 1:
        raise LstmTuiError(
            f"Only {timestep + 1} symbols are read at the cursor: none is {reach.symbols} ago.", "Stand further on."
        )
    return Tear(timestep + 1 - reach.symbols)
