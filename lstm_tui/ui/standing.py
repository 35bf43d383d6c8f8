"""Where a person stands: the session and the selected unit, owned by the app and shared by all views."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from lstm_tui.core.place import Place
from lstm_tui.errors import LstmTuiError
from lstm_tui.operations.bench import EMPTY, Bench
from lstm_tui.operations.grammar import spelled
from lstm_tui.operations.kinds import Operation
from lstm_tui.session import Session
from lstm_tui.twins.naming import spelled as named
from lstm_tui.ui.notice import Notice
from lstm_tui.wish import Wish

if TYPE_CHECKING:
    from lstm_tui.explain.measured import Tables


@dataclass(frozen=True, eq=False)
class Standing:
    """A session, the unit of the cursor's layer that is looked at, and the operations laid out.

    Attributes:
        bench: what the session wants is what is switched on there, always.
        goal: the timestep to go to once it is computed again under other operations; None where one stands there.
    """

    session: Session
    unit: int
    bench: Bench = EMPTY
    goal: int | None = None

    @classmethod
    def at(cls, session: Session, unit: int | None = None) -> Standing:
        """Stand in a new session, at a unit or the one worth watching first."""
        unit = session.run.default_unit(session.cursor.layer) if unit is None else unit
        return cls(session, unit, Bench.of(session.wanted))

    def anew(self, session: Session) -> Standing:
        """Stand in another session, at the unit worth watching first; the operations stay laid out."""
        return replace(self.moved(session), unit=session.run.default_unit(session.cursor.layer))

    @property
    def wish(self) -> Wish:
        """What to ask for to stand here again."""
        session, run = self.session, self.session.run
        return Wish(
            text=session.base.text,
            model=run.bundle.source or None,
            timestep=session.cursor.timestep + 1,
            layer=session.cursor.layer + 1 if run.layers > 1 else None,
            phase=session.phase.key,
            moment=run.moment + 1 if run.moment + 1 < len(run.bundle.snapshots) else None,
            unit=self.unit,
            operations=tuple(spelled(operation) for operation in session.operations),
            beside=tuple(filter(None, (named(session, other) for other in session.runs[1:]))),
        )

    def moved(self, session: Session) -> Standing:
        """Stand elsewhere, under the same operations; a unit that the layer there lacks becomes its last."""
        if session.wanted != self.bench.wanted:
            session = session.wanting(self.bench.wanted)
        unit = min(self.unit, session.run.hidden_size(session.cursor.layer) - 1)
        return Standing(session, unit, self.bench)

    def with_unit(self, unit: int) -> Standing:
        """Look at another unit; they go round."""
        return replace(self, unit=unit % self.session.run.hidden_size(self.session.cursor.layer))

    # operations ------------------------------------------------------------------

    def done(self, operation: Operation) -> Standing:
        """Put one more operation in force; undo takes it back.

        Raises:
            LstmTuiError: the run does not have what it names; this standing is as good as before.
        """
        return self._checked(self._at(self.bench.done(operation)), operation)

    def replaced(self, index: int, operation: Operation) -> Standing:
        """Put another operation in the place of one.

        Raises:
            LstmTuiError: the run does not have what it names; this standing is as good as before.
        """
        return self._checked(self._at(self.bench.replaced(index, operation)), operation)

    def _checked(self, new: Standing, operation: Operation) -> Standing:
        for wish, reason in zip(new.session.wanted, new.session.reasons, strict=True):
            if reason and wish == operation:
                raise LstmTuiError(reason)
        return new

    def switched(self, index: int) -> Standing:
        """Switch an operation off, or on again."""
        return self._at(self.bench.switched(index))

    def removed(self, index: int) -> Standing:
        """Take an operation away."""
        return self._at(self.bench.removed(index))

    def undone(self) -> Standing:
        """Stand under the operations before the last change; the same standing where there is none."""
        return self._at(self.bench.undone())

    def redone(self) -> Standing:
        """Stand under the operations that were undone last; the same standing where none were."""
        return self._at(self.bench.redone())

    def _at(self, bench: Bench) -> Standing:
        if bench is self.bench:
            return self
        timestep = self.session.cursor.timestep if self.goal is None else self.goal
        session = self.session.soon_wanting(bench.wanted, timestep)
        waits = session.cursor.timestep < min(timestep, len(session) - 1)
        return Standing(session, self.unit, bench, timestep if waits else None)

    def is_at(self, place: Place) -> bool:
        """Say whether one stands at a place already: at its timestep, in its layer and, where it is a unit's, at its unit."""
        cursor = self.session.cursor
        if (place.timestep, place.layer) != (cursor.timestep, cursor.layer):
            return False
        return self.toward(place).unit == self.unit

    def toward(self, place: Place) -> Standing:
        """Stand in the layer of a place and, where the number there is a unit's, at its unit; the timestep stays."""
        moved = self.moved(self.session.to_layer(place.layer))
        return moved.with_unit(place.unit) if self.session.run.is_of_a_unit(place) else moved


class Owner(Protocol):
    """Who owns the place, and what is said in passing: the app."""

    standing: Standing
    notice: Notice | None
    tables: Tables | None  # what was measured of the run

    @property
    def wish(self) -> Wish:
        """What to ask for to stand here again."""

    @property
    def place(self) -> str:
        """The command that leads where the person stands."""

    def stand(self, standing: Standing) -> None:
        """Let all views show another place."""
