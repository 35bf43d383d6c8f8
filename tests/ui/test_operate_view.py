"""What if, on the screen: proposals without knowing the grammar, the line with errors at the character, and the way back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lstm_tui.models import registry
from lstm_tui.operations.bench import Bench, Item
from lstm_tui.operations.grammar import parse
from lstm_tui.saved import open_saved
from lstm_tui.session import Session
from lstm_tui.ui.app import LstmTuiApp
from lstm_tui.ui.dialogs import NumberDialog
from lstm_tui.ui.views.operate import OperateView

sys.path.insert(0, str(Path(__file__).parent))
from test_places import stepping, until


def counter(text: str = "aaaaa") -> Session:
    return Session.open(registry.load("counter"), text).seek(2).to_phase("forget-gate")


async def opened(app, pilot) -> OperateView:
    await pilot.press("o")
    await until(pilot, lambda: isinstance(app.screen, OperateView) and bool(app.screen.laid.proposals))
    return app.screen


def in_force(app) -> tuple[str, ...]:
    return app.standing.wish.operations


async def test_who_does_not_know_the_grammar_restarts_the_count() -> None:
    async with stepping(counter()) as (app, pilot):
        free = app.standing.session.run
        view = await opened(app, pilot)
        texts = [proposal.text for proposal in view.laid.proposals]
        assert {"f[0]@3=0", "ablate 0", "tear c@3", "bias f[0]=", "delete @3", "start random 1"} <= set(texts)
        await pilot.press(*["down"] * texts.index("f[0]@3=0"), "enter")
        assert in_force(app) == ("f[0]@3=0",)
        c = [round(float(value)) for value in app.standing.session.run.trace.column("c")[:, 0]]
        assert c == [1, 2, 1, 2, 3], "the hand-set counter counts again from the third symbol"
        assert view.laid.items[0].words == "unit 0's forget gate held at 0 at timestep 3"
        await pilot.press("space")
        assert app.standing.session.run is free
        await pilot.press("space")
        assert in_force(app) == ("f[0]@3=0",)
        await pilot.press("backspace")
        assert in_force(app) == ()
        assert not app.standing.bench.items
        await pilot.press("x")
        assert in_force(app) == ("f[0]@3=0",)
        await pilot.press("x", "x", "x", "x", "x", "x")
        assert app.standing.session.run is free
        await pilot.press("X")
        assert in_force(app) == ("f[0]@3=0",)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)
        await pilot.press("x")
        assert app.standing.session.run is free
        await pilot.press("X")
        assert in_force(app) == ("f[0]@3=0",)


async def test_what_was_typed_is_kept_and_the_error_points_at_the_character() -> None:
    async with stepping(counter()) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press("o", *"f[0@3=0", "enter")
        said = view.query_one("#operation-said")
        assert "at character 4: ']' is wanted" in str(said.render())
        assert in_force(app) == ()
        await pilot.press("escape", "o")
        assert view.line._field.value == "f[0@3=0"
        await pilot.press("left", "left", "left", "left", "]", "enter")
        assert in_force(app) == ("f[0]@3=0",)
        await pilot.press("o", *"f[7]=0", "enter")
        assert "There is no unit 7." in str(said.render())
        await pilot.press("escape")
        assert isinstance(app.screen, OperateView)
        assert in_force(app) == ("f[0]@3=0",)


async def test_a_row_that_lacks_something_is_written_in_the_line() -> None:
    async with stepping(counter("aab")) as (app, pilot):
        view = await opened(app, pilot)
        texts = [proposal.text for proposal in view.laid.proposals]
        await pilot.press(*["down"] * texts.index("change @3="), "enter")
        assert view.has_class("-typing")
        await pilot.press("a", "enter")
        assert app.standing.session.run.text == "aaa"
        assert app.standing.session.base.text == "aab"
        await pilot.press("enter", "backspace", "backspace", *'b"', "enter")
        assert in_force(app) == ('change @3="b"',)
        assert len(app.standing.bench.items) == 1


async def test_operations_that_one_begins_with_are_undone_one_by_one() -> None:
    async with stepping(counter().wanting([parse("f[0]@3=0"), parse("ablate 1")])) as (app, pilot):
        await pilot.press("x")
        assert in_force(app) == ("f[0]@3=0",)
        await pilot.press("x")
        assert in_force(app) == ()
        await pilot.press("X", "X")
        assert in_force(app) == ("f[0]@3=0", "ablate 1")


async def test_two_enters_in_one_read_do_it_once() -> None:
    async with stepping(counter()) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press("enter", "enter", "enter")
        assert len(app.standing.bench.items) == 1
        assert len(view.laid.items) == 1


async def test_what_it_changes_is_said() -> None:
    session = Session.open(registry.load("shakespeare"), "To be, or not").seek(6)
    async with stepping(session.operated([parse("tear @7")])) as (app, pilot):
        view = await opened(app, pilot)
        await until(pilot, lambda: view.outcome.share == 1)
        about = dict(view.outcome.lines)
        assert about["loss over the text"].endswith("+0.0606") or " → " in about["loss over the text"]
        assert about["felt"].startswith("from timestep 7 to ")
        await pilot.press("x")
        await pilot.press("space")
        await until(pilot, lambda: view.outcome.share == 1)


async def test_a_window_too_small_and_large_again_with_the_line_open() -> None:
    async with stepping(counter()) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press("o", *"abl")
        for size in ((60, 10), (20, 5), (200, 60), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await pilot.press(*"ate 1", "enter")
        assert in_force(app) == ("ablate 1",)
        assert view.laid.items[0].words.startswith("unit 1 silenced")


async def test_the_place_moves_under_the_proposals() -> None:
    async with stepping(counter()) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press("right", "right", "right", "right", "right", "right", "]")
        assert app.standing.session.phase.key == "hidden" or app.standing.session.phase.key == "output-gate"
        assert view.laid.proposals[0].text in ("h[1]@3=0", "o[1]@3=0")


async def test_a_session_is_saved_on_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with stepping(counter()) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("enter", "S")
        await until(pilot, lambda: isinstance(app.screen, NumberDialog))
        await pilot.press("enter")
        await until(pilot, lambda: (tmp_path / "aaaaa.toml").exists())
        saved = open_saved("aaaaa.toml")
        assert (saved.items, saved.text) == (app.standing.bench.items, "aaaaa")
        await until(pilot, lambda: isinstance(app.screen, OperateView))
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, NumberDialog))
        await pilot.press(*"/no/such/x", "enter")
        await until(pilot, lambda: app.notice is not None and "cannot be written" in app.notice.words)


async def test_a_saved_session_opens_with_what_was_laid_out_and_says_what_changed() -> None:
    session, bench = (
        counter().wanting([parse("f[0]@3=0")]),
        Bench((Item(parse("f[0]@3=0")), Item(parse("ablate 1"), on=False))),
    )
    app = LstmTuiApp(session=session, bench=bench, said="The text is not what it was.")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.screen is app.stepper)
        assert app.notice is not None and app.notice.words.startswith("The text is not")
        assert app.standing.bench is bench
        await pilot.press("x", "o")
        view = await opened(app, pilot) if not isinstance(app.screen, OperateView) else app.screen
        await until(pilot, lambda: len(view.laid.items) == 2)
        assert [item.state for item in view.laid.items] == ["●", "○"]


async def test_far_into_a_long_text_no_key_waits_for_what_must_be_read_again() -> None:
    session = Session.open(registry.load("shakespeare"), "To be, or not to be. " * 200).seek(3999)
    async with stepping(session) as (app, pilot):
        done = app.standing.done(parse("f[3]=0"))
        assert done.session.computed <= 512, "no more is computed before it is shown"
        assert (done.goal, done.undone().session.cursor) == (3999, session.cursor)
        app.stepper.change(done)
        assert app.notice is not None and "Timestep 4,000 is shown as soon as it is read" in app.notice.words
        await until(pilot, lambda: app.standing.session.cursor.timestep == 3999)
        assert app.standing.session.free is session.run
        await pilot.press("x")
        assert app.standing.session.run is session.run
        assert app.standing.session.cursor == session.cursor
        app.stepper.change(app.standing.redone())
        assert app.standing.session.cursor.timestep < 3999
        await pilot.press("x")
        assert app.standing.session.cursor == session.cursor
        assert app.stepper.goal is None
