"""What machine the bundled models are, against the paper's grammar, counts worked by hand, and AALpy."""

from __future__ import annotations

import random
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.automata import words
from lstm_tui.automata.answers import Given, GrammarAnswers, NetworkAnswers, possible
from lstm_tui.automata.differing import Search
from lstm_tui.automata.extraction import Extraction, Found
from lstm_tui.automata.learning import Learner
from lstm_tui.automata.machine import Machine, difference
from lstm_tui.core.cells import CELLS
from lstm_tui.core.initialise import new_network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.paths import Plane, path_of
from lstm_tui.run import Run
from lstm_tui.tasks import reber
from lstm_tui.tasks.base import SymbolTask
from lstm_tui.tasks.catalogue import TASKS, task_named

sys.path.insert(0, str(Path(__file__).parents[1] / "judges"))
sys.path.insert(0, str(Path(__file__).parents[1]))
import reber_of_1997 as judge
from leaky import Leaky

DEAD = "dead"


@cache
def found(name: str) -> Found:
    bundle = registry.load(name)
    work = Extraction(bundle, task_named(bundle.task) if bundle.task else None)
    shares = [progress.share for progress in work.run()]
    assert shares[-1] == 1
    assert work.found is not None
    return work.found


def embedded() -> Machine:
    """The embedded Reber grammar from figures 3 and 4 of Hochreiter & Schmidhuber 1997, as the judges write it down.

    Start, B, and for each of two branches: the branch, seven places within, the echo; then the E and the end.
    """
    states = {"start": {"B": "fork"}, "fork": {"T": "T-in", "P": "P-in"}, "last": {"E": "end"}, "end": {}}
    for branch in "TP":
        states[f"{branch}-in"] = {"B": f"{branch}-fork"}
        for place, edges in judge.EDGES.items():
            if place not in ("start", "done"):
                states[f"{branch}-{place}"] = {symbol: f"{branch}-{after}" for symbol, after in edges}
        states[f"{branch}-done"] = {branch: "last"}
    names = [*states]
    return Machine(
        judge.SYMBOLS,
        tuple("".join(symbol for symbol in judge.SYMBOLS if symbol in moves) for moves in states.values()),
        tuple({symbol: names.index(after) for symbol, after in moves.items()} for moves in states.values()),
    )


def test_the_grammar_has_20_states_without_the_dead_one_and_21_with() -> None:
    learner = Learner(GrammarAnswers(task_named("reber")), depth=3, walks=50)
    assert [*learner.learn()]
    true = learner.machine.minimised()
    assert true == embedded().minimised()
    assert (len(embedded()), len(true)) == (20, 20), "none of them can be joined"
    with_dead = Machine(
        true.symbols + "D", (*(true.symbols + "D" * bool(allowed) for allowed in true.allows), DEAD),
        tuple({symbol: moves.get(symbol, 20) for symbol in true.symbols} for moves in (*true.moves, {})),
    )  # fmt: skip
    assert len(with_dead.minimised()) == 21


def test_reber_is_the_embedded_reber_grammar() -> None:
    is_found = found("reber")
    assert is_found.finite
    assert is_found.machine == embedded().minimised() == is_found.grammar
    assert is_found.before > 20, "states before minimising"
    assert [size.network for size in is_found.sizes] == [size.grammar for size in is_found.sizes] == [6, 18, 20, 20, 20]
    assert all(row.grammar == row.automaton == row.total for row in is_found.rows)


def test_the_text_on_which_they_differ_is_real() -> None:
    """The network alone, by its one forward pass; and one S fewer makes no difference."""
    differing = found("reber").tried.differing
    assert differing is not None
    network, tokens = registry.load("reber").network, registry.load("reber").tokens

    def lets(text: str) -> str:
        p = network.forward(tokens.encode(text)).column("probs")[-1]
        return "".join(symbol for symbol, may in zip(tokens.symbols, possible(p, "softmax"), strict=True) if may)

    assert lets(differing.text) == differing.network != differing.grammar
    assert set(differing.grammar) == judge.allowed(differing.text + "?")[-1]
    assert differing.automaton == differing.grammar
    assert differing.right, "P is still above T, as the criterion asks"
    shorter = differing.text.replace("SSSSSSSSSS", "SSSSSSSSS", 1)
    assert lets(shorter) == embedded().after(shorter)


