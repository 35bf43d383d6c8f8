"""Operations in words, and worked lines that do not claim an equation for what was set by hand."""

from __future__ import annotations

import pytest

from lstm_tui.family import FAMILIES, read, tell, work_out
from lstm_tui.family.operated import in_words
from lstm_tui.models import registry
from lstm_tui.operations.force import operate
from lstm_tui.operations.grammar import parse
from lstm_tui.run import Run
from lstm_tui.session import Cursor


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("f[20]@5:9=0", "unit 20's forget gate held at 0 from timestep 5 to 9"),
        ("g=mean", "every unit's candidate held at its mean over the text"),
        ("layer2.c[1,3]@4=-1.5", "units 1, 3' note of layer 2 held at −1.5 at timestep 4"),
        ("o[2]@4:=1", "unit 2's output gate held at 1 from timestep 4 on"),
        ("ablate 12", "unit 12 silenced: h is 0 for everyone who listens"),
        ("tear @7", "all states torn off before timestep 7"),
        ("tear c@7", "the note torn off before timestep 7"),
        ("bias f=3", "every unit's bias of the forget gate set to 3"),
        ("weight output.b_y[2]=-1", "output.b_y[2] set to −1"),
        ('change @3=" "', "timestep 3 reads '␣'"),
        (r'insert @3="\u202e"', "U+202E put in before timestep 3"),
        ("delete @2", "timestep 2 taken out"),
        ("start random 4", "begun with random states, seed 4"),
        ('start after "to be"', "begun in the state after 'to be'"),
    ],
)
def test_words(text: str, words: str) -> None:
    layers = 2 if "layer" in text else 1
    assert in_words(parse(text), FAMILIES["lstm"], layers) == words


@pytest.mark.parametrize("quantity", ["f", "kept", "i", "g", "written", "c", "o", "tanh_c", "h"])
def test_what_is_held_is_no_equation(quantity: str) -> None:
    run = operate(Run.open(registry.load("shakespeare"), "To be"), [parse(f"{quantity}[3]@2=0.125")], 5).run
    phases = run.bundle.network.phases(0)
    for place, phase in enumerate(phases):
        lines = ["".join(span.text for span in line) for line in work_out(read(run, Cursor(1, 0, place), 3))]
        assert any("set by hand" in line for line in lines) == (quantity in phase.born), (phase.key, lines)
        assert not any("rounded" in line for line in lines), lines
        told = " ".join(tell(read(run, Cursor(1, 0, place), 3)).sentences)
        assert ("by hand" in told) == (quantity == phase.focus), told
        if quantity in ("kept", "written") and phase.key == "cell":
            assert "f × c_prev" not in "".join(lines)
    untouched = work_out(read(run, Cursor(1, 0, 1), 4))
    assert not any("by hand" in span.text for line in untouched for span in line)


@pytest.mark.parametrize("quantity", ["r", "past", "heard", "u", "kept", "n", "written", "h"])
def test_what_is_held_in_a_gru_is_no_equation(quantity: str) -> None:
    run = operate(Run.open(registry.load("shakespeare-gru"), "To be"), [parse(f"{quantity}[3]@2=0.125")], 5).run
    for place, phase in enumerate(run.bundle.network.phases(0)):
        lines = ["".join(span.text for span in line) for line in work_out(read(run, Cursor(1, 0, place), 3))]
        assert any("set by hand" in line for line in lines) == (quantity in phase.born), (phase.key, lines)
        made_of_it = {"past": "(W_hn·h_prev", "heard": "heard = ", "kept": "kept = "}.get(quantity, "nothing")
        assert not any(made_of_it in line and "by hand" not in line for line in lines), (phase.key, lines)


def test_a_note_that_was_there_before_is_not_called_blank() -> None:
    run = operate(Run.open(registry.load("shakespeare"), "To be"), [parse("start random 4")], 5).run
    told = " ".join(tell(read(run, Cursor(0, 0, 0), 3)).sentences)
    assert "blank" not in told
    plain = Run.open(registry.load("shakespeare"), "To be")
    assert "blank" in " ".join(tell(read(plain, Cursor(0, 0, 0), 3)).sentences)
