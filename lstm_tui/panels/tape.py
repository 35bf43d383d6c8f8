"""The tape: the text, one symbol a timestep, and under each what the selected unit's note held after reading it.

Beside an operated run each bar has the untouched run's on its right, where that is seen to differ, and the last row says how
surprising each symbol was: full where the model held it no likelier than a blind guess.
"""

from __future__ import annotations

from lstm_tui.drawing.bars import tall_column, tall_columns
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.explain.reading import Reading
from lstm_tui.panels.surprises import Row, draw_surprises

GAP, WIDEST = 2, 16  # columns between two tokens; columns of one and its gap at most


def first_shown(timestep: int, length: int, places: int) -> int:
    """Return the first timestep on the tape: all from 0 where they fit, else the cursor a third from the left."""
    return 0 if length <= places else max(0, min(timestep - places // 3, length - places))


def draw_tape(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the tape over the whole width: symbols, the note's bars in the rows that there are, and the task's truth."""
    canvas = Canvas(width, height)
    truth, task = reading.run.truth() if height > 2 else None, reading.run.task
    name_of_truth = task.truth_name if truth is not None and task is not None else ""
    label, rows = len(name_of_truth) + 2, max(0, height - 1 - (truth is not None))
    told = bool(rows) and reading.work is not None and reading.run.surprises is not None
    below, rows = rows, rows - told
    rows = rows if rows < 2 else rows // 2 * 2
    pitch = min(WIDEST, reading.run.widest + GAP)
    places = max(1, (width - label - 1) // pitch)
    first = first_shown(reading.cursor.timestep, len(reading.run), places)
    last = min(len(reading.run), first + places)
    name = reading.notation.note
    if first > 0:
        canvas.write(0, 0, "‹", "faint")
    for place, timestep in enumerate(range(first, last)):
        x = label + place * pitch
        _symbol(canvas, reading, x, pitch, timestep)
        if below and not reading.run.knows(timestep):
            canvas.write(x + 1, 1, "?", "unknown")
        for row in range(min(height, 1 + rows + told)):
            canvas.target(x - 1, row, pitch, reading.place(name, timestep=timestep))
    if last < len(reading.run):
        canvas.write(width - 1, 0, "›", "faint")
    if rows:
        _bars(canvas, reading, label, pitch, first, last, rows)
    if told:
        draw_surprises(canvas, reading, Row(1 + rows, label, pitch, first, last))
    end = label + (last - first) * pitch + 2
    if truth is not None and task is not None:
        canvas.write(0, height - 1, name_of_truth, "faint")
        for place, timestep in enumerate(range(first, last)):
            role = "cursor" if timestep == reading.cursor.timestep else "faint"
            canvas.write(label + place * pitch, height - 1, truth[timestep][:pitch], role)
        if end + len(task.truth_means) < width:
            canvas.write(width - len(task.truth_means) - 1, height - 1, task.truth_means, "faint")
    whose = f"unit {reading.unit} of the {'hidden state' if name == 'h' else 'note'}, ±{reading.scale(name)[1]:g}"
    if rows and end + len(whose) < width:
        canvas.write(width - len(whose) - 1, 1, whose, "faint")
    return canvas


def _symbol(canvas: Canvas, reading: Reading, x: int, pitch: int, timestep: int) -> None:
    here = timestep == reading.cursor.timestep
    past = timestep < reading.cursor.timestep
    role = "cursor" if here else "unknown" if not reading.run.knows(timestep) else "text" if past else "faint"
    if here:
        canvas.write(x - 1, 0, " " * pitch, "cursor")
    for character in reading.run.symbols[timestep][: pitch - 1]:
        x = canvas.write_symbol(x, 0, character, role)


def _bars(canvas: Canvas, reading: Reading, label: int, pitch: int, first: int, last: int, rows: int) -> None:
    """Draw the selected unit's note under every symbol that was read; under the one at the cursor once it is born."""
    name, now = reading.notation.note, reading.cursor.timestep
    known = min(last, reading.run.trace.computed, now + (name in reading.born))
    states = reading.run.trace.column(name, reading.cursor.layer, first, max(first, known))[:, reading.unit]
    if len(states):
        glyphs, marks = tall_columns(states.astype(float).tobytes(), *reading.scale(name), rows)
        for row, (line, kinds) in enumerate(zip(glyphs, marks, strict=True), 1):
            for place, (glyph, mark) in enumerate(zip(line, kinds, strict=True)):
                canvas.write(label + place * pitch, row, glyph * (2 if pitch > 3 else 1), f"value.{mark}")
    if reading.work is not None:
        _untouched(canvas, reading, label, pitch, first, states.astype(float).tolist(), rows)
    if first <= now < last and name not in reading.born:
        canvas.write(label + (now - first) * pitch, 1, "▲", "chosen.mark")


def _untouched(
    canvas: Canvas, reading: Reading, label: int, pitch: int, first: int, now: list[float], rows: int
) -> None:
    """Draw what the untouched run's note held on the right of each bar that differs from it."""
    assert reading.work is not None
    free, layer, scale = reading.work.free, reading.cursor.layer, reading.scale(reading.notation.note)
    places = [reading.work.alignment.untouched(timestep) for timestep in range(first, first + len(now))]
    known = [place for place in places if place is not None and place < free.trace.computed]
    if not known:
        return
    olds = free.trace.column(reading.notation.note, layer, known[0], known[-1] + 1)[:, reading.unit].astype(float)
    for place, (timestep, value) in enumerate(zip(places, now, strict=True)):
        if timestep is None or not known[0] <= timestep <= known[-1]:
            continue
        old, stands = (tall_column(height, *scale, rows) for height in (float(olds[timestep - known[0]]), value))
        if old != stands:
            x = label + place * pitch + (2 if pitch > 3 else 1)
            for row, (glyph, mark) in enumerate(zip(*old, strict=True), 1):
                canvas.write(x, row, glyph, "ghost.hang" if mark.endswith(".hang") else "ghost")
