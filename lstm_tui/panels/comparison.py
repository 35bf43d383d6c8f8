"""The comparison of an operated run with the untouched one, drawn as a small table at the foot of the story."""

from __future__ import annotations

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.targets import Meaning, Untouched
from lstm_tui.explain.comparing import NONE, compared
from lstm_tui.explain.reading import GHOST, Reading
from lstm_tui.visible import columns_of, quoted, visible

NUMBER, GAP = 7, 5  # cells of a number and between two
NARROW = 44  # cells under which there is less of both, and a probability is no percentage
HEAD, ROWS = 1, 3
LEAST = 3  # rows that the story keeps


def rows_of_comparison(reading: Reading, rows: int) -> int:
    """Return how many of the story's rows the comparison takes; 0 with nothing in force, nothing predicted, or no room."""
    if reading.work is None or rows < LEAST + ROWS or _at(reading) is None:
        return 0
    return ROWS + HEAD + (rows >= LEAST + ROWS + HEAD + 2)


def _at(reading: Reading) -> Reading | None:
    """Return what is compared: this step once it predicts, until then the step before; None where there is none."""
    return reading if "probs" in reading.born else reading.before()


def draw_comparison(canvas: Canvas, reading: Reading, x: int, y: int, width: int, rows: int) -> None:
    """Draw p of what comes next and the loss at this step and over the text so far; before the last phase of the step before.

    Of a model over numbers its answer and by how much that is off. The change is that of the two numbers as they are printed.

    Args: x, y: the corner. width, rows: the room.
    """
    at = _at(reading)
    if not rows or at is None:
        return
    y += rows - ROWS - HEAD
    narrow = width < NARROW
    cells, gap = (NUMBER - 1, 1) if narrow else (NUMBER, GAP)
    ends = [x + width - (2 - k) * (cells + gap) for k in range(3)]
    ghost = GHOST if narrow else f"{GHOST} untouched"
    canvas.write_any(x, y, _cut(f"after {quoted(at.symbol)}", ends[0] - 4 - x), "faint")
    for end, (word, role) in zip(ends, (("now", "faint"), (ghost, "ghost"), ("change", "faint")), strict=True):
        canvas.write(end - len(word), y, word, role)
    for row in compared(at):
        y += 1
        name = f"{row.name}, {row.unit}" if row.unit and not narrow else row.name
        canvas.write_any(x, y, _cut(name, ends[0] - cells - x))
        now, old, change = row.printed(narrow)
        _number(canvas, ends[0], y, now, "title", row.place)
        beside = Untouched(row.old_place) if row.old_place is not None else None
        _number(canvas, ends[1], y, old if old == NONE else f"{GHOST}{old}", "ghost", beside)
        _number(canvas, ends[2], y, change, "chosen.mark", None)


def _number(canvas: Canvas, end: int, y: int, text: str, role: str, means: Meaning | None) -> None:
    canvas.write(end - len(text), y, text, role)
    if means is not None and text != NONE:
        canvas.target(end - len(text), y, len(text), means)


def _cut(name: str, cells: int) -> str:
    text = visible(name)
    while sum(map(columns_of, text)) > cells > 0:
        text = text[:-1]
    return text
