"""The application: themes, signals, the first paint, and the place that all views share."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import App
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from lstm_tui.errors import LstmTuiError
from lstm_tui.ui.keyboard import survive_any_bytes
from lstm_tui.ui.notice import SECONDS, UNTIL_A_KEY, Notice
from lstm_tui.ui.once import answered_once
from lstm_tui.ui.theme import themes
from lstm_tui.ui.views.base import SMALLEST, View

if TYPE_CHECKING:
    from lstm_tui.explain.measured import Tables
    from lstm_tui.operations.bench import Bench
    from lstm_tui.session import Session
    from lstm_tui.ui.standing import Standing
    from lstm_tui.ui.views.stepper import StepperView
    from lstm_tui.wish import Wish

GARBAGE = 50_000  # objects between two looks for cycles: a key makes thousands, and hardly any is in a cycle
HUNG_UP = 129  # the exit status of a program whose terminal is gone
LAST = 5.0  # seconds that are left then to keep what must be kept
TWICE = 3.0  # seconds in which a second Ctrl+C leaves
LONGEST_PASTE = 2_000  # symbols, as many as a line edits
SMALLEST_WINDOW = (40, 8)  # below it windows over the screen close


class LstmTuiApp(App[None]):
    """The stepper on a text (None: the model's own), or on a session that is open already.

    Attributes: standing: where the person stands, shared by all views; there from the first view on. failure: what went
    wrong inside, if anything.
    """

    CSS_PATH = "lstm_tui.tcss"
    TITLE = "lstm-tui"
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = True
    standing: Standing

    def __init__(
        self,
        text: str | None = None,
        model: str | None = None,
        session: Session | None = None,
        theme: str = "dark",
        unit: int | None = None,
        file: str | None = None,
        bench: Bench | None = None,
        said: str = "",
    ) -> None:
        super().__init__()
        survive_any_bytes(self._terminal_is_gone)
        for known in themes():
            self.register_theme(known)
        self.theme = f"lstm-{theme}"
        self.stepper: StepperView | None = None
        self.failure: BaseException | None = None
        self._wanted = (text, model, session, unit)
        self._bench, self._said = bench, said
        self._file, self._from_file = file, ""
        self.notice: Notice | None = None
        self.tables: Tables | None = None
        self._interrupted = -TWICE

    def on_mount(self) -> None:
        """Leave the terminal as it was when ended from outside; open the stepper once the ground is painted."""
        loop = self._ground = asyncio.get_running_loop()
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"):
            number = getattr(signal, name, None)  # not every system has them all
            try:
                if number is not None:
                    loop.add_signal_handler(number, self._end, 128 + number)
            except (NotImplementedError, RuntimeError, ValueError):
                break  # not the main thread, or a system without these signals
        self.call_after_refresh(self._open)

    def _terminal_is_gone(self) -> None:
        """Told by the thread that reads the keyboard: the window was closed, or the line is down."""
        self._ground.call_soon_threadsafe(self._end, HUNG_UP)

    def _end(self, status: int) -> None:
        """End as from outside; where the terminal is gone, and leaving it in order never comes to an end, all the same."""
        self.exit(None, status)
        if status == HUNG_UP:
            last = threading.Timer(LAST, os._exit, (status,))
            last.daemon = True
            last.start()

    async def _open(self) -> None:
        from lstm_tui.opening import in_the_middle, open_text
        from lstm_tui.run import FIRST_TIMESTEPS
        from lstm_tui.ui.standing import Standing
        from lstm_tui.ui.views.stepper import StepperView
        from lstm_tui.wish import Wish

        text, model, session, unit = self._wanted
        try:
            if session is None:
                session = open_text(text, Wish(model=model), FIRST_TIMESTEPS)
                session = in_the_middle(session) if text is None else session
        except LstmTuiError as error:
            self.exit(return_code=2, message=str(error))
            return
        self.standing = Standing.at(session, unit)
        if self._bench is not None:
            self.standing = replace(self.standing, bench=self._bench)
        self._from_file = session.base.text if self._file else ""
        self.stepper = StepperView()
        await self.push_screen(self.stepper)
        if self._said:
            self.notify(self._said, timeout=UNTIL_A_KEY)
        if len(session.runs) > 1:
            self.stepper.action_beside()
        self.offer()
        gc.enable()
        gc.freeze()
        gc.set_threshold(GARBAGE, 20, 50)

    @work
    async def offer(self) -> None:
        """Offer to go on where the program ended the last time, if that was by an error inside."""
        from lstm_tui.aftermath import kept
        from lstm_tui.ui.asking import to_go_on

        wish = kept()
        if wish is not None and self.stepper is not None:
            await to_go_on(self.stepper, wish)

    def _fatal_error(self) -> None:
        """End with the terminal as it was; what went wrong goes into a file, and where the person stood is kept."""
        self.failure = self.failure or self._exception or sys.exc_info()[1]
        self._close_messages_no_wait()

    @property
    def place(self) -> str:
        """The command that leads where the person stands; the text by its file where that is where it came from."""
        from lstm_tui.address import command_for

        return command_for(self.wish)

    @property
    def wish(self) -> Wish:
        """What to ask for to stand here again; the text by its file where that is where it came from."""
        wish = self.standing.wish
        return replace(wish, text=None, file=self._file) if wish.text == self._from_file else wish

    def stand(self, standing: Standing) -> None:
        """Let the views show another place, those that another covers once they are seen again; read another run on."""
        another = standing.session.traces != self.standing.session.traces
        self.standing = standing
        if another and self.stepper is not None:
            self.stepper.goal = None
            if standing.goal is not None:
                self.stepper.wait_for(standing.goal)
            if not standing.session.read:
                self.stepper.read_on()
        for screen in self.screen_stack:
            if isinstance(screen, View) and screen.is_mounted:
                screen.refreshed()

    def push_screen(self, screen: Any, *arguments: Any, **how: Any) -> Any:
        """Show a screen over the others; it can be answered once."""
        if isinstance(screen, Screen):
            answered_once(screen)
        return super().push_screen(screen, *arguments, **how)

    def notify(self, message: str, *, severity: str = "information", timeout: float | None = None, **_: Any) -> None:
        """Say something at the foot of the views: for some seconds, or until the next key; what is wrong until that."""
        notice = Notice.of(message, severity != "information")
        self._announce(notice)
        if not notice.wrong and timeout != UNTIL_A_KEY:
            self.set_timer(timeout or SECONDS, partial(self.hush, notice))

    def _announce(self, notice: Notice | None) -> None:
        self.notice = notice
        for screen in self.screen_stack:
            if isinstance(screen, View) and screen.is_mounted:
                screen.show_foot()

    def hush(self, notice: Notice | None = None) -> None:
        """Say no more what is said, or what this notice says if it is the one that stands there."""
        if self.notice is not None and (notice or self.notice) is self.notice:
            self._announce(None)

    def action_help_quit(self) -> None:
        """Ctrl+C says how one leaves; twice, it leaves."""
        now = time.monotonic()
        if now - self._interrupted < TWICE:
            self.exit()
        self._interrupted = now
        self.notify("q leaves, and so does Ctrl+C once more.", markup=False, timeout=TWICE)

    async def on_event(self, event: events.Event) -> None:
        """Close windows over the screen before a terminal drawn very small: lists cannot be laid out in no width."""
        if isinstance(event, events.Resize) and (
            event.size.width < SMALLEST_WINDOW[0] or event.size.height < SMALLEST_WINDOW[1]
        ):
            while isinstance(self.screen, ModalScreen):
                await self.screen.dismiss(None)
        if isinstance(event, (events.Key, events.MouseDown, events.Paste)) and not event.is_forwarded:
            self.hush()
        if isinstance(event, events.Paste) and not event.is_forwarded:
            if len(event.text) > LONGEST_PASTE:
                words = f"A paste of {len(event.text):,} symbols is too long; at most {LONGEST_PASTE:,} fit. Open it with --file."
                self.notify(words, markup=False, severity="warning")
                return
            from lstm_tui.ui.text_field import to_field

            event.text = to_field(event.text)  # the same event: a new one would come round for ever
        if (
            isinstance(event, events.Key)
            and event.is_forwarded
            and event.is_printable
            and isinstance(self.focused, Input)
        ):
            self.focused.insert_text_at_cursor(
                event.character or ""
            )  # typed before the line that it is meant for was open
            return
        await super().on_event(event)

    def action_command_palette(self) -> None:
        """Open the palette over a view, in a terminal that has room for it."""
        roomy = self.size.width >= SMALLEST[0] and self.size.height >= SMALLEST[1]
        if roomy and isinstance(self.screen, View):
            from lstm_tui.ui.lists import Palette
            from lstm_tui.ui.palette import ActionsProvider

            words = "what to do   ↑ ↓ choose   Enter does it   Esc back"
            self.push_screen(Palette([ActionsProvider], placeholder=words))
