"""The stepper with the untouched run beside an operated one: as text and roles at three sizes, looked at when accepted."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from lstm_tui.drawing.targets import Untouched
from lstm_tui.models import registry
from lstm_tui.operations.grammar import parse
from lstm_tui.session import Session
from lstm_tui.ui.app import LstmTuiApp
from lstm_tui.ui.region import PanelRegion, Picked

SIZES = [(80, 24), (120, 40), (200, 60)]


def session(model: str, text: str, *operations: str) -> Session:
    return Session.open(registry.load(model), text).operated([parse(text) for text in operations])


def seen(app: LstmTuiApp) -> str:
    """Every panel that is seen: its name, each row as it reads, and how many cells are in which role."""
    parts = []
    for region, seat in app.stepper._seated:
        if region.canvas is None or not region.size.height or not region.display:
            continue
        parts.append(seat.name)
        for text, runs in zip(region.canvas.text().split("\n"), region.canvas.rows(), strict=True):
            parts += [f"|{text}", "  " + " ".join(f"{role}*{len(run)}" for run, role in runs)]
    return "\n".join(parts)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("model", "text", "operations", "timestep", "phases"),
    [
        ("shakespeare", "To be, or not to be", ("tear @4",), 6, ("cell", "prediction")),
        ("counter", "aaabbb.", ("f@3=0",), 4, ("kept", "prediction")),
        ("shakespeare", "To be, or not to be", ('insert @3="x"',), 5, ("forget-gate",)),
    ],
    ids=["torn", "counter", "inserted"],
)
async def test_the_ghost_on_the_screen(
    model: str,
    text: str,
    operations: tuple[str, ...],
    timestep: int,
    phases: tuple[str, ...],
    size: tuple[int, int],
    snapshot: SnapshotAssertion,
) -> None:
    made = session(model, text, *operations).seek(timestep)
    app = LstmTuiApp(session=made.to_phase(phases[0]), unit=min(26, made.run.hidden_size(0) - 1))
    screens = []
    async with app.run_test(size=size) as pilot:
        while app.screen is not app.stepper:
            await pilot.pause()
        for phase in phases:
            app.stepper.go(app.stepper.session.to_phase(phase))
            await pilot.pause()
            screens.append(seen(app))
    assert "\n\n".join(screens) == snapshot


async def test_undone_it_is_the_screen_as_it_was() -> None:
    plain = session("shakespeare", "To be, or not to be").seek(6).to_phase("cell")
    screens = []
    for operated in (False, True):
        app = LstmTuiApp(session=plain, unit=26)
        async with app.run_test(size=(120, 40)) as pilot:
            while app.screen is not app.stepper:
                await pilot.pause()
            if operated:
                app.stand(app.standing.done(parse("tear @4")))
                await pilot.pause()
                assert "◌" in seen(app)
                app.stand(app.standing.undone())
                await pilot.pause()
            screens.append(seen(app))
    assert screens[0] == screens[1]
    assert "◌" not in screens[0]


async def test_a_click_on_a_number_of_the_untouched_run_goes_to_the_one_beside_it() -> None:
    made = session("shakespeare", "To be, or not to be", "delete @3").seek(6).to_phase("cell")
    app = LstmTuiApp(session=made, unit=26)
    async with app.run_test(size=(120, 40)) as pilot:
        while app.screen is not app.stepper:
            await pilot.pause()
        note = app.stepper.query_one("#note", PanelRegion)
        meanings = [target.meaning for target in note.canvas.targets if isinstance(target.meaning, Untouched)]
        other = next(meaning for meaning in meanings if meaning.place.unit != 26)
        assert other.place.timestep == 7
        app.stepper.post_message(Picked(other))
        await pilot.pause()
        assert app.standing.unit == other.place.unit
        assert app.stepper.session.cursor.timestep == 6
