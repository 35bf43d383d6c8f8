"""What counts, drawn: the loss with each unit silenced or gate held, sorted; or the curve of how far back memory reaches."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lstm_tui.drawing.bars import row_bar, share_bar
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.curve import Curve, area_of, draw_axes, draw_curves
from lstm_tui.drawing.frame import framed, wrap
from lstm_tui.drawing.scale import linear, logarithmic
from lstm_tui.drawing.targets import Do
from lstm_tui.explain.measured import CALLED, MEMORY, WAYS, Table, rise_as_printed, said_of
from lstm_tui.family import FAMILIES
from lstm_tui.family.base import Family
from lstm_tui.family.operated import in_words
from lstm_tui.operations.grammar import spelled
from lstm_tui.operations.kinds import Operation
from lstm_tui.reaching import Reach

WITHOUT = "without the operations in force", "untouched run"  # as there is room
SCALE, BAR, PROGRESS = 1.0, 40, 24  # nats that fill a bar; cells
HUES = ("gold", "blue", "vermilion", "green", "purple")


@dataclass(frozen=True, eq=False)
class Shown:
    """A table as it is looked at.

    Attributes: table; share: of it that is done now. order: of the rows; chosen: the place of one in that order. going:
        whether it is being measured. curves: of the memory, by model. pause: the key that stops and goes on.
        operated: whether operations are in force, which this table, of the untouched run, is without.
    """

    table: Table
    share: float
    order: str
    chosen: int
    going: bool
    curves: dict[str, tuple[Reach, ...]]
    pause: str = "p"
    operated: bool = False

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.table.reaches if self.table.way == MEMORY else self.table.rows)


def draw_measured(shown: Shown, width: int, height: int) -> Canvas:
    """Draw the table, the chosen row always in view, and how far it is."""
    table = shown.table
    layer = f" of layer {table.layer + 1}" if table.run.layers > 1 and table.way != MEMORY else ""
    untouched = "untouched" if shown.operated else "as it is"
    loss = f": {table.free:.4f} nats a symbol {untouched}" if not math.isnan(table.free) else ""
    canvas = framed(width, height, f"what counts, {CALLED[table.way]}{layer}{loss}", f"{len(table.run):,} symbols")
    if height < 5 or width < 24:
        return canvas
    _ways(canvas, shown)
    if table.wrong:
        for y, line in enumerate(wrap(table.wrong, width - 6), 2):
            canvas.write(3, y, line, "text")
        return canvas
    _progress(canvas, shown, 1)
    if table.way == MEMORY:
        _memory(canvas, shown)
    else:
        _rows(canvas, shown)
    return canvas


def _ways(canvas: Canvas, shown: Shown) -> None:
    x, y = canvas.write(2, canvas.height - 1, " w: ", "faint"), canvas.height - 1
    for way in WAYS:
        words = CALLED[way]
        if x + len(words) + 3 > canvas.width:
            return
        canvas.target(x, y, len(words) + 2, Do(f"measure('{way}')"))
        x = canvas.write(x, y, f" {words} ", "chosen" if way == shown.table.way else "faint")


def _progress(canvas: Canvas, shown: Shown, y: int) -> None:
    """Write how far it is, of which run where two are known, and which key stops it."""
    if shown.share >= 1:
        over = shown.table.reaches[-1].over if shown.table.reaches else None
        words = f"measured {said_of(over)}" if over is not None else "measured"
        _without(canvas, shown, canvas.write(3, y, words[: canvas.width - 4], "faint"), y)
        return
    bar = share_bar(shown.share, PROGRESS)
    canvas.write(3, y, "░" * PROGRESS, "frame")
    canvas.write(3, y, bar, "gold")
    words = "stops it" if shown.going else "stopped: goes on"
    x = canvas.write(3 + PROGRESS + 2, y, f"{shown.share * 100:.0f} %   ", "text")
    canvas.write(canvas.write(x, y, shown.pause, "chosen.mark"), y, f" {words}", "faint")
    canvas.target(x, y, len(words) + 2, Do("pause"))
    _without(canvas, shown, x + len(words) + 2, y)


def _without(canvas: Canvas, shown: Shown, x: int, y: int) -> None:
    """Write behind x, as far as there is room, that operations are in force which this table is without."""
    for words in WITHOUT if shown.operated else ():
        if x + 3 + len(words) <= canvas.width - 3:
            canvas.write(canvas.width - 3 - len(words), y, words, "faint")
            return


def _in_view(shown: Shown, rows: int) -> range:
    first = max(0, min(shown.chosen - rows // 2, shown.count - rows))
    return range(first, min(shown.count, first + rows))


def _words(operation: Operation, family: Family, layers: int) -> str:
    """Return an operation in words, without what is the same in every row."""
    return in_words(operation, family, layers).partition(":")[0].removesuffix(" over the text")


def _rows(canvas: Canvas, shown: Shown) -> None:
    """Write the rows: what is done, the loss, the rise, and its bar on ±1 nat."""
    table = shown.table
    ordered = table.in_order(shown.order)
    family = FAMILIES[table.run.bundle.network.cells[table.layer].kind]
    said = [(spelled(row.operation), _words(row.operation, family, table.run.layers))
            for row in ordered if row.operation is not None]  # fmt: skip
    spell = max((len(words) for words, _ in said), default=0)
    head = 2
    for x, words, order in ((8, "rise", "rise"), (16, "loss", ""), (22, "unit", "unit")):
        canvas.write(
            x if order == "unit" else x + 4 - len(words), head, words, "title" if order == shown.order else "faint"
        )
        if order:
            canvas.target(x, head, 5, Do(f"sort('{order}')"))
    at = 22 + spell + 2
    longest = max((len(words) for _, words in said), default=0)
    bar_at = at + longest + 2
    bar = min(BAR, canvas.width - bar_at - 3)
    if bar >= 8:
        canvas.write(bar_at + bar // 2 - 4, head, f"±{SCALE:g} nat", "faint")
    for y, place in enumerate(_in_view(shown, canvas.height - 4), 3):
        row, (spelt, words) = ordered[place], said[place]
        chosen = place == shown.chosen
        canvas.write(2, y, "▸" if chosen else " ", "chosen.mark")
        rise = rise_as_printed(row, table.free)
        mark = {"+": "up", ">": "up", "−": "down"}.get(rise[0], "zero")  # that of what is printed
        canvas.write(12 - len(rise), y, rise, f"value.{mark}")
        loss = f"{row.loss:.4f}"
        canvas.write(20 - len(loss), y, loss, "title" if chosen else "text")
        canvas.write(22, y, spelt[: canvas.width - 24], "title" if chosen else "text")
        canvas.write(at, y, words[: max(0, canvas.width - at - 2)], "faint")
        if bar >= 8:
            cells, marks = row_bar(row.rise, SCALE, bar)
            for k, (cell, kind) in enumerate(zip(cells, marks, strict=True)):
                canvas.write(bar_at + k, y, cell, f"value.{kind}")
        canvas.target(2, y, canvas.width - 4, Do(f"choose({place})"))


def _memory(canvas: Canvas, shown: Shown) -> None:
    """Write the losses, and beside them the curve, with those of other models that read this text."""
    reaches = shown.table.reaches
    canvas.write(4, 2, "symbols back   loss", "faint")
    for y, place in enumerate(_in_view(shown, canvas.height - 4), 3):
        reach, chosen = reaches[place], place == shown.chosen
        words = "never torn off" if reach.symbols is None else f"{reach.symbols:,}"
        canvas.write(2, y, "▸" if chosen else " ", "chosen.mark")
        canvas.write(
            18 - len(words) if reach.symbols is None else 16 - len(words), y, words, "title" if chosen else "text"
        )
        loss = f"{reach.loss:.4f}"
        canvas.write(26 - len(loss), y, loss, "title" if chosen else "text")
        canvas.target(2, y, 24, Do(f"choose({place})"))
    _curves(canvas, shown, 29)


def _curves(canvas: Canvas, shown: Shown, x: int) -> None:
    """Draw loss against how many symbols ago all states were emptied; the line at the height of never, where it ends."""
    known = {name: [r for r in found if r.symbols is not None] for name, found in shown.curves.items()}
    losses = [reach.loss for found in known.values() for reach in found if math.isfinite(reach.loss)]
    farthest = max((reach.symbols or 1 for found in known.values() for reach in found), default=1)
    if not losses or farthest < 2 or canvas.height < 12:
        return
    across, up = logarithmic(1, farthest), linear(min(losses), max(losses))
    area = area_of(x, 2, canvas.width - x - 3, canvas.height - 5, across, up)
    if area is None or area.width < 20:
        return
    draw_axes(canvas, area, "nats")
    names = sorted(known, key=lambda name: name != shown.table.run.bundle.name)
    draw_curves(canvas, area, [
        Curve([(reach.symbols or 1, reach.loss) for reach in known[name]], hue, 1, 0 if at == 0 else 1)
        for at, (name, hue) in enumerate(zip(names, HUES, strict=False))
    ])  # fmt: skip
    canvas.write(
        area.x, canvas.height - 2, "symbols since the note was torn off, all states emptied"[: area.width], "faint"
    )
    for at, (name, hue) in enumerate(zip(names, HUES, strict=False)):
        words = f"{'━' if at == 0 else '╍'} {name}"
        canvas.write_any(area.x + area.width - len(words) - 1, area.y + at, words, hue)
