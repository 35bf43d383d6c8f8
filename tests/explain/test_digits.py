"""Printed digits, case by case as a person would write them."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_tui.explain.digits import agrees, carried, enough, number, percent, plain, product, settle, short, total


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "printed"),
    [
        (1.0, 2, True, "+1.00"), (-1.0, 2, True, "−1.00"), (0.0, 2, True, "0.00"), (-0.0, 2, True, "0.00"),
        (0.004, 2, True, "0.00"), (-0.004, 2, True, "0.00"), (0.006, 2, True, "+0.01"), (-0.006, 2, True, "−0.01"),
        (0.97412, 3, False, "0.974"), (-0.5, 1, False, "−0.5"), (12.115, 3, True, "+12.115"), (3.0, 0, True, "+3"),
        (0.0, 0, False, "0"), (10.0, 0, False, "10"),
    ],
)  # fmt: skip
def test_plain(value: float, decimals: int, signed: bool, printed: str) -> None:
    assert plain(value, decimals, signed) == printed
    assert number(printed) == pytest.approx(value, abs=0.5 * 10**-decimals)


def test_a_sign_is_printed_unless_it_is_not_wanted() -> None:
    assert plain(0.5, 1) == "+0.5"


@pytest.mark.parametrize(
    ("a", "b", "places", "result", "decimals", "holds"),
    [
        (0.02, 2.59, (2, 2), 0.0518, 2, True),  # .02 × 2.59 = .0518
        (0.0234, 2.59, (2, 2), 0.0606, 2, False),  # printed .02 × 2.59 is not .06
        (0.0234, 2.59, (4, 2), 0.0606, 2, True),
        (0.5, 0.01, (1, 2), 0.005, 2, False),  # on the edge: a calculator may round either way
        (-0.5, 0.5, (1, 1), -0.25, 2, True),
        (-0.5, 0.5, (1, 1), 0.25, 2, False),  # of the other sign
        (0.0, 0.5, (1, 1), -0.0, 2, True),
    ],
)  # fmt: skip
def test_agrees(a: float, b: float, places: tuple[int, int], result: float, decimals: int, holds: bool) -> None:
    assert agrees(product, (a, b), places, result, decimals) is holds


def test_factors_get_as_many_digits_as_it_takes_and_no_more() -> None:
    assert settle(product, (0.5, 0.5), (2, 2), 0.25, 2) == ([2, 2], 2)
    assert settle(product, (0.0234, 2.59), (2, 2), 0.0606, 2) == ([3, 3], 2)  # .023 × 2.590 = .0596
    assert settle(total, (1.004, 1.004), (2, 2), 2.008, 2) == ([3, 3], 2)  # 1.00 + 1.00 is not 2.01
    assert enough(total, (1.004, 1.004), (2, 2), 2.008, 2) == [3, 3]
    assert enough(product, (2.0, 3.0), (0, 1), 6.0, 2) == [0, 1]


def test_what_cannot_be_settled_gets_no_digits_that_are_made_up() -> None:
    assert settle(lambda a: a + 1, (0.5,), (2,), 0.5, 2) == ([2], 2)
    assert enough(lambda a: a + 1, (0.5,), (2,), 0.5, 2) == [2]
    # 16,707.0 and 0.9765625 fit a float32, their sum does not: it is rounded to 16,707.977
    kept, written = 16_707.0, 0.9765625
    assert settle(total, (kept, written), (2, 2), float(np.float32(kept) + np.float32(written)), 2) == ([2, 2], 2)


@pytest.mark.parametrize(
    ("value", "decimals"),
    [(0.0, 12), (0.5, 9), (1.0, 8), (9.99, 8), (16_707.0, 4), (-123_456_789.0, 0), (1e30, 0), (1e-8, 12)],
)
def test_a_float32_carries_nine_significant_digits(value: float, decimals: int) -> None:
    assert carried(value) == decimals
    if 0 < value < 1e10:  # the next float32 reads otherwise with so many digits, or the limit is reached
        above = float(np.nextafter(np.float32(value), np.float32(np.inf)))
        assert plain(value, decimals) != plain(above, decimals) or decimals == 12


@pytest.mark.parametrize(
    ("share", "said"),
    [("0.0212", "2.12 %"), ("0.974", "97.4 %"), ("1.000", "100.0 %"), ("0.5", "50 %"), ("1", "100 %")],
)
def test_percent(share: str, said: str) -> None:
    assert percent(share) == said


def test_a_short_number_has_three_digits_at_most_and_one_width():
    printed = [short(value) for value in (3.9876, -12.34, 0.004, -0.96, 9.996, 123.4, 1e5, 0.0)]
    assert printed == ["+3.99", "−12.3", " 0.00", "−0.96", "+10.0", " +123", " +1e5", " 0.00"]
    assert [short(value, signed=False) for value in (0.9471, 1.0, 0.0)] == ["0.95", "1.00", "0.00"]
    assert short(float("nan")).strip() == "?"
