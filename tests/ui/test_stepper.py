"""The stepper without a terminal: every key and click leads where it says, and no text or key breaks it."""

from __future__ import annotations

import asyncio
import itertools
import time
from contextlib import asynccontextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.geometry import Region
from textual.widgets import Input, OptionList, Static

from lstm_tui.drawing.targets import ToPhase
from lstm_tui.models import registry
from lstm_tui.ui.actions import ACTIONS
from lstm_tui.ui.app import LstmTuiApp
from lstm_tui.ui.dialogs import ModelDialog, NumberDialog
from lstm_tui.ui.help import HelpDialog
from lstm_tui.ui.region import PanelRegion
from lstm_tui.ui.views.stepper import StepperView
from lstm_tui.ui.zoom import LARGE

HOSTILE = "\x1b]0;x\x07 [/foo] \u202e é 👩‍👩‍👧 שלום"
OBEYED = frozenset(
    map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)))
)
SIZES = [(120, 40), (80, 24), (160, 50)]


@pytest.fixture(autouse=True, scope="module")
def _pictures(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("pictures")
        patch.setattr("lstm_tui.files.pictures_folder", lambda: folder)
        yield


@asynccontextmanager
async def stepping(text: str = "hello", size: tuple[int, int] = (120, 40), **how):
    app = LstmTuiApp(text=text, **how)
    app.told = []
    notify = app.notify

    def told(message, **more):
        app.told.append(message)
        notify(message, **more)

    app.notify = told
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.screen is app.stepper)
        await pilot.pause()
        yield app, pilot


async def until(pilot, holds, seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds:g} s"
        await pilot.pause(0.01)


def cursor(app: LstmTuiApp):
    return app.stepper.session.cursor


def everything(app: LstmTuiApp) -> str:
    """The text of every strip of every region that is displayed."""
    found = []
    for region in app.stepper.query(PanelRegion):
        if region.display and region.size.width and region.size.height:
            strips = region.render_lines(Region(0, 0, *region.size))
            assert len(strips) == region.size.height
            for strip in strips:
                assert sum(segment.cell_length for segment in strip) == region.size.width
            found += [strip.text for strip in strips]
            found += ["".join(text for text, _ in runs) for runs in region.canvas.rows()]
    return "\n".join(found)


def assert_harmless(app: LstmTuiApp) -> None:
    assert not OBEYED & (set(everything(app)) - {"\n"})


# moving --------------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["shakespeare", "shakespeare-rnn"])
async def test_right_and_left_walk_every_stop_and_back(model):
    async with stepping("abc", model=model) as (app, pilot):
        stops = 3 * len(app.stepper.session.stops)
        there = [cursor(app)]
        for _ in range(stops):
            await pilot.press("right")
            there.append(cursor(app))
        assert there[-1] == there[-2], "the very end stays"
        assert len(set(there)) == stops
        assert [place.timestep for place in there] == sorted(place.timestep for place in there)
        back = [cursor(app)]
        for _ in range(stops - 1):
            await pilot.press("left")
            back.append(cursor(app))
        assert back == there[:-1][::-1]
        await pilot.press("left")
        assert cursor(app) == there[0]


async def test_down_and_up_keep_the_phase():
    async with stepping() as (app, pilot):
        await pilot.press("right", "right")
        start = cursor(app)
        await pilot.press("down", "down")
        assert (cursor(app).timestep, cursor(app).phase) == (2, start.phase)
        await pilot.press("up", "up")
        assert cursor(app) == start
        await pilot.press("up")
        assert cursor(app) == start
        await pilot.press(*["down"] * 9)
        assert cursor(app).timestep == 4


async def test_home_and_end():
    async with stepping() as (app, pilot):
        await pilot.press("right", "end")
        assert (cursor(app).timestep, cursor(app).phase) == (4, 1)
        await pilot.press("home")
        assert (cursor(app).timestep, cursor(app).phase) == (0, 1)


