"""The foot of a view: as many keys as fit, the most used first."""

from __future__ import annotations

import pytest

from lstm_tui.drawing.targets import Do
from lstm_tui.ui.actions import ACTIONS, GROUPS, TRAINING_ACTIONS, Action
from lstm_tui.ui.footer import Foot, draw_footer


@pytest.mark.parametrize("actions", [ACTIONS, TRAINING_ACTIONS], ids=["stepper", "training"])
@pytest.mark.parametrize("width", [80, 99, 120, 160, 200, 600])
@pytest.mark.parametrize("read", [1.0, 0.25])
def test_as_many_keys_as_fit_in_order_of_use(actions: tuple[Action, ...], width: int, read: float) -> None:
    canvas = draw_footer(Foot(actions, read), width, 1)
    line = canvas.text()
    assert len(line) <= width
    by_name = {action.name: action for action in actions}
    order = sorted(actions, key=lambda action: action.footer or 100)
    beside = {action.back for action in actions}
    entries = [
        (action.name, f"{action.shown} {by_name[action.back].shown + ' ' if action.back else ''}{action.label}")
        for action in order
        if action.name not in beside
    ]
    if width == 600 and read == 1:
        assert line == " " + "  ".join(words for _, words in entries)
    there = {target.meaning.action for target in canvas.targets if isinstance(target.meaning, Do)}
    shown = [words for name, words in entries if name in there]
    assert line.startswith(" " + "  ".join(shown)), "in order of use"
    room = width - (len(" ██░░░░░░░░ read 25 % ") if read < 1 else 0) - len(" " + "  ".join(shown))
    left_out = [words for name, words in entries if name not in there]
    assert all(len(words) + 2 > room - 1 for words in left_out), "what fits is there"


def test_the_first_keys_are_always_there() -> None:
    line = draw_footer(Foot(ACTIONS), 80, 1).text()
    for words in ("→ ← phase", "↓ ↑ timestep", "[ ] unit", "? help", "q quit"):
        assert words in line


def test_every_action_is_in_a_group() -> None:
    assert {action.group for action in ACTIONS} <= set(GROUPS)
