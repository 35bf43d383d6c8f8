"""The module unrolled: a chain of copies of the one cell, a timestep each, the states handed from copy to copy.

The copy of the cursor's timestep is open and shows the little module, its layers lit by phase; those before it show what
their layers said for the selected unit. What is not born yet is not shown, and what is still to be read is dim.
"""

from __future__ import annotations

from dataclasses import replace

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.targets import Do
from lstm_tui.explain.reading import Reading
from lstm_tui.family import family_of
from lstm_tui.family.little import handed_on, little_wiring, stretched
from lstm_tui.panels.chain.chain import Chain, weights_of
from lstm_tui.panels.chain.copies import draw_copies
from lstm_tui.panels.chain.layout import LEAST, lay_out, room_for
from lstm_tui.panels.chain.links import draw_links
from lstm_tui.panels.chain.notes import draw_notes
from lstm_tui.panels.chain.wired import Wired, draw_wired
from lstm_tui.panels.module import State

SAME, TURN = "the same weights in every copy", "r: rolled"
TALLEST_MODULE = 5  # rows of the little module as it is declared


def draw_unrolled(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the chain of copies of the cursor's layer."""
    network, layer = reading.run.bundle.network, reading.cursor.layer
    title = "the module, unrolled" if len(network.cells) == 1 else f"layer {layer + 1}, unrolled"
    cell = network.cells[layer]
    tag = f"{weights_of(cell)}: {SAME}"
    roomy = len(title) + len(tag) + len(TURN) + 12 < width
    right = f"{tag}   {TURN}" if roomy else TURN
    little = little_wiring(family_of(reading), cell, width - 2 - LEAST, min(TALLEST_MODULE, height - 6))
    little = stretched(little, *room_for(reading, little, width, height))
    layout = lay_out(reading, width, height, little)
    if layout.end > width or layout.symbol > height - 2:
        canvas = framed(width, height, title, TURN)
        canvas.write(1, 1, "a chain needs more room"[: max(0, width - 2)], "faint")
        return canvas
    state, states = State(reading.notation, reading.phases, reading.cursor.phase), handed_on(little, cell)
    anywhere = replace(layout, first=0)  # the lines are the same wherever the chain stands
    born = frozenset(states) & reading.born
    canvas = draw_wired(Wired(title, right, width, height, anywhere, little, state, states, born)).copy()
    canvas.target(width - 4 - len(TURN), 0, len(TURN), Do("turn_module"))
    chain = Chain(canvas, reading, little, layout)
    draw_copies(chain)
    draw_links(chain)
    draw_notes(chain)
    count = reading.hidden_size
    units = f"{count} unit{'s' * (count > 1)} in every copy, however long the text"
    short = f"{weights_of(cell)}: the same weights and {count} unit{'s' * (count > 1)} in every copy"
    foot = units if roomy else short if len(short) + 6 < width else tag
    if len(foot) + 6 < width:
        canvas.write(2, height - 1, f" {foot} ", "faint")
    return canvas
