"""The module: the cell's wiring, the wires that carry something in this phase lit, the unit's values at the nodes.

Lit wires are heavy lines, those whose value is there already light ones, those still to come dotted. What is held by hand
is written f=0.00, and behind a number that an operation changed stands the untouched run's where there is room.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from lstm_tui.core.phases import Phase
from lstm_tui.drawing.canvas import DOTTED, HEAVY, LIGHT, Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.targets import ToPhase, Untouched
from lstm_tui.drawing.wiring import Node, Wire, Wiring, stretched
from lstm_tui.explain.notation import Notation
from lstm_tui.explain.reading import Reading
from lstm_tui.family import family_of
from lstm_tui.visible import quoted, visible

ENTERS = 5  # cells at most for the symbol that comes in
NARROWEST = 49  # columns with the frame


def rows_for(reading: Reading, width: int) -> int:
    """Return the rows, with the frame, of the module in a width that is given."""
    tallest = max(wiring.height for wiring in family_of(reading).wirings)
    return family_of(reading).wiring(width - 3, tallest).height + 2


def draw_module(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the cell of the cursor's layer, with the unit's values or, where the look is bare, with names alone."""
    cells, layer = reading.run.bundle.network.cells, reading.cursor.layer
    title = "the module" if len(cells) == 1 else f"the module of layer {layer + 1}"
    top = layer == len(cells) - 1
    wiring = stretched(family_of(reading).wiring(width - 3, height - 2), width - 3, height - 2, top)
    left, above = 1 + max(0, (width - 2 - wiring.width) // 2), 1 + max(0, (height - 2 - wiring.height) // 2)
    described = cells[layer].described
    rights = (f"one timestep of the {described}", described, f"one timestep of the {cells[layer].title}")
    right = next((words for words in rights if len(title) + len(words) + 9 <= width), rights[-1])
    state = State(reading.notation, reading.phases, reading.cursor.phase)
    canvas = _wired(width, height, title, right, wiring, left, above, state).copy()
    drawing = _Drawing(canvas, left, above, state)
    for wire in wiring.wires:
        drawing.label(wire, reading)
    if not reading.look.bare:
        drawing.enters(wiring, reading)
        for wire in wiring.wires:
            drawing.beside(wire, reading)
    return canvas


class State(NamedTuple):
    """What the wires hang on: the kind of cell and how far the timestep is computed."""

    notation: Notation
    phases: tuple[Phase, ...]
    at: int


@lru_cache(maxsize=64)
def _wired(
    width: int, height: int, title: str, right: str, wiring: Wiring, left: int, top: int, state: State
) -> Canvas:
    """Draw what hangs on no value; of a phase that was shown before it is not made again."""
    canvas = framed(width, height, title, right)
    drawing = _Drawing(canvas, left, top, state)
    for wire in sorted(wiring.wires, key=drawing.weight):
        drawing.wire(wire)
    for node in wiring.nodes:
        drawing.node(node)
    return canvas


class _Drawing:
    def __init__(self, canvas: Canvas, left: int, top: int, state: State) -> None:
        self.canvas, self.left, self.top = canvas, left, top
        self.quantities, self.phase = state.notation.quantities, state.phases[state.at]
        self.there = {name for phase in state.phases[: state.at + 1] for name in phase.born}

    def weight(self, wire: Wire) -> int:
        born = self.born(wire.quantity)
        if born and (wire.quantity in self.phase.born or self.phase.key in wire.phases):
            return HEAVY
        return LIGHT if born else DOTTED

    def born(self, quantity: str) -> bool:
        return quantity in self.there

    def role(self, quantity: str, weight: int) -> str:
        colour = self.quantities[quantity].hue
        return {HEAVY: f"{colour}.bold", LIGHT: colour, DOTTED: "unborn"}[weight]

    def wire(self, wire: Wire) -> None:
        weight = self.weight(wire)
        role = self.role(wire.quantity, weight)
        points = [(self.left + x, self.top + y) for x, y in wire.points]
        if len(set(points)) == 1:
            x, y = points[0]
            points = [(x, y - 1), (x, y + 1)]
        self.canvas.line(points, weight, role)
        if wire.arrow:
            (before, _), (x, y) = points[-2:]
            self.canvas.write(x, y, "▼" if before == x else "▶", role)

    def node(self, node: Node) -> None:
        born = self.born(node.quantity)
        lit = born and (node.quantity in self.phase.born or self.phase.key == node.phase)
        role = self.role(node.quantity, HEAVY if lit else LIGHT if born else DOTTED)
        x, y = self.left + node.at[0] - len(node.text) // 2, self.top + node.at[1]
        if node.boxed:
            middle, reach = self.left + node.at[0], node.reach
            corners = [
                (middle + dx, y + dy) for dx, dy in ((-reach, -1), (reach, -1), (reach, 1), (-reach, 1), (-reach, -1))
            ]
            self.canvas.line(corners, HEAVY if lit else LIGHT, role)
            self.canvas.write(middle - reach + 1, y, node.text.center(2 * reach - 1), role)
            if node.name:
                self.canvas.write(middle - len(node.name) // 2, y + 1, node.name, role)
            for row in (-1, 0, 1):
                self.canvas.target(middle - reach, y + row, 2 * reach + 1, ToPhase(node.phase))
            return
        self.canvas.write(x, y, node.text, role)
        self.canvas.target(x, y, len(node.text), ToPhase(node.phase))

    def label(self, wire: Wire, reading: Reading) -> None:
        """Write a wire's name and value; before it is born, or where the look is bare, the name alone."""
        if wire.label is None:
            return
        born = self.born(wire.quantity)
        value = reading.short(wire.quantity).strip() if born and not reading.look.bare else ""
        joint = "=" if value and reading.work is not None and reading.held(wire.quantity) else " "
        text = f"{wire.name}{joint}{value}" if wire.name and value else f"{joint}{wire.name}{value}".strip()
        x, y = self.left + wire.label[0], self.top + wire.label[1]
        end = self.canvas.write(x, y, text, self.role(wire.quantity, self.weight(wire)))
        if value:
            self.canvas.target(x, y, end - x, reading.place(wire.quantity))

    def beside(self, wire: Wire, reading: Reading) -> None:
        """Write the untouched run's number behind a wire's, where it prints otherwise and nothing stands there."""
        if wire.label is None or not self.born(wire.quantity) or reading.ghost is None:
            return
        text = reading.ghostly(wire.quantity)
        x = self.left + wire.label[0] + len(f"{wire.name} {reading.short(wire.quantity).strip()}".strip())
        y = self.top + wire.label[1]
        free = self.canvas.characters[y][x : x + len(text) + 2] if 0 <= y < self.canvas.height else []
        if text and len(free) == len(text) + 2 and not "".join(free).strip():
            self.canvas.write(x + 1, y, text, "ghost")
            self.canvas.target(x + 1, y, len(text), Untouched(reading.ghost.place(wire.quantity)))

    def enters(self, wiring: Wiring, reading: Reading) -> None:
        """Write what comes in behind the name of x: the symbol or, in an upper layer, whose h it is."""
        node = next((node for node in wiring.nodes if node.quantity == "x" and not node.boxed), None)
        if node is None:
            return
        x = self.left + node.at[0] - len(node.text) // 2 + len(node.text) + 1
        y, role = self.top + node.at[1], self.role("x", HEAVY)
        shown = quoted(reading.symbol) if reading.cursor.layer == 0 else f"h({reading.cursor.layer})"
        cells = visible(shown)
        text = cells if len(cells) <= ENTERS else cells[: ENTERS - 1] + "…"
        self.canvas.write_any(x, y, text, role)
