"""The shares as a sum: a line a symbol, all that came before as one, the bias, and the value that they add up to."""

from __future__ import annotations

from lstm_tui.drawing.bars import row_bar, share_bar
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.targets import Do
from lstm_tui.explain.ink import Ink, Part, left_as, percent_left, scale_of
from lstm_tui.panels.ink.page import Page

LEFT = 7  # columns of the share that is left
BAR = 16


def draw_ink_shares(page: Page, width: int, height: int) -> Canvas:
    """Draw as many of the last symbols as there are lines for, and what they add up to."""
    if page.ink is None:
        return Canvas(width, height)
    rows = height - 4 - (page.ink.rest is not None)
    count = len(page.ink.parts)
    if count + (page.ink.before is not None) > rows:
        count = rows - 1
    ink = page.ink.last(max(1, count))
    canvas = framed(width, height, "adding up", left_as(ink))
    if height < 5 or width < 20:
        return canvas
    number = max(len(part.printed) for part in (*ink.lines, Part("", 0, ink.printed)))
    label = max(9, max(len(name(part)) for part in ink.lines))
    at = 5 + label
    bar = min(BAR, width - at - number - LEFT - 4)
    chosen = page.chosen
    scale = scale_of(ink, page.reading.run)
    y = 1
    for part in ink.lines:
        followed = chosen is not None and part.timestep is not None and part.timestep == chosen.timestep
        here = part.timestep == ink.timestep
        canvas.write(2, y, "▸" if followed else " ", "chosen.mark")
        role = "title" if here or followed else "text" if part.timestep is not None else "faint"
        canvas.write(4, y, name(part)[: width - 6], role)
        mark = "up" if part.value > 0 else "down" if part.value < 0 else "zero"
        x = canvas.write(at + number - len(part.printed), y, part.printed, f"value.{mark}")
        if bar >= 6:
            _bar(canvas, ink, part, x + 2, y, bar, scale)
        if part.timestep is not None:
            left = "by hand" if part.by_hand else percent_left(part.left)
            canvas.write(width - 2 - len(left), y, left, "faint")
            canvas.target(2, y, width - 4, Do(f"follow({part.timestep})"))
        y += 1
    canvas.write(at - 1, y, "─" * (number + 1), "frame")
    equals = "=" if ink.holds else "≈"
    whole = f"{equals} {ink.name}"
    canvas.write(4, y + 1, whole if len(whole) < at - 3 else equals, "title")
    canvas.write(at + number - len(ink.printed), y + 1, ink.printed, "title")
    return canvas


def name(part: Part) -> str:
    """Return what stands before a share: the timestep and the symbol."""
    return part.label if part.timestep is None else f"{part.timestep + 1:>5} {part.label}"


def _bar(canvas: Canvas, ink: Ink, part: Part, x: int, y: int, width: int, scale: tuple[float, float]) -> None:
    if not ink.signed:
        canvas.write(x, y, share_bar(part.value / (ink.value or 1.0), width), "value.up")
        return
    cells, marks = row_bar(part.value, scale[1], width)
    for at, (cell, mark) in enumerate(zip(cells, marks, strict=True)):
        canvas.write(x + at, y, cell, f"value.{mark}")
