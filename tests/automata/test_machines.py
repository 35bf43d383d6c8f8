"""Machines: minimised, compared and walked by hand-worked cases and laws; AALpy as the oracle beside our own learner."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.automata.answers import Answers, Given, possible
from lstm_tui.automata.learning import Learner
from lstm_tui.automata.machine import Machine, as_dot, difference

SYMBOLS = "ab"


def machine(*states: dict[str, int]) -> Machine:
    return Machine(SYMBOLS, tuple("".join(sorted(moves)) for moves in states), tuple(states))


@st.composite
def machines(draw, largest: int = 6) -> Machine:
    count = draw(st.integers(1, largest))
    sets = draw(st.lists(st.sampled_from(["", "a", "b", "ab"]), min_size=count, max_size=count))
    return machine(*({symbol: draw(st.integers(0, count - 1)) for symbol in allowed} for allowed in sets))


class Told(Answers):
    """Answers as a machine would."""

    def __init__(self, known: Machine) -> None:
        super().__init__(known.symbols, Given(known.allows[0]))
        self.machine = known

    def ask(self, texts) -> None:
        for text in texts:
            for at in range(len(text) + 1):
                self._known[text[:at]] = self.machine.after(text[:at])


def texts_up_to(length: int) -> list[str]:
    return ["".join(letters) for k in range(length + 1) for letters in itertools.product(SYMBOLS, repeat=k)]


def test_minimising_joins_what_cannot_be_told_apart() -> None:
    """Worked by hand: 1 and 2 allow a alone and lead to the same; 3 is the end."""
    small = machine({"a": 1, "b": 2}, {"a": 3}, {"a": 3}, {}).minimised()
    assert small == machine({"a": 1, "b": 1}, {"a": 2}, {})
    assert small.access() == ("", "a", "aa")
    assert small.states("ab") == [0, 1, None]
    assert (small.after("a"), small.after("aa"), small.after("ab"), small.after("aaa")) == ("a", "", None, None)


@given(machines())
def test_minimised_allows_the_same_and_its_states_differ(one: Machine) -> None:
    small = one.minimised()
    assert len(small) <= len(one)
    assert [small.after(text) for text in texts_up_to(8)] == [one.after(text) for text in texts_up_to(8)]
    assert small.minimised() == small, "numbered as it is reached: equal machines are equal"
    assert difference(one, small) is None
    after = [{text: small.after(access + text) for text in texts_up_to(6)} for access in small.access()]
    assert all(here != there for here, there in itertools.combinations(after, 2)), "6 states differ within 5 symbols"


@given(machines(), machines())
def test_the_difference_is_the_shortest(one: Machine, other: Machine) -> None:
    """Held against all texts: two machines of 6 states differ within 11 symbols, if at all; looked at are 8."""
    found = difference(one, other)
    apart = next((text for text in texts_up_to(8) if one.after(text) != other.after(text)), None)
    assert (found is None) == (one.minimised() == other.minimised())
    if apart is not None:
        assert found is not None and len(found) == len(apart)
        assert one.after(found) != other.after(found)
    else:
        assert found is None or len(found) > 8


def test_the_difference_is_looked_for_breadth_first() -> None:
    """By hand: behind b b b they differ, and sooner behind a a."""
    one = machine({"a": 1, "b": 2}, {"a": 3}, {"b": 4}, {}, {"b": 5}, {})
    other = machine({"a": 1, "b": 2}, {"a": 3}, {"b": 4}, {"a": 3}, {"b": 5}, {"b": 5})
    assert difference(one, other) == difference(other, one) == "aa"


@given(machines(8))
def test_a_machine_is_learned_by_asking(one: Machine) -> None:
    learner = Learner(Told(one), depth=3, walks=20)
    for _ in learner.learn():
        pass
    assert learner.machine.minimised() == one.minimised()


@given(machines(8))
def test_texts_up_to_a_length_need_so_many_states(one: Machine) -> None:
    """Right for all such texts, and never more than the whole machine has."""
    learner = Learner(Told(one), longest=5, depth=2, walks=50, reach=5)
    for _ in learner.learn():
        pass
    assert len(learner.leaders) <= len(one.minimised())
    for text in texts_up_to(5):
        if one.after(text) is not None:
            assert learner.machine.after(text) == one.after(text)


def test_loops_come_back_for_the_first_time() -> None:
    assert machine({"a": 0, "b": 1}, {"a": 0, "b": 1}).loops(0, 3) == ["a", "ba", "bba"]


def test_what_may_follow_is_read_from_the_outputs() -> None:
    """By hand: .5 + .3 + .16 pass .95; of equals all or none; a sigmoid is asked one by one."""
    p = np.array([[0.5, 0.3, 0.16, 0.04], [0.25, 0.25, 0.25, 0.25], [0.96, 0.02, 0.01, 0.01]])
    assert possible(p, "softmax").tolist() == [[True, True, True, False], [True] * 4, [True, False, False, False]]
    alike = np.full(20, 0.05) + np.linspace(-1e-8, 1e-8, 20)  # 19 of them pass .95
    assert possible(alike, "softmax").all()
    assert possible(np.array([0.51, 0.5, 0.2]), "sigmoid").tolist() == [True, False, False]


def test_dot_has_every_state_and_move() -> None:
    told = as_dot(machine({"a": 1, "b": 1}, {}), 'a "name"')
    assert told.splitlines()[0] == 'digraph "a \\"name\\"" {'
    assert '  0 -> 1 [label="a b"];' in told
    assert '1 [tooltip="nothing may follow", shape=doublecircle]' in told


def test_aalpy_learns_the_same_machine() -> None:
    """L* of AALpy, with its own oracle, on machines drawn at random."""
    pytest.importorskip("aalpy", reason="AALpy is not installed")
    from aalpy.base import SUL
    from aalpy.learning_algs import run_Lstar
    from aalpy.oracles import WMethodEqOracle

    rng = np.random.default_rng(0)
    for _ in range(5):
        count = 6
        sets = rng.choice(["a", "b", "ab", "ab"], count)
        one = machine(*({symbol: int(rng.integers(count)) for symbol in allowed} for allowed in sets))

        class Asked(SUL):
            def pre(self) -> None:
                self.text = ""

            def post(self) -> None:
                pass

            def step(self, letter):
                self.text += letter or ""
                return one.after(self.text) or "dead"  # noqa: B023 (used within the round)

        asked = Asked()
        learned = run_Lstar(
            [*SYMBOLS], asked, WMethodEqOracle([*SYMBOLS], asked, max_number_of_states=8), "moore", print_level=0
        )
        small = one.minimised()
        dead = any(len(allowed) < len(SYMBOLS) for allowed in small.allows)
        assert len(learned.states) == len(small) + dead
        for text in texts_up_to(7)[1:]:
            learned.reset_to_initial()
            assert [learned.step(letter) for letter in text][-1] == (small.after(text) or "dead")
