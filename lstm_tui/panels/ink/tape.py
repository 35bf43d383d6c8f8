"""The tape by shares: each symbol, as high as what it wrote of the number that is asked about."""

from __future__ import annotations

from array import array

from lstm_tui.drawing.bars import tall_columns
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.targets import Do
from lstm_tui.explain.ink import (
    LIKELIEST,
    LOGIT,
    NOTE,
    TRUE,
    UNIT,
    Ask,
    Ink,
    drawn_values,
    fate,
    fulfilled,
    scale_of,
    true_symbol,
)
from lstm_tui.panels.ink.page import Page
from lstm_tui.panels.tape import GAP, WIDEST
from lstm_tui.run import Run
from lstm_tui.visible import quoted

LABEL = 8  # columns before the first symbol: the scale, or what is folded


def draw_ink_tape(page: Page, width: int, height: int) -> Canvas:
    """Draw what is asked about and what else can be, the symbols with their shares, and the fate of the one followed."""
    ink, reading = page.ink, page.reading
    if ink is None:
        return Canvas(width, height)
    equals = "=" if ink.holds else "≈"
    canvas = framed(width, height, f"who wrote {ink.name} {equals} {ink.printed}", f"after timestep {ink.timestep + 1}")
    _choices(canvas, page, ink)
    run, now, rows = reading.run, ink.timestep, height - 4
    if rows < 1 or width < LABEL + 8:
        return canvas
    rows = rows if rows < 2 else rows // 2 * 2
    pitch = min(WIDEST, run.widest + GAP)
    places = max(1, (width - LABEL - 4) // pitch)
    first = 0 if len(run) <= places else max(0, min(now - places * 2 // 3, len(run) - places))
    last = min(len(run), first + places)
    shown = ink.last(now + 1 - first)
    chosen = page.chosen
    for place, timestep in enumerate(range(first, last)):
        x = 2 + LABEL + place * pitch
        role = "cursor" if timestep == now else "text" if timestep < now else "faint"
        if chosen is not None and timestep == chosen.timestep and timestep != now:
            role = "chosen"
        for character in run.symbols[timestep][: pitch - 1]:
            x = canvas.write_symbol(x, 1, character, role)
        for row in range(1, 2 + rows):
            canvas.target(1 + LABEL + place * pitch, row, pitch, Do(f"follow({timestep})"))
    _bars(canvas, page, shown, pitch, rows, first)
    if chosen is not None:
        canvas.write(2, height - 2, fate(ink, chosen)[: width - 4], "text")
    return canvas


def _bars(canvas: Canvas, page: Page, ink: Ink, pitch: int, rows: int, first: int) -> None:
    """Draw the shares on their scale; what is folded stands before the first of them."""
    scale = scale_of(ink, page.reading.run)
    values = drawn_values(ink)
    glyphs, marks = tall_columns(array("d", values).tobytes(), *scale, rows)
    start = 2 + LABEL + ((ink.parts[0].timestep or 0) - first) * pitch
    for row, (line, kinds) in enumerate(zip(glyphs, marks, strict=True), 2):
        for place, (glyph, mark) in enumerate(zip(line, kinds, strict=True)):
            if glyph != " ":
                canvas.write(start + place * pitch, row, glyph * (2 if pitch > 3 else 1), f"value.{mark}")
    top = f"{scale[1]:g}" if ink.signed else "100 %"
    canvas.write(2, 2, f"±{top}" if scale[0] < 0 else top, "faint")
    if ink.before is not None:
        canvas.write(2, 1, "before" if first else "start", "faint")
        old = ink.before.value if ink.signed else ink.before.value / (ink.value or 1.0)
        own, kinds_of = tall_columns(array("d", [old]).tobytes(), *scale, rows)
        for row, ((glyph,), (mark,)) in enumerate(zip(own, kinds_of, strict=True), 2):
            canvas.write(LABEL - 1, row, glyph, f"value.{mark}")


def _choices(canvas: Canvas, page: Page, ink: Ink) -> None:
    """Write on the lower edge what can be asked about; a click asks."""
    x, y = canvas.write(2, canvas.height - 1, " w: ", "faint"), canvas.height - 1
    for of, words in choices(page.reading.run, page.reading.unit, ink):
        if x + len(words) + 3 > canvas.width:
            return
        canvas.target(x, y, len(words) + 2, Do(f"ask('{of}')"))
        x = canvas.write_any(x, y, f" {words} ", "chosen" if of == ink.ask.of else "faint")


def choices(run: Run, unit: int, ink: Ink) -> list[tuple[str, str]]:
    """Return what can be asked about at this timestep, and how it is called."""

    def symbol(of: str) -> str:
        index = fulfilled(run, ink.timestep, Ask(of)).symbol
        return quoted(run.tokens.symbols[index]) if run.tokens.symbols else f"{index}"

    found = [(UNIT, f"unit {unit}"), (NOTE, "whole note")]
    if run.tokens.symbols:
        found.append((LIKELIEST, f"likeliest {symbol(LIKELIEST)}"))
    else:
        found.append((LIKELIEST, "answer"))
    if true_symbol(run, ink.timestep) is not None:
        found.append((TRUE, f"true {symbol(TRUE)}"))
    if ink.ask.of == LOGIT:
        found.append((LOGIT, ink.name))
    return found
