"""A view that asks: where to go, which unit, which model, what to look for in the text."""

from __future__ import annotations

from textual import on, work
from textual.widgets import Input

from lstm_tui.explain.unknown import knows_too_little, unknown_in_words, waiting_in_words
from lstm_tui.run import FIRST_TIMESTEPS, opening_text
from lstm_tui.ui import asking
from lstm_tui.ui.actions import shown
from lstm_tui.ui.finder import Finder
from lstm_tui.ui.notice import UNTIL_A_KEY
from lstm_tui.ui.views.placed import PlacedView


class QuestioningView(PlacedView):
    """Walks where it is told, with the model and the text that it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.finder = Finder(self)

    def greet(self) -> None:
        """Say how much of the text the model does not know, and it offers its own where that is too much; say what waits."""
        run, waiting = self.session.base, waiting_in_words(self.session)
        if knows_too_little(run) and run.text != opening_text(run.bundle):
            words = f"{unknown_in_words(run)}. {shown('own_text')}: its own text."
            self.say(f"{words} {waiting}".strip(), UNTIL_A_KEY)
        elif run.unknown or waiting:
            words = f"{unknown_in_words(run)}. " if run.unknown else ""
            self.say(f"{words}{waiting}".strip(), UNTIL_A_KEY if waiting else 3)

    def action_own_text(self) -> None:
        """Let the model read the text of its own, from the beginning."""
        session, text = self.session.seek(0), opening_text(self.session.run.bundle)
        self.begin(self.owner.standing.moved(session.with_text(text, FIRST_TIMESTEPS)))

    @work
    async def action_choose_model(self) -> None:
        """Ask for a model and let it read the text."""
        before = self.session
        await asking.for_model(self)
        if self.session is not before:
            self.greet()

    def action_find(self) -> None:
        """Find a piece of the text."""
        self.finder.begin()

    def action_next_hit(self) -> None:
        """The next place where it stands."""
        self.finder.go(on=True)

    def action_previous_hit(self) -> None:
        """The place before where it stands."""
        self.finder.go(on=False)

    @on(Input.Changed, "#find")
    def _query_changed(self, event: Input.Changed) -> None:
        self.finder.changed(event.value)

    @on(Input.Submitted, "#find")
    def _query_done(self) -> None:
        self.finder.take()
