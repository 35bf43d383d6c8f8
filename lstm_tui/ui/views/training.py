"""The training view: watches a training in its own process, and looks at its moments while it runs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from lstm_tui.drawing.targets import ToMoment
from lstm_tui.errors import LstmTuiError
from lstm_tui.panels.course import Course
from lstm_tui.panels.training_gates import draw_gate_histograms
from lstm_tui.panels.training_heading import draw_training_heading
from lstm_tui.panels.training_heard import draw_heard
from lstm_tui.panels.training_judged import draw_judged
from lstm_tui.panels.training_loss import draw_loss
from lstm_tui.panels.training_note import draw_fixed_note
from lstm_tui.panels.training_samples import draw_samples
from lstm_tui.ui import beginning
from lstm_tui.ui.actions import TRAINING_ACTIONS, Action, bindings
from lstm_tui.ui.region import Picked
from lstm_tui.ui.stage import Row, Seat, Stage
from lstm_tui.ui.views.base import View
from lstm_tui.ui.watched import Watched

POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Pace:
    """A speed: its name, and updates a second at most."""

    name: str
    updates: float


PACES = (Pace("at 1×", 10.0), Pace("at 10×", 100.0), Pace("as fast as it goes", math.inf))
USUAL = 1


class TrainingView(View[Path | None]):
    """One training, perhaps with a twin; dismissed with the path of its model where that is to be stepped, or None."""

    ACTIONS: ClassVar[tuple[Action, ...]] = TRAINING_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(TRAINING_ACTIONS)
    STAGE: ClassVar[Stage] = (
        Seat("heading", draw_training_heading),
        Row("upper", (Seat("loss", draw_loss), Seat("judged", draw_judged))),
        Row("middle", (Seat("fixed-note", draw_fixed_note), Seat("gate-shares", draw_gate_histograms))),
        Row("lower", (Seat("samples", draw_samples), Seat("heard", draw_heard))),
    )

    def __init__(self, lead: Watched) -> None:
        super().__init__()
        self.lead, self.pace = lead, USUAL
        self.twin: Watched | None = None
        self.course = lead.course
        self.rate = lead.bench.job.order.recipe.rate
        self._bound = ""  # where one goes once all is saved: "model", "stepper" or "shell"

    @property
    def watched(self) -> list[Watched]:
        """The training, and its twin where there is one."""
        return [self.lead, *([self.twin] if self.twin else [])]

    def on_mount(self) -> None:
        """Look for news from now on."""
        super().on_mount()
        self.set_interval(POLL_SECONDS, self._look)
        self._set_pace(USUAL)

    def on_unmount(self) -> None:
        """A training that nobody watches saves itself and ends."""
        for watched in self.watched:
            watched.bench.close()

    def subject(self, seat: Seat) -> Course:
        """Return the training as far as it is known."""
        return self.course

    def _watch(self, course: Course) -> None:
        """Show the training as it is now, with its twin."""
        self.lead.course = course
        self.course = replace(course, twin=self.twin.course if self.twin else None)
        self.show()

    def _look(self) -> None:
        """Take in what was told; go where one is bound for once all is saved."""
        news = False
        for watched in self.watched:
            try:
                news = watched.look() or news
            except LstmTuiError as error:
                self.tell(error)
                news = True
        if news:
            self._watch(self.lead.course)
            self._keep_step()
        if self._bound and all(watched.bench.ended for watched in self.watched):
            self._go()

    @on(Picked)
    def _picked(self, event: Picked) -> None:
        if isinstance(event.meaning, ToMoment):
            self._watch(self.lead.course.looking_at(event.meaning.index))

    # what a person can do ------------------------------------------------------------

    def action_play(self) -> None:
        """Pause, or go on."""
        if self.course.state in ("running", "paused"):
            paused = not self.lead.bench.paused
            for watched in self.watched:
                watched.bench.pause(paused)
            self._watch(self.lead.course.in_state("paused" if paused else "running"))

    def action_faster(self) -> None:
        """Train faster."""
        self._set_pace(self.pace + 1)

    def action_slower(self) -> None:
        """Train slower."""
        self._set_pace(self.pace - 1)

    def _set_pace(self, pace: int) -> None:
        self.pace = max(0, min(pace, len(PACES) - 1))
        self.lead.bench.set_pace(PACES[self.pace].updates)
        self._watch(replace(self.lead.course, pace=PACES[self.pace].name))
        self._keep_step()

    def _keep_step(self) -> None:
        """Let a twin go as fast as it can until it has caught up; then both go at one speed."""
        if self.twin is not None:
            behind = self.twin.number < self.lead.number - 1
            self.twin.bench.set_pace(math.inf if behind else PACES[self.pace].updates)

    def action_earlier(self) -> None:
        """Look at an earlier moment; the training goes on."""
        self._watch(self.lead.course.looking_back(-1))

    def action_later(self) -> None:
        """Look at a later moment, at last at how it is now."""
        self._watch(self.lead.course.looking_back(1))

    @work
    async def action_train(self) -> None:
        """The form of this training: what it was begun with, and its rate."""
        rate = await beginning.for_rate(self, self.course, self.lead.bench.job.order, self.rate)
        if rate is not None:
            self.rate = rate
            for watched in self.watched:
                watched.bench.set_rate(rate)
            self.say(f"The learning rate is {rate:g} from now on.")

    @work
    async def action_beside(self) -> None:
        """Train another kind of cell on the same data, as a second curve."""
        if self.twin is None:
            self.twin = await beginning.for_twin(self, self.lead.bench.job)
            self._watch(self.lead.course)
            self._keep_step()
        else:
            self.say(f"The {self.twin.course.kind or 'twin'} trains beside it already.")

    def action_palette(self) -> None:
        """Every action in one list."""
        self.app.action_command_palette()

    # leaving: nothing is lost ----------------------------------------------------------

    def action_open_model(self) -> None:
        """Stop here, save the model and step it."""
        if self.course.report is not None:
            self._leave("model")

    def action_close(self) -> None:
        """Back to the stepper; where it stood is saved, and can be gone on from."""
        self._leave("stepper")

    def action_quit(self) -> None:
        """Leave the program; where it stood is saved, and can be gone on from."""
        self._leave("shell")

    def _leave(self, where: str) -> None:
        """Save, and go there."""
        self._bound = where
        for watched in self.watched:
            watched.bench.stop()
        if all(watched.bench.ended for watched in self.watched):
            self._go()
        else:
            self._watch(self.lead.course.in_state("saving"))

    def _go(self) -> None:
        if self._bound == "shell":
            self.app.exit()
        else:
            self.dismiss(self.lead.bench.job.path if self._bound == "model" else None)
