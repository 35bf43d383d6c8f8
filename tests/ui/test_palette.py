"""The palette and the form: what one looks for is found, in groups; windows show their own keys."""

from __future__ import annotations

import pytest
from test_snapshots import grid
from test_stepper import stepping, until
from textual.css.query import NoMatches

from lstm_tui.core.sampling import Sampling
from lstm_tui.ui.actions import ACTIONS, GROUPS
from lstm_tui.ui.lists import CommandList, Palette, _gather
from lstm_tui.ui.palette import found


async def opened(app, pilot, typed: str = "") -> list[str]:
    """The labels in the palette's list once it stands still."""
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(app.screen, Palette) and app.screen.query_one(CommandList).option_count > 0)
    before = app.screen.query_one(CommandList).option_count
    await pilot.press(*typed)
    options = app.screen.query_one(CommandList)
    await until(pilot, lambda: not typed or 0 < options.option_count < before)
    await until(pilot, lambda: options.size.height > 1)
    return [str(options.get_option_at_index(place).prompt).splitlines()[0] for place in range(options.option_count)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_action_stands_in_its_group_and_is_seen(size: tuple[int, int]) -> None:
    async with stepping(size=size) as (app, pilot):
        lines = await opened(app, pilot)
        assert len(lines) == len(ACTIONS)
        groups = [line.split()[0] for line in lines]
        assert groups == sorted(groups, key=GROUPS.index)
        assert "walk    phase  →" in grid(app), "the list is on the screen"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)


async def test_a_palette_that_is_gone_looks_for_nothing() -> None:
    async with stepping() as (app, pilot):
        await opened(app, pilot)
        palette = app.screen
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper and not palette.query(CommandList))
        worker = app.stepper.run_worker(_gather(palette, "theme"), exit_on_error=False)
        await until(pilot, lambda: worker.is_finished)
        assert isinstance(worker.error, NoMatches), "Textual's own ends with an error"
        worker = Palette._gather_commands(palette, "theme")
        await until(pilot, lambda: worker.is_finished)
        assert worker.error is None


async def test_a_palette_opens_while_the_last_one_is_still_being_taken_away() -> None:
    async with stepping() as (app, pilot):
        app.action_command_palette()
        await until(pilot, lambda: isinstance(app.screen, Palette))
        app.screen.dismiss(None)
        app.action_command_palette()
        await until(pilot, lambda: isinstance(app.screen, Palette))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)


@pytest.mark.parametrize(
    ("typed", "first"),
    [("theme", "dark / light"), ("dark", "dark / light"), ("light", "dark / light"), ("screenshot", "save"),
     ("temperature", "how it chooses"), ("search", "find"), ("look theme", "dark / light")],
)  # fmt: skip
def test_what_one_looks_for_is_found(typed: str, first: str) -> None:
    scores = {action.label: found(typed, action) for action in ACTIONS}
    assert max(scores, key=lambda label: scores[label]) == first
    assert scores[first] > 0
    assert not any(found("xyzzy " + typed, action) for action in ACTIONS)


async def test_theme_is_switched_from_the_palette() -> None:
    async with stepping() as (app, pilot):
        before = app.theme
        lines = await opened(app, pilot, "theme")
        assert lines[0].split("  ")[-2:] == ["dark / light", "d"]
        await pilot.press("enter")
        await until(pilot, lambda: app.theme != before)


async def test_how_it_chooses_is_a_form_of_four_fields() -> None:
    async with stepping() as (app, pilot):
        writer = app.stepper.writer
        for keys, wrong in (
            (("h", "o", "t", "enter"), "The temperature 'hot' is not a number."),
            (("down", "1", ".", "5", "enter"), "The top-k '1.5' is not a whole number."),
            (("tab", "tab", "2", "enter"), "top-p 2 is not in (0, 1]."),
            (("up", "minus", "1", "enter"), "The seed is below 0."),
        ):
            await pilot.press("y")
            await until(pilot, lambda: len(app.screen_stack) == 3 and app.focused is not None)
            await pilot.press(*keys)
            await until(pilot, lambda wrong=wrong: f"! {wrong}" in grid(app))
            assert "Enter takes all" in grid(app), "the form shows its own keys"
            assert (writer.sampling, writer.seed) == (Sampling(0.8), 1), "all stays as it was"
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is app.stepper)
        await pilot.press("y")
        await until(pilot, lambda: len(app.screen_stack) == 3 and app.focused is not None)
        await pilot.press("0", "down", "5", "down", *"0.9", "down", "7", "enter")
        await until(pilot, lambda: app.screen is app.stepper)
        assert (writer.sampling, writer.seed) == (Sampling(0.0, 5, 0.9), 7)


@pytest.mark.parametrize(("key", "words"), [("g", "Enter takes it   Esc back"), ("m", "↑ ↓ choose   Enter takes it   Esc back")])  # fmt: skip
async def test_a_window_shows_its_own_keys(key: str, words: str) -> None:
    async with stepping(size=(80, 24)) as (app, pilot):
        await pilot.press(key)
        await until(pilot, lambda: len(app.screen_stack) == 3)
        await pilot.pause()
        assert words in grid(app)


async def test_the_line_in_which_the_text_is_edited_shows_its_own_keys() -> None:
    async with stepping() as (app, pilot):
        await pilot.press("slash")
        await pilot.pause()
        assert grid(app).splitlines()[-1].split("  ") == [" Enter keep it", "Esc as it was before"]
        await pilot.press("escape")
        await pilot.pause()
        assert "→ ← phase" in grid(app).splitlines()[-1]
