"""The one door to a session: from what a person asks for to a session that stands there."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_tui.errors import LstmTuiError
from lstm_tui.models import registry
from lstm_tui.operations.grammar import parse
from lstm_tui.operations.kinds import Hold, Operation, SetBias, Silence
from lstm_tui.run import Run, opening_text
from lstm_tui.session import Session
from lstm_tui.wish import Wish, read_text


def open_session(wish: Wish, timesteps: int | None = None) -> Session:
    """Open what is asked for; see `read_text` and `open_text`."""
    return open_text(read_text(wish), wish, timesteps)


def open_text(text: str | None, wish: Wish, timesteps: int | None = None, wanted: Sequence[Operation] = ()) -> Session:
    """Open a text, or the model's own where None, with the model asked for, and go to the place asked for.

    Args: timesteps: how many to compute of a long text, and as far as the place; all where None. wanted: operations besides
        those of the wish, which may name what the run does not have: these wait.

    Raises:
        LstmTuiError: any of it does not exist; the message says which there are.
    """
    bundle = registry.load(wish.model or registry.DEFAULT)
    session = Session.open(bundle, opening_text(bundle) if text is None else text, timesteps)
    if wish.moment is not None:
        session = session.to_snapshot(wish.moment - 1)
    if wish.operations:
        session = session.operated([parse(operation) for operation in wish.operations])
    if wanted:
        session = session.wanting([*session.wanted, *wanted])
    if timesteps is None:
        session.advance_to(len(session))
    if wish.beside:
        session = session.beside([named_beside(session, said) for said in wish.beside])
    if wish.layer is not None:
        session = session.to_layer(wish.layer - 1)
    if wish.phase is not None:
        session = session.to_phase(wish.phase)
    if wish.timestep is not None:
        if 0 < wish.timestep <= len(session):
            session.advance_to(wish.timestep)
        session = session.seek(wish.timestep - 1)
    return session


UNTOUCHED = "untouched"  # names the run without the operations that are in force


def named_beside(session: Session, said: str) -> Run:
    """Return the run of another model on the text of a session: its name or path, "@K" for a moment of its training.

    Raises:
        LstmTuiError: there is no such model or moment, or it reads something else.
    """
    if said == UNTOUCHED:
        if session.free is None:
            raise LstmTuiError("Nothing is done to the run: it is the untouched one.", "Operate on it first.")
        return session.free
    name, at, moment = said.rpartition("@")
    wants_moment = bool(at) and moment.isascii() and moment.isdecimal()
    bundle = registry.load(name if wants_moment else said)
    run = session.opened_beside(bundle)
    return run.to_snapshot(int(moment) - 1, session.computed) if wants_moment else run


FULL = 8  # the symbol at which the first picture of a model's own text stands


def in_the_middle(session: Session) -> Session:
    """Stand where the first picture is full: some symbols in, at the first phase that makes something of them."""
    return session.seek(min(FULL, len(session), session.computed) - 1).next_phase()


def unit_for(session: Session, wish: Wish) -> int:
    """Return the unit asked for, or the first that is operated on in this layer, or the one worth watching first.

    Raises:
        LstmTuiError: the layer has no such unit.
    """
    layer, unit = session.cursor.layer, wish.unit
    if unit is None:
        named = (
            each for each in session.operations if isinstance(each, Hold | Silence | SetBias) and each.layer == layer
        )
        return next((each.units[0] for each in named if each.units), session.run.default_unit(layer))
    last = session.run.hidden_size(layer) - 1
    if not 0 <= unit <= last:
        raise LstmTuiError(f"There is no unit {unit}.", f"Layer {layer + 1} has units 0 to {last}.")
    return unit
