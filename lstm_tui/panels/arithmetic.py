"""The worked line: the selected unit's arithmetic in this phase."""

from __future__ import annotations

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.explain.reading import Reading
from lstm_tui.family import work_out


def draw_arithmetic(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the equations, one a line; one that is too wide goes on in the next line."""
    hidden = reading.hidden_size
    canvas = framed(width, height, f"unit {reading.unit}, worked out", f"of {hidden}   [ ] other unit")
    y = 1
    for line in work_out(reading):
        x = 2
        for span in line:
            if x + len(span.text) > width - 2 and x > 2:
                x, y = 6, y + 1
            if y < height - 1:
                role = f"{reading.hue(span.role)}.bold" if span.role in reading.notation.quantities else span.role
                start = x
                x = canvas.write(x, y, span.text, role)
                if span.place is not None:
                    canvas.target(start, y, x - start, span.place)
        y += 1
    return canvas
