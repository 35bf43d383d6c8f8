"""One step of one run as a person reads it: what stands there, seen from one unit. Data only: the words take a reading."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from lstm_tui.core.phases import Phase
from lstm_tui.core.place import Place
from lstm_tui.core.trace import StepTrace
from lstm_tui.explain.digits import short
from lstm_tui.explain.notation import Notation, Scale
from lstm_tui.explain.numbers import Numbers
from lstm_tui.operations.force import Operated
from lstm_tui.run import Run
from lstm_tui.session import Cursor
from lstm_tui.tasks.remarks import Asked


@dataclass(frozen=True)
class Guess:
    """One symbol that may come next: its index in the vocabulary, the character and its probability."""

    index: int
    symbol: str
    probability: float


@dataclass(frozen=True)
class Look:
    """What a person chose about the view, and what they have seen, apart from the values.

    Attributes:
        kernel: the code shown is what ran, not the plain step that says the same.
        module: how the module is drawn: "step" (one timestep), "unrolled" (a chain of copies) or "rolled" (with its loop).
        quantity: which one units × time shows; "" is the note.
        seen: at how many other timesteps this phase was read before. bare: the module has names and no numbers.
    """

    kernel: bool = False
    module: str = "step"
    quantity: str = ""
    seen: int = 0
    bare: bool = False


PLAIN = Look()
GHOST = "◌"  # stands before every number of the untouched run


class Reading:
    """The step of a run under a cursor as seen from one unit.

    Args: run; cursor; unit: from 0, of the cursor's layer; notation: of its kind of cell; look: what the person chose.
        work: what was done to an untouched run to make this one; None where nothing is in force.
    """

    def __init__(
        self, run: Run, cursor: Cursor, unit: int, notation: Notation, look: Look = PLAIN, work: Operated | None = None
    ) -> None:
        self.run, self.cursor, self.unit, self.notation, self.look, self.work = run, cursor, unit, notation, look, work
        self.step: StepTrace = run.trace.step(cursor.timestep, cursor.layer)

    @property
    def hidden_size(self) -> int:
        """H of the cursor's layer."""
        return self.run.hidden_size(self.cursor.layer)

    def hue(self, name: str) -> str:
        """Return the hue of a quantity."""
        return self.notation.quantities[name].hue

    def short(self, name: str, unit: int | None = None) -> str:
        """Return a unit's number of a quantity (the selected unit's) in the few digits that panels and stories show."""
        value = float(self.step[name][self.unit if unit is None else unit])
        return short(value, self.notation.quantities[name].signed)

    def scale(self, name: str) -> tuple[float, float]:
        """Return the range on which a quantity is drawn: its own or, where it is unbounded, the model's for it."""
        quantity = self.notation.quantities[name]
        if quantity.scale is not Scale.OPEN:
            low, high = quantity.scale.value
            return low, high
        high = self.run.bundle.scales.get(quantity.beside or name, Scale.OPEN.value[1])
        return -high, high

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases of the cursor's layer."""
        return self.run.bundle.network.phases(self.cursor.layer)

    @property
    def phase(self) -> Phase:
        """The phase at the cursor."""
        return self.phases[self.cursor.phase]

    @property
    def symbol(self) -> str:
        """What is being read: a character, or a word that says numbers."""
        return self.run.symbols[self.cursor.timestep]

    @property
    def next_symbol(self) -> str | None:
        """What the text really says next; None at its end."""
        following = self.cursor.timestep + 1
        return self.run.symbols[following] if following < len(self.run) else None

    @cached_property
    def numbers(self) -> Numbers:
        """The unit's values, and as they are printed."""
        return Numbers(self.step, self.unit, self.notation)

    @cached_property
    def born(self) -> frozenset[str]:
        """The names of all quantities that exist at this phase."""
        return frozenset(name for phase in self.phases[: self.cursor.phase + 1] for name in phase.born)

    def held(self, quantity: str, unit: int | None = None) -> bool:
        """Say whether an operation holds a quantity of a unit (the selected one where None) at this timestep."""
        unit = self.unit if unit is None else unit
        return self.run.trace.operations.hold(quantity, self.cursor.layer, self.cursor.timestep, unit)

    def place(self, quantity: str, unit: int | None = None, timestep: int | None = None) -> Place:
        """Return what a number of this layer is: of the selected unit and this timestep unless others are given."""
        return Place(
            quantity,
            self.cursor.layer,
            self.cursor.timestep if timestep is None else timestep,
            self.unit if unit is None else unit,
        )

    def guesses(self, most: int) -> list[Guess]:
        """Return the symbols that the network holds likeliest to come next, likeliest first."""
        order = np.argsort(-self.step["probs"], kind="stable")[:most]
        return [self.guess(int(k)) for k in order]

    def guess(self, index: int) -> Guess:
        """Return a symbol of the vocabulary and how likely it is held to come next."""
        return Guess(index, self.run.tokens.symbols[index], float(self.step["probs"][index]))

    def truth(self) -> Guess | None:
        """Return what the text really says next; None at its end or where the model does not know it."""
        following = self.next_symbol
        index = self.run.tokens.index(following) if following is not None else None
        if following is None or index is None:
            return None
        return self.guess(index)

    def before(self) -> Reading | None:
        """Return the timestep before, at its last phase, as seen from the same unit; None at the first."""
        timestep = self.cursor.timestep - 1
        if timestep < 0:
            return None
        cursor = replace(self.cursor, timestep=timestep, phase=len(self.phases) - 1)
        return Reading(self.run, cursor, self.unit, self.notation, self.look, self.work)

    # the untouched run beside this one ------------------------------------------------

    @cached_property
    def ghost(self) -> Reading | None:
        """The untouched run read at the same place; None where nothing is in force, or no timestep of it stands beside."""
        if self.work is None:
            return None
        free, timestep = self.work.free, self.work.alignment.untouched(self.cursor.timestep)
        if timestep is None or timestep >= free.trace.computed:
            return None
        return Reading(free, replace(self.cursor, timestep=timestep), self.unit, self.notation, self.look)

    def ghostly(self, name: str, unit: int | None = None) -> str:
        """Return what the untouched run has in the place of a unit's number, marked as its: '◌+0.42'; "" where it prints alike."""
        if self.ghost is None:
            return ""
        other = self.ghost.short(name, unit)
        return "" if other == self.short(name, unit) else f"{GHOST}{other.strip()}"

    def asked(self) -> Asked | None:
        """Return what the task of a model over numbers wants as the answer here; None where nothing is asked."""
        task = self.run.task
        known = task is not None and self.run.truth() is not None
        return task.asked_of(self.run.text, self.cursor.timestep) if task is not None and known else None

    def answers(self) -> list[float]:
        """Return what a model over numbers says, in the units of its data."""
        return self.run.tokens.said(self.step["logits"].tolist())
