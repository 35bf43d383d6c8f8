"""Units × time: one quantity of every unit over the symbols of the text, on a scale that never moves.

A row (or, of few units, a band) is a unit, a column a timestep. The number of rows is the layer's, however long the text.
Only the timesteps in view are asked of the trace. What is held by hand is underlined, and its number begins with =.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from lstm_tui.core.place import Place
from lstm_tui.core.provenance import ink
from lstm_tui.drawing.bars import selected
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.shades import ABOVE, BELOW
from lstm_tui.drawing.targets import Do
from lstm_tui.explain.digits import short
from lstm_tui.explain.ink import unit_scale
from lstm_tui.explain.notation import Notation, Quantity, Scale
from lstm_tui.explain.reading import Reading
from lstm_tui.panels.bands import bands
from lstm_tui.run import Run
from lstm_tui.visible import tape_width

LABEL, VALUE, WIDEST, TALLEST = 5, 8, 8, 12  # cells: the unit's number, its value, a timestep at most, a unit at most
INK = "ink"  # what each symbol wrote that still stands on the note at the cursor


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


def choices(reading: Reading) -> tuple[str, ...]:
    """Return what the stepper can show: the quantities and, where the note is a sum of shares, who wrote it."""
    cell = reading.run.bundle.network.cells[reading.cursor.layer]
    return (*quantities(reading), *((INK,) if cell.keeps and cell.adds else ()))


def quantity_of(reading: Reading) -> str:
    """Return what was chosen; the note where this kind of cell has no such quantity, or none was chosen."""
    chosen = reading.look.quantity
    return chosen if chosen in choices(reading) else reading.notation.note


def shown_from(cursor: int, length: int, places: int) -> int:
    """Return the first of `length` that is in view: the view moves by a third, so that most steps leave it where it is."""
    if length <= places:
        return 0
    step = max(1, places // 3)
    return max(0, min((cursor // step - (places > 1)) * step, length - places))


class _Shown(NamedTuple):
    """What the picture hangs on; a phase in which nothing of it changes shows it again as it was drawn."""

    run: Run
    notation: Notation
    layer: int
    timestep: int
    unit: int
    name: str
    names: tuple[str, ...]
    scale: tuple[float, float]
    born: bool
    computed: int
    width: int
    height: int

    @property
    def quantity(self) -> Quantity:
        return _quantity(self.run, self.notation, self.layer, self.name)

    @property
    def last(self) -> int:
        """The last timestep of which something is shown; of ink the one whose note stands there now."""
        known = self.computed - 1
        return min(known, self.timestep if self.born else self.timestep - 1) if self.name == INK else known

    def place(self, unit: int, timestep: int) -> Place:
        return Place(self.notation.note if self.name == INK else self.name, self.layer, timestep, unit)

    def values(self, first: int, stop: int) -> np.ndarray:
        """Return the numbers of timesteps first..stop, (n, H)."""
        if self.name == INK:
            return ink(self.run.trace, self.layer, first, stop - 1) if stop > first else np.empty((0, 0))
        return self.run.trace.column(self.name, self.layer, first, stop)


def _quantity(run: Run, notation: Notation, layer: int, name: str) -> Quantity:
    if name != INK:
        return notation.quantities[name]
    return Quantity("who wrote it", Scale.OPEN, notation.quantities[run.bundle.network.cells[layer].adds].hue)


class _View(NamedTuple):
    """Which units and timesteps are in view, how many rows and columns each takes, and the rows between two units."""

    first_unit: int
    units: int
    tall: int
    gap: int
    first: int
    last: int
    pitch: int


def draw_units_time(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the chosen quantity; what is not read yet at the cursor is dim, the cursor and the unit are marked."""
    name, cursor = quantity_of(reading), reading.cursor
    scale = unit_scale(reading.run, cursor.layer) if name == INK else reading.scale(name)
    born = (reading.notation.note if name == INK else name) in reading.born
    shown = _Shown(reading.run, reading.notation, cursor.layer, cursor.timestep, reading.unit, name, choices(reading),
                   scale, born, reading.run.trace.computed, width, height)  # fmt: skip
    return _draw(shown)


@lru_cache(maxsize=1)
def _draw(shown: _Shown) -> Canvas:
    run, quantity, view = shown.run, shown.quantity, _view(shown)
    hidden = run.hidden_size(shown.layer)
    units = f"{view.units} of {hidden} units" if view.units < hidden else f"{hidden} unit{'s' * (hidden > 1)}"
    right = f"{units}, {len(run):,} timesteps"
    canvas = framed(shown.width, shown.height, f"units × time: {quantity.symbol}", right)
    if shown.width < LABEL + VALUE + 4 or shown.height < 4:
        return canvas
    known = max(view.first, min(view.last, shown.last + 1))
    values = shown.values(view.first, known)
    values = values[:, view.first_unit : view.first_unit + view.units]  # (timesteps, units)
    now = shown.timestep - view.first
    read = now + shown.born  # columns that are not dim
    rows = np.ascontiguousarray(values.T, dtype=float).tobytes()
    share = quantity.hue if quantity.scale is Scale.SHARE else ""
    for row, (glyphs, lit, dim) in enumerate(bands(rows, len(values), *shown.scale, view.tall, share)):
        unit, y = view.first_unit + row, 1 + row * (view.tall + view.gap)
        roles = [[*bright[:read], *dark[read:]] for bright, dark in zip(lit, dim, strict=True)]
        for line in roles:
            if unit == shown.unit:
                line[:read] = map(selected, line[:read])
            elif now < read:
                line[now] = selected(line[now])
            if read <= now < len(values):
                line[now] = "faint.sel.hang" if line[now].endswith(".hang") else "faint.sel"
        for first, stop in _held(shown, unit, view):
            roles[-1][first:stop] = [f"{role}.held" for role in roles[-1][first:stop]]
        canvas.columns(1 + LABEL, y, view.pitch, glyphs, roles, partial(_place, shown, unit, view.first))
        _names(canvas, shown, unit, y, view, float(values[now, row]) if now < read else None)
    _axis(canvas, shown, view)
    _choices(canvas, shown, view)
    return canvas


