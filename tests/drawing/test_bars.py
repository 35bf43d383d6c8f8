"""Bars say how much of a fixed scale a number fills; the levels are counted by hand."""

from __future__ import annotations

from lstm_tui.drawing.bars import tall_column


def test_a_share_fills_its_column_from_the_bottom():
    assert tall_column(1.0, 0, 1, 2) == (["█", "█"], "up")
    assert tall_column(0.5, 0, 1, 2) == ([" ", "█"], "up")
    assert tall_column(0.75, 0, 1, 2) == (["▄", "█"], "up")  # 12 of 16 eighths
    assert tall_column(0.0, 0, 1, 2) == ([" ", "·"], "zero")


def test_what_is_below_zero_hangs_from_the_middle():
    assert tall_column(-1.0, -1, 1, 4) == ([" ", "·", "≡", "≡"], "down")
    assert tall_column(-0.5, -1, 1, 4) == ([" ", "·", "≡", " "], "down")
    assert tall_column(4.0, -4, 4, 4) == (["█", "█", " ", " "], "up")


def test_beyond_the_scale_is_a_full_column():
    assert tall_column(9.0, -4, 4, 2) == tall_column(4.0, -4, 4, 2)
    assert tall_column(-9.0, -4, 4, 2) == tall_column(-4.0, -4, 4, 2)
