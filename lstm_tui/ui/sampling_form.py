"""How the model chooses what it writes: four fields, and what is wrong with one stands in the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from lstm_tui.errors import LstmTuiError
from lstm_tui.ui.dialogs import Dialog
from lstm_tui.ui.text_field import TextField
from lstm_tui.visible import visible

FIELDS = (
    ("temperature", "0: the likeliest; 1: its own; 2: flatter"),
    ("top-k", "only the k likeliest; 0: all"),
    ("top-p", "of these, those that reach p; 1: all"),
    ("seed", "the same seed writes the same"),
)


class SamplingForm(Dialog[bool]):
    """Four fields with what they hold now; answers True when what stands there was taken.

    Args: values: of the fields, in their order. take: takes them, or raises what is wrong and is told in the form.
    """

    KEYS = "↑ ↓ field   Enter takes all   Esc back"
    BINDINGS: ClassVar[list[BindingType]] = [("up", "field(-1)", "Field before"), ("down", "field(1)", "Next field")]

    def __init__(self, values: tuple[str, ...], take: Callable[[tuple[str, ...]], None]) -> None:
        super().__init__()
        self.values, self.take = values, take

    def compose(self) -> ComposeResult:
        """A row a field: its name, its value, what it does."""
        with Vertical():
            yield Static(Content("How the model chooses what it writes"))
            for (name, words), value in zip(FIELDS, self.values, strict=True):
                with Horizontal(classes="field"):
                    yield Static(Content(name), classes="name")
                    yield TextField(value, id=name, compact=True, max_length=24)
                    yield Static(Content(words), classes="words")
            yield Static("", id="wrong")

    def action_field(self, by: int) -> None:
        """Go to the next field or the one before; they go round."""
        fields = list(self.query(TextField))
        at = next((place for place, field in enumerate(fields) if field.has_focus), 0)
        fields[(at + by) % len(fields)].focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what stands there, or say what is wrong."""
        event.stop()
        try:
            self.take(tuple(field.value for field in self.query(TextField)))
        except LstmTuiError as error:
            self.query_one("#wrong", Static).update(Content(f"! {visible(str(error))}"))
            return
        self.dismiss(True)
