"""Pictures without a terminal: the app is drawn at a size, stands where it is told, and is looked at."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lstm_tui.ui.app import LstmTuiApp
from lstm_tui.ui.picture import picture_of

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from lstm_tui.drawing.printed import Picture
    from lstm_tui.session import Session


class StillApp(LstmTuiApp):
    """The app with nobody before it: it offers nothing."""

    def offer(self) -> None:  # type: ignore[override]
        """Leave what is kept for a person."""


def pictures(sessions: list[Session], unit: int, size: tuple[int, int], theme: str) -> list[Picture]:
    """Return what the app shows of each session, which are places of one run, looking at a unit, at a size in cells."""
    return asyncio.run(_taken(sessions, unit, size, theme))


async def _taken(sessions: list[Session], unit: int, size: tuple[int, int], theme: str) -> list[Picture]:
    app, found = StillApp(session=sessions[0], unit=unit, theme=theme), []
    async with app.run_test(size=size) as pilot:
        await _drawn(app, pilot)
        for session in sessions:
            app.stand(app.standing.moved(session))
            app.hush()
            await pilot.pause()
            found.append(picture_of(app, app.place))
    return found


async def _drawn(app: StillApp, pilot: Pilot[None]) -> None:
    """Wait until the stepper stands there, or the app was ended from outside."""
    while app.stepper is None or app.screen is not app.stepper or not app.stepper.is_mounted:
        if app.return_code is not None:
            raise KeyboardInterrupt
        await pilot.pause(0.005)
