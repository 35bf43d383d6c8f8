"""What is written to the terminal where only spans changed: just these cells, and just the colours that differ.

Textual writes a changed span from the left edge of its widget on, and every run of cells with all of its colours. Over a
network that is most of what a person waits for.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from rich.color import Color, ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.geometry import Region

    from lstm_tui.ui.region import PanelRegion

Span = tuple[int, int, int, Iterable[tuple[str, Style | None]]]  # row, first cell, the cell after the last, runs

NOTHING = Style()
OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29", "53": "55"}
SYSTEMS = {"standard": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT, "truecolor": ColorSystem.TRUECOLOR}


class SpanUpdate(ChopsUpdate):
    """Writes exactly the spans, from the strips of all widgets that lie there."""

    def render_segments(self, console: Console) -> str:
        """Return the spans as characters and escape sequences; the pen is put back at the end."""
        return _written(self._runs(), console)

    def _runs(self) -> Iterator[Span]:
        for y, x1, x2 in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is not None and x < x2 and end > x1:
                    start, stop = max(x, x1), min(end, x2)
                    yield y, start, stop, _part(strip, start - x, stop - x)


class CellUpdate(CompositorUpdate):
    """Writes spans of panels as they are drawn: no strip is made, and nothing that lies behind a panel is rendered."""

    def __init__(self, spans: list[Span]) -> None:
        self._spans = spans

    def render_segments(self, console: Console) -> str:
        """Return the spans as characters and escape sequences; the pen is put back at the end."""
        return _written(self._spans, console)


class SpanCompositor(Compositor):
    """Textual's compositor, writing changed spans as `CellUpdate` does where they lie in panels, else as `SpanUpdate`."""

    _seats: tuple[object, list[tuple[Region, PanelRegion]]] = (None, [])

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return what changed, or None."""
        spans = self._of_panels()
        if spans:
            self._dirty_regions.clear()
            return cast("ChopsUpdate", CellUpdate(spans))
        update = super().render_partial_update()
        return None if update is None else SpanUpdate(update.chops, update.spans, update.chop_ends)

    def _of_panels(self) -> list[Span]:
        """Return the changed spans where all of them lie in panels that nothing covers, else none."""
        found: list[Span] = []
        panels = self._panels()
        cells = cache(lambda panel: panel.styled())
        for y, x1, x2 in self._regions_to_spans(self._dirty_regions):
            at = x1
            for (x, top, width, height), panel in panels:
                if top <= y < top + height and x < x2 and x + width > x1:
                    start, stop, runs = max(x, x1), min(x + width, x2), cells(panel)
                    if start != at or runs is None:
                        return []
                    found.append((y, start, stop, runs(y - top, start - x, stop - x)))
                    at = stop
            if at != x2:
                return []
        return found

    def _panels(self) -> list[tuple[Region, PanelRegion]]:
        """Return the panels by their left edges, and none where anything else with an inside of its own is to be seen."""
        widgets = self.visible_widgets
        if self._seats[0] is not widgets:
            from lstm_tui.ui.region import PanelRegion

            leaves = [(region, clip, widget) for widget, (region, clip) in widgets.items() if not widget.children]
            plain = all(
                isinstance(widget, PanelRegion) and clip.contains_region(region) for region, clip, widget in leaves
            )
            apart = not any(a.overlaps(b) for (a, _, _), (b, _, _) in itertools.combinations(leaves, 2))
            panels = [(region, widget) for region, _, widget in leaves if isinstance(widget, PanelRegion)]
            self._seats = (widgets, sorted(panels, key=lambda panel: panel[0].x) if plain and apart else [])
        return self._seats[1]


def _written(spans: Iterable[Span], console: Console) -> str:
    """Return spans as characters and escape sequences."""
    system = SYSTEMS.get(console.color_system or "")
    out: list[str] = []
    pen: Style | None = None
    at = (-1, -1)
    for y, start, stop, runs in spans:
        if at[0] != y or at[1] > start:
            out.append(f"\x1b[{y + 1};{start + 1}H")
        elif at[1] < start:
            out.append(f"\x1b[{start - at[1]}C")
        at = (y, stop)
        for text, style in runs:
            wanted = style or NOTHING
            if wanted is not pen:
                out.append(_turn(pen, wanted, system))
                pen = wanted
            out.append(text)
    out.append("\x1b[0m")
    return "".join(out)


def _part(strip: Strip, start: int, stop: int) -> Iterator[tuple[str, Style | None]]:
    """Yield the runs of characters that stand in the cells from start to stop."""
    at = 0
    for text, style, control in strip:
        if control:
            continue
        if not _narrow(text):
            end = at + cell_len(text)
            if end > start:
                yield from ((part, style) for part, _, _ in strip.crop(max(at, start), min(end, stop)))
            at = end
        else:
            end = at + len(text)
            if end > start:
                yield text[max(0, start - at) : stop - at], style
            at = end
        if at >= stop:
            return


@lru_cache(maxsize=4096)
def _narrow(text: str) -> bool:
    return all(cell_len(character) == 1 for character in text)


@cache
def _turn(pen: Style | None, wanted: Style, system: ColorSystem | None) -> str:
    """Return the escape sequence that turns the pen from one style into another."""
    codes = ["0"] if pen is None else []
    before, now = (frozenset() if pen is None else _marks(pen)), _marks(wanted)
    codes += sorted({OFF[mark] for mark in before - now})
    # taking bold off takes dim off too, so what stays of such a pair is said again
    codes += sorted(mark for mark in now if mark not in before or OFF[mark] in codes)
    for front in (True, False):
        colour = _colour(wanted.color if front else wanted.bgcolor, system, front)
        was = None if pen is None else _colour(pen.color if front else pen.bgcolor, system, front)
        if colour != was:
            codes.append(colour or ("39" if front else "49"))
    return f"\x1b[{';'.join(codes)}m" if codes else ""


@cache
def _marks(style: Style) -> frozenset[str]:
    """Return the codes of bold, reverse and the like."""
    on = (
        (style.bold, "1"), (style.dim, "2"), (style.italic, "3"), (style.underline, "4"), (style.blink, "5"),
        (style.reverse, "7"), (style.conceal, "8"), (style.strike, "9"), (style.overline, "53"),
    )  # fmt: skip
    return frozenset(code for wanted, code in on if wanted)


@cache
def _colour(colour: Color | None, system: ColorSystem | None, front: bool) -> str:
    if colour is None or system is None:
        return ""
    return ";".join(colour.downgrade(system).get_ansi_codes(foreground=front))
