"""Scores and features, by hand and by counting pairs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.hunting import features
from lstm_tui.hunting.pieces import PIECES, cut
from lstm_tui.hunting.scoring import auc, by_symbol, ranks, threshold


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=2, max_size=40))
def test_auc_is_the_share_of_pairs_in_order(rows: list[tuple[int, bool]]) -> None:
    values = np.array([[value] for value, _ in rows], np.float32)
    holds = np.array([hold for _, hold in rows])
    pairs = [(a > b) + 0.5 * (a == b) for a in values[holds, 0] for b in values[~holds, 0]]
    assert auc(values, holds)[0] == pytest.approx(np.mean(pairs) if pairs else 0.5)


def test_ranks_by_hand() -> None:
    assert ranks(np.array([[3.0], [1.0], [3.0], [2.0]], np.float32))[:, 0].tolist() == [3.5, 1, 3.5, 2]


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=2, max_size=30))
def test_no_threshold_is_better(rows: list[tuple[int, bool]]) -> None:
    values, holds = np.array([float(value) for value, _ in rows], np.float32), np.array([hold for _, hold in rows])

    def gain(cut: float) -> float:
        above = values > cut
        return above[holds].sum() / max(1, holds.sum()) - above[~holds].sum() / max(1, (~holds).sum())

    best = gain(threshold(values, holds))
    assert all(best >= gain(cut) - 1e-12 for cut in np.arange(-3.5, 3.5, 1))


def test_the_symbol_alone_by_hand() -> None:
    guess = by_symbol(np.array([0, 0, 1, 1, 1]), np.array([True, False, True, True, True]), 3)
    assert guess == pytest.approx([(1 + 0.8) / 3, (3 + 0.8) / 4, 0.8])


def test_features_by_hand() -> None:
    told = {
        "quotes": ('a"bc"d\n"e\n\nf', [0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0]),
        "depth": ("a(b[c])d)(", [0, 1, 1, 2, 2, 1, 0, 0, 0, 1]),
        "in-word": ("ab don't", [1, 2, 0, 1, 2, 3, 4, 5]),
        "in-line": ("ab\n\nc", [1, 2, 0, 0, 1]),
        "after-newline": ("\nab\n\nc", [0, 1, 0, 0, 1, 1]),
        "vowel": ("aBE y", [1, 0, 1, 0, 0]),
        "capital": ("aBé É", [0, 1, 0, 0, 1]),
        "digit": ("a1²", [0, 1, 1]),
    }
    assert set(told) == set(features.FEATURES)
    for name, (text, values) in told.items():
        assert features.FEATURES[name].values(text).tolist() == values, name
    assert features.matching("b+c").values("abbcb").tolist() == [0, 1, 1, 1, 0]
    assert features.matching("1,0").values(("+0.1,0", "-0.2,0", "+0.1,0")).tolist() == [1, 0, 1]  # words of numbers
    assert features.quotes("a“b”c").tolist() == [0, 1, 1, 0, 0]


def test_a_number_is_split_where_it_halves_the_text() -> None:
    assert features.split_at(np.array([0, 0, 0, 1, 2, 3.0])) == 1
    assert features.split_at(np.array([0, 5.0, 5.0, 5.0])) == 5
    assert features.split_at(np.array([2.0, 2.0])) == 2


def test_pieces_begin_behind_a_line_and_are_equally_long() -> None:
    text = "".join(f"line {k}\n" for k in range(400))
    found = cut(text, 10_000, 7)
    assert len(found.pieces) == PIECES
    assert len({len(piece) for piece in found.pieces}) == 1
    for piece, offset in zip(found.pieces, found.offsets, strict=True):
        assert "".join(piece) == text[offset - 7 : offset - 7 + len(piece)]
        assert offset == 7 or text[offset - 8] == "\n"
    start = found.bounds()[3][0]
    assert found.context(start + 2, 5, 3) == ("li", "n", "e " + found.pieces[3][5])
    assert found.place(start + 2) == found.offsets[3] + 2
