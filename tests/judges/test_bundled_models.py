"""Every bundled model that was trained on a task, judged by generators and oracles that know nothing of lstm_tui/tasks.

Judged is what no training draws: the task keeps an eighth of its strings apart by CRC-32 (stated here again, by hand).
"""

from __future__ import annotations

import random
import re
import zlib
from collections import defaultdict

import adding_of_1997
import agreeing
import nesting
import numpy as np
import pytest
import reber_of_1997

from lstm_tui.models import registry
from lstm_tui.models.bundle import ModelBundle


def unseen(text: str) -> bool:
    return zlib.crc32(text.encode()) % 8 == 0


def outputs(bundle: ModelBundle, text: str) -> np.ndarray:
    """(T, V): what the network answers after each symbol but the last."""
    return bundle.network.forward(bundle.tokens.encode(text[:-1])).column("probs")


def ordered(bundle: ModelBundle, text: str, allowed: list[set[str]]) -> bool:
    """All that may follow above all that may not, at every symbol."""
    symbols = bundle.tokens.symbols
    for p, may in zip(outputs(bundle, text), allowed, strict=True):
        least = min(p[k] for k, symbol in enumerate(symbols) if symbol in may)
        if any(p[k] >= least for k, symbol in enumerate(symbols) if symbol not in may):
            return False
    return True


@pytest.mark.parametrize("name", ["reber", "reber-gru"])
def test_reber_on_five_hundred_unseen_strings_of_the_grammar(name: str) -> None:
    bundle, rng, found = registry.load(name), random.Random(1997), {}
    while len(found) < 500:
        text = reber_of_1997.drawn(rng)
        if len(text) >= 13 and unseen(text):
            found[text] = ordered(bundle, text, reber_of_1997.allowed(text))
    assert all(found.values())


@pytest.mark.parametrize("name", ["reber", "reber-gru"])
def test_reber_on_strings_of_thirty_symbols_and_more(name: str) -> None:
    bundle, rng = registry.load(name), random.Random(30)
    texts = {reber_of_1997.drawn_of(length, rng) for length in range(30, 61) for _ in range(80)}
    long = [text for text in texts if unseen(text)]
    assert len(long) > 200
    assert all(ordered(bundle, text, reber_of_1997.allowed(text)) for text in long)


def test_the_rnn_on_reber_walks_the_maze_and_says_p_whatever_the_branch_was() -> None:
    bundle, rng, found = registry.load("reber-rnn"), random.Random(1997), {}
    while len(found) < 200:
        text = reber_of_1997.drawn(rng)
        if len(text) >= 13 and unseen(text):
            allowed = reber_of_1997.allowed(text)
            allowed[-2] = {"P"}  # the branch that came at the second symbol should come again
            found[text] = ordered(bundle, text, allowed)
    assert all(found.values())
    assert 0.4 < np.mean([text[1] == "P" for text in found]) < 0.6
    right, of = map(int, re.match(r"(\d+) of (\d+) unseen strings", bundle.card.held_out).groups())
    assert right / of == pytest.approx(0.5, abs=0.1), "its card counts the strings with the branch that it says"


def counts(bundle: ModelBundle, letters: str, n: int) -> bool:
    """Gers & Schmidhuber 2001: at each symbol all outputs that may follow are on, all others off (½ is the threshold)."""
    symbols = list(bundle.tokens.symbols)
    text = "S" + "".join(letter * n for letter in letters) + "T"
    for t, on in enumerate(outputs(bundle, text) > 0.5):
        block, place = divmod(t - 1, n)  # which letter was read, and how many before it
        if t == 0:
            may = {"a"}
        elif block == 0:
            may = {"a", "b"}
        elif place < n - 1:
            may = {letters[block]}
        else:
            may = {(letters + "T")[block + 1]}
        if {symbol for symbol, lit in zip(symbols, on, strict=True) if lit} != may:
            return False
    return True


@pytest.mark.parametrize(("name", "letters"), [("anbn", "ab"), ("anbncn", "abc")])
def test_counting_on_every_n_from_1_to_50(name: str, letters: str) -> None:
    bundle = registry.load(name)
    assert [n for n in range(1, 51) if not counts(bundle, letters, n)] == []


