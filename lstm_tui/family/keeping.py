"""Sentences on a note of which a share is kept and to which a share of the news is written."""

from __future__ import annotations

from lstm_tui.explain.phrases import every, largest, portion, spoken
from lstm_tui.explain.reading import Reading
from lstm_tui.family.words import lesson


def kept_share(reading: Reading, gate: str) -> str:
    """Return how much of its number on the note the unit keeps, the gate being what says it."""
    unit, share = reading.unit, reading.numbers.values[gate]
    old, amount = reading.numbers.values[f"{reading.notation.note}_prev"], portion(share, whole="all")
    if old == 0:
        return f"Unit {unit} has nothing on the note: there is nothing to keep."
    if abs(old) < 0.0005:
        return f"Unit {unit} has next to nothing on the note; it keeps {amount} of that."
    return f"Unit {unit} keeps {amount} of its {spoken(old)}."


def proposals(reading: Reading, candidate: str, only: str) -> tuple[str, ...]:
    """Return the words on what could be written.

    Args: candidate: the quantity. only: what else has a say in it.
    """
    values, own = reading.step[candidate], reading.numbers.values[candidate]
    up, down, count = int((values > 0).sum()), int((values < 0).sum()), len(values)
    ask = "What could be written? A tanh layer proposes a number from −1 to 1 for every unit."
    ways: tuple[str, ...] = ()
    if count > 1 and count in (up, down):
        ways = (f"{every(count)} units propose to go {'up' if up else 'down'}.",)
    elif count > 1 and up:
        ways = (f"{up} of {count} units propose{'s' * (up == 1)} to go up, {down or 'none'} down.",)
    return (
        *lesson(reading, ask),
        f"Unit {reading.unit} proposes {spoken(own) if own else 'no change'}.",
        *largest(values, "proposes the most", "propose the most"),
        *ways,
        *lesson(reading, only),
    )


def rewritten(reading: Reading) -> str:
    """Return what became of the unit's number: what was kept of it, and what was written."""
    unit, values, note = reading.unit, reading.numbers.values, reading.notation.note
    old, new = values[f"{note}_prev"], values[note]
    parts = f"{spoken(values['kept'])} kept, {spoken(values['written'])} written"
    if new == old:
        return f"Unit {unit} stays at {spoken(new)}: {parts}."
    if spoken(new) == spoken(old):
        return f"Unit {unit}: {parts}. It hardly moves from {spoken(old)}."
    return f"Unit {unit}: {parts}. It was {spoken(old)}, it is {spoken(new)}."
