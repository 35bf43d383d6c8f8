"""How much of a text is unknown to the model that reads it, in one line."""

from __future__ import annotations

from unicodedata import category

from lstm_tui.run import Run

ENOUGH = 2 / 3  # of a text known: below it the model offers its own
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


def sequences(text: str) -> int:
    """Return how many emoji and flags of a text, as people see them, are made of several symbols."""
    if text.isascii():
        return 0
    from wcwidth import iter_graphemes

    return sum(len(sign) > 1 and category(sign[0]) in ("So", "Sk") for sign in iter_graphemes(text))


def knows_too_little(run: Run) -> bool:
    """Say whether the model knows less than two thirds of the text."""
    return len(run) - run.unknown < ENOUGH * len(run)
