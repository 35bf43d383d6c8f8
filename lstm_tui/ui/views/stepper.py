"""The stepper: composes the seats, binds the keys, and forwards to the session and to what does one thing each."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from lstm_tui.core.place import Place
from lstm_tui.drawing.targets import ToMoment, Untouched
from lstm_tui.explain.reading import Reading
from lstm_tui.family import read
from lstm_tui.panels.arithmetic import draw_arithmetic
from lstm_tui.panels.gates import draw_gates
from lstm_tui.panels.heading import draw_heading
from lstm_tui.panels.next_symbols import draw_next_symbols
from lstm_tui.panels.note import draw_note
from lstm_tui.panels.story import draw_story
from lstm_tui.panels.tape import draw_tape
from lstm_tui.panels.turned import draw_one_timestep
from lstm_tui.panels.units_time import draw_units_time
from lstm_tui.ui import asking
from lstm_tui.ui.actions import ACTIONS, EDITING, Action, bindings
from lstm_tui.ui.editor import Editor
from lstm_tui.ui.finder import FindLine
from lstm_tui.ui.player import Player
from lstm_tui.ui.reader import Reader
from lstm_tui.ui.region import Picked
from lstm_tui.ui.seen import Seen
from lstm_tui.ui.stage import Column, Row, Seat, Stage
from lstm_tui.ui.text_field import TextField
from lstm_tui.ui.views.looking import LookingView
from lstm_tui.ui.views.operating import OperatingView
from lstm_tui.ui.views.questions import QuestioningView
from lstm_tui.ui.writer import Writer
from lstm_tui.ui.zoom import draw_zoomed

MAIN = (
    Row("upper", (Seat("module", draw_one_timestep), Seat("story", draw_story))),
    Row("middle", (Seat("note", draw_note), Seat("gates", draw_gates))),
    Row("lower", (Seat("arithmetic", draw_arithmetic), Seat("next-symbols", draw_next_symbols))),
)


class StepperView(LookingView, QuestioningView, OperatingView):
    """Steps the app's session, phase by phase."""

    ACTIONS: ClassVar[tuple[Action, ...]] = ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(ACTIONS)
    STAGE: ClassVar[Stage] = (
        Seat("heading", draw_heading),
        Seat("tape", draw_tape),
        Row("body", (Column("main", MAIN), Seat("units-time", draw_units_time))),
        Seat("zoomed", draw_zoomed),
        Seat("large", draw_one_timestep),
    )

    def __init__(self) -> None:
        super().__init__()
        self.reader, self.player, self.editor, self.writer = Reader(self), Player(self), Editor(self), Writer(self)
        self.seen = Seen()
        self._readings: dict[int, Reading] = {}

    # what is shown ---------------------------------------------------------------

    def under(self, seat: Seat) -> list[Widget]:
        """The edit line takes the tape's place, the line to find something in the footer's."""
        return [TextField(id="edit"), FindLine()] if seat.name == "tape" else []

    def on_mount(self) -> None:
        """Show the session, and read on."""
        super().on_mount()
        self.greet()
        self.read_on()

    def read_on(self) -> None:
        """Compute what is not computed yet, beside everything else."""
        self.reader.read_on()

    def show(self) -> None:
        """Show the session in every seat."""
        self.set_class(bool(self.session.run.bundle.task), "-truth")
        self._readings = {0: self._read(0)}
        super().show()

    def _read(self, index: int) -> Reading:
        session = self.session
        look = replace(self.look, seen=self.seen.at(session))
        work = session.work if index == 0 and session.free is not None else None
        reading = read(session.runs[index], session.cursor, self.unit, look, work)
        before = self._readings.get(index)
        if before is not None and before.unit == self.unit and before.run.trace is reading.run.trace:
            old, new = before.cursor, reading.cursor
            if (old.timestep, old.layer) == (new.timestep, new.layer):
                reading.numbers = before.numbers  # the same step: only the phase moved
        return reading

    def subject(self, seat: Seat) -> object:
        """Return the reading of the seat's run; of the caption over a large panel which one is."""
        return self.zoom.name if seat.name == "zoomed" else self._readings[seat.run]

    @property
    def reading(self) -> Reading:
        """What is read of the run that leads."""
        return self._readings[0]

    @property
    def keys(self) -> tuple[Action, ...]:
        """The keys of the line that is open, or of the view."""
        return EDITING if self.editor.open else ACTIONS

    @property
    def progress(self) -> float:
        """How much of the text is read."""
        return self.session.computed / len(self.session)

    def pick(self, event: Picked) -> None:
        """A number at which one stands is opened; an untouched one is the same number of the run that leads."""
        match event.meaning:
            case Place() as place if self.owner.standing.is_at(place):
                self.goal = None
                self.open_number(place)
            case Untouched(place):
                here = replace(place, timestep=self.session.cursor.timestep)
                self.owner.stand(self.owner.standing.toward(here))
            case ToMoment(index):
                self.to_moment(index)
            case _:
                super().pick(event)

    # writing, asking, editing ------------------------------------------------------

    def action_write(self) -> None:
        """Let the model write one symbol behind the text."""
        self.writer.write()

    def action_unwrite(self) -> None:
        """Take back what the model wrote last."""
        self.writer.unwrite()

    @work
    async def action_train(self) -> None:
        """Ask for a task and train a model on it in view."""
        self.player.stop()
        await asking.for_training(self)

    @work
    async def action_sampling(self) -> None:
        """Ask how the model shall choose what it writes."""
        await asking.for_sampling(self, self.writer)

    def action_edit_text(self) -> None:
        """Edit the text in the place of the tape."""
        self.editor.begin()

    @on(Input.Changed, "#edit")
    def _text_changed(self, event: Input.Changed) -> None:
        self.editor.changed(event.value)

    @on(Input.Submitted, "#edit")
    def _text_done(self, event: Input.Submitted) -> None:
        self.editor.take(event.value)

    def key_escape(self) -> None:
        """Leave the editing with the text as it was before; else show all panels again."""
        if self.finder.open:
            self.finder.leave()
        elif self.editor.open:
            self.editor.leave()
        elif self.zoom:
            self.zoom.to("")

    def action_operate(self) -> None:
        """Show the operations, and what could be done where one stands."""
        from lstm_tui.ui.views.operate import OperateView

        self.app.push_screen(OperateView())

    # playing and looks ---------------------------------------------------------------

    def action_play(self) -> None:
        """Play, or pause."""
        self.player.toggle()

    def action_faster(self) -> None:
        """Play faster."""
        self.player.change_speed(1)

    def action_slower(self) -> None:
        """Play slower."""
        self.player.change_speed(-1)
