"""The small windows over the stepper: a number to type, a model or a task to choose, a question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from lstm_tui.drawing.frame import wrap
from lstm_tui.ui.lists import Choices
from lstm_tui.visible import visible

if TYPE_CHECKING:
    from lstm_tui.models.registry import Known

Answer = TypeVar("Answer")
CHOOSE = "↑ ↓ choose   Enter takes it   Esc back"


LONGEST_NAME = 4096  # of a file, as systems count it
DESCRIBED = 61  # columns of a description: what the list leaves in the smallest window


class Dialog(ModalScreen[Answer]):
    """A window that Escape closes without an answer; the keys that it knows stand in its lower edge."""

    KEYS: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "close", "Close")]

    def on_mount(self) -> None:
        """Show the keys; a window that was closed before it was composed has no place for them."""
        boxes = self.query(Vertical)
        if self.KEYS and boxes:
            boxes.first().border_subtitle = self.KEYS

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


class NumberDialog(Dialog[str]):
    """Asks for a number; what it means, and whether it is one, the asker says."""

    KEYS = "Enter takes it   Esc back"

    def __init__(self, question: str, kind: Literal["integer", "text"] = "integer", value: str = "") -> None:
        super().__init__()
        self.question, self.kind, self.value = question, kind, value

    def compose(self) -> ComposeResult:
        """A question and a line."""
        with Vertical():
            yield Static(Content(visible(self.question)))
            yield Input(self.value, type=self.kind, max_length=12 if self.kind == "integer" else LONGEST_NAME)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with what was typed."""
        self.dismiss(event.value)


class ModelDialog(Dialog[str]):
    """Lists the models with what their cards say."""

    KEYS = CHOOSE

    def __init__(self, models: list[Known], current: str) -> None:
        super().__init__()
        self.models, self.current = models, current

    def compose(self) -> ComposeResult:
        """A list of models; one that cannot be read says why."""
        with Vertical():
            yield Static(Content("Which model shall read the text?"))
            options = [Option(self._words(known), id=f"model-{place}") for place, known in enumerate(self.models)]
            keys = [known.key for known in self.models]
            yield Choices(*options, at=keys.index(self.current) if self.current in keys else 0)

    def _words(self, known: Known) -> Content:
        mark = "▸ " if known.key == self.current else "  "
        if known.bundle is None:
            return Content(f"{mark}{visible(Path(known.key).name)} · cannot be read\n{_under(known.wrong)}")
        yours = "" if known.key == known.bundle.name else " (yours)"
        return Content(f"{mark}{known.bundle.name}{yours} · {known.bundle.title}\n{_under(known.bundle.card.what)}")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the key of the chosen model."""
        self.dismiss(self.models[event.option_index].key)


def _under(words: str) -> str:
    """Return a description as it stands under the name of what it describes, every line of it indented."""
    return "\n".join(f"  {line}" for line in wrap(visible(words), DESCRIBED))


class ChoiceDialog(Dialog[str]):
    """Asks a question with a few answers, each a key and words."""

    KEYS = CHOOSE

    def __init__(self, question: str, answers: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.question, self.answers = question, answers

    def compose(self) -> ComposeResult:
        """The question and its answers."""
        with Vertical():
            yield Static(Content(self.question))
            yield Choices(*(Option(Content(words), id=key) for key, words in self.answers))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the key of what was chosen."""
        self.dismiss(event.option.id)
