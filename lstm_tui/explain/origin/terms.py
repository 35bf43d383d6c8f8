"""What an opened number is made of, and sums that add up as printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lstm_tui.core.place import Place
from lstm_tui.explain.digits import carried, enough, plain, product

LEAST = 3  # decimals


@dataclass(frozen=True)
class Term:
    """One thing that a number is made of.

    Attributes: label: what it is; value; place: where it comes from in turn, None where nothing is behind it (a weight,
        a start). factors: that it is the product of, or the exponent that it is e to the power of; how: these as printed.
        printed: the value; running: the sum so far, of a sum.
    """

    label: str
    value: float
    place: Place | None = None
    factors: tuple[float, ...] = ()
    how: str = ""
    printed: str = ""
    running: str = ""


@dataclass(frozen=True)
class Origin:
    """A number, opened.

    Attributes:
        name: with its timestep. value; printed. equation: in symbols, and with the numbers as printed.
        terms: in order; of a sum first those above zero, then those below, by size.
        folded: how many small terms the last one stands for; 0 where none are.
        holds: whether the equation holds with the digits as printed: float32 may not carry enough.
        remark: what else must be known, "" for nothing. curve: the squashing function, "" for none.
    """

    place: Place
    name: str
    value: float
    printed: str
    equation: str
    terms: tuple[Term, ...] = ()
    folded: int = 0
    holds: bool = True
    remark: str = ""
    curve: str = ""


def by_size(terms: Sequence[Term], shown: int, first: int | None = None) -> tuple[list[Term], int]:
    """Return the largest terms, those above zero first, and the small ones as one; and how many that one stands for.

    Args: first: the place of the term that stands first, whatever its size.
    """
    leading = None if first is None else terms[first]
    order = sorted(terms, key=lambda term: -math.inf if term is leading else -abs(term.value))
    large, small = (order, []) if len(order) <= shown else (order[: shown - 1], order[shown - 1 :])
    placed = [term for term in large if term.value >= 0] + [term for term in large if term.value < 0]
    if not small:
        return placed, 0
    most = max(abs(term.value) for term in small)
    label = f"{len(small)} smaller ones, each at most {most:.3g}"
    return [*placed, Term(label, math.fsum(term.value for term in small))], len(small)


def summed(terms: Sequence[Term], decimals: int, signed: bool = True) -> tuple[Term, ...]:
    """Return terms as printed with so many decimals, each with the sum so far of what is printed."""
    running, done = 0.0, []
    for term in terms:
        running += round(term.value, decimals)
        how = ""
        if term.factors:
            compute = product if len(term.factors) > 1 else math.exp
            least = [min(LEAST, carried(factor)) for factor in term.factors]
            digits = enough(compute, term.factors, least, term.value, decimals)
            said = [plain(factor, places) for factor, places in zip(term.factors, digits, strict=True)]
            how = " × ".join(said) if len(said) > 1 else f"e^{said[0]}"
        printed = plain(term.value, decimals, signed)
        done.append(replace(term, how=how, printed=printed, running=plain(running, decimals, signed)))
    return tuple(done)
