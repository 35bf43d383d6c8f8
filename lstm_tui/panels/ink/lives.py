"""How long ink lasts on each unit: after how many symbols half of what is written would be left, were the
share kept always its mean; and what stands there now."""

from __future__ import annotations

from lstm_tui.drawing.bars import share_bar
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.targets import Do
from lstm_tui.explain.digits import short
from lstm_tui.explain.ink import in_order
from lstm_tui.panels.ink.page import Page

HEADS = (("unit", "unit", 5), ("life", "half-life", 11), ("now", "now", 7))
KEPT = 6  # cells of the bar of the mean share kept


def draw_ink_lives(page: Page, width: int, height: int) -> Canvas:
    """Draw the units in their order, the selected one always among them; a click on a head sorts, on a line selects."""
    reading = page.reading
    over = f"over {page.read:,} symbols" if page.read else ""
    canvas = framed(width, height, "half-lives", over)
    kept = reading.run.bundle.network.cells[reading.cursor.layer].keeps
    rows = height - 3
    if rows < 1 or width < 22:
        return canvas
    canvas.write(2, height - 1, f" ln ½ / ln(mean {kept}) "[: width - 4], "faint")
    x = 2
    for order, words, columns in HEADS:
        if x + columns > width - 1:
            break
        canvas.target(x, 1, columns, Do(f"sort('{order}')"))
        canvas.write(x + columns - len(words), 1, words, "title" if order == page.order else "faint")
        x += columns
    wide = x + 2 + KEPT < width - 1
    if wide:
        canvas.write(x + 2, 1, "keeps", "faint")
    if not page.lives:
        canvas.write(2, 2, "being measured …", "faint")
        return canvas
    hue = reading.hue(kept)
    lives = in_order(page.lives, reading.step[reading.notation.note].tolist(), page.order)
    at = next(place for place, life in enumerate(lives) if life.unit == reading.unit)
    first = max(0, min(at - rows // 2, len(lives) - rows))
    for y, life in enumerate(lives[first : first + rows], 2):
        chosen = life.unit == reading.unit
        role = "title" if chosen else "text"
        unit = f"{'▸' if chosen else ' '}{life.unit}"
        canvas.write(7 - len(unit), y, unit, "chosen.mark" if chosen else "faint")
        canvas.write(18 - len(life.printed), y, life.printed, role)
        if x > 18:
            now = short(life.now)
            mark = "up" if life.now > 0 else "down" if life.now < 0 else "zero"
            canvas.write(25 - len(now), y, now, f"value.{mark}")
        if wide:
            canvas.write(x + 2, y, share_bar(life.mean, KEPT), hue)
        canvas.target(2, y, width - 4, reading.place(reading.notation.note, life.unit))
    return canvas
