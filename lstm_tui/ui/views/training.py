"""The training view: watches a training in its own process."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from lstm_tui.core.loss import MEASURES
from lstm_tui.errors import LstmTuiError
from lstm_tui.panels.training import (
    Course,
    draw_fixed_note,
    draw_gate_histograms,
    draw_heard,
    draw_loss,
    draw_samples,
    draw_training_heading,
)  # fmt: skip
from lstm_tui.tasks.base import Task
from lstm_tui.training.bench import Bench
from lstm_tui.training.workshop import Order
from lstm_tui.ui.actions import TRAINING_ACTIONS, Action, bindings
from lstm_tui.ui.stage import Row, Seat, Stage
from lstm_tui.ui.views.base import View

POLL_SECONDS = 0.1


class TrainingView(View[Path | None]):
    """One training; dismissed with the path of the model it wrote, or None."""

    ACTIONS: ClassVar[tuple[Action, ...]] = TRAINING_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(TRAINING_ACTIONS)
    STAGE: ClassVar[Stage] = (
        Seat("heading", draw_training_heading),
        Row("upper", (Seat("loss", draw_loss), Seat("gate-shares", draw_gate_histograms))),
        Row("middle", (Seat("fixed-note", draw_fixed_note), Seat("heard", draw_heard))),
        Row("lower", (Seat("samples", draw_samples),)),
    )

    def __init__(self, task: Task, path: Path, seed: int = 1) -> None:
        super().__init__()
        self.path = path
        self.course = Course(task.title, task.recipe.steps, f"right: {task.criterion}", measure=MEASURES[task.output])
        self.rate = task.recipe.rate
        self.bench = Bench(Order(task.name, task.recipe, seed), path)
        self._leaving = False

    def on_mount(self) -> None:
        """Look for news from now on."""
        super().on_mount()
        self.set_interval(POLL_SECONDS, self._look)

    def on_unmount(self) -> None:
        """A training that nobody watches ends."""
        self.bench.close()

    def subject(self, seat: Seat) -> Course:
        """Return the training as far as it is known."""
        return self.course

    def _watch(self, course: Course) -> None:
        self.course = course
        self.show()

    def _look(self) -> None:
        try:
            reports = self.bench.news() if not self.bench.ended else []
        except LstmTuiError as error:
            self.notify(str(error), severity="warning", markup=False, timeout=20)
            self._watch(self.course.in_state("stopped"))
            return
        course = self.course
        for report in reports:
            course = course.with_report(report)
        if reports:
            self._watch(course)
        if course.state == "done" and self._leaving:
            self.dismiss(self.path)

    # what a person can do ------------------------------------------------------------

    def action_play(self) -> None:
        """Pause, or go on."""
        if self.course.state in ("running", "paused"):
            self.bench.pause(not self.bench.paused)
            self._watch(self.course.in_state("paused" if self.bench.paused else "running"))

    def action_higher_rate(self) -> None:
        """A learning rate twice as high."""
        self._set_rate(self.rate * 2)

    def action_lower_rate(self) -> None:
        """A learning rate half as high."""
        self._set_rate(self.rate / 2)

    def _set_rate(self, rate: float) -> None:
        self.rate = rate
        self.bench.set_rate(rate)
        self.notify(f"Learning rate {rate:.3g}", markup=False, timeout=1.5)

    def action_open_model(self) -> None:
        """Stop here, keep the model and step it."""
        if self.course.state == "done":
            self.dismiss(self.path)
        elif self.course.report is not None:
            self._leaving = True
            self.bench.stop()

    def action_close(self) -> None:
        """Back to the stepper; what was not kept is lost, unless it was done."""
        self.dismiss(None)
