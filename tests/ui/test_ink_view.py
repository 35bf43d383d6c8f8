"""Who wrote this, on the screen: the cursor moves under it, what is asked about goes round, and the commands say the same."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from lstm_tui.cli import main
from lstm_tui.explain.ink import LIKELIEST, LOGIT, NOTE, TRUE, UNIT
from lstm_tui.models import registry
from lstm_tui.operations.grammar import parse
from lstm_tui.session import Session
from lstm_tui.ui.region import PanelRegion
from lstm_tui.ui.views.ink import InkView
from lstm_tui.ui.views.measured import MeasuredView

sys.path.insert(0, str(Path(__file__).parent))
from test_places import LONG, click_on, stepping, two_layers, until

TEXT = "To be, or not to be"


async def opened(app, pilot) -> InkView:
    await pilot.press("b")
    await until(pilot, lambda: isinstance(app.screen, InkView) and app.screen._page is not None)
    return app.screen


def seen(app, name: str) -> str:
    return app.screen.query_one(f"#{name}", PanelRegion).canvas.text()


async def test_the_stepper_s_cursor_moves_under_it() -> None:
    async with stepping(Session.open(registry.load(), TEXT).seek(4)) as (app, pilot):
        view = await opened(app, pilot)
        unit = app.standing.unit
        assert view.page.ink.timestep == 4
        await pilot.press("down", "down", "up", "right", "right", "right_square_bracket")
        assert view.page.ink.timestep == app.standing.session.cursor.timestep == 5
        assert (app.standing.session.cursor.phase, app.standing.unit) == (2, (unit + 1) % 64)
        assert view.page.ink.name == f"c[{app.standing.unit}]"
        await pilot.press("end")
        assert view.page.ink.timestep == len(TEXT) - 1
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)
        assert app.standing.session.cursor.timestep == len(TEXT) - 1


async def test_what_is_asked_about_goes_round_and_others_by_a_key() -> None:
    async with stepping(Session.open(registry.load(), TEXT).seek(4)) as (app, pilot):
        view = await opened(app, pilot)
        found = [view.page.ink.ask.of]
        for _ in range(4):
            await pilot.press("w")
            found.append(view.page.ink.ask.of)
        assert found == [UNIT, NOTE, LIKELIEST, TRUE, UNIT]
        await pilot.press("right_parenthesis")
        likeliest = view.page.ink.ask.symbol
        probs = app.standing.session.run.trace.step(4)["probs"]
        assert likeliest == int(probs.argmax())
        await pilot.press("right_parenthesis")
        assert view.page.ink.ask.of == LOGIT
        assert sum(probs > probs[view.page.ink.ask.symbol]) == 1
        await pilot.press("left_parenthesis")
        assert view.page.ink.ask.symbol == likeliest
        await pilot.click("#ink-tape", offset=click_on(app, "ink-tape", _do("ask('note')")))
        await pilot.pause()
        assert view.page.ink.ask.of == NOTE


def _do(action: str):
    from lstm_tui.drawing.targets import Do

    return Do(action)


async def test_a_symbol_is_followed_and_stays_so_while_the_cursor_moves() -> None:
    async with stepping(Session.open(registry.load("counter"), "aaabbb").seek(3)) as (app, pilot):
        view = await opened(app, pilot)
        assert view.page.chosen.timestep == 3, "of equal shares the last"
        await pilot.press("left_curly_bracket", "left_curly_bracket")
        assert view.page.chosen.timestep == 1
        await pilot.press("down")
        assert view.page.chosen.timestep == 1
        assert "'a' at timestep 2 wrote +1.000" in seen(app, "ink-tape")
        await pilot.press("up", "up", "up", "up")
        assert view.page.chosen.timestep == 0, "what is not read yet has written nothing"
        await pilot.click("#ink-tape", offset=click_on(app, "ink-tape", _do("follow(5)")))
        await until(pilot, lambda: app.standing.session.cursor.timestep == 5)


async def test_half_lives_are_sorted_and_a_panel_is_enlarged() -> None:
    async with stepping(Session.open(registry.load(), TEXT)) as (app, pilot):
        view = await opened(app, pilot)
        await until(pilot, lambda: view.page.read == len(TEXT))
        orders = []
        for _ in range(3):
            await pilot.press("a")
            orders.append(view.page.order)
        assert orders == ["unit", "now", "life"]
        await pilot.press("z", "z")
        await pilot.pause()
        assert view.query_one("#ink-triangle").size.width == 120
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is view
        assert view.query_one("#ink-shares").size.width == 40
        await pilot.press("b")
        await until(pilot, lambda: app.screen is app.stepper)


async def test_an_rnn_has_no_such_sum_and_the_screen_says_why() -> None:
    async with stepping(Session.open(registry.load("shakespeare-rnn"), TEXT)) as (app, pilot):
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, InkView))
        await pilot.press("w", "right_parenthesis", "left_curly_bracket", "a", "down", "tab", "z", "z")
        assert "written anew as a whole" in seen(app, "ink-why")
        assert "whose" not in seen(app, "footer")
        assert app.standing.session.cursor.timestep == 1
        await pilot.press("escape")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)


async def test_surgery_is_one_key_away_and_the_books_are_those_of_the_operated_run() -> None:
    async with stepping(Session.open(registry.load("counter"), "aaabbb").seek(4)) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press("o")
        await until(pilot, lambda: app.screen is not view)
        app.stand(app.standing.done(parse("c[0]@3=7")))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is view)
        assert view.page.ink.value == pytest.approx(5)
        assert "by hand" in seen(app, "ink-shares")
        await pilot.press("x")
        assert view.page.ink.value == pytest.approx(1)
        await pilot.press("C")
        await until(pilot, lambda: isinstance(app.screen, MeasuredView))


async def test_layers_and_a_window_that_is_too_small() -> None:
    async with stepping(Session.open(two_layers(), "abcabc").seek(3)) as (app, pilot):
        view = await opened(app, pilot)
        assert view.page.ink.name.startswith("layer1.c[")
        await pilot.press("tab")
        assert view.page.ink.name.startswith("layer2.c[")
        await until(pilot, lambda: len(view.page.lives) == 3)
        for size in ((60, 20), (80, 24), (200, 60), (1, 1), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.press("down", "w")
        assert "adding up" in seen(app, "ink-shares")


async def test_a_long_text_is_measured_in_slices_and_can_be_left_at_any_time() -> None:
    async with stepping(Session.open(registry.load(), LONG, 100)) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press("end")
        await until(pilot, lambda: app.standing.session.cursor.timestep == len(LONG) - 1)
        assert "all before" in seen(app, "ink-shares")
        await until(pilot, lambda: view.page.read == len(LONG))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)


@pytest.mark.parametrize("ways", [0, 1, 2, 3])
async def test_the_command_says_the_same_numbers(ways: int, capsys: pytest.CaptureFixture[str]) -> None:
    async with stepping(Session.open(registry.load(), TEXT).seek(9)) as (app, pilot):
        view = await opened(app, pilot)
        await pilot.press(*["w"] * ways)
        await until(pilot, lambda: view.page.read == len(TEXT))
        page, unit = view.page, str(app.standing.unit)
        triangle = seen(app, "ink-triangle")
    ink = page.ink
    asked = {UNIT: ("unit",), NOTE: ("note",), LIKELIEST: ("likeliest",), TRUE: ("logit",)}[ink.ask.of]
    words = ["ink", TEXT, "--timestep", "10", "--unit", unit, "--format", "json"]
    assert main([*words, "--of", *asked]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["of"], told["value"], told["printed"], told["rounding"]) == (
        ink.name,
        ink.value,
        ink.printed,
        ink.rounding,
    )
    assert [(line["label"], line["printed"]) for line in told["lines"]] == [(p.label, p.printed) for p in ink.lines]
    assert told["left"] == [part.left for part in ink.parts]
    assert tuple(told["captions"]) == ink.captions
    assert main([*words, "--half-lives"]) == 0
    lives = json.loads(capsys.readouterr().out)
    assert tuple(lives["half_lives"]) == page.lives
    if ink.ask.of == UNIT:
        assert main(["ink", TEXT, "--timestep", "10", "--unit", unit, "--triangle"]) == 0
        rows = capsys.readouterr().out.splitlines()[1:-1]
        assert rows[-1].split()[-1] in triangle
        assert main(["ink", TEXT, "--timestep", "10", "--unit", unit]) == 0
        text = capsys.readouterr().out
        assert all(part.printed in text for part in ink.lines)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_whole_screen(size: tuple[int, int], snapshot) -> None:
    async with stepping(Session.open(registry.load("reber"), "BTBTSSXSETE").seek(8), size) as (app, pilot):
        view = await opened(app, pilot)
        await until(pilot, lambda: view.page.read == 11)
        screens = []
        for key in ("", "w", "w", "z", "z", "z"):
            if key:
                await pilot.press(key)
            await pilot.pause()
            screens.append("\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips()))
        assert "\n\n".join(screens) == snapshot


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_caption_is_seen(size: tuple[int, int]) -> None:
    async with stepping(Session.open(registry.load(), TEXT).seek(9), size) as (app, pilot):
        view = await opened(app, pilot)
        for _ in range(3):
            await pilot.press("w")
            await pilot.pause()
            assert len(view.page.ink.captions) == 2
            assert all(caption in seen(app, "ink-captions") for caption in view.page.ink.captions)
