"""One of several runs side by side: its name and where it stands; its module, as small as the column wants it."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.targets import Do, ToPhase
from lstm_tui.explain.reading import Reading
from lstm_tui.family import family_of
from lstm_tui.family.little import handed_on, little_wiring, ports, stretched
from lstm_tui.panels.module import NARROWEST, State, _Drawing, draw_module
from lstm_tui.panels.twins import Twins, named
from lstm_tui.visible import visible

BESIDE = 8  # cells on each side of a little module: its states' names and numbers
FAR = (3, 3)  # so many times as far apart as declared its places stand at most


@dataclass(frozen=True, eq=False)
class Beside:
    """One of the runs side by side. Attributes: index: which; many: whether others are not seen beside it."""

    twins: Twins
    index: int
    many: bool = False


def draw_twin_head(beside: Beside, width: int, height: int) -> Canvas:
    """Draw a run's name, its kind and size, the phase at which it stands and the unit that is looked at."""
    canvas = Canvas(width, height, "bar")
    twins, index = beside.twins, beside.index
    reading, focused = twins.readings[index], index == twins.focus
    for y in range(height):
        canvas.write(0, y, " " * width, "bar")
    run = twins.tally.session.runs[index]
    canvas.target(0, 0, width, Do(f"look_at({index})"))
    count = f"{index + 1}/{len(twins.names)} " if beside.many else ""
    x = canvas.write(1, 0, "▸ " if focused else "  ", "bar.model")
    name, parts = count + visible(twins.names[index]), _where(reading)
    lacks = f" · {run.unknown:,} unknown" if run.unknown else ""
    while len(parts) > 1 and x + len(name + lacks) + len(" · ".join(parts)) + 3 > width:
        parts.pop()
    where = " · ".join(parts)
    x = canvas.write(x, 0, named(name, width - x - len(where) - 3), "bar.model" if focused else "bar.bold")
    right = width - len(where) - 1
    if x + len(lacks) + 1 < right:
        x = canvas.write(x, 0, lacks, "bar.wrong")
    for part in run.bundle.title.split(" · ")[:2]:
        if x + len(part) + 4 < right:
            x = canvas.write(x, 0, f" · {part}", "bar.faint")
    canvas.write(right, 0, where, "bar")
    return canvas


def _where(reading: Reading | None) -> list[str]:
    """Return the phase at which a run stands, the unit that is looked at, and its number there."""
    if reading is None:
        return ["no such symbol here"]
    layer = f"layer {reading.cursor.layer + 1}, " if reading.run.layers > 1 else ""
    parts, focus = [f"{layer}{reading.phase.title}", f"unit {reading.unit}"], reading.phase.focus
    if focus in reading.notation.quantities and reading.run.is_of_a_unit(reading.place(focus)):
        parts.append(f"{reading.notation.quantities[focus].symbol} {reading.short(focus).strip()}")
    return parts


def draw_twin_module(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the module with its values where the column has room for it; else the little one, lit the same way."""
    if width >= NARROWEST:
        return draw_module(reading, width, height)
    cell, family = reading.run.bundle.network.cells[reading.cursor.layer], family_of(reading)
    canvas = framed(width, height, "the module", f"the {cell.title}")
    room = width - 2 - 2 * BESIDE, height - 2
    wiring = little_wiring(family, cell, *room)
    if wiring.width > room[0] or wiring.height > room[1]:
        return canvas
    large = stretched(
        wiring, min(FAR[0], (room[0] - 1) // (wiring.width - 1)), min(FAR[1], (room[1] - 1) // (wiring.height - 1))
    )
    left, top = 1 + BESIDE + (room[0] - large.width) // 2, 1 + (room[1] - large.height) // 2
    drawing = _Drawing(canvas, left, top, State(reading.notation, reading.phases, reading.cursor.phase))
    for wire in sorted(large.wires, key=drawing.weight):
        drawing.wire(wire)
    for node in large.nodes:
        drawing.node(node)
        canvas.target(left + node.at[0] - 1, top + node.at[1], 3, ToPhase(node.phase))
    for state, (enters, leaves) in ports(large, handed_on(large, cell)).items():
        _value(canvas, reading, f"{state}_prev", 1, top + enters, left - 2)
        if state in reading.born:
            _value(canvas, reading, state, left + large.width + 1, top + leaves, width - 2)
    return canvas


def _value(canvas: Canvas, reading: Reading, name: str, x: int, y: int, end: int) -> None:
    """Write a state's symbol and the unit's number before or behind the little module."""
    symbol = reading.notation.quantities[name].symbol.removesuffix("_prev")
    text = f"{symbol} {reading.short(name).strip()}"
    start = x if x > 1 else max(1, end - len(text))
    canvas.write(start, y, text, reading.hue(name))
    canvas.target(start, y, len(text), reading.place(name))
