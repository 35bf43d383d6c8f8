"""The lines of a chain, which hang on no number: the copies' boxes, the wires between them, the little module at work.

Of a phase that was shown before they are not drawn again.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from lstm_tui.drawing.canvas import DOTTED, HEAVY, LIGHT, Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.wiring import Wiring
from lstm_tui.family.little import ports
from lstm_tui.panels.chain.layout import Layout
from lstm_tui.panels.module import State, _Drawing

LINES = "─━╌"  # on which what is read may land


class Wired(NamedTuple):
    """What the lines hang on. Attributes: states: of the cell, in its order; born: those that the open copy has made."""

    title: str
    right: str
    width: int
    height: int
    layout: Layout
    little: Wiring
    state: State
    states: tuple[str, ...]
    born: frozenset[str]


@lru_cache(maxsize=64)
def draw_wired(wired: Wired) -> Canvas:
    """Draw the frame, the copies, the wires from copy to copy and the little module in the open one."""
    canvas = framed(wired.width, wired.height, wired.title, wired.right)
    for place in range(len(wired.layout)):
        _box(canvas, wired.layout, place)
    for state in wired.states:
        rows = ports(wired.little, wired.states)[state]
        for place in range(len(wired.layout) + 1):
            _wire(canvas, wired, state, place, wired.layout.top + 1 + rows[place != wired.layout.open])
    _opened(canvas, wired)
    return canvas


def _box(canvas: Canvas, layout: Layout, place: int) -> None:
    x, right = layout.edges[place], layout.edges[place] + layout.widths[place] - 1
    role, weight = ("plain", LIGHT) if place < layout.open else ("unborn", DOTTED)
    if place == layout.open:
        role, weight = "chosen.mark", HEAVY
    corners = [(x, layout.top), (right, layout.top), (right, layout.bottom), (x, layout.bottom), (x, layout.top)]
    canvas.line(corners, weight, role)


def _wire(canvas: Canvas, wired: Wired, state: str, place: int, y: int) -> None:
    """Draw the wire of a state into a copy, or behind the last one."""
    hue, note = wired.state.notation.quantities[state].hue, wired.state.notation.note
    role, weight = (f"{hue}.bold", HEAVY) if state == note else (hue, LIGHT)
    if place > wired.layout.open + (state in wired.born):
        role, weight = "unborn", DOTTED
    start, end = wired.layout.wire(place)
    canvas.line([(start, y), (end, y)], weight, role)
    canvas.write(end, y, "▶", role)
    if place == 0:
        canvas.write(start, y, wired.state.notation.quantities[state].symbol, role)


def _opened(canvas: Canvas, wired: Wired) -> None:
    """Draw the little module into the open copy, lit by the phase as the large one, and what is read coming in."""
    layout = wired.layout
    drawing = _Drawing(canvas, layout.edges[layout.open] + 1, layout.top + 1, wired.state)
    for wire in sorted(wired.little.wires, key=drawing.weight):
        drawing.wire(wire)
    for node in wired.little.nodes:
        drawing.node(node)
    x, y = layout.middle(layout.open), layout.bottom
    end = y - 1
    while end > layout.top + 1 and canvas.characters[end][x] == " ":
        end -= 1
    lands = canvas.characters[end][x] in LINES
    if lands or end < y - 1:
        canvas.line([(x, y), (x, end if lands else end + 1)], LIGHT, wired.state.notation.quantities["x"].hue)
