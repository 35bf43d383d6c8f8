"""Editing the text in the place of the tape; the run follows while one types. Operations on it stay as they are."""

from __future__ import annotations

from lstm_tui.errors import LstmTuiError
from lstm_tui.session import Session
from lstm_tui.ui.text_field import TextField, from_field, to_field
from lstm_tui.ui.views.walking import WalkingView

LONGEST_TO_EDIT = 2000  # symbols


class Editor:
    """The edit line of the stepper: opened, followed, taken or left."""

    def __init__(self, view: WalkingView) -> None:
        self.view = view
        self._before: Session | None = None  # what Escape brings back, while it is open

    @property
    def open(self) -> bool:
        """Whether the line is open."""
        return self._before is not None

    def begin(self) -> None:
        """Open the line with the text in it."""
        session = self.view.session
        if len(session.base) > LONGEST_TO_EDIT:
            words = f"A text of {len(session.base):,} symbols is too long to edit here."
            self.view.tell(LstmTuiError(words, "Edit its file."))
            return
        self._before = session
        field = self.view.query_one("#edit", TextField)
        field.value = to_field(session.base.text)
        self.view.add_class("-editing")
        self.view.set_focus(field)
        self.view.show_foot()

    def changed(self, line: str) -> None:
        """Read what stands there now."""
        text, session = from_field(line), self.view.session
        if self.open and text and text != session.base.text and line != to_field(session.base.text):
            try:
                self.view.go(session.with_text(text))
            except LstmTuiError:
                return  # a number half typed: what was read before stays until it is whole

    def take(self, line: str) -> None:
        """Keep what was typed; what cannot be read stays in the line."""
        try:
            self.view.session.with_text(from_field(line))
        except LstmTuiError as error:
            self.view.tell(LstmTuiError(error.message, f"{error.hint} Escape brings back the old text.".strip()))
            return
        self._end()
        self.view.greet()

    def leave(self) -> None:
        """Bring back the text as it was before, and go on reading it."""
        if self._before is not None:
            self.view.go(self._before)
            self._end()
            self.view.read_on()

    def _end(self) -> None:
        self._before = None
        self.view.remove_class("-editing")
        self.view.set_focus(None)
        self.view.show_foot()
