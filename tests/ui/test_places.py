"""Where clicks, wishes and other models lead: what is meant is what happens, and nothing comes back later."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from textual import events

from lstm_tui import files
from lstm_tui.core.cells import LSTM
from lstm_tui.core.network import Network
from lstm_tui.core.place import Place
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.core.trace import Trace
from lstm_tui.drawing.targets import Do, ToMoment
from lstm_tui.models import native, registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.session import Session
from lstm_tui.ui.app import LstmTuiApp
from lstm_tui.ui.dialogs import ModelDialog
from lstm_tui.ui.help import HelpDialog
from lstm_tui.ui.region import PanelRegion, Picked
from lstm_tui.ui.views.base import View

LONG = "To be, or not to be. " * 200


def two_layers() -> ModelBundle:
    """Two layers of different sizes: what belongs to one must not be asked of the other."""
    random = np.random.default_rng(0)
    cells = [LSTM(random.normal(size=(20, 3)), random.normal(size=(20, 5))),
             LSTM(random.normal(size=(12, 5)), random.normal(size=(12, 3)))]  # fmt: skip
    return ModelBundle("two", Network(cells, random.normal(size=(3, 3))), Vocabulary("abc"), Card("two layers"))


@asynccontextmanager
async def stepping(session: Session, size: tuple[int, int] = (120, 40)):
    app = LstmTuiApp(session=session)
    async with app.run_test(size=size) as pilot:
        while app.screen is not app.stepper:
            await pilot.pause()
        await pilot.pause()
        yield app, pilot


async def until(pilot, holds) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await pilot.pause()


def click_on(app: LstmTuiApp, region: str, meaning: object) -> tuple[int, int]:
    canvas = app.screen.query_one(f"#{region}", PanelRegion).canvas
    return next((target.start, target.row) for target in canvas.targets if target.meaning == meaning)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How far a text may be read for now; at first 100 timesteps."""
    limit, advance_to = {"timesteps": 100}, Trace.advance_to

    def slowly(self: Trace, timestep: int) -> None:
        if timestep > limit["timesteps"]:
            time.sleep(0.005)  # as a slow reader takes it; the pilot waits for a processor that is idle
        advance_to(self, min(timestep, limit["timesteps"]))

    monkeypatch.setattr(Trace, "advance_to", slowly)
    return limit


async def test_a_long_text_is_read_to_its_end_and_end_is_reached(reading: dict[str, int]) -> None:
    async with stepping(Session.open(registry.load(), LONG, 100)) as (app, pilot):
        await pilot.press("end")
        assert app.standing.session.cursor.timestep == 0
        assert app.stepper.goal == len(LONG) - 1
        reading["timesteps"] = len(LONG)
        await until(pilot, lambda: app.standing.session.cursor.timestep == len(LONG) - 1)
        assert app.standing.session.read


@pytest.mark.parametrize("key", ["home", "right", "down", "left", "up"])
async def test_a_wish_ends_with_the_next_move(key: str, reading: dict[str, int]) -> None:
    async with stepping(Session.open(registry.load(), LONG, 100)) as (app, pilot):
        await pilot.press("end", key)
        stands = app.standing.session.cursor
        assert stands.timestep < 2
        reading["timesteps"] = len(LONG)
        await until(pilot, lambda: app.standing.session.read)
        await pilot.pause()
        assert app.standing.session.cursor == stands


async def test_a_wish_ends_with_a_click_at_the_timestep_that_is_shown(reading: dict[str, int]) -> None:
    async with stepping(Session.open(registry.load(), LONG, 100)) as (app, pilot):
        await pilot.press("end")
        app.stepper.post_message(Picked(Place("c", 0, 0, 3)))
        await until(pilot, lambda: app.standing.unit == 3)
        reading["timesteps"] = len(LONG)
        await until(pilot, lambda: app.standing.session.read)
        await pilot.pause()
        assert app.standing.session.cursor.timestep == 0


async def test_a_wish_ends_with_another_model(reading: dict[str, int]) -> None:
    async with stepping(Session.open(registry.load(), LONG, 100)) as (app, pilot):
        await pilot.press("end")
        await pilot.press("less_than_sign")
        reading["timesteps"] = len(LONG)
        await until(pilot, lambda: app.standing.session.read)
        assert app.standing.session.cursor.timestep == 0


