"""What if: the operations laid out, switched and taken back; proposals for where one stands; and what they change."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from lstm_tui.effect import Effect, effects
from lstm_tui.errors import LstmTuiError
from lstm_tui.explain.effects import effect_lines
from lstm_tui.family import FAMILIES, family_of, read_lead
from lstm_tui.family.operated import in_words
from lstm_tui.family.proposals import Proposal, proposals
from lstm_tui.operations.bench import Item
from lstm_tui.operations.grammar import spelled
from lstm_tui.panels.operate import ADD, OFF, ON, WAITS, Choice, Laid, Outcome, draw_operations, draw_outcome
from lstm_tui.session import Session
from lstm_tui.ui.actions import OPERATE_ACTIONS, Action, bindings
from lstm_tui.ui.operation_line import TYPING, OperationLine
from lstm_tui.ui.stage import Seat, Stage
from lstm_tui.ui.views.operating import OperatingView
from lstm_tui.visible import quoted

SLICE_SECONDS, SHOW_SECONDS = 0.008, 0.15


class OperateView(OperatingView):
    """The operations of the app's standing. Attributes: chosen: the place among what is laid out and proposed."""

    ACTIONS: ClassVar[tuple[Action, ...]] = OPERATE_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(OPERATE_ACTIONS)
    STAGE: ClassVar[Stage] = (Seat("operations", draw_operations), Seat("outcome", draw_outcome))

    def __init__(self) -> None:
        super().__init__()
        self.chosen = 0
        self.laid = Laid((), (), 0, "")
        self.outcome = Outcome((), 0.0)
        self._proposals: tuple[Proposal, ...] = ()
        self._effect = Effect()
        self._measured: object = None  # the session's work of which the effect is
        self._under_change: int | None = None  # the operation that the line changes; None where it adds one

    def under(self, seat: Seat) -> list[Widget]:
        """The line in which an operation is typed, in the footer's place."""
        return [OperationLine()] if seat.name == "outcome" else []

    def on_mount(self) -> None:
        """Choose the first proposal where nothing is laid out."""
        super().on_mount()
        self.call_after_refresh(self._measure)

    # what is shown ---------------------------------------------------------------

    def show(self) -> None:
        """Show what is laid out where one stands now, and measure what it changes."""
        session, bench = self.session, self.owner.standing.bench
        reading = read_lead(session, self.unit)
        self._proposals = proposals(reading)
        reasons = iter(session.reasons)
        items = tuple(self._item(item, next(reasons) if item.on else "") for item in bench.items)
        offered = tuple(
            Choice(proposal.words, proposal.text, ADD, about=proposal.about) for proposal in self._proposals
        )
        self.chosen = max(0, min(self.chosen, len(items) + len(offered) - 1))
        layer = f"layer {session.cursor.layer + 1} · " if session.run.layers > 1 else ""
        place = f"timestep {session.cursor.timestep + 1:,} {quoted(reading.symbol)} · {layer}{reading.phase.title} · unit {self.unit}"
        self.laid = Laid(items, offered, self.chosen, place, len(bench.past), len(bench.future))
        if self._measured is not session.work and self.is_mounted:
            self._measure()
        self._show_effect()
        super().show()

    def _item(self, item: Item, reason: str) -> Choice:
        run = self.session.run
        words = in_words(item.operation, FAMILIES[run.bundle.network.cell.kind], run.layers)
        return Choice(words, spelled(item.operation), WAITS if reason else ON if item.on else OFF, reason)

    def _show_effect(self) -> None:
        self.outcome = Outcome(effect_lines(self._effect, self.session), self._effect.share)

    def subject(self, seat: Seat) -> object:
        """Return what is laid out, or what it changes."""
        return self.laid if seat.name == "operations" else self.outcome

    @property
    def progress(self) -> float:
        """How much of the text is read."""
        return self.session.computed / len(self.session)

    @property
    def line(self) -> OperationLine:
        """The line in which an operation is typed."""
        return self.query_one(OperationLine)

    @property
    def keys(self) -> tuple[Action, ...]:
        """The keys of the line that is open, or of the view."""
        return TYPING if self.has_class("-typing") else self.ACTIONS

    # what is changed, measured in slices -----------------------------------------

    def _measure(self) -> None:
        self._measured, self._effect = self.session.work, Effect()
        self.run_worker(self._measuring(self.session), group="measure", exclusive=True)

    async def _measuring(self, session: Session) -> None:
        shown, steps = time.monotonic(), effects(session)
        while (effect := _slice(steps)) is not None and session.work is self.session.work:
            self._effect = effect
            if effect.share == 1 or time.monotonic() - shown > SHOW_SECONDS:
                shown = time.monotonic()
                self._show_effect()
                super().show()
            await asyncio.sleep(0)

    def action_measured(self) -> None:
        """What counts, measured."""
        from lstm_tui.ui.views.measured import open_measured

        open_measured(self)

    # choosing --------------------------------------------------------------------

    def action_next_choice(self) -> None:
        """The next row."""
        self._choose(self.chosen + 1)

    def action_previous_choice(self) -> None:
        """The row before."""
        self._choose(self.chosen - 1)

    def action_choose(self, index: int) -> None:
        """Choose a row; the one that is chosen already is taken."""
        if index == self.chosen:
            self.action_take()
        else:
            self._choose(index)

    def _choose(self, index: int) -> None:
        self.chosen = index
        self.show()

    def action_take(self) -> None:
        """Do what is proposed; what is laid out, or lacks a number or a symbol, is written in the line."""
        bench = self.owner.standing.bench
        if self.chosen < len(bench.items):
            self._write(spelled(bench.items[self.chosen].operation), self.chosen)
            return
        proposal = self._proposals[self.chosen - len(bench.items)]
        if proposal.operation is None:
            self._write(proposal.text, None)
            return
        try:
            standing = self.owner.standing.done(proposal.operation)
        except LstmTuiError as error:
            self.tell(error)
            return
        self.chosen = len(bench.items)
        self.change(standing)

    def action_switch(self) -> None:
        """Switch an operation off or on; do what is proposed."""
        if self.chosen < len(self.owner.standing.bench.items):
            self.change(self.owner.standing.switched(self.chosen))
        else:
            self.action_take()

    def action_remove(self) -> None:
        """Take an operation off the list."""
        if self.chosen < len(self.owner.standing.bench.items):
            self.change(self.owner.standing.removed(self.chosen))

    # typing ----------------------------------------------------------------------

    def action_type(self) -> None:
        """Type an operation; what was typed before and left stands there still."""
        self._write(None, None)

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout; a line that a small window took away is typed in again once there is room."""
        super().on_resize(event)
        if self.has_class("-typing") and not self.has_class("-too-small"):
            self.call_after_refresh(self.line.focus_again)

    def _write(self, text: str | None, index: int | None) -> None:
        self._under_change = index
        self.add_class("-typing")
        self.line.begin(text)
        self.show_foot()

    @on(Input.Changed, "#operation")
    def _typed(self, event: Input.Changed) -> None:
        run = self.session.run
        self.line.follow(
            lambda operation: in_words(operation, family_of(read_lead(self.session, self.unit)), run.layers)
        )

    @on(Input.Submitted, "#operation")
    def _submitted(self) -> None:
        """Put in force what was typed; where it cannot be, say why, and keep it."""
        if not self.has_class("-typing"):
            return
        standing, index = self.owner.standing, self._under_change
        try:
            operation = self.line.operation()
            standing = standing.done(operation) if index is None else standing.replaced(index, operation)
        except LstmTuiError as error:
            self.line.refuse(error)
            return
        self.chosen = len(standing.bench.items) - 1 if index is None else index
        self._leave_line(keep=False)
        self.change(standing)

    def _leave_line(self, keep: bool) -> None:
        self.line.end(keep)
        self.remove_class("-typing")
        self.set_focus(None)
        self.show_foot()

    def action_close(self) -> None:
        """Leave the line, with what was typed kept; else back to the stepper."""
        if self.has_class("-typing"):
            self._leave_line(keep=self._under_change is None)
        else:
            self.dismiss(None)


def _slice(steps: Iterator[Effect]) -> Effect | None:
    """Return what is known after some milliseconds more of work; None where all was known."""
    began, last = time.monotonic(), None
    for effect in steps:
        last = effect
        if time.monotonic() - began > SLICE_SECONDS:
            break
    return last
