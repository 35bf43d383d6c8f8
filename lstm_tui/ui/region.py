"""One region of the screen: a pure drawing turned into strips, of which only what changed is painted.

It overrides render_lines, so that a key press costs one pass over the region's runs and no content layout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual import events
from textual.geometry import Region as Area
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from lstm_tui.ui.theme import Palette, palette_for, style

if TYPE_CHECKING:
    from rich.style import Style

    from lstm_tui.drawing.canvas import Canvas
    from lstm_tui.drawing.targets import Meaning

    Drawing = Callable[[Any, int, int], Canvas]  # from what is shown (mostly a Reading), width and height


GAP = 4  # equal cells between two spans that cost more to skip than to paint


class Picked(Message):
    """A person clicked something in a region: a number, a phase, a layer, a moment or an action."""

    def __init__(self, meaning: Meaning, region: str = "") -> None:
        super().__init__()
        self.meaning = meaning
        self.region = region


class Turned(Message):
    """A person turned the wheel over a region: by one notch down (+1) or up (−1)."""

    def __init__(self, region: str, notch: int) -> None:
        super().__init__()
        self.region = region
        self.notch = notch


class Line(Strip):
    """A line of a region, free as soon as nobody shows it.

    Textual's own keeps itself among the parts that it was cut into, and waits for a search for cycles to be freed: every
    tenth key press then took 10 ms longer.
    """

    __slots__ = ()

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Return the line in parts that end at these cells."""
        cuts = list(cuts)
        return [self] if cuts == [self.cell_length] else super().divide(cuts)


class PanelRegion(Widget):
    """Shows what a drawing makes of a reading in its size.

    What is shown next is drawn at once and compared with what stands there; only spans whose cells differ are painted.
    """

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.drawing: Drawing | None = None
        self.reading: Any = None
        self.canvas: Canvas | None = None
        self._strips: list[Strip | None] = []  # of each line, once it was asked for
        self._drawn: tuple[object, ...] = ()

    def show(self, reading: object, drawing: Drawing) -> None:
        """Show this reading from the next paint on."""
        if reading is self.reading and drawing is self.drawing:
            return
        self.reading, self.drawing = reading, drawing
        before, stood, ground = self.canvas, self._drawn, self._ground()
        if before is None or stood[2:] != ground:
            self.refresh()  # nothing of this size and these colours stands there: all of it is painted
            return
        self._draw(ground)
        if self.canvas is not None:
            spans = self.canvas.changed_since(before, GAP)
            if spans:
                self.refresh(*(Area(start, y, stop - start, 1) for y, start, stop in spans))

    def _ground(self) -> tuple[int, int, Palette]:
        """What the strips hang on besides the reading: the size and the colours."""
        return (*self.size, palette_for(self.app.theme, self.app.console.color_system))

    def _draw(self, ground: tuple[int, int, Palette]) -> None:
        """Draw the reading; lines that are as they were keep their strips."""
        width, height, palette = ground
        before = self.canvas if self._drawn[2:] == ground else None
        self._drawn = (self.reading, self.drawing, *ground)
        if self.reading is None or self.drawing is None:
            self.canvas = None
            self._strips = [Strip([Segment(" " * width, style(palette, "text"))], width)] * height
            return
        self.canvas = canvas = self.drawing(self.reading, width, height)
        self._strips = [
            strip
            if before and canvas.characters[y] == before.characters[y] and canvas.roles[y] == before.roles[y]
            else None
            for y, strip in enumerate(self._strips if before else [None] * height)
        ]

    def _strip(self, y: int, palette: Palette) -> Strip:
        """Return a line as Textual wants it."""
        strip = self._strips[y]
        if strip is None:
            assert self.canvas is not None
            runs = [Segment(text, style(palette, role)) for text, role in self.canvas.row(y)]
            strip = Line(runs, self.canvas.width)
            if self.app.no_color:
                for line_filter in self.app.get_line_filters():
                    strip = strip.apply_filter(line_filter, self.background_colors[1])
            self._strips[y] = strip
        return strip

    def styled(self) -> Callable[[int, int, int], Iterator[tuple[str, Style]]] | None:
        """Return what gives the runs of a row between two cells, as they are now; None where Textual must paint them."""
        ground = self._ground()
        if self._drawn != (self.reading, self.drawing, *ground):
            self._draw(ground)
        canvas, palette = self.canvas, ground[2]
        if canvas is None or self.app.no_color:
            return None
        return lambda y, start, stop: ((text, style(palette, role)) for text, role in canvas.part(y, start, stop))

    def render_lines(self, crop: Area) -> list[Strip]:
        """Return the strips of the lines asked for."""
        ground = self._ground()
        if self._drawn != (self.reading, self.drawing, *ground):
            self._draw(ground)
        lines = [self._strip(y, ground[2]) for y in range(crop.y, min(crop.bottom, len(self._strips)))]
        if crop.x or crop.width != self.size.width:
            lines = [strip.crop(crop.x, crop.right) for strip in lines]
        missing = crop.height - len(lines)
        return lines + [Strip.blank(crop.width, style(ground[2], "text"))] * missing if missing else lines

    def on_click(self, event: events.Click) -> None:
        """Tell the screen what was clicked."""
        if self.canvas is not None:
            target = self.canvas.target_at(event.x, event.y)
            if target is not None:
                self.post_message(Picked(target.meaning, self.id or ""))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Tell the view."""
        self.post_message(Turned(self.id or "", 1))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Tell the view."""
        self.post_message(Turned(self.id or "", -1))