async def test_escape_from_editing_reads_on(reading: dict[str, int]) -> None:
    text = LONG[:2000]
    async with stepping(Session.open(registry.load(), text, 1)) as (app, pilot):
        before = app.standing.session
        await pilot.press("slash", "x")
        await until(pilot, lambda: app.standing.session is not before)
        reading["timesteps"] = len(LONG)
        await pilot.press("escape")
        assert app.standing.session.run.text == text
        await until(pilot, lambda: app.standing.session.read)


async def test_another_model_is_looked_at_where_it_is_worth_it() -> None:
    async with stepping(Session.open(registry.load(), "aaabbb.")) as (app, pilot):
        await pilot.press("u", "6", "3", "enter")
        await until(pilot, lambda: app.standing.unit == 63)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, ModelDialog))
        counter = [known.key for known in app.screen.models].index("counter")
        app.screen.query_one("OptionList").highlighted = counter
        await pilot.press("enter")
        await until(pilot, lambda: app.standing.session.run.bundle.name == "counter")
        assert app.standing.unit == 0, "the counting unit moves most"


async def test_tab_goes_round_the_layers_and_keeps_what_is_there() -> None:
    async with stepping(Session.open(two_layers(), "abc").seek(1)) as (app, pilot):
        await pilot.press("tab")
        app.stand(app.standing.moved(app.standing.session.to_phase("prediction")).with_unit(2))
        await pilot.press("tab")
        session = app.standing.session
        assert (session.cursor.layer, session.phase.key) == (0, "hidden"), "layer 1 has no prediction: its last phase"
        app.stand(app.standing.with_unit(4))
        await pilot.press("tab")
        assert (app.standing.session.cursor.layer, app.standing.unit) == (1, 2), "unit 4 is not there"


async def test_a_clicked_number_is_where_one_stands_then() -> None:
    async with stepping(Session.open(two_layers(), "abcabc").seek(2).to_phase("prediction")) as (app, pilot):
        await pilot.click("#gates", offset=click_on(app, "gates", Place("g", 1, 2, 1)))
        await pilot.pause()
        assert (app.standing.session.cursor.timestep, app.standing.unit) == (2, 1)
        await pilot.click("#tape", offset=click_on(app, "tape", Place("c", 1, 4, 1)))
        await pilot.pause()
        assert (app.standing.session.cursor.timestep, app.standing.unit) == (4, 1)
        symbol = next(
            t for t in app.screen.query_one("#next-symbols", PanelRegion).canvas.targets if t.meaning.unit == 2
        )
        await pilot.click("#next-symbols", offset=(symbol.start, symbol.row))
        await pilot.pause()
        assert app.standing.unit == 1, "a symbol is no unit"


@pytest.mark.parametrize(
    ("action", "moved"),
    [("next_phase", (2, 4, 0)), ("previous_phase", (2, 2, 0)), ("next_timestep", (3, 3, 0)),
     ("previous_timestep", (1, 3, 0)), ("next_unit", (2, 3, 1)), ("previous_unit", (2, 3, 4))],
)  # fmt: skip
async def test_each_key_in_the_footer_answers_for_itself(action: str, moved: tuple[int, int, int]) -> None:
    async with stepping(Session.open(two_layers(), "abcabc").seek(2).to_phase("input-gate")) as (app, pilot):
        app.stand(app.standing.with_unit(0))
        await pilot.pause()
        x, y = click_on(app, "footer", Do(action))
        shown = app.screen.query_one("#footer", PanelRegion).canvas.characters[y][x]
        assert shown == {"next_phase": "→", "previous_phase": "←", "next_timestep": "↓", "previous_timestep": "↑",
                         "next_unit": "]", "previous_unit": "["}[action]  # fmt: skip
        await pilot.click("#footer", offset=(x, y))
        await pilot.pause()
        cursor = app.standing.session.cursor
        assert (cursor.timestep, cursor.phase, app.standing.unit) == moved


async def test_a_moment_in_the_heading_jumps_and_the_name_lists_models() -> None:
    async with stepping(Session.open(registry.load(), "To be")) as (app, pilot):
        await pilot.click("#heading", offset=click_on(app, "heading", ToMoment(2)))
        await pilot.pause()
        assert app.standing.session.run.snapshot == 2
        await pilot.click("#heading", offset=click_on(app, "heading", Do("choose_model")))
        await until(pilot, lambda: isinstance(app.screen, ModelDialog))


