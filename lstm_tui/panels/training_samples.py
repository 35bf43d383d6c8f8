"""What the network writes, answers or accepts at a moment of its training; where there is room, beside what it did before."""

from __future__ import annotations

import re

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed, wrap
from lstm_tui.panels.course import Course
from lstm_tui.tasks.showing import Sample
from lstm_tui.training.report import Report
from lstm_tui.visible import visible

RUN = re.compile(r"(.)\1{5,}")  # a symbol that stands more than five times in a row
POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARKS = {True: ("✓", "green"), False: ("✗", "vermilion"), None: ("·", "faint")}
COLUMN = 56  # columns that a moment takes at least


def draw_samples(course: Course, width: int, height: int) -> Canvas:
    """Draw the samples of the moment that is shown, in a wide room beside those of the moments before it."""
    canvas = framed(width, height, "what it writes", "from the same seed each time")
    y, inside = 1, width - 4
    if course.report is not None and course.report.verdict and course.looking is None:
        for line in wrap(f"judged: {course.report.verdict}", inside)[: max(1, (height - 2) // 3)]:
            canvas.write_any(2, y, line, "title")
            y += 1
    moments = [moment for moment in course.until_shown if moment.samples]
    if not moments:
        canvas.write(2, y, "a first sample comes with the first moment …"[: max(0, inside)], "faint")
        return canvas
    count = max(1, min(len(moments), inside // COLUMN))
    each = inside // count
    for place, moment in enumerate(moments[-count:]):
        _moment(canvas, moment, 2 + place * each, y, each - (2 if place < count - 1 else 0))
    return canvas


def _moment(canvas: Canvas, moment: Report, x: int, y: int, width: int) -> None:
    """Draw what it showed at one moment: a line a sample, a text wrapped over the whole column."""
    last = canvas.height - 1
    if last - y > 2:
        canvas.write(x, y, f"at update {moment.number:,}"[:width], "gold")
        y += 1
    if len(moment.samples) == 1:
        for row, line in enumerate(_page(moment.samples[0], width)[: last - y]):
            canvas.write_any(x, y + row, line, "text")
        return
    for row, sample in enumerate(moment.samples[: last - y]):
        _line(canvas, sample, x, y + row, width)


def _page(sample: Sample, width: int) -> list[str]:
    return [part for line in (sample.given + sample.said).split("\n") for part in wrap(visible(line), width) or [""]]


def _line(canvas: Canvas, sample: Sample, x: int, y: int, width: int) -> None:
    """Draw a mark, what was given faint, what was said after it, from where it is wrong in another colour, and a note."""
    mark, role = MARKS[sample.right]
    end = x + width
    canvas.write(x, y, mark, role)
    wrong = len(sample.said) if sample.wrong is None else sample.wrong
    good, bad = _short(sample.said[:wrong]), _short(sample.said[wrong:])
    arrow = "" if sample.given[-1:].isalpha() and " " not in sample.given else " → "
    note = f"  {sample.note}" if sample.note else ""
    room = width - 2 - len(good) - len(bad) - len(arrow)
    given = _short(sample.given, max(6, room - len(note)))
    x = canvas.write_any(x + 2, y, given + arrow, "faint")
    for words, role in ((good, "text"), (bad, "vermilion")):
        x = canvas.write_any(x, y, _short(words, max(1, end - x)) if x < end else "", role)
    if x + len(note) <= end:
        canvas.write_any(x, y, note, "faint")


def _short(text: str, room: int = 10**6) -> str:
    """Return a text with long runs as powers, and what is still too long cut in its middle."""
    text = RUN.sub(lambda found: found[1] + str(len(found[0])).translate(POWERS), visible(text.replace("\n", "↵")))
    if len(text) <= room:
        return text
    half = max(1, (room - 1) // 2)
    return f"{text[: max(0, room - 1 - half)]}…{text[-half:]}"[:room]