def test_a_mutated_grammar_is_found_different_with_the_shortest_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """One edge bent: from place 5, V leads to place 4. By hand: B T B P V V, and then X may come as well."""
    monkeypatch.setitem(reber.GRAMMAR, 5, {"P": 4, "V": 4})
    learner = Learner(GrammarAnswers(task_named("reber")), depth=3, walks=50)
    assert [*learner.learn()]
    bent = learner.machine.minimised()
    assert difference(bent, embedded()) == "BTBPVV"
    bundle = registry.load("reber")
    network = NetworkAnswers(bundle.network, judge.SYMBOLS, Given("B", "E", 2))
    for automaton in (embedded(), None):  # by the product, and by trying all short texts
        search = Search(network, automaton, bent)
        assert [*search.run(("",))]
        told = search.tried.differing
        assert told is not None
        assert (told.text, told.network, told.grammar, told.shortest) == ("BTBPVV", "E", "XS"[::-1], True)


def test_aalpy_learns_the_machine_of_the_network() -> None:
    """L* of AALpy asks the network symbol by symbol; 20 states and the dead one, and every answer is ours."""
    pytest.importorskip("aalpy", reason="AALpy is not installed")
    from aalpy.base import SUL, Oracle
    from aalpy.learning_algs import run_Lstar

    bundle, task = registry.load("reber"), task_named("reber")
    assert isinstance(task, SymbolTask)
    said: dict[str, str] = {"": "B"}

    class Network(SUL):
        def pre(self) -> None:
            self.text = ""

        def post(self) -> None:
            pass

        def step(self, letter):
            if letter is not None:
                before, self.text = said[self.text], self.text + letter
                if self.text not in said:
                    said[self.text] = self.lets() if letter in before else DEAD
            return said[self.text]

        def lets(self) -> str:
            if task.ended(self.text):
                return ""
            p = bundle.network.forward(bundle.tokens.encode(self.text)).column("probs")[-1]
            return "".join(symbol for symbol, may in zip(task.symbols, possible(p, "softmax"), strict=True) if may)

    class Strings(Oracle):
        """Strings of the grammar, each with one letter behind it that may be any."""

        def find_cex(self, hypothesis):
            rng = random.Random(0)
            for _ in range(300):
                text = judge.drawn(rng) + rng.choice(judge.SYMBOLS)
                self.reset_hyp_and_sul(hypothesis)
                for at, letter in enumerate(text, 1):
                    if hypothesis.step(letter) != self.sul.step(letter):
                        return tuple(text[:at])
            return None

    asked = Network()
    symbols = [*judge.SYMBOLS]
    learned = run_Lstar(symbols, asked, Strings(symbols, asked), "moore", print_level=0)
    ours = found("reber").machine
    assert len(learned.states) == len(ours) + 1
    rng = np.random.default_rng(0)
    for _ in range(300):
        text = ours.walk(rng, 25) + "".join(rng.choice(symbols, 2))
        learned.reset_to_initial()
        assert [learned.step(letter) for letter in text][-1] == (DEAD if (lets := ours.after(text)) is None else lets)


def test_latch_by_hand() -> None:
    """No bit, 1, 0; and asked for it, 1 or 0 must come: five states."""
    is_found = found("latch")
    assert is_found.finite
    every = "10.?#"
    assert is_found.machine == Machine(
        every, (every, every, every, "1", "0"),
        (
            {"1": 1, "0": 2, ".": 0, "?": 0, "#": 0},
            {"1": 1, "0": 2, ".": 1, "?": 3, "#": 0},
            {"1": 1, "0": 2, ".": 2, "?": 4, "#": 0},
            {"1": 1},
            {"0": 2},
        ),
    )  # fmt: skip
    assert is_found.tried.differing is None


@pytest.mark.parametrize(("name", "more"), [("anbn", 3), ("counter", 2)])
def test_counting_models_need_ever_more_states(name: str, more: int) -> None:
    """Worked by hand: texts of n symbols part n + 3 states of S aⁿ bⁿ T, and n + 2 of the counter."""
    is_found = found(name)
    assert not is_found.finite
    assert {size.longest: size.network for size in is_found.sizes} == {n: n + more for n in (4, 8, 16, 32, 64)}
    assert is_found.longest is not None
    assert len(is_found.machine) == is_found.longest + more


def test_texts_up_to_a_length_tell_apart_what_can_be_told_apart() -> None:
    """aⁿbⁿcⁿ, all texts by brute force: two texts differ where something within the length may follow one alone."""
    grammar = GrammarAnswers(task_named("anbncn"))
    for longest in (4, 8, 16):

        def apart(one: str, other: str, longest: int = longest) -> bool:
            room, stack = longest - max(len(one), len(other)), [""]
            while stack:
                text = stack.pop()
                allowed = grammar.of(one + text)
                if allowed != grammar.of(other + text):
                    return True
                stack += [text + symbol for symbol in allowed or ""] if len(text) < room else []
            return False

        level, different = [""], [""]
        while level:
            level = [text + symbol for text in level for symbol in grammar.of(text) or "" if len(text) < longest]
            for text in level:
                if all(apart(text, other) for other in different):
                    different.append(text)
        learner = Learner(grammar, longest=longest, depth=2)
        for _ in learner.learn():
            pass
        assert len(learner.leaders) == len(different)
    assert len(different) == 30


