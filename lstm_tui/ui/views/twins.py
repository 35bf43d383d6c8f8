"""Two or three models on one text and one cursor, side by side; in a small window one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events, work
from textual.binding import BindingType

from lstm_tui.core.place import Place
from lstm_tui.drawing.targets import ToMoment, ToPhase
from lstm_tui.explain.reading import Reading
from lstm_tui.explain.unknown import lacking_in_words
from lstm_tui.family import read
from lstm_tui.panels.twin_column import Beside
from lstm_tui.panels.twins import Twins, draw_twins_tape, rows_of
from lstm_tui.twins.naming import names_of
from lstm_tui.twins.place import cursor_of, to_phase_of
from lstm_tui.ui import asking
from lstm_tui.ui.actions import Action, bindings
from lstm_tui.ui.counter import Counter
from lstm_tui.ui.notice import UNTIL_A_KEY
from lstm_tui.ui.region import PanelRegion, Picked
from lstm_tui.ui.stage import Seat, Stage
from lstm_tui.ui.twin_stage import NAMES, TWIN_ACTIONS, TWIN_STAGE
from lstm_tui.ui.views.placed import PlacedView


class TwinsView(PlacedView):
    """Shows every run of the app's session. Attributes: at: the run whose units the keys choose."""

    ACTIONS: ClassVar[tuple[Action, ...]] = TWIN_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(TWIN_ACTIONS)
    STAGE: ClassVar[Stage] = TWIN_STAGE

    def __init__(self) -> None:
        super().__init__()
        self.at = 0
        self._units: dict[int, int] = {}  # of the runs beside the first, where a person chose one
        self._first_units: dict[tuple[int, int], int] = {}  # worth watching first, of a run and a layer
        self._parted = -1  # which of the places where they part was gone to last
        self._shown: Twins | None = None
        self.counter = Counter(self, self.draw_counted)

    def on_mount(self) -> None:
        """Show the runs, say what a model does not know, and count through them."""
        super().on_mount()
        self.greet()
        self.read_on()

    def greet(self) -> None:
        """Say which symbols of the text which model does not know."""
        words = lacking_in_words(self.session)
        if words:
            self.say(f"{words} The totals are over what all of them know.", UNTIL_A_KEY)

    # what is shown ---------------------------------------------------------------

    def show(self) -> None:
        """Show every run where it stands; count anew where they are other runs."""
        if self.counter.follow(self.session):
            self.at, self._parted = min(self.at, len(self.session.runs) - 1), -1
            self._units, self._first_units = {}, {}
            if self.is_mounted:
                self._fit(self.size.height)
                self.read_on()
        self.draw()

    def draw(self) -> None:
        """Draw what is known."""
        session = self.session
        readings = tuple(self._read(index) for index in range(len(session.runs)))
        self._shown = Twins(readings, names_of(session), self.counter.tally, self.at)
        self._beside = [Beside(self._shown, index, self.has_class("-small")) for index in range(len(session.runs))]
        for index, name in enumerate(NAMES):
            self.set_class(index < len(session.runs), f"-{name}")
            self.set_class(index == self.at, f"-on-{name}")
        super().show()

    def draw_counted(self) -> None:
        """Draw what hangs on the counting alone."""
        if self._shown is None or not self._seated:
            return
        self._shown = replace(self._shown)
        self.query_one("#twins-tape", PanelRegion).show(self._shown, draw_twins_tape)
        self.show_foot()

    def _read(self, index: int) -> Reading | None:
        session = self.session
        cursor = cursor_of(session, index)
        if cursor is None:
            return None
        return read(session.runs[index], cursor, self._unit(index, cursor.layer))

    def _unit(self, index: int, layer: int) -> int:
        """Return the unit that is looked at of a run: the same as in the leading one where the model is the same."""
        run, lead = self.session.runs[index], self.session.run
        same = run.bundle.name == lead.bundle.name and run.layers == lead.layers
        if index == 0 or (same and index not in self._units):
            return min(self.unit, run.hidden_size(layer) - 1)
        if (index, layer) not in self._first_units:
            self._first_units[index, layer] = run.default_unit(layer)
        return min(self._units.get(index, self._first_units[index, layer]), run.hidden_size(layer) - 1)

    def subject(self, seat: Seat) -> object:
        """Return what a seat shows of its run."""
        assert self._shown is not None
        if seat.name == "twins-tape":
            return self._shown
        if seat.run >= len(self._beside):
            return None
        return self._beside[seat.run] if seat.name.startswith("head-") else self._shown.readings[seat.run]

    def seated(self, seat: Seat) -> bool:
        """A column is drawn where there is a run for it and it is to be seen."""
        if seat.name in ("heading", "twins-tape"):
            return True
        return seat.run < len(self.session.runs) and (seat.run == self.at or not self.has_class("-small"))

    def on_resize(self, event: events.Resize) -> None:
        """Let the tape be as tall as there is room for it."""
        self._fit(event.size.height)
        super().on_resize(event)

    def _fit(self, height: int) -> None:
        bars = 1 if height < 38 else 2 if height < 48 else 3
        self.query_one("#twins-tape").styles.height = rows_of(len(self.session.runs), bars)

    @property
    def progress(self) -> float:
        """How much of the text is counted and read."""
        return min(self.counter.tally.counted, self.session.computed) / len(self.session)

    # counting --------------------------------------------------------------------

    def read_on(self) -> None:
        """Count what is not counted yet, beside everything else."""
        self.counter.begin()

    def seek(self, timestep: int) -> None:
        """Go to a timestep, or as soon as it is read."""
        super().seek(timestep)
        if self.goal is not None:
            self.read_on()

    # what can be done ------------------------------------------------------------

    def pick(self, event: Picked) -> None:
        """A number or a phase is that of the run whose column was clicked."""
        match event.meaning:
            case Place() as place:
                self._stand_at(place, event.region)
            case ToPhase(key):
                self.go(to_phase_of(self.session, self._of(event.region), key))
            case ToMoment(index):
                self.to_moment(index)
            case _:
                super().pick(event)

    def walks(self, region: str) -> bool:
        """Over the tape of all."""
        return region == "twins-tape"

    def _of(self, region: str) -> int:
        """Return whose column a region belongs to; that of the leading run where it is none."""
        tail = region.rpartition("-")[2]
        return int(tail) if tail.isdecimal() else 0

    def _stand_at(self, place: Place, region: str) -> None:
        index = self._of(region)
        run = self.session.runs[index]
        if region != "twins-tape" and run.is_of_a_unit(place):
            self.at = index
            self._choose(place.unit)
        elif region == "twins-tape":
            self.seek(place.timestep)

    def action_look_at(self, index: int) -> None:
        """Look at another run."""
        if 0 <= index < len(self.session.runs):
            self.at = index
            self.draw()

    def action_next_twin(self) -> None:
        """Look at the next run."""
        self.action_look_at((self.at + 1) % len(self.session.runs))

    def _choose(self, unit: int | None = None, step: int = 0) -> None:
        """Look at a unit of the run in focus, or at one so many further on."""
        reading = self._shown.readings[self.at] if self._shown is not None else None
        if reading is None:
            return
        unit = (reading.unit + step if unit is None else unit) % reading.hidden_size
        if self.at == 0:
            self.owner.stand(self.owner.standing.with_unit(unit))
        else:
            self._units[self.at] = unit
            self.draw()

    def action_next_unit(self) -> None:
        """The next unit of the run in focus."""
        self._choose(step=1)

    def action_previous_unit(self) -> None:
        """The unit before, of the run in focus."""
        self._choose(step=-1)

    def action_part(self) -> None:
        """To the symbol of which they say the most different things, then the next such; what they expected stands there."""
        places = self.counter.tally.apart
        if not places:
            self.say("They say the same of every symbol." if self.counter.tally.done else "They have not parted yet.")
            return
        self._parted = (self._parted + 1) % len(places)
        place = places[self._parted]
        self.say(f"{self._parted + 1} of the {len(places)} symbols where they part most: {place.by:.2f} apart.")
        key = self.session.stops[0 if self.counter.tally.likely else -1].phase.key
        self.go(self.session.to_layer(0).to_phase(key))
        self.seek(place.timestep)

    @work
    async def action_choose_twins(self) -> None:
        """Ask who stands beside the first model."""
        await asking.for_twins(self)
        if len(self.session.runs) < 2:
            self.dismiss(None)
