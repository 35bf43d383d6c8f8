"""Gates and products: each pointwise product beside its two factors, one column a unit, on scales that never move.

A share takes one row, a signed quantity one or, where there is room, two with its zero between them; quantities of one
sum have rows of one size, so that what adds up also adds up to the eye.
"""

from __future__ import annotations

from typing import NamedTuple

from lstm_tui.drawing.bars import row_bar, selected, share_bar, tall_columns
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.explain.notation import Scale
from lstm_tui.explain.reading import Reading
from lstm_tui.family import family_of
from lstm_tui.family.base import Group

LABEL, VALUE = 11, 6
CELL = 14  # cells from which a unit has its number beside its bar
WIDEST, TALLEST = 9, 4  # cells of a column; rows of a share
TONES = {mark: f"value.{mark}" for mark in ("up", "down", "down.hang", "zero")}


def draw_gates(reading: Reading, width: int, height: int) -> Canvas:
    """Draw all groups, or where room is short the one that this phase is about."""
    hidden = reading.hidden_size
    room = max(1, width - 2 - LABEL - VALUE)
    first, shown = _units_shown(reading.unit, hidden, room)
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
                    _wide_row(canvas, reading, y, label, name, rows)
                else:
                    _row(canvas, reading, y, label, name, first, shown, rows)
            y += rows
        y += plan.gap
    _foot(canvas, reading, first, shown, room, wide)
    return canvas


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


def _row(canvas: Canvas, reading: Reading, y: int, label: str, name: str, first: int, shown: int, rows: int) -> None:
    """Draw a quantity of all units, a column each."""
    quantity, (low, high) = reading.notation.quantities[name], reading.scale(name)
    room, zero = max(1, canvas.width - 2 - LABEL - VALUE), _zero(reading, y, name, rows)
    focus = name in reading.phase.born
    canvas.write(2, zero, label, f"{quantity.hue}.bold" if focus else quantity.hue)
    values = reading.step[name][first : first + shown].astype(float)
    glyphs, marks = tall_columns(values.tobytes(), low, high, rows)
    tones = TONES if quantity.scale is not Scale.SHARE else TONES | {"up": quantity.hue}
    roles = [[tones[mark] for mark in row] for row in marks]
    if 0 <= reading.unit - first < shown:
        for row in roles:
            row[reading.unit - first] = selected(row[reading.unit - first])
    canvas.columns(1 + LABEL, y, _pitch(room, shown), glyphs, roles, lambda k: reading.place(name, first + k))
    text, end = _printed(reading, name), min(canvas.width - 2, 1 + LABEL + shown * _pitch(room, shown) + VALUE)
    canvas.write(end - len(text), zero, text, f"{quantity.hue}.bold")
    canvas.target(end - len(text), zero, len(text), reading.place(name))
    if low < 0 and rows > 1:
        scale = f"±{high:g}"
        canvas.write(end - len(scale), zero + 1, scale, "faint")


def _printed(reading: Reading, name: str, unit: int | None = None) -> str:
    return reading.short(name, unit).strip()


def _wide_row(canvas: Canvas, reading: Reading, y: int, label: str, name: str, rows: int) -> None:
    """Draw a quantity of a few units: of each its number and a bar that lies."""
    quantity, high = reading.notation.quantities[name], reading.scale(name)[1]
    pitch = (canvas.width - 2 - LABEL) // reading.hidden_size
    length = min(pitch - 8, 40) // 2 * 2
    focus = name in reading.phase.born
    canvas.write(2, y, label, f"{quantity.hue}.bold" if focus else quantity.hue)
    for unit, value in enumerate(reading.step[name][: reading.hidden_size].tolist()):
        x = 1 + LABEL + unit * pitch
        canvas.write(
            x, y, reading.short(name, unit).rjust(5), f"{quantity.hue}.bold" if unit == reading.unit else quantity.hue
        )
        for line in range(max(1, rows - 1)):
            if quantity.scale is Scale.SHARE:
                canvas.write(x + 6, y + line, share_bar(value, length), quantity.hue)
                continue
            for at, (glyph, mark) in enumerate(zip(*row_bar(value, high, length), strict=True), x + 6):
                canvas.write(at, y + line, glyph, f"value.{mark}")
        canvas.target(x, y, pitch, reading.place(name, unit))


def _foot(canvas: Canvas, reading: Reading, first: int, shown: int, room: int, wide: bool) -> None:
    """Name the units on the lower edge: each of a few, else the selected one under its column."""
    y = canvas.height - 1
    if wide:
        pitch = (canvas.width - 2 - LABEL) // reading.hidden_size
        for unit in range(reading.hidden_size):
            chosen = unit == reading.unit
            mark = f" {'▲ ' if chosen else ''}unit {unit} "
            canvas.write(LABEL + unit * pitch, y, mark, "chosen.mark" if chosen else "faint")
        return
    pitch = _pitch(room, shown)
    x = 1 + LABEL + (reading.unit - first) * pitch + (pitch - 1) // 3
    mark = f"▲ unit {reading.unit}"
    fits = x + len(mark) < canvas.width - 1
    canvas.write(x if fits else x - len(mark) + 1, y, mark if fits else f"unit {reading.unit} ▲", "chosen.mark")
