"""The whole note of each copy, below it: always as many units, for they do not grow with the text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from lstm_tui.core.place import Place
from lstm_tui.drawing.bars import selected, tall_columns
from lstm_tui.drawing.shades import shades
from lstm_tui.explain.reading import Reading
from lstm_tui.panels.chain.chain import Chain
from lstm_tui.panels.gates import TONES

TALLEST = 20


def draw_notes(chain: Chain) -> None:
    """Draw every unit of every copy's note, where there is room for all of them; what is not made yet is dots."""
    reading, layout, canvas = chain.reading, chain.layout, chain.canvas
    hidden, room = reading.hidden_size, canvas.height - 1 - layout.grid
    across = min(hidden, layout.slot)
    pitch, lines = layout.slot // across, -(-hidden // across)
    if room < lines:
        return
    tall = min(TALLEST, room // lines)
    glyphs: Sequence[Sequence[str]]
    marks: Sequence[Sequence[str]]
    values = chain.known(chain.note).astype(float)
    scale = reading.scale(chain.note)
    for place in range(len(layout)):
        x = max(1, layout.middle(place) - across * pitch // 2)
        for line in range(lines):
            start, stop = line * across, min(hidden, (line + 1) * across)
            y = layout.grid + line * tall
            if not chain.born(place, chain.note):
                canvas.write(x, y + (tall - 1) // 2, ("·" + " " * (pitch - 1)) * (stop - start), "unborn")
                continue
            if tall == 1 and scale[0] < 0:  # rows that touch
                glyphs, marks = shades(values[place : place + 1, start:stop], scale[1])
            else:
                glyphs, marks = tall_columns(values[place, start:stop].tobytes(), *scale, tall)
            roles = [[TONES[mark] for mark in row] for row in marks]
            if start <= reading.unit < stop:
                for row in roles:
                    row[reading.unit - start] = selected(row[reading.unit - start])
            meaning = partial(_place, reading, chain.note, start, layout.first + place)
            canvas.columns(x, y, pitch, glyphs, roles, meaning)
    words = f"{reading.notation.quantities[chain.note].symbol}: all {hidden} units of each copy"
    canvas.write(2, layout.grid - 1, words, "faint")


def _place(reading: Reading, note: str, start: int, timestep: int, column: int) -> Place:
    return reading.place(note, start + column, timestep)
