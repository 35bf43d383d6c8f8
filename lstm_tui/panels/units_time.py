"""Units × time: one quantity of every unit over the symbols of the text, on a scale that never moves.

A row (or, of few units, a band) is a unit, a column a timestep. The number of rows is the layer's, however long the text.
Only the timesteps in view are asked of the trace.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from lstm_tui.core.place import Place
from lstm_tui.drawing.bars import selected, tall_columns
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.shades import ABOVE, BELOW, shades
from lstm_tui.drawing.targets import Do
from lstm_tui.explain.digits import short
from lstm_tui.explain.notation import Scale
from lstm_tui.explain.reading import Reading
from lstm_tui.panels.gates import TONES
from lstm_tui.visible import tape_width

LABEL, VALUE, WIDEST, TALLEST = 5, 8, 8, 12  # cells: the unit's number, its value, a timestep at most, a unit at most
DIM = {"up": "frame", "down": "frame", "down.hang": "frame.hang", "zero": "frame"}  # not read yet
Rows = tuple[tuple[str, ...], ...]


def quantities(reading: Reading) -> tuple[str, ...]:
    """Return what can be shown: quantities with one number a unit, the note first, then other states, then the rest."""
    network, layer = reading.run.bundle.network, reading.cursor.layer
    cell = network.cells[layer]
    own = [
        name
        for phase in reading.phases[1:]
        for name in phase.born
        if name in cell.quantities and network.width(name, layer) == cell.hidden_size
    ]
    return tuple(dict.fromkeys((cell.note, *cell.state_names, *own)))


def quantity_of(reading: Reading) -> str:
    """Return the quantity that was chosen; the note where this kind of cell has no such one, or none was."""
    chosen = reading.look.quantity
    return chosen if chosen in quantities(reading) else reading.notation.note


def shown_from(cursor: int, length: int, places: int) -> int:
    """Return the first of `length` that is in view: the view moves by a third, so that most steps leave it where it is."""
    if length <= places:
        return 0
    step = max(1, places // 3)
    return max(0, min((cursor // step - (places > 1)) * step, length - places))


class _View(NamedTuple):
    """Which units and timesteps are in view, and how large each is. Cells beside them: left, and under the top."""

    first_unit: int
    units: int
    tall: int
    gap: int
    first: int
    last: int
    pitch: int


def _view(reading: Reading, width: int, height: int) -> _View:
    hidden, length = reading.hidden_size, len(reading.run)
    rows, room = max(0, height - 3), max(1, width - 2 - LABEL - VALUE)
    units = min(hidden, rows)
    tall = max(1, min(TALLEST, rows // max(1, units)))
    gap = 1 if tall > 2 else 0
    pitch = max(1, min(WIDEST, room // length))
    first = shown_from(reading.cursor.timestep, length, room // pitch)
    last = min(length, first + room // pitch)
    if pitch == 1 and any(len(symbol) == 1 and tape_width(symbol) > 1 for symbol in reading.run.symbols[first:last]):
        pitch = 2
        first = shown_from(reading.cursor.timestep, length, room // pitch)
        last = min(length, first + room // pitch)
    return _View(shown_from(reading.unit, hidden, units) if units else 0, units, tall - gap, gap, first, last, pitch)


def draw_units_time(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the chosen quantity; what is not read yet at the cursor is dim, the cursor and the unit are marked."""
    name = quantity_of(reading)
    quantity = reading.notation.quantities[name]
    view = _view(reading, width, height)
    hidden = reading.hidden_size
    shown = f"{view.units} of {hidden} units" if view.units < hidden else f"{hidden} unit{'s' * (hidden > 1)}"
    canvas = framed(width, height, f"units × time: {quantity.symbol}", f"{shown}, {len(reading.run):,} timesteps")
    if width < LABEL + VALUE + 4 or height < 4:
        return canvas
    known = max(view.first, min(view.last, reading.run.trace.computed))
    values = reading.run.trace.column(name, reading.cursor.layer, view.first, known)
    values = values[:, view.first_unit : view.first_unit + view.units]  # (timesteps, units)
    now = reading.cursor.timestep - view.first
    read = now + (name in reading.born)  # columns that are not dim
    low, high = reading.scale(name)
    bands = _bands(np.ascontiguousarray(values.T, dtype=float).tobytes(), len(values), low, high, view.tall)
    tones = TONES if quantity.scale is not Scale.SHARE else TONES | {"up": quantity.hue}
    for row, (glyphs, marks) in enumerate(bands):
        unit, y = view.first_unit + row, 1 + row * (view.tall + view.gap)
        roles = [[tones[mark] for mark in line[:read]] + [DIM[mark] for mark in line[read:]] for line in marks]
        for line in roles:
            if unit == reading.unit:
                line[:read] = map(selected, line[:read])
            elif now < read:
                line[now] = selected(line[now])
            if read <= now < len(values):
                line[now] = "faint.sel.hang" if line[now].endswith(".hang") else "faint.sel"
        canvas.columns(1 + LABEL, y, view.pitch, glyphs, roles, partial(_place, reading, name, unit, view.first))
        _names(canvas, reading, name, unit, y, view, float(values[now, row]) if now < read else None)
    _axis(canvas, reading, view, height - 2)
    _choices(
        canvas,
        reading,
        name,
        f" {ABOVE} above 0  {BELOW} below  ±{high:g} " if view.tall == 1 and low < 0 else f" {low:g} to {high:g} ",
    )
    return canvas


