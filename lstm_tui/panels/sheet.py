"""What is to be seen on the sticky note at a phase: of every unit what stayed, what was newly written, what stood there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.explain.digits import short
from lstm_tui.explain.reading import GHOST, Reading
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

    @np.errstate(over="ignore", invalid="ignore")  # what is beyond the range is shown as such
    def change(self) -> Array:
        """Return how much of each unit this phase is about: what was taken, added or changed; before all, what is there."""
        if self.title == WRITTEN:
            return np.abs(self.comes)
        return np.abs(self.now - self.was) if self.title in (RUBBED, HANDED) else np.abs(self.was)

    def apart(self, other: Sheet) -> Array:
        """Return by how much each unit differs from that of another note: in what stands there and what is being written."""
        written = np.abs(self.comes - other.comes) if self.title == other.title == WRITTEN else 0
        return np.asarray(np.abs(self.now - other.now) + written)

    def beside(self, other: Sheet, unit: int) -> tuple[str, str] | None:
        """Return a unit's number and the one on the untouched note, marked as its; None where they print alike."""
        pairs = [("", self.now, other.now)]
        if self.title == other.title == WRITTEN:
            pairs.append(("▒", self.comes, other.comes))
        for sign, mine, theirs in pairs:
            text, old = short(float(mine[unit])), short(float(theirs[unit]))
            if text != old:
                return sign + text, f"{GHOST}{old.strip()}"
        return None

    def words(self, unit: int) -> str:
        """Return a unit's numbers: what was and what is."""
        was, now = short(float(self.was[unit])), short(float(self.now[unit]))
        if self.title == WRITTEN:
            return f"{now} ▒ {short(float(self.comes[unit]))}"
        return f"{was} → {now}" if self.title in (RUBBED, HANDED) else was


@np.errstate(over="ignore", invalid="ignore")
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
