"""Lists that keep calm: Textual's end with an error where a page is turned or a line clicked that is no longer there."""

from __future__ import annotations

import inspect
from contextlib import suppress

from textual import command, events, work
from textual.css.query import NoMatches
from textual.errors import NoWidget
from textual.geometry import Size
from textual.widgets import OptionList
from textual.widgets.option_list import Option

NARROW = 8  # columns: what is narrower is laid out as if it had these, and is not seen


class Calm(OptionList):
    """A list in which keys and clicks that come before it is laid out, or after it has changed, mean nothing."""

    def action_page_up(self) -> None:
        """Move the highlight up one page."""
        with suppress(KeyError, IndexError):
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Move the highlight down one page."""
        with suppress(KeyError, IndexError):
            super().action_page_down()  # type: ignore[no-untyped-call]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the list takes; in no width at all, as many as in a narrow one."""
        return super().get_content_height(container, viewport, max(width, NARROW))

    async def _on_click(self, event: events.Click) -> None:
        with suppress(KeyError, IndexError):
            await super()._on_click(event)
        event.prevent_default()  # it is done: Textual would call the one that this replaces as well


class Choices(Calm):
    """A list to choose from, at first with the option at this place highlighted."""

    def __init__(self, *options: Option, at: int | None = None) -> None:
        super().__init__(*options)
        self._at = at

    def on_mount(self) -> None:
        """Highlight where to begin."""
        if self._at is not None:
            self.highlighted = self._at


_gather = inspect.unwrap(command.CommandPalette._gather_commands)  # what Textual runs beside everything else


class CommandList(command.CommandList, Calm, can_focus=False):
    """The palette's list; Textual's comes first, for a widget looks as its first base does."""


class Palette(command.CommandPalette):
    """Textual's palette, whose list keeps calm as well, and which looks for nothing once it is gone."""

    @work(exclusive=True, group=command.CommandPalette._GATHER_COMMANDS_GROUP)
    async def _gather_commands(self, search_value: str) -> None:
        with suppress(NoMatches):  # closed while it was still looking
            await _gather(self, search_value)

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]
        with suppress(NoWidget):  # a window that grew smaller under the pointer
            super()._on_click(event)
        event.prevent_default()


command.CommandList = CommandList  # type: ignore[misc]  # the name by which the palette makes its list
