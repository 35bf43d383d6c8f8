"""A whole timestep on one page: every phase's story or arithmetic, as far as it is read; the phase at hand is marked."""

from __future__ import annotations

from dataclasses import replace

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed, wrap
from lstm_tui.drawing.targets import ToPhase, Untouched
from lstm_tui.explain.lines import Span
from lstm_tui.explain.reading import Reading
from lstm_tui.explain.source import CodeLine, lines_for
from lstm_tui.family import tell, work_out
from lstm_tui.panels.arithmetic import rows_of
from lstm_tui.panels.comparison import draw_comparison, rows_of_comparison

NAMES = 16  # cells for the phases' names
TABLE = 60  # cells of the comparison with the untouched run at most
RAIL = 56  # cells of the column that lists the phases beside the story
ROOMY = 110  # cells from which on that column stands there


def at_phase(reading: Reading, phase: int) -> Reading:
    """Return the reading of another phase of the same step; its numbers are the same and are not made again."""
    cursor = replace(reading.cursor, phase=phase)
    other = Reading(reading.run, cursor, reading.unit, reading.notation, reading.look, reading.work)
    other.numbers = reading.numbers
    return other


def draw_whole_arithmetic(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the selected unit's arithmetic in all phases up to this one, what is still to come by its equation alone."""
    right = f"of {reading.hidden_size}   [ ] other unit"
    canvas = framed(width, height, f"unit {reading.unit}, the whole timestep worked out", right)
    rows: list[tuple[int, list[tuple[int, Span]]]] = []
    for phase in range(len(reading.phases)):
        there = at_phase(reading, phase)
        lines = work_out(there) if phase <= reading.cursor.phase else ((Span(tell(there).equation, "unborn"),),)
        rows += [(phase, row) for row in rows_of(lines, width - NAMES)]
    airy = len(rows) + len(reading.phases) <= height - 1
    before, y = -1, 0
    for phase, row in _in_view(rows, reading.cursor.phase, height - 2):
        y += 2 if airy and 0 <= before != phase else 1
        if phase != before:
            _name(canvas, reading, phase, 1, y)
        before = phase
        for x, span in row:
            lit = phase == reading.cursor.phase
            role = span.role
            if role in reading.notation.quantities:
                role = f"{reading.hue(role)}.bold" if lit else reading.hue(role)
            end = canvas.write(NAMES + x, y, span.text, role)
            if span.place is not None:
                canvas.target(NAMES + x, y, end - NAMES - x, span.place)
    return canvas


def _in_view(
    rows: list[tuple[int, list[tuple[int, Span]]]], phase: int, room: int
) -> list[tuple[int, list[tuple[int, Span]]]]:
    """Return as many rows as fit, those of the phase at hand among them and as many before it as after."""
    if len(rows) <= room:
        return rows
    own = [at for at, (of, _) in enumerate(rows) if of == phase]
    first = max(0, min((own[0] + own[-1] + 1 - room) // 2, len(rows) - room)) if own else 0
    return rows[first : first + max(0, room)]


def _name(canvas: Canvas, reading: Reading, phase: int, x: int, y: int) -> None:
    """Write a phase's name, as the rail does; a click goes there."""
    there, here = reading.phases[phase], reading.cursor.phase
    hue = reading.hue(there.focus)
    role = f"{hue}.chosen" if phase == here else hue if phase < here else "unborn"
    canvas.target(x, y, len(there.title) + 2, ToPhase(there.key))
    canvas.write(x, y, f" {there.title} ", role)


def draw_whole_story(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the story of this phase with the code of the whole step, and beside it what all phases make."""
    story = tell(reading)
    hue = reading.hue(reading.phase.focus)
    canvas = framed(width, height, story.title, "what happens now", f"{hue}.bold")
    roomy = width >= ROOMY
    inner = width - 4 - (RAIL if roomy else 0)
    compared = rows_of_comparison(reading, height - 2)
    bottom, y = height - 1 - compared, 1
    for sentence in story.sentences:
        for line in wrap(sentence, inner):
            canvas.write(2, y, line) if y < bottom else None
            y += 1
        y += height > 20
    canvas.write(2, y, story.equation[:inner], f"{hue}.bold") if y < bottom else None
    _code(canvas, reading, y + 2, inner, bottom)
    draw_comparison(canvas, reading, 2, bottom, min(inner, TABLE), compared)
    if roomy:
        _phases(canvas, reading, width - RAIL)
    return canvas


def _code(canvas: Canvas, reading: Reading, y: int, inner: int, bottom: int) -> None:
    """Write the code of the step down to a row, the lines of this phase lit."""
    shown: set[CodeLine] = set()
    for phase in reading.phases:
        made = [lines_for(reading.notation.kind, name, reading.look.kernel) for name in phase.born]
        for line in sorted({line for lines in made for line in lines}, key=lambda line: (line.file, line.line)):
            if line in shown or y >= bottom:
                continue
            shown.add(line)
            end = canvas.write(2, y, line.code[:inner], "code" if phase is reading.phase else "faint")
            if end + len(line.place) + 2 < 2 + inner:
                canvas.write(2 + inner - len(line.place), y, line.place, "faint")
            y += 1


def _phases(canvas: Canvas, reading: Reading, x: int) -> None:
    """List the phases from top to bottom, each with its equation and, once it is there, the selected unit's number."""
    apart = 3 if canvas.height - 2 >= 3 * len(reading.phases) else 2
    for phase, there in enumerate(reading.phases):
        y = 1 + phase * apart
        if y + 1 >= canvas.height - 1:
            return
        _name(canvas, reading, phase, x, y)
        here = reading.cursor.phase
        role = "unborn" if phase > here else reading.hue(there.focus)
        canvas.write(x + 1, y + 1, tell(at_phase(reading, phase)).equation[: RAIL - 4], role)
        if (
            phase <= here
            and reading.run.width(reading.place(there.focus)) == reading.hidden_size
            and there.focus != "x"
        ):
            text = reading.short(there.focus)
            canvas.write(canvas.width - 3 - len(text), y, text, f"{role}.bold")
            canvas.target(canvas.width - 3 - len(text), y, len(text), reading.place(there.focus))
            if (other := reading.ghostly(there.focus)) and reading.ghost is not None:
                at = canvas.width - 4 - len(text) - len(other)
                canvas.write(at, y, other, "ghost")
                canvas.target(at, y, len(other), Untouched(reading.ghost.place(there.focus)))
