"""A view in which a person chooses how things are shown; what is chosen is kept apart from the values."""

from __future__ import annotations

from dataclasses import replace

from lstm_tui.core.place import Place
from lstm_tui.explain.reading import PLAIN
from lstm_tui.family import focus_of, read_lead
from lstm_tui.ui.views.walking import WalkingView
from lstm_tui.ui.zoom import MODULES


class LookingView(WalkingView):
    """Attributes: look: what the person chose."""

    look = PLAIN

    def action_switch_code(self) -> None:
        """Show the code that ran, or the plain step that says the same."""
        self.look = replace(self.look, kernel=not self.look.kernel)
        self.show()

    def action_bare(self) -> None:
        """The module with names and no numbers, or with them again."""
        self.look = replace(self.look, bare=not self.look.bare)
        self.show()

    def action_turn_module(self) -> None:
        """The module unrolled, rolled up, and as one timestep again."""
        ways = [*MODULES]
        self.look = replace(self.look, module=ways[(ways.index(self.look.module) + 1) % len(ways)])
        self.show()

    def action_show_quantity(self, name: str) -> None:
        """Show this quantity over units and time."""
        self.look = replace(self.look, quantity=name)
        self.show()

    def action_open_number(self) -> None:
        """Open the number that the phase is about."""
        self.open_number(focus_of(read_lead(self.session, self.unit)))

    def open_number(self, place: Place) -> None:
        """Open a number in a view of its own."""
        from lstm_tui.ui.views.origin import OriginView

        self.app.push_screen(OriginView(place))
