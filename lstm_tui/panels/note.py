"""The sticky note: the state that is handed on, as paper that is rubbed out and written on as the phases go.

Old ink is dark, what the forget gate rubs out becomes ░, what is newly written is ▒; the new note is ink again. An RNN's
note is its hidden state, which is written anew as a whole.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from lstm_tui.core.place import Place
from lstm_tui.drawing.bars import ROW, half_lengths, tall_columns
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.explain.reading import Reading
from lstm_tui.family import family_of


def draw_note(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the whole note as a picture or, of few units, a row each; then the selected unit's ledger."""
    canvas = Canvas(width, height, "note.paper")
    for y in range(height):
        canvas.write(0, y, " " * width, "note.paper")
    family, name = family_of(reading), reading.notation.note
    hidden = len(reading.step[name])
    tight = height < len(family.ledger) + 4
    title = f"sticky note, unit {reading.unit}" if tight else "the sticky note"
    canvas.write(1, 0, title, "note.title")
    shape = f"{name} ({hidden},)"
    canvas.write(width - len(shape) - 1, 0, shape, "note.faint")
    ledger = len(family.ledger) + 1
    last = height - 1
    if tight:
        _ledger(canvas, reading, 0, scaled=False)
        canvas.write(0, last, ("▀▀▔" * width)[:width], "note.edge")
        return canvas
    rows = last - 1 - ledger
    y = 1
    if hidden <= max(1, rows - 1):
        y = _unit_rows(canvas, reading, y, hidden)
    elif rows > 0:
        y = _picture(canvas, reading, y, rows - (1 if rows > 2 else 0))
    if y < last - ledger - 1 and family.stays:
        x = canvas.write(1, last - ledger - 1, "░ rubbed out", "note.erased")
        canvas.write(x + 2, last - ledger - 1, "▒ newly written", "note.new")
    _ledger(canvas, reading, max(y, last - ledger))
    torn = ("▀▀▔" * width)[:width]
    canvas.write(0, last, torn, "note.edge")
    return canvas


def _picture(canvas: Canvas, reading: Reading, y: int, rows: int) -> int:
    standing = family_of(reading).stands(reading)
    values = reading.step[standing]
    scale = reading.notation.quantities[reading.notation.note].scale.value
    across = max(1, canvas.width - 2)
    lines = -(-len(values) // across)
    first = 0
    if lines > rows:  # show the rows round the selected unit
        first = max(0, min(reading.unit // across - rows // 2, lines - rows))
    shown = min(lines, rows)
    tall = min(8, rows // shown // 2 * 2) or 1
    gap = 1 if (tall + 1) * shown <= rows and shown > 1 else 0
    roles = _roles(reading)
    for line in range(first, min(lines, first + rows)):
        start, stop = line * across, min(len(values), (line + 1) * across)
        glyphs, _ = tall_columns(values[start:stop].astype(float).tobytes(), *scale, tall)
        marks = ["note.chosen" if unit == reading.unit else roles[unit] for unit in range(start, stop)]
        canvas.columns(1, y, 1, glyphs, marks, partial(_place, reading, standing, start))
        y += tall + gap
    return y


def _place(reading: Reading, standing: str, start: int, column: int) -> Place:
    return reading.place(standing, start + column)


def _roles(reading: Reading) -> list[str]:
    """Say of every unit whether most of it was just rubbed out, just written, or neither."""
    family, born, note = family_of(reading), reading.phase.born, reading.notation.note
    old = reading.step[f"{note}_prev"]
    if family.stays and family.stays in born:
        gone = np.abs(reading.step[family.stays]) < 0.5 * np.abs(old)
        return ["note.erased" if lost else "note.ink" for lost in gone]
    if family.comes and note in born:
        new = np.abs(reading.step[family.comes]) > np.abs(reading.step[family.stays])
        return ["note.new" if fresh else "note.ink" for fresh in new]
    return ["note.ink"] * len(old)


def _unit_rows(canvas: Canvas, reading: Reading, y: int, hidden: int) -> int:
    standing = family_of(reading).stands(reading)
    values = reading.step[standing]
    scale = reading.notation.quantities[reading.notation.note].scale.value[1]
    for unit in range(hidden):
        chosen = unit == reading.unit
        canvas.write(1, y, f"{'▸' if chosen else ' '}unit {unit}", "note.title" if chosen else "note.ink")
        value = float(values[unit])
        _bar(canvas, y, value, scale, ROW, "note.ink")
        text = f"{value:+.3f}".replace("-", "−")
        canvas.write(canvas.width - 1 - len(text), y, text, "note.ink")
        canvas.target(0, y, canvas.width, reading.place(standing, unit))
        y += 1
    return y


def _ledger(canvas: Canvas, reading: Reading, y: int, scaled: bool = True) -> None:
    scale = reading.notation.quantities[reading.notation.note].scale.value[1]
    left, middle = 10, _middle(canvas.width)
    if scaled:
        canvas.write(1, y, f"unit {reading.unit}", "note.title")
        canvas.write(middle, y, "0", "note.faint")
        canvas.write(left, y, f"−{scale:g}", "note.faint")
        canvas.write(2 * middle - left - 1, y, f"+{scale:g}", "note.faint")
    for offset, entry in enumerate(family_of(reading).ledger, 1):
        at, name = y + offset, entry.quantity
        if name not in reading.born:
            canvas.write(1, at, entry.word, "note.faint")
            canvas.write(middle, at, "·", "note.faint")
            continue
        if entry.under:
            _bar(canvas, at, reading.numbers.values[entry.under], scale, "░", "note.erased")
        _bar(canvas, at, reading.numbers.values[name], scale, entry.ink, entry.role)
        text, role = reading.numbers[name], "note.title" if name in reading.phase.born else "note.ink"
        canvas.write(1, at, entry.word, role)
        canvas.write(canvas.width - 1 - len(text), at, text, role)
        canvas.target(canvas.width - 1 - len(text), at, len(text), reading.place(name))


def _middle(width: int) -> int:
    """The column of zero: bars stand between the words on the left and the numbers on the right."""
    return 10 + max(1, (width - 10 - 10) // 2)


def _bar(canvas: Canvas, y: int, value: float, scale: float, ink: str, role: str) -> None:
    middle = _middle(canvas.width)
    half = middle - 10
    length = half_lengths(value, scale, half)
    beyond = abs(value) > scale
    if value >= 0:
        text = ink * length
        canvas.write(middle, y, text[:-1] + "▶" if beyond else text or "│", role)
    else:
        text = ink * length
        canvas.write(middle - length, y, "◀" + text[1:] if beyond else text, role)
