"""What is held so far out that numbers leave the range of float32 is refused or shown; nothing on the screen breaks by it."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.errors import LstmTuiError
from lstm_tui.models import registry
from lstm_tui.operations.grammar import parse
from lstm_tui.session import Session

sys.path.insert(0, str(Path(__file__).parent))
from test_places import stepping

LARGEST = 3.4e38


@pytest.mark.parametrize("operation", ["c=1e39", "f[0]@2=-1e300", "bias f=1e39", "weight output.W_hy[0,0]=3.5e38"])
def test_what_float32_cannot_hold_is_refused(operation: str) -> None:
    session = Session.open(registry.load("counter"), "aab")
    with pytest.raises(LstmTuiError, match="is not a finite number of float32"):
        session.operated([parse(operation)])


@pytest.mark.parametrize(
    ("model", "operations"),
    [
        ("shakespeare", ("h=3.4e38", "i[3]=-3.4e38", "g=3.4e38")),
        ("shakespeare-rnn", ("h_prev=3.4e38", "weight output.W_hy[3,0]=-3.4e38")),
        ("adding", ("h=3.4e38",)),
    ],
)
async def test_every_phase_and_view_shows_what_is_beyond(model: str, operations: tuple[str, ...]) -> None:
    bundle = registry.load(model)
    text = bundle.card.default_text[:8] if bundle.tokens.symbols else bundle.card.default_text
    session = Session.open(bundle, text).operated([parse(operation) for operation in operations]).seek(2)
    beyond = [not np.isfinite(session.run.trace.step(2)[name]).all() for name in ("z", "h")]
    beyond.append(not np.isfinite(session.run.trace.step(2, session.run.layers - 1)["logits"]).all())
    assert any(beyond), "it is as far out as it was meant to be"
    async with stepping(session, size=(160, 48)) as (app, pilot):
        for _ in session.stops:
            assert " nan" not in "\n".join(strip.text for strip in app.screen._compositor.render_strips())
            await pilot.press("right")
        await pilot.press("r", "w", "z", "z", "escape")
        for key in ("enter", "o", "b"):
            await pilot.press(key)
            await pilot.pause()
            while app.screen is not app.stepper:
                await pilot.press("escape")
        assert app.failure is None
        assert app.is_running