@pytest.mark.parametrize("model", ["shakespeare", "counter", "latch"])
async def test_units_wrap(model):
    async with stepping(model=model) as (app, pilot):
        hidden = app.stepper.session.run.bundle.network.cells[0].hidden_size
        first = app.stepper.unit
        await pilot.press("right_square_bracket")
        assert app.stepper.unit == (first + 1) % hidden
        await pilot.press("left_square_bracket")
        assert app.stepper.unit == first
        app.stand(app.standing.with_unit(0))
        await pilot.press("left_square_bracket")
        assert app.stepper.unit == hidden - 1
        await pilot.press("right_square_bracket")
        assert app.stepper.unit == 0


async def test_the_screen_shows_the_step():
    async with stepping() as (app, pilot):
        seen = {everything(app)}
        for _ in range(len(app.stepper.session.stops)):
            assert f"timestep {cursor(app).timestep + 1} of 5" in everything(app)
            await pilot.press("right")
            await pilot.pause()
            seen.add(everything(app))
        assert len(seen) == len(app.stepper.session.stops) + 1, "every stop looks different"


async def test_play_advances_and_pauses():
    async with stepping() as (app, pilot):
        app.stepper.player.speed = 5
        start = cursor(app)
        await pilot.press("p")
        await until(pilot, lambda: cursor(app) != start)
        await pilot.press("p")
        paused = cursor(app)
        await asyncio.sleep(0.3)
        await pilot.pause()
        assert cursor(app) == paused


async def test_play_ends_at_the_end():
    async with stepping("ab") as (app, pilot):
        app.stepper.player.speed = 5
        await pilot.press("end")
        await pilot.press(*["right"] * (len(app.stepper.session.stops) - 2))
        await pilot.press("p")
        await until(pilot, lambda: not app.stepper.player.playing)
        assert app.stepper.session.stop == len(app.stepper.session.stops) - 1


# editing -------------------------------------------------------------------------------


async def test_editing_is_followed_live_and_kept():
    async with stepping() as (app, pilot):
        await pilot.press("down", "down", "slash", "end")
        for typed, expected in (("x", "hellox"), ("q", "helloxq"), ("space", "helloxq "), ("slash", "helloxq /")):
            await pilot.press(typed)
            await pilot.pause()
            assert app.stepper.session.run.text == expected
            assert len(app.stepper.session) == len(expected)
        await pilot.press("enter")
        await pilot.pause()
        assert not app.stepper.has_class("-editing")
        assert app.stepper.session.run.text == "helloxq /"
        assert cursor(app).timestep == 2
        await pilot.press("end")
        assert cursor(app).timestep == 8


async def test_a_shorter_text_keeps_the_cursor_inside():
    async with stepping() as (app, pilot):
        await pilot.press("end", "slash", "end", "backspace", "backspace", "backspace", "enter")
        await pilot.pause()
        assert app.stepper.session.run.text == "he"
        assert cursor(app).timestep == 1
        assert "timestep 2 of 2" in everything(app)


async def test_escape_restores_the_old_text():
    async with stepping() as (app, pilot):
        await pilot.press("down", "right")
        before = app.stepper.session
        await pilot.press("slash", "end", "x", "y", "backspace", "backspace", "backspace")
        await pilot.pause()
        assert app.stepper.session.run.text == "hell"
        await pilot.press("escape")
        await pilot.pause()
        assert app.stepper.session.run.text == "hello"
        assert cursor(app) == before.cursor
        assert not app.stepper.has_class("-editing")
        await pilot.press("down")
        assert cursor(app).timestep == 2


async def test_an_empty_text_is_refused():
    async with stepping() as (app, pilot):
        await pilot.press("slash", "end", "ctrl+u")
        await pilot.pause()
        assert app.stepper.query_one("#edit", Input).value == ""
        assert app.stepper.session.run.text == "hello"
        await pilot.press("enter")
        await pilot.pause()
        assert app.stepper.has_class("-editing")
        assert any("no text" in message for message in app.told)
        assert app.stepper.session.run.text == "hello"
        await pilot.press("escape")
        await pilot.pause()
        assert app.stepper.session.run.text == "hello"
        assert not app.stepper.has_class("-editing")


