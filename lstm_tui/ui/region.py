"""One region of the screen: a pure drawing turned into strips, drawn once for each reading and only when seen.

It overrides render_lines, so that a key press costs one pass over the region's runs and no content layout.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual import events
from textual.geometry import Region as Area
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from lstm_tui.ui.theme import palette_for, style

if TYPE_CHECKING:
    from lstm_tui.drawing.canvas import Canvas
    from lstm_tui.drawing.targets import Meaning

    Drawing = Callable[[Any, int, int], Canvas]  # from what is shown (mostly a Reading), width and height


class Picked(Message):
    """A person clicked something: a number, a phase, a layer, a moment or an action."""

    def __init__(self, meaning: Meaning) -> None:
        super().__init__()
        self.meaning = meaning


class Turned(Message):
    """A person turned the wheel over a region: by one notch down (+1) or up (−1)."""

    def __init__(self, region: str, notch: int) -> None:
        super().__init__()
        self.region = region
        self.notch = notch


class PanelRegion(Widget):
    """Shows what `drawing` makes of the reading in its size."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.drawing: Drawing | None = None
        self.reading: object = None
        self.canvas: Canvas | None = None
        self._strips: list[Strip] = []
        self._drawn: tuple[object, ...] = ()

    def show(self, reading: object, drawing: Drawing) -> None:
        """Show this reading from the next paint on."""
        self.reading, self.drawing = reading, drawing
        self.refresh()

    def render_lines(self, crop: Area) -> list[Strip]:
        """Return the strips of the lines asked for."""
        palette = palette_for(self.app.theme, self.app.console.color_system)
        width, height = self.size
        wanted = (self.reading, self.drawing, width, height, palette)
        if self._drawn != wanted:
            self._drawn = wanted
            if self.reading is None or self.drawing is None:
                self._strips = [Strip([Segment(" " * width, style(palette, "text"))], width)] * height
            else:
                self.canvas = self.drawing(self.reading, width, height)
                self._strips = [
                    Strip([Segment(text, style(palette, role)) for text, role in runs], width)
                    for runs in self.canvas.rows()
                ]
            if self.app.no_color:
                for line_filter in self.app.get_line_filters():
                    self._strips = [
                        strip.apply_filter(line_filter, self.background_colors[1]) for strip in self._strips
                    ]
        lines = self._strips[crop.y : crop.bottom]
        if crop.x or crop.width != width:
            lines = [strip.crop(crop.x, crop.right) for strip in lines]
        missing = crop.height - len(lines)
        return lines + [Strip.blank(crop.width, style(palette, "text"))] * missing if missing else lines

    def on_click(self, event: events.Click) -> None:
        """Tell the screen what was clicked."""
        if self.canvas is not None:
            target = self.canvas.target_at(event.x, event.y)
            if target is not None:
                self.post_message(Picked(target.meaning))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Tell the view."""
        self.post_message(Turned(self.id or "", 1))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Tell the view."""
        self.post_message(Turned(self.id or "", -1))
