"""A view in which a person chooses how things are shown; what is chosen is kept apart from the values."""

from __future__ import annotations

from dataclasses import replace

from textual import work

from lstm_tui.core.place import Place
from lstm_tui.explain.reading import PLAIN, Reading
from lstm_tui.family import focus_of, read_lead
from lstm_tui.panels.next_symbols import draw_next_symbols
from lstm_tui.panels.units_time import choices, quantity_of
from lstm_tui.ui import asking
from lstm_tui.ui.stage import Seat
from lstm_tui.ui.views.walking import WalkingView
from lstm_tui.ui.zoom import MODULES, Zoom, drawing_of


class LookingView(WalkingView):
    """Attributes: look: what the person chose. zoom: which panel is large."""

    look = PLAIN

    def __init__(self) -> None:
        super().__init__()
        self.zoom = Zoom(self)

    @property
    def reading(self) -> Reading:
        """What is read of the run that leads."""
        raise NotImplementedError

    def seated(self, seat: Seat) -> bool:
        """While a panel is large only the heading, the tape and that panel are seen."""
        if seat.name in ("heading", "tape"):
            return True
        room = seat.name != "units-time" or self.has_class("-broad")
        return (seat.name in ("zoomed", "large")) == bool(self.zoom) and room

    def drawn(self, seat: Seat) -> Seat:
        """The module as it was turned; in a narrow window what comes next in the gates' place, once it is there."""
        if seat.name == "module":
            return replace(seat, drawing=MODULES[self.look.module])
        if seat.name == "large" and self.zoom:
            return replace(seat, drawing=drawing_of(self.zoom.name, self.look))
        folded = self.has_class("-narrow") and seat.name == "gates" and self.session.phase.focus == "probs"
        return replace(seat, drawing=draw_next_symbols) if folded else seat

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

        self.app.push_screen(OriginView(self.session.run, place, self.app.size.height))

    def action_lens(self) -> None:
        """The whole run at once."""
        from lstm_tui.ui.views.lens import LensView

        self.app.push_screen(LensView())

    def action_automaton(self) -> None:
        """What machine the model has become."""
        from lstm_tui.ui.views.machine import open_machine

        open_machine(self)

    def action_measured(self) -> None:
        """What counts, measured."""
        from lstm_tui.ui.views.measured import open_measured

        open_measured(self)

    def action_ink(self) -> None:
        """Who wrote this."""
        from lstm_tui.ui.views.ink import InkView

        self.app.push_screen(InkView())

    def action_path(self) -> None:
        """The note as a path in the plane."""
        from lstm_tui.ui.views.path import PathView

        self.app.push_screen(PathView())

    @work
    async def action_beside(self) -> None:
        """Two or three models on this text; who, is asked where nobody is chosen yet."""
        from lstm_tui.ui.views.twins import TwinsView

        if len(self.session.runs) < 2:
            await asking.for_twins(self)
        if len(self.session.runs) > 1 and self.app.screen is self:
            self.app.push_screen(TwinsView())

    def action_quantity(self) -> None:
        """Units × time: bring it up where it is not seen, else show the next quantity in it."""
        if self.zoom.name != "units-time" and (self.zoom or not self.has_class("-broad")):
            self.zoom.to("units-time")
            return
        names = choices(self.reading)
        self.action_show_quantity(names[(names.index(quantity_of(self.reading)) + 1) % len(names)])

    def action_zoom(self) -> None:
        """The panel under the pointer, or the next that can be large, or all of them again."""
        self.zoom.on()

    def action_enlarge(self, name: str) -> None:
        """Let this panel be large; "": all again."""
        self.zoom.to(name)
