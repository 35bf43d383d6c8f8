"""The training screen: watches a training in its own process; composes, binds and forwards."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.screen import Screen

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.targets import Do
from lstm_tui.errors import LstmTuiError
from lstm_tui.panels.training import (
    View,
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
from lstm_tui.ui.actions import TRAINING_ACTIONS, bindings
from lstm_tui.ui.footer import keys_row
from lstm_tui.ui.region import PanelRegion, Picked

POLL_SECONDS = 0.1


class TrainingScreen(Screen[Path | None]):
    """One training; dismissed with the path of the model it wrote, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(TRAINING_ACTIONS)
    ROWS: ClassVar = (("upper", ("loss", "gate-shares")), ("middle", ("fixed-note", "heard")), ("lower", ("samples",)))
    DRAWINGS: ClassVar = {
        "heading": draw_training_heading, "loss": draw_loss, "gate-shares": draw_gate_histograms,
        "fixed-note": draw_fixed_note, "heard": draw_heard, "samples": draw_samples,
    }  # fmt: skip

    def __init__(self, task: Task, path: Path, seed: int = 1) -> None:
        super().__init__()
        self.path = path
        self.view = View(task.title, task.recipe.steps, f"right: {task.criterion}")
        self.rate = task.recipe.rate
        self.bench = Bench(Order(task.name, task.recipe, seed), path)
        self._leaving = False

    def compose(self) -> ComposeResult:
        """The regions, from top to bottom."""
        yield PanelRegion("heading")
        for row, regions in self.ROWS:
            with Horizontal(id=row):
                for region in regions:
                    yield PanelRegion(region)
        yield PanelRegion("footer")

    def on_mount(self) -> None:
        """Look for news from now on."""
        self.show()
        self.set_interval(POLL_SECONDS, self._look)

    def on_unmount(self) -> None:
        """A training that nobody watches ends."""
        self.bench.close()

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout."""
        width, height = event.size
        self.set_class(width < 120 or height < 38, "-small")
        self.show()

    def show(self) -> None:
        """Draw what is known now."""
        for name, drawing in self.DRAWINGS.items():
            self.query_one(f"#{name}", PanelRegion).show(self.view, drawing, anew=True)
        self.query_one("#footer", PanelRegion).show(self.view, _footer)

    def _look(self) -> None:
        try:
            reports = self.bench.news() if not self.bench.ended else []
        except LstmTuiError as error:
            self.view.state = "stopped"
            self.notify(str(error), severity="warning", markup=False, timeout=20)
            self.show()
            return
        for report in reports:
            self.view.take(report)
        if reports:
            self.show()
        if self.view.state == "done" and self._leaving:
            self.dismiss(self.path)

    def on_picked(self, event: Picked) -> None:
        """Do what was clicked at the foot."""
        if isinstance(event.meaning, Do):
            self.call_later(self.run_action, event.meaning.action)

    # what a person can do ------------------------------------------------------------

    def action_play(self) -> None:
        """Pause, or go on."""
        if self.view.state in ("running", "paused"):
            self.bench.pause(not self.bench.paused)
            self.view.state = "paused" if self.bench.paused else "running"
            self.show()

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
        if self.view.state == "done":
            self.dismiss(self.path)
        elif self.view.report is not None:
            self._leaving = True
            self.bench.stop()

    def action_close(self) -> None:
        """Back to the stepper; what was not kept is lost, unless it was done."""
        self.dismiss(None)

    @work
    async def action_save_picture(self) -> None:
        """Save an SVG of the screen and say where."""
        from lstm_tui.ui.picture import save_picture

        try:
            self.notify(f"Saved {save_picture(self.app)}", markup=False)
        except LstmTuiError as error:
            self.notify(str(error), severity="warning", markup=False)

    def action_switch_theme(self) -> None:
        """Between dark and light."""
        self.app.theme = "lstm-light" if self.app.theme == "lstm-dark" else "lstm-dark"

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()


def _footer(view: View, width: int, height: int) -> Canvas:
    canvas = Canvas(width, height, "bar")
    canvas.write(0, 0, " " * width, "bar")
    keys_row(canvas, TRAINING_ACTIONS, width)
    return canvas