async def test_the_wheel_walks_the_tape_alone() -> None:
    async with stepping(Session.open(two_layers(), "abcabc").seek(2)) as (app, pilot):
        for region, notches, reached in (("tape", 2, 4), ("tape", -1, 3), ("gates", 1, 3), ("module", -1, 3)):
            widget = app.screen.query_one(f"#{region}", PanelRegion)
            for _ in range(abs(notches)):
                kind = events.MouseScrollDown if notches > 0 else events.MouseScrollUp
                widget.post_message(kind(widget, 1, 1, 0, notches, 0, False, False, False))
                await pilot.pause()
            assert app.standing.session.cursor.timestep == reached


async def test_the_theme_repaints_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    async with stepping(Session.open(two_layers(), "abc")) as (app, pilot):

        def grounds() -> set[object]:
            strips = app.screen._compositor.render_strips()
            return {segment.style.bgcolor for strip in strips for segment in strip if segment.style is not None}

        dark = grounds()
        await pilot.press("d")
        await pilot.pause()
        light = grounds()
        assert dark
        assert light
        paper = {colour for colour in dark & light if colour is not None}
        assert len(paper) <= 1, "but for the paper every ground is another"


async def test_the_code_that_ran_is_one_key_away() -> None:
    async with stepping(Session.open(two_layers(), "abc").to_phase("cell")) as (app, pilot):

        def story() -> str:
            return app.screen.query_one("#story", PanelRegion).canvas.text()

        assert "c = kept + written" in story()
        await pilot.press("c")
        await pilot.pause()
        assert "add(kept, written, c)" in story()


async def test_a_person_s_model_named_like_a_bundled_one_stands_beside_it(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(files, "models_folder", lambda: tmp_path)
    native.save(registry.load("latch"), tmp_path / "counter.safetensors")
    (tmp_path / "broken.safetensors").write_bytes(b"no model")
    async with stepping(Session.open(registry.load("counter"), "ab")) as (app, pilot):
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, ModelDialog))
        keys = [known.key for known in app.screen.models]
        assert keys.count("counter") == 1
        options = app.screen.query_one("OptionList")
        shown = [str(options.get_option_at_index(k).prompt) for k in range(options.option_count)]
        assert "counter (yours)" in shown[keys.index(str(tmp_path / "counter.safetensors"))]
        assert "cannot be read" in shown[keys.index(str(tmp_path / "broken.safetensors"))]
        options.highlighted = keys.index(str(tmp_path / "counter.safetensors"))
        await pilot.press("enter")
        await until(
            pilot, lambda: app.standing.session.run.bundle.tokens.symbols == registry.load("latch").tokens.symbols
        )


async def test_two_enters_in_one_read_answer_once() -> None:
    async with stepping(Session.open(registry.load(), "To be")) as (app, pilot):
        await pilot.press("u")
        await until(pilot, lambda: app.screen is not app.stepper)
        await pilot.press("5")
        for _ in range(2):
            app.post_message(events.Key("enter", "\r"))
        await until(pilot, lambda: app.standing.unit == 5)
        for _ in range(3):
            await pilot.pause()
        assert app.screen is app.stepper


async def test_a_window_under_another_is_answered_when_it_is_on_top() -> None:
    async with stepping(Session.open(registry.load("counter"), "aab")) as (app, pilot):
        under, over = HelpDialog(app.stepper.ACTIONS), HelpDialog(app.stepper.ACTIONS)
        await app.push_screen(under)
        await app.push_screen(over)
        under.dismiss(None)
        await pilot.pause()
        assert app.screen is over, "nothing is taken away that was not answered"
        await pilot.press("escape")
        assert app.screen is under
        await pilot.press("escape")
        assert app.screen is app.stepper


def test_keys_before_a_view_is_there_are_no_error() -> None:
    View[None]().show()  # there is nowhere to show anything yet


async def test_escape_shows_all_panels_again() -> None:
    async with stepping(Session.open(registry.load("counter"), "aab")) as (app, pilot):
        await pilot.press("z", "z")
        await pilot.pause()
        assert not app.stepper.query_one("#body").display
        assert app.stepper.query_one("#large").display
        await pilot.press("escape")
        await pilot.pause()
        assert app.stepper.query_one("#body").display
        assert not app.stepper.query_one("#large").display


async def test_a_paste_that_nobody_takes_comes_round_once() -> None:
    async with stepping(Session.open(registry.load("counter"), "aab")) as (app, pilot):
        seen, post = [], app.screen.post_message
        app.screen.post_message = lambda message: (
            (isinstance(message, events.Paste) and seen.append(message)) or post(message)
        )
        app.post_message(events.Paste("a\x1b[31m\nb"))
        await until(pilot, lambda: seen)
        for _ in range(5):
            await pilot.pause()
        assert [event.text for event in seen] == ["a␛[31m↵b"]
