"""The copies of the one module: the open one shows its layers at work, the others what theirs said."""

from __future__ import annotations

from lstm_tui.drawing.bars import column
from lstm_tui.drawing.canvas import DOTTED, HEAVY, LIGHT
from lstm_tui.explain.digits import short
from lstm_tui.explain.notation import Scale
from lstm_tui.panels.chain.chain import Chain
from lstm_tui.panels.gates import TONES
from lstm_tui.panels.module import State, _Drawing

LINES = "─━╌"  # on which what is read may land
ROOMY = 7  # cells inside a closed copy that hold a name and a number


def draw_copies(chain: Chain) -> None:
    """Draw every copy as a box with the same weights in its upper edge; a click goes to its timestep."""
    for place in range(len(chain.layout)):
        _box(chain, place)
        if place < chain.layout.open:
            _said_by_layers(chain, place)
    _opened(chain)


def _box(chain: Chain, place: int) -> None:
    layout, canvas = chain.layout, chain.canvas
    x, right = layout.edges[place], layout.edges[place] + layout.widths[place] - 1
    role, weight = (
        ("chosen.mark", HEAVY)
        if place == layout.open
        else ("plain", LIGHT)
        if place < layout.open
        else ("unborn", DOTTED)
    )
    corners = [(x, layout.top), (right, layout.top), (right, layout.bottom), (x, layout.bottom), (x, layout.top)]
    canvas.line(corners, weight, role)
    canvas.write(x + 1, layout.top, chain.weights[: layout.widths[place] - 2], "faint")
    for y in range(layout.said, layout.symbol + 1):
        canvas.target(x, y, right + 1 - x, chain.reading.place(chain.note, timestep=layout.first + place))


def _opened(chain: Chain) -> None:
    """Draw the little module into the open copy, its wires and layers lit by the phase as those of the large one."""
    layout, reading, canvas = chain.layout, chain.reading, chain.canvas
    state = State(reading.notation, reading.phases, reading.cursor.phase)
    drawing = _Drawing(canvas, layout.edges[layout.open] + 1, layout.top + 1, state)
    for wire in sorted(chain.little.wires, key=drawing.weight):
        drawing.wire(wire)
    for node in chain.little.nodes:
        drawing.node(node)
    x, y = layout.middle(layout.open), layout.bottom
    end = y - 1
    while end > layout.top + 1 and canvas.characters[end][x] == " ":
        end -= 1
    lands = canvas.characters[end][x] in LINES
    if lands or end < y - 1:
        canvas.line([(x, y), (x, end if lands else end + 1)], LIGHT, reading.hue("x"))


def _said_by_layers(chain: Chain, place: int) -> None:
    """Write what the layers of a closed copy said for the selected unit: a letter and a bar each, or a number."""
    layout, reading, canvas = chain.layout, chain.reading, chain.canvas
    names = [phase.focus for phase in reading.phases if phase.focus in chain.cell.fused]
    inner, x = layout.widths[place] - 2, layout.edges[place] + 1
    numbers = inner >= ROOMY and layout.inside >= len(names)
    y = layout.top + 1 + (layout.inside - (len(names) if numbers else 2)) // 2
    left = x + (inner - len(names)) // 2
    for k, name in enumerate(names):
        quantity, value = reading.notation.quantities[name], chain.of_unit(name)[place]
        meaning = reading.place(name, timestep=layout.first + place)
        if numbers:
            text = f"{quantity.symbol} {short(value, quantity.signed):>5}"
            canvas.write(x + (inner - len(text)) // 2, y + k, text, quantity.hue)
            canvas.target(x, y + k, inner, meaning)
        else:
            canvas.write(left + k, y, quantity.symbol[:1], "faint")
            glyph, mark = column(value, *reading.scale(name))
            role = TONES[mark] if quantity.scale is not Scale.SHARE else quantity.hue
            canvas.write(left + k, y + 1, glyph, role)
            canvas.target(left + k, y, 1, meaning)
            canvas.target(left + k, y + 1, 1, meaning)
