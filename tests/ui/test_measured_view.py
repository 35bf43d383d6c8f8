"""What counts, on the screen: measured beside the keys, stopped and gone on with, a row put in force; the command says the same."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from lstm_tui.cli import main
from lstm_tui.models import registry
from lstm_tui.operations.grammar import spelled
from lstm_tui.operations.kinds import Tear
from lstm_tui.session import Session
from lstm_tui.ui.region import PanelRegion
from lstm_tui.ui.views.measured import MeasuredView

sys.path.insert(0, str(Path(__file__).parent))
from test_places import LONG, stepping, until

TEXT = "aaabbb.aabb."


async def opened(app, pilot) -> MeasuredView:
    await pilot.press("C")
    await until(pilot, lambda: isinstance(app.screen, MeasuredView) and app.screen._working is not None)
    return app.screen


def seen(app) -> str:
    return app.screen.query_one("#measured", PanelRegion).canvas.text()


async def test_a_row_is_put_in_force_and_the_stepper_stands_there() -> None:
    async with stepping(Session.open(registry.load("counter"), TEXT).seek(4)) as (app, pilot):
        view = await opened(app, pilot)
        await until(pilot, lambda: view.table.done)
        await pilot.press("down")
        wanted = view.table.in_order("rise")[1].operation
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.stepper)
        assert app.standing.session.operations == (wanted,)
        assert app.standing.session.cursor.timestep == 4
        view = await opened(app, pilot)
        assert view.table.done, "what was measured of the untouched run is kept"
        await pilot.press("escape", "x")
        await until(pilot, lambda: app.standing.session.operations == ())


async def test_it_is_stopped_gone_on_with_and_left_at_any_time() -> None:
    async with stepping(Session.open(registry.load(), LONG[:600])) as (app, pilot):
        view = await opened(app, pilot)
        view.action_pause()  # a pilot's key waits until the processor is idle, which it is not
        share = view.table.share
        await pilot.press("down", "a", "end", "home", "tab")
        assert view.table.share == share < 1
        assert "stopped: goes on" in seen(app)
        view.action_pause()
        await until(pilot, lambda: view.table.share > share)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)


async def test_it_is_opened_from_the_operations_too() -> None:
    async with stepping(Session.open(registry.load("counter"), TEXT)) as (app, pilot):
        await pilot.press("o")
        await until(pilot, lambda: app.screen is not app.stepper)
        before = app.screen
        view = await opened(app, pilot)
        await until(pilot, lambda: view.table.done)
        assert not view.subject(view.STAGE[1]).operated
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is before)
        assert len(app.standing.session.operations) == 1
        again = await opened(app, pilot)
        assert again.subject(again.STAGE[1]).operated, "the table is that of the untouched run, and says so"


async def test_memory_is_torn_off_so_many_symbols_before_the_cursor() -> None:
    async with stepping(Session.open(registry.load("counter"), TEXT).seek(1)) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press("w", "w")
        await until(pilot, lambda: view.table.done and view.table.way == "memory")
        await pilot.press("end", "enter")
        assert app.screen is view, "nothing is torn off in the last row"
        await pilot.press("up", "enter")
        assert "Only 2 symbols" in app.notice.words
        await pilot.press("home", "down", "enter")
        await until(pilot, lambda: app.screen is app.stepper)
        assert app.standing.session.operations == (Tear(0),)


async def test_what_cannot_be_measured_and_windows_of_any_size() -> None:
    async with stepping(Session.open(registry.load("adding"), "+0.10,1 +0.20,0")) as (app, pilot):
        view = await opened(app, pilot)
        await until(pilot, lambda: view.table.done)
        await pilot.press("enter", "down", "w", "w", "p", "p")
        for size in ((60, 20), (80, 24), (200, 60), (120, 40)):
            await pilot.resize_terminal(*size)
        assert "answers with numbers" in seen(app)


@pytest.mark.parametrize(("ways", "command"), [(0, "silence"), (1, "mean"), (2, "memory")])
async def test_the_command_says_the_same_numbers(ways: int, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    async with stepping(Session.open(registry.load("counter"), TEXT)) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press(*["w"] * ways)
        await until(pilot, lambda: view.table.done)
        table, picture = view.table, seen(app)
    assert main(["measure", command, TEXT, "--model", "counter", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert main(["measure", command, TEXT, "--model", "counter"]) == 0
    text = capsys.readouterr().out
    if command == "memory":
        assert [(one["symbols"], one["loss"]) for one in told["reaches"]] == [
            (r.symbols, r.loss) for r in table.reaches
        ]
        losses = [reach.loss for reach in table.reaches]
    else:
        assert told["loss"] == table.free
        rows = table.in_order("rise")
        assert [(row["operation"], row["loss"], row["rise"]) for row in told["rows"]] == [
            (spelled(row.operation), row.loss, row.rise) for row in rows
        ]
        losses = [row.loss for row in rows]
    for loss in losses:
        assert f"{loss:.4f}" in text
        assert f"{loss:.4f}" in picture
