"""Gradients through time, drawn: text and roles at three sizes, vanishing and exploding; the numbers are the computed ones."""

from __future__ import annotations

import pytest
from models import model

from lstm_tui.core.place import Place
from lstm_tui.family import read_lead
from lstm_tui.models import registry
from lstm_tui.overview.gradients import GoingBack, forget_bias, turned
from lstm_tui.overview.looking import over_all
from lstm_tui.panels.gradients import Backwards, draw_gradients
from lstm_tui.run import Run
from lstm_tui.session import Session

TEXT = "To be, or not to be, that is the question: Whether 'tis nobler in the mind to suffer the slings and arrows. "


def backwards(name: str, text: str, beside: str = "", factor: float = 1.0, reach: int = 50) -> Backwards:
    session = Session.open(model(name), text).seek(len(text) - 3)
    runs = [session.run, *([Run.open(registry.load(beside), text)] if beside else [])]
    goings = [GoingBack(turned(run, None, factor), 0, len(text) - 3, reach + 1) for run in runs]
    for going in goings:
        for _ in over_all(going, 1.0):
            pass
    return Backwards(read_lead(session, 1), tuple(goings), reach, None, factor, forget_bias(session.run, 0))


CASES = {
    "beside": ("shakespeare", TEXT, "shakespeare-rnn"),
    "exploding": ("shakespeare", TEXT, "shakespeare-rnn", 2.5),
    "rnn": ("shakespeare-rnn", TEXT),
    "counter": ("counter", "aaabbb.ab."),
    "two": ("two", "abcabcabca"),
}


@pytest.mark.parametrize("size", [(80, 18), (120, 34), (200, 54)], ids=str)
@pytest.mark.parametrize("case", CASES)
def test_snapshots(case: str, size: tuple[int, int], snapshot) -> None:
    canvas = draw_gradients(backwards(*CASES[case]), *size)
    roles = "\n".join(" ".join(f"{role}:{len(run)}" for run, role in row) for row in canvas.rows())
    assert canvas.text() == snapshot
    assert roles == snapshot


def test_rows_are_the_computed_sizes_and_lead_to_their_timestep() -> None:
    shown = backwards("shakespeare", TEXT, "shakespeare-rnn")
    canvas = draw_gradients(shown, 120, 34)
    lines = canvas.text().splitlines()
    left, rnn = shown.goings
    assert left.left is not None
    for target in {target.row: target for target in canvas.targets}.values():
        words = lines[target.row].strip("│ ").replace("−", "-").split()
        back = int(words[0])
        expected = [
            left.sizes["c"][back],
            left.sizes["h"][back],
            left.left[back, 1],
            left.left[back].mean(),
            rnn.sizes["h"][back],
        ]
        assert [float(word) for word in words[1:]] == pytest.approx(expected, rel=0.006)
        assert target.meaning == Place("c", 0, len(TEXT) - 3 - back, 1)


def test_vanishing_and_exploding_are_said() -> None:
    assert "↓ × 0." in draw_gradients(backwards("shakespeare-rnn", TEXT), 120, 34).text()
    assert "↑ × 1." in draw_gradients(backwards("shakespeare", TEXT, "", 2.5), 120, 34).text()


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (5, 3), (40, 10), (44, 12), (300, 12)])
def test_any_room(size: tuple[int, int]) -> None:
    for case in CASES:
        draw_gradients(backwards(*CASES[case]), *size)
    session = Session.open(model("counter"), "ab")
    draw_gradients(Backwards(read_lead(session, 0), (GoingBack(session.run, 0, 0, 5),), 10), *size)


@pytest.mark.parametrize("size", [(40, 18), (80, 18), (120, 34)], ids=str)
def test_at_the_first_symbol_there_is_no_empty_plot_but_a_sentence(size: tuple[int, int]) -> None:
    session = Session.open(registry.load(), TEXT)
    going = GoingBack(session.run, 0, 0, 51)
    for _ in over_all(going, 1.0):
        pass
    lines = draw_gradients(Backwards(read_lead(session, 1), (going,), 50), *size).text().splitlines()
    assert lines[4].strip("│ ") == "Nothing is before the first symbol."
    assert lines[4].endswith("│")
    assert not any("1e" in line for line in lines[5:12]), "no axis of a plot"
