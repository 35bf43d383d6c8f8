"""Gates and products: each pointwise product beside its two factors, one column a unit, on scales that never move.

A share takes one row, a signed quantity one or, where there is room, two with its zero between them; quantities of one
sum have rows of one size, so that what adds up also adds up to the eye. Beside an operated run the untouched one is marked.
"""

from __future__ import annotations

from typing import NamedTuple

from lstm_tui.drawing.bars import selected, tall_columns
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.ghost import marks_of, role_of
from lstm_tui.drawing.targets import Untouched
from lstm_tui.explain.notation import Scale
from lstm_tui.explain.reading import Reading
from lstm_tui.family import family_of
from lstm_tui.family.base import Group
from lstm_tui.panels.few_units import LABEL, draw_lying, name_units, untouched

VALUE = 6
BESIDE = 6  # cells of the untouched run's number behind a number
CELL = 14  # cells from which a unit has its number beside its bar
WIDEST, TALLEST = 9, 4  # cells of a column; rows of a share
TONES = {mark: f"value.{mark}" for mark in ("up", "down", "down.hang", "zero")}


def draw_gates(reading: Reading, width: int, height: int) -> Canvas:
    """Draw all groups, or where room is short the one that this phase is about."""
    hidden = reading.hidden_size
    columns = _columns(reading, width)
    first, shown = columns.first, columns.shown
    right = f"units {first}–{first + shown - 1} of {hidden}" if shown < hidden else f"one column a unit ({hidden},)"
    groups = _groups(reading, height - 2)
    wide = (width - 2 - LABEL) // hidden >= CELL
    plan = _plan(reading, groups, height - 2, wide)
    reach = max(reading.scale(name)[1] for name in plan.heights)
    if wide or all(rows == 1 for rows in plan.heights.values()):  # there is no row under the number to say it
        right = f"{right}, ±{reach:g}"
    canvas = framed(width, height, "gates and products", right)
    if width < LABEL + VALUE + 3 or height < 3:
        return canvas
    y = 1
    for group in groups:
        if plan.titled:
            canvas.write(0, y, "├─ ", "frame")
            end = canvas.write(3, y, group.title + " ", "title")
            canvas.write(end, y, "─" * (width - 1 - end) + "┤", "frame")
            y += 1
        awaited = ""
        for label, name in group.members:
            rows = plan.heights[name]
            if y + rows <= height - 1:
                if name not in reading.born:
                    awaited = _unborn(canvas, reading, y, label, name, awaited)
                elif wide:
                    draw_lying(canvas, reading, y, label, name, rows)
                else:
                    _row(canvas, reading, y, label, name, columns, rows)
            y += rows
        y += plan.gap
    if wide:
        name_units(canvas, reading)
    else:
        _foot(canvas, reading, columns, plan)
    return canvas


class _Columns(NamedTuple):
    """The units in view, the cells that each takes, and whether the untouched run's number stands behind the number."""

    first: int
    shown: int
    pitch: int
    beside: bool

    def end(self, width: int) -> int:
        """Return the column behind the selected unit's number."""
        number = VALUE + (BESIDE if self.beside else 0)
        return min(width - 2, 1 + LABEL + self.shown * self.pitch + number) - (BESIDE if self.beside else 0)


def _columns(reading: Reading, width: int) -> _Columns:
    hidden, room = reading.hidden_size, max(1, width - 2 - LABEL - VALUE)
    less = max(1, room - BESIDE)
    beside = reading.ghost is not None and (hidden > room or hidden <= less)  # not where it would hide a unit
    first, shown = _units_shown(reading.unit, hidden, less if beside else room)
    return _Columns(first, shown, _pitch(less if beside else room, shown), beside)


class _Plan(NamedTuple):
    """The rows of each quantity; whether groups have titles, and the rows between them."""

    heights: dict[str, int]
    titled: bool
    gap: int


def _groups(reading: Reading, rows: int) -> tuple[Group, ...]:
    family = family_of(reading)
    members = sum(len(group.members) for group in family.groups)
    return family.groups if rows >= members else (family.in_hand[reading.phase.key],)


