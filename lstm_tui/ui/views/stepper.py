"""The stepper: composes the regions, binds the keys, forwards to the session and shows what comes back."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static

from lstm_tui.core.pacing import Pacer
from lstm_tui.core.place import Place
from lstm_tui.drawing.targets import Do, ToLayer, ToMoment, ToPhase
from lstm_tui.errors import LstmTuiError
from lstm_tui.ui.actions import bindings
from lstm_tui.ui.region import PanelRegion, Picked
from lstm_tui.ui.text_field import TextField, from_field, to_field
from lstm_tui.visible import quoted, visible

if TYPE_CHECKING:
    from lstm_tui.session import Session
    from lstm_tui.ui.panels import Panels

SMALLEST = (80, 24)
LONGEST_TO_EDIT = 2000
SLICE_SECONDS = 0.004
ZOOMS = ("", "gates", "note", "next-symbols")
SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


class StepperScreen(Screen[None]):
    """Holds the session (what is read, and where) and the view (which unit, how fast)."""

    BINDINGS: ClassVar[list[BindingType]] = bindings()
    AUTO_FOCUS = ""  # the edit line takes the keys only while it is open
    ROWS: ClassVar = (
        ("upper", ("module", "story")),
        ("middle", ("note", "gates")),
        ("lower", ("arithmetic", "next-symbols")),
    )

    def __init__(self) -> None:
        super().__init__()
        self.session: Session | None = None
        self.panels: Panels | None = None
        self.unit = 0
        self.speed = 2
        self.zoom = 0
        self.sampling: tuple[float, int, float, int] = (0.8, 0, 1.0, 1)  # temperature, top-k, top-p, seed
        self._written: list[Session] = []  # the sessions before each symbol that the model wrote
        self._play: Timer | None = None
        self._before_edit: Session | None = None
        self._goal: int | None = None  # a timestep asked for that is not computed yet

    def compose(self) -> ComposeResult:
        """The regions, from top to bottom."""
        yield PanelRegion("heading")
        yield PanelRegion("tape")
        yield TextField(id="edit")
        for row, regions in self.ROWS:
            with Horizontal(id=row):
                for region in regions:
                    yield PanelRegion(region)
        yield PanelRegion("footer")
        yield Static("", id="too-small")

    # what is shown ---------------------------------------------------------------

    def open(self, session: Session, panels: Panels) -> None:
        """Show a session for the first time."""
        self.panels = panels
        self.unit = panels.default_unit(session)
        self.show(session)
        self._read_on()

    def show(self, session: Session) -> None:
        """Show a session in every region."""
        if self.panels is None:
            return
        self.session = session
        self.unit = min(self.unit, session.run.bundle.network.cells[session.cursor.layer].hidden_size - 1)
        self.set_class(bool(session.run.bundle.task), "-truth")
        self.panels.show(self, session, self.unit)

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout; below the smallest size say so, and recover when the window grows."""
        width, height = event.size
        small = width < SMALLEST[0] or height < SMALLEST[1]
        self.set_class(small, "-too-small")
        self.set_class(width < 120 or height < 38, "-small")
        self.set_class(width >= 160 and height >= 48, "-wide")
        if self.session is not None:
            self.show(self.session)
        if small:
            words = f"lstm-tui needs {SMALLEST[0]} × {SMALLEST[1]};\nthis window has {width} × {height}."
            self.query_one("#too-small", Static).update(Content(words))

    def tell(self, error: LstmTuiError) -> None:
        """Say what cannot be done; nothing is lost."""
        self.notify(str(error), severity="warning", markup=False)

    @work(exclusive=True, group="read")
    async def _read_on(self) -> None:
        """Compute the rest of a long text in slices, between one key press and the next."""
        trace = self.session.run.trace if self.session else None
        drawn, pacer = 0.0, Pacer(SLICE_SECONDS)
        while (
            trace is not None
            and self.session is not None
            and trace is self.session.run.trace
            and trace.computed < len(trace)
        ):
            began = time.monotonic()
            trace.advance_to(trace.computed + pacer.amount)
            pacer.took(time.monotonic() - began)
            await asyncio.sleep(0)
            if self._goal is not None and trace.computed > self._goal:
                goal, self._goal = self._goal, None
                self.show(self.session.seek(goal))
            elif time.monotonic() - drawn > 0.2 or trace.computed == len(trace):
                drawn = time.monotonic()
                self.show(self.session)

    # moving ----------------------------------------------------------------------

    def _go(self, session: Session | None) -> None:
        if session is not None and session is not self.session:
            self.show(session)

    def action_next_phase(self) -> None:
        """One phase on."""
        self._go(self.session and self.session.next_phase())

    def action_previous_phase(self) -> None:
        """One phase back."""
        self._go(self.session and self.session.previous_phase())

    def action_next_timestep(self) -> None:
        """One timestep on."""
        self._go(self.session and self.session.next_timestep())

    def action_previous_timestep(self) -> None:
        """One timestep back."""
        self._go(self.session and self.session.previous_timestep())

    def action_first_timestep(self) -> None:
        """To the first timestep."""
        self._seek(0)

    def action_last_timestep(self) -> None:
        """To the last timestep."""
        self._seek(len(self.session) - 1 if self.session else 0)

    def _seek(self, timestep: int) -> None:
        if self.session is None:
            return
        if self.session.run.trace.computed <= timestep < len(self.session):
            self._goal = timestep
            self.notify(f"Timestep {timestep + 1:,} is shown as soon as it is read.", markup=False)
            return
        try:
            self._go(self.session.seek(timestep))
        except LstmTuiError as error:
            self.tell(error)

    def action_next_unit(self) -> None:
        """The next unit."""
        self._pick_unit(self.unit + 1)

    def action_previous_unit(self) -> None:
        """The unit before."""
        self._pick_unit(self.unit - 1)

    def _pick_unit(self, unit: int) -> None:
        if self.session is not None:
            hidden = self.session.run.bundle.network.cells[self.session.cursor.layer].hidden_size
            self.unit = unit % hidden
            self.show(self.session)

    def action_next_layer(self) -> None:
        """The next layer; after the top one the bottom one."""
        if self.session is not None:
            self._go(
                self.session.to_layer((self.session.cursor.layer + 1) % len(self.session.run.bundle.network.cells))
            )

    @on(Picked)
    def _picked(self, event: Picked) -> None:
        if self.session is None:
            return
        match event.meaning:
            case Place() as place:
                cell = self.session.run.bundle.network.cells[place.layer]
                if place.quantity in cell.quantities and self.session.run.width(place) == cell.hidden_size:
                    self.unit = place.unit
                self.session = self.session.to_layer(place.layer)
                self._seek(place.timestep)
            case ToLayer(layer):
                self._go(self.session.to_layer(layer))
            case ToPhase(key):
                self._go(self.session.to_phase(key))
            case ToMoment(index):
                self._to_snapshot(index)
            case Do(action):
                self.call_later(self.run_action, action)

    def action_earlier(self) -> None:
        """The model as it was earlier in its training."""
        self._to_snapshot(self._snapshot() - 1)

    def action_later(self) -> None:
        """The model as it was later in its training."""
        self._to_snapshot(self._snapshot() + 1)

    def _snapshot(self) -> int:
        count = len(self.session.run.bundle.snapshots) if self.session else 0
        return self.session.run.snapshot % count if self.session and count else 0

    def _to_snapshot(self, index: int) -> None:
        if self.session is None:
            return
        count = len(self.session.run.bundle.snapshots)
        if count and not 0 <= index < count:
            return
        try:
            self._go(self.session.to_snapshot(index))
            self._read_on()
        except LstmTuiError as error:
            self.tell(error)

    def action_write(self) -> None:
        """Let the model write one symbol behind the text."""
        if self.session is None or self.panels is None:
            return
        try:
            longer, p = self.panels.write(self.session, self.sampling)
        except LstmTuiError as error:
            self.tell(error)
            return
        self._written = [
            *(before for before in self._written if longer.run.text.startswith(before.run.text)),
            self.session,
        ]
        self.show(longer)
        words = f"Wrote {quoted(longer.run.text[-1])}, chosen with {p * 100:.1f} %. ⌫ takes it back, y changes how it chooses."
        self.clear_notifications()
        self.notify(words, markup=False, timeout=3)

    def action_unwrite(self) -> None:
        """Take back what the model wrote last."""
        if self._written and self.session is not None:
            before = self._written.pop()
            if self.session.run.text.startswith(before.run.text) and len(self.session) == len(before) + 1:
                self.show(before)

    def clear_notifications(self) -> None:
        """Take away what was said before."""
        self.app.clear_notifications()

    # asking ----------------------------------------------------------------------

    @work
    async def action_go_to(self) -> None:
        """Ask for a timestep."""
        if self.session is None:
            return
        number = await self.app.push_screen_wait(self.dialogs.NumberDialog(f"Timestep, 1 to {len(self.session):,}:"))
        if number:
            if number.isdecimal() and 1 <= int(number) <= len(self.session):
                self._seek(int(number) - 1)
            else:
                self.tell(LstmTuiError(f"There is no timestep {number}.", f"The text has {len(self.session):,}."))

    @work
    async def action_choose_unit(self) -> None:
        """Ask for a unit."""
        if self.session is None:
            return
        hidden = self.session.run.bundle.network.cells[self.session.cursor.layer].hidden_size
        number = await self.app.push_screen_wait(self.dialogs.NumberDialog(f"Unit, 0 to {hidden - 1}:"))
        if number:
            if number.isdecimal() and int(number) < hidden:
                self._pick_unit(int(number))
            else:
                self.tell(LstmTuiError(f"There is no unit {number}.", f"This layer has units 0 to {hidden - 1}."))

    @work
    async def action_choose_model(self) -> None:
        """Ask for a model and let it read the text."""
        if self.session is None or self.panels is None:
            return
        bundles = self.panels.bundles()
        name = await self.app.push_screen_wait(self.dialogs.ModelDialog(bundles, self.session.run.bundle.name))
        chosen = next((bundle for bundle in bundles if bundle.name == name), None)
        if chosen is not None and name != self.session.run.bundle.name:
            session = self.session.with_model(chosen)
            self.unit = self.panels.default_unit(session)
            self.show(session)
            self._read_on()

    @work
    async def action_train(self) -> None:
        """Ask for a task, train a model on it in view, and step it when it is kept."""
        if self.session is None or self.panels is None:
            return
        self._stop_playing()
        name = await self.app.push_screen_wait(self.dialogs.TaskDialog(self.panels.tasks()))
        if not name:
            return
        path = await self.app.push_screen_wait(self.panels.training_screen(name))
        if path is None or self.session is None:
            return
        try:
            bundle = self.panels.trained(path)
            text = bundle.card.default_text or self.session.run.text
            session = self.session.with_model(bundle).with_text(text).seek(0)
        except LstmTuiError as error:
            self.tell(error)
            return
        self.unit = self.panels.default_unit(session)
        self.show(session)
        self._read_on()
        self.notify(f"Kept as {visible(str(path))}", markup=False)

    @work
    async def action_sampling(self) -> None:
        """Ask how the model shall choose what it writes."""
        temperature, top_k, top_p, seed = self.sampling
        words = f"Temperature, top-k, top-p, seed (now {temperature:g} {top_k} {top_p:g} {seed}):"
        answer = await self.app.push_screen_wait(self.dialogs.NumberDialog(words, kind="text"))
        if answer and self.panels is not None:
            try:
                self.sampling = self.panels.sampling_from(answer, self.sampling)
            except LstmTuiError as error:
                self.tell(error)

    def action_help(self) -> None:
        """Show the help."""
        self.app.push_screen(self.dialogs.HelpDialog())

    @property
    def dialogs(self):  # type: ignore[no-untyped-def]  # a module
        """The dialogs, imported when the first is wanted."""
        from lstm_tui.ui import dialogs

        return dialogs

    # editing ---------------------------------------------------------------------

    def action_edit_text(self) -> None:
        """Edit the text in the place of the tape."""
        if self.session is None:
            return
        if len(self.session) > LONGEST_TO_EDIT:
            self.tell(
                LstmTuiError(f"A text of {len(self.session):,} symbols is too long to edit here.", "Edit its file.")
            )
            return
        self._before_edit = self.session
        field = self.query_one("#edit", TextField)
        field.value = to_field(self.session.run.text)
        self.add_class("-editing")
        field.focus()

    @on(Input.Changed, "#edit")
    def _text_changed(self, event: Input.Changed) -> None:
        if self.session is None or not self.has_class("-editing"):
            return
        text = from_field(event.value)
        if text and text != self.session.run.text and event.value != to_field(self.session.run.text):
            try:
                self.show(self.session.with_text(text))
            except LstmTuiError:
                return  # a number half typed: what was read before stays until it is whole

    @on(Input.Submitted, "#edit")
    def _text_done(self, event: Input.Submitted) -> None:
        if not event.value:
            self.tell(
                LstmTuiError("There is no text to read.", "Type at least one symbol; Escape brings back the old text.")
            )
            return
        if self.session is not None:
            try:
                self.session.with_text(from_field(event.value))
            except LstmTuiError as error:
                self.tell(error)
                return
        self._end_edit()

    def key_escape(self) -> None:
        """Leave the editing with the text as it was before."""
        if self.has_class("-editing"):
            if self._before_edit is not None:
                self.show(self._before_edit)
            self._end_edit()

    def _end_edit(self) -> None:
        self.remove_class("-editing")
        self.set_focus(None)

    # playing, saving, looks ------------------------------------------------------------

    def action_play(self) -> None:
        """Play, or pause."""
        if self._play is not None:
            self._stop_playing()
        else:
            self._play = self.set_interval(1 / SPEEDS[self.speed], self._played)
            words = f"Playing {SPEEDS[self.speed]:g} phases a second: p pauses, + and − change the speed."
            self.notify(words, markup=False, timeout=3)

    def _played(self) -> None:
        before = self.session
        self.action_next_phase()
        if self.session is before:
            self._stop_playing()

    def _stop_playing(self) -> None:
        if self._play is not None:
            self._play.stop()
            self._play = None

    def action_faster(self) -> None:
        """Play faster."""
        self._set_speed(self.speed + 1)

    def action_slower(self) -> None:
        """Play slower."""
        self._set_speed(self.speed - 1)

    def _set_speed(self, speed: int) -> None:
        self.speed = max(0, min(speed, len(SPEEDS) - 1))
        if self._play is not None:
            self._stop_playing()
            self.action_play()
        else:
            self.notify(f"{SPEEDS[self.speed]:g} phases a second", markup=False, timeout=1.5)

    def action_zoom(self) -> None:
        """The next panel that can be large, or all of them again."""
        self.zoom = (self.zoom + 1) % len(ZOOMS)
        self.set_class(self.zoom > 0, "-zoomed")
        for name in ZOOMS[1:]:
            self.set_class(name == ZOOMS[self.zoom], f"-zoom-{name}")
        if self.session is not None:
            self.show(self.session)

    def action_switch_theme(self) -> None:
        """Between dark and light."""
        self.app.theme = "lstm-light" if self.app.theme == "lstm-dark" else "lstm-dark"

    def action_save_picture(self) -> None:
        """Save an SVG of the screen and say where."""
        from lstm_tui.ui.picture import save_picture

        try:
            self.notify(f"Saved {save_picture(self.app)}", markup=False)
        except LstmTuiError as error:
            self.tell(error)

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()
