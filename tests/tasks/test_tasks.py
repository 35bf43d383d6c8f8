"""Every task against what its paper, or a naive second reading of its rules, says."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.core.initialise import new_network
from lstm_tui.errors import LstmTuiError
from lstm_tui.tasks.base import SymbolTask
from lstm_tui.tasks.catalogue import TASKS, task_named
from lstm_tui.tasks.counting import AnBn, AnBnCn
from lstm_tui.tasks.language import Agreement, Brackets
from lstm_tui.tasks.numbers import Adding, Series
from lstm_tui.tasks.reber import ContinualReber, EmbeddedReber, Walk, embedded
from lstm_tui.tasks.remembering import Latch, LongLag, TemporalOrder, TemporalOrder3
from lstm_tui.tasks.text import Text

seeds = st.integers(0, 10**6)


def in_reber(text: str) -> bool:
    """Walk the published graph by hand: (place, symbol) -> place."""
    graph = {
        ("0", "B"): "1", ("1", "T"): "2", ("1", "P"): "3", ("2", "S"): "2", ("2", "X"): "4", ("3", "T"): "3",
        ("3", "V"): "5", ("4", "X"): "3", ("4", "S"): "6", ("5", "P"): "4", ("5", "V"): "6", ("6", "E"): "7",
    }  # fmt: skip
    at = "0"
    for symbol in text:
        at = graph.get((at, symbol), "x")
    return at == "7"


@given(seeds)
def test_embedded_strings_are_of_the_grammar_and_end_as_they_began(seed: int):
    text = embedded(np.random.default_rng(seed))
    assert text[0] == "B"
    assert text[-1] == "E"
    assert text[1] == text[-2]
    assert text[1] in "TP"
    assert in_reber(text[2:-2])
    assert len(text) >= 9  # the shortest of 1997


@pytest.mark.parametrize("known", ["BTXSE", "BPVVE", "BTSSXXTVVE", "BPTVPSE", "BTXXVPSE", "BTSXSE"])
def test_strings_printed_in_the_literature_are_of_the_grammar(known: str):
    assert in_reber(known)
    walk = Walk()
    for symbol in "BT" + known + "TE":
        assert symbol in walk.legal
        walk.go(symbol)
    assert walk.outer == 5


def test_the_last_but_one_can_only_be_what_came_second():
    for first in "TP":
        walk = Walk()
        for symbol in f"B{first}BTXSE":
            walk.go(symbol)
        assert walk.legal == first


def test_the_training_strings_of_a_batch_are_what_is_learned():
    task = EmbeddedReber()
    batch = task.batch(["BTBTXSETE", "BPBPVVEPE"])
    assert batch.inputs.shape == (8, 2)
    read = "".join(task.symbols[k] for k in batch.inputs[:, 1])
    said = "".join(task.symbols[k] for k in batch.targets[:, 1])
    assert (read, said) == ("BPBPVVEP", "PBPVVEPE")
    assert batch.weights.all()


def test_a_shorter_string_is_filled_up_with_what_counts_for_nothing():
    batch = EmbeddedReber().batch(["BTBTXSETE", "BTBTSSSXSETE"])
    assert batch.weights[:, 0].tolist() == [1] * 8 + [0] * 3
    assert (batch.inputs[8:, 0] == -1).all()


def test_a_continual_stream_is_strings_without_a_break():
    text = ContinualReber().text(np.random.default_rng(3))
    assert len(text) == 101
    first = text[: text.index("E", text.index("E") + 1) + 1]
    assert in_reber(first[2:-2])


@pytest.mark.parametrize(("task", "n", "text"), [(AnBn(), 3, "SaaabbbT"), (AnBnCn(), 2, "SaabbccT")])
def test_counting_languages(task: AnBn, n: int, text: str):
    assert task.word(n) == text


def test_what_may_follow():
    assert AnBn().legal("SaabbT") == ["a", "ab", "ab", "b", "T"]
    assert AnBnCn().legal("SaabbccT") == ["a", "ab", "ab", "b", "c", "c", "T"]


def test_acceptance_needs_every_output_on_its_side_of_a_half():
    task = AnBn()
    legal = task._legal_array(["SaabbT"], 5) > 0
    p = np.where(legal, 0.51, 0.49)
    assert task.judge(p, legal).all()
    p[3, 0, 0] = 0.51
    assert task.judge(p, legal)[:, 0].tolist() == [True, True, True, False, True]


@given(seeds)
def test_adding_asks_for_a_half_plus_a_quarter_of_the_sum(seed: int):
    batch = Adding(100).next_batch(np.random.default_rng(seed), 3)
    for b in range(3):
        (end,) = np.flatnonzero(batch.weights[:, b])
        numbers, marks = batch.inputs[: end + 1, 0, b], batch.inputs[: end + 1, 1, b]
        assert 100 <= end + 1 <= 110
        assert (np.abs(numbers) <= 1).all()
        assert marks[0] == marks[-1] == -1
        marked = np.flatnonzero(marks == 1)
        assert len(marked) in (1, 2)  # one where the first mark falls on the first pair, which counts for nothing
        assert marked[0] < 10 or len(marked) == 1
        assert batch.targets[end, 0, b] == pytest.approx(0.5 + numbers[marked].sum() / 4, abs=1e-6)


@given(seeds)
@pytest.mark.parametrize("task", [TemporalOrder(), TemporalOrder3()], ids=["two", "three"])
def test_temporal_order_as_in_1997(task: TemporalOrder, seed: int):
    text = task.text(np.random.default_rng(seed))
    body, answer = text[:-1], text[-1]
    assert 100 <= len(body) <= 110
    assert body[0] == "E"
    assert body[-1] == "B"
    places = [place for place, symbol in enumerate(body) if symbol in "XY"]
    assert len(places) == len(task.places)
    for place, (low, high) in zip(places, task.places, strict=True):
        assert low <= place <= high
    number = int("".join("01"["XY".index(body[place])] for place in places), 2)
    assert answer == task.answers[number]


def test_the_long_lag_is_a_hundred_steps():
    task = LongLag()
    x, y = task.both()
    assert len(x) - 1 == 100
    assert x[1:-1] == y[1:-1]
    assert (x[0], x[-1], y[0], y[-1]) == ("x", "x", "y", "y")
    assert len(set(x[:-1])) == 100


@given(seeds)
def test_the_latch_answers_the_bit_or_that_it_was_wiped(seed: int):
    text = Latch().text(np.random.default_rng(seed))
    assert re.fullmatch(r"1\.+\?1|0\.+\?0|[01]\.*#\.*\?-", text)
    assert len(Latch().truth(text)) == len(text)


@given(seeds)
def test_brackets_close_and_quotes_hide_them(seed: int):
    text = Brackets().text(np.random.default_rng(seed))
    outside = re.sub(r'"[^"]*"', "", text)
    assert '"' not in outside
    depth = np.cumsum([(s == "(") - (s == ")") for s in outside])
    assert depth.min() >= 0
    assert depth.max() <= 6
    assert depth[-1] == 0
    assert text.endswith(".")
    for symbol, legal in zip(text[1:], Brackets().legal(text), strict=True):
        assert symbol in legal


@given(seeds)
def test_the_verb_agrees_with_the_first_noun(seed: int):
    text = Agreement().text(np.random.default_rng(seed))
    found = re.fullmatch(r"the (\w+)( \w+ the \w+)* (is|are) [\w ]+\.", text)
    assert found is not None
    assert found[1].endswith("s") == (found[3] == "are")
    assert set(text) <= set(Agreement.symbols)


@pytest.mark.parametrize("name", [name for name, task in TASKS.items() if issubclass(task, SymbolTask)])
def test_truth_says_a_word_for_every_symbol(name: str):
    task = task_named(name)
    for seed in range(5):
        text = task.text(np.random.default_rng(seed))
        assert len(task.truth(text)) == len(text)
        assert len(task.legal(text)) == len(text) - 1


@pytest.mark.parametrize("name", list(TASKS))
def test_an_untrained_network_is_judged_and_found_wanting(name: str):
    task = task_named(name)
    if isinstance(task, ContinualReber):
        task.stream_length = 2000
    rng = np.random.default_rng(0)
    network = new_network("lstm", task.input_size, 4, task.output_size, rng, output=task.output)
    verdict = task.verdict(network, rng)
    assert 0 <= verdict.right <= 0.9 * verdict.total


def test_counting_truth_goes_up_and_down():
    assert AnBn().truth("SaaabbbT") == ("0", "1", "2", "3", "2", "1", "0", "0")


def test_text_streams_go_on_where_they_stopped():
    text = "".join(chr(97 + k % 7) + chr(104 + k % 11) for k in range(2000))
    from lstm_tui.core.training import Recipe

    task = Text(text, Recipe(batch=4, timesteps=20))
    rng = np.random.default_rng(0)
    first, second = task.next_batch(rng, 4), task.next_batch(rng, 4)
    assert (first.fresh, second.fresh) == (True, False)
    np.testing.assert_array_equal(first.targets[:-1], first.inputs[1:])
    np.testing.assert_array_equal(first.targets[-1], second.inputs[0])
    assert task.tokens.symbols[first.inputs[0, 0]] == text[0]
    assert len(task.test) == 400


@pytest.mark.parametrize("text", ["", "abc", "ab" * 700])
def test_a_text_too_short_is_refused_with_what_it_needs(text: str):
    with pytest.raises(LstmTuiError, match=r"empty|need"):
        Text(text)


def test_a_series_needs_numbers_that_change():
    with pytest.raises(LstmTuiError, match="2 values"):
        Series(np.array([1.0, 2.0]))
    with pytest.raises(LstmTuiError, match="are the same"):
        Series(np.ones(50))


def test_the_nearest_name_is_the_hint():
    with pytest.raises(LstmTuiError, match="Did you mean 'reber'"):
        task_named("rebber")
