"""A vocabulary gives each code point its index, and says honestly which it does not know."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.core.tokens import Vocabulary
from lstm_tui.errors import LstmTuiError

every_character = st.characters(min_codepoint=0, max_codepoint=0x10FFFF, categories=None)  # surrogates too


def test_the_essay_s_four_letters() -> None:
    vocabulary = Vocabulary("helo")  # Karpathy 2015: h e l o are 0 1 2 3
    indices = vocabulary.encode("hello")
    assert indices.tolist() == [0, 1, 2, 2, 3]
    assert indices.dtype == np.int32
    assert len(vocabulary) == 4


def test_order_is_the_vocabulary_s_not_the_code_points() -> None:
    assert Vocabulary(["z", "a", "m"]).encode("amz").tolist() == [1, 2, 0]


def test_an_unknown_character_is_minus_one_or_the_unknown_symbol() -> None:
    assert Vocabulary("abc").encode("\0aXc\U0010ffff").tolist() == [-1, 0, -1, 2, -1]
    assert Vocabulary("abc", unknown=1).encode("\0aXc\U0010ffff").tolist() == [1, 0, 1, 2, 1]
    assert Vocabulary("abc", unknown=0).encode("X").tolist() == [0]


def test_no_text_is_no_indices() -> None:
    indices = Vocabulary("ab").encode("")
    assert indices.shape == (0,)
    assert indices.dtype == np.int32


@pytest.mark.parametrize(
    ("symbols", "text", "expected"),
    [
        ("a😀𝔸", "😀a𝔸😀", [1, 0, 2, 1]),  # astral: one code point, not two UTF-16 units
        ("\ud83d\ude00", "\ude00\ud83d", [1, 0]),  # surrogates alone are characters of a str
        ("😀", "\ud83d\ude00", [-1, -1]),  # and a pair of them is not the character it would mean in UTF-16
        ("e\u0301é", "e\u0301é", [0, 1, 2]),  # a combining mark is read alone, and is not composed
        ("\n\t\0 ", "\0\t\n ", [2, 1, 0, 3]),
        ("\u4e2d\u6587", "文中", [1, 0]),
    ],
)
def test_one_code_point_one_index(symbols: str, text: str, expected: list[int]) -> None:
    assert Vocabulary(symbols).encode(text).tolist() == expected


@given(st.lists(every_character, min_size=1, max_size=60, unique=True), st.randoms(use_true_random=False))
def test_text_comes_back_from_its_indices(symbols: list[str], random: Random) -> None:
    vocabulary = Vocabulary(symbols)
    text = "".join(random.choices(symbols, k=50))
    assert "".join(vocabulary.symbols[k] for k in vocabulary.encode(text)) == text


@given(st.lists(every_character, min_size=1, max_size=20, unique=True), st.text(every_character))
def test_encode_finds_what_a_search_from_the_front_finds(symbols: list[str], text: str) -> None:
    vocabulary = Vocabulary(symbols)
    expected = [symbols.index(character) if character in symbols else -1 for character in text]
    assert vocabulary.encode(text).tolist() == expected
    assert [vocabulary.knows(character) for character in text] == [character in symbols for character in text]


@pytest.mark.parametrize(
    ("symbols", "unknown"),
    [("abca", None), ([], None), (["a", ""], None), (["a", "bc"], None), ("ab", 2), ("ab", -1)],
    ids=["twice", "none", "empty", "two characters", "unknown too high", "unknown below 0"],
)
def test_a_vocabulary_that_cannot_be(symbols: list[str], unknown: int | None) -> None:
    with pytest.raises(LstmTuiError):
        Vocabulary(symbols, unknown)
