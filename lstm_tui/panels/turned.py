"""The module as one timestep, with the key that turns it."""

from __future__ import annotations

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.targets import Do
from lstm_tui.explain.reading import Reading
from lstm_tui.panels.module import draw_module

TURN = " r: unrolled "


def draw_one_timestep(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the module, and on its lower edge the key that turns it."""
    canvas = draw_module(reading, width, height)
    x = width - len(TURN) - 2
    if x > 2 and height > 1:
        canvas.write(x, height - 1, TURN, "faint")
        canvas.target(x, height - 1, len(TURN), Do("turn_module"))
    return canvas
