"""A view on the app's place: clicks, the wheel over the tape and questions move it, and its command can be copied."""

from __future__ import annotations

from textual import on, work

from lstm_tui.core.place import Place
from lstm_tui.drawing.targets import ToLayer, ToPhase
from lstm_tui.errors import LstmTuiError
from lstm_tui.ui import asking
from lstm_tui.ui.notice import UNTIL_A_KEY
from lstm_tui.ui.region import Picked, Turned
from lstm_tui.ui.views.walking import WalkingView


class PlacedView(WalkingView):
    """Goes where is clicked. A view that does more with a click extends `pick`, with the wheel `turn`.

    Textual calls the handlers of every class of a view, one behind the other: there is one of each, here.
    """

    @on(Picked)
    def _picked(self, event: Picked) -> None:
        self.pick(event)

    def pick(self, event: Picked) -> None:
        """Go to the number, the layer or the phase that was clicked."""
        match event.meaning:
            case Place() as place:
                self.stand_at(place)
            case ToLayer(layer):
                self.go(self.session.to_layer(layer))
            case ToPhase(key):
                self.go(self.session.to_phase(key))

    def stand_at(self, place: Place) -> None:
        """Stand at a number: in its layer, at its unit, at its timestep."""
        self.goal = None
        self.owner.stand(self.owner.standing.toward(place))
        if place.timestep != self.session.cursor.timestep:
            self.seek(place.timestep)

    @on(Turned)
    def _turned(self, event: Turned) -> None:
        self.turn(event)

    def turn(self, event: Turned) -> None:
        """Walk along the text."""
        if self.walks(event.region):
            self.go(self.session.next_timestep() if event.notch > 0 else self.session.previous_timestep())

    def walks(self, region: str) -> bool:
        """Say whether the wheel over a region walks along the text."""
        return region == "tape"

    def to_moment(self, index: int) -> None:
        """Let the model be as it was at a moment of its training, where there is such a one."""
        count = len(self.session.run.bundle.snapshots)
        if count and not 0 <= index < count:
            return
        try:
            self.begin(self.owner.standing.moved(self.session.to_snapshot(index)))
        except LstmTuiError as error:
            self.tell(error)

    def action_earlier(self) -> None:
        """The model as it was earlier in its training."""
        self.to_moment(self.session.run.moment - 1)

    def action_later(self) -> None:
        """The model as it was later in its training."""
        self.to_moment(self.session.run.moment + 1)

    @work
    async def action_go_to(self) -> None:
        """Ask for a timestep."""
        await asking.for_timestep(self)

    @work
    async def action_choose_unit(self) -> None:
        """Ask for a unit."""
        await asking.for_unit(self)

    def action_copy_place(self) -> None:
        """Show the command that leads here, and copy it where the terminal lets one."""
        place = self.owner.place
        self.app.copy_to_clipboard(place)
        self.say(f"Copied: {place}", UNTIL_A_KEY)
