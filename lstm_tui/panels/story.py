"""What happens now: the words on the phase, its equation, and the line of code that computed it."""

from __future__ import annotations

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed, wrap
from lstm_tui.explain.reading import Reading
from lstm_tui.explain.source import CodeLine
from lstm_tui.family import tell


def draw_story(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the story; where room is short the blank lines go first, then the code, then the equation."""
    story, phase = tell(reading), reading.phase
    canvas = framed(width, height, story.title, "what happens now", f"{reading.hue(phase.focus)}.bold")
    inner, rows = width - 4, height - 2
    paragraphs = [wrap(sentence, inner) for sentence in story.sentences]
    code = [row for line in story.code[:3] for row in _rows(line, inner)]
    length = sum(map(len, paragraphs))
    tail = 1 + len(code)
    if length + tail > rows and code:
        code = _rows(story.code[0], inner)
        tail = 1 + len(code)
    if length + tail > rows:
        code, tail = [], 1
    if length + tail > rows:
        tail = 0
    while len(paragraphs) > 1 and sum(map(len, paragraphs)) > rows:
        paragraphs.pop()  # the sentences come in the order of their weight
    length = sum(map(len, paragraphs))
    gaps = max(0, min(len(paragraphs), rows - length - tail))
    y = 1
    for paragraph in paragraphs:
        for line in paragraph:
            if y <= rows:
                canvas.write(2, y, line)
            y += 1
        if gaps > 0:
            y, gaps = y + 1, gaps - 1
    if tail:
        at = height - 1 - tail
        canvas.write(2, at, story.equation[:inner], f"{reading.hue(phase.focus)}.bold")
        for row, (text, where) in enumerate(code, 1):
            end = canvas.write(2, at + row, text, "code")
            if end + len(where) + 2 < width:
                canvas.write(width - 2 - len(where), at + row, where, "faint")
    return canvas


def _rows(line: CodeLine, width: int) -> list[tuple[str, str]]:
    """Return a line of code in rows that fit, broken before an operator, and beside the last where it stands."""
    rows, rest, indent = [], line.code, ""
    while len(rest) > width and (at := rest.rfind(" + ", len(indent), width)) > 0:
        rows.append((rest[:at], ""))
        indent = "    "
        rest = indent + rest[at + 1 :]
    return [*rows, (rest, line.place)]
