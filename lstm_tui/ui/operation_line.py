"""The line in which an operation is typed: what it would do is said while one types, or what is wrong and where."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from lstm_tui.errors import LstmTuiError
from lstm_tui.operations.grammar import parse
from lstm_tui.operations.kinds import Operation
from lstm_tui.operations.scanner import EXAMPLES
from lstm_tui.ui.actions import Action
from lstm_tui.ui.text_field import TextField, from_field, to_field
from lstm_tui.visible import visible

LINES = 2  # for what is said
TYPING = (
    Action("take_line", "enter", "Enter", "do it", "Put in force what was typed.", 1),
    Action("close", "escape", "Esc", "leave the line", "Back to the list; what was typed is kept.", 2),
)


class OperationLine(Vertical):
    """Attributes: kept: what was typed and left."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = ""

    def compose(self) -> ComposeResult:
        """A name and a line; under it what it would do."""
        with Horizontal():
            yield Static(" operation ", classes="name")
            yield TextField(id="operation", compact=True, select_on_focus=False)
            yield Static(" Enter does it  Esc leaves the line ", classes="keys")
        yield Static("", id="operation-said")

    @property
    def _field(self) -> TextField:
        return self.query_one("#operation", TextField)

    def begin(self, text: str | None) -> None:
        """Open with a text, or with what was typed and left."""
        field = self._field
        field.value = self.kept if text is None else to_field(text)
        field.cursor_position = len(field.value)
        self.screen.set_focus(field)  # at once: what is typed on the heels of the key is meant for it
        if not field.value:
            self._say(EXAMPLES)

    def focus_again(self) -> None:
        """Take what is typed again."""
        self.screen.set_focus(self._field)

    def follow(self, words: Callable[[Operation], str]) -> None:
        """Say what the line would do as it is, or what it lacks and where."""
        if not self._field.value:
            self._say(EXAMPLES)
            return
        try:
            self._say(f"→ {words(self.operation())}")
        except LstmTuiError as error:
            self._say(error.message)

    def operation(self) -> Operation:
        """Return the operation that stands there.

        Raises:
            LstmTuiError: it is none; the message points at the character.
        """
        return parse(from_field(self._field.value))

    def refuse(self, error: LstmTuiError) -> None:
        """Say why it cannot be done; what was typed stays."""
        whole = str(error)
        self._say(whole if len(whole) <= LINES * (self.size.width - 2) else error.message, wrong=True)

    def end(self, keep: bool) -> None:
        """Close; keep what was typed for the next time, or not."""
        self.kept = self._field.value if keep else ""

    def _say(self, words: str, wrong: bool = False) -> None:
        said = self.query_one("#operation-said", Static)
        said.set_class(wrong, "-wrong")
        said.update(Content(visible(words)))
