"""The sentences read back: the numbers in them are the trace's, and the code shown is the code that runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import lstm_tui
from lstm_tui.core.cells import CELLS
from lstm_tui.explain.phrases import change, percent_of, spoken, tally
from lstm_tui.explain.reading import Look
from lstm_tui.explain.source import lines_for
from lstm_tui.family import read_lead, tell
from lstm_tui.models import registry
from lstm_tui.session import Session


def test_counts_are_said_plainly() -> None:
    gate = np.array([0.95, 0.99, 1.0])
    assert tally(gate, "keeps", "keep") == ("All 3 keep over 90 %.",)
    assert tally(gate[:2], "keeps", "keep") == ("Both keep over 90 %.",)
    assert tally(1 - gate, "keeps", "keep") == ("All 3 keep under 10 %.",)
    assert tally(np.array([0.5, 0.9, 0.1]), "keeps", "keep") == ("All 3 keep between 10 % and 90 %.",)
    assert tally(np.array([0.95, 0.5, 0.5]), "lets in", "let in") == (
        "1 of 3 units lets in over 90 %, none under 10 %.",
    )
    assert tally(np.array([0.05, 0.05, 0.5]), "keeps", "keep") == ("2 of 3 units keep under 10 %, none over 90 %.",)
    assert tally(gate[:1], "keeps", "keep") == ()


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "0"), (0.0004, "almost 0"), (-0.0746, "−0.075"), (0.192, "+0.19"), (-1.344, "−1.34"), (12.115, "+12.1"),
     (9.996, "+10.0"), (16_707.3, "+16707"), (2e38, "> 1e38")],
)  # fmt: skip
def test_sentences_have_two_or_three_significant_digits(value: float, said: str) -> None:
    assert spoken(value) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0 %"), (1, "100 %"), (0.0001, "under 0.1 %"), (0.9999, "over 99.9 %"), (0.4532, "45 %"), (0.021, "2.1 %"),
     (0.974, "97.4 %"), (0.9, "90 %")],
)  # fmt: skip
def test_a_share_reads_none_or_all_only_where_it_is(share: float, said: str) -> None:
    assert percent_of(share) == said


def test_the_one_that_changes_most_is_not_named_where_two_change_alike() -> None:
    old, new = np.array([0.0, 0.0, 1.0]), np.array([0.5, -0.5, 1.2])
    assert change(old, new) == ("Units 0 and 1 change the most, by 0.50 each.",)
    assert change(old, np.array([0.5, -0.4, 1.2])) == ("Unit 0 changes the most: 0 → +0.50.",)


def test_a_model_without_a_forget_gate_says_so() -> None:
    bundle = registry.load("anbn")
    assert "LSTM without forget gate · 6 units" in bundle.title
    session = Session.open(bundle, "SaabbT").seek(2).to_phase("forget-gate")
    for seen in (0, 9):  # it is said as long as one stands there
        assert "f is held at 1." in tell(read_lead(session, 0, Look(seen=seen))).sentences[0]
    assert "This model has no forget gate" in " ".join(tell(read_lead(session, 0)).sentences)
    assert "without" not in registry.load("counter").title


def test_an_unknown_symbol_is_said() -> None:
    session = Session.open(registry.load("counter"), "aéb").seek(1)
    assert "does not know" in tell(read_lead(session, 0)).sentences[0]
    assert not read_lead(session, 0).step["x"].any()
    before = session.seek(0).to_phase("prediction")
    assert "does not know and cannot expect" in " ".join(tell(read_lead(before, 0)).sentences)


@pytest.mark.parametrize("kind", CELLS)
def test_every_quantity_has_its_line_of_code(kind: str) -> None:
    folder = Path(lstm_tui.__file__).parent
    for phase in CELLS[kind].phases:
        if phase.key == "input":
            continue
        lines = lines_for(kind, phase.focus)
        assert lines, phase.key
        for line in lines:
            (path,) = folder.glob(f"core/**/{line.file}")
            assert path.read_text().splitlines()[line.line - 1].strip().startswith(line.code)


def test_what_the_counter_counts_a_beginner_can_check() -> None:
    session = Session.open(registry.load("counter"), "aaabb")
    assert session.run.trace.column("c")[:, 0].tolist() == [1, 2, 3, 2, 1]
    assert session.run.trace.column("f").min() in (0, 1)


def test_the_latch_keeps_silent_until_asked() -> None:
    session = Session.open(registry.load("latch"), "1..?0.?#?")
    assert session.run.trace.column("c")[:, 0].tolist() == [1, 1, 1, 1, -1, -1, -1, 0, 0]
    assert (session.run.trace.column("h")[:, 0] != 0).tolist() == [
        False,
        False,
        False,
        True,
        False,
        False,
        True,
        False,
        False,
    ]
