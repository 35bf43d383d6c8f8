"""The module rolled up: one cell, and what it hands on as a loop that comes back to it with the next symbol.

Where the loop leaves it carries what this timestep made, as soon as that is born; where it comes in, what the last one made.
"""

from __future__ import annotations

from lstm_tui.drawing.bars import selected, tall_columns
from lstm_tui.drawing.canvas import DOTTED, HEAVY, LIGHT, Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.targets import Do
from lstm_tui.drawing.wiring import Node, Wiring
from lstm_tui.explain.reading import Reading
from lstm_tui.family import family_of
from lstm_tui.family.little import handed_on, little_wiring, ports, stretched
from lstm_tui.panels.chain.chain import token
from lstm_tui.panels.gates import TONES
from lstm_tui.panels.module import State, _Drawing

TURN = "r: one timestep"
BESIDE = 12  # cells on each side of the cell: what is read, what is said, and the loops
LEAST_STRIP, TALLEST_STRIP = 6, 12  # rows of a state drawn as a whole, its name among them
FAR = (6, 4)  # so many times as far apart as declared the places inside stand at most


def draw_rolled(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the cell of the cursor's layer with its states going round."""
    network, layer = reading.run.bundle.network, reading.cursor.layer
    title = "the module, rolled up" if len(network.cells) == 1 else f"layer {layer + 1}, rolled up"
    canvas = framed(width, height, title, TURN)
    canvas.target(max(0, width - 4 - len(TURN)), 0, len(TURN), Do("turn_module"))
    if width < 44 or height < 9:
        return canvas
    little = little_wiring(family_of(reading), network.cells[layer], width - 4 - 2 * BESIDE, height - 6)
    across = max(1, (width - 4 - 2 * BESIDE) // little.width)
    down = max(1, (height - 7) // little.height)
    _Rolled(canvas, reading, stretched(little, min(FAR[0], across), min(FAR[1], down))).draw()
    foot = f" one cell, {len(reading.run):,} times: what it hands on comes back with the next symbol "
    if len(foot) + 4 < width:
        canvas.write(2, height - 1, foot, "faint")
    return canvas


def draw_strip(canvas: Canvas, reading: Reading, name: str, x: int, y: int, width: int, rows: int) -> None:
    """Draw a state, a column a unit, under its name; as many units round the selected one as fit, dots before it is born."""
    quantity, hidden = reading.notation.quantities[name], reading.hidden_size
    shown = min(hidden, width)
    first = max(0, min(reading.unit - shown // 2, hidden - shown))
    pitch = max(1, min(8, width // shown))
    low, high = reading.scale(name)
    units = f"all {hidden} units" if shown == hidden else f"units {first} to {first + shown - 1} of {hidden}"
    canvas.write(x, y, f"{quantity.symbol}: {units}, ±{high:g}", quantity.hue if name in reading.born else "unborn")
    if name not in reading.born:
        canvas.write(x, y + 1 + (rows - 1) // 2, ("·" + " " * (pitch - 1)) * shown, "unborn")
        return
    values = reading.step[name][first : first + shown].astype(float)
    glyphs, marks = tall_columns(values.tobytes(), low, high, rows)
    roles = [[TONES[mark] for mark in line] for line in marks]
    for line in roles:
        line[reading.unit - first] = selected(line[reading.unit - first])
    canvas.columns(x, y + 1, pitch, glyphs, roles, lambda column: reading.place(name, first + column))


class _Rolled:
    """The drawing on its canvas: where the cell stands, and the rows at which its states come in and leave."""

    def __init__(self, canvas: Canvas, reading: Reading, little: Wiring) -> None:
        self.canvas, self.reading, self.little = canvas, reading, little
        self.cell = reading.run.bundle.network.cells[reading.cursor.layer]
        self.note = reading.notation.note
        self.below = [state for state in handed_on(little, self.cell) if state != self.note]
        loops = 1 + len(self.below)
        self.apart = 1 + (little.height + 2 + loops + 1 + bool(self.below) <= canvas.height - 2)  # rows, cell to loop
        used = little.height + 2 + self.apart + (self.apart + len(self.below) - 1 if self.below else 0)
        self.left = (canvas.width - little.width - 2) // 2
        self.right = self.left + little.width + 1
        spare = max(0, canvas.height - 2 - used)
        self.top = 1 + self.apart + (spare // 2 if spare < LEAST_STRIP else 0)
        self.free = 2 + used if spare >= LEAST_STRIP else canvas.height  # from here on the states stand as a whole
        self.bottom = self.top + little.height + 1
        rows = ports(little, handed_on(little, self.cell))
        self.enters = {state: self.top + 1 + rows[state][0] for state in rows}
        self.leaves = {state: self.top + 1 + rows[state][1] for state in rows}

    def draw(self) -> None:
        self.inside()
        self.loop(self.note, self.top - self.apart, 2)
        for depth, state in enumerate(self.below):
            self.loop(state, self.bottom + self.apart + depth, 2 + 2 * depth)
        self.read()
        self.said()
        self.strips()

    def inside(self) -> None:
        """The cell, its wires lit by the phase; what its layers said for the selected unit where there is room."""
        canvas, reading, left, right = self.canvas, self.reading, self.left, self.right
        corners = [(left, self.top), (right, self.top), (right, self.bottom), (left, self.bottom), (left, self.top)]
        canvas.line(corners, LIGHT, "plain")
        state = State(reading.notation, reading.phases, reading.cursor.phase)
        drawing = _Drawing(canvas, left + 1, self.top + 1, state)
        for wire in sorted(self.little.wires, key=drawing.weight):
            drawing.wire(wire)
        for node in self.little.nodes:
            drawing.node(node)
            if node.quantity in self.cell.fused and node.quantity in reading.born:
                self.beside(node)

    def beside(self, node: Node) -> None:
        """The selected unit's number of a layer on its right, where it does not reach what stands there."""
        quantity = self.reading.notation.quantities[node.quantity]
        x, y = node.at[0] + (len(node.text) + 1) // 2, node.at[1]
        ends = [
            other.at[0] - len(other.text) // 2 for other in self.little.nodes if other.at[1] == y and other.at[0] > x
        ]
        room = min([*ends, self.little.width - 1]) - x - 1
        value = self.reading.short(node.quantity)
        for text in (f" {quantity.symbol} {value}", f" {value}"):
            if len(text) <= room:
                self.canvas.write(self.left + 1 + x, self.top + 1 + y, text, quantity.hue)
                at = self.left + 2 + x, self.top + 1 + y
                self.canvas.target(*at, len(text) - 1, self.reading.place(node.quantity))
                return

    def loop(self, state: str, y: int, margin: int) -> None:
        """A state's way out of the cell and, round it at row `y`, back into the cell."""
        canvas, reading, hue = self.canvas, self.reading, self.reading.hue(state)
        near, far, middle = margin, canvas.width - 1 - margin, canvas.width // 2
        heavy, bold = (HEAVY, f"{hue}.bold") if state == self.note else (LIGHT, hue)
        out = (heavy, bold) if state in reading.born else (DOTTED, "unborn")
        canvas.line(
            [(middle, y), (near, y), (near, self.enters[state]), (self.left - 1, self.enters[state])], heavy, bold
        )
        canvas.line([(self.right + 1, self.leaves[state]), (far, self.leaves[state]), (far, y), (middle, y)], *out)
        canvas.write(self.left - 1, self.enters[state], "▶", bold)
        canvas.write(middle, y, "◀", out[1])
        before = f"{state}_prev"
        self.number(before, near + 3, y, bold)
        words = f" {reading.notation.quantities[state].symbol} {self.value(state)} "
        self.number(state, far - 2 - len(words), y, out[1])

    def number(self, name: str, x: int, y: int, role: str) -> None:
        """A state's name and the selected unit's number on its wire; the name alone where it is not born yet."""
        symbol = self.reading.notation.quantities[name].symbol
        there = name in self.reading.born
        end = self.canvas.write(x, y, f" {symbol} {self.value(name)} " if there else f" {symbol} ", role)
        if there:
            self.canvas.target(x, y, end - x, self.reading.place(name))

    def value(self, name: str) -> str:
        return self.reading.short(name)

    def strips(self) -> None:
        """All units of what came in, and beside them of what goes out, where a large panel has the room."""
        states = [self.note, *self.below]
        room = self.canvas.height - 1 - self.free
        shown = states[: max(1, room // LEAST_STRIP)] if room >= LEAST_STRIP - 1 else []
        for at, state in enumerate(shown):
            y, rows = self.free + at * (room // len(shown)), room // len(shown) - 1
            half = self.canvas.width // 2
            for x, name in ((2, f"{state}_prev"), (half + 1, state)):
                draw_strip(self.canvas, self.reading, name, x, y, half - 4, min(rows, TALLEST_STRIP))

    def read(self) -> None:
        """The symbol that comes in at the left."""
        reading, canvas = self.reading, self.canvas
        y = min(self.enters[state] for state in self.below) - 1 if self.below else self.enters[self.note] + 1
        shown, taken = token(reading.symbol, BESIDE - 4)
        x = max(1, self.left - taken - 7)
        canvas.write(x, y, f" {shown} ", "cursor")
        canvas.line([(x + taken + 3, y), (self.left - 1, y)], LIGHT, "plain")
        canvas.write(self.left - 1, y, "▶", "plain")
        canvas.target(x, y, taken + 2, reading.place(self.note))

    def said(self) -> None:
        """What is said aloud, at the right."""
        reading, canvas, hue = self.reading, self.canvas, self.reading.hue("h")
        y = min(self.leaves[state] for state in self.below) - 1 if self.below else self.leaves[self.note] + 1
        born = "h" in reading.born
        role, weight = (f"{hue}.bold", LIGHT) if born else ("unborn", DOTTED)
        canvas.line([(self.right + 1, y), (self.right + 2, y)], weight, role)
        canvas.write(self.right + 2, y, "▶", role)
        text = f"h {self.value('h')}" if born else "h"
        end = canvas.write(self.right + 4, y, text, role)
        if born:
            canvas.target(self.right + 4, y, end - self.right - 4, reading.place("h"))
