"""lstm-tui automaton: what the pure module found, as text, JSON and for Graphviz."""

from __future__ import annotations

import json

import pytest

from lstm_tui.cli import main
from lstm_tui.models import registry
from lstm_tui.tasks.catalogue import task_named


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["automaton", *words]) == 0
    return capsys.readouterr().out


def test_reber_as_json_and_text(capsys) -> None:
    told = json.loads(said(capsys, "--model", "reber", "--format", "json"))
    assert told["states"] == {"before": told["states"]["before"], "after": 20, "with_dead": 21}
    assert told["grammar"] == {"states": 20, "same": True}
    truth = task_named("reber").truth_of
    for state in told["machine"][1:]:
        assert state["word"] == truth(state["reached_by"])[-1]
    text = said(capsys, "--model", "reber")
    assert text.splitlines()[0] == (
        "reber: It is the grammar's own machine: 20 states, move for move (embedded Reber grammar); "
        "but the network leaves it on a text that was found."
    )
    assert (
        "Texts of up to 4, 8, 16, 32, 64 symbols tell 6, 18, 20, 20, 20 states apart. Of the grammar: as many." in text
    )
    for row in told["agreement"]:
        line = next(line for line in text.splitlines() if line.strip().startswith(row["strings"]))
        assert f"{row['automaton']} of {row['total']}" in line
    other = json.loads(said(capsys, "--model", "reber", "--format", "json", "--seed", "2"))
    assert other["machine"] == told["machine"]
    assert other["agreement"] != told["agreement"]


def test_dot_and_a_moment(capsys) -> None:
    dot = said(capsys, "--model", "latch", "--format", "dot")
    assert dot.startswith('digraph "latch" {')
    assert dot.count("->") == 3 + 4 + 4 + 1 + 1, "moves of each state, those to the same one together"
    early = json.loads(said(capsys, "--model", "reber", "--moment", "1", "--format", "json"))
    assert early["differing"]["text"] == "B"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["--model", "adding"], "answers with numbers"),
        (["--model", "shakespeare"], "different symbols"),
        (["--seed", "-1"], "below 0"),
        (["--moment", "99"], "no moment 99"),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence(words: list[str], wrong: str, capsys) -> None:
    assert main(["automaton", *words]) == 2
    assert wrong in capsys.readouterr().err


def test_the_machine_allows_what_the_stepper_shows(capsys) -> None:
    """Along the model's own text each state allows what holds 95 % of the probabilities printed there."""
    told = json.loads(said(capsys, "--model", "reber", "--format", "json"))
    bundle = registry.load("reber")
    text = bundle.card.default_text[:-1]
    state = 0
    for symbol, p in zip(text, bundle.network.forward(bundle.tokens.encode(text)).column("probs"), strict=True):
        state = told["machine"][state]["moves"][symbol]
        allowed = told["machine"][state]["allows"]
        assert sum(float(p[bundle.tokens.index(one)]) for one in allowed) >= 0.95
