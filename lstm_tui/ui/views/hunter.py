"""The hunter on the screen: it hunts while one looks; a find leads to its unit, and one key clamps it."""

from __future__ import annotations

import random
from collections.abc import Generator, Iterator
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from lstm_tui.errors import LstmTuiError
from lstm_tui.hunting.effect import Effect, Measuring
from lstm_tui.hunting.finds import Find
from lstm_tui.hunting.hunt import Hunt
from lstm_tui.hunting.setting import makes_its_own, setting_out
from lstm_tui.panels.hunter import Hunted, draw_hunter
from lstm_tui.ui.actions import Action, bindings
from lstm_tui.ui.dialogs import NumberDialog
from lstm_tui.ui.lens_actions import HUNTER_ACTIONS
from lstm_tui.ui.slices import in_slices
from lstm_tui.ui.stage import Seat, Stage
from lstm_tui.ui.views.base import View

LISTED = 200  # finds


class HunterView(View[bool]):
    """Hunts in the app's text, untouched. It is answered with whether to go on to the stepper."""

    ACTIONS: ClassVar[tuple[Action, ...]] = HUNTER_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(HUNTER_ACTIONS)
    STAGE: ClassVar[Stage] = (Seat("hunter", draw_hunter),)

    def __init__(self) -> None:
        super().__init__()
        self.hunt: Hunt | None = None
        self.effects: dict[int, Effect] = {}
        self._chosen: tuple[str, int] | None = None  # a feature and a unit; None: the first
        self._measuring: float | None = None
        self._shown = Hunted(None)

    def on_mount(self) -> None:
        """Begin."""
        super().on_mount()
        self._begin()

    def _begin(self, pattern: str = "") -> None:
        session = self.owner.standing.session
        self._run, self._layer = session.base, session.cursor.layer
        self.hunt, self.effects, self._chosen, self._measuring = None, {}, None, None
        steps = setting_out(self._run, self._layer, patterns=[pattern] if pattern else [], own=makes_its_own(self._run))
        self.show()
        self.run_worker(self._work(steps), group="hunt", exclusive=True)

    async def _work(self, steps: Generator[None, None, Hunt]) -> None:
        try:
            await in_slices(self._all(steps), self.show)
        except LstmTuiError as error:
            self.tell(error)
            self.dismiss(False)

    def _all(self, steps: Generator[None, None, Hunt]) -> Iterator[None]:
        self.hunt = yield from steps
        yield from self.hunt.steps()

    # what is shown ---------------------------------------------------------------

    def show(self) -> None:
        """Show what is found so far."""
        finds = self.hunt.finds[:LISTED] if self.hunt is not None else ()
        places = [(find.feature, find.unit) for find in finds]
        chosen = places.index(self._chosen) if self._chosen in places else 0
        if self._chosen is not None and self._chosen not in places and self.hunt is not None:
            own = [find for find in self.hunt.finds if (find.feature, find.unit) == self._chosen]
            finds, chosen = (*finds, *own), len(finds) if own else 0
        self._shown = Hunted(self.hunt, finds, chosen, dict(self.effects), self._measuring)
        super().show()

    def subject(self, seat: Seat) -> object:
        """Return what is found."""
        return self._shown

    @property
    def progress(self) -> float:
        """How much of the hunt is done."""
        return self.hunt.share if self.hunt is not None else 0.0

    # what can be done ------------------------------------------------------------

    @property
    def find(self) -> Find | None:
        """The chosen find."""
        return self._shown.find

    def action_choose(self, place: int) -> None:
        """Choose a find; again: go to its unit."""
        if 0 <= place < len(self._shown.finds):
            find = self._shown.finds[place]
            if self._chosen == (find.feature, find.unit):
                self.action_go_to_unit()
                return
            self._choose(find)

    def _choose(self, find: Find) -> None:
        self._chosen = (find.feature, find.unit)
        self.show()

    def action_next_find(self) -> None:
        """The next find."""
        self._step(1)

    def action_previous_find(self) -> None:
        """The find before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        place = self._shown.chosen + by
        if 0 <= place < len(self._shown.finds):
            self._choose(self._shown.finds[place])

    def action_random_unit(self) -> None:
        """Some unit's best find, for comparison."""
        if self.hunt is not None and self.hunt.finds:
            unit = random.randrange(self.hunt.hidden)
            self._choose(next(find for find in self.hunt.finds if find.unit == unit))

    def action_go_to_unit(self) -> None:
        """Stand at the unit in the stepper."""
        if self.find is not None:
            self.owner.stand(self.owner.standing.with_unit(self.find.unit))
            self.dismiss(True)

    def action_clamp(self) -> None:
        """Hold the unit at its mean, in the stepper too, and measure what that does."""
        if self.find is None or self.hunt is None or not self.hunt.done:
            self.say("A find can be clamped once the hunt is done.")
            return
        try:
            measuring = Measuring(self.hunt, self.find)
            operation = measuring.operation(self.find.unit)
            if operation not in self.owner.standing.session.operations:
                self.owner.stand(self.owner.standing.done(operation))
        except LstmTuiError as error:
            self.tell(error)
            return
        self.run_worker(self._measure(measuring), group="clamp", exclusive=True)

    async def _measure(self, measuring: Measuring) -> None:
        await in_slices(self._measured(measuring), self.show)
        if measuring.effect is not None:
            self.effects[measuring.find.unit] = measuring.effect
        self._measuring = None
        self.show()

    def _measured(self, measuring: Measuring) -> Iterator[None]:
        for _ in measuring.steps():
            self._measuring = measuring.share
            yield

    @work
    async def action_find(self) -> None:
        """Ask for a regular expression and hunt for what is inside its matches."""
        answer = await self.app.push_screen_wait(
            NumberDialog("Hunt inside matches of this regular expression:", "text")
        )
        if answer:
            self._begin(answer)

    def action_close(self) -> None:
        """Back to the lens."""
        self.dismiss(False)
