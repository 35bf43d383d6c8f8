"""A number opened: its terms add up to it as printed, read by a calculator of the test's own, down to the first symbol."""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.core.place import Place
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.errors import LstmTuiError
from lstm_tui.explain.naming import LOSS, name_of, place_named
from lstm_tui.explain.origin import Origin, origin_of
from lstm_tui.family import FAMILIES
from lstm_tui.models import registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.operations.force import operate
from lstm_tui.operations.grammar import parse
from lstm_tui.run import Run

sys.path.insert(0, str(Path(__file__).parents[1] / "core"))
from random_networks import random_network

NUMBER = r"[+−]?\d+(?:\.\d+)?"


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def decimals(text: str) -> int:
    return len(text.partition(".")[2])


def opened(run: Run, name: str, timestep: int) -> Origin:
    return of(run, place_named(run, name, timestep))


def of(run: Run, place: Place) -> Origin:
    return origin_of(run, FAMILIES[run.bundle.network.cell.kind].notation, place)


def rounds_to(value: float, printed: str) -> bool:
    return abs(value - number(printed)) <= 0.5000001 * 10 ** -decimals(printed)


def check(origin: Origin) -> None:
    """A pocket calculator: every printed term from its printed factors, and the number from its printed terms."""
    assert origin.holds
    for term in origin.terms:
        assert rounds_to(term.value, term.printed)
        if " × " in term.how:
            a, b = map(number, term.how.split(" × "))
            assert rounds_to(a * b, term.printed), term
        elif term.how:
            assert rounds_to(math.exp(number(term.how.removeprefix("e^"))), term.printed), term
    if origin.terms and origin.terms[0].running:
        total = 0.0
        for term in origin.terms:
            total += number(term.printed)
            assert rounds_to(total, term.running)
        if origin.place.quantity == "probs":
            assert rounds_to(number(origin.terms[0].printed) / total, origin.printed)
        else:
            assert rounds_to(total, origin.printed)
    elif "σ(" in origin.equation:
        assert rounds_to(1 / (1 + math.exp(-number(origin.terms[0].printed))), origin.printed)
    elif "tanh(" in origin.equation:
        assert rounds_to(math.tanh(number(origin.terms[0].printed)), origin.printed)
    elif "−ln" in origin.equation:
        assert rounds_to(-math.log(number(origin.terms[0].printed)), origin.printed)
    elif len(origin.terms) == 2:
        a, b = (number(term.printed) for term in origin.terms)
        assert rounds_to((1 - a) * b if "(1 − " in origin.equation else a * b, origin.printed)
        assert [number(found) for found in re.findall(rf"(?<= )({NUMBER})(?= |$)", origin.equation)][-1] == number(
            origin.printed
        )


def every_place(run: Run, timestep: int) -> list[Place]:
    network = run.bundle.network
    places = []
    for layer, cell in enumerate(network.cells):
        for name in cell.quantities:
            places += [Place(name, layer, timestep, unit) for unit in range(network.width(name, layer))]
    top = run.layers - 1
    places += [Place(name, top, timestep, unit) for name in ("logits", "probs") for unit in range(network.output_size)]
    return [*places, *([Place(LOSS, top, timestep, 0)] if network.output == "softmax" else [])]


def made(kind: str, layers: int, **how) -> Run:
    network = random_network(kind, layers, D=3, V=3, dtype=np.float32, **how)
    return Run.open(ModelBundle("made", network, Vocabulary("abc"), Card("made")), "abcabdca")


@pytest.mark.parametrize("kind", ["lstm", "rnn", "gru", "gru~reset-before"])
@pytest.mark.parametrize("layers", [1, 2])
def test_every_number_of_a_network_adds_up_as_printed(kind: str, layers: int) -> None:
    run = made(kind, layers, H=14, seed=3)
    for timestep in (0, 5, 7):
        for place in every_place(run, timestep):
            check(of(run, place))


