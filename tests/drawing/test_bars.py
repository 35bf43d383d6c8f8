"""Bars say how much of a fixed scale a number fills and on which side of zero; the levels are counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.drawing.bars import GROWING, RISING, column, row_bar, tall_column


def filled(glyphs: tuple[str, ...], marks: tuple[str, ...], blocks: str = RISING) -> int:
    """The eighths that are seen, with those that hang counted as a terminal shows them: front and ground exchanged."""
    return sum(
        8 - blocks.index(glyph) if mark.endswith(".hang") else blocks.index(glyph)
        for glyph, mark in zip(glyphs, marks, strict=True)
        if glyph in blocks
    )


def test_a_share_fills_its_column_from_the_bottom_and_leaves_the_last_eighth_free():
    assert tall_column(1.0, 0, 1, 2) == (("▇", "█"), ("up", "up"))
    assert tall_column(0.5, 0, 1, 2) == ((" ", "█"), ("zero", "up"))
    assert tall_column(0.8, 0, 1, 2) == (("▄", "█"), ("up", "up"))  # 12 of 15 eighths
    assert tall_column(0.0, 0, 1, 2) == ((" ", "·"), ("zero", "zero"))


def test_what_is_below_zero_hangs_from_the_middle():
    assert tall_column(-1.0, -1, 1, 4) == ((" ", " ", "█", "▁"), ("zero", "zero", "down", "down.hang"))  # 15 eighths
    assert tall_column(-0.2, -1, 1, 4) == ((" ", " ", "▅", " "), ("zero", "zero", "down.hang", "zero"))  # 3 of 15
    assert column(-1.0, -1, 1) == ("▁", "down.hang")
    assert column(1.0, -1, 1) == ("▇", "up")


def test_an_arrow_says_that_a_number_lies_beyond_the_scale():
    assert tall_column(9.0, -4, 4, 2) == (("↑", " "), ("up", "zero"))
    assert tall_column(-9.0, -4, 4, 2) == ((" ", "↓"), ("zero", "down"))
    assert tall_column(4.0, -4, 4, 2)[0] == ("▇", " ")
    assert row_bar(9.0, 4, 4)[0] == "  █▶"
    assert column(float("nan"), -1, 1) == ("?", "zero")


@given(st.floats(-1, 1), st.integers(1, 6))
def test_a_column_never_points_away_from_its_sign_and_is_as_long_as_its_value(value: float, half: int):
    glyphs, marks = tall_column(value, -1, 1, 2 * half)
    above, below = filled(glyphs[:half], marks[:half]), filled(glyphs[half:], marks[half:])
    right, wrong = (above, below) if value > 0 else (below, above)
    assert wrong == 0
    assert right == pytest.approx(abs(value) * (8 * half - 1), abs=1)
    assert (right > 0) == (abs(value) > 0.001)


@given(st.floats(-1, 1), st.integers(1, 20))
def test_a_lying_bar_never_points_away_from_its_sign(value: float, half: int):
    text, marks = row_bar(value, 1, 2 * half)
    left = filled(tuple(text[:half]), tuple(marks[:half]), GROWING)
    right = filled(tuple(text[half:]), tuple(marks[half:]), GROWING)
    assert (left, right) == ((0, right) if value > 0 else (left, 0))
    assert left + right == pytest.approx(abs(value) * 8 * half, abs=1)
