"""The hunter on the screen: it finds what the command prints, leads to a unit, clamps it, and says what it cannot do."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path

import pytest

from lstm_tui.cli import main
from lstm_tui.models import registry
from lstm_tui.operations.kinds import Hold
from lstm_tui.session import Session
from lstm_tui.ui.views.hunter import HunterView
from lstm_tui.ui.views.lens import LensView

sys.path.insert(0, str(Path(__file__).parents[1] / "hunting"))
sys.path.insert(0, str(Path(__file__).parent))
from test_hunt import quick  # noqa: F401
from test_places import stepping, until


async def opened(app, pilot) -> HunterView:
    await pilot.press("i")
    await until(pilot, lambda: isinstance(app.screen, LensView) and app.screen._shown is not None)
    await pilot.press("H")
    await until(
        pilot, lambda: isinstance(app.screen, HunterView) and app.screen.hunt is not None and app.screen.hunt.done
    )
    return app.screen


@pytest.mark.usefixtures("quick")
async def test_a_find_leads_to_its_unit_and_is_what_the_command_prints() -> None:
    async with stepping(Session.open(registry.load("anbn"), "SaabbT")) as (app, pilot):
        view = await opened(app, pilot)
        finds = view._shown.finds
        assert view.find is finds[0]
        await pilot.press("down", "down", "up")
        assert view.find is finds[1]
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.stepper)
        assert app.standing.unit == finds[1].unit
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(["hunt", "--model", "anbn", "--format", "json", "--no-clamp"]) == 0
    told = json.loads(out.getvalue())
    assert [(row["feature"], row["unit"], row["auc"], row["p"]) for row in told["finds"]] == [
        (find.feature, find.unit, find.auc, find.p) for find in finds[:20]
    ]


@pytest.mark.usefixtures("quick")
async def test_one_key_clamps_the_unit_here_and_in_the_stepper() -> None:
    async with stepping(Session.open(registry.load("anbn"), "SaabbT")) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press("o")
        await until(pilot, lambda: bool(view.effects))
        unit = view.find.unit
        effect = view.effects[unit]
        assert effect.operation in app.standing.session.operations
        assert isinstance(effect.operation, Hold)
        assert effect.operation.units == (unit,)
        drawn = view.query_one("#hunter").canvas.text()
        assert f"{effect.holds[1]:.3f} where it holds" in " ".join(drawn.split())
        await pilot.press("R")
        assert view.find is not None
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, LensView))


async def test_a_text_that_is_too_short_is_said() -> None:
    async with stepping(Session.open(registry.load(), "To be, or not to be")) as (app, pilot):
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, LensView) and app.screen._shown is not None)
        await pilot.press("H")
        await until(pilot, lambda: app.notice is not None and "too short" in str(app.notice.words))
        assert isinstance(app.screen, LensView)
