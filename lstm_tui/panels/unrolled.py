"""The module unrolled: a chain of copies of the one cell, a timestep each, the states handed from copy to copy.

The copy of the cursor's timestep is open and shows the little module, its layers lit by phase; those before it show what
their layers said for the selected unit. What is not born yet is not shown, and what is still to be read is dim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.place import Place
from lstm_tui.drawing.bars import column, selected, tall_columns
from lstm_tui.drawing.canvas import DOTTED, HEAVY, LIGHT, Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.targets import Do
from lstm_tui.drawing.wiring import Wiring
from lstm_tui.explain.reading import Reading
from lstm_tui.family import family_of
from lstm_tui.family.little import little_wiring, ports
from lstm_tui.panels.module import State, _Drawing
from lstm_tui.visible import on_tape, tape_width, visible

CLOSED, GAP, TAIL = 6, 5, 4  # cells at least: a closed copy, a wire between two, the wire that leads on
FEWEST, MOST = 3, 9
WIDEST_COPY, WIDEST_GAP = 12, 9


@dataclass(frozen=True)
class Links:
    """Where the chain stands: its copies' left edges and widths, and the rows of what belongs to them."""

    first: int
    open: int
    edges: tuple[int, ...]
    widths: tuple[int, ...]
    gap: int
    guess: int
    said: int
    top: int
    bottom: int
    symbol: int
    grid: int

    def middle(self, place: int) -> int:
        """The column of a copy's middle."""
        return self.edges[place] + self.widths[place] // 2


