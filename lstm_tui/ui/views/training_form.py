"""The form before a training: what is to be learned on the left, how on the right, and what is wrong beside each field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from lstm_tui.errors import LstmTuiError
from lstm_tui.training.wanted import FIELDS, Field, RefusedError, applies, choices, wrong_with
from lstm_tui.ui.dialogs import Dialog
from lstm_tui.ui.lists import Choices
from lstm_tui.ui.text_field import TextField
from lstm_tui.visible import visible

ROOMY = (100, 28)
MOST_LISTED = 5  # choices that are all named beside their field
KEYS = "↑ ↓ task, field   → to the fields   ← → choose   Enter {start}   Esc back"


@dataclass(frozen=True)
class Entry:
    """Something that can be begun.

    Attributes: title, story: in words. learn: what is learned. values: of the fields to begin with. free: the fields that
    can be changed. start: what Enter does, in a word or two. make: what is made of the values when it is taken.
    """

    title: str
    story: str
    learn: str
    values: Mapping[str, str]
    free: frozenset[str]
    make: Callable[[Mapping[str, str]], object]
    start: str = "starts it"


class Cycle(Static, can_focus=True):
    """A field with a few choices, of which ← and → take the one before and the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False), Binding("right,space", "turn(1)", show=False),
        Binding("enter", "take", show=False),
    ]  # fmt: skip

    class Changed(Message):
        """Another choice was taken."""

    class Taken(Message):
        """Enter was pressed."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.value = ""
        self.options: tuple[str, ...] = ()

    def show(self, value: str, options: tuple[str, ...]) -> None:
        """Show this value, one of these."""
        self.value, self.options = value, options
        self.update(Content(f"‹{value}›" if self.value else "—"))

    def action_turn(self, by: int) -> None:
        """Take the choice before or the next; they go round."""
        if self.options and not self.disabled:
            at = self.options.index(self.value) if self.value in self.options else -1
            self.show(self.options[(at + by) % len(self.options)], self.options)
            self.post_message(self.Changed())

    def action_take(self) -> None:
        """Say that the form is taken."""
        self.post_message(self.Taken())

    def on_click(self, event: events.Click) -> None:
        """Take the next choice."""
        self.action_turn(1)


class Tasks(Choices):
    """The list of what can be begun; → leads to the fields."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("right", "app.focus_next", show=False)]


class TrainingForm(Dialog[object]):
    """Asks what is to be begun, and how; answers with what the entry makes of the values."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False), Binding("up", "app.focus_previous", show=False),
    ]  # fmt: skip

    def __init__(self, title: str, entries: Sequence[Entry], at: int = 0) -> None:
        super().__init__()
        self.title_words, self.entries, self.at = title, list(entries), at
        self.values: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """A list, the fields, the story of what is highlighted, and the keys."""
        with Vertical(id="form"):
            yield Static(Content(visible(self.title_words)), id="form-title")
            with Horizontal(id="form-body"):
                yield Tasks(*(Option(Content(visible(entry.title))) for entry in self.entries), at=self.at)
                with Vertical(id="form-fields"):
                    for field in FIELDS:
                        yield from self._row(field)
            yield Static("", id="form-story")
            yield Static("", id="form-keys")

    def _row(self, field: Field) -> ComposeResult:
        """A label, what is chosen, and a few words beside it; of a file under it."""
        said = Static("", id=f"said-{field.name}", classes="form-said")
        with Horizontal(classes=f"form-row form-{field.kind}", id=f"row-{field.name}"):
            yield Static(Content(field.label), classes="form-label")
            yield Cycle(field.name) if field.kind == "choice" else TextField(id=field.name, compact=True)
            if field.kind != "file":
                yield said
        if field.kind == "file":
            yield said

    @property
    def entry(self) -> Entry:
        """What is highlighted."""
        return self.entries[self.at]

    def on_mount(self) -> None:
        """Begin with the list, and what is highlighted there; a form that was closed before it was there has none."""
        if not self.query(Tasks):
            return
        self.query_one(Tasks).focus()
        self._show_entry()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index != self.at or not self.values:
            self.at = event.option_index
            self._show_entry()

    def on_resize(self, event: events.Resize) -> None:
        """Use less room for what surrounds the fields in a small window."""
        self.set_class(event.size.width < ROOMY[0] or event.size.height < ROOMY[1], "-narrow")

    def _show_entry(self) -> None:
        """Fill the fields with what the entry begins with."""
        self.values = dict(self.entry.values)
        for field in FIELDS:
            if field.kind != "choice":
                line = self.query_one(f"#{field.name}", TextField)
                with line.prevent(Input.Changed):
                    line.value = self.values[field.name]
        self.query_one("#form-story", Static).update(Content(visible(self.entry.story)))
        self.query_one("#form-keys", Static).update(Content(KEYS.format(start=self.entry.start)))
        self._show_fields()

    def _show_fields(self) -> None:
        """Show choices, which fields mean anything, and beside each what is wrong or what it is."""
        for field in FIELDS:
            meant = applies(field.name, self.entry.learn, self.values)
            control = self.query_one(f"#{field.name}")
            control.disabled = not meant or field.name not in self.entry.free
            if isinstance(control, Cycle):
                options = choices(field.name, self.values)
                if meant and options and self.values[field.name] not in options:
                    self.values[field.name] = options[0]
                control.show(self.values[field.name] if meant else "", options)
            control.set_class(not meant, "-idle")
            if field.kind == "file":
                self.query_one(f"#row-{field.name}").display = self.query_one(f"#said-{field.name}").display = meant
            wrong = wrong_with(field, self.entry.learn, self.values) if field.name in self.entry.free else ""
            self._say(field, wrong or self._hint(field, meant), bool(wrong) and field.kind != "file")

    def _hint(self, field: Field, meant: bool) -> str:
        if not meant:
            return {"forget_bias": "this cell has none", "timesteps": "as the task makes them"}.get(field.name, "")
        if field.kind != "choice":
            return field.hint
        there = choices(field.name, self.values)
        return ", ".join(there) if len(there) <= MOST_LISTED else f"← → one of {len(there)}"

    def _say(self, field: Field, words: str, wrong: bool) -> None:
        said = self.query_one(f"#said-{field.name}", Static)
        said.set_class(wrong, "-wrong")
        said.update(Content(visible(words)))

    # what a person does ---------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if event.input.id in self.values:
            self.values[event.input.id] = event.value
            self._show_fields()

    @on(Cycle.Changed)
    def _turned(self) -> None:
        for cycle in self.query(Cycle):
            if cycle.id and cycle.value:
                self.values[cycle.id] = cycle.value
        self._show_fields()

    @on(Input.Submitted)
    @on(Cycle.Taken)
    @on(OptionList.OptionSelected)
    def _taken(self) -> None:
        """Answer; where something is wrong, say it beside its field and go there."""
        try:
            made = self.entry.make(self.values)
        except RefusedError as error:
            field = next(field for field in FIELDS if field.name == error.field)
            self._say(field, str(error), True)
            self.query_one(f"#{field.name}").focus()
        except LstmTuiError as error:
            self.query_one("#form-story", Static).update(Content(visible(str(error))))
        else:
            self.dismiss(made)
