"""What a person has read already: at how many timesteps a phase was shown before, so that its lesson is not said forever."""

from __future__ import annotations

from lstm_tui.family.words import LESSONS
from lstm_tui.session import Session


class Seen:
    """Remembers the first timesteps at which each phase of a kind of cell was shown."""

    def __init__(self) -> None:
        self._order: dict[tuple[str, int, str], dict[int, int]] = {}

    def at(self, session: Session) -> int:
        """Return at how many other timesteps the phase at the cursor was shown before, LESSONS at most; and note this one.

        A place that was among the first keeps its number, so that it reads the same when one comes back.
        """
        cursor = session.cursor
        kind = session.run.bundle.network.cells[cursor.layer].kind
        order = self._order.setdefault((kind, min(cursor.layer, 1), session.phase.key), {})
        if cursor.timestep not in order and len(order) < LESSONS:
            order[cursor.timestep] = len(order)
        return order.get(cursor.timestep, LESSONS)