def _held(shown: _Shown, unit: int, view: _View) -> list[tuple[int, int]]:
    """Return the columns in which a unit is held by hand: from one, up to another."""
    clamps = shown.run.trace.operations.within(shown.layer, view.first, view.last)
    return [
        (max(0, clamp.first - view.first), (view.last if clamp.last is None else clamp.last + 1) - view.first)
        for clamp in clamps
        if clamp.quantity == shown.name and (clamp.units is None or unit in clamp.units)
    ]


def _place(shown: _Shown, unit: int, first: int, column: int) -> Place:
    return shown.place(unit, first + column)


def _view(shown: _Shown) -> _View:
    run, hidden, length = shown.run, shown.run.hidden_size(shown.layer), len(shown.run)
    rows, room = max(0, shown.height - 3), max(1, shown.width - 2 - LABEL - VALUE)
    units = min(hidden, rows)
    tall = max(1, min(TALLEST, rows // max(1, units)))
    gap = 1 if tall > 2 else 0
    pitch = max(1, min(WIDEST, room // length))
    first = shown_from(shown.timestep, length, room // pitch)
    last = min(length, first + room // pitch)
    if pitch == 1 and any(len(symbol) == 1 and tape_width(symbol) > 1 for symbol in run.symbols[first:last]):
        pitch = 2
        first = shown_from(shown.timestep, length, room // pitch)
        last = min(length, first + room // pitch)
    return _View(shown_from(shown.unit, hidden, units) if units else 0, units, tall - gap, gap, first, last, pitch)


def _names(canvas: Canvas, shown: _Shown, unit: int, y: int, view: _View, value: float | None) -> None:
    """Write a unit's number before its row, and behind it its value at the cursor."""
    chosen, hue = unit == shown.unit, shown.quantity.hue
    zero = y + (view.tall - 1 if shown.scale[0] >= 0 else max(0, view.tall // 2 - 1))
    text = f"{'▸' if chosen else ' '}{unit}"
    canvas.write(LABEL - len(text), zero, text, "chosen.mark" if chosen else "faint")
    canvas.target(1, zero, LABEL, shown.place(unit, shown.timestep))
    if value is not None:
        held = shown.run.trace.operations.hold(shown.name, shown.layer, shown.timestep, unit)
        printed = f"={short(value, shown.quantity.signed).strip()}" if held else short(value, shown.quantity.signed)
        x = canvas.width - 2 - len(printed)
        canvas.write(x, zero, printed, f"{hue}.bold" if chosen else hue)
        canvas.target(x, zero, len(printed), shown.place(unit, shown.timestep))


def _axis(canvas: Canvas, shown: _Shown, view: _View) -> None:
    """Write the symbols under their columns, as many as fit; the one at the cursor always."""
    y, free, here = canvas.height - 2, 1 + LABEL, shown.timestep
    own = 1 + LABEL + (here - view.first) * view.pitch
    if view.first > 0:
        canvas.write(LABEL, y, "‹", "faint")
    for timestep, symbol in enumerate(shown.run.symbols[view.first : view.last], view.first):
        x, taken = 1 + LABEL + (timestep - view.first) * view.pitch, sum(map(tape_width, symbol))
        before = timestep < here and x + taken + (taken > 1) > own
        if x < free or before or x + taken > canvas.width - VALUE:
            continue
        role = "cursor" if timestep == here else "text" if timestep < here else "faint"
        write = canvas.write_symbol if len(symbol) == 1 else canvas.write_any
        free = write(x, y, symbol, role) + (len(symbol) > 1)
        canvas.target(x, y, max(view.pitch, free - x), shown.place(shown.unit, timestep))
    if view.last < len(shown.run):
        canvas.write(1 + LABEL + (view.last - view.first) * view.pitch, y, "›", "faint")


def _choices(canvas: Canvas, shown: _Shown, view: _View) -> None:
    """Write on the lower edge what else can be shown (a click shows it) and, where there is room, the scale."""
    x, y = canvas.write(2, canvas.height - 1, " w: ", "faint"), canvas.height - 1
    for name in shown.names:
        quantity = _quantity(shown.run, shown.notation, shown.layer, name)
        if x + len(quantity.symbol) + 3 > canvas.width:
            return
        canvas.target(x, y, len(quantity.symbol) + 2, Do(f"show_quantity('{name}')"))
        x = canvas.write(x, y, f" {quantity.symbol} ", f"{quantity.hue}.chosen" if name == shown.name else quantity.hue)
    low, high = shown.scale
    shaded = view.tall == 1 and low < 0
    key = f" {ABOVE} above 0  {BELOW} below  ±{high:g} " if shaded else f" {low:g} to {high:g} ".replace("-", "−")
    if x + len(key) + 2 < canvas.width:
        canvas.write(canvas.width - 2 - len(key), y, key, "faint")
