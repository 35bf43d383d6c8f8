"""What is to be seen on the sticky note at a phase: of every unit what stayed, what was newly written, what stood there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.explain.digits import short
from lstm_tui.explain.reading import Reading
from lstm_tui.family import family_of

FOUND, RUBBED, WRITTEN, HANDED = "the note he found", "being rubbed out", "written on", "the note he hands on"
EMPTY = "an empty note"


@dataclass(frozen=True, eq=False)
class Sheet:
    """The note's inks, (H,) each and signed.

    Attributes: title: what is happening to it. stays: what is left of the old ink. comes: what is added to it. was: what
    stood there. now: what stands there. quantity: the name of what stands there.
    """

    title: str
    stays: Array
    comes: Array
    was: Array
    now: Array
    quantity: str

    def change(self) -> Array:
        """Return how much of each unit this phase is about: what was taken, added or changed; before all, what is there."""
        if self.title == WRITTEN:
            return np.abs(self.comes)
        return np.abs(self.now - self.was) if self.title in (RUBBED, HANDED) else np.abs(self.was)

    def words(self, unit: int) -> str:
        """Return a unit's numbers: what was and what is."""
        was, now = short(float(self.was[unit])), short(float(self.now[unit]))
        if self.title == WRITTEN:
            return f"{now} ▒ {short(float(self.comes[unit]))}"
        return f"{was} → {now}" if self.title in (RUBBED, HANDED) else was


def sheet_of(reading: Reading) -> Sheet:
    """Return the note as it stands at the phase of a reading."""
    family, note, born, step = family_of(reading), reading.notation.note, reading.born, reading.step
    was, quantity = step[f"{note}_prev"], family.stands(reading)
    now = step[quantity]
    nothing = np.zeros_like(was)
    if note in born:
        stayed = step[family.stays] if family.stays else nothing
        alike = np.sign(stayed) == np.sign(now)
        stays = np.where(alike, np.sign(now) * np.minimum(np.abs(stayed), np.abs(now)), 0)
        return Sheet(HANDED, stays, now - stays, was, now, quantity)
    if family.comes and family.comes in born:
        return Sheet(WRITTEN, now, step[family.comes], was, now, quantity)
    title = RUBBED if quantity != f"{note}_prev" else FOUND if reading.cursor.timestep else EMPTY
    return Sheet(title, now, nothing, was, now, quantity)
