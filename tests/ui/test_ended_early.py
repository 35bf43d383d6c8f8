"""The program ends while a view begins: Textual then composes nothing more, yet mounts the view; that is no error inside."""

from __future__ import annotations

import pytest
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from lstm_tui.models import registry
from lstm_tui.session import Session
from lstm_tui.ui.app import LstmTuiApp
from lstm_tui.ui.dialogs import NumberDialog
from lstm_tui.ui.views.lens import LensView
from lstm_tui.ui.views.stepper import StepperView


@pytest.mark.parametrize("where", [StepperView, Horizontal, Vertical], ids=lambda kind: kind.__name__)
async def test_a_view_without_its_seats_begins_nothing(where: type[Widget], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ended, as by SIGHUP, while the stepper, or a row or a column in it, is composed."""
    app, compose, ended = LstmTuiApp(session=Session.open(registry.load("counter"), "aab")), where.compose, []

    def composed(self: Widget):
        if app.stepper is not None and not ended:
            ended.append(self)
            app._end(129)
        return compose(self)

    monkeypatch.setattr(where, "compose", composed)
    monkeypatch.setattr("threading.Timer.start", lambda timer: None)  # no hard end of this program
    async with app.run_test() as pilot:
        while not ended:
            await pilot.pause()
    assert (app.failure, app.return_code) == (None, 129)


@pytest.mark.parametrize("make", [lambda: NumberDialog("Timestep:"), LensView], ids=["window", "view"])
async def test_what_is_opened_at_the_very_end_begins_nothing(make) -> None:
    app = LstmTuiApp(session=Session.open(registry.load("counter"), "aab"))
    async with app.run_test() as pilot:
        while app.screen is not app.stepper:
            await pilot.pause()
        app.exit()
        app.push_screen(make())
    assert app.failure is None
