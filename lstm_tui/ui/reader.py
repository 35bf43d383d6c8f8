"""Reading on: the rest of a long text is computed in slices, between one key press and the next."""

from __future__ import annotations

import time

from lstm_tui.core.pacing import Pacer
from lstm_tui.ui.slices import breathe
from lstm_tui.ui.views.walking import WalkingView

SLICE_SECONDS, SHOW_SECONDS = 0.004, 0.2


class Reader:
    """Computes what the app's session lacks, and goes to the timestep that was wished for when it is there."""

    def __init__(self, view: WalkingView) -> None:
        self.view = view

    def read_on(self) -> None:
        """Go on with the session at hand; what was being read before is left."""
        self.view.run_worker(self._read, group="read", exclusive=True)  # type: ignore[arg-type]  # not begun, not awaited

    async def _read(self) -> None:
        session = self.view.session
        traces = session.traces
        pacer, shown = Pacer(SLICE_SECONDS), 0.0
        while traces == self.view.session.traces and not session.read:
            began = time.monotonic()
            session.advance_to(session.computed + pacer.amount)
            now = time.monotonic()
            pacer.took(now - began)
            await breathe()
            if traces != self.view.session.traces:
                return
            goal = self.view.goal
            if goal is not None and session.computed > goal:
                self.view.go(self.view.session.seek(goal))
            elif now - shown > SHOW_SECONDS or session.read:
                shown = now
                self.view.refreshed()
