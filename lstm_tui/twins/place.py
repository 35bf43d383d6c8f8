"""Where the other runs of a session stand while the first one leads: by what their layers and phases mean."""

from __future__ import annotations

from lstm_tui.core.phases import PREDICTION, phase_beside
from lstm_tui.session import Cursor, Session


def cursor_of(session: Session, index: int) -> Cursor | None:
    """Return where a run stands, in its own layers and phases; None where it has no such timestep.

    A run of fewer layers waits at the end of its last one. Every prediction is made at the same time.
    """
    if index == 0:
        return session.cursor
    run, lead, at = session.runs[index], session.run.bundle.network, session.cursor
    timestep = session.alignment.untouched(at.timestep) if run is session.free else at.timestep
    if timestep is None:
        return None
    network, phases = run.bundle.network, lead.phases(at.layer)
    last = len(network.cells) - 1
    if phases[at.phase] is PREDICTION:
        return Cursor(timestep, last, len(network.phases(last)) - 1)
    if at.layer > last:
        return Cursor(timestep, last, len(network.cells[last].phases) - 1)
    return Cursor(timestep, at.layer, phase_beside(phases, at.phase, network.cells[at.layer].phases))


def to_phase_of(session: Session, index: int, key: str) -> Session:
    """Go where a run stands at one of its phases; the same session where it never does."""
    if index == 0:
        return session.to_phase(key)
    network = session.runs[index].bundle.network
    for stop in session.stops:
        there = session.to_layer(stop.layer).to_phase(stop.phase.key)
        cursor = cursor_of(there, index)
        if cursor is not None and network.phases(cursor.layer)[cursor.phase].key == key:
            return there
    return session
