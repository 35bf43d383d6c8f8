"""How much of a text is unknown to the model that reads it, and which operations it has no place for, in one line."""

from __future__ import annotations

from unicodedata import category

from lstm_tui.operations.grammar import spelled
from lstm_tui.run import Run
from lstm_tui.session import Session
from lstm_tui.twins.naming import names_of
from lstm_tui.twins.spoken import unknown_to
from lstm_tui.visible import quoted, visible

ENOUGH = 2 / 3  # of a text known: below it the model offers its own
MOST_NAMED = 8  # of the symbols that a model does not know
LONGEST = 100_000  # symbols in which sequences are looked for


def unknown_in_words(run: Run) -> str:
    """Return how many symbols are unknown, and how many emoji are sequences of several; "" where all is known."""
    if not run.unknown:
        return ""
    words = f"{run.unknown:,} of {len(run):,} symbols unknown to this model"
    count = sequences(run.text) if len(run) <= LONGEST else 0
    if count:
        words += f" ({count:,} emoji sequence{'s' * (count > 1)})"
    return words


def lacking_in_words(session: Session) -> str:
    """Return which symbols of the text which of the runs side by side does not know; "" where all know all."""
    said = []
    for name, run in zip(names_of(session), session.runs, strict=True):
        lacks = unknown_to(run)
        if lacks:
            some = " ".join(map(quoted, lacks[:MOST_NAMED])) + (" …" if len(lacks) > MOST_NAMED else "")
            said.append(f"{visible(name)} does not know {some}")
    return f"{'; '.join(said)}." if said else ""


def sequences(text: str) -> int:
    """Return how many emoji and flags of a text, as people see them, are made of several symbols."""
    if text.isascii():
        return 0
    from wcwidth import iter_graphemes

    return sum(len(sign) > 1 and category(sign[0]) in ("So", "Sk") for sign in iter_graphemes(text))


def knows_too_little(run: Run) -> bool:
    """Say whether the model knows less than two thirds of the text."""
    return len(run) - run.unknown < ENOUGH * len(run)


def waiting_in_words(session: Session) -> str:
    """Return which operations are not in force, and why the first is not; "" where all are."""
    waiting = [(wish, why) for wish, why in zip(session.wanted, session.reasons, strict=True) if why]
    if not waiting:
        return ""
    wish, why = waiting[0]
    return f"Not in force: {visible(spelled(wish))} ({why.removesuffix('.')})" + (
        f", and {len(waiting) - 1} more." if len(waiting) > 1 else "."
    )
