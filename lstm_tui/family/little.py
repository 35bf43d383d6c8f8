"""The little module inside one copy of an unrolled chain: as a kind of cell drew it, else its layers in a row."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache

from lstm_tui.core.cells.base import Cell
from lstm_tui.drawing.wiring import Node, Point, Wire, Wiring
from lstm_tui.explain.notation import Notation
from lstm_tui.family.base import Family


def little_wiring(family: Family, cell: Cell, columns: int, rows: int) -> Wiring:
    """Return the tallest little module of this cell that fits into so many cells; its least one where none does."""
    drawn = family.little or (_in_a_row(type(cell), family.notation),)
    return next((wiring for wiring in drawn if wiring.width <= columns and wiring.height <= rows), drawn[-1])


@lru_cache(maxsize=32)
def stretched(wiring: Wiring, across: int, down: int) -> Wiring:
    """Return a wiring with its places so many times as far apart; tanh is spelled out where there is room for it."""

    places = {node.at for node in wiring.nodes}

    def at(point: Point) -> Point:
        return point[0] * across, point[1] * down

    def end(point: Point, toward: Point) -> Point:
        """The node beside which a wire ends, seen along the wire, else the place itself."""
        step = (point[0] > toward[0]) - (point[0] < toward[0]), (point[1] > toward[1]) - (point[1] < toward[1])
        beside = point[0] + step[0], point[1] + step[1]
        return beside if point not in places and beside in places else point

    if across == down == 1:
        return wiring
    nodes = tuple(
        replace(node, at=at(node.at), text="tanh" if node.text == "t" and across > 1 else node.text)
        for node in wiring.nodes
    )
    wires = []
    for wire in wiring.wires:
        points = wire.points
        if len(set(points)) == 1:  # one cell between two nodes
            (x, y), *_ = points
            points = ((x, y - 1), (x, y + 1))
        points = (end(points[0], points[1]), *points[1:-1], end(points[-1], points[-2]))
        wires.append(replace(wire, points=tuple(map(at, points))))
    width, height = at((wiring.width - 1, wiring.height - 1))
    return Wiring(width + 1, height + 1, nodes, tuple(wires))


def handed_on(wiring: Wiring, cell: Cell) -> tuple[str, ...]:
    """Return the states that a drawing hands on: h, and each other one that it has a wire for."""
    drawn = {wire.quantity for wire in wiring.wires}
    return tuple(name for name in cell.state_names if name == "h" or f"{name}_prev" in drawn)


def ports(wiring: Wiring, states: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Return for each state in which row it comes in at the left edge, and in which it leaves at the right one."""
    enters = {wire.quantity: wire.points[0][1] for wire in wiring.wires if wire.points[0][0] == 0}
    leaves = {wire.quantity: wire.points[-1][1] for wire in wiring.wires if wire.points[-1][0] == wiring.width - 1}
    last = wiring.height - 1
    return {state: (enters.get(f"{state}_prev", last), leaves.get(state, last)) for state in states}


@cache
def _in_a_row(cell: type[Cell], notation: Notation) -> Wiring:
    """Return the learned layers in the order of their phases, over the wire of h; other states pass above them."""
    layers = [phase for phase in cell.phases if phase.focus in cell.fused]
    above = [state for state in cell.state_names if state != "h"]
    width, row = max(13, 3 * len(layers) + 4), max(1, len(above))
    pitch = (width - 2) // (len(layers) + 1)
    nodes, wires, before = [], [], 0
    for place, phase in enumerate(layers, 1):
        glyph = {"σ": "σ", "tanh": "t"}.get(notation.quantities[phase.focus].squash, "l")  # as it is: linear
        x = place * pitch
        nodes.append(Node(glyph, (x, row), phase.key, phase.focus))
        if not cell.hears_itself:  # what the layers say of x alone goes onto the wire of h
            wires.append(Wire(phase.focus, ((x, row), (x, row + 1))))
            continue
        wires.append(Wire("h_prev", ((before, row + 1), (x, row + 1), (x, row)), phases=("input", phase.key)))
        before = x
    if cell.hears_itself:
        wires.append(Wire("h", ((before, row), (width - 1, row), (width - 1, row + 1))))
    else:
        wires.append(Wire("h_prev", ((0, row + 1), (nodes[-1].at[0], row + 1))))
        wires.append(Wire("h", ((nodes[-1].at[0], row + 1), (width - 1, row + 1))))
    for y, state in enumerate(above):
        wires.append(Wire(f"{state}_prev", ((0, y), (before, y))))
        wires.append(Wire(state, ((before, y), (width - 1, y))))
    return Wiring(width, row + 2, tuple(nodes), tuple(wires))