async def test_editing_without_a_change_keeps_the_text():
    text = "a\n\tb\x1bc"
    async with stepping(text) as (app, pilot):
        await pilot.press("slash", "enter")
        await pilot.pause()
        assert app.stepper.session.run.text == text


# dialogs -------------------------------------------------------------------------------


async def test_another_model_reads_the_text_at_the_same_timestep():
    names = registry.names()
    async with stepping() as (app, pilot):
        await pilot.press("down", "down")
        before = app.stepper.session.run.bundle.name
        wanted = (names.index(before) + 1) % len(names)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, ModelDialog))
        await pilot.pause()
        assert app.screen.query_one(OptionList).option_count == len(names)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.screen is app.stepper)
        await until(pilot, lambda: app.stepper.session.run.bundle.name != before)
        assert app.stepper.session.run.bundle.name == names[wanted]
        assert app.stepper.session.run.text == "hello"
        assert cursor(app).timestep == 2
        await pilot.press("end")
        await pilot.pause()
        assert cursor(app).timestep == 4
        assert names[wanted] in everything(app)


async def test_escape_from_the_model_dialog_changes_nothing():
    async with stepping() as (app, pilot):
        before = app.stepper.session
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, ModelDialog))
        await pilot.press("down", "escape")
        await until(pilot, lambda: app.screen is app.stepper)
        assert app.stepper.session is before


async def asked(app, pilot, key: str, typed: str) -> None:
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, NumberDialog))
    await pilot.press(*typed, "enter")
    await until(pilot, lambda: app.screen is app.stepper)
    await pilot.pause()


async def test_go_to_a_timestep():
    async with stepping() as (app, pilot):
        await pilot.press("right")
        await asked(app, pilot, "g", "4")
        assert (cursor(app).timestep, cursor(app).phase) == (3, 1)
        for typed in ("6", "0", "999999999999"):
            told = len(app.told)
            await asked(app, pilot, "g", typed)
            assert cursor(app).timestep == 3
            assert len(app.told) == told + 1
        await asked(app, pilot, "g", "")
        assert cursor(app).timestep == 3


async def test_go_to_a_unit():
    async with stepping() as (app, pilot):
        await asked(app, pilot, "u", "7")
        assert app.stepper.unit == 7
        await asked(app, pilot, "u", "64")
        assert app.stepper.unit == 7
        assert len(app.told) == 1


@pytest.mark.parametrize("key", ["g", "u"])
@pytest.mark.parametrize("typed", ["-", "+", "1_", "-3"])
async def test_what_is_not_a_number_is_refused(key, typed):
    async with stepping() as (app, pilot):
        before, unit = cursor(app), app.stepper.unit
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, NumberDialog))
        await pilot.press(*typed, "enter")
        await pilot.pause(0.05)
        assert (cursor(app), app.stepper.unit) == (before, unit)
        await pilot.press("escape")


async def test_help_lists_every_action():
    async with stepping() as (app, pilot):
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpDialog))
        told = " ".join(str(app.screen.query_one(Static).content).split())
        assert told.startswith("The signs on this screen")
        assert "This phase: input" in told
        assert "one-hot" in told
        assert all(group in told for group in ("Keys: walk", "Keys: program"))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)


def test_every_action_has_a_method_and_keys_of_its_own():
    keys = list(itertools.chain.from_iterable(action.keys.split(",") for action in ACTIONS))
    assert len(keys) == len(set(keys))
    for action in ACTIONS:
        assert callable(getattr(StepperView, f"action_{action.name}"))


async def test_theme_and_picture(tmp_path, monkeypatch):
    monkeypatch.setattr("lstm_tui.files.pictures_folder", lambda: tmp_path)
    async with stepping() as (app, pilot):
        await pilot.press("d")
        assert app.theme == "lstm-light"
        await pilot.press("s")
        await pilot.pause()
        (picture,) = tmp_path.glob("*.svg")
        assert "</svg>" in picture.read_text(encoding="utf-8")
        assert str(picture) in app.told[-1]


