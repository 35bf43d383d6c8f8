"""The app driven by its keys and clicks: the session moves as the keys say, and nothing that is typed is lost."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from lstm_tui.core.place import Place
from lstm_tui.drawing.targets import ToPhase
from lstm_tui.family import work_out
from lstm_tui.session import Session
from lstm_tui.ui.actions import ACTIONS
from lstm_tui.ui.app import LstmTuiApp
from lstm_tui.ui.dialogs import ModelDialog, NumberDialog
from lstm_tui.ui.help import HelpDialog
from lstm_tui.ui.region import PanelRegion
from lstm_tui.ui.text_field import TextField

FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@asynccontextmanager
async def running(
    text: str = "hello", model: str | None = None, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Pilot[None]]:
    app = LstmTuiApp(text=text, model=model)
    async with app.run_test(size=size) as pilot:
        for _ in range(50):
            await pilot.pause()
            if app.screen is app.stepper:
                break
        yield pilot


def session(pilot: Pilot[None]) -> Session:
    found = pilot.app.stepper.session
    assert found is not None
    return found


def screen_text(pilot: Pilot[None]) -> str:
    return "\n".join(
        region.canvas.text() for region in pilot.app.screen.query(PanelRegion) if region.canvas is not None
    )


async def test_right_then_left_is_where_it_was() -> None:
    async with running() as pilot:
        start = session(pilot).cursor
        await pilot.press(*["right"] * 13)
        assert (session(pilot).cursor.timestep, session(pilot).phase.key) == (1, "input-gate")
        await pilot.press(*["left"] * 13)
        assert session(pilot).cursor == start


async def test_the_walk_keys() -> None:
    async with running() as pilot:
        await pilot.press("down", "space", "up", "right")
        assert (session(pilot).cursor.timestep, session(pilot).phase.key) == (1, "forget-gate")
        await pilot.press("end")
        assert session(pilot).cursor.timestep == 4
        await pilot.press("down", "home")
        assert session(pilot).cursor.timestep == 0
        unit = pilot.app.stepper.unit
        await pilot.press("right_square_bracket", "left_square_bracket", "left_square_bracket")
        assert pilot.app.stepper.unit == (unit - 1) % 64


async def test_the_run_follows_while_typing_and_escape_brings_the_old_text_back() -> None:
    async with running("abba", "counter") as pilot:
        await pilot.press("slash", "end", "b")
        assert session(pilot).run.text == "abbab"
        await pilot.press("escape")
        assert session(pilot).run.text == "abba"
        await pilot.press("slash")
        pilot.app.screen.query_one(TextField).value = ""
        await pilot.press("enter")
        assert session(pilot).run.text == "abba"


async def test_another_model_and_a_timestep_by_number() -> None:
    async with running("hello") as pilot:
        await pilot.press("g")
        assert isinstance(pilot.app.screen, NumberDialog)
        await pilot.press("4", "enter")
        assert session(pilot).cursor.timestep == 3
        await pilot.press("g", "9", "9", "enter")
        assert session(pilot).cursor.timestep == 3
        await pilot.press("m")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ModelDialog)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert session(pilot).run.bundle.name == "shakespeare-rnn"
        assert session(pilot).cursor.timestep == 3


async def test_the_help_names_every_action() -> None:
    async with running() as pilot:
        await pilot.press("question_mark")
        assert isinstance(pilot.app.screen, HelpDialog)
        told = str(pilot.app.screen.query("Static").first().render())
        assert all(action.help.split()[0] in told for action in ACTIONS)


@pytest.mark.parametrize(
    ("region", "kind"), [("tape", Place), ("module", ToPhase), ("gates", Place), ("heading", ToPhase)]
)
async def test_a_click_goes_where_it_points(region: str, kind: type) -> None:
    async with running() as pilot:
        await pilot.press(*["right"] * 9)
        canvas = pilot.app.screen.query_one(f"#{region}", PanelRegion).canvas
        assert canvas is not None
        target = [target for target in canvas.targets if isinstance(target.meaning, kind)][2]
        await pilot.click(f"#{region}", offset=(target.start, target.row))
        await pilot.pause()
        meant = target.meaning
        if isinstance(meant, ToPhase):
            assert session(pilot).phase.key == meant.key
        else:
            cursor = session(pilot).cursor
            assert (cursor.timestep, cursor.layer, pilot.app.stepper.unit) == (meant.timestep, meant.layer, meant.unit)


async def test_too_small_says_so_and_recovers() -> None:
    async with running() as pilot:
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert "needs 80 × 24" in str(pilot.app.screen.query_one("#too-small").render())
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert not pilot.app.screen.has_class("-too-small")
        await pilot.press("right")
        assert session(pilot).phase.key == "forget-gate"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize(
    "text", ["\x1b]0;owned\x07 [/foo]", "a\u202eb\u2066c é e\u0301 👩‍👩‍👧 שלום 日本", "\ud800\x00\x9b31m\n\t"]
)
async def test_hostile_text_is_shown_and_never_obeyed(text: str, size: tuple[int, int]) -> None:
    async with running(text, size=size) as pilot:
        for _ in range(12):
            await pilot.press("right")
        await pilot.press("end")
        for region in pilot.app.screen.query(PanelRegion):
            for strip in region.render_lines(region.size.region):
                assert not FORBIDDEN.search(strip.text), strip.text
                assert strip.cell_length == region.size.width


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("model", ["counter", "shakespeare", "shakespeare-rnn", "shakespeare-gru", "latch"])
async def test_every_phase_shows_what_it_is_about(model: str, size: tuple[int, int]) -> None:
    async with running("ab1", model, size) as pilot:
        for stop in session(pilot).stops:
            await pilot.pause()
            shown = screen_text(pilot)
            assert stop.phase.title.capitalize() in shown
            for line in work_out(pilot.app.screen.query_one("#arithmetic", PanelRegion).reading):
                assert not line or line[0].text.strip() in shown
            await pilot.press("right")


async def test_play_steps_by_itself_and_pauses() -> None:
    async with running() as pilot:
        await pilot.press("plus", "plus", "plus", "p")
        await pilot.pause(0.5)
        await pilot.press("p")
        moved = session(pilot).cursor
        assert moved != session(pilot).seek(0).to_phase("input").cursor
        await pilot.pause(0.3)
        assert session(pilot).cursor == moved
