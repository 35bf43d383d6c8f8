"""Lists that keep calm: Textual's turn a page before they are laid out, and end with a KeyError."""

from __future__ import annotations

from contextlib import suppress

from textual import events
from textual.command import CommandPalette
from textual.errors import NoWidget
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Choices(OptionList):
    """A list to choose from, at first with the option at this place highlighted; a page is turned only where there is one."""

    def __init__(self, *options: Option, at: int | None = None) -> None:
        super().__init__(*options)
        self._at = at

    def on_mount(self) -> None:
        """Highlight where to begin."""
        if self._at is not None:
            self.highlighted = self._at

    def action_page_up(self) -> None:
        """Move the highlight up one page."""
        with suppress(KeyError, IndexError):
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Move the highlight down one page."""
        with suppress(KeyError, IndexError):
            super().action_page_down()  # type: ignore[no-untyped-call]


class Palette(CommandPalette):
    """Textual's palette, whose list keeps calm as well."""

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError, IndexError):
            super()._action_command_list(action)

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]
        with suppress(NoWidget):  # a window that grew smaller under the pointer
            super()._on_click(event)
