"""A row under the tape: how surprising each symbol was, now and in the untouched run."""

from __future__ import annotations

import math
from typing import NamedTuple

from lstm_tui.drawing.bars import tall_column
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.explain.reading import GHOST, Reading

PUT_IN, TAKEN_OUT = "+", "−"


class Row(NamedTuple):
    """Where symbols stand on the tape: the row, the column of the first, the cells of one, and which timesteps."""

    y: int
    x: int
    pitch: int
    first: int
    last: int


def draw_surprises(canvas: Canvas, reading: Reading, row: Row) -> None:
    """Draw a bar under each symbol that was read, and the untouched run's on its right where it is seen to differ.

    A bar is full where p is that of a blind guess among all symbols, and ends in an arrow beyond. Where the two texts do not
    line up, + stands for a symbol that was put in and − before one behind which some were taken out.
    """
    work, known = reading.work, reading.run.surprises
    if work is None or known is None:
        return
    output = reading.run.bundle.network
    most = math.log(output.output_size if output.output == "softmax" else 2)
    hue, alignment = reading.hue("probs"), work.alignment
    stop = min(row.last, reading.cursor.timestep + 1 + ("probs" in reading.born), reading.run.trace.computed)
    now = known.between(max(0, row.first - 1), max(0, stop - 1)).tolist()
    beside_all = [alignment.untouched(timestep) for timestep in range(row.first, stop)]
    olds = _untouched(reading, [timestep for timestep in beside_all if timestep is not None])
    before: int | None = alignment.untouched(row.first - 1) if row.first else None
    for timestep in range(row.first, stop):
        x, beside = row.x + (timestep - row.first) * row.pitch, beside_all[timestep - row.first]
        if beside is None:
            canvas.write(x + 1, row.y, PUT_IN, "ghost")
        elif before is not None and beside > before + 1:
            canvas.write(x - 1, row.y, TAKEN_OUT, "ghost")
        before = beside if beside is not None else before
        value = now[timestep - 1 - max(0, row.first - 1)] if timestep else math.nan
        glyph, stood = (_bar(size, most) for size in (value, olds.get(beside, math.nan)))
        canvas.write(x, row.y, glyph * (2 if row.pitch > 3 else 1), hue)
        if stood != glyph and beside is not None:
            canvas.write(x + (2 if row.pitch > 3 else 1), row.y, stood, "ghost")
    _label(canvas, reading, row, most)


def _untouched(reading: Reading, timesteps: list[int]) -> dict[int | None, float]:
    """Return how surprising the symbols at these timesteps of the untouched run were there, where that is known."""
    assert reading.work is not None
    free = reading.work.free
    known = [timestep for timestep in timesteps if 0 < timestep <= free.trace.computed]
    if not known or free.surprises is None:
        return {}
    sizes = free.surprises.between(known[0] - 1, known[-1]).tolist()
    return {timestep: sizes[timestep - known[0]] for timestep in known}


def _bar(size: float, most: float) -> str:
    return " " if math.isnan(size) else tall_column(size, 0.0, most, 1)[0][0]


def _label(canvas: Canvas, reading: Reading, row: Row, most: float) -> None:
    """Say at the right what the row shows, in as many words as fit."""
    assert reading.work is not None
    moved = reading.work.alignment.sources is not None
    signs = f"{PUT_IN} put in, {TAKEN_OUT} taken out; " if moved else ""
    full = f"full: {most:.2f} nats, a blind guess"
    ways = (
        f"{signs}surprise, beside it {GHOST} the untouched run's; {full}",
        f"{signs}surprise, beside it {GHOST} the untouched run's",
        f"{signs}surprise, {GHOST} untouched",
    )
    end = row.x + (row.last - row.first) * row.pitch + 2
    for words in ways:
        if end + len(words) < canvas.width:
            canvas.write(canvas.width - len(words) - 1, row.y, words, "faint")
            return