# clicks --------------------------------------------------------------------------------


async def test_a_click_on_the_tape_goes_to_that_symbol():
    async with stepping() as (app, pilot):
        await pilot.press("right")
        for wanted in (3, 0, 4):
            targets = app.stepper.query_one("#tape", PanelRegion).canvas.targets
            target = next(t for t in targets if t.meaning.timestep == wanted)
            await pilot.click("#tape", offset=(target.start, target.row))
            await pilot.pause()
            assert (cursor(app).timestep, cursor(app).phase) == (wanted, 1)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("model", ["shakespeare", "shakespeare-rnn"])
async def test_a_click_on_a_node_goes_to_that_phase(size, model):
    async with stepping(size=size, model=model) as (app, pilot):
        module = app.stepper.query_one("#module", PanelRegion)
        nodes = [target for target in module.canvas.targets if isinstance(target.meaning, ToPhase)]
        keys = {target.meaning.key for target in nodes}
        assert keys
        for key in sorted(keys):
            target = next(
                t
                for t in module.canvas.targets
                if t.meaning.key == key and module.canvas.target_at(t.start, t.row) is t
            )
            await pilot.click("#module", offset=(target.start, target.row))
            await pilot.pause()
            assert app.stepper.session.phase.key == key


@pytest.mark.parametrize("size", SIZES)
async def test_every_target_lies_on_the_screen_and_can_be_clicked(size):
    async with stepping(size=size) as (app, pilot):
        for name in ("heading", "tape", "module", "note", "gates"):
            region = app.stepper.query_one(f"#{name}", PanelRegion)
            for target in {type(t.meaning): t for t in region.canvas.targets}.values():
                assert 0 <= target.row < region.size.height, (name, target)
                assert 0 <= target.start < region.size.width, (name, target)
                await pilot.click(f"#{name}", offset=(target.start, target.row))
                await pilot.pause()
                if app.screen is not app.stepper:
                    await pilot.press("escape")
                    await until(pilot, lambda: app.screen is app.stepper)


# windows and texts -----------------------------------------------------------------------


