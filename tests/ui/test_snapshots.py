"""The whole screen as a grid of text, in every phase of two models at three sizes; looked at when it was accepted."""

from __future__ import annotations

import re

import pytest
from syrupy.assertion import SnapshotAssertion

from lstm_tui.ui.app import LstmTuiApp


def grid(app: LstmTuiApp) -> str:
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("model", "text", "timestep"), [("counter", "aaabbb.", 3), ("shakespeare", "To be, or not to be", 7)]
)
async def test_every_phase(
    model: str, text: str, timestep: int, size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    app = LstmTuiApp(text=text, model=model)
    async with app.run_test(size=size) as pilot:
        while app.screen is not app.stepper:
            await pilot.pause()
        await pilot.press(*["down"] * timestep)
        screens = []
        for _ in app.stepper.session.stops:
            await pilot.pause()
            screens.append(re.sub(r"\.py:\d+", ".py:NN", grid(app)))  # lines of the source may move
            await pilot.press("right")
        assert "\n\n".join(screens) == snapshot
