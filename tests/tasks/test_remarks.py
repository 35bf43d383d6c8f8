"""What a task says of each timestep, worked out by hand; and of any text there is a remark for each symbol, or none at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_tui.tasks.catalogue import TASKS, task_named


@pytest.mark.parametrize(
    ("name", "text", "timestep", "read", "keep"),
    [
        ("reber", "BPBTXSEPE", 1, "P is the branch.", "To remember: the branch, P."),
        ("reber", "BPBTXSEPE", 3, "Place 2 of the inner grammar: S or X may follow.", "To remember: the branch, P."),
        ("reber", "BPBTXSEPE", 6, "The inner string is over: the branch, P, must come back.", "To remember: the branch, P."),
        ("reber", "BPE", 2, "'E' may not come here.", "To remember: the branch, P."),
        ("anbn", "SaabT", 2, "That makes 2 a.", "To remember: 2 b must follow."),
        ("anbn", "SaabT", 3, "That makes 1 of 2 b: 1 more must follow.", "To remember: 1 b to come."),
        ("anbn", "SaabT", 4, "T comes too soon.", ""),
        ("anbn", "Sabbb", 4, "That is 2 b too many.", ""),
        ("anbncn", "SaabbccT", 4, "That makes 2 of 2 b: c must follow.", ""),
        ("anbncn", "SaabbccT", 6, "That makes 2 of 2 c: T must follow.", ""),
        ("brackets", '(a"(', 3, "In a quote a bracket does not count.", "To remember: 1 open bracket and an open quote."),
        ("brackets", "(()", 2, "It closes bracket number 2.", "To remember: 1 open bracket."),
        ("brackets", ")", 0, "There is no open bracket that it could close.", ""),
        ("agreement", "the keys to the cabinet are old.", 8, "The first noun, 'keys', is plural.", "To remember: the verb must be 'are'."),
        ("agreement", "the keys to the cabinet are old.", 23, "'cabinet' is singular, but it is not the first noun.", "To remember: the verb must be 'are'."),
        ("agreement", "the keys to the cabinet are old.", 27, "The verb has come.", ""),
        ("order", "EaXbYB", 4, "Y is number 2 of 2 to remember.", "To remember: X, then Y."),
        ("latch", "1.#?", 3, "The bit is asked for: there is none, -.", ""),
        ("adding", "0.1,-1 0.5,1 -0.25,1 0.2,-1", 2, "−0.25 is marked: it must be added.", "To remember: the sum so far, +0.25."),
    ],
)  # fmt: skip
def test_by_hand(name: str, text: str, timestep: int, read: str, keep: str) -> None:
    remarks = task_named(name).remarks(text)
    assert remarks is not None
    assert remarks[timestep] == (read, keep)


def test_the_answer_that_adding_wants_is_asked_at_the_end_alone() -> None:
    task, text = task_named("adding"), "0.1,-1 0.5,1 -0.25,1 0.2,-1"
    assert [task.asked_of(text, timestep) for timestep in range(3)] == [None] * 3
    assert task.asked_of(text, 3) == ("½ + 0.25/4", 0.5625)


@pytest.mark.parametrize("name", [name for name in TASKS if name != "adding"])
@settings(max_examples=25)
@given(data=st.data())
def test_of_any_text(name: str, data: st.DataObject) -> None:
    task = task_named(name)
    text = data.draw(st.text(st.sampled_from(task.symbols + "?\nT "), min_size=1, max_size=30))
    remarks = task.remarks(text)
    assert remarks is None or len(remarks) == len(text)


@pytest.mark.parametrize("name", TASKS)
def test_the_row_of_truths_has_a_name_and_says_how_it_is_read(name: str) -> None:
    task = task_named(name)
    assert task.truth_name != "truth"
    assert 10 < len(task.truth_means) < 70
