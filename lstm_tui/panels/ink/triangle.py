"""Who of the past still stands on one unit's note: a row a timestep, a column a symbol that was read before it.

Row T, column t is what the symbol of timestep t wrote, as far as it is still there after timestep T; a row and what was
there before its first column add up to the unit's value, which stands behind it.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from lstm_tui.core.place import Place
from lstm_tui.core.provenance import added, triangle
from lstm_tui.drawing.bars import selected
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.shades import ABOVE, BELOW, shades
from lstm_tui.explain.digits import short
from lstm_tui.explain.ink import unit_scale
from lstm_tui.panels.ink.page import Page
from lstm_tui.panels.units_time import shown_from
from lstm_tui.visible import tape_width

LABEL, VALUE, OLD, NUMBER = 4, 8, 3, 7  # columns: a row's symbol, its value, what was before, a share that is printed
PITCHES = (NUMBER, 3, 2, 1)
MOST = 128  # timesteps before and after the cursor that a window may show
ENOUGH = 0.6  # of the rows that there are; rather fewer timesteps than narrower ones


class Window(NamedTuple):
    """Which timesteps are shown, how many columns each takes, and where the first of them begins."""

    first: int
    last: int
    pitch: int
    start: int


def window_of(page: Page, width: int, height: int) -> Window:
    """Return as many timesteps as there are rows and columns for, the cursor among them; wide columns where they fit."""
    reading = page.reading
    length = reading.run.trace.computed
    rows, room = max(1, min(height - 3, length, MOST)), max(1, width - 2 - LABEL - VALUE)
    begun = _begun(page)
    near = reading.run.symbols[max(0, reading.cursor.timestep - MOST) : reading.cursor.timestep + MOST]
    widest = max((tape_width(symbol) for symbol in near if len(symbol) == 1), default=2)
    for pitch in PITCHES:
        fitting = room // pitch if rows == length and not begun else (room - OLD) // pitch
        count = max(1, min(rows, fitting))
        if pitch >= widest and (count == rows or (pitch == 2 and count > ENOUGH * rows)):
            break
    first = shown_from(reading.cursor.timestep, length, count)
    return Window(first, min(length, first + count), pitch, 1 + LABEL + (OLD if first or begun else 0))


def _begun(page: Page) -> bool:
    """Say whether something stood on the unit's note before the first symbol."""
    reading = page.reading
    first = reading.run.trace.step(0, reading.cursor.layer)
    return bool(first[f"{reading.notation.note}_prev"][reading.unit] != 0)


def draw_triangle(page: Page, width: int, height: int) -> Canvas:
    """Draw the triangle; rows behind the cursor are dim, the cursor's row and the column that is followed are marked."""
    reading = page.reading
    note, layer, unit = reading.notation.note, reading.cursor.layer, reading.unit
    canvas = framed(width, height, f"unit {unit}: who still stands on its note", "= value")
    if page.ink is None or height < 6 or width < LABEL + VALUE + 6:
        return canvas
    window = window_of(page, width, height)
    rows = triangle(reading.run.trace, layer, unit, window.first, window.last)
    values = reading.run.trace.column(note, layer, window.first, window.last)[:, unit].tolist()
    before = [added((value, *(-share for share in row))) for value, row in zip(values, rows.tolist(), strict=True)]
    high, now = unit_scale(reading.run, layer)[1], reading.cursor.timestep
    glyphs, marks = shades(rows, high)
    old, old_marks = shades(np.array(before)[:, None], high)
    chosen = page.chosen.timestep if page.chosen is not None else None
    for row, timestep in enumerate(range(window.first, window.last)):
        y = 2 + row
        here, dim = timestep == now, timestep > now
        roles = ["frame" if dim else f"value.{mark}" for mark in marks[row][: row + 1]]
        if here:
            roles = [selected(role) for role in roles]
        elif chosen is not None and window.first <= chosen <= timestep:
            column = chosen - window.first
            roles[column] = "faint.sel" if dim else selected(roles[column])
        if window.pitch < NUMBER:
            canvas.columns(
                window.start, y, window.pitch, [glyphs[row][: row + 1]], [roles], partial(_in_row, page, timestep)
            )
        else:
            for column, (glyph, role) in enumerate(zip(glyphs[row], roles, strict=False)):
                x = window.start + column * NUMBER
                canvas.write(x, y, f"{glyph}{short(float(rows[row, column]))}", role)
                canvas.target(x, y, NUMBER, _place(page, timestep))
        _label(canvas, page, timestep, y, here, dim)
        if window.start > 1 + LABEL:
            canvas.write(1 + LABEL, y, old[row][0] * 2, "frame" if dim else f"value.{old_marks[row][0]}")
        said = short(float(values[row]))
        canvas.write(width - 2 - len(said), y, said, "frame" if dim else "gold.bold" if here else "gold")
    _columns(canvas, page, window, chosen)
    key = f" {ABOVE} above 0  {BELOW} below  ±{high:g} "
    if len(key) + 4 < width:
        canvas.write(width - 2 - len(key), height - 1, key, "faint")
    return canvas


def _in_row(page: Page, timestep: int, column: int) -> Place:
    del column  # a row is a moment, whichever of its shares is clicked
    return _place(page, timestep)


def _place(page: Page, timestep: int) -> Place:
    return page.reading.place(page.reading.notation.note, timestep=timestep)


def _label(canvas: Canvas, page: Page, timestep: int, y: int, here: bool, dim: bool) -> None:
    """Write a row's symbol."""
    symbol, x = page.reading.run.symbols[timestep], 2
    for character in symbol if len(symbol) == 1 else f"{timestep + 1:,}"[-LABEL + 1 :]:
        x = canvas.write_symbol(x, y, character, "cursor" if here else "faint" if dim else "text")
    canvas.write(1, y, "▸" if here else " ", "chosen.mark")


def _columns(canvas: Canvas, page: Page, window: Window, chosen: int | None) -> None:
    """Write the symbols over their columns, as many as fit."""
    free, start = 0, window.start
    if start > 1 + LABEL:
        canvas.write(1 + LABEL, 1, "‹‹", "faint")
    for timestep in range(window.first, window.last):
        symbol, x = page.reading.run.symbols[timestep], start + (timestep - window.first) * window.pitch
        taken = sum(map(tape_width, symbol))
        if x < free or x + taken > canvas.width - VALUE:
            continue
        now = page.reading.cursor.timestep
        role = (
            "chosen" if timestep == chosen else "cursor" if timestep == now else "text" if timestep < now else "faint"
        )
        for character in symbol:
            free = x = canvas.write_symbol(x, 1, character, role)
        free += len(symbol) > 1
