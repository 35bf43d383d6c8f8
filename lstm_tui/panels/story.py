"""What happens now: the words on the phase, its equation, and the line of code that computed it."""

from __future__ import annotations

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed, wrap
from lstm_tui.explain.reading import Reading
from lstm_tui.explain.source import CodeLine
from lstm_tui.family import tell
from lstm_tui.panels.comparison import draw_comparison, rows_of_comparison
from lstm_tui.panels.squash import LEAST, MOST, draw_squash, squashed


def draw_story(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the story; where room is short blank lines go first, then the code, the curve, the equation and the last sentences.

    Sentences come in the order of their weight, and stand as a whole or not at all; one that is too long for the panel
    ends in … behind a whole word.
    """
    story, phase = tell(reading), reading.phase
    canvas = framed(width, height, story.title, "what happens now", f"{reading.hue(phase.focus)}.bold")
    inner, rows = width - 4, height - 2
    compared = rows_of_comparison(reading, rows)  # at the bottom, beside an operated run
    rows -= compared
    paragraphs = [wrap(sentence, inner) for sentence in story.sentences]
    equation = wrap(story.equation, inner)
    code = [row for line in story.code[:3] for row in _rows(line, inner)]
    length = sum(map(len, paragraphs))
    if length + len(equation) + len(code) > rows and code:
        code = _rows(story.code[0], inner)
    if length + len(equation) + len(code) > rows:
        code = []
    if length + len(equation) > rows:
        equation = []
    while len(paragraphs) > 1 and sum(map(len, paragraphs)) > rows:
        paragraphs.pop()
    if len(paragraphs[0]) > rows:
        paragraphs[0] = _cut(paragraphs[0], rows, inner)
    length, curve = sum(map(len, paragraphs)), 0
    if squashed(reading) is not None and rows - length - len(equation) >= LEAST:
        code = code if rows - length - len(equation) - len(code) >= LEAST else []
        free = rows - length - len(equation) - len(code)
        curve = min(MOST, max(LEAST, free - 1))
    tail = len(equation) + len(code)
    free = rows - length - tail
    gaps = max(0, min(len(paragraphs), free - curve))
    y = 1
    for paragraph in paragraphs:
        for line in paragraph:
            y = _next(canvas, y, line)
        if gaps > 0:
            y, gaps = y + 1, gaps - 1
    at = height - 1 - compared - tail
    draw_squash(canvas, reading, 2, at - curve, inner, curve)
    for line in equation:
        at = _next(canvas, at, line, f"{reading.hue(phase.focus)}.bold")
    for row, (text, where) in enumerate(code):
        end = canvas.write(2, at + row, text, "code")
        if end + len(where) + 2 < width:
            canvas.write(width - 2 - len(where), at + row, where, "faint")
    draw_comparison(canvas, reading, 2, height - 1 - compared, inner, compared)
    return canvas


def _next(canvas: Canvas, y: int, line: str, role: str = "text") -> int:
    canvas.write(2, y, line, role)
    return y + 1


def _cut(lines: list[str], rows: int, width: int) -> list[str]:
    """Return the first rows of a sentence, the last of them ended behind a word."""
    if rows < 1:
        return []
    last = lines[rows - 1]
    while len(last) + 2 > width and " " in last:
        last = last.rpartition(" ")[0]
    return [*lines[: rows - 1], f"{last} …"]


def _rows(line: CodeLine, width: int) -> list[tuple[str, str]]:
    """Return a line of code in rows that fit, broken before an operator, and beside the last where it stands."""
    rows, rest, indent = [], line.code, ""
    while len(rest) > width and (at := rest.rfind(" + ", len(indent), width)) > 0:
        rows.append((rest[:at], ""))
        indent = "    "
        rest = indent + rest[at + 1 :]
    return [*rows, (rest, line.place)]
