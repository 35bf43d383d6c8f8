"""Gradients through time: from one timestep's loss back, beside another kind of cell, with knobs that redraw it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.binding import BindingType

from lstm_tui.errors import LstmTuiError
from lstm_tui.family import read_lead
from lstm_tui.overview.beside import kin
from lstm_tui.overview.gradients import GoingBack, forget_bias, turned
from lstm_tui.overview.looking import over_all
from lstm_tui.panels.gradients import Backwards, draw_gradients
from lstm_tui.panels.heading import draw_heading
from lstm_tui.panels.tape import draw_tape
from lstm_tui.run import Run
from lstm_tui.ui.actions import Action, bindings
from lstm_tui.ui.lens_actions import GRADIENT_ACTIONS
from lstm_tui.ui.region import Turned
from lstm_tui.ui.slices import SLICE_SECONDS, in_slices
from lstm_tui.ui.stage import Seat, Stage
from lstm_tui.ui.views.placed import PlacedView

REACHES = (10, 20, 50, 100, 200, 500, 1000, 2000)
BIASES = (-4.0, 12.0)


@dataclass(frozen=True)
class Knobs:
    """What a person turned. Attributes: bias, factor: see `turned`. beside: which of the kin, None: none. reach: symbols back."""

    bias: float | None = None
    factor: float = 1.0
    beside: int | None = 0
    reach: int = 100


class GradientsView(PlacedView):
    """Goes back from the loss at the app's cursor. Attributes: knobs: as they stand."""

    ACTIONS: ClassVar[tuple[Action, ...]] = GRADIENT_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(GRADIENT_ACTIONS)
    STAGE: ClassVar[Stage] = (Seat("heading", draw_heading), Seat("tape", draw_tape), Seat("gradients", draw_gradients))

    def __init__(self) -> None:
        super().__init__()
        self.knobs = Knobs()
        self._kin: tuple[Run, ...] | None = None
        self._runs: dict[tuple[int, float | None, float], Run] = {}
        self._of: tuple[object, ...] = ()
        self._shown: Backwards | None = None

    @property
    def beside(self) -> tuple[Run, ...]:
        """The runs that can stand beside: the session's others, else models of other kinds that read the same."""
        run = self.session.run
        if self._kin is None:
            others = self.session.runs[1:]
            self._kin = others or tuple(Run.open(bundle, run.text, 0) for bundle in kin(run.bundle))
        return self._kin

    def show(self) -> None:
        """Show what is known; another timestep, layer, run or knob goes back anew."""
        reading, knobs = read_lead(self.session, self.unit), self.knobs
        wanted = (reading.run, reading.cursor.timestep, reading.cursor.layer, knobs)
        if wanted != self._of:
            try:
                goings = tuple(self._goings(reading.run, reading.cursor.layer, reading.cursor.timestep))
            except LstmTuiError as error:
                self.tell(error)
                self.call_later(self.action_close)
                return
            self._of = wanted
            self._shown = Backwards(
                reading, goings, knobs.reach, knobs.bias, knobs.factor, forget_bias(reading.run, reading.cursor.layer)
            )
            self.run_worker(self._go_back, group="gradients", exclusive=True)  # type: ignore[arg-type]  # not begun, not awaited
        elif self._shown is not None:
            self._shown = replace(self._shown, reading=reading)
        super().show()

    def _goings(self, run: Run, layer: int, timestep: int) -> Iterator[GoingBack]:
        knobs = self.knobs
        runs = [run] if knobs.beside is None or not self.beside else [run, self.beside[knobs.beside % len(self.beside)]]
        for one in runs:
            key = (id(one), knobs.bias, knobs.factor)
            if key not in self._runs:
                if len(self._runs) > 8:
                    self._runs.clear()
                self._runs[key] = turned(one, knobs.bias, knobs.factor)
            yield GoingBack(self._runs[key], min(layer, one.layers - 1), timestep, knobs.reach + 1)

    async def _go_back(self) -> None:
        assert self._shown is not None
        await in_slices(self._steps(self._shown.goings), self.show)

    def _steps(self, goings: tuple[GoingBack, ...]) -> Iterator[None]:
        for going in goings:
            yield from over_all(going, SLICE_SECONDS)

    def subject(self, seat: Seat) -> object:
        """Return what is shown; above it the cursor's reading."""
        if self._shown is None:
            return None
        return self._shown if seat.name == "gradients" else self._shown.reading

    @property
    def progress(self) -> float:
        """How much of the way is gone."""
        return self._shown.share if self._shown is not None else 0.0

    def turn(self, event: Turned) -> None:
        """Walk along the text; over the picture, further back or less far."""
        super().turn(event)
        if event.region == "gradients":
            self._reach(event.notch)

    # the knobs -------------------------------------------------------------------

    def _turn(self, knobs: Knobs) -> None:
        if knobs != self.knobs:
            self.knobs = knobs
            self.show()

    def action_nearer(self) -> None:
        """Fewer symbols back."""
        self._reach(-1)

    def action_farther(self) -> None:
        """More symbols back."""
        self._reach(1)

    def _reach(self, by: int) -> None:
        at = REACHES.index(self.knobs.reach) + by
        self._turn(replace(self.knobs, reach=REACHES[max(0, min(at, len(REACHES) - 1))]))

    def action_more_bias(self) -> None:
        """The forget bias up by one, in all units."""
        self._bias(1)

    def action_less_bias(self) -> None:
        """The forget bias down by one, in all units."""
        self._bias(-1)

    def _bias(self, by: int) -> None:
        trained = forget_bias(self.session.run, self.session.cursor.layer)
        if trained is None:
            self.tell(LstmTuiError("This kind of cell has no forget bias.", "{ } turn its recurrent weights."))
            return
        bias = float(round(trained)) if self.knobs.bias is None else self.knobs.bias
        self._turn(replace(self.knobs, bias=max(BIASES[0], min(bias + by, BIASES[1]))))

    def action_more_weights(self) -> None:
        """The recurrent weights a quarter larger."""
        self._turn(replace(self.knobs, factor=min(self.knobs.factor * 1.25, 1.25**12)))

    def action_less_weights(self) -> None:
        """The recurrent weights a fifth smaller."""
        self._turn(replace(self.knobs, factor=max(self.knobs.factor / 1.25, 1.25**-12)))

    def action_as_trained(self) -> None:
        """All knobs as they were."""
        self._turn(replace(self.knobs, bias=None, factor=1.0))

    def action_beside(self) -> None:
        """Another model beside this one, or none."""
        count = len(self.beside)
        if not count:
            self.say("No other model that comes with the program reads just these symbols.")
            return
        at = self.knobs.beside
        self._turn(replace(self.knobs, beside=0 if at is None else at + 1 if at + 1 < count else None))