async def test_a_window_too_small_says_so_and_recovers():
    async with stepping() as (app, pilot):
        await pilot.press("down")
        before = app.stepper.session
        for size in ((79, 24), (80, 23), (1, 1), (60, 20)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            words = app.stepper.query_one("#too-small", Static)
            assert words.display
            assert "80 × 24" in str(words.content)
            assert not app.stepper.query_one("#module").display
        assert "60 × 20" in str(words.content)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not words.display
        assert app.stepper.query_one("#module").display
        assert app.stepper.session is before
        assert "timestep 2 of 5" in everything(app)


@pytest.mark.parametrize(
    ("size", "model"),
    [(SIZES[0], "shakespeare"), (SIZES[1], "shakespeare"), (SIZES[2], "shakespeare-rnn"), (SIZES[1], "counter")],
)
async def test_hostile_texts_are_shown_and_not_obeyed(size, model):
    async with stepping(HOSTILE, size=size, model=model) as (app, pilot):
        assert len(app.stepper.session) == len(HOSTILE)
        for _ in HOSTILE:
            assert_harmless(app)
            await pilot.press("right", "down")
            await pilot.pause()
        await pilot.press("end", *["right"] * 8)
        await pilot.pause()
        assert_harmless(app)
        await pilot.press("slash", "end", "x")
        await pilot.pause()
        field = app.stepper.query_one("#edit", Input)
        shown = "".join(strip.text for strip in field.render_lines(Region(0, 0, *field.size)))
        assert not OBEYED & set(shown)
        assert not OBEYED & set(field.value)
        assert_harmless(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.stepper.session.run.text == HOSTILE


@settings(max_examples=10)
@given(text=st.text(st.characters(categories=None), min_size=1, max_size=12), size=st.sampled_from(SIZES))
async def test_no_text_raises_or_is_obeyed(text, size):
    async with stepping(text, size=size) as (app, pilot):
        for key in ("right", "down", "end", "right", "left", "home"):
            await pilot.press(key)
            await pilot.pause()
            assert_harmless(app)


KEYS = sorted(
    {key for action in ACTIONS if action.name != "quit" for key in action.keys.split(",")}
    | {
        "escape",
        "enter",
        "backspace",
        "delete",
        "ctrl+p",
        "ctrl+u",
        "ctrl+a",
        "pageup",
        "shift+tab",
        "é",
        "1",
        "7",
        "x",
    }
)


@settings(max_examples=10)
@given(keys=st.lists(st.sampled_from(KEYS), max_size=25), model=st.sampled_from(["shakespeare", "counter", "latch"]))
async def test_no_keys_break_it(keys, model):
    async with stepping(model=model) as (app, pilot):
        for key in keys:
            await pilot.press(key)
        await pilot.pause()
        assert app.is_running
        session = app.stepper.session
        assert 0 <= session.cursor.timestep < len(session)
        assert 0 <= app.stepper.unit < session.run.bundle.network.cells[0].hidden_size
        if app.screen is app.stepper:
            assert_harmless(app)


async def test_one_key_brings_up_what_80_columns_fold_away():
    async with stepping(size=(80, 24)) as (app, pilot):

        def rows() -> dict[str, int]:
            return {region.id: region.size.height for region in app.stepper.query(PanelRegion) if region.size.height}

        before = rows()
        assert "next-symbols" not in before
        for name in LARGE:
            await pilot.press("z")
            await pilot.pause()
            assert app.stepper.zoom.name == name
            assert rows()["large"] >= 17
        await pilot.press("z")
        await pilot.pause()
        assert rows() == before


async def test_no_color_leaves_only_greys(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with stepping() as (app, pilot):
        await pilot.press("down", "right", "right")
        await pilot.pause()
        for region in app.stepper.query(PanelRegion):
            for strip in region.render_lines(Region(0, 0, *region.size)):
                for segment in strip:
                    assert segment.style is not None
                    for colour in (segment.style.color, segment.style.bgcolor):
                        assert colour is None or len(set(colour.get_truecolor())) == 1


async def test_the_place_is_shown_and_copied_as_one_line(tmp_path):
    async with stepping("it's", model="counter") as (app, pilot):
        await pilot.press("right", "right", "down", "right_square_bracket")
        unit = app.stepper.unit
        await pilot.press("Y")
        line = f"""lstm-tui --model counter --timestep 2 --phase kept --unit {unit} 'it'"'"'s'"""
        assert app.clipboard == line
        assert f"Copied: {line}" in everything(app)
    book = tmp_path / "a book.txt"
    book.write_text("aab")
    async with stepping("aab", model="counter", file=str(book)) as (app, pilot):
        assert app.place.endswith(f" --file '{book}'")
        await pilot.press("n")
        assert f" {app.standing.session.run.text}" in app.place, "no longer the file's"


async def test_the_first_picture_of_a_model_s_own_text_is_full_and_a_text_of_one_s_own_starts_at_its_first():
    async with stepping(text=None) as (app, _):
        assert app.stepper.session.cursor.timestep == 7
        assert app.stepper.session.phase.key == "forget-gate"
    async with stepping(text="hello world") as (app, _):
        assert app.stepper.session.cursor.timestep == app.stepper.session.stop == 0


async def test_the_module_is_bare_on_request():
    async with stepping(text="hello world") as (app, pilot):
        await pilot.press("down", "right", "right", "B")
        module = app.stepper.query_one("#module").canvas.text()
        assert not any(character.isdigit() for character in module.replace("t-1", ""))
        assert "forget" in module
        await pilot.press("B")
        assert any(
            character.isdigit() for character in app.stepper.query_one("#module").canvas.text().replace("t-1", "")
        )
