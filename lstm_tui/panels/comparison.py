"""What an operation did to the prediction, in numbers: now, in the untouched run, and the difference."""

from __future__ import annotations

import math
from typing import NamedTuple

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.targets import Meaning, Untouched
from lstm_tui.explain.digits import beyond, number, plain
from lstm_tui.explain.naming import LOSS
from lstm_tui.explain.reading import GHOST, Reading
from lstm_tui.surprise import SO_FAR
from lstm_tui.visible import columns_of, quoted, visible

NUMBER, GAP = 7, 5  # cells of a number and between two
NARROW = 44  # cells under which there is less of both, and a probability is no percentage
HEAD, ROWS = 1, 3
LEAST = 3  # rows that the story keeps
NONE = "–"


class Row(NamedTuple):
    """One comparison.

    Attributes: name. now, old: values, NaN where there is none. unit: "%" of a probability, "nats", or "". means, old_means:
        what each number is.
    """

    name: str
    now: float
    old: float
    unit: str = ""
    means: Meaning | None = None
    old_means: Meaning | None = None


def rows_of_comparison(reading: Reading, rows: int) -> int:
    """Return how many of the story's rows the comparison takes; 0 where nothing is in force or there is no room."""
    if reading.work is None or rows < LEAST + ROWS:
        return 0
    return ROWS + HEAD + (rows >= LEAST + ROWS + HEAD + 2)


def draw_comparison(canvas: Canvas, reading: Reading, x: int, y: int, width: int, rows: int) -> None:
    """Draw p of what comes next and the loss at this step and over the text so far; before the last phase of the step before.

    Of a model over numbers its answer and by how much that is off. The change is that of the two numbers as they are printed.

    Args: x, y: the corner. width, rows: the room.
    """
    at = reading if "probs" in reading.born else reading.before()
    if not rows:
        return
    y += rows - ROWS - HEAD
    narrow = width < NARROW
    cells, gap = (NUMBER - 1, 1) if narrow else (NUMBER, GAP)
    ends = [x + width - (2 - k) * (cells + gap) for k in range(3)]
    ghost = GHOST if narrow else f"{GHOST} untouched"
    name = f"after {quoted(at.symbol)}" if at is not None else "nothing read yet"
    canvas.write_any(x, y, _cut(name, ends[0] - 4 - x), "faint")
    if at is None:
        return
    for end, (word, role) in zip(ends, (("now", "faint"), (ghost, "ghost"), ("change", "faint")), strict=True):
        canvas.write(end - len(word), y, word, role)
    for row in compared(at):
        y += 1
        now, old = (_printed(value, row.unit, narrow) for value in (row.now, row.old))
        name = f"{row.name}, {row.unit}" if row.unit and not narrow else row.name
        canvas.write_any(x, y, _cut(name, ends[0] - cells - x))
        _number(canvas, ends[0], y, now, "title", row.means)
        _number(canvas, ends[1], y, old if old == NONE else f"{GHOST}{old}", "ghost", row.old_means)
        _number(canvas, ends[2], y, _change(row, now, old), "chosen.mark", None)


def _printed(value: float, unit: str, narrow: bool) -> str:
    if math.isnan(value):
        return NONE
    if unit == "%" and not narrow:
        return plain(value * 100, 1, signed=False)
    return plain(value, 2 if unit == "nats" else 3 if narrow or unit else 4, signed=not unit)


def _change(row: Row, now: str, old: str) -> str:
    """Return how much more the one number is than the other, as they are printed."""
    if beyond(row.now, row.old):
        return NONE
    return plain(number(now) - number(old), len(now.partition(".")[2]))


def compared(reading: Reading) -> tuple[Row, ...]:
    """Return the comparisons at a timestep whose prediction is there."""
    if reading.run.surprises is None:
        return _answers(reading)
    ghost, truth = reading.ghost, reading.truth()
    old = ghost.truth() if ghost is not None else None
    nothing = math.nan
    alike = truth is not None and old is not None and truth.index == old.index
    name = f"p({quoted(truth.symbol)})" if alike and truth is not None else "p(next)"
    now_at = reading.place("probs", truth.index) if truth is not None else None
    old_at = ghost.place("probs", old.index) if ghost is not None and old is not None else None
    loss_at = reading.place(LOSS, truth.index) if truth is not None else None
    old_loss_at = ghost.place(LOSS, old.index) if ghost is not None and old is not None else None
    p = Row(
        name,
        truth.probability if truth is not None else nothing,
        old.probability if old is not None else nothing,
        "%",
        now_at,
        Untouched(old_at) if old_at is not None else None,
    )
    loss = Row(
        "loss",
        _loss(reading),
        _loss(ghost) if ghost is not None else nothing,
        "nats",
        loss_at,
        Untouched(old_loss_at) if old_loss_at is not None else None,
    )
    return p, loss, _so_far(reading)


def _loss(reading: Reading) -> float:
    known, timestep = reading.run.surprises, reading.cursor.timestep
    return float(known.between(timestep, timestep + 1)[0]) if known is not None else math.nan


def _so_far(reading: Reading) -> Row:
    """Return the mean loss over the text up to here, or over its last SO_FAR symbols."""
    work, known, stop = reading.work, reading.run.surprises, reading.cursor.timestep + 1
    assert work is not None
    assert known is not None
    now, start = known.mean(stop)
    timesteps = (work.alignment.untouched(timestep) for timestep in range(stop - 1, start - 1, -1))
    last = next((timestep for timestep in timesteps if timestep is not None), None)
    free = work.free.surprises
    old = free.mean(last + 1)[0] if free is not None and last is not None else math.nan
    return Row("so far" if start == 0 else f"last {SO_FAR:,}", now, old, "nats")


def _answers(reading: Reading) -> tuple[Row, ...]:
    """Return what a model over numbers answers and, where something is asked, by how much it is off."""
    answer, ghost, asked = reading.answers()[0], reading.ghost, reading.asked()
    old = ghost.answers()[0] if ghost is not None else math.nan
    rows = (Row("answer", answer, old),)
    wanted = ghost.asked() if ghost is not None else None
    if asked is None:
        return rows
    off = abs(wanted.value - old) if wanted is not None else math.nan
    return (*rows, Row("off by", abs(asked.value - answer), off))


def _number(canvas: Canvas, end: int, y: int, text: str, role: str, means: Meaning | None) -> None:
    canvas.write(end - len(text), y, text, role)
    if means is not None and text != NONE:
        canvas.target(end - len(text), y, len(text), means)


def _cut(name: str, cells: int) -> str:
    text = visible(name)
    while sum(map(columns_of, text)) > cells > 0:
        text = text[:-1]
    return text
