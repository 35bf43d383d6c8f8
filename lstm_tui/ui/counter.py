"""Counting through the runs side by side, in slices, between one key press and the next."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from lstm_tui.core.pacing import Pacer
from lstm_tui.session import Session
from lstm_tui.twins.tally import Tally
from lstm_tui.ui.slices import breathe
from lstm_tui.ui.views.walking import WalkingView

SLICE_SECONDS, SHOW_SECONDS = 0.004, 0.15


class Counter:
    """Counts through a view's session, and goes to the timestep that was wished for when it is read. Attributes: tally."""

    def __init__(self, view: WalkingView, draw: Callable[[], None]) -> None:
        self.view, self.draw = view, draw
        self.tally = Tally(view.session)

    def follow(self, session: Session) -> bool:
        """Count through the runs of this session; return whether these are others than before."""
        other = self.tally.session.runs != session.runs
        if other:
            self.tally = Tally(session)
        self.tally.session = session
        return other

    def begin(self) -> None:
        """Go on counting; what was counted before is left."""
        self.view.run_worker(self._count, group="count", exclusive=True)  # type: ignore[arg-type]  # not begun, not awaited

    async def _count(self) -> None:
        tally, view, pacer, shown = self.tally, self.view, Pacer(SLICE_SECONDS), time.monotonic()
        while tally is self.tally and not (tally.done and view.goal is None):
            began = time.monotonic()
            if not tally.done:
                tally.advance(pacer.amount)
                pacer.took(time.monotonic() - began)
            await (asyncio.sleep(SLICE_SECONDS) if tally.done else breathe())
            if view.goal is not None and view.session.computed > view.goal:
                view.go(view.session.seek(view.goal))
            elif tally is self.tally and (tally.done or time.monotonic() - shown > SHOW_SECONDS):
                shown = time.monotonic()
                self.draw()
