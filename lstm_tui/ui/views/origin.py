"""A number opened, and the way from it down to the first symbol and the weights."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from lstm_tui.core.place import Place
from lstm_tui.errors import LstmTuiError
from lstm_tui.explain.origin import origin_of
from lstm_tui.family import FAMILIES
from lstm_tui.panels.origin import Opened, draw_origin
from lstm_tui.run import Run
from lstm_tui.ui.actions import EVERYWHERE, Action, bindings
from lstm_tui.ui.region import Picked
from lstm_tui.ui.stage import Seat, Stage
from lstm_tui.ui.views.base import View

ORIGIN_ACTIONS = (
    Action("next_term", "down,j", "↓", "term", "The next term.", 1, "previous_term", group="look"),
    Action("previous_term", "up,k", "↑", "term before", "The term before.", group="look"),
    Action("open_term", "enter,right,l", "Enter", "open", "Open the chosen term in turn.", 2, group="look"),
    Action("go_back", "backspace,left,h", "⌫", "back", "Back to the number before.", 3, group="look"),
    Action(
        "stand_there",
        "G",
        "G",
        "stand there",
        "Stand in the stepper at this number's timestep and unit.",
        4,
        group="look",
    ),
    Action("close", "escape", "Esc", "leave", "Back to the stepper.", 5, group="look"),
    *EVERYWHERE,
)


def most(height: int) -> int:
    """Return how many terms of a sum are told apart in a window of so many rows."""
    return max(8, height - 13)


class OriginView(View[None]):
    """Opens a number of the app's run. Attributes: current: what is open, and the way there.

    Args: run: that it stands in. place: of the number. height: of the window, in rows.

    Raises:
        LstmTuiError: there is no such number.
    """

    ACTIONS: ClassVar[tuple[Action, ...]] = ORIGIN_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(ORIGIN_ACTIONS)
    STAGE: ClassVar[Stage] = (Seat("origin", draw_origin),)

    def __init__(self, run: Run, place: Place, height: int) -> None:
        super().__init__()
        notation = FAMILIES[run.bundle.network.cell.kind].notation
        self.current = Opened((origin_of(run, notation, place, most(height)),), 0, notation)
        self._ways: list[int] = []  # the terms that were chosen on the way

    def subject(self, seat: Seat) -> object:
        """Return what is open."""
        return self.current

    def _open(self, place: Place) -> None:
        run, before = self.owner.standing.session.run, self.current
        opened = origin_of(run, before.notation, place, most(self.app.size.height))
        self.current = Opened((*before.trail, opened), 0, before.notation)

    def _choose(self, chosen: int) -> None:
        opened = self.current
        if 0 <= chosen < len(opened.origin.terms):
            self.current = Opened(opened.trail, chosen, opened.notation)
            self.show()

    def action_next_term(self) -> None:
        """The next term."""
        self._choose(self.current.chosen + 1)

    def action_previous_term(self) -> None:
        """The term before."""
        self._choose(self.current.chosen - 1)

    def action_open_term(self) -> None:
        """Open the chosen term."""
        terms = self.current.origin.terms
        place = terms[self.current.chosen].place if terms else None
        if place is None:
            self.say("Nothing is behind this: it was learned, read or set." if terms else "Here it begins.")
            return
        self._descend(place, self.current.chosen)

    def _descend(self, place: Place, chosen: int) -> None:
        try:
            self._open(place)
        except LstmTuiError as error:
            self.tell(error)
            return
        self._ways.append(chosen)
        self.show()

    @on(Picked)
    def _picked(self, event: Picked) -> None:
        if isinstance(event.meaning, Place):
            places = [term.place for term in self.current.origin.terms]
            if event.meaning in places:
                self._descend(event.meaning, places.index(event.meaning))

    def action_go_back(self) -> None:
        """Back to the number before; from the first one, to the stepper."""
        if not self._ways:
            self.dismiss(None)
            return
        opened = self.current
        self.current = Opened(opened.trail[:-1], self._ways.pop(), opened.notation)
        self.show()

    def action_stand_there(self) -> None:
        """Let the stepper stand at this number."""
        place = self.current.origin.place
        standing = self.owner.standing.toward(place)
        try:
            session = standing.session.seek(place.timestep)
        except LstmTuiError as error:  # the text was made shorter while this was being opened
            self.tell(error)
            return
        self.owner.stand(standing.moved(session).with_unit(standing.unit))
        self.dismiss(None)
