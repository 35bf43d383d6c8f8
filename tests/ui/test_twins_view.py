"""Models side by side on the screen: who stands there, the keys, the numbers, small windows, and the way home."""

from __future__ import annotations

import math
import random
import re
import sys
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from lstm_tui.core.place import Place
from lstm_tui.drawing.targets import ToPhase
from lstm_tui.models import registry
from lstm_tui.opening import named_beside, open_text
from lstm_tui.session import Session
from lstm_tui.twins.tally import Tally
from lstm_tui.ui.app import LstmTuiApp
from lstm_tui.ui.help import HelpDialog
from lstm_tui.ui.region import PanelRegion, Picked
from lstm_tui.ui.twins_dialog import TwinsDialog
from lstm_tui.ui.views.twins import TwinsView
from lstm_tui.wish import Wish

sys.path.insert(0, str(Path(__file__).parent))
from test_places import click_on, two_layers, until

TEXT = "To be, or not to be, that is the question"


def beside(*others: str, lead: str = "shakespeare", text: str = TEXT) -> Session:
    session = Session.open(registry.load(lead), text)
    return session.beside([named_beside(session, other) for other in others])


@asynccontextmanager
async def stepping(session: Session, size: tuple[int, int] = (120, 40)):
    """The program on a session; with several runs it opens with them side by side."""
    app = LstmTuiApp(session=session)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.stepper is not None and app.stepper.is_mounted)
        await pilot.pause()
        yield app, pilot


async def opened(app: LstmTuiApp, pilot) -> TwinsView:
    await until(pilot, lambda: isinstance(app.screen, TwinsView) and app.screen.is_mounted)
    await until(pilot, lambda: app.screen.counter.tally.done)
    await pilot.pause()
    return app.screen


def written(app: LstmTuiApp, region: str) -> str:
    return app.screen.query_one(f"#{region}", PanelRegion).canvas.text()


async def test_v_asks_who_stands_beside_and_keeps_them_chosen() -> None:
    async with stepping(Session.open(registry.load("shakespeare"), TEXT)) as (app, pilot):
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, TwinsDialog))
        assert app.screen.proposals[0].spelled == "shakespeare-rnn"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)
        assert len(app.standing.session.runs) == 1
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, TwinsDialog))
        await pilot.press("enter")
        view = await opened(app, pilot)
        assert [run.bundle.name for run in view.session.runs] == ["shakespeare", "shakespeare-rnn"]
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, TwinsDialog))
        await pilot.press("down", "space", "enter")
        await until(pilot, lambda: app.screen is view and len(view.session.runs) == 3)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)
        await pilot.press("down", "v")
        await until(pilot, lambda: isinstance(app.screen, TwinsView))
        assert len(app.standing.session.runs) == 3


async def test_keys_move_one_cursor_and_the_stepper_stands_there_too() -> None:
    async with stepping(beside("shakespeare-rnn")) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press("down", "down", *["right"] * 8)
        assert view.session.phase.key == "hidden"
        assert "hidden" in written(app, "head-0")
        assert "hidden" in written(app, "head-1")
        unit = view._shown.readings[1].unit
        await pilot.press("tab", "right_square_bracket")
        assert view._shown.readings[1].unit == unit + 1
        assert app.standing.unit == view._shown.readings[0].unit
        before = app.standing.unit
        await pilot.press("tab", "left_square_bracket", "escape")
        await until(pilot, lambda: app.screen is app.stepper)
        assert app.standing.unit == before - 1
        assert app.stepper.reading.cursor == app.standing.session.cursor
        assert "timestep 3 of" in written(app, "heading")
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, TwinsView))
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpDialog))


async def test_one_key_goes_where_they_part_most_and_then_to_the_next_such() -> None:
    async with stepping(beside("shakespeare-rnn")) as (app, pilot):
        view = await opened(app, pilot)
        places = Tally(view.session)
        places.advance(len(TEXT))
        for place in places.apart[:2]:
            await pilot.press("a")
            assert view.session.cursor.timestep == place.timestep
            values = [f"{value:.2f}" for value in place.values]
            lines = written(app, "twins-tape").splitlines()
            assert [line.split()[-3] for line in lines if line.lstrip("▸ ").startswith("shakespeare")] == values
        assert f"timestep {places.apart[0].timestep + 1}: " in written(app, "twins-tape")


async def test_on_the_tape_a_difference_is_that_of_the_numbers_over_it() -> None:
    checked = 0
    for lead, other in (("shakespeare", "shakespeare-rnn"), ("adding", "adding@1")):
        text = TEXT if lead == "shakespeare" else registry.load(lead).card.default_text
        async with stepping(beside(other, lead=lead, text=text)) as (app, pilot):
            view = await opened(app, pilot)
            await until(pilot, lambda view=view: view.counter.tally.done)
            for _ in range(16):
                await pilot.press(*["down"] if lead == "shakespeare" else ["down", "left"])
                lines = [line.lstrip("▸ ") for line in written(app, "twins-tape").splitlines()]
                rows = [re.findall(r"[+−]?\d+\.\d+", line) for line in lines if line.startswith((lead, "apart"))]
                if lead == "shakespeare":
                    rows[:2] = (row[-3:-2] for row in rows[:2])  # besides in all, and a symbol
                for printed in zip(*rows, strict=True):
                    one, two, by = (Decimal(each.replace("−", "-")) for each in printed)
                    assert abs(one - two) == by
                    checked += 1
    assert checked > 50


