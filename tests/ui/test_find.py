"""Finding on the screen: the cursor goes with what is typed, F3 goes on and round, Escape brings it back."""

from __future__ import annotations

import pytest
from test_notice import foot
from test_snapshots import grid
from test_stepper import HOSTILE, OBEYED, cursor, stepping, until
from textual.events import Paste


def last_line(app) -> str:
    return grid(app).splitlines()[-1]


async def test_the_cursor_goes_with_what_is_typed_and_escape_brings_it_back() -> None:
    async with stepping("to be or not to be", size=(80, 24)) as (app, pilot):
        await pilot.press("down", "right", "f")
        start, phase = cursor(app), cursor(app).phase
        before = grid(app).splitlines()[:-1]
        await pilot.press("b")
        assert cursor(app).timestep == 3
        await pilot.press("e")
        assert "find be" in last_line(app)
        assert "hit 1 of 2" in last_line(app)
        await pilot.press("q")
        assert cursor(app) == start, "not found: where one stood"
        assert "not found" in last_line(app)
        await pilot.press("backspace", "f3")
        assert (cursor(app).timestep, cursor(app).phase) == (16, phase)
        await pilot.press("escape")
        await pilot.pause()
        assert cursor(app) == start
        assert grid(app).splitlines()[:-1] == before
        assert "→ ← phase" in last_line(app)


async def test_enter_stays_and_f3_goes_round_and_says_so() -> None:
    async with stepping("to be or not to be") as (app, pilot):
        await pilot.press("f", "o", "r", "enter")
        assert cursor(app).timestep == 6
        assert "“or”: hit 1 of 1." in foot(app)
        await pilot.press("f", "b", "enter")
        assert cursor(app).timestep == 16, "from here on"
        await pilot.press("f3")
        assert cursor(app).timestep == 3
        assert "“b”: hit 1 of 2. From the start again." in foot(app)
        await pilot.press("F")
        assert cursor(app).timestep == 16
        assert "From the end again." in foot(app)
        await pilot.press("slash", "end", *" b", "enter", "shift+f3", "f3", "f3")
        assert "hit 3 of 3" in foot(app), "the text was edited"
        await pilot.press("slash", "ctrl+u", "x", "enter", "f3")
        assert "“b” is not in the text." in foot(app)


async def test_words_of_a_model_over_numbers() -> None:
    async with stepping("0.5,1 0.25,0 0.75,1 0.25,1", model="adding") as (app, pilot):
        await pilot.press("f", *"0.25,1", "enter")
        assert cursor(app).timestep == 3
        await pilot.press("f3")
        assert cursor(app).timestep == 3
        await pilot.press("f", "ctrl+u", *"25", "enter")
        assert "hit 2 of 2" in foot(app)


async def test_a_hit_that_is_not_read_yet_is_gone_to_when_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "ab" * 3_000 + "." + "ab" * 100
    monkeypatch.setattr("lstm_tui.ui.reader.Reader.read_on", lambda reader: None)
    async with stepping(text, model="counter") as (app, pilot):
        await pilot.press("f", ".", "enter")
        assert cursor(app).timestep == 0
        assert "“.”: hit 1 of 1. It is shown as soon as timestep 6,001 is read." in foot(app)
        monkeypatch.undo()
        app.stepper.read_on()
        await until(pilot, lambda: cursor(app).timestep == 6_000, 20)
        await pilot.press("f3")
        assert "From the start again" in foot(app)


async def test_keys_on_the_heels_of_the_key_that_opens_a_line_are_meant_for_it() -> None:
    async with stepping("hello") as (app, pilot):
        for line, opens in (("find", "f"), ("edit", "slash")):
            await pilot.press(opens, "l", "l", "q")
            assert cursor(app).phase == 0
            assert app.stepper.query_one(f"#{line}").value == "llq"
            await pilot.press("escape")
            await pilot.pause()


async def test_what_is_looked_for_reaches_the_terminal_visible() -> None:
    async with stepping("hello") as (app, pilot):
        await pilot.press("f")
        app.post_message(Paste(HOSTILE))
        await until(pilot, lambda: "foo" in app.stepper.finder.query)
        await pilot.press("enter", "f3")
        await pilot.pause()
        assert not OBEYED & set(grid(app).replace("\n", ""))
