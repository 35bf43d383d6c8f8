"""What a kind of cell says about how it is shown. Each of these is data, or a function of a reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lstm_tui.drawing.wiring import Wiring
from lstm_tui.explain.lines import Line
from lstm_tui.explain.notation import Notation
from lstm_tui.explain.reading import Reading

Words = Callable[[Reading], tuple[str, ...]]
Worked = Callable[[Reading], tuple[Line, ...]]


@dataclass(frozen=True)
class Group:
    """Quantities that belong to one equation, in its order: (label, quantity) each."""

    title: str
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """A row of the note's ledger for the selected unit: a word and a bar.

    Attributes: under: the quantity whose bar shows behind this one, as what was rubbed out of it; "" for none.
    fresh: it is newly written.
    """

    word: str
    quantity: str
    under: str = ""
    fresh: bool = False


@dataclass(frozen=True)
class Family:
    """Everything that is shown of a kind of cell.

    Attributes:
        notation: how its numbers are written.
        wirings: its module, the largest drawing first. little: the same as it fits into one copy of an unrolled chain, the
            tallest first; its states come in at the left edge and leave at the right one.
        groups: what the panel of gates and products shows; in_hand: for each phase the group to show alone.
        ledger: of the note. standing: what stands on the note, the last born first; before any of it, the note that came.
        stays, comes: the quantities that are left of the old note and added to it; "" where it is written anew.
        gate_words: the gates' names in words.
        words, worked: for each phase. equations: where a phase's equation hangs on the model.
    """

    notation: Notation
    wirings: tuple[Wiring, ...]
    groups: tuple[Group, ...]
    in_hand: Mapping[str, Group]
    ledger: tuple[Entry, ...]
    standing: tuple[str, ...]
    words: Mapping[str, Words]
    worked: Mapping[str, Worked]
    stays: str = ""
    comes: str = ""
    little: tuple[Wiring, ...] = ()
    gate_words: Mapping[str, str] = field(default_factory=dict)
    equations: Mapping[str, Callable[[Reading], str]] = field(default_factory=dict)

    def stands(self, reading: Reading) -> str:
        """Return the quantity that stands on the note at this phase."""
        for name in self.standing:
            if name in reading.born:
                return name
        return f"{self.notation.note}_prev"

    def wiring(self, width: int, height: int) -> Wiring:
        """Return the largest wiring that fits, else the smallest."""
        fitting = (wiring for wiring in self.wirings if wiring.width <= width and wiring.height <= height)
        return next(fitting, self.wirings[-1])