def lay_out(reading: Reading, width: int, height: int, little: Wiring) -> Links:
    """Return where everything stands in a panel of this size: as many copies as fit, the one at hand last but one."""
    room, rows, length = width - 2, height - 2, len(reading.run)
    opened = little.width + 2
    fit = 1 + (room - opened - GAP - TAIL) // (CLOSED + GAP)
    count = min(max(FEWEST, min(MOST, fit)), length)
    timestep = reading.cursor.timestep
    first = max(0, min(timestep - max(1, count - 2), length - count))
    spare = max(0, room - opened - TAIL - GAP * count - CLOSED * (count - 1))
    gap = min(WIDEST_GAP, GAP + spare // count)
    spare -= (gap - GAP) * count
    closed = min(WIDEST_COPY, CLOSED + spare // max(1, count - 1))
    spare -= (closed - CLOSED) * (count - 1)
    x, edges, widths = 1 + gap + spare // 2, [], []
    for place in range(count):
        edges.append(x)
        widths.append(opened if first + place == timestep else closed)
        x += widths[-1] + gap
    arrows = rows >= little.height + 6
    guess = rows >= little.height + 7
    used = little.height + 4 + 2 * arrows + guess
    spare = rows - used
    tall = min(2, spare) if spare < 5 else 0
    top = 2 + guess + arrows + (tall + 1) // 2 if spare < 5 else 2 + guess + arrows
    bottom = top + little.height + 1
    return Links(
        first, timestep - first, tuple(edges), tuple(widths), gap, top - 2 - arrows if guess else 0, top - 1 - arrows, top,
        bottom, bottom + 1 + arrows, bottom + 3 + arrows,
    )  # fmt: skip


def draw_unrolled(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the chain of copies of the cursor's layer."""
    network, layer = reading.run.bundle.network, reading.cursor.layer
    title = "the module, unrolled" if len(network.cells) == 1 else f"layer {layer + 1}, unrolled"
    same, turn = "the same weights in every copy", "r: one timestep"
    canvas = framed(width, height, title, f"{same}   {turn}" if width > 64 else turn)
    canvas.target(max(0, width - 4 - len(turn)), 0, len(turn), Do("turn_module"))
    if width < 20 or height < 7:
        return canvas
    little = little_wiring(family_of(reading), network.cells[layer], min(7, height - 6))
    chain = _Chain(canvas, reading, little, lay_out(reading, width, height, little))
    chain.draw()
    units = f"{reading.hidden_size} unit{'s' * (reading.hidden_size > 1)} in every copy, however long the text"
    foot = f" {chain.weights}: {same} · {units} "
    canvas.write(2, height - 1, foot if len(foot) < width - 4 else f" {chain.weights}: {same} "[: width - 4], "faint")
    return canvas


class _Chain:
    def __init__(self, canvas: Canvas, reading: Reading, little: Wiring, links: Links) -> None:
        self.canvas, self.reading, self.little, self.links = canvas, reading, little, links
        self.cell = reading.run.bundle.network.cells[reading.cursor.layer]
        self.states = tuple(self.cell.state_names)
        self.note = reading.notation.note
        self.ports = ports(little, self.states)
        self.first, self.now = links.first, reading.cursor.timestep
        self.weights = f"W{''.join(_fingerprint(self.cell.parameters))}"

    def column(self, name: str) -> Array:
        """What is known of a quantity in the copies that are read: (copies up to the open one, K)."""
        return self.reading.run.trace.column(name, self.reading.cursor.layer, self.first, self.now + 1)

    def draw(self) -> None:
        values = {state: self.column(state)[:, self.reading.unit].tolist() for state in self.states}
        before = {state: float(self.column(f"{state}_prev")[0, self.reading.unit]) for state in self.states}
        for place in range(len(self.links.edges)):
            self.copy(place)
            for state in self.states:
                came = (
                    values[state][place - 1]
                    if 0 < place <= self.links.open + 1
                    else before[state]
                    if not place
                    else None
                )
                self.wire_into(place, state, came)
            self.said(place, values["h"][place] if place <= self.links.open else None)
            self.symbol(place)
        self.lead_on(values)
        self.opened()
        self.layers()
        if self.links.guess:
            self.guesses()
        if self.canvas.height - 1 - self.links.grid > 2:
            self.grid()

    # the copies --------------------------------------------------------------------------

    def copy(self, place: int) -> None:
        """A box, the same weights written into its upper edge; all of it leads to its timestep."""
        links, canvas = self.links, self.canvas
        x, right = links.edges[place], links.edges[place] + links.widths[place] - 1
        role = "chosen.mark" if place == links.open else "plain" if place < links.open else "unborn"
        weight = HEAVY if place == links.open else LIGHT if place < links.open else DOTTED
        corners = [(x, links.top), (right, links.top), (right, links.bottom), (x, links.bottom), (x, links.top)]
        canvas.line(corners, weight, role)
        canvas.write(x + 1, links.top, self.weights[: links.widths[place] - 2], "faint")
        timestep = self.first + place
        for y in range(links.said, links.symbol + 1):
            canvas.target(x, y, right + 1 - x, self.reading.place(self.note, timestep=timestep))

    def opened(self) -> None:
        """The little module in the open copy, its wires lit as those of the large one."""
        links, reading = self.links, self.reading
        drawing = _Drawing(self.canvas, links.edges[links.open] + 1, links.top + 1,
                           State(reading.notation, reading.phases, reading.cursor.phase))  # fmt: skip
        for wire in sorted(self.little.wires, key=drawing.weight):
            drawing.wire(wire)
        for node in self.little.nodes:
            drawing.node(node)
        x, y = links.middle(links.open), links.bottom
        end = y - 1
        while end > links.top + 1 and self.canvas.characters[end][x] == " ":
            end -= 1
        if self.canvas.characters[end][x] in "─━╌┄┴┻┬┳":
            self.canvas.line([(x, y), (x, end)], LIGHT, reading.hue("x"))
        elif end < y - 1:
            self.canvas.line([(x, y), (x, end + 1)], LIGHT, reading.hue("x"))

    def layers(self) -> None:
        """What the layers said for the selected unit, in the closed copies that are read: a letter and a bar each."""
        reading, links = self.reading, self.links
        if links.open == 0:
            return
        names = [phase.focus for phase in reading.phases if phase.focus in self.cell.fused]
        columns = {name: self.column(name)[:, reading.unit].tolist() for name in names}
        for place in range(links.open):
            inner, x, y = links.widths[place] - 2, links.edges[place] + 1, links.top + 1
            rows = links.bottom - links.top - 1
            left = x + (inner - len(names)) // 2
            at = y + (rows - 2) // 2
            for k, name in enumerate(names):
                value = columns[name][place]
                meaning = reading.place(name, timestep=self.first + place)
                quantity = reading.notation.quantities[name]
                if inner >= 7 and rows >= len(names):
                    row = y + (rows - len(names)) // 2 + k
                    canvas_end = self.canvas.write(
                        x + 1, row, f"{quantity.symbol} {_short(value, 5, quantity.signed)}", quantity.hue
                    )
                    self.canvas.target(x + 1, row, canvas_end - x - 1, meaning)
                    continue
                self.canvas.write(left + k, at, quantity.symbol[:1], "faint")
                glyph, mark = column(value, *reading.scale(name))
                role = f"{quantity.hue}.hang" if mark.endswith(".hang") else quantity.hue
                self.canvas.write(left + k, at + 1, glyph, role)
                self.canvas.target(left + k, at + 1, 1, meaning)

    # what goes from copy to copy -----------------------------------------------------------

    def wire_into(self, place: int, state: str, value: float | None) -> None:
        """The wire on which a state comes into a copy, with the selected unit's value where it is known."""
        links = self.links
        end, start = links.edges[place] - 1, links.edges[place] - links.gap
        there = value is not None and self.born(place - 1, state)
        row = self.ports[state][0] if place == links.open else self.ports[state][1]
        self.wire(start, end, links.top + 1 + row, state, value if there else None, self.first + place - 1)

    def lead_on(self, values: dict[str, list[float]]) -> None:
        """The wires behind the last copy."""
        links, last = self.links, len(self.links.edges) - 1
        x = links.edges[last] + links.widths[last]
        for state in self.states:
            known = last == links.open and self.born(last, state)
            row = links.top + 1 + self.ports[state][1]
            self.wire(x, x + TAIL - 1, row, state, values[state][last] if known else None, self.now)

    def born(self, place: int, state: str) -> bool:
        """Whether a copy has handed a state on."""
        return place < self.links.open or (place == self.links.open and state in self.reading.born)

    def wire(self, start: int, end: int, y: int, state: str, value: float | None, timestep: int) -> None:
        hue = self.reading.hue(state)
        role, weight = ("unborn", DOTTED) if value is None else (f"{hue}.bold" if state == self.note else hue, LIGHT)
        if value is not None and state == self.note:
            weight = HEAVY
        self.canvas.line([(start, y), (end, y)], weight, role)
        self.canvas.write(end, y, "▶", role)
        if value is None:
            return
        text = _short(value, end - start + 1)
        x = self.canvas.write(start, y - 1, text, role)
        if timestep >= 0:
            self.canvas.target(start, y - 1, x - start, self.reading.place(state, timestep=timestep))

    def said(self, place: int, value: float | None) -> None:
        """What a copy says aloud, above it."""
        links, born = self.links, self.born(place, "h")
        hue = self.reading.hue("h")
        role = "unborn" if value is None or not born else f"{hue}.bold" if place == links.open else hue
        text = f"h {_short(value, 5)}" if value is not None and born else "h"
        x = links.middle(place) - len(text) // 2
        self.canvas.write(x, links.said, text, role)
        if value is not None and born:
            self.canvas.target(x, links.said, len(text), self.reading.place("h", timestep=self.first + place))
        if links.top - links.said > 1:
            self.canvas.write(links.middle(place), links.said + 1, "▲", role)

    def symbol(self, place: int) -> None:
        """What a copy reads, below it."""
        links, timestep = self.links, self.first + place
        role = "cursor" if place == links.open else "text" if place < links.open else "unborn"
        symbol = self.reading.run.symbols[timestep]
        shown = f" {on_tape(symbol)} " if len(symbol) == 1 else f" {visible(symbol)} "
        size = 2 + (tape_width(symbol) if len(symbol) == 1 else len(symbol))
        self.canvas.write(links.middle(place) - size // 2, links.symbol, shown, role)
        if links.symbol - links.bottom > 1:
            arrow = "unborn" if role == "unborn" else "text"
            self.canvas.write(links.middle(place), links.bottom + 1, "▲", arrow)

    def guesses(self) -> None:
        """What is expected after each copy, over what it says: of the top layer alone."""
        reading, links = self.reading, self.links
        if reading.cursor.layer + 1 < reading.run.layers:
            return
        for place in range(links.open + (1 if "probs" in reading.born else 0)):
            text, meaning = self._guess(place)
            x = links.middle(place) - len(text) // 2
            self.canvas.write(
                x, links.guess, text, reading.hue("probs") if place < links.open else f"{reading.hue('probs')}.bold"
            )
            self.canvas.target(x, links.guess, len(text), meaning)

    def _guess(self, place: int) -> tuple[str, Place]:
        tokens, timestep = self.reading.run.tokens, self.first + place
        if not tokens.symbols:
            answer = tokens.said(self.column("logits")[place].tolist())[0]
            return f"y {_short(answer, 5)}", self.reading.place("logits", 0, timestep)
        probs = self.column("probs")[place]
        best = int(probs.argmax())
        return f"{on_tape(tokens.symbols[best])} {probs[best] * 100:.0f} %", self.reading.place("probs", best, timestep)

    def grid(self) -> None:
        """The whole note of each copy, always as many units: they do not grow with the text."""
        reading, links, canvas = self.reading, self.links, self.canvas
        hidden, room = reading.hidden_size, canvas.height - 2 - links.grid
        across = min(hidden, min(links.widths) + links.gap - 1)
        pitch = (min(links.widths) + links.gap - 1) // across
        lines = -(-hidden // across)
        if room < lines:
            return
        tall = min(12, room // lines)
        values = self.column(self.note).astype(float)
        low, high = reading.scale(self.note)
        for place in range(len(links.edges)):
            x = links.middle(place) - across * pitch // 2
            there = self.born(place, self.note)
            for line in range(lines):
                start, stop = line * across, min(hidden, (line + 1) * across)
                y = links.grid + line * tall
                if not there:
                    canvas.write(x, y + (tall - 1) // 2, ("·" + " " * (pitch - 1)) * (stop - start), "unborn")
                    continue
                glyphs, marks = tall_columns(values[place, start:stop].tobytes(), low, high, tall)
                roles = [[f"value.{mark}" for mark in row] for row in marks]
                if start <= reading.unit < stop:
                    for row in roles:
                        row[reading.unit - start] = selected(row[reading.unit - start])
                timestep = self.first + place
                canvas.columns(x, y, pitch, glyphs, roles, partial(_place, reading, self.note, start, timestep))
        words = f"{reading.notation.quantities[self.note].symbol}, all {hidden} units of each copy"
        canvas.write(2, links.grid - 1, words, "faint")


def _place(reading: Reading, note: str, start: int, timestep: int, column: int) -> Place:
    return reading.place(note, start + column, timestep)


def _fingerprint(parameters: Mapping[str, Array]) -> Sequence[str]:
    """Return a few of the cell's weights as columns: the same wherever the same weights are."""
    few = np.abs(next(iter(parameters.values())).reshape(-1)[:3]).astype(float)
    high = float(few.max()) or 1.0
    return [column(value, 0.0, high)[0] for value in few.tolist()]


def _short(value: float, room: int, signed: bool = True) -> str:
    """Return a number in at most so many cells, with as many decimals as fit, two at most."""
    for decimals in (2, 1, 0):
        text = f"{value:{'+' if signed else ''}.{decimals}f}".replace("-", "−")
        if len(text) <= room:
            return text
    return text[:room]
