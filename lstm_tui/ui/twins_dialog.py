"""The window that asks who shall stand beside the model that leads."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from lstm_tui.twins.naming import Proposal
from lstm_tui.ui.dialogs import Dialog
from lstm_tui.ui.lists import Choices
from lstm_tui.visible import visible
from lstm_tui.wish import MOST_BESIDE


class TwinsDialog(Dialog[list[str]]):
    """Lists who can stand beside; answers with those that are marked, else with the one under the highlight.

    Args: proposals; chosen: the spellings of those who stand there already.
    """

    KEYS = "↑ ↓ choose   Space marks   Enter takes it   Esc back"
    BINDINGS: ClassVar[list[BindingType]] = [("space", "mark", "Mark")]

    def __init__(self, proposals: list[Proposal], chosen: list[str]) -> None:
        super().__init__()
        self.proposals = proposals
        self.marked = [said for said in chosen if any(one.spelled == said for one in proposals)]
        self._were = list(self.marked)

    def compose(self) -> ComposeResult:
        """A list, those who stand there marked."""
        with Vertical():
            yield Static(Content(f"Who shall read the text beside this model? At most {MOST_BESIDE}."))
            first = next((at for at, one in enumerate(self.proposals) if one.spelled in self.marked), 0)
            yield Choices(
                *(Option(self._words(one), id=f"twin-{at}") for at, one in enumerate(self.proposals)), at=first
            )

    def _words(self, one: Proposal) -> Content:
        mark = "●" if one.spelled in self.marked else "○"
        return Content(f"{mark} {visible(one.title)} · {visible(one.words)}")

    def action_mark(self) -> None:
        """Mark the one under the highlight, or take its mark away; of too many the one marked first gives way."""
        options = self.query_one(Choices)
        if options.highlighted is None:
            return
        said = self.proposals[options.highlighted].spelled
        if said in self.marked:
            self.marked.remove(said)
        else:
            self.marked = [*self.marked, said][-MOST_BESIDE:]
        for at, one in enumerate(self.proposals):
            options.replace_option_prompt_at_index(at, self._words(one))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with those that are marked; where the marks are as they were, with the one under the highlight."""
        said = self.proposals[event.option_index].spelled
        self.dismiss(self.marked if self.marked != self._were or said in self.marked else [said])
