"""The tape: the text, one symbol a timestep, and under each what the selected unit's note held after reading it."""

from __future__ import annotations

from lstm_tui.drawing.bars import column
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.explain.reading import Reading

GAP, WIDEST = 2, 16  # columns between two tokens; columns of one and its gap at most


def first_shown(timestep: int, length: int, places: int) -> int:
    """Return the first timestep on the tape: all from 0 where they fit, else the cursor a third from the left."""
    return 0 if length <= places else max(0, min(timestep - places // 3, length - places))


def draw_tape(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the tape over the whole width; the row of bars is left out where there is only one row."""
    canvas = Canvas(width, height)
    caption = "unit " + str(reading.unit)
    truth, task = reading.run.truth() if height > 2 else None, reading.run.task
    name_of_truth = task.truth_name if truth is not None and task is not None else ""
    label = len(name_of_truth) + 2
    pitch = min(WIDEST, reading.run.widest + GAP)
    places = max(1, (width - label - 1) // pitch)
    first = first_shown(reading.cursor.timestep, len(reading.run), places)
    last = min(len(reading.run), first + places)
    known = min(last, reading.run.trace.computed)
    name = reading.notation.note
    low, high = reading.scale(name)
    states = reading.run.trace.column(name, reading.cursor.layer, first, max(first, known))[:, reading.unit]
    final_phase = name in reading.born
    if first > 0:
        canvas.write(0, 0, "‹", "faint")
    for place, timestep in enumerate(range(first, last)):
        x = label + place * pitch
        here = timestep == reading.cursor.timestep
        unknown = not reading.run.knows(timestep)
        past = timestep < reading.cursor.timestep
        role = "cursor" if here else ("unknown" if unknown else "text" if past else "faint")
        if here:
            canvas.write(x - 1, 0, " " * pitch, "cursor")
        at = x
        for character in reading.run.symbols[timestep][: pitch - 1]:
            at = canvas.write_symbol(at, 0, character, role)
        if height > 1:
            if here and not final_phase:
                canvas.write(x, 1, "▲", "chosen.mark")
            elif (here or past) and timestep - first < len(states):
                glyph, sign = column(float(states[timestep - first]), low, high)
                canvas.write(x, 1, glyph, "chosen.mark" if here and sign == "zero" else f"value.{sign}")
            if unknown:
                canvas.write(x + 1, 1, "?", "unknown")
        for row in range(min(height, 2)):
            canvas.target(x - 1, row, pitch, reading.place(name, timestep=timestep))
    if truth is not None and task is not None:
        canvas.write(0, 2, name_of_truth, "faint")
        for place, timestep in enumerate(range(first, last)):
            role = "cursor" if timestep == reading.cursor.timestep else "faint"
            canvas.write(label + place * pitch, 2, truth[timestep][:pitch], role)
        end = label + (last - first) * pitch + 2
        if end + len(task.truth_means) < width:
            canvas.write(width - len(task.truth_means) - 1, 2, task.truth_means, "faint")
    if last < len(reading.run):
        canvas.write(width - 1, 0, "›", "faint")
    end = label + (last - first) * pitch + 2
    words = f"▁▇ above 0  ▔▀ below  {caption} of the {'hidden state' if name == 'h' else 'note'}"
    if height > 1 and end + len(words) < width:
        canvas.write(width - len(words) - 1, 1, words, "faint")
    return canvas
