"""A view in which one walks: through the phases, timesteps, units and layers of the app's session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstm_tui.errors import LstmTuiError
from lstm_tui.session import Session
from lstm_tui.ui.standing import Standing
from lstm_tui.ui.views.base import View

if TYPE_CHECKING:
    from lstm_tui.automata.extraction import Extraction


class WalkingView(View[None]):
    """Moves the place that the app owns.

    Attributes: goal: a timestep asked for that is not computed yet; any other move ends the wish. machine: the last that
        was drawn out of a model, kept for the next look.
    """

    goal: int | None = None
    machine: Extraction | None = None

    @property
    def session(self) -> Session:
        """The app's session."""
        return self.owner.standing.session

    @property
    def unit(self) -> int:
        """The app's selected unit."""
        return self.owner.standing.unit

    def read_on(self) -> None:
        """Compute what is not computed yet; a view that shows long texts says how."""

    def go(self, session: Session) -> None:
        """Stand elsewhere; what was wished for before is over, also where the move leads nowhere."""
        self.goal = None
        if session is not self.session:
            self.owner.stand(self.owner.standing.moved(session))

    def begin(self, standing: Standing) -> None:
        """Stand in another session, with another model, and read on."""
        self.goal = None
        self.owner.stand(standing)
        self.read_on()

    def greet(self) -> None:
        """Say what is to be known of the text; a view that can do something about it says what."""

    def wait_for(self, timestep: int) -> None:
        """Go to a timestep as soon as it is read."""
        self.goal = timestep
        self.notify(f"Timestep {timestep + 1:,} is shown as soon as it is read.", markup=False)

    def seek(self, timestep: int) -> None:
        """Go to a timestep, or as soon as it is read."""
        self.goal = None
        if self.session.computed <= timestep < len(self.session):
            self.wait_for(timestep)
            return
        try:
            self.go(self.session.seek(timestep))
        except LstmTuiError as error:
            self.tell(error)

    def action_next_phase(self) -> None:
        """One phase on."""
        self.go(self.session.next_phase())

    def action_previous_phase(self) -> None:
        """One phase back."""
        self.go(self.session.previous_phase())

    def action_next_timestep(self) -> None:
        """One timestep on."""
        self.go(self.session.next_timestep())

    def action_previous_timestep(self) -> None:
        """One timestep back."""
        self.go(self.session.previous_timestep())

    def action_first_timestep(self) -> None:
        """To the first timestep."""
        self.seek(0)

    def action_last_timestep(self) -> None:
        """To the last timestep."""
        self.seek(len(self.session) - 1)

    def action_next_unit(self) -> None:
        """The next unit."""
        self.owner.stand(self.owner.standing.with_unit(self.unit + 1))

    def action_previous_unit(self) -> None:
        """The unit before."""
        self.owner.stand(self.owner.standing.with_unit(self.unit - 1))

    def action_next_layer(self) -> None:
        """The next layer; after the top one the bottom one."""
        self.go(self.session.to_layer((self.session.cursor.layer + 1) % self.session.run.layers))
