"""Solid, new and rubbed-out ink in one bar: the inks that a cell shows are those that fill it."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.drawing.layers import INKS, cell, heights, standing

UNIT = st.floats(-1, 1)


def inks_of(solid: int, new: int, erased: int) -> list[str]:
    return ["solid"] * solid + ["new"] * (new - solid) + ["erased"] * (erased - new) + ["paper"] * (8 - erased)


def test_a_cell_of_two_inks_is_shown_to_an_eighth_and_one_of_three_as_nearly_as_two_can():
    for ends in itertools.combinations_with_replacement(range(9), 3):
        truth = inks_of(*ends)
        inner, outer, cut = cell(*ends)
        shown = [inner] * cut + [outer] * (8 - cut)
        wrong = sum(a != b for a, b in zip(truth, shown, strict=True))
        runs = [ink for ink, _ in itertools.groupby(truth)]
        best = min(
            sum(a != b for a, b in zip(truth, [one] * k + [other] * (8 - k), strict=True))
            for one in INKS
            for other in INKS
            for k in range(9)
        )
        assert wrong == best
        assert wrong == 0 or len(runs) > 2


@given(UNIT, UNIT, st.floats(0, 1), st.integers(1, 6))
def test_inks_stand_on_the_side_of_their_sign_and_what_is_kept_is_within_what_was(was, came, share, cells):
    """|f ⊙ c| ≤ |c|, so that what was rubbed out ends where the old ink ended."""
    kept = share * was
    up, down, _ = heights(kept, came, was, 2.0, cells)
    for sign, (solid, new, erased) in ((1, up), (-1, down)):
        assert solid <= new <= erased
        for end, value in ((solid, kept * sign), (new - solid, came * sign)):
            assert end > 0 or value * 4 * cells < 2
            assert abs(end - max(0.0, value) * 4 * cells) < 2
        if came * sign <= 0:
            assert abs(erased - max(0.0, was * sign) * 4 * cells) <= 1
    glyphs, roles = standing(up, down, cells, False)
    assert len(glyphs) == len(roles) == 2 * cells
    if was <= 0 and came <= 0:
        assert set(glyphs[:cells]) == {" "}
    if was >= 0 and came >= 0:
        assert set(glyphs[cells:]) == {" "}
