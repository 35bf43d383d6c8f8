"""A number opened on the screen: down to the weights and back, with keys and clicks; the stepper stays where it was."""

from __future__ import annotations

import sys
from pathlib import Path

from lstm_tui.core.place import Place
from lstm_tui.models import registry
from lstm_tui.session import Session
from lstm_tui.ui.region import Picked
from lstm_tui.ui.views.origin import OriginView

sys.path.insert(0, str(Path(__file__).parent))
from test_places import stepping, until


def named(app) -> str:
    return app.screen.current.origin.name


async def test_enter_opens_what_the_phase_is_about_and_escape_leads_home() -> None:
    session = Session.open(registry.load("counter"), "aab").seek(1).to_phase("forget-gate")
    async with stepping(session) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, OriginView) and app.screen.current)
        assert named(app) == "f[0] at timestep 2"
        await pilot.press("enter")
        assert named(app) == "z_f[0] at timestep 2"
        hears = [term.place for term in app.screen.current.origin.terms]
        await pilot.press(*["down"] * hears.index(Place("h", 0, 0, 0)), "enter")
        assert named(app) == "h[0] at timestep 1"
        assert len(app.screen.current.trail) == 3
        await pilot.press("backspace")
        assert named(app) == "z_f[0] at timestep 2"
        assert app.screen.current.chosen == hears.index(Place("h", 0, 0, 0))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)
        assert app.standing.session.cursor == session.cursor


async def test_a_weight_has_nothing_behind_it_and_the_first_state_is_said() -> None:
    async with stepping(Session.open(registry.load("counter"), "aab").to_phase("kept")) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, OriginView) and app.screen.current)
        await pilot.press("down", "enter")
        assert named(app) == "c_prev[0] at timestep 1"
        assert app.screen.current.origin.remark == "the run begins with zeros"
        await pilot.press("enter")
        assert named(app) == "c_prev[0] at timestep 1"


async def test_a_click_on_where_one_stands_opens_and_one_can_stand_there() -> None:
    session = Session.open(registry.load("shakespeare"), "to be or not").seek(6).to_phase("hidden")
    async with stepping(session) as (app, pilot):
        unit = app.standing.unit
        app.stepper.post_message(Picked(Place("c", 0, 6, unit + 1)))
        await until(pilot, lambda: app.standing.unit == unit + 1)
        assert app.screen is app.stepper
        app.stepper.post_message(Picked(Place("c", 0, 6, unit + 1)))
        await until(pilot, lambda: isinstance(app.screen, OriginView) and app.screen.current)
        place = app.screen.current.origin.terms[0].place
        app.screen.post_message(Picked(place))
        await until(pilot, lambda: len(app.screen.current.trail) == 2)
        await pilot.press("down", "enter", "enter")
        assert app.screen.current.origin.place == Place("c", 0, 5, unit + 1)
        await pilot.press("G")
        await until(pilot, lambda: app.screen is app.stepper)
        assert app.standing.session.cursor.timestep == 5
        assert app.standing.unit == unit + 1


async def test_a_text_that_grows_shorter_while_a_number_is_opened_ends_nothing() -> None:
    async with stepping(Session.open(registry.load("shakespeare"), "abcabcab")) as (app, pilot):
        app.stepper.seek(7)
        app.stepper.action_open_number()
        app.stand(app.standing.moved(app.standing.session.with_text("ab")))  # typed before the view was there
        await until(pilot, lambda: isinstance(app.screen, OriginView))
        await pilot.press("G")
        assert "Timestep 8 is outside the text" in app.notice.words
        await pilot.press("enter", "escape")
        await until(pilot, lambda: app.screen is app.stepper)
