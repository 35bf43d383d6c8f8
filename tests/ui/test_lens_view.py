"""The lens on the screen: keys, clicks and zoom; the cursor is the stepper's; long texts open at once."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path

import pytest

from lstm_tui.cli import main
from lstm_tui.core.place import Place
from lstm_tui.models import registry
from lstm_tui.operations.kinds import Silence
from lstm_tui.session import Session
from lstm_tui.ui.actions import ACTIONS
from lstm_tui.ui.lens_actions import LENS_ACTIONS
from lstm_tui.ui.region import Picked
from lstm_tui.ui.views.gradients import GradientsView
from lstm_tui.ui.views.lens import LensView

sys.path.insert(0, str(Path(__file__).parent))
from test_places import stepping, until
from test_snapshots import grid

TEXT = "To be, or not to be, that is the question: " * 12


def said(*words: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(list(words)) == 0
    return out.getvalue()


async def opened(app, pilot) -> LensView:
    await pilot.press("i")
    await until(pilot, lambda: isinstance(app.screen, LensView) and app.screen._shown is not None)
    await until(pilot, lambda: app.screen.progress == 1)
    return app.screen


async def test_the_cursor_is_the_steppers_and_escape_leads_home() -> None:
    async with stepping(Session.open(registry.load(), TEXT)) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press("down", "down", "right")
        cursor = app.standing.session.cursor
        assert (cursor.timestep, cursor.phase) == (2, 1)
        order, unit = view._shown.order, app.standing.unit
        await pilot.press("right_square_bracket")
        assert app.standing.unit == order[(order.index(unit) + 1) % 64]
        view.post_message(Picked(Place("c", 0, 200, 7)))
        await until(pilot, lambda: app.standing.unit == 7)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)
        assert app.standing.session.cursor.timestep == 200
        assert app.stepper.reading.unit == 7


async def test_zoom_quantity_order_and_extreme() -> None:
    async with stepping(Session.open(registry.load(), TEXT)) as (app, pilot):
        view = await opened(app, pilot)
        whole = view._shown.window.per
        assert whole == 5
        await pilot.press("plus")
        assert view._shown.window.per == 4
        await pilot.press("plus", "plus", "plus")
        assert view._shown.window.per == 1
        await pilot.press("e", "minus")
        assert view._shown.window.per == 2 and view._shown.extreme
        await pilot.press("z")
        assert view._shown.window.per == whole
        before = view._shown
        await pilot.press("a", "w")
        assert (view._shown.by, view._shown.name) != (before.by, before.name)
        assert view._shown.name == before.names[1]


async def test_the_command_prints_the_numbers_of_the_view() -> None:
    async with stepping(Session.open(registry.load(), TEXT)) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press("a", "w")
        await until(pilot, lambda: view._shown.share == 1)
        shown, unit = view._shown, app.standing.unit
        drawn = view.query_one("#lens").canvas.text().splitlines()
    words = ["lens", TEXT, "--quantity", shown.name, "--order", shown.by, "--unit", str(unit)]
    told = json.loads(said(*words, "--format", "json"))
    assert [row["unit"] for row in told["units"]] == list(shown.order)
    assert [row["columns"] for row in told["units"]] == [shown.values[:, j].tolist() for j in shown.order]
    assert [row["saturated"] for row in told["units"]] == [shown.figures[j] for j in shown.order]
    printed = said(*words).splitlines()
    assert [line.split()[2:] for line in printed[1:20]] == [line.split()[2:] for line in drawn[1:20]]


@pytest.mark.parametrize(("asked", "per"), [(10, 10), (3, 3), (0, 5), (400, 400), (10**30, len(TEXT))])
def test_a_column_has_as_many_timesteps_as_were_asked_for(asked: int, per: int) -> None:
    told = json.loads(
        said("lens", TEXT, "--per", str(asked), "--quantity", "h", "--order", "number", "--format", "json")
    )
    assert told["per"] == per
    h = Session.open(registry.load(), TEXT).run.trace.column("h")
    columns = [row["columns"] for row in told["units"]]
    first = told["first"] - 1
    assert first + per * len(columns[0]) >= min(len(TEXT), first + 3 * per)
    for unit in (0, 20, 63):
        means = [
            h[at : at + per, unit].mean() for at in range(first, min(len(TEXT), first + per * len(columns[0])), per)
        ]
        assert columns[unit] == pytest.approx(means, abs=1e-5)


def test_what_cannot_be_shown_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lens", "abc", "--quantity", "nothing"]) == 2
    assert "There are: c, h" in capsys.readouterr().err
    assert main(["lens", "abc", "--model", "shakespeare-rnn", "--order", "half-life"]) == 2
    assert "how long the ink" in capsys.readouterr().err
    assert main(["lens", "abc", "--width", "3"]) == 2


async def test_a_long_text_opens_at_once_and_every_key_is_answered_meanwhile() -> None:
    session = Session.open(registry.load(), "To be, or not to be. " * 1_200, 1024)
    async with stepping(session) as (app, pilot):
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, LensView) and app.screen._shown is not None)
        await pilot.press("z", "end")
        view = app.screen
        assert view._shown.window.per == 1
        await until(pilot, lambda: app.standing.session.cursor.timestep == len(session) - 1)
        await until(pilot, lambda: view._shown.window.stop >= len(session))
        await until(pilot, lambda: view._shown.picture.mean[-1, 0] == view._shown.picture.mean[-1, 0])
        value = float(app.standing.session.run.trace.step(len(session) - 1, 0)["c"][0])
        assert float(view._shown.picture.mean[-1, 0]) == value
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_snapshot(size: tuple[int, int], snapshot) -> None:
    async with stepping(Session.open(registry.load(), TEXT), size=size) as (app, pilot):
        await opened(app, pilot)
        await pilot.pause()
        assert grid(app) == snapshot


async def test_the_lens_leads_to_saturation_and_back() -> None:
    async with stepping(Session.open(registry.load(), TEXT)) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press("percent_sign")
        await until(pilot, lambda: app.screen is not view and getattr(app.screen, "_shown", None) is not None)
        await until(pilot, lambda: app.screen.progress == 1)
        app.screen.post_message(Picked(Place("f", 0, 0, 13)))
        await until(pilot, lambda: app.standing.unit == 13)
        assert app.screen._shown.reading.unit == 13
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is view)
        assert view._shown.reading.unit == 13


async def test_gradients_from_the_loss_at_the_cursor_with_knobs() -> None:
    async with stepping(Session.open(registry.load(), TEXT).seek(120)) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, GradientsView) and app.screen._shown is not None)
        view = app.screen
        await until(pilot, lambda: view.progress == 1)
        assert [going.run.bundle.name for going in view._shown.goings][:1] == ["shakespeare"]
        sizes = view._shown.goings[0].sizes["c"]
        told = json.loads(said("gradients", TEXT, "--timestep", "121", "--format", "json"))
        assert told["runs"][0]["sizes"]["c"] == sizes.tolist()
        await pilot.press("right_parenthesis")
        await until(pilot, lambda: view._shown.bias == 1 and view.progress == 1)
        assert view._shown.goings[0].sizes["c"][60] > sizes[60], "a gate that is more open lets more through"
        told = json.loads(said("gradients", TEXT, "--timestep", "121", "--bias", "1", "--format", "json"))
        assert told["runs"][0]["sizes"]["c"] == view._shown.goings[0].sizes["c"].tolist()
        await pilot.press("right_curly_bracket", "minus", "up")
        await until(pilot, lambda: view.progress == 1 and view._shown.reading.cursor.timestep == 119)
        assert (view._shown.factor, view._shown.reach) == (1.25, 200)
        await pilot.press("backspace", *["v"] * len(view.beside))
        await until(pilot, lambda: len(view._shown.goings) == 1 and view._shown.bias is None)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.screen is app.stepper)


async def test_no_gradient_goes_through_what_is_held_by_hand_and_that_is_said() -> None:
    session = Session.open(registry.load(), TEXT).operated([Silence(0, (3,))])
    async with stepping(session) as (app, pilot):
        view = await opened(app, pilot)
        assert view._shown.reading.run is session.run, "the lens shows the operated run"
        await pilot.press("D")
        await until(pilot, lambda: app.screen is view and app.notice is not None)
        assert "held by hand" in app.notice.words


async def test_a_letter_of_the_lens_means_what_it_means_in_the_stepper() -> None:
    async with stepping(Session.open(registry.load(), "To be, or not"), size=(120, 40)) as (app, pilot):
        await opened(app, pilot)
        foot = grid(app).splitlines()[-1]
        assert all(said in foot for said in ("% saturation", "D gradients", "H hunter")), foot
    stepper = {key: action.name for action in ACTIONS for key in action.keys.split(",")}
    for action in LENS_ACTIONS:
        if action.name in ("saturation", "gradients", "hunter"):
            assert action.keys not in stepper, f"{action.shown} is {stepper.get(action.keys)} in the stepper"
        elif action.keys.isupper():
            assert stepper[action.keys] == action.name