def _place(reading: Reading, name: str, unit: int, first: int, column: int) -> Place:
    return reading.place(name, unit, first + column)


@lru_cache(maxsize=8)
def _bands(values: bytes, timesteps: int, low: float, high: float, tall: int) -> list[tuple[Rows, Rows]]:
    """Return each unit's columns, characters and marks; most keys change one mark: what stands is not made again."""
    if tall == 1 and low < 0:
        glyphs, marks = shades(np.frombuffer(values).reshape(-1, max(1, timesteps)), high)
        return [((tuple(line),), (tuple(signs),)) for line, signs in zip(glyphs, marks, strict=True)]
    wide = timesteps * 8
    return [tall_columns(values[at : at + wide], low, high, tall) for at in range(0, len(values), wide)] if wide else []


def _names(canvas: Canvas, reading: Reading, name: str, unit: int, y: int, view: _View, value: float | None) -> None:
    """Write a unit's number before its row, and behind it its value at the cursor."""
    chosen = unit == reading.unit
    low = reading.scale(name)[0]
    zero = y + (view.tall - 1 if low >= 0 else max(0, view.tall // 2 - 1))
    text = f"{'▸' if chosen else ' '}{unit}"
    canvas.write(LABEL - len(text), zero, text, "chosen.mark" if chosen else "faint")
    canvas.target(1, zero, LABEL, reading.place(name, unit))
    if value is not None:
        printed = short(value, reading.notation.quantities[name].signed)
        hue = reading.notation.quantities[name].hue
        canvas.write(canvas.width - 2 - len(printed), zero, printed, f"{hue}.bold" if chosen else hue)
        canvas.target(canvas.width - 2 - len(printed), zero, len(printed), reading.place(name, unit))


def _axis(canvas: Canvas, reading: Reading, view: _View, y: int) -> None:
    """Write the symbols under their columns, as many as fit; the one at the cursor always."""
    free, here = 1 + LABEL, reading.cursor.timestep
    own = 1 + LABEL + (here - view.first) * view.pitch
    if view.first > 0:
        canvas.write(LABEL, y, "‹", "faint")
    for timestep in range(view.first, view.last):
        x, symbol = 1 + LABEL + (timestep - view.first) * view.pitch, reading.run.symbols[timestep]
        taken = sum(map(tape_width, symbol))
        before = timestep < here and x + taken + (taken > 1) > own
        if x < free or before or x + taken > canvas.width - VALUE:
            continue
        role = "cursor" if timestep == here else "text" if timestep < here else "faint"
        write = canvas.write_symbol if len(symbol) == 1 else canvas.write_any
        free = write(x, y, symbol, role) + (len(symbol) > 1)
        canvas.target(x, y, max(view.pitch, free - x), reading.place(reading.notation.note, timestep=timestep))
    if view.last < len(reading.run):
        canvas.write(1 + LABEL + (view.last - view.first) * view.pitch, y, "›", "faint")


def _choices(canvas: Canvas, reading: Reading, chosen: str, key: str) -> None:
    """Write on the lower edge what else can be shown (a click shows it) and, where there is room, the scale."""
    x, y = canvas.write(2, canvas.height - 1, " w: ", "faint"), canvas.height - 1
    for name in quantities(reading):
        symbol = reading.notation.quantities[name].symbol
        if x + len(symbol) + 3 > canvas.width:
            return
        role = f"{reading.hue(name)}.chosen" if name == chosen else reading.hue(name)
        canvas.target(x, y, len(symbol) + 2, Do(f"show_quantity('{name}')"))
        x = canvas.write(x, y, f" {symbol} ", role)
    if x + len(key) + 2 < canvas.width:
        canvas.write(canvas.width - 2 - len(key), y, key, "faint")
