"""Who wrote this: the symbols' shares of a unit, of the whole note or of a logit, under the stepper's cursor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from lstm_tui.core.provenance import check, half_lives_so_far
from lstm_tui.core.trace import Trace
from lstm_tui.errors import LstmTuiError
from lstm_tui.explain.ink import LIKELIEST, LOGIT, NOTE, ORDERS, TRUE, UNIT, Ask, ink_of, likeliest
from lstm_tui.family import read_lead
from lstm_tui.panels.heading import draw_heading
from lstm_tui.panels.ink.lives import draw_ink_lives
from lstm_tui.panels.ink.page import Page, draw_captions, draw_why
from lstm_tui.panels.ink.shares import draw_ink_shares
from lstm_tui.panels.ink.tape import draw_ink_tape
from lstm_tui.panels.ink.triangle import draw_triangle
from lstm_tui.ui.actions import Action, bindings
from lstm_tui.ui.ink_actions import ELSEWHERE, INK_ACTIONS, PANELS, WITHOUT
from lstm_tui.ui.reader import Reader
from lstm_tui.ui.slices import in_slices
from lstm_tui.ui.stage import Row, Seat, Stage
from lstm_tui.ui.views.measured import open_measured
from lstm_tui.ui.views.operate import OperateView
from lstm_tui.ui.views.operating import OperatingView

if TYPE_CHECKING:
    from lstm_tui.core.provenance import Numbers

APART = 160  # symbols that are told apart at most; the widest window shows fewer


class InkView(OperatingView):
    """Attributes: ask: what is asked about. followed: the timestep whose ink is followed. order: of the half-lives.

    large: the panel that is large; "" where all are shown.
    """

    ACTIONS: ClassVar[tuple[Action, ...]] = INK_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(INK_ACTIONS)
    STAGE: ClassVar[Stage] = (
        Seat("heading", draw_heading),
        Seat("ink-tape", draw_ink_tape),
        Seat("ink-why", draw_why),
        Row(
            "ink-body",
            (
                Seat("ink-shares", draw_ink_shares),
                Seat("ink-triangle", draw_triangle),
                Seat("ink-lives", draw_ink_lives),
            ),
        ),
        Seat("ink-captions", draw_captions),
    )

    def __init__(self) -> None:
        super().__init__()
        self.ask, self.order, self.large = Ask(), ORDERS[0], ""
        self.followed: int | None = None
        self.reader = Reader(self)
        self._lives: tuple[float, ...] = ()
        self._read = 0
        self._of: tuple[Trace, int] | None = None  # what the half-lives are of
        self._page: Page | None = None

    def on_mount(self) -> None:
        """Show the ink, and read on."""
        super().on_mount()
        self.read_on()

    def read_on(self) -> None:
        """Compute what is not computed yet, beside everything else."""
        self.reader.read_on()

    def show(self) -> None:
        """Show the ink at the cursor; where the note is no sum, why."""
        if not self._seated:
            return
        session, reading = self.session, read_lead(self.session, self.unit)
        run, cursor = session.run, session.cursor
        try:
            check(run.bundle.network.cells[cursor.layer])
            ink = ink_of(run, reading.notation, cursor.layer, cursor.timestep, self.unit, self.ask, APART)
            self._measure(run.trace, cursor.layer)
            self._page = Page(reading, ink, (), self.followed, self._lives, self._read, self.order)
        except LstmTuiError as error:
            self.workers.cancel_group(self, "lives")
            self._of = None
            self._page = Page(reading, None, (error.message, error.hint, ELSEWHERE))
        self.set_class(self._page.ink is None, "-no-sum")
        for name in PANELS:
            self.set_class(self.large == name, f"-{name}")
        super().show()

    def seated(self, seat: Seat) -> bool:
        """While a panel is large the others are not seen."""
        if seat.name in PANELS and self.large:
            return seat.name == self.large
        return seat.name != "ink-lives" or bool(self.large) or not self.has_class("-narrow")

    def subject(self, seat: Seat) -> object:
        """Return the page; of the heading its reading."""
        assert self._page is not None
        return self._page.reading if seat.name == "heading" else self._page

    @property
    def keys(self) -> tuple[Action, ...]:
        """The keys; where there is no sum, those that do something."""
        return WITHOUT if self._page is not None and self._page.ink is None else INK_ACTIONS

    @property
    def progress(self) -> float:
        """How much of the text is read."""
        return self.session.computed / len(self.session)

    def _measure(self, trace: Trace, layer: int) -> None:
        """Measure the half-lives of a layer, once for each run."""
        if self._of is None or self._of[0] is not trace or self._of[1] != layer:
            self._of, self._lives, self._read = (trace, layer), (), 0
            self.run_worker(self._live, group="lives", exclusive=True)  # type: ignore[arg-type]  # not begun, not awaited

    async def _live(self) -> None:
        if self._of is not None:
            trace, layer = self._of
            await in_slices(self._living(half_lives_so_far(trace, layer, len(trace))), self.show)

    def _living(self, steps: Iterator[tuple[int, Numbers]]) -> Iterator[None]:
        for self._read, lives in steps:
            self._lives = tuple(lives.tolist())
            yield

    @property
    def page(self) -> Page:
        """What is shown."""
        assert self._page is not None
        return self._page

    # what is asked -----------------------------------------------------------------

    def action_whose(self) -> None:
        """Ask about the next of what can be asked about."""
        if self._page is None or self._page.ink is None:
            return
        ways = [UNIT, NOTE, LIKELIEST]
        ways += [TRUE] if self.session.run.tokens.symbols else []
        of = self.ask.of if self.ask.of in ways else ways[-1]
        self.action_ask(ways[(ways.index(of) + 1) % len(ways)])

    def action_ask(self, of: str) -> None:
        """Ask about this."""
        self.ask = Ask(of, self.ask.symbol)
        self.show()

    def action_next_symbol(self) -> None:
        """The next symbol's logit."""
        self._symbol(1)

    def action_previous_symbol(self) -> None:
        """The logit of the symbol before."""
        self._symbol(-1)

    def _symbol(self, step: int) -> None:
        if self._page is None or self._page.ink is None:
            return
        told, order = self._page.ink.ask, likeliest(self.session.run, self.session.cursor.timestep)
        at = order.index(told.symbol) + step if told.of not in (UNIT, NOTE) else 0
        self.ask = Ask(LOGIT, order[at % len(order)])
        self.show()

    def action_follow(self, timestep: int) -> None:
        """Follow what the symbol of this timestep wrote; where it is not read yet, go there."""
        if timestep > self.session.cursor.timestep:
            self.seek(timestep)
            return
        self.followed = timestep
        self.show()

    def action_follow_older(self) -> None:
        """Follow an older symbol's ink."""
        self._follow(-1)

    def action_follow_newer(self) -> None:
        """Follow a newer symbol's ink."""
        self._follow(1)

    def _follow(self, step: int) -> None:
        page = self._page
        if page is None or page.ink is None or page.chosen is None:
            return
        parts = [part.timestep or 0 for part in page.ink.parts]
        at = parts.index(page.chosen.timestep or 0) + step
        self.action_follow(parts[min(max(at, 0), len(parts) - 1)])

    def action_order(self) -> None:
        """Sort the half-lives in the next order."""
        self.action_sort(ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)])

    def action_sort(self, order: str) -> None:
        """Sort the half-lives so."""
        self.order = order
        self.show()

    # looks and places -----------------------------------------------------------------

    def action_zoom(self) -> None:
        """One panel large, then the next, then all again."""
        ways = ("", *PANELS)
        self.large = ways[(ways.index(self.large) + 1) % len(ways)]
        self.show()

    def action_operate(self) -> None:
        """What if."""
        self.app.push_screen(OperateView())

    def action_measured(self) -> None:
        """What counts, measured."""
        open_measured(self)

    def action_close(self) -> None:
        """All panels again where one is large; else back to the stepper."""
        if self.large:
            self.large = ""
            self.show()
        else:
            self.dismiss(None)

    def walks(self, region: str) -> bool:
        """Over its own tape."""
        return region == "ink-tape"
