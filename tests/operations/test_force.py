"""Operations in force: hand-set models do what the head says, and what is refused leaves everything as it was."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_tui.core.tokens import Vocabulary
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import registry
from lstm_tui.operations.force import operate
from lstm_tui.operations.grammar import parse
from lstm_tui.run import Run


def run_of(model: str, text: str) -> Run:
    return Run.open(registry.load(model), text)


def column(run: Run, name: str, unit: int = 0) -> list[float]:
    return [round(float(value), 3) for value in run.trace.column(name)[:, unit]]


def operated(run: Run, *texts: str) -> Run:
    return operate(run, [parse(text) for text in texts], len(run) + 5).run


def test_forgetting_once_starts_the_count_again() -> None:
    free = run_of("counter", "aaaaa")
    assert column(free, "c") == pytest.approx([1, 2, 3, 4, 5], abs=0.01)
    assert column(operated(free, "f[0]@3=0"), "c") == pytest.approx([1, 2, 1, 2, 3], abs=0.01)
    assert column(operated(free, "tear @4"), "c") == pytest.approx([1, 2, 3, 1, 2], abs=0.01)


def test_a_bit_is_held_until_it_is_torn_off() -> None:
    bundle = registry.load("latch")
    text = bundle.card.default_text
    free = Run.open(bundle, text)
    held = column(free, "c")
    on = next(t for t, value in enumerate(held) if abs(value) > 0.5)
    torn = column(operated(free, f"tear c@{on + 2}"), "c")
    assert abs(torn[on]) > 0.5
    assert torn[: on + 1] == held[: on + 1]


def test_without_the_note_the_echo_of_reber_is_a_coin_toss() -> None:
    """BT ... TE and BP ... PE: what must be echoed stands on the note alone, once the branch has been read."""
    bundle = registry.load("reber")
    T, P = (bundle.tokens.symbols.index(symbol) for symbol in "TP")
    right = {"free": 0, "torn": 0}
    inner = ["BTXSE", "BPVVE", "BTSXSE", "BPTVVE", "BTSSXXVVE", "BPTTVPXVVE"]
    for branch in "TP":
        for string in inner:
            free = Run.open(bundle, f"B{branch}{string}{branch}E")
            asked = len(free) - 3
            for name, run in (("free", free), ("torn", operated(free, f"tear @{asked + 1}"))):
                logits = run.trace.step(asked, 0)["logits"]
                right[name] += ("T" if logits[T] > logits[P] else "P") == branch
    assert right == {"free": 2 * len(inner), "torn": len(inner)}


def test_edits_and_which_timesteps_belong_together() -> None:
    free = run_of("counter", "aabb")
    made = operate(free, [parse('insert @2="b"'), parse("delete @4"), parse('change @1="b"')], 10)
    assert made.run.text == "bbab"
    assert [made.alignment.untouched(t) for t in range(4)] == [0, None, 1, 3]
    assert operate(free, [parse('change @1="b"')], 10).alignment.untouched(3) == 3
    assert operate(free, [parse('insert @5="a"')], 10).run.text == "aabba"


def test_a_bias_and_a_weight_are_edited_in_a_copy() -> None:
    free = run_of("counter", "aab")
    before = {name: array.copy() for name, array in free.bundle.network.parameters.items()}
    made = operated(free, "bias f=-100", "weight output.b_y[0]=2.5")
    assert column(made, "f") == [0, 0, 0]
    assert column(made, "c") == pytest.approx([1, 1, -1], abs=0.01)
    assert made.bundle.network.b_y[0] == 2.5
    assert all((array == before[name]).all() for name, array in free.bundle.network.parameters.items())


def test_a_mean_is_the_mean_over_the_text() -> None:
    free = run_of("shakespeare", "To be, or not to be")
    mean = free.trace.column("f").astype(float).mean(axis=0)
    made = operated(free, "f[3,5]=mean")
    np.testing.assert_allclose(made.trace.column("f")[:, 5], mean[5], rtol=1e-6)
    assert (made.trace.column("f")[0, 4] == free.trace.column("f")[0, 4]).all()


def test_a_beginning_after_another_text_is_its_end() -> None:
    whole, second = run_of("shakespeare", "To be, or not"), run_of("shakespeare", " or not")
    made = operated(second, 'start after "To be,"')
    assert (made.trace.column("c") == whole.trace.column("c")[6:]).all()
    random = operated(second, "start random 3")
    assert (random.trace.step(0, 0)["c_prev"] == operated(second, "start random 3").trace.step(0, 0)["c_prev"]).all()
    assert abs(random.trace.step(0, 0)["c_prev"]).max() <= 1
    assert abs(random.trace.step(0, 0)["c_prev"]).min() > 0


def test_nothing_in_force_is_the_run_itself() -> None:
    free = run_of("counter", "aab")
    assert operate(free, [], 3).run is free


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("f[2]=0", "There is no unit 2"), ("q[0]=0", "'q' cannot be held"), ("x[0]=0", "'x' cannot be held"),
        ("f[0]@9=0", "There is no timestep 9"), ("layer2.f=0", "There is no layer 2"), ("q=mean", "'q' cannot be held"),
        ("f=1e39", "not a finite number"), ("bias q=1", "There is no bias of 'q'"), ("bias f[2]=1", "There is no unit 2"),
        ("bias layer3.f=1", "There is no layer 3"), ("weight W[0]=1", "There is no array 'W'"),
        ("weight output.b_y[99]=1", "has shape"), ("weight output.b_y[0,0]=1", "has shape"), ("weight output.b_y[0]=1e99", "finite"),
        ("tear q@1", "no state 'q'"), ("tear @9", "no timestep 9"), ("tear layer2.c@1", "no layer 2"),
        ("ablate 7", "There is no unit 7"), ("delete @9", "no timestep 9"), ('change @1="ab"', "not one symbol"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused(text: str, words: str) -> None:
    free = run_of("counter", "aab")
    with pytest.raises(LstmTuiError, match=words):
        operated(free, text)


def test_something_must_be_left_to_read() -> None:
    with pytest.raises(LstmTuiError, match="Nothing would be left"):
        operated(run_of("counter", "a"), "delete @1")


def test_unknown_symbols_may_be_put_in() -> None:
    made = operated(run_of("counter", "aa"), 'insert @2="?"')
    assert isinstance(made.tokens, Vocabulary)
    assert made.text == "a?a"
