"""The note as a path in the plane, the stepper's cursor on it."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import BindingType

from lstm_tui.errors import LstmTuiError
from lstm_tui.explain.reading import Reading
from lstm_tui.family import read_lead
from lstm_tui.panels.heading import draw_heading
from lstm_tui.panels.path import Walked, draw_path
from lstm_tui.panels.tape import draw_tape
from lstm_tui.paths import LONGEST, Path, Plane, first_plane, partner, path_of, planes
from lstm_tui.ui import asking
from lstm_tui.ui.actions import Action, bindings
from lstm_tui.ui.machine_actions import PATH_ACTIONS
from lstm_tui.ui.stage import Seat, Stage
from lstm_tui.ui.views.placed import PlacedView


class PathView(PlacedView):
    """Follows the note of the cursor's layer. Attributes: plane: its axes; None: those that are looked at first."""

    ACTIONS: ClassVar[tuple[Action, ...]] = PATH_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(PATH_ACTIONS)
    STAGE: ClassVar[Stage] = (Seat("heading", draw_heading), Seat("tape", draw_tape), Seat("path", draw_path))

    def __init__(self) -> None:
        super().__init__()
        self.plane: Plane | None = None
        self.words = False
        self._walked: Walked | None = None
        self._known: tuple[object, ...] = ()

    def show(self) -> None:
        """Show the session; another run, layer or plane makes another path."""
        self.set_class(bool(self.session.run.bundle.task), "-truth")
        reading = read_lead(self.session, self.unit)
        self._walked = Walked(reading, self._path(reading), self.words)
        super().show()

    def _path(self, reading: Reading) -> Path:
        run, layer = reading.run, reading.cursor.layer
        units = run.hidden_size(layer)
        if self.plane is None or max(self.plane.first, self.plane.second) >= (
            min(units, 3) if self.plane.components else units
        ):
            self.plane = first_plane(units)
        free = self.session.free
        known = (run.trace, layer, self.plane, min(run.trace.computed, LONGEST), free, free and free.trace.computed)
        if self._walked is not None and known == self._known:
            return self._walked.path
        self._known = known
        return path_of(run, layer, self.plane, free)

    def subject(self, seat: Seat) -> object:
        """Return the cursor's reading; of the path where one stands on it."""
        assert self._walked is not None
        return self._walked if seat.name == "path" else self._walked.reading

    def walks(self, region: str) -> bool:
        """Everywhere."""
        return True

    # what can be done ------------------------------------------------------------

    def action_quantity(self) -> None:
        """The next axes."""
        assert self.plane is not None
        layer = self.session.cursor.layer
        others = planes(self.session.run.hidden_size(layer), self.unit, partner(self.session.run, layer, self.unit))
        at = others.index(self.plane) if self.plane in others else len(others) - 1
        self.plane = others[(at + 1) % len(others)]
        self.show()

    def action_next_unit(self) -> None:
        """The next unit, across where units are the axes."""
        super().action_next_unit()
        self._to_unit()

    def action_previous_unit(self) -> None:
        """The unit before."""
        super().action_previous_unit()
        self._to_unit()

    def _to_unit(self) -> None:
        if self.plane is not None and not self.plane.components:
            self.plane = Plane(False, self.unit, partner(self.session.run, self.session.cursor.layer, self.unit))
            self.show()

    def action_other_unit(self) -> None:
        """Another unit upright; from components, the selected unit and its partner."""
        layer = self.session.cursor.layer
        units = self.session.run.hidden_size(layer)
        if self.plane is None or self.plane.components:
            self.plane = Plane(False, self.unit, partner(self.session.run, layer, self.unit))
        elif units > 1:
            following = (self.plane.second + 1) % units
            self.plane = Plane(
                False, self.plane.first, following if following != self.plane.first else (following + 1) % units
            )
        self.show()

    def action_switch_words(self) -> None:
        """Symbols at the points, or what is true there."""
        if self.session.run.truth() is None:
            self.tell(LstmTuiError("Nobody knows what is true here.", "Models of a task know it, such as reber."))
            return
        self.words = not self.words
        self.show()

    @work
    async def action_choose_unit(self) -> None:
        """Ask for a unit."""
        await asking.for_unit(self)
        self._to_unit()
