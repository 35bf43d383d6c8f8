"""Notices: a line of their own at the foot, over no panel; gone with the next key, and what is not wrong after a while."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_snapshots import grid
from test_stepper import HOSTILE, OBEYED, asked, stepping, until
from textual.events import MouseDown

from lstm_tui.errors import LstmTuiError
from lstm_tui.ui.notice import Notice
from lstm_tui.ui.region import PanelRegion


def foot(app) -> str:
    return app.stepper.query_one("#footer", PanelRegion).canvas.text()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("model", ["counter", "shakespeare"])
async def test_a_notice_changes_the_last_line_alone(size: tuple[int, int], model: str) -> None:
    async with stepping("aab", size=size, model=model) as (app, pilot):
        before = grid(app).splitlines()
        app.stepper.say("Saved /home/someone/picture.svg")
        await pilot.pause()
        after = grid(app).splitlines()
        assert after[:-1] == before[:-1]
        assert after[-1].startswith(" Saved /home/someone/picture.svg   → ← phase")
        await pilot.press("right_square_bracket")
        assert grid(app).splitlines()[-1] == before[-1], "gone with the next key"


async def test_a_notice_goes_by_itself_and_an_error_waits_for_a_key_or_a_click() -> None:
    async with stepping() as (app, pilot):
        app.stepper.say("in passing", 0.01)
        await until(pilot, lambda: app.notice is None)
        assert "in passing" not in foot(app)
        app.stepper.say("over it", 0.01)
        app.notify("That cannot be.", severity="warning", timeout=0.01)
        over: list[bool] = []
        app.set_timer(0.05, lambda: over.append(True))
        await until(pilot, lambda: bool(over))
        assert "! That cannot be." in foot(app), "also when the time of what was said before is over"
        app.post_message(MouseDown(None, 60, 20, 0, 0, 1, False, False, False))
        await until(pilot, lambda: "That cannot be" not in foot(app))


async def test_a_long_notice_takes_more_lines_and_gives_them_back() -> None:
    async with stepping(size=(80, 24)) as (app, pilot):
        before = grid(app)
        app.stepper.tell(LstmTuiError("There is not one word of this that could be left out of it. " * 3))
        await until(pilot, lambda: app.stepper.query_one("#footer").size.height == 3)
        await pilot.pause()
        lines = grid(app).splitlines()
        assert len(lines) == 24
        assert "".join(lines[-3:]).count("could be left out") >= 2
        await pilot.press("f20")
        await until(pilot, lambda: app.stepper.query_one("#footer").size.height == 1)
        await pilot.pause()
        assert grid(app) == before


async def test_a_long_notice_that_is_gone_before_it_was_laid_out_leaves_no_empty_line() -> None:
    async with stepping(size=(80, 24)) as (app, pilot):
        before = grid(app)
        app.stepper.tell(LstmTuiError("There is not one word of this that could be left out of it. " * 3))
        app.hush()
        await pilot.pause()
        assert grid(app) == before


async def test_a_notice_takes_the_lines_that_the_window_of_now_wants() -> None:
    async with stepping(size=(80, 24)) as (app, pilot):
        app.stepper.tell(LstmTuiError("There is not one word of this that could be left out of it. " * 3))
        await until(pilot, lambda: app.stepper.query_one("#footer").size.height == 3)
        await pilot.resize_terminal(200, 60)
        await until(pilot, lambda: app.stepper.query_one("#footer").size.height == 1)


async def test_no_notice_reaches_the_terminal_as_a_command() -> None:
    async with stepping() as (app, pilot):
        for width in (24, 80, 200):
            assert not OBEYED & set("".join(Notice.of(HOSTILE * 9, True).lines(width)))
        app.notify(HOSTILE + "\nand on", severity="error")
        await pilot.pause()
        assert not OBEYED & set(grid(app).replace("\n", ""))
        assert len(app.screen.query("Toast")) == 0


async def test_what_is_asked_in_vain_is_told_below_while_the_question_is_gone() -> None:
    async with stepping() as (app, pilot):
        await asked(app, pilot, "g", "77")
        assert "! There is no timestep 77. The text has 5." in foot(app)


def test_a_path_is_not_cut() -> None:
    path = "/" + "x" * 150
    assert "".join(Notice.of(path).lines(80)) == path
    assert Path(path).name == "x" * 150
