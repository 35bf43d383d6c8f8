"""What the network writes, answers or accepts at a moment of its training; at the end its figure on what it never saw."""

from __future__ import annotations

import re

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed, wrap
from lstm_tui.panels.course import Course
from lstm_tui.tasks.showing import Sample
from lstm_tui.visible import visible

RUN = re.compile(r"(.)\1{5,}")  # a symbol that stands more than five times in a row
POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARKS = {True: ("✓", "green"), False: ("✗", "vermilion"), None: ("·", "faint")}


def draw_samples(course: Course, width: int, height: int) -> Canvas:
    """Draw a line a sample, what it was given faint, what it said after it; a text is wrapped over the whole panel."""
    where = f"at update {course.kept.number:,}, from the same seed each time" if course.kept else ""
    canvas = framed(width, height, "what it writes", where)
    rows, y = height - 2, 1
    if course.report is not None and course.report.verdict and course.looking is None:
        for line in wrap(f"judged: {course.report.verdict}", width - 4)[: max(1, rows // 3)]:
            canvas.write_any(2, y, line, "title")
            y += 1
    if not course.samples:
        canvas.write(2, y, "a first sample comes with the first moment …"[: width - 4], "faint")
    elif len(course.samples) == 1:
        for line in _page(course.samples[0], width - 4)[: height - 1 - y]:
            canvas.write_any(2, y, line, "text")
            y += 1
    else:
        for sample in course.samples[: height - 1 - y]:
            _line(canvas, sample, y, width)
            y += 1
    return canvas


def _page(sample: Sample, width: int) -> list[str]:
    return [part for line in (sample.given + sample.said).split("\n") for part in wrap(visible(line), width) or [""]]


def _line(canvas: Canvas, sample: Sample, y: int, width: int) -> None:
    mark, role = MARKS[sample.right]
    canvas.write(2, y, mark, role)
    note = f"  {sample.note}" if sample.note else ""
    room = width - 6 - len(note)
    wrong = sample.wrong
    good, bad = (sample.said, "") if wrong is None else (sample.said[:wrong], sample.said[wrong:])
    given = _short(sample.given, max(8, room - len(_short(good)) - len(bad)))
    x = canvas.write_any(4, y, given, "faint")
    x = canvas.write_any(x, y, " → " if not sample.given[-1:].isalpha() or " " in sample.given else "", "faint")
    x = canvas.write_any(x, y, _short(good, max(4, width - 3 - x)), "text")
    x = canvas.write_any(x, y, _short(bad, max(1, width - 3 - x - len(note))), "vermilion")
    if x + len(note) < width - 1:
        canvas.write_any(x, y, note, "faint")


def _short(text: str, room: int = 10**6) -> str:
    """Return a text with long runs as powers, and what is still too long cut in its middle."""
    text = RUN.sub(lambda found: found[1] + str(len(found[0])).translate(POWERS), visible(text.replace("\n", "↵")))
    if len(text) <= room:
        return text
    half = max(1, (room - 1) // 2)
    return f"{text[: room - 1 - half]}…{text[-half:]}"