@pytest.mark.parametrize("model", ["shakespeare", "shakespeare-rnn", "shakespeare-gru", "counter", "adding"])
def test_numbers_of_the_bundled_models_add_up_as_printed(model: str) -> None:
    bundle = registry.load(model)
    run = Run.open(bundle, bundle.card.default_text[:60] if bundle.tokens.symbols else bundle.card.default_text)
    places = every_place(run, 4)
    for place in places[:: max(1, len(places) // 60)]:
        check(of(run, place))


def test_opening_goes_down_to_the_first_symbol_and_the_weights() -> None:
    run, seen = made("lstm", 2, H=4), set()
    todo = [Place(LOSS, 1, 5, 2)]
    while todo:
        place = todo.pop()
        if place in seen:
            continue
        seen.add(place)
        origin = of(run, place)
        assert origin.terms or origin.remark or origin.place.quantity in ("x",)
        todo += [term.place for term in origin.terms if term.place is not None]
    quantities = {(place.quantity, place.layer, place.timestep) for place in seen}
    assert ("c_prev", 0, 0) in quantities
    assert ("h_prev", 1, 0) in quantities
    assert max(place.timestep for place in seen) == 5


def test_a_term_by_hand() -> None:
    """counter: at 'a' the candidate's input is +20 (its note in the card), and c goes from 1 to 2."""
    run = Run.open(registry.load("counter"), "aab")
    cell = opened(run, "c[0]", 1)
    assert [term.printed for term in cell.terms] == ["+1.000", "+1.000"]
    assert cell.printed == "+2.000"
    before = opened(run, "c_prev[0]", 1)
    assert before.terms[0].place == Place("c", 0, 0, 0)
    assert opened(run, "c_prev[0]", 0).remark == "the run begins with zeros"


def test_what_was_done_by_hand_is_said() -> None:
    free = Run.open(registry.load("counter"), "aab")
    run = operate(free, [parse("f[0]@2=0.25"), parse("tear @3")], 3).run
    assert "set by hand" in opened(run, "f[0]", 1).remark
    assert "set by hand" in opened(run, "c_prev[0]", 2).remark
    assert opened(run, "kept[0]", 1).printed == "+0.250"
    hears = [term.place for term in opened(run, "z_f[0]", 2).terms if term.place is not None]
    assert {(place.quantity, place.timestep) for place in hears} <= {("h_prev", 2)}
    began = operate(free, [parse("start random 1")], 3).run
    assert "given to begin with" in opened(began, "c_prev[0]", 0).remark


@pytest.mark.parametrize(
    ("name", "quantity", "unit"),
    [
        ("f[1]", "f", 1),
        ("z_o[1]", "z", 7),
        ("logit['b']", "logits", 1),
        ("p[2]", "probs", 2),
        ("p", "probs", 1),
        (" c [0]", None, 0),
    ],
)
def test_names(name: str, quantity: str | None, unit: int) -> None:
    run = Run.open(registry.load("counter"), "aab")
    if quantity is None:
        with pytest.raises(LstmTuiError, match="names no number"):
            place_named(run, name, 1)
        return
    place = place_named(run, name, 1)
    assert (place.quantity, place.unit) == (quantity, unit)
    assert place_named(run, name_of(run, place), 1) == place


@pytest.mark.parametrize(
    ("name", "words"),
    [("q[1]", "There is no 'q'"), ("f[2]", "There is no unit '2'"), ("f[x]", "There is no unit 'x'"), ("z[0]", "There is no 'z'"),
     ("p['q']", "does not know"), ("layer2.f[0]", "There is no layer 2"), ("p\x1b[1]", "names no number")],
)  # fmt: skip
def test_a_name_of_nothing_is_one_sentence(name: str, words: str) -> None:
    with pytest.raises(LstmTuiError, match=re.escape(words)):
        place_named(Run.open(registry.load("counter"), "aab"), name, 1)


def test_nothing_comes_after_the_end() -> None:
    run = Run.open(registry.load("counter"), "aab")
    with pytest.raises(LstmTuiError, match="nothing comes next"):
        place_named(run, "loss", 2)
