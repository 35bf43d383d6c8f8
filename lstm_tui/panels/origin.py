"""A number opened: the way that led here, the equation, and the terms with their sum so far, one of them chosen."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from lstm_tui.core.activations import sigmoid_number
from lstm_tui.drawing.bars import row_bar
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.curve import Curve, area_of, draw_axes, draw_curves
from lstm_tui.drawing.frame import framed, wrap
from lstm_tui.drawing.scale import Scale
from lstm_tui.explain.notation import Notation
from lstm_tui.explain.origin.terms import Origin, Term

BAR = 24
CURVES: dict[str, tuple[Callable[[float], float], Scale, Scale]] = {
    "σ": (sigmoid_number, Scale(-8, 8), Scale(0, 1)),
    "tanh": (math.tanh, Scale(-4, 4), Scale(-1, 1)),
    "−ln": (lambda p: -math.log(p) if p > 0 else math.nan, Scale(0, 1), Scale(0, 6)),
}
POINTS = 160


@dataclass(frozen=True, eq=False)
class Opened:
    """What is looked at. Attributes: trail: the numbers opened one out of the other; chosen: the place of a term."""

    trail: tuple[Origin, ...]
    chosen: int
    notation: Notation

    @property
    def origin(self) -> Origin:
        """The number that is open."""
        return self.trail[-1]


def draw_origin(opened: Opened, width: int, height: int) -> Canvas:
    """Draw the open number, its terms from the top down, and the curve that it stands on where there is one."""
    origin = opened.origin
    steps = f"{len(opened.trail)} deep" if len(opened.trail) > 1 else "every term can be opened"
    canvas = framed(width, height, "where it comes from", steps)
    room = max(1, width - 4)
    y = _trail(canvas, opened, room)
    hue = _hue(opened.notation, origin)
    x = canvas.write(2, y, origin.name, "title")
    x = canvas.write(x, y, " = " if origin.holds else " ≈ ", "faint")
    canvas.write(x, y, origin.printed, f"{hue}.bold")
    y += 1
    for words, role in ((origin.equation, "text"), (origin.remark, "faint")):
        for line in wrap(words, room) if words else ():
            canvas.write(2, y, line, role)
            y += 1
    if not origin.holds:
        canvas.write(2, y, "float32 carries no more digits: the last one is rounded", "faint")
        y += 1
    y = _terms(canvas, opened, y + 1)
    if origin.curve in CURVES and origin.terms:
        _curve(canvas, origin, y + 1, hue)
    return canvas


def _hue(notation: Notation, origin: Origin) -> str:
    quantity = origin.place.quantity
    return notation.quantities[quantity].hue if quantity in notation.quantities else "blue"


def _trail(canvas: Canvas, opened: Opened, room: int) -> int:
    """Write the way here, its end where it is too long; return the row after it."""
    if len(opened.trail) < 2:
        return 1
    names = [origin.name.replace(" at timestep ", " t") for origin in opened.trail[:-1]]
    way = " › ".join(names) + " ›"
    canvas.write(2, 1, way if len(way) <= room else "…" + way[-(room - 1) :], "faint")
    return 3


def _terms(canvas: Canvas, opened: Opened, y: int) -> int:
    """Write the terms, the chosen one always among them; return the row after them."""
    origin, width = opened.origin, canvas.width
    terms = origin.terms
    rows = max(1, canvas.height - 1 - y)
    first = max(0, min(opened.chosen - rows // 2, len(terms) - rows))
    label = max((len(term.label) for term in terms), default=0)
    how = max((len(term.how) for term in terms), default=0)
    most = max((abs(term.value) for term in terms), default=0.0) or 1.0
    sums = bool(terms and terms[0].running)
    number = max((len(term.printed) for term in terms), default=0)
    numbers_at = 4 + label + 2 + (how + 2 if how else 0)
    if numbers_at + number + 2 > width:  # the factors are left out where there is no room for them
        how, numbers_at = 0, 6 + label
    for place, term in enumerate(terms[first : first + rows], first):
        chosen = place == opened.chosen
        role = "title" if chosen else "text" if term.place is not None else "faint"
        canvas.write(2, y, "▸" if chosen else " ", "chosen.mark")
        canvas.write(4, y, term.label[: max(0, width - 6)], role)
        if how:
            canvas.write(4 + label + 2, y, term.how, "faint")
        x = canvas.write(numbers_at + number - len(term.printed), y, term.printed, _sign(term))
        if sums:
            x = _bar_and_sum(canvas, term, y, x + 2, most)
        if term.place is not None:
            canvas.target(2, y, max(1, x - 2), term.place)
        y += 1
    return y


def _sign(term: Term) -> str:
    return "value.up" if term.value > 0 else "value.down" if term.value < 0 else "value.zero"


def _bar_and_sum(canvas: Canvas, term: Term, y: int, x: int, most: float) -> int:
    """Draw the term's size, and the sum so far, where there is room; return the column after them."""
    running = f"sum {term.running}"
    if x + BAR + 2 + len(running) < canvas.width - 2:
        cells, marks = row_bar(term.value, most, BAR)
        for at, (cell, mark) in enumerate(zip(cells, marks, strict=True)):
            canvas.write(x + at, y, cell, f"value.{mark}")
        x += BAR + 2
    if x + len(running) < canvas.width - 1:
        x = canvas.write(x, y, running, "faint")
    return x


def _curve(canvas: Canvas, origin: Origin, y: int, hue: str) -> None:
    """Draw the squashing function with a dot where this number stands."""
    compute, across, up = CURVES[origin.curve]
    argument = origin.terms[0].value
    height = min(14, canvas.height - 2 - y)
    area = area_of(2, y, min(64, canvas.width - 6), height, across, up) if height >= 5 else None
    if area is None:
        return
    step = (across.high - across.low) / POINTS
    points = [(across.low + k * step, compute(across.low + k * step)) for k in range(POINTS + 1)]
    draw_axes(canvas, area, "")
    draw_curves(canvas, area, [Curve([point for point in points if point[1] == point[1]], hue)])
    column, row = area.column(argument), area.row(compute(argument) if origin.value == origin.value else 0)
    canvas.write(column, row, "●", "chosen.mark")
    beyond = "" if across.low <= argument <= across.high else "   (beyond the picture)"
    said = f"{origin.terms[0].label} = {origin.terms[0].printed}{beyond}"
    at = column + 2 if column + 2 + len(said) < area.x + area.width else column - 1 - len(said)
    canvas.write(max(area.x, at), row, said, "text")
