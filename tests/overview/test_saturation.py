"""Saturation: counted by hand, and the same in view and command."""

from __future__ import annotations

import json

import numpy as np
import pytest

from lstm_tui.cli import main
from lstm_tui.family import read_lead
from lstm_tui.models import registry
from lstm_tui.overview.looking import over_all
from lstm_tui.panels.saturation import counted
from lstm_tui.session import Session

TEXT = "To be, or not to be, that is the question. " * 20


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert main(["saturation", *words, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("model", ["shakespeare", "counter"])
def test_shares_are_counts_over_the_trace(model: str, capsys) -> None:
    text = TEXT if model == "shakespeare" else "aaabbb.ab."
    session = Session.open(registry.load(model), text)
    found = counted(read_lead(session, 0))
    for _ in over_all(found, 0.0):
        pass
    assert found.names == ("f", "i", "o")
    shown = told(capsys, text, "--model", model)
    for name in found.names:
        values = session.run.trace.column(name)
        np.testing.assert_allclose(found.low(name), (values < 0.1).mean(axis=0))
        np.testing.assert_allclose(found.high(name), (values > 0.9).mean(axis=0))
        assert [row["below"] for row in shown["gates"][name]["units"]] == found.low(name).tolist()
        assert [row["above"] for row in shown["gates"][name]["units"]] == found.high(name).tolist()


def test_a_cell_without_gates_counts_the_ends_of_its_note(capsys) -> None:
    shown = told(capsys, TEXT, "--model", "shakespeare-rnn")
    h = Session.open(registry.load("shakespeare-rnn"), TEXT).run.trace.column("h")
    rows = shown["gates"]["h"]["units"]
    np.testing.assert_allclose([row["above"] for row in rows], (h > 0.9).mean(axis=0))
    np.testing.assert_allclose([row["below"] for row in rows], (h < -0.9).mean(axis=0))


def test_the_counter_by_hand(capsys) -> None:
    """It was made by hand: the forget gate of the unit that counts is open while it counts, and shut at the full stop."""
    shown = told(capsys, "aaabbb.", "--model", "counter")
    trace = Session.open(registry.load("counter"), "aaabbb.").run.trace
    assert shown["gates"]["f"]["units"][0]["above"] == pytest.approx(sum(f > 0.9 for f in trace.column("f")[:, 0]) / 7)
    assert main(["saturation", "aaabbb.", "--model", "counter"]) == 0
    assert "forget gate" in capsys.readouterr().out