@pytest.mark.parametrize(("name", "reach"), [("anbn-rnn", 17), ("anbn-gru", 12)])
def test_twins_that_count_less_far_count_as_far_as_they_say(name: str, reach: int) -> None:
    bundle = registry.load(name)
    right = [n for n in range(1, 51) if counts(bundle, "ab", n)]
    assert right[:reach] == list(range(1, reach + 1))
    assert reach + 1 not in right
    assert f"{reach}" in bundle.card.what
    for low, high, told, of in re.findall(r"n (\d+)–(\d+)[^:]*: (\d+) of (\d+)", bundle.card.held_out)[:3]:
        part = range(int(low), int(high) + 1)
        assert (sum(n in part for n in right), len(part)) == (int(told), int(of))


def test_brackets_to_depth_six_and_length_forty() -> None:
    bundle, rng = registry.load("brackets"), random.Random(6)
    by_depth: dict[int, dict[str, bool]] = defaultdict(dict)
    while sum(map(len, by_depth.values())) < 600:
        text, depth = nesting.drawn(rng, 40)
        if unseen(text) and text not in by_depth[depth]:
            allowed = nesting.allowed(text)
            p = outputs(bundle, text)
            forbidden = [
                sum(p[t, k] for k, symbol in enumerate(bundle.tokens.symbols) if symbol not in may)
                for t, may in enumerate(allowed)
            ]
            by_depth[depth][text] = max(forbidden) <= 0.05
    assert set(by_depth) == {1, 2, 3, 4, 5, 6}
    assert min(map(len, by_depth.values())) >= 30
    right = [answer for answers in by_depth.values() for answer in answers.values()]
    assert np.mean(right) >= 0.99
    assert all(np.mean(list(answers.values())) >= 0.95 for answers in by_depth.values())


def test_agreement_on_unseen_beginnings() -> None:
    bundle, rng = registry.load("agreement"), random.Random(8)
    answers: dict[str, bool] = {}
    while len(answers) < 200:
        text, good, bad = agreeing.drawn(rng, 1 + len(answers) % 3)
        if unseen(text):
            p = outputs(bundle, text + good)[-1]
            answers[text] = p[bundle.tokens.symbols.index(good)] > 9 * p[bundle.tokens.symbols.index(bad)]
    assert np.mean(list(answers.values())) >= 0.99


def test_adding_on_sequences_of_1997() -> None:
    """At most 3 of 2,560 with an error of .04 or more, there; here one in 800 of 256."""
    bundle, rng = registry.load("adding"), random.Random(4)
    wrong = 0
    for _ in range(256):
        pairs, target = adding_of_1997.drawn(rng, 100)
        answer = bundle.network.forward(pairs.astype(np.float32)).column("logits")[-1, 0]
        wrong += abs(answer - target) >= 0.04
    assert wrong <= 1


def test_counter_ends_each_word_where_it_must_and_nowhere_else() -> None:
    bundle = registry.load("counter")
    end = bundle.tokens.symbols.index(".")
    for n in (*range(1, 41), 150, 400):
        text = ("a" * n + "b" * n + ".") * 2
        ends = outputs(bundle, text).argmax(axis=1) == end
        assert np.flatnonzero(ends).tolist() == [2 * n - 1, 4 * n], n


def test_latch_answers_the_last_bit_after_any_wait() -> None:
    bundle, rng = registry.load("latch"), random.Random(1)
    for wait in (1, 2, 3, 10, 100, 1000):
        for bit in "10":
            said = rng.choice("10") + "." * rng.randint(1, 9) + bit + "." * wait + "?"
            p = outputs(bundle, said + bit)[-1]
            assert bundle.tokens.symbols[int(p.argmax())] == bit, (wait, bit)
            forgotten = outputs(bundle, said[:-1] + "#.?" + bit)[-1]
            assert forgotten.max() - forgotten.min() < 1e-6, "it was told to forget"
