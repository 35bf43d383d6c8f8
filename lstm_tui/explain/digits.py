"""How many digits to print, so that a pocket calculator fed with the printed factors gives the printed result.

Printing everything with two decimals lies: 0.02 × 2.59 is not 0.06. The results are settled first, then their factors
get as many digits as it takes; a result so close to a rounding edge that no digits of its factors help gets one more.
No number gets more digits than a float32 carries: where these do not do, the equation holds only roughly (`agrees` says
so), and is printed with ≈.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

MOST = 12
CARRIED = 9  # significant digits that tell every float32 from its neighbours
_TIE = 1e-7
LARGEST = 1e38


def plain(value: float, decimals: int, signed: bool = True) -> str:
    """Return the value with this many decimals, a true minus sign, and a plus where signed; zero has no sign.

    What lies beyond the range of 32-bit numbers is shown as beyond.
    """
    if beyond(value):
        return "no number" if math.isnan(value) else "> 1e38" if value > 0 else "< −1e38"
    text = f"{abs(value):.{decimals}f}"
    if not text.strip("0."):
        return text
    return ("−" if value < 0 else "+" if signed else "") + text


SHORT = 5  # characters of a short number with its sign


def short(value: float, signed: bool = True) -> str:
    """Return a number in two or three significant digits and, where signed, in SHORT characters: '+3.99', '+12.7'.

    For panels, where numbers are compared at a glance; what a calculator shall confirm is printed by `plain`.
    """
    size, width = abs(value), SHORT if signed else SHORT - 1
    if beyond(value):
        return ("?" if value != value else "> 1e38" if value > 0 else "< −1e38").rjust(width)
    decimals = 2 if size < 9.995 else 1 if size < 99.95 else 0
    if size < 9_999.5:
        return plain(value, decimals, signed).rjust(width)
    mantissa, exponent = f"{size:.0e}".split("e")
    return (("−" if value < 0 else "+" if signed else "") + f"{mantissa}e{int(exponent)}").rjust(width)


def beyond(*values: float) -> bool:
    """Say whether one of these is beyond the range of 32-bit numbers, or none at all."""
    for value in values:  # noqa: SIM110 (asked for every number that is printed: a plain loop is quickest)
        if not -LARGEST <= value <= LARGEST:
            return True
    return False


def carried(value: float) -> int:
    """Return how many decimals of a value a float32 carries: those up to its ninth significant digit, MOST at most."""
    size = abs(value)
    if 1 <= size < 10:
        return CARRIED - 1
    if not 0 < size <= LARGEST:
        return MOST
    return max(0, min(MOST, CARRIED - 1 - math.floor(math.log10(size))))


def number(text: str) -> float:
    """Return the number that `plain` printed."""
    return float(text.replace("−", "-"))


def agrees(
    compute: Callable[..., float], factors: Sequence[float], places: Sequence[int], result: float, decimals: int
) -> bool:
    """Say whether compute(printed factors), rounded to `decimals`, is the result as printed, and not on the edge."""
    try:
        found = compute(*(round(value, place) for value, place in zip(factors, places, strict=True)))
    except (OverflowError, ZeroDivisionError, ValueError):  # beyond the range of any float
        return False
    if beyond(found, result):
        return False
    if f"{found + 0.0:.{decimals}f}".lstrip("-") != f"{result + 0.0:.{decimals}f}".lstrip("-"):
        return False
    if round(found, decimals) * round(result, decimals) < 0:
        return False
    scaled = abs(found) * 10**decimals
    return bool(abs(scaled - math.floor(scaled) - 0.5) > _TIE)


def settle(
    compute: Callable[..., float],
    factors: Sequence[float],
    least: Sequence[int],
    result: float,
    decimals: int,
) -> tuple[list[int], int]:
    """Return the decimals of each factor and of the result, so that the printed equation holds; the fewest where none do.

    Args:
        compute: the equation; called with the printed factors.
        factors: their true values; least: the fewest decimals that each may have.
        result: the true result; decimals: the fewest that it may have.
    """
    if beyond(result, *factors):
        return list(least), decimals
    if agrees(compute, factors, least, result, decimals):
        return list(least), decimals
    most_of_all, most_wanted = [carried(factor) for factor in factors], carried(result)
    for most in (2, MOST):  # rather one digit more of the result than very many of its factors
        for wanted in range(decimals, max(decimals, min(decimals + 2 if most == 2 else MOST - 1, most_wanted)) + 1):
            for more in range(most + 1):
                places = _more(least, more, most_of_all)
                if agrees(compute, factors, places, result, wanted):
                    return places, wanted
    return list(least), decimals


def _more(least: Sequence[int], more: int, most: Sequence[int]) -> list[int]:
    """Return so many decimals more than the fewest of each, up to the most that it carries."""
    return [max(fewest, min(limit, fewest + more)) for fewest, limit in zip(least, most, strict=True)]


def enough(
    compute: Callable[..., float], factors: Sequence[float], least: Sequence[int], result: float, decimals: int
) -> list[int]:
    """Return the decimals of each factor so that the equation gives the result with just these; the fewest where none do."""
    if beyond(result, *factors):
        return list(least)
    most = [carried(factor) for factor in factors]
    for more in range(MOST):
        places = _more(least, more, most)
        if agrees(compute, factors, places, result, decimals):
            return places
    return list(least)


def apart(values: Sequence[float], decimals: int) -> float:
    """Return the largest less the smallest, of just the digits that are printed; NaN where one of them says nothing."""
    if any(value != value for value in values):
        return math.nan
    shown = [round(value, decimals) for value in values]
    return 0.0 if max(shown) == min(shown) else max(shown) - min(shown)


def total(*terms: float) -> float:
    """The sum of its arguments."""
    return math.fsum(terms)


def product(a: float, b: float) -> float:
    """The product of its arguments."""
    return a * b


def percent(share: str) -> str:
    """Return a printed share as a percentage with the same digits: '0.0212' is '2.12 %'."""
    decimals = max(0, len(share.partition(".")[2]) - 2)
    return f"{number(share) * 100:.{decimals}f} %"
