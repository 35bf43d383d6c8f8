"""The help explains the signs, then this phase and its words, then the keys; no line is wider than the window."""

from __future__ import annotations

import pytest
from test_places import until

from lstm_tui.family import read_lead
from lstm_tui.models import registry
from lstm_tui.session import Session
from lstm_tui.ui.actions import ACTIONS, GROUPS, TRAINING_ACTIONS
from lstm_tui.ui.app import LstmTuiApp
from lstm_tui.ui.help import HelpDialog, HelpText, help_lines


def told(phase: str, width: int, model: str = "shakespeare") -> list[str]:
    bundle = registry.load(model)
    session = Session.open(bundle, bundle.card.default_text).seek(3).to_phase(phase)
    return [text for text, _ in help_lines(ACTIONS, read_lead(session, 0), width)]


@pytest.mark.parametrize("width", [10, 30, 44, 61, 72, 84, 110, 184])
def test_no_line_is_wider_and_nothing_is_cut(width: int) -> None:
    lines = told("forget-gate", width)
    assert max(map(len, lines)) <= width
    if width >= 30:
        words = " ".join(lines).split()
        columns = {text for action in ACTIONS for text in action.help.split()}
        assert columns <= set(words)
        assert not any("…" in line for line in lines)


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        ("input", {"one-hot"}), ("forget-gate", {"sigmoid", "gate", "z"}), ("kept", {"⊙"}), ("candidate", {"tanh", "z"}),
        ("hidden", {"tanh", "⊙"}), ("prediction", {"logit", "softmax", "nat"}),
    ],
)  # fmt: skip
def test_the_words_of_the_phase_are_explained(phase: str, words: set[str]) -> None:
    lines = told(phase, 76)
    start = next(k for k, line in enumerate(lines) if line.startswith("This phase"))
    stop = next(k for k, line in enumerate(lines) if line.startswith("Keys"))
    assert {line[:9].strip() for line in lines[start:stop]} >= words
    assert any(line.startswith("unit ") for line in lines[:start])


def test_the_order_is_signs_phase_keys_and_keys_stand_in_two_columns_where_they_fit() -> None:
    lines = told("cell", 110)
    starts = ("The signs on this screen", "This phase: cell", "Keys: ")
    titles = [next(k for k, line in enumerate(lines) if line.startswith(start)) for start in starts]
    assert titles == sorted(titles)
    assert any(line.count("Keys: ") == 2 for line in lines)
    assert all(any(f"Keys: {group}" in line for line in lines) for group in GROUPS)
    assert not any(line.count("Keys: ") == 2 for line in told("cell", 76))


def test_a_task_s_row_of_truths_is_explained() -> None:
    assert any(line.startswith("place    The row under the text") for line in told("input", 76, "reber"))
    assert not any("The row under the text" in line for line in told("input", 76))


def test_where_there_is_no_phase_the_keys_stand_alone() -> None:
    lines = [text for text, _ in help_lines(TRAINING_ACTIONS, None, 60)]
    assert lines[0] == "Keys: walk"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_window_cuts_no_line(size: tuple[int, int]) -> None:
    app = LstmTuiApp("aab", session=Session.open(registry.load("counter"), "aab"))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.screen is app.stepper)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpDialog) and app.screen.query_one(HelpText).size.width > 0)
        await pilot.pause()
        text = app.screen.query_one(HelpText)
        lines = str(text.content).splitlines()
        assert max(map(len, lines)) <= text.size.width <= size[0]
        assert text.size.height >= len(lines)
