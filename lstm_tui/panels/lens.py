"""The lens: one quantity of every unit over the whole run, from a symbol a column to the whole text in the window.

A row is a unit, in the order that was chosen; a column is one timestep, or the mean or the extreme of many. The scale is
that of the quantity and never moves. What is not computed yet is blank.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from lstm_tui.drawing.bars import selected
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.shades import ABOVE, BELOW
from lstm_tui.drawing.targets import Do
from lstm_tui.explain.notation import Scale
from lstm_tui.overview.order import CORRELATION, NUMBER, WORDS
from lstm_tui.panels.bands import bands
from lstm_tui.panels.overview import LABEL, MARGIN, VALUE, Overview
from lstm_tui.panels.units_time import shown_from
from lstm_tui.visible import tape_width

TALLEST = 12  # cells of a unit at most
TICK = 12  # cells between two numbers on the axis


class _Rows(NamedTuple):
    """Which places of the order are in view, and how many rows each takes, with the gap between two."""

    first: int
    units: int
    tall: int
    gap: int


def draw_lens(shown: Overview, width: int, height: int) -> Canvas:
    """Draw the units in view; the cursor's column and the selected unit's row are marked."""
    hidden, per = shown.reading.hidden_size, shown.window.per
    each = (
        f"{per:,} symbols a column, {'the extreme' if shown.extreme else 'the mean'}"
        if per > 1
        else "a symbol a column"
    )
    right = f"{hidden} unit{'s' * (hidden > 1)}, {len(shown.reading.run):,} timesteps, {each}"
    canvas = framed(width, height, f"the lens: {shown.quantity.symbol}", right)
    if width < MARGIN + 4 or height < 5:
        return canvas
    rows = _rows(shown, height)
    units = shown.order[rows.first : rows.first + rows.units]
    values = shown.values[: (width - MARGIN) // shown.window.pitch]
    table = np.ascontiguousarray(values[:, list(units)].T, dtype=float)  # (units, columns)
    blank = np.isnan(table[0]) if len(table) else np.zeros(0, bool)
    known = int(blank.argmax()) if blank.any() else len(blank)
    table = np.ascontiguousarray(table[:, :known])
    share = shown.quantity.hue if shown.quantity.scale is Scale.SHARE else ""
    here = (shown.reading.cursor.timestep - shown.window.first) // per
    for row, (glyphs, lit, _) in enumerate(
        bands(table.tobytes(), known, *shown.reading.scale(shown.name), rows.tall, share)
    ):
        unit, y = units[row], 1 + row * (rows.tall + rows.gap)
        roles = [list(line) for line in lit]
        for line in roles:
            if unit == shown.reading.unit:
                line[:] = map(selected, line)
            elif here < known:
                line[here] = selected(line[here])
        canvas.columns(1 + LABEL, y, shown.window.pitch, glyphs, roles, partial(shown.at, unit))
        _names(canvas, shown, unit, y, rows)
    _axis(canvas, shown, height - 2)
    _edge(canvas, shown, rows)
    return canvas


def _rows(shown: Overview, height: int) -> _Rows:
    hidden, room = len(shown.order), max(1, height - 3)
    count = min(hidden, room)
    tall = max(1, min(TALLEST, room // max(1, count)))
    gap = 1 if tall > 2 else 0
    place = shown.order.index(shown.reading.unit) if shown.reading.unit in shown.order else 0
    return _Rows(shown_from(place, hidden, count), count, tall - gap, gap)


def _names(canvas: Canvas, shown: Overview, unit: int, y: int, rows: _Rows) -> None:
    """Write a unit's number before its row, and behind it what it is ordered by."""
    chosen, hue = unit == shown.reading.unit, shown.quantity.hue
    low = shown.reading.scale(shown.name)[0]
    zero = y + (rows.tall - 1 if low >= 0 else max(0, rows.tall // 2 - 1))
    text, figure = f"{'▸' if chosen else ' '}{unit}", shown.figure(unit)
    canvas.write(max(1, 1 + LABEL - 1 - len(text)), zero, text, "chosen.mark" if chosen else "faint")
    canvas.target(1, zero, LABEL, shown.reading.place(shown.name, unit))
    x = canvas.width - 2 - len(figure)
    canvas.write(x, zero, figure, f"{hue}.bold" if chosen else hue if shown.figures is None else "text")
    canvas.target(x, zero, len(figure), shown.reading.place(shown.name, unit))


def _axis(canvas: Canvas, shown: Overview, y: int) -> None:
    """Write the symbols under their columns or, of many a column, timesteps; the cursor's always."""
    view, here = shown.window, shown.reading.cursor.timestep
    own, end = 1 + LABEL + (here - view.first) // view.per * view.pitch, canvas.width - VALUE
    if view.first > 0:
        canvas.write(LABEL, y, "‹", "faint")
    if view.stop < len(shown.reading.run):
        canvas.write(min(canvas.width - 2, 1 + LABEL + view.columns * view.pitch), y, "›", "faint")
    if view.per == 1:
        _symbols(canvas, shown, y, own, end)
        return
    mark = f"▲ {here + 1:,}"
    at = own if own + len(mark) <= canvas.width - 2 else own + 1 - len(mark)
    for k in range(0, view.columns, TICK):
        label, x = f"{view.first + k * view.per + 1:,}", 1 + LABEL + k
        if x + len(label) < end and (x + len(label) + 1 < at or x > at + len(mark)):
            canvas.target(x, y, len(label), shown.at(shown.reading.unit, k))
            canvas.write(x, y, label, "faint")
    canvas.write(at, y, mark if at == own else f"{here + 1:,} ▲", "chosen.mark")


def _symbols(canvas: Canvas, shown: Overview, y: int, own: int, end: int) -> None:
    view, free, here = shown.window, 1 + LABEL, shown.reading.cursor.timestep
    for timestep, symbol in enumerate(shown.reading.run.symbols[view.first : view.stop], view.first):
        x, taken = 1 + LABEL + (timestep - view.first) * view.pitch, sum(map(tape_width, symbol))
        before = timestep < here and x + taken + (taken > 1) > own
        if x < free or before or x + taken > end:
            continue
        write = canvas.write_symbol if len(symbol) == 1 else canvas.write_any
        free = write(x, y, symbol, "cursor" if timestep == here else "faint") + (len(symbol) > 1)
        canvas.target(x, y, max(view.pitch, free - x), shown.reading.place(shown.name, shown.reading.unit, timestep))


def _edge(canvas: Canvas, shown: Overview, rows: _Rows) -> None:
    """Write on the lower edge what else can be shown, the order and, where there is room, the scale."""
    x, y = canvas.write(2, canvas.height - 1, " w: ", "faint"), canvas.height - 1
    for name in shown.names:
        quantity = shown.reading.notation.quantities[name]
        if x + len(quantity.symbol) + 3 > canvas.width:
            return
        canvas.target(x, y, len(quantity.symbol) + 2, Do(f"show_quantity('{name}')"))
        x = canvas.write(x, y, f" {quantity.symbol} ", f"{quantity.hue}.chosen" if name == shown.name else quantity.hue)
    words = f" a: {WORDS[shown.by]}"
    if shown.by == CORRELATION:
        words = f" a: by correlation with unit {shown.reading.unit}"
    if shown.share < 1 and shown.by != NUMBER:
        words += f", of {shown.share * 100:.0f} % of the text"
    words += " " if rows.units == len(shown.order) else f", {rows.first + 1} to {rows.first + rows.units} "
    if x + len(words) + 2 < canvas.width:
        canvas.target(x, y, len(words), Do("next_order"))
        x = canvas.write(x + 1, y, words, "faint")
    low, high = shown.reading.scale(shown.name)
    ends = f" ±{high:g} " if low < 0 else f" {low:g} to {high:g} "
    shaded = f" {ABOVE} above 0  {BELOW} below {ends}" if rows.tall == 1 and low < 0 else ends
    for key in (shaded, ends):
        if x + len(key) + 2 <= canvas.width:
            canvas.write(canvas.width - 2 - len(key), y, key, "faint")
            return
