"""The picture of all units on the note, and how the rows of the paper are shared out between it and what is named below."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from lstm_tui.core.place import Place
from lstm_tui.drawing.bars import selected
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.ghost import CUT, LINE, PAIR, TINT, end_of
from lstm_tui.drawing.layers import Heights, heights, standing
from lstm_tui.explain.reading import Reading
from lstm_tui.panels.sheet import Sheet

Ends = tuple[Heights, Heights, bool]  # of a unit's inks above and below zero, and whether they reach beyond the scale
WIDEST, NARROW = 36, 4  # cells of a column, and of one behind which the paper is tinted
TALLEST = 14  # cells on each side of zero
ROOMY = 9  # rows of paper from which there is a legend
FEW, MANY, MOST = 8, 8, 16  # units of which each may be named; named beside a picture that is tall, and at most


class Plan(NamedTuple):
    """How many rows each part of the paper has.

    Attributes: lines: of the picture. cells: of a line, on each side of zero. marks: between the lines, for the marks of the
    selected unit. legend, units, ledger: of the rows below. picture: of all of it.
    """

    lines: int
    cells: int
    marks: int
    legend: int
    units: int
    ledger: int
    picture: int


def plan_for(paper: int, hidden: int, across: int, ledger: int) -> Plan:
    """Return how the rows are shared out: the picture as tall as leaves room to name the units that change most."""

    def with_units(units: int, ledger: int) -> Plan:
        legend = 1 if paper >= ROOMY else 0
        rest = max(0, paper - legend - units - ledger)
        lines = min(-(-hidden // max(1, across)), max(1, (rest + 1) // 3))
        marks = max(1, lines - 1) if rest > 2 * lines else 0
        cells = min(TALLEST, (rest - marks) // (2 * lines))
        return Plan(lines, cells, marks, legend, units, ledger, rest)

    least = min(hidden, 3, max(0, paper - 2))
    best = with_units(least, 0)
    told = with_units(least, ledger)
    if told.cells >= (2 if hidden <= FEW else 3):
        best = told
    for units in range(least + 1, min(hidden, MOST) + 1):
        other = with_units(units, best.ledger)
        if other.cells == best.cells or other.cells >= (4 if units <= MANY else TALLEST - 2):
            best = other
    return best


class Picture:
    """All units side by side, in as many lines as it takes; where they do not all fit, those round the selected one."""

    def __init__(
        self, canvas: Canvas, reading: Reading, sheet: Sheet, right: int, untouched: Sheet | None = None
    ) -> None:
        self.canvas, self.reading, self.sheet, self.untouched = canvas, reading, sheet, untouched
        self.across = max(1, right - 2)

    def draw(self, y: int, plan: Plan) -> None:
        """Draw from a row on."""
        reading, hidden = self.reading, self.reading.hidden_size
        shown, cells, marks = plan.lines, plan.cells, plan.marks
        if not cells:
            return
        lines = -(-hidden // self.across)
        each = -(-hidden // lines)
        pitch = min(WIDEST, self.across // each)
        line = reading.unit // each
        first = max(0, min(line - shown // 2, lines - shown))
        if shown == 1 and lines > 1:  # a window of units round the selected one
            each = self.across
            starts = [max(0, min(reading.unit - each // 2, hidden - each))]
        else:
            starts = [k * each for k in range(first, first + shown)]
        y += 1 if marks and shown == 1 else 0
        x = 1 + (self.across - pitch * min(each, hidden)) // 2
        for number, start in enumerate(starts):
            stop = min(hidden, start + each)
            self._line(x, y, pitch, cells, start, stop, bool(marks))
            if marks and start <= reading.unit < stop:
                above = number > 0 or shown == 1
                at = x + (reading.unit - start) * pitch + (pitch - 1) // 2
                self.canvas.write(at, y - 1 if above else y + 2 * cells, "▼" if above else "▲", "note.title")
            y += 2 * cells + (1 if marks else 0)

    def _line(self, x: int, y: int, pitch: int, cells: int, start: int, stop: int, marked: bool) -> None:
        sheet, reading = self.sheet, self.reading
        ends = self._ends(sheet, start, stop, cells)
        columns = [standing(above, below, cells, over) for above, below, over in ends]
        glyphs = [list(row) for row in zip(*(glyphs for glyphs, _ in columns), strict=True)]
        roles = [list(row) for row in zip(*(roles for _, roles in columns), strict=True)]
        for unit, (above, below, _) in enumerate(ends):
            if not any(above) and not any(below):
                glyphs[cells - 1][unit], roles[cells - 1][unit] = "·" if pitch < 3 else "_", "note.faint"
        if self.untouched is not None:
            for unit, (now, old) in enumerate(zip(ends, self._ends(self.untouched, start, stop, cells), strict=True)):
                _mark(glyphs, roles, unit, cells, now, old)
        if start <= reading.unit < stop and (pitch <= NARROW or not marked):  # a mark is enough beside wide columns
            for row in roles:
                row[reading.unit - start] = selected(row[reading.unit - start])
        self.canvas.columns(x, y, pitch, glyphs, roles, partial(_place, reading, sheet.quantity, start))

    def _ends(self, sheet: Sheet, start: int, stop: int, cells: int) -> list[Ends]:
        scale = self.reading.scale(self.reading.notation.note)[1]
        inks = zip(*(part[start:stop].tolist() for part in (sheet.stays, sheet.comes, sheet.was)), strict=True)
        return [heights(stays, comes, was, scale, cells) for stays, comes, was in inks]


def _mark(glyphs: list[list[str]], roles: list[list[str]], unit: int, cells: int, now: Ends, old: Ends) -> None:
    """Mark how far the untouched note's ink reaches, above and below zero."""
    (_, above, _), (_, below, _), beyond = now
    for turned, ink, (_, was, _) in ((False, above or -below, old[0]), (True, below or -above, old[1])):
        end = end_of(ink, was, turned)
        if end is None or (beyond and end.at == cells - 1):  # where an arrow stands that says more
            continue
        row = cells + end.at if turned else cells - 1 - end.at
        inks = roles[row][unit].removesuffix(".hang").split(".")
        roles[row][unit] = {
            LINE: "note.solid.erased" if inks[1] == "erased" else "note.ghost",
            CUT: f"note.paper.{inks[1]}",
            PAIR: "note.ink",
            TINT: f"note.{inks[1]}.was" + (".hang" if turned else ""),
        }[end.kind]
        glyphs[row][unit] = end.glyph or glyphs[row][unit]


def _place(reading: Reading, quantity: str, start: int, column: int) -> Place:
    return reading.place(quantity, start + column)
