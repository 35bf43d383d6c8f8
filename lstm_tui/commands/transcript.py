"""A run as a text that can be read aloud: every phase with its words, its arithmetic and its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lstm_tui.commands.export import Selection
from lstm_tui.core.quantities import QUANTITIES
from lstm_tui.errors import LstmTuiError
from lstm_tui.explain.reading import Reading
from lstm_tui.session import Cursor, default_unit
from lstm_tui.visible import quoted, visible

A_LINE = 8


def lines(selection: Selection, unit: int | None) -> Iterator[str]:
    """Yield the lines of the selection, timestep by timestep; `unit` is worked out, or the one that moves most.

    Raises:
        LstmTuiError: a layer has no such unit.
    """
    session = selection.session
    for layer in selection.layers:
        hidden = session.bundle.network.cells[layer].hidden_size
        if unit is not None and not 0 <= unit < hidden:
            raise LstmTuiError(f"There is no unit {unit}.", f"Layer {layer + 1} has units 0 to {hidden - 1}.")
    yield f"{session.bundle.name}: {session.bundle.title}"
    for timestep in range(selection.start, selection.stop):
        for layer in selection.layers:
            phases = session.bundle.network.phases(layer)
            chosen = default_unit(session.trace, layer) if unit is None else unit
            for place, phase in enumerate(phases):
                if selection.phase in (None, phase.key):
                    here = replace(session, cursor=Cursor(timestep, layer, place))
                    yield from _phase(Reading(here, chosen))


def _phase(reading: Reading) -> Iterator[str]:
    session, story = reading.session, reading.story()
    cursor = session.cursor
    layer = f"layer {cursor.layer + 1}  " if len(session.bundle.network.cells) > 1 else ""
    place = f"{cursor.phase + 1} / {len(session.phases)}"
    yield ""
    yield f"t {cursor.timestep + 1} / {len(session)}  {quoted(session.symbol)}  {layer}{story.title} ({place})"
    yield from (f"  {visible(sentence)}" for sentence in story.sentences)
    yield f"  {story.equation}"
    yield from (f"  {code.code}    {code.place}" for code in story.code)
    for line in reading.worked():
        if line:
            yield f"  unit {reading.unit}: " + visible("".join(span.text for span in line).strip())
    if session.phase.key == "prediction" and not session.reads_numbers:
        truth = reading.truth()
        for guess in reading.guesses(5):
            mark = "  <- the text" if truth is not None and truth.index == guess.index else ""
            yield f"  {quoted(guess.symbol)} {guess.probability * 100:5.1f} %{mark}"
    for name in session.phase.born:
        values = reading.step[name].tolist()
        yield f"  {QUANTITIES[name].symbol} ({len(values)},)"
        for first in range(0, len(values), A_LINE):
            yield f"    {first:>4}: " + " ".join(f"{value:>12.6g}" for value in values[first : first + A_LINE])
