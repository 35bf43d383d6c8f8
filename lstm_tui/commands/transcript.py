"""A run as a text that can be read aloud: every phase with its words, its arithmetic and its numbers."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_tui.commands.export import Selection
from lstm_tui.errors import LstmTuiError
from lstm_tui.explain.reading import Look, Reading
from lstm_tui.explain.unknown import unknown_in_words
from lstm_tui.family import read, tell, work_out
from lstm_tui.session import Cursor
from lstm_tui.visible import quoted, visible

A_LINE = 8


def lines(selection: Selection, unit: int | None) -> Iterator[str]:
    """Yield the lines of the selection, timestep by timestep; `unit` is worked out, or the one that moves most.

    Raises:
        LstmTuiError: a layer has no such unit.
    """
    run = selection.run
    for layer in selection.layers:
        hidden = run.hidden_size(layer)
        if unit is not None and not 0 <= unit < hidden:
            raise LstmTuiError(f"There is no unit {unit}.", f"Layer {layer + 1} has units 0 to {hidden - 1}.")
    yield f"{run.bundle.name}: {run.bundle.title}"
    yield from (f"in force: {visible(words)} ({visible(text)})" for text, words in selection.in_force)
    if run.unknown:
        yield unknown_in_words(run)
    for timestep in range(selection.start, selection.stop):
        for layer in selection.layers:
            phases = run.bundle.network.phases(layer)
            chosen = run.default_unit(layer) if unit is None else unit
            for place, phase in enumerate(phases):
                if selection.phase in (None, phase.key):
                    look = Look(seen=timestep - selection.start)
                    yield from _phase(read(run, Cursor(timestep, layer, place), chosen, look))


def _phase(reading: Reading) -> Iterator[str]:
    story, cursor = tell(reading), reading.cursor
    layer = f"layer {cursor.layer + 1}  " if reading.run.layers > 1 else ""
    place = f"{cursor.phase + 1} / {len(reading.phases)}"
    yield ""
    yield f"t {cursor.timestep + 1} / {len(reading.run)}  {quoted(reading.symbol)}  {layer}{story.title} ({place})"
    yield from (f"  {visible(sentence)}" for sentence in story.sentences)
    yield f"  {story.equation}"
    yield from (f"  {code.code}    {code.place}" for code in story.code)
    for line in work_out(reading):
        if line:
            yield f"  unit {reading.unit}: " + visible("".join(span.text for span in line).strip())
    if reading.phase.key == "prediction" and reading.run.tokens.symbols:
        truth = reading.truth()
        for guess in reading.guesses(5):
            mark = "  <- the text" if truth is not None and truth.index == guess.index else ""
            yield f"  {quoted(guess.symbol)} {guess.probability * 100:5.1f} %{mark}"
    for name in reading.phase.born:
        values, symbol = reading.step[name].tolist(), reading.notation.quantities[name].symbol
        if (short := _in_short(reading, name)) is not None:
            yield f"  {symbol} ({len(values)},)  {short}"
            continue
        yield f"  {symbol} ({len(values)},)"
        for first in range(0, len(values), A_LINE):
            yield f"    {first:>4}: " + " ".join(f"{value:>12.6g}" for value in values[first : first + A_LINE])


def _in_short(reading: Reading, name: str) -> str | None:
    """Return in words a vector of zeros, or the only 1 of a symbol's x; None where the numbers are to be printed."""
    values = reading.step[name]
    places = values.nonzero()[0].tolist()
    if not places:
        return "all 0"
    symbol = name == "x" and reading.cursor.layer == 0 and reading.run.trace.inputs.ndim == 1
    if not symbol or len(places) > 1 or values[places[0]] != 1:
        return None
    return f"one-hot: 1 at place {places[0]}, 0 at the other {len(values) - 1}"
