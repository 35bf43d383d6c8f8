"""How the screen is looked at: the module turned by `r`, units × time by `w`, one panel large by `z`, and all by mouse."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest

from lstm_tui.core.place import Place
from lstm_tui.drawing.targets import Do
from lstm_tui.models import registry
from lstm_tui.panels.units_time import choices
from lstm_tui.session import Session
from lstm_tui.ui.app import LstmTuiApp
from lstm_tui.ui.region import PanelRegion
from lstm_tui.ui.zoom import LARGE

SIZES = ((80, 24), (119, 40), (120, 40), (160, 50), (200, 60))


@asynccontextmanager
async def stepping(model: str = "shakespeare", text: str = "hello world", size: tuple[int, int] = (120, 40)):
    app = LstmTuiApp(session=Session.open(registry.load(model), text).seek(5))
    async with app.run_test(size=size) as pilot:
        while app.screen is not app.stepper:
            await pilot.pause()
        await pilot.pause()
        yield app, pilot


def canvas(app: LstmTuiApp, name: str):
    return app.screen.query_one(f"#{name}", PanelRegion).canvas


async def click(app: LstmTuiApp, pilot, name: str, meaning: object) -> None:
    """Click a cell of a panel at which this stands, and nothing else over it."""
    drawn = canvas(app, name)
    at = next(
        (x, target.row)
        for target in drawn.targets
        if target.meaning == meaning
        for x in range(target.start, target.stop)
        if drawn.target_at(x, target.row) == target
    )
    await pilot.click(f"#{name}", offset=at)
    await pilot.pause()


@pytest.mark.parametrize("size", [SIZES[0], SIZES[-1]])
@pytest.mark.parametrize("model", ["shakespeare", "shakespeare-rnn"])
async def test_r_turns_the_module_and_stepping_moves_along_the_chain(model: str, size: tuple[int, int]) -> None:
    async with stepping(model, size=size) as (app, pilot):
        once = canvas(app, "module").text()
        await pilot.press("r")
        assert "unrolled" in canvas(app, "module").text()
        here = app.stepper.session.cursor.timestep
        await click(
            app,
            pilot,
            "module",
            Place(app.stepper.subject(app.stepper._seated[0][1]).notation.note, 0, here - 1, app.stepper.unit),
        )
        assert app.stepper.session.cursor.timestep == here - 1
        await pilot.press("down", "down")
        assert app.stepper.session.cursor.timestep == here + 1
        await pilot.press("up", "r")
        assert "rolled up" in canvas(app, "module").text()
        await pilot.press("r")
        assert canvas(app, "module").text() == once


async def test_a_click_turns_the_module_too() -> None:
    async with stepping() as (app, pilot):
        await pilot.press("r")
        for words in ("rolled up", "one timestep of"):
            await click(app, pilot, "module", Do("turn_module"))
            assert words in canvas(app, "module").text()


async def test_w_brings_up_units_and_time_and_goes_round_the_quantities() -> None:
    async with stepping() as (app, pilot):
        assert app.stepper.query_one("#units-time", PanelRegion).size.height == 0
        await pilot.press("w")
        names = choices(app.stepper._readings[0])
        for name in (*names[1:], names[0]):
            await pilot.press("w")
            assert app.stepper.zoom.name == "units-time"
            assert app.stepper.look.quantity == name
        await click(app, pilot, "large", Do("show_quantity('f')"))
        other = app.stepper.unit + 2
        await click(app, pilot, "large", Place("f", 0, 8, other))
        assert (app.stepper.session.cursor.timestep, app.stepper.unit) == (8, other)
        await pilot.press("m")
        await pilot.press("escape", "escape")
        assert not app.stepper.zoom


@pytest.mark.parametrize("size", SIZES[3:])
async def test_a_wide_screen_shows_units_and_time_beside_the_others(size: tuple[int, int]) -> None:
    async with stepping(size=size) as (app, pilot):
        region = app.stepper.query_one("#units-time", PanelRegion)
        assert (region.size.width, region.size.height) == (size[0] - 120, size[1] - 6)
        await pilot.press("w")
        assert not app.stepper.zoom
        assert "units × time: h" in region.canvas.text()
        await click(app, pilot, "units-time", Place("h", 0, 2, app.stepper.unit))
        assert app.stepper.session.cursor.timestep == 2


@pytest.mark.parametrize("size", [SIZES[0], SIZES[1], SIZES[-1]])
async def test_every_panel_can_be_large_and_is_larger_than_it_was(size: tuple[int, int]) -> None:
    async with stepping(size=size) as (app, pilot):
        regions = {name: app.stepper.query_one(f"#{name}", PanelRegion).size for name in LARGE}
        for name, (words, _) in LARGE.items():
            await pilot.press("z")
            await pilot.pause()
            large = app.stepper.query_one("#large", PanelRegion)
            assert large.size.width == size[0]
            assert large.size.height > regions[name].height or regions[name].width < size[0]
            caption = canvas(app, "zoomed")
            chosen = "".join(
                character
                for character, role in zip(caption.characters[0], caption.roles[0], strict=True)
                if role == "chosen"
            )
            assert chosen.strip() == words
            assert large.canvas.text().strip()
        await pilot.press("z")
        await pilot.pause()
        assert not app.stepper.zoom
        assert {name: app.stepper.query_one(f"#{name}", PanelRegion).size for name in LARGE} == regions


async def test_z_takes_the_panel_under_the_pointer_and_the_caption_another_one() -> None:
    async with stepping() as (app, pilot):
        await pilot.hover("#gates", offset=(20, 4))
        await pilot.press("z")
        assert app.stepper.zoom.name == "gates"
        await pilot.pause()
        await click(app, pilot, "zoomed", Do("enlarge('note')"))
        assert app.stepper.zoom.name == "note"
        await pilot.press("right", "down")
        assert (app.stepper.session.phase.key, app.stepper.session.cursor.timestep) == ("forget-gate", 6)
        await click(app, pilot, "zoomed", Do("enlarge('')"))
        assert not app.stepper.zoom
        await pilot.hover("#tape", offset=(20, 1))
        await pilot.press("z")
        assert app.stepper.zoom.name == "note", "the one that was large last"


async def test_resizing_keeps_what_is_large() -> None:
    async with stepping(size=(200, 60)) as (app, pilot):
        await pilot.press("w", "z")
        name = app.stepper.zoom.name
        for width, height in ((80, 24), (119, 40), (200, 60)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert app.stepper.zoom.name == name
            assert app.stepper.query_one("#large", PanelRegion).size.width == width
        await pilot.press("escape")
        await pilot.pause()
        assert app.stepper.query_one("#units-time", PanelRegion).size.width == 80
