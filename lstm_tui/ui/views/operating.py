"""A view in which operations are put in force, undone and redone."""

from __future__ import annotations

from textual import work

from lstm_tui.operations.grammar import spelled
from lstm_tui.ui import asking
from lstm_tui.ui.actions import shown
from lstm_tui.ui.standing import Standing
from lstm_tui.ui.views.placed import PlacedView
from lstm_tui.visible import visible


class OperatingView(PlacedView):
    """Changes the operations that the app's standing has laid out."""

    def action_undo(self) -> None:
        """Take back the last change of the operations."""
        self._went(self.owner.standing.undone(), f"Undone; {shown('redo')} does it again", "There is nothing to undo")

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self._went(
            self.owner.standing.redone(), f"Done again; {shown('undo')} takes it back", "There is nothing to redo"
        )

    def _went(self, standing: Standing, words: str, nothing: str) -> None:
        if standing is self.owner.standing:
            self.say(f"{nothing}.")
            return
        self.change(standing)
        self.say(f"{words}. In force: {in_force(standing)}.")

    @work
    async def action_save_session(self) -> None:
        """Ask for a file, and save model, text, place and operations there."""
        await asking.for_session_file(self)

    def change(self, standing: Standing) -> None:
        """Stand under other operations; what was wished for before is over."""
        self.goal = None
        self.owner.stand(standing)


def in_force(standing: Standing) -> str:
    """Return what is in force, in the grammar."""
    said = ", ".join(spelled(operation) for operation in standing.session.operations)
    return visible(said[:80]) + ("…" if len(said) > 80 else "") if said else "nothing"
