"""The worked line: the selected unit's arithmetic in this phase."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.explain.lines import Line, Span
from lstm_tui.explain.reading import Reading
from lstm_tui.family import work_out
from lstm_tui.visible import columns_of


def draw_arithmetic(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the equations, one a line; one that is too wide goes on in the next line."""
    hidden = reading.hidden_size
    canvas = framed(width, height, f"unit {reading.unit}, worked out", f"of {hidden}   [ ] other unit")
    lines = work_out(reading)
    rows = rows_of(lines, width)
    if len(rows) > height - 2:
        rows = rows_of([tuple(span for span in line if not span.aside) for line in lines], width)
    for y, row in enumerate(rows[: max(0, height - 2)], 1):
        for x, span in row:
            role = f"{reading.hue(span.role)}.bold" if span.role in reading.notation.quantities else span.role
            end = canvas.write(x, y, span.text, role)
            if span.place is not None:
                canvas.target(x, y, end - x, span.place)
    return canvas


def rows_of(lines: Sequence[Line], width: int) -> list[list[tuple[int, Span]]]:
    """Return the spans row by row, each with its column; a line that is too wide breaks before a joint (=, +, ×)."""
    rows: list[list[tuple[int, Span]]] = []
    for line in lines:
        rows.append([])
        x = 2
        for term in _terms(line):
            if x > 2 and x + len("".join(span.text for span in term).rstrip()) > width - 2:
                x = 5
                rows.append([])
            for span in term:
                rows[-1].append((x, span))
                x += sum(map(columns_of, span.text))
    return rows


def _terms(line: Line) -> list[list[Span]]:
    """Return a line cut before each of its joints: spans that begin with a space."""
    terms: list[list[Span]] = [[]]
    for span in line:
        if span.text.startswith(" ") and terms[-1]:
            terms.append([])
        terms[-1].append(span)
    return terms
