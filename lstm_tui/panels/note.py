"""The sticky note: the state that is handed on, as paper that is rubbed out and written on as the phases go.

Every unit is a column that stands on the line of zero or hangs from it: solid what stayed, ░ what was rubbed out, up to
where the ink once reached, ▒ what is newly written. Under the picture stand the selected unit and those that change most.
An RNN's note is its hidden state, which is written anew as a whole. Beside an operated run a line marks how far the ink
of the untouched note reaches.
"""

from __future__ import annotations

import numpy as np

from lstm_tui.drawing.bars import RISING
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.layers import heights, lying
from lstm_tui.drawing.targets import Untouched
from lstm_tui.explain.reading import Reading
from lstm_tui.family import family_of
from lstm_tui.panels.note_picture import Picture, plan_for
from lstm_tui.panels.sheet import RUBBED, Sheet, sheet_of
from lstm_tui.visible import quoted

WORDS = 13  # cells for what was and what is
TORN = "56457663346755624765577645354667563"  # eighths of paper on the last line


def draw_note(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the note: title, picture of all units, the units that change most, and the edge where it was torn off."""
    canvas = Canvas(width, height, "note.paper")
    if width < 4 or height < 2:
        return canvas
    sheet = sheet_of(reading)
    untouched = sheet_of(reading.ghost) if reading.ghost is not None else None
    top = _behind(canvas, reading)
    right = canvas.width - (1 if top else 0)  # the first column that is not paper
    _title(canvas, reading, sheet, top, right)
    tear(canvas, right)
    plan = plan_for(height - top - 2, reading.hidden_size, right - 2, len(family_of(reading).ledger) + 1)
    Picture(canvas, reading, sheet, right, untouched).draw(top + 1, plan)
    y = top + 1 + plan.picture
    if plan.legend:
        _legend(canvas, reading, sheet, y, right)
        y += 1
    for unit in _units(reading, sheet, untouched, plan.units):
        _row(canvas, reading, sheet, y, right, unit)
        if untouched is not None:
            _beside(canvas, reading, sheet, untouched, y, right, unit)
        y += 1
    if plan.ledger:
        _ledger(canvas, reading, sheet, y, right)
    return canvas


def _behind(canvas: Canvas, reading: Reading) -> int:
    """Draw the sheet before this one behind it, where there was one and there is room; return the rows that it takes."""
    if not reading.cursor.timestep or canvas.height < 15 or canvas.width < 24:
        return 0
    before = reading.run.symbols[reading.cursor.timestep - 1]
    canvas.write(0, 0, " ", "text")
    canvas.write(1, 0, " " * (canvas.width - 1), "note.old")
    canvas.write_any(2, 0, f"as it was after {quoted(before)}", "note.old")
    for y in range(1, canvas.height):
        canvas.write(canvas.width - 1, y, "▌", "note.behind")
    return 1


def _title(canvas: Canvas, reading: Reading, sheet: Sheet, y: int, right: int) -> None:
    end = canvas.write(1, y, sheet.title, "note.title")
    high = reading.scale(reading.notation.note)[1]
    shape = f"{reading.notation.note} ({reading.hidden_size},)"
    for words in (f"{shape} ±{high:g}", f"±{high:g}"):
        if end + len(words) + 2 < right:
            canvas.write(right - len(words) - 1, y, words, "note.faint")
            return


def tear(canvas: Canvas, right: int) -> None:
    """Draw the edge along which the paper was torn off its block, on the last line."""
    y = canvas.height - 1
    canvas.cells(0, y, [RISING[8 - int(TORN[x % len(TORN)])] for x in range(right)], ["note.edge.hang"] * right)


def _legend(canvas: Canvas, reading: Reading, sheet: Sheet, y: int, right: int) -> None:
    wide = right >= 41
    gone = "rubbed out" if wide and sheet.title == RUBBED else "gone"  # in the end also what was written against it
    words = [("█ stayed", "note.ink"), (f"░ {gone}", "note.erased"),
             ("▒ newly written" if wide else "▒ new", "note.new")]  # fmt: skip
    x = 1
    for text, role in words if family_of(reading).stays else words[1:]:
        x = canvas.write(x, y, text, role) + 2
    if reading.ghost is not None:
        text = next((text for text in ("─ ◌ untouched", "─ ◌") if x + len(text) < right), "")
        canvas.write(x, y, text, "note.ghost")


def _units(reading: Reading, sheet: Sheet, untouched: Sheet | None, rows: int) -> list[int]:
    """Return the selected unit, then those of which this phase changes most; of few units all in their order.

    Beside an untouched note those that differ most from it come first.
    """
    if rows >= reading.hidden_size:
        return list(range(reading.hidden_size))
    change = sheet.change()
    apart = sheet.apart(untouched) if untouched is not None else np.zeros_like(change)
    order = np.lexsort((-change, -apart)).tolist()
    return [reading.unit, *(unit for unit in order if unit != reading.unit)][:rows]


def _row(canvas: Canvas, reading: Reading, sheet: Sheet, y: int, right: int, unit: int) -> None:
    chosen = unit == reading.unit
    role = "note.title" if chosen else "note.ink"
    name = f"unit {unit}" if right >= 34 else str(unit)
    canvas.write(1, y, f"{'▼' if chosen else ' '} {name}", role)
    words = sheet.words(unit)
    start = 4 + len(name) + (len(str(reading.hidden_size - 1)) - len(str(unit)))
    canvas.write(right - 1 - len(words), y, words, role)
    inks = float(sheet.stays[unit]), float(sheet.comes[unit]), float(sheet.was[unit])
    _bar(canvas, reading, y, start, right, inks)
    canvas.target(0, y, right, reading.place(sheet.quantity, unit))


def _beside(canvas: Canvas, reading: Reading, sheet: Sheet, untouched: Sheet, y: int, right: int, unit: int) -> None:
    """Write the untouched note's number behind a unit's, in the place of what was and is, where it prints otherwise."""
    numbers = sheet.beside(untouched, unit)
    if numbers is None or reading.ghost is None:
        return
    text, other = numbers
    x = right - 1 - WORDS
    canvas.write(x, y, " " * WORDS, "note.ink")
    canvas.write(right - 3 - len(text) - len(other), y, text, "note.title" if unit == reading.unit else "note.ink")
    canvas.write(right - 1 - len(other), y, other, "note.ghost")
    name = family_of(reading).comes if text.startswith("▒") else sheet.quantity
    canvas.target(right - 1 - len(other), y, len(other), Untouched(reading.ghost.place(name, unit)))


Inks = tuple[float, float, float]  # what stays, comes and was


def _bar(canvas: Canvas, reading: Reading, y: int, start: int, right: int, inks: Inks) -> None:
    """Draw a bar from a column to where the numbers stand, zero in its middle."""
    half = (right - 2 - WORDS - start) // 2
    if half < 2:
        return
    up, down, beyond = heights(*inks, reading.scale(reading.notation.note)[1], half)
    canvas.cells(start, y, *lying(up, down, half, beyond))
    if not any(up) and not any(down):
        canvas.write(start + half, y, "│", "note.faint")


def _ledger(canvas: Canvas, reading: Reading, sheet: Sheet, y: int, right: int) -> None:
    """Draw what became of the selected unit, a row for each step of it."""
    note = reading.notation.note
    canvas.write(1, y, f"unit {reading.unit}, step by step", "note.title")
    for at, entry in enumerate(family_of(reading).ledger, y + 1):
        name = entry.quantity
        if name not in reading.born:
            canvas.write(1, at, entry.word, "note.faint")
            continue
        text, role = reading.short(name), "note.title" if name in reading.phase.born else "note.ink"
        canvas.write(1, at, entry.word, role)
        other = reading.ghostly(name)
        end = right - 1 - (len(other) + 1 if other else 0)
        canvas.write(end - len(text), at, text, role)
        canvas.target(0, at, right, reading.place(name))
        if other and reading.ghost is not None:
            canvas.write(end + 1, at, other, "note.ghost")
            canvas.target(end + 1, at, len(other), Untouched(reading.ghost.place(name)))
        value, under = (float(reading.step[of][reading.unit]) for of in (name, entry.under or name))
        inks: Inks = (0.0, value, 0.0) if entry.fresh else (value, 0.0, under)
        if name == note and family_of(reading).comes:
            inks = (float(sheet.stays[reading.unit]), float(sheet.comes[reading.unit]), 0.0)
        start = 4 + len(f"unit {reading.hidden_size - 1}")
        _bar(canvas, reading, at, start, right, inks)
