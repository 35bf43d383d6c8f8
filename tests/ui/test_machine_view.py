"""The machine's view: opened by its key and from the palette, walked along with the text, and left at any time."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from lstm_tui.cli import main
from lstm_tui.models import registry
from lstm_tui.session import Session
from lstm_tui.ui.region import PanelRegion
from lstm_tui.ui.views.lens import LensView
from lstm_tui.ui.views.machine import MachineView
from lstm_tui.ui.views.path import PathView

sys.path.insert(0, str(Path(__file__).parent))
from test_places import stepping, until


def opened(name: str, text: str = "") -> Session:
    bundle = registry.load(name)
    return Session.open(bundle, text or bundle.card.default_text)


def canvas(app, name: str):
    return app.screen.query_one(f"#{name}", PanelRegion).canvas


async def drawn(app, pilot) -> MachineView:
    await pilot.press("A")
    await until(pilot, lambda: isinstance(app.screen, MachineView) and app.screen._laid is not None)
    await pilot.pause()
    return app.screen


async def test_the_lit_state_moves_with_the_app_and_escape_leads_home() -> None:
    async with stepping(opened("reber").seek(2)) as (app, pilot):
        view = await drawn(app, pilot)
        assert "'B' leads to state 4 (1T)" in canvas(app, "machine-facts").text()
        await pilot.press("down")
        assert "'T' leads to state 6 (2T)" in canvas(app, "machine-facts").text()
        assert app.standing.session.cursor.timestep == 3
        await pilot.press("up", "home")
        assert "'B' leads to state 1 (?)" in canvas(app, "machine-facts").text()
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper and not view.is_attached)
        assert app.stepper.session.cursor.timestep == 0
        for _ in view._layout():  # a slice that comes once the view is gone ends nothing
            pass
        again = await drawn(app, pilot)
        assert again is not view
        assert again.found is view.found, "what was drawn is kept for the next look"
        await pilot.press("question_mark")
        await until(pilot, lambda: app.screen is not again)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is again)


async def test_what_the_view_says_comes_from_the_command_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["automaton", "--model", "latch", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert main(["automaton", "--model", "latch"]) == 0
    printed = [line.strip() for line in capsys.readouterr().out.splitlines()]
    async with stepping(opened("latch"), size=(200, 60)) as (app, pilot):
        view = await drawn(app, pilot)
        assert view.found is not None
        assert [dict(moves) for moves in view.found.machine.moves] == [state["moves"] for state in told["machine"]]
        known = " ".join(canvas(app, "machine-facts").text().replace("│", " ").split())
        for line in printed[:5]:
            assert line.removeprefix("latch: ") in known
        for row in told["agreement"]:
            assert f"{row['strings']} {row['read']:.1f} {row['automaton']}/{row['total']}" in known


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_z_shows_all_that_is_known_and_resizing_lays_out_anew(size: tuple[int, int]) -> None:
    async with stepping(opened("latch"), size=size) as (app, pilot):
        view = await drawn(app, pilot)
        before = app.screen.query_one("#machine-facts", PanelRegion).size
        await pilot.press("z")
        await until(pilot, lambda: app.screen.query_one("#machine-facts", PanelRegion).size.area > before.area)
        assert "strings of its own" in canvas(app, "machine-facts").text()
        await pilot.press("z")
        laid = view._laid
        await pilot.resize_terminal(100, 30)
        await until(pilot, lambda: view._laid is not laid)
        await until(pilot, lambda: canvas(app, "machine") is not None and canvas(app, "machine").width == 100)


async def test_it_can_be_left_while_it_works_and_what_cannot_be_drawn_is_said() -> None:
    async with stepping(opened("anbn")) as (app, pilot):
        await pilot.press("A")
        await until(pilot, lambda: isinstance(app.screen, MachineView))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)
    async with stepping(opened("adding")) as (app, pilot):
        await pilot.press("A")
        await until(pilot, lambda: app.notice is not None)
        assert "answers with numbers" in app.notice.words
        assert app.screen is app.stepper


async def test_the_lens_leads_to_the_machine_and_the_path_and_escape_back_to_it() -> None:
    async with stepping(opened("latch")) as (app, pilot):
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, LensView))
        lens = app.screen
        for key, view in (("A", MachineView), ("P", PathView)):
            await pilot.press(key)
            await until(pilot, lambda view=view: isinstance(app.screen, view))
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is lens)
