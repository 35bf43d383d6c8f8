"""What is shown of each kind of cell, one file a kind, and the registry that panels and commands ask."""

from __future__ import annotations

import numpy as np

from lstm_tui.core.cells import VARIED
from lstm_tui.core.phases import Phase
from lstm_tui.core.place import Place
from lstm_tui.explain.lines import Line, Span, Story
from lstm_tui.explain.naming import LOSS
from lstm_tui.explain.phrases import spoken
from lstm_tui.explain.reading import PLAIN, Look, Reading
from lstm_tui.explain.source import lines_for
from lstm_tui.family.assembled import assembled
from lstm_tui.family.base import Family
from lstm_tui.family.common import SET, equals, printed
from lstm_tui.family.gru import GRU, RESET_BEFORE
from lstm_tui.family.layernorm import LAYERNORM
from lstm_tui.family.lstm import LSTM
from lstm_tui.family.mingru import MINGRU
from lstm_tui.family.minlstm import MINLSTM
from lstm_tui.family.peephole import PEEPHOLE
from lstm_tui.family.rnn import RNN
from lstm_tui.family.slstm import SLSTM
from lstm_tui.operations.force import Operated
from lstm_tui.run import Run
from lstm_tui.session import Cursor, Session

_VARIED = (assembled(cell.kind, cell.parts) for cell in VARIED)
_ALL = (LSTM, RNN, GRU, RESET_BEFORE, PEEPHOLE, LAYERNORM, MINGRU, MINLSTM, SLSTM, *_VARIED)
FAMILIES: dict[str, Family] = {family.notation.kind: family for family in _ALL}


def family_of(reading: Reading) -> Family:
    """Return what is shown of the kind of cell that is read."""
    return FAMILIES[reading.notation.kind]


def read(run: Run, cursor: Cursor, unit: int, look: Look = PLAIN, work: Operated | None = None) -> Reading:
    """Return the step of a run under a cursor as seen from one unit; work: what was done to make the run, if anything."""
    kind = run.bundle.network.cells[cursor.layer].kind
    return Reading(run, cursor, unit, FAMILIES[kind].notation, look, work)


def read_lead(session: Session, unit: int, look: Look = PLAIN) -> Reading:
    """Return the step of the run that leads a session."""
    return read(session.run, session.cursor, unit, look, session.work if session.free is not None else None)


def equation_of(reading: Reading, phase: Phase) -> str:
    """Return a phase's equation, with the symbols of this kind of cell."""
    special = family_of(reading).equations.get(phase.key)
    return special(reading) if special else phase.equation


def focus_of(reading: Reading) -> Place:
    """Return the number that the phase under the cursor is about, seen from the selected unit."""
    focus, run = reading.phase.focus, reading.run
    if focus == "probs":
        truth = reading.truth()
        if run.bundle.network.output == "linear" or not run.tokens.symbols:
            return reading.place("logits", 0)
        if truth is not None and run.bundle.network.output == "softmax":
            return reading.place(LOSS, truth.index)
        return reading.place("probs", (truth or reading.guesses(1)[0]).index)
    if focus == "x":
        one_hot = reading.cursor.layer == 0 and run.trace.inputs.ndim == 1
        return reading.place("x", max(0, int(run.trace.inputs[reading.cursor.timestep])) if one_hot else 0)
    return reading.place(focus)


def tell(reading: Reading) -> Story:
    """Return the words on the phase under the cursor, filled with this step's numbers."""
    family, phase = family_of(reading), reading.phase
    equation = equation_of(reading, phase)
    code = lines_for(reading.notation.kind, phase.focus, reading.look.kernel)
    with np.errstate(over="ignore", invalid="ignore"):  # what is beyond the range is said as such
        sentences = family.words[phase.key](reading)
    if phase.focus in reading.numbers.values and reading.held(phase.focus):
        value, symbol = spoken(reading.numbers.values[phase.focus]), reading.notation.quantities[phase.focus].symbol
        sentences = (f"Unit {reading.unit}'s {symbol} is held at {value} by hand: the equation does not apply.",)
    return Story(phase.title.capitalize(), sentences, equation, code)


def work_out(reading: Reading) -> tuple[Line, ...]:
    """Return the selected unit's arithmetic in the phase under the cursor, one equation a line.

    What an operation holds is not what the equation gives, and is said instead of it.
    """
    held = [name for name in reading.phase.born if reading.held(name)]
    lines = tuple((*equals(Span(name, name), printed(reading, name)), SET) for name in held)
    if reading.phase.focus in held:
        return lines
    with np.errstate(over="ignore", invalid="ignore"):
        worked = family_of(reading).worked[reading.phase.key](reading)
    return (*lines, *(line for line in worked if not (line and line[0].role in held)))