def test_brackets_are_no_finite_machine_though_their_grammar_is() -> None:
    """Six brackets deep: depths 0–6, a quote at 1–6, the beginning and the end: 15."""
    is_found = found("brackets")
    assert is_found.grammar is not None
    assert len(is_found.grammar) == 7 + 6 + 2
    assert not is_found.finite
    told = is_found.tried.differing
    assert told is not None
    assert told.shortest
    assert set(told.network) < set(told.grammar)
    assert is_found.rows[0].criterion == is_found.rows[0].total, "nothing forbidden is held possible"


@pytest.mark.parametrize("name", [name for name in TASKS if name in ("reber", "anbn", "anbncn", "brackets")])
def test_who_allows_just_what_may_follow_is_right_by_the_tasks_criterion(name: str) -> None:
    """Outputs drawn at random: where the set is the legal one, `judge` says right; for sigmoids the other way too."""
    task, rng = task_named(name), np.random.default_rng(0)
    assert isinstance(task, SymbolTask)
    V = len(task.symbols)
    legal = rng.random((4000, V, 1)) < 0.4
    sharp = np.where(legal, rng.random((4000, V, 1)) + 0.2, rng.random((4000, V, 1)) * 0.3)
    p = sharp / sharp.sum(axis=1, keepdims=True) if task.output == "softmax" else sharp / 1.2
    same = (possible(p[:, :, 0], task.output) == legal[:, :, 0]).all(axis=1)
    right = task.judge(p, legal)[:, 0]
    assert same.sum() > 50
    assert right[same].all()
    if task.output == "sigmoid":
        assert (right == same).all()


def test_an_untrained_network_and_others_are_said_in_a_sentence() -> None:
    bundle = registry.load("reber").at_snapshot(0)
    work = Extraction(bundle, task_named("reber"))
    assert [*work.run()]
    assert work.found is not None
    assert work.found.tried.differing is not None
    assert work.found.tried.differing.text == "B"
    for name in ("adding", "shakespeare"):
        with pytest.raises(LstmTuiError):
            Extraction(registry.load(name), None)


def test_what_is_given_is_what_the_strings_of_a_task_say() -> None:
    assert Given.of(task_named("reber"), judge.SYMBOLS) == Given("B", "E", 2)
    assert Given.of(task_named("brackets"), 'ab()".') == Given("ab(", ".", 1)
    assert Given.of(task_named("latch"), "10.#?-") == Given("10")
    assert Given.of(None, "ab") == Given("ab")


@pytest.mark.parametrize("kind", [*(kind for kind in CELLS if "~" not in kind), "leaky"])
def test_every_kind_of_cell_in_two_layers(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The states of all layers are compared, and nothing asks for a kind; so with the paths."""
    monkeypatch.setitem(CELLS, "leaky", Leaky)
    network = new_network(kind, 3, 4, 3, np.random.default_rng(0), layers=2)
    bundle = ModelBundle("new", network, Vocabulary("abc"), Card("drawn at random"))
    work = Extraction(bundle, None, lengths=(2,))
    assert [*work.run()]
    assert work.found is not None
    assert work.found.known is False
    assert len(work.found.machine) == 1, "an untrained network holds everything possible"
    vectors = work.network.vectors(["", "ab"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-6)
    whole = np.concatenate([network.forward(np.array([0, 1])).step(1, layer)[name]
                            for layer, cell in enumerate(network.cells) for name in cell.state_names])  # fmt: skip
    assert sorted(np.abs(vectors[1][:-1])) == pytest.approx(sorted(np.abs(whole) / np.linalg.norm(whole)), abs=1e-6)
    assert path_of(Run.open(bundle, "abcab"), 1, Plane(True, 0, 1)).points.shape == (5, 2)


def test_the_page_says_what_is_found() -> None:
    page = " ".join((Path(__file__).parents[2] / "docs" / "machines.md").read_text(encoding="utf-8").split())
    assert words.difference(found("reber")) in page
    for name, row in (("anbn", "`anbn` (n + 3), its grammar the same"), ("counter", "`counter` (n + 2)")):
        assert f"| {row} | {' | '.join(str(size.network) for size in found(name).sizes)} |" in page
    assert (
        f"| `reber`, its grammar the same | {' | '.join(str(size.network) for size in found('reber').sizes)} |" in page
    )
