"""The path's view: its axes, its labels, clicks, and numbers that the command prints too."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from lstm_tui.cli import main
from lstm_tui.models import registry
from lstm_tui.paths import Plane
from lstm_tui.session import Session
from lstm_tui.ui.region import PanelRegion
from lstm_tui.ui.views.path import PathView

sys.path.insert(0, str(Path(__file__).parent))
from test_places import click_on, stepping, two_layers, until


def text(app) -> str:
    return app.screen.query_one("#path", PanelRegion).canvas.text()


async def opened(app, pilot) -> PathView:
    await pilot.press("P")
    await until(pilot, lambda: isinstance(app.screen, PathView) and bool(app.screen._seated))
    await pilot.pause()
    return app.screen


async def test_the_cursor_moves_along_the_path_and_escape_leads_home() -> None:
    async with stepping(Session.open(registry.load("counter"), "aaabbb.").seek(1)) as (app, pilot):
        await opened(app, pilot)
        assert "Timestep 2, 'a': unit 0 +2.0000, unit 1 +0.0000" in text(app)
        await pilot.press("down", "down")
        assert "Timestep 4, 'b': unit 0 +2.0000, unit 1 +1.0000" in text(app)
        meaning = next(
            target.meaning
            for target in app.screen.query_one("#path", PanelRegion).canvas.targets
            if target.meaning.timestep == 2
        )
        await pilot.click("#path", offset=click_on(app, "path", meaning))
        await until(pilot, lambda: app.standing.session.cursor.timestep == 2)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)


async def test_w_goes_round_the_axes_and_the_numbers_are_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    async with stepping(Session.open(registry.load("reber"), "BTBTSXSETE").seek(4)) as (app, pilot):
        view = await opened(app, pilot)
        seen: list[tuple[Plane, str]] = []
        for _ in range(4):
            assert view.plane is not None
            seen.append((view.plane, text(app)))
            await pilot.press("w")
        assert view.plane == seen[0][0]
        assert [plane.components for plane, _ in seen] == [True, True, True, False]
        unit = app.standing.unit
        await pilot.press("w", "w", "w", "right_square_bracket")
        assert view.plane.first == app.standing.unit == (unit + 1) % 12
        seconds = []
        for _ in range(12):
            seconds.append(view.plane.second)
            await pilot.press("U")
        assert sorted(seconds[:11]) == [other for other in range(12) if other != view.plane.first]
        assert seconds[11] == seconds[0]
    capsys.readouterr()
    for plane, drawn in seen:
        pair = f"{plane.first + plane.components},{plane.second + plane.components}"
        axes = ["--components" if plane.components else "--units", pair]
        assert main(["path", "BTBTSXSETE", "--model", "reber", *axes, "--format", "json"]) == 0
        told = json.loads(capsys.readouterr().out)
        point = told["points"][4]
        assert f"{told['axes'][0]} {point['x']:+.4f}, {told['axes'][1]} {point['y']:+.4f}" in drawn
        if plane.components:
            one, other = told["shares"]
            assert f"{one * 100:.1f} % + {other * 100:.1f} % of the variance" in drawn


async def test_words_stand_at_the_points_where_they_are_known() -> None:
    async with stepping(Session.open(registry.load("reber"), "BTBTSXSETE")) as (app, pilot):
        await opened(app, pilot)
        assert "2T" not in text(app)
        await pilot.press("W")
        assert "2T" in text(app)
    async with stepping(Session.open(two_layers(), "abcabc")) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press("W")
        assert not view.words
        await pilot.press("tab")
        assert app.standing.session.cursor.layer == 1
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: app.screen.query_one("#path", PanelRegion).size.width == 80)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)
