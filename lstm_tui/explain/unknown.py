"""How much of a text is unknown to the model that reads it, in one line."""

from __future__ import annotations

from lstm_tui.run import Run

ENOUGH = 2 / 3  # of a text known: below it the model offers its own
LONGEST = 100_000  # symbols in which sequences are looked for


def unknown_in_words(run: Run) -> str:
    """Return how many symbols are unknown, and how many signs are sequences of several; "" where all is known."""
    if not run.unknown:
        return ""
    words = f"{run.unknown:,} of {len(run):,} symbols unknown to this model"
    count = sequences(run.text) if len(run) <= LONGEST else 0
    if count:
        words += f"; {count:,} sign{'s are sequences' if count > 1 else ' is a sequence'} of several symbols"
    return words


def sequences(text: str) -> int:
    """Return how many signs of a text, as people see them, are made of several symbols: emoji, flags, letters with marks."""
    if text.isascii():
        return 0
    from wcwidth import iter_graphemes

    return sum(len(sign) > 1 and sign != "\r\n" for sign in iter_graphemes(text))


def knows_too_little(run: Run) -> bool:
    """Say whether the model knows less than two thirds of the text."""
    return len(run) - run.unknown < ENOUGH * len(run)
