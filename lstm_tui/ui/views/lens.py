"""The lens: the whole run at once, under the stepper's cursor; from here to saturation and to the gradients."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType

from lstm_tui.family import read_lead
from lstm_tui.overview import order
from lstm_tui.overview.looking import Overlooker
from lstm_tui.panels.heading import draw_heading
from lstm_tui.panels.lens import draw_lens
from lstm_tui.panels.overview import Overview, Wanted, overview_of, widest, zoomed
from lstm_tui.panels.tape import draw_tape
from lstm_tui.ui.actions import Action, bindings
from lstm_tui.ui.lens_actions import LENS_ACTIONS
from lstm_tui.ui.region import Turned
from lstm_tui.ui.slices import SLICE_SECONDS, in_slices
from lstm_tui.ui.stage import Seat, Stage
from lstm_tui.ui.views.placed import PlacedView


class LensView(PlacedView):
    """Shows the app's session as a whole. Attributes: look: what the person chose."""

    ACTIONS: ClassVar[tuple[Action, ...]] = LENS_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(LENS_ACTIONS)
    STAGE: ClassVar[Stage] = (Seat("heading", draw_heading), Seat("tape", draw_tape), Seat("lens", draw_lens))

    def __init__(self, look: Wanted | None = None) -> None:
        super().__init__()
        self.look = look or Wanted()
        self.overlooker = Overlooker()
        self._shown: Overview | None = None

    def on_mount(self) -> None:
        """Show what is known, and compute the rest."""
        super().on_mount()
        self.read_on()

    def read_on(self) -> None:
        """Compute what is not known yet, beside everything else."""
        self.run_worker(self._read_on, group="lens", exclusive=True)  # type: ignore[arg-type]  # not begun, not awaited

    async def _read_on(self) -> None:
        await in_slices(self.overlooker.steps(SLICE_SECONDS), self._more)

    def _more(self) -> None:
        goal = self.goal
        if goal is not None and self.session.computed > goal:
            self.go(self.session.seek(goal))
        else:
            self._draw()

    # what is shown ---------------------------------------------------------------

    def show(self) -> None:
        """Show the session; what is not known of what is looked at now is computed next."""
        self._draw()
        if self.is_mounted and self._seated:
            self.read_on()

    def _draw(self) -> None:
        self.set_class(bool(self.session.run.bundle.task), "-truth")
        reading = read_lead(self.session, self.unit)
        whole = widest(len(self.session), self.size.width)  # in a wider window than it was chosen in
        look = replace(self.look, per=min(self.look.per, whole))
        self._shown = overview_of(reading, look, self.size.width, self.overlooker)
        super().show()

    def subject(self, seat: Seat) -> object:
        """Return the cursor's reading; of the lens what it shows."""
        assert self._shown is not None
        return self._shown if seat.name == "lens" else self._shown.reading

    @property
    def progress(self) -> float:
        """How much of the text is surveyed."""
        return self._shown.share if self._shown is not None else 0.0

    def turn(self, event: Turned) -> None:
        """Walk along the text; over the picture, nearer or farther."""
        super().turn(event)
        if event.region == "lens":
            self._zoom(event.notch)

    # what can be done ------------------------------------------------------------

    def _choose(self, look: Wanted) -> None:
        if look != self.look:
            self.look = look
            self.show()

    def action_nearer(self) -> None:
        """Half as many timesteps a column."""
        self._zoom(-1)

    def action_farther(self) -> None:
        """Twice as many timesteps a column."""
        self._zoom(1)

    def _zoom(self, by: int) -> None:
        whole = widest(len(self.session), self.size.width)
        per = zoomed(min(self.look.per or whole, whole), whole, by)
        self._choose(replace(self.look, per=0 if per == whole else per))

    def action_whole(self) -> None:
        """The whole text in the window, or a timestep a column."""
        self._choose(replace(self.look, per=0 if self.look.per else 1))

    def action_switch_extreme(self) -> None:
        """The extreme of each column, or its mean."""
        self._choose(replace(self.look, extreme=not self.look.extreme))

    def action_next_order(self) -> None:
        """The units in another order."""
        names = order.orders(self.overlooker.survey)
        at = names.index(self.look.by) if self.look.by in names else 0
        self._choose(replace(self.look, by=names[(at + 1) % len(names)]))

    def action_quantity(self) -> None:
        """The next quantity."""
        assert self._shown is not None
        names = self._shown.names
        self.action_show_quantity(names[(names.index(self._shown.name) + 1) % len(names)])

    def action_show_quantity(self, name: str) -> None:
        """Show this quantity."""
        self._choose(replace(self.look, quantity=name))

    def action_next_unit(self) -> None:
        """The unit below in the order at hand."""
        self._step(1)

    def action_previous_unit(self) -> None:
        """The unit above."""
        self._step(-1)

    def _step(self, by: int) -> None:
        assert self._shown is not None
        units = self._shown.order
        at = units.index(self.unit)
        if self.look.by == order.CORRELATION:  # the order hangs on the unit
            self.owner.stand(self.owner.standing.with_unit(self.unit + by))
        else:
            self.owner.stand(self.owner.standing.with_unit(units[(at + by) % len(units)]))

    def action_saturation(self) -> None:
        """How much of the time each unit's gates are saturated."""
        from lstm_tui.ui.views.saturation import SaturationView

        self.app.push_screen(SaturationView())

    def action_gradients(self) -> None:
        """From the loss at the cursor back through time."""
        from lstm_tui.ui.views.gradients import GradientsView

        self.app.push_screen(GradientsView())

    def action_hunter(self) -> None:
        """Which units say something of the text; a find leads on to the stepper."""
        from lstm_tui.ui.views.hunter import HunterView

        self.app.push_screen(HunterView(), self._hunted)

    def _hunted(self, go_on: bool | None) -> None:
        if go_on:
            self.dismiss(None)

    def action_automaton(self) -> None:
        """What machine the model has become."""
        from lstm_tui.ui.views.machine import open_machine

        open_machine(self)

    def action_path(self) -> None:
        """The note as a path in the plane."""
        from lstm_tui.ui.views.path import PathView

        self.app.push_screen(PathView())
