"""Gates and products: each pointwise product beside its two factors, one column a unit, on scales that never move."""

from __future__ import annotations

from lstm_tui.drawing.bars import row_bar, selected, share_bar, tall_columns
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.explain.notation import Scale
from lstm_tui.explain.reading import Reading
from lstm_tui.family import family_of
from lstm_tui.family.base import Group

LABEL, VALUE = 9, 9
TONES = {mark: f"value.{mark}" for mark in ("up", "down", "down.hang", "zero")}


def draw_gates(reading: Reading, width: int, height: int) -> Canvas:
    """Draw all groups, or where room is short the one that this phase is about."""
    hidden = len(reading.step["h"])
    room = max(1, width - 2 - LABEL - VALUE)
    wide = room // hidden >= 13
    first, shown = _units_shown(reading.unit, hidden, room)
    right = f"units {first}–{first + shown - 1} of {hidden}" if shown < hidden else f"one column a unit ({hidden},)"
    canvas = framed(width, height, "gates and products", right)
    groups = _groups(reading, height - 2)
    rows = height - 2
    titled = rows >= 4 * len(groups)
    members_each = len(groups[0].members)
    tall = 1 if wide else max(1, min(4, (rows // len(groups) - 2) // members_each // 2 * 2))
    gap = 1 if rows >= (members_each * tall + 1 + titled) * len(groups) - 1 else 0
    y = 1
    for group in groups:
        if titled:
            canvas.write(0, y, "├─ ", "frame")
            end = canvas.write(3, y, group.title + " ", "title")
            canvas.write(end, y, "─" * (width - 1 - end) + "┤", "frame")
            y += 1
        for label, name in group.members:
            if y < height - 1:
                _row(canvas, reading, y, label, name, first, shown, wide, tall)
            y += tall
        y += gap
    if wide:
        for unit in range(hidden):
            role = "chosen.mark" if unit == reading.unit else "faint"
            canvas.write(1 + LABEL + unit * (room // hidden), height - 1, f" unit {unit} ", role)
    elif shown > 1:
        pitch = _pitch(room, shown)
        mark = f"▲ unit {reading.unit}"
        x = 1 + LABEL + (reading.unit - first) * pitch
        canvas.write(x if x + len(mark) < width - 1 else x - len(mark) + 1, height - 1,
                     mark if x + len(mark) < width - 1 else f"unit {reading.unit} ▲", "chosen.mark")  # fmt: skip
    return canvas


def _groups(reading: Reading, rows: int) -> tuple[Group, ...]:
    family = family_of(reading)
    return family.groups if rows >= 3 * len(family.groups) else (family.in_hand[reading.phase.key],)


def _units_shown(unit: int, hidden: int, room: int) -> tuple[int, int]:
    if hidden <= room:
        return 0, hidden
    first = max(0, min(unit - room // 2, hidden - room))
    return first, room


def _pitch(room: int, shown: int) -> int:
    return max(1, min(4, room // shown))


def _row(
    canvas: Canvas, reading: Reading, y: int, label: str, name: str, first: int, shown: int, wide: bool, tall: int
) -> None:
    quantity = reading.notation.quantities[name]
    room = max(1, canvas.width - 2 - LABEL - VALUE)
    low, high = reading.scale(name)
    zero = y + (tall - 1 if low >= 0 else max(0, tall // 2 - 1))  # the line that the columns stand on
    if name not in reading.born:
        canvas.write(2, zero, label, "unborn")
        pitch = room // shown if wide else _pitch(room, shown)
        canvas.write(1 + LABEL, zero, ("·" + " " * (pitch - 1)) * shown, "unborn")
        return
    focus = name in reading.phase.born
    canvas.write(2, zero, label, f"{quantity.hue}.bold" if focus else quantity.hue)
    values = reading.step[name][first : first + shown].astype(float)
    if wide:
        _wide_cells(canvas, reading, y, name, values.tolist(), room // shown)
        return
    glyphs, marks = tall_columns(values.tobytes(), low, high, tall)
    tones = TONES if quantity.scale is not Scale.SHARE else TONES | {"up": quantity.hue}
    roles = [[tones[mark] for mark in row] for row in marks]
    if 0 <= reading.unit - first < shown:
        for row in roles:
            row[reading.unit - first] = selected(row[reading.unit - first])
    canvas.columns(1 + LABEL, y, _pitch(room, shown), glyphs, roles, lambda k: reading.place(name, first + k))
    text = _printed(reading, name)
    canvas.write(canvas.width - 2 - len(text), zero, text, f"{quantity.hue}.bold")
    canvas.target(canvas.width - 2 - len(text), zero, len(text), reading.place(name))


def _printed(reading: Reading, name: str) -> str:
    return (
        reading.numbers[name]
        if name != "z"
        else reading.numbers.gate(reading.run.bundle.network.cells[reading.cursor.layer].fused[0])[0]
    )


def _wide_cells(canvas: Canvas, reading: Reading, y: int, name: str, values: list[float], pitch: int) -> None:
    quantity = reading.notation.quantities[name]
    high = reading.scale(name)[1]
    length = min(pitch - 9, 24)
    for unit, value in enumerate(values):
        x = 1 + LABEL + unit * pitch
        chosen = unit == reading.unit
        sign = "+" if value > 0 and quantity.scale is not Scale.SHARE else "−" if value < 0 else " "
        text = _printed(reading, name).lstrip("+−") if chosen else f"{abs(value):.3f}"
        role = quantity.hue if quantity.scale is Scale.SHARE else "value.up" if value >= 0 else "value.down"
        canvas.write(x, y, f"{sign}{text}", f"{quantity.hue}.bold" if chosen else quantity.hue)
        if quantity.scale is Scale.SHARE:
            canvas.write(x + 8, y, share_bar(value, length), role)
        else:
            for at, (glyph, mark) in enumerate(zip(*row_bar(value, high, length), strict=True), x + 8):
                canvas.write(at, y, glyph, f"value.{mark}")
        canvas.target(x, y, pitch, reading.place(name, unit))