def _plan(reading: Reading, groups: tuple[Group, ...], rows: int, wide: bool) -> _Plan:
    """Return how the rows are shared out: the same in every phase, so that nothing jumps."""
    names = [name for group in groups for _, name in group.members]
    open_names = [name for name in names if reading.notation.quantities[name].scale is Scale.OPEN]
    signed = [name for name in names if reading.notation.quantities[name].signed]
    best = dict.fromkeys(names, 1)
    if wide:
        each = max(1, min(TALLEST, (rows - len(groups)) // len(names)))
        best = dict.fromkeys(names, each)
    else:
        tries = [best | dict.fromkeys(open_names, 2), best | dict.fromkeys(signed, 2)]
        tries += [dict.fromkeys(names, k) | dict.fromkeys(signed, 2 * k) for k in range(2, TALLEST + 1)]
        for heights in tries:
            if sum(heights.values()) <= rows:
                best = heights
    left = rows - sum(best.values())
    titled = left >= len(groups) and (len(groups) > 1 or left > 1)
    left -= len(groups) if titled else 0
    return _Plan(best, titled, min(3, left // (len(groups) - 1)) if len(groups) > 1 else 0)


def _units_shown(unit: int, hidden: int, room: int) -> tuple[int, int]:
    if hidden <= room:
        return 0, hidden
    first = max(0, min(unit - room // 2, hidden - room))
    return first, room


def _pitch(room: int, shown: int) -> int:
    return max(1, min(WIDEST, room // shown))


def _zero(reading: Reading, y: int, name: str, rows: int) -> int:
    """Return the line that a quantity's columns stand on: there its name and its number are written."""
    return y + (rows - 1 if reading.scale(name)[0] >= 0 else max(0, rows // 2 - 1))


def _unborn(canvas: Canvas, reading: Reading, y: int, label: str, name: str, awaited: str) -> str:
    """Write a faint name and, once for each phase, when it comes; return that phase."""
    canvas.write(2, y, label, "unborn")
    phase = next((phase for phase in reading.phases if name in phase.born), None)
    if phase is not None and phase.title != awaited:
        words = f"at {phase.title}"
        canvas.write(1 + LABEL, y, words[: max(0, canvas.width - LABEL - 3)], "unborn")
    return phase.title if phase else ""


def _row(canvas: Canvas, reading: Reading, y: int, label: str, name: str, columns: _Columns, rows: int) -> None:
    """Draw a quantity of all units, a column each."""
    quantity, (low, high) = reading.notation.quantities[name], reading.scale(name)
    first, shown, pitch, _ = columns
    zero = _zero(reading, y, name, rows)
    focus = name in reading.phase.born
    canvas.write(2, zero, label, f"{quantity.hue}.bold" if focus else quantity.hue)
    values = reading.step[name][first : first + shown].astype(float).tobytes()
    drawn, marks = tall_columns(values, low, high, rows)
    glyphs = [[*row] for row in drawn]
    tones = TONES if quantity.scale is not Scale.SHARE else TONES | {"up": quantity.hue}
    roles = [[tones[mark] for mark in row] for row in marks]
    if reading.ghost is not None:
        old = reading.ghost.step[name][first : first + shown].astype(float).tobytes()
        for row, column, glyph, kind in marks_of(values, old, low, high, rows):
            roles[row][column] = role_of(kind, roles[row][column])
            if glyph:
                glyphs[row][column] = glyph
    if 0 <= reading.unit - first < shown:
        for line in roles:
            line[reading.unit - first] = selected(line[reading.unit - first])
    canvas.columns(1 + LABEL, y, pitch, glyphs, roles, lambda k: reading.place(name, first + k))
    text, end = _printed(reading, name), columns.end(canvas.width)
    canvas.write(end - len(text), zero, text, f"{quantity.hue}.bold")
    canvas.target(end - len(text), zero, len(text), reading.place(name))
    other = reading.ghostly(name)
    if other and columns.beside:
        untouched(canvas, reading, end + 1, zero, name, other)
    elif low < 0 and rows > 1:
        scale = f"±{high:g}"
        if other:
            untouched(canvas, reading, end - len(other), zero + 1, name, other)
        else:
            canvas.write(end - len(scale), zero + 1, scale, "faint")


def _printed(reading: Reading, name: str, unit: int | None = None) -> str:
    return reading.short(name, unit).strip()


def _foot(canvas: Canvas, reading: Reading, columns: _Columns, plan: _Plan) -> None:
    """Name the selected unit on the lower edge under its column; there too the old numbers that have no room elsewhere."""
    y, pitch = canvas.height - 1, columns.pitch
    x = 1 + LABEL + (reading.unit - columns.first) * pitch + (pitch - 1) // 3
    mark = f"▲ unit {reading.unit}"
    fits = x + len(mark) < canvas.width - 1
    start = x if fits else x - len(mark) + 1
    canvas.write(start, y, mark if fits else f"unit {reading.unit} ▲", "chosen.mark")
    if reading.ghost is None or columns.beside:
        return
    alone = [
        name
        for name, rows in plan.heights.items()
        if name in reading.born and (rows < 2 or reading.scale(name)[0] >= 0)
    ]
    told = [
        (name, f"{reading.notation.quantities[name].symbol} {other}")
        for name in alone
        if (other := reading.ghostly(name))
    ]
    room = sum(len(text) + 2 for _, text in told)
    at = 2 if room + 3 < start else start + len(mark) + 2
    for name, text in told:
        if at + len(text) + 2 >= canvas.width:
            return
        canvas.write(at, y, f" {text} ", "ghost")
        canvas.target(at + 1, y, len(text), Untouched(reading.ghost.place(name)))
        at += len(text) + 2
