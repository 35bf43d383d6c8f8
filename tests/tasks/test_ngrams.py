"""Counting, held against a second counting with dictionaries, and against what a distribution is."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_tui.tasks.ngrams import NGrams

texts = st.lists(st.integers(0, 3), min_size=12, max_size=80)


def slow(known: list[int], V: int, context: tuple[int, ...], c: int) -> float:
    """Back-off as Ney, Essen & Kneser write it, by looking through the whole text every time."""
    if not context:
        return (known.count(c) + 1) / (len(known) + V)
    length = len(context) + 1
    grams = Counter(tuple(known[k : k + length]) for k in range(len(known) - length + 1))
    after = {gram[-1]: count for gram, count in grams.items() if gram[:-1] == context}
    if not after:
        return slow(known, V, context[1:], c)
    once, twice = (sum(1 for count in grams.values() if count == n) for n in (1, 2))
    d = min(0.9, max(0.1, once / max(1, once + 2 * twice))) if len(after) < V else 0.0
    total = sum(after.values())
    if c in after:
        return (after[c] - d) / total
    others = 1 - sum(slow(known, V, context[1:], seen) for seen in after)
    return d * len(after) / total / max(others, 1e-12) * slow(known, V, context[1:], c)


@settings(max_examples=25)
@given(texts, texts, st.integers(1, 4))
def test_as_counted_with_dictionaries(known: list[int], asked: list[int], order: int) -> None:
    p = NGrams(np.array(known), 4, order).probabilities(np.array(asked))
    for t in range(len(asked)):
        context = tuple(asked[max(0, t - order + 1) : t])
        assert p[t] == pytest.approx(slow(known, 4, context, asked[t]), abs=1e-9)


@settings(max_examples=25)
@given(texts, st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_after_any_context_the_probabilities_sum_to_1(known: list[int], context: list[int]) -> None:
    grams = NGrams(np.array(known), 4, 4)
    total = sum(grams.probabilities(np.array([*context, c]))[-1] for c in range(4))
    assert total == pytest.approx(1, abs=1e-6)


def test_by_hand() -> None:
    """aab, order 2: of the pairs aa and ab come once each, none twice: d = .9.

    p(a) = 3/6, p(b) = 2/6, p(c) = 1/6. After a (two pairs): p(b) = (1 − .9)/2 = .05, p(a) as much, p(c) the rest, .9.
    After b nothing was ever seen: p(c) = 1/6.
    """
    grams = NGrams(np.array([0, 0, 1]), 3, 2)
    assert grams.probabilities(np.array([0, 1])) == pytest.approx([1 / 2, 0.05])
    assert grams.probabilities(np.array([0, 2])) == pytest.approx([1 / 2, 0.9])
    assert grams.probabilities(np.array([1, 2])) == pytest.approx([1 / 3, 1 / 6])


def test_what_is_not_counted_only_stands_before_others() -> None:
    """xab: with x not counted, x is no symbol that comes, but a after x is known."""
    grams = NGrams(np.array([2, 0, 1] * 3), 3, 2, np.array([False, True, True] * 3))
    p = grams.probabilities(np.array([2, 0, 1, 2]))
    assert p[0] == pytest.approx(1 / 9)  # (0 + 1) / (6 + 3)
    assert p[1] > p[0]
    assert p[1:3] == pytest.approx([0.9667, 0.9667], abs=1e-3)  # (3 − .1)/3
    assert p[3] < 0.2
