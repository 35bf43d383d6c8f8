"""What every view has: its seats, sizes, footer, help, theme, picture, notices, and a place that it shares."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from lstm_tui.drawing.targets import Do
from lstm_tui.errors import LstmTuiError
from lstm_tui.ui.actions import Action
from lstm_tui.ui.compositor import SpanCompositor
from lstm_tui.ui.footer import Foot, draw_footer
from lstm_tui.ui.region import PanelRegion, Picked
from lstm_tui.ui.stage import Column, Row, Seat, Stage, seats_of

if TYPE_CHECKING:
    from lstm_tui.ui.standing import Owner

Answer = TypeVar("Answer")
SMALLEST = (80, 24)
ROOMY, WIDE = (120, 38), (160, 48)
NARROW = 104  # columns under which only the module or the words have room for all


class View(Screen[Answer]):
    """A screen of seats.

    A view declares `ACTIONS` (with a method `action_<name>` for each, and `BINDINGS` made from them) and `STAGE`, and says
    what each seat shows. It exists only once there is a session.
    """

    ACTIONS: ClassVar[tuple[Action, ...]]
    STAGE: ClassVar[Stage]
    AUTO_FOCUS = ""  # keys are the view's; a line takes them only while it is open

    def __init__(self) -> None:
        super().__init__()
        self._compositor = SpanCompositor()
        self.stale = False  # the place has changed while another view lay over this one
        self._on_top = 0.0
        self._foot_shown: tuple[object, ...] = ()
        self._seated: list[tuple[PanelRegion, Seat]] = []  # there once the view is mounted; keys may come before

    @property
    def owner(self) -> Owner:
        """The application, which owns the place."""
        return cast("Owner", self.app)

    def compose(self) -> ComposeResult:
        """The seats, from top to bottom, then the footer."""
        yield from self._composed(self.STAGE)
        yield PanelRegion("footer")
        yield Static("", id="too-small")

    def _composed(self, parts: tuple[Seat | Row | Column, ...]) -> ComposeResult:
        for part in parts:
            if isinstance(part, Seat):
                yield PanelRegion(part.name)
                yield from self.under(part)
            else:
                with (Horizontal if isinstance(part, Row) else Vertical)(id=part.name):
                    yield from self._composed(part.seats)

    def under(self, seat: Seat) -> list[Widget]:
        """Return what else stands under a seat."""
        return []

    async def on_event(self, event: events.Event) -> None:
        """Begin nothing in a view without its seats: Textual composes none once the program is at its end, yet mounts it."""
        if isinstance(event, events.Mount) and not all(self.query(f"#{seat.name}") for seat in seats_of(self.STAGE)):
            return
        await super().on_event(event)

    def on_mount(self) -> None:
        """Show what there is."""
        self._seated = [(self.query_one(f"#{seat.name}", PanelRegion), seat) for seat in seats_of(self.STAGE)]
        self._foot = self.query_one("#footer", PanelRegion)
        self.show()

    def on_screen_resume(self) -> None:
        """Note since when this view is on top again; show what has changed meanwhile."""
        self._on_top = time.monotonic()
        if self.stale:
            self.stale = False
            self.show()

    def on_key(self, event: events.Key) -> None:
        """Leave out an Enter that was typed before the window over this view was gone: it was meant for that one."""
        if event.key == "enter" and event.time < self._on_top:
            event.stop()

    def subject(self, seat: Seat) -> object:
        """Return what a seat's drawing is drawn from; an object that is new where it differs."""
        raise NotImplementedError

    def seated(self, seat: Seat) -> bool:
        """Say whether a seat is to be seen now: others are not drawn."""
        return True

    def drawn(self, seat: Seat) -> Seat:
        """Return the seat as it is now: a view may let another drawing sit there."""
        return seat

    @property
    def progress(self) -> float:
        """How much has been read, 0 to 1; 1 shows nothing."""
        return 1.0

    def show(self) -> None:
        """Show everything as it is now, once there is where to show it."""
        if not self._seated:
            return
        for region, seat in self._seated:
            if self.seated(seat):
                region.show(self.subject(seat), self.drawn(seat).drawing)
        self.show_foot()

    @property
    def keys(self) -> tuple[Action, ...]:
        """The actions whose keys stand at the foot: those of the view, or of what is open in it."""
        return self.ACTIONS

    def show_foot(self) -> None:
        """Show the keys, how much is read, and what is said."""
        if not self._seated:
            return
        progress = round(self.progress, 2)
        shown = (self.keys, progress, self.owner.notice, self.size.width)
        if shown != self._foot_shown:
            self._foot_shown = shown
            foot = Foot(self.keys, progress, self.owner.notice)
            self._foot.styles.height = foot.height(self.size.width)
            self._foot.show(foot, draw_footer)

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout; below the smallest size say so, and recover when the window grows."""
        width, height = event.size
        small = width < SMALLEST[0] or height < SMALLEST[1]
        self.set_class(small, "-too-small")
        self.set_class(width < ROOMY[0] or height < ROOMY[1], "-small")
        self.set_class(width < NARROW, "-narrow")
        self.set_class(height < ROOMY[1], "-low")
        self.set_class(width >= WIDE[0] and height >= WIDE[1], "-wide")
        self.set_class(width >= WIDE[0] and height >= ROOMY[1], "-broad")
        if small:
            words = f"lstm-tui needs {SMALLEST[0]} × {SMALLEST[1]};\nthis window has {width} × {height}."
            self.query_one("#too-small", Static).update(Content(words))
        if self.is_mounted:
            self.show()

    @on(Picked)
    def _done(self, event: Picked) -> None:
        if isinstance(event.meaning, Do):
            self.call_later(self.run_action, event.meaning.action)

    def refreshed(self) -> None:
        """Show what has changed, or, while another view lies over this one, as soon as it is seen again."""
        above = self.app.screen_stack[self.app.screen_stack.index(self) + 1 :] if self in self.app.screen_stack else ()
        self.stale = any(isinstance(screen, View) for screen in above)
        if not self.stale:
            self.show()

    # what every view can do ----------------------------------------------------------

    def tell(self, error: LstmTuiError) -> None:
        """Say what cannot be done; nothing is lost."""
        self.notify(str(error), severity="warning", markup=False)

    def say(self, words: str, seconds: float = 3) -> None:
        """Say something in passing, in the place of what was said before."""
        self.notify(words, markup=False, timeout=seconds)

    def action_help(self) -> None:
        """Show the help."""
        from lstm_tui.explain.reading import Reading
        from lstm_tui.ui.help import HelpDialog

        seen = [self.subject(seat) for _, seat in self._seated if self.seated(seat)]
        shown = [subject for subject in seen if isinstance(subject, Reading)]
        self.app.push_screen(HelpDialog(self.ACTIONS, shown[0] if shown else None))

    def action_switch_theme(self) -> None:
        """Between dark and light."""
        self.app.theme = "lstm-light" if self.app.theme == "lstm-dark" else "lstm-dark"

    def action_save_picture(self) -> None:
        """Save an SVG of the screen and say where."""
        from lstm_tui.ui.picture import save_picture

        try:
            self.notify(f"Saved {save_picture(self.app, self.owner.place)}", markup=False)
        except LstmTuiError as error:
            self.tell(error)

    def action_close(self) -> None:
        """Back to where one came from."""
        self.dismiss(None)

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()