async def test_the_numbers_are_those_of_the_tally_at_every_symbol() -> None:
    async with stepping(beside("shakespeare-rnn", "names", text="hello wörld")) as (app, pilot):
        view = await opened(app, pilot)
        assert "names does not know '␣' 'ö'" in written(app, "footer")
        tally = Tally(view.session)
        tally.advance(100)
        for timestep in range(11):
            sums = tally.up_to(timestep)
            rows = [line for line in written(app, "twins-tape").splitlines() if re.search(r"\d\.\d\d +(\d|·)", line)]
            for row, value, total, mean in zip(rows[:3], sums.values, sums.totals, sums.means, strict=True):
                want = ["·" if math.isnan(number) else f"{number:.2f}" for number in (value, total, mean)]
                assert row.split()[-3:] == want
            await pilot.press("down")


async def test_an_answer_is_shown_once_it_is_given() -> None:
    session = beside("adding@2", lead="adding", text=registry.load("adding").card.default_text)
    async with stepping(session.seek(3)) as (app, pilot):
        view = await opened(app, pilot)
        assert written(app, "twins-tape").splitlines()[1].split()[-1] == "·"
        view.go(view.session.to_phase("prediction"))
        said = view.counter.tally.said(3, 4)[0, 0]
        assert written(app, "twins-tape").splitlines()[1].split()[-1] == f"{said:.2f}"


async def test_in_a_small_window_one_model_is_seen_and_tab_turns_to_the_next() -> None:
    async with stepping(beside("shakespeare-rnn"), (80, 24)) as (app, pilot):
        await opened(app, pilot)
        shown = [app.screen.query_one(f"#twin-{index}").display for index in range(3)]
        assert shown == [True, False, False]
        await pilot.press("tab")
        await pilot.pause()
        assert [app.screen.query_one(f"#twin-{index}").display for index in range(3)] == [False, True, False]
        assert "2/2 shakespeare-rnn" in written(app, "head-1")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert [app.screen.query_one(f"#twin-{index}").display for index in range(3)] == [True, True, False]


async def test_clicks_choose_a_model_a_unit_a_phase_and_a_symbol() -> None:
    async with stepping(beside("shakespeare-rnn").seek(4)) as (app, pilot):
        view = await opened(app, pilot)
        view.post_message(Picked(Place("h_prev", 0, 4, 7), "note-1"))
        await until(pilot, lambda: view._shown.readings[1].unit == 7)
        assert view.at == 1
        assert view._shown.readings[0].unit != 7
        view.post_message(Picked(ToPhase("hidden"), "module-1"))
        await until(pilot, lambda: view.session.phase.key == "hidden")
        await pilot.click("#twins-tape", click_on(app, "twins-tape", view._shown.lead.place("c", timestep=2)))
        await until(pilot, lambda: view.session.cursor.timestep == 2)
        await pilot.click("#head-0", (3, 0))
        await until(pilot, lambda: view.at == 0)


async def test_moments_layers_operations_and_one_symbol() -> None:
    wish = Wish(operations=('insert @2="x"',), beside=("untouched", "shakespeare@1"))
    async with stepping(open_text("To", wish).seek(1)) as (app, pilot):
        view = await opened(app, pilot)
        assert "no such symbol here" in written(app, "head-1")
        await pilot.press("less_than_sign", "down", "end", "home")
        await opened(app, pilot)
        assert len(view.session.runs) == 3
        assert "--beside untouched --beside shakespeare@1" in app.place
    two = Session.open(two_layers(), "a")
    async with stepping(two.beside([two.opened_beside(registry.load("counter"))])) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press("a", "shift+tab", *["right"] * 25, "tab", "right_square_bracket")
        assert view.session.phase.key == "prediction"
        assert "prediction" in written(app, "head-1")


async def test_home_at_any_time_from_a_long_text() -> None:
    session = Session.open(registry.load("shakespeare"), TEXT * 200, 50)
    async with stepping(session.beside([named_beside(session, "shakespeare-rnn")])) as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, TwinsView))
        await pilot.press("end", "escape")
        await until(pilot, lambda: app.screen is app.stepper)


async def test_whatever_is_pressed_and_however_the_window_is_drawn_it_stands() -> None:
    keys = "right left up down home end tab shift+tab [ ] a v escape space enter g 7 s d < > z".replace(
        "[", "left_square_bracket"
    )
    keys = (
        keys.replace("]", "right_square_bracket")
        .replace("<", "less_than_sign")
        .replace(">", "greater_than_sign")
        .split()
    )
    chance = random.Random(12)
    async with stepping(beside("shakespeare-rnn", "shakespeare@1")) as (app, pilot):
        await opened(app, pilot)
        for press in range(40):
            await pilot.press(chance.choice(keys))
            if press % 12 == 0:
                await pilot.resize_terminal(*chance.choice([(80, 24), (120, 40), (30, 8), (200, 60), (103, 50)]))
        assert app.return_code is None


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_snapshots(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    """Two models, then three: the screen as text, and the roles of every region in it."""
    async with stepping(beside("shakespeare-rnn").seek(11).to_phase("candidate"), size) as (app, pilot):
        view = await opened(app, pilot)
        for others in (("shakespeare-rnn",), ("shakespeare-rnn", "shakespeare@2")):
            session = view.session
            view.begin(app.standing.moved(session.beside([named_beside(session, other) for other in others])))
            await opened(app, pilot)
            text = "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())
            regions = [region for region in app.screen.query(PanelRegion) if region.region.area and region.canvas]
            roles = "\n".join(
                f"{region.id}: " + " | ".join(" ".join(f"{role}:{len(run)}" for run, role in row) for row in region.canvas.rows())
                for region in regions if region.id != "footer"
            )  # fmt: skip
            assert text == snapshot
            assert roles == snapshot
