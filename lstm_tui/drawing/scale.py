"""Scales of a curve: where on an axis a value stands, and which round numbers are printed beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass

STEPS = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`, both of them printed; `logarithmic` needs low > 0."""

    low: float
    high: float
    logarithmic: bool = False

    @property
    def kind(self) -> str:
        """In a word, for the frame of a drawing."""
        return "logarithmic" if self.logarithmic else "linear"

    def share(self, value: float) -> float:
        """Return where a value stands, 0 at the low end to 1 at the high one; what lies outside stands at the end."""
        value = min(max(value, self.low), self.high)
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def place(self, value: float, dots: int) -> int:
        """Return the nearest of so many dots, 0 at the low end."""
        return round(self.share(value) * (dots - 1))

    def ticks(self, most: int) -> tuple[float, ...]:
        """Return at most so many round numbers on the axis, rising; its ends come first."""
        ends = {self.low, self.high}
        for found in self._finer():
            inside = {value for value in found if self.low < value < self.high}
            if len(inside | ends) > most:
                break
            ends |= inside
        return tuple(sorted(ends))

    def _finer(self) -> list[list[float]]:
        """Return sets of round numbers, each finer than the one before."""
        if self.logarithmic:
            decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            return [[factor * 10.0**k for k in decades for factor in factors] for factors in ((1.0,), (1.0, 2.0, 5.0))]
        span, found = self.high - self.low, []
        for count in (2, 4, 5, 10):
            step = span / count
            if _is_round(step):
                found.append([self.low + step * k for k in range(1, count)])
        return found


def linear(high: float) -> Scale:
    """Return the scale from 0 to the next round number at or above `high`."""
    return Scale(0.0, round_up(high))


def logarithmic(low: float, high: float) -> Scale:
    """Return the scale from the round number at or below `low` to the one at or above `high`."""
    bottom, top = round_down(low), round_up(high)
    return Scale(bottom, top if top > bottom else 10 * bottom, True)


def round_up(value: float) -> float:
    """Return the smallest of 1, 2, 5 × a power of ten that is at least this (above 0)."""
    decade = 10.0 ** math.floor(math.log10(value))
    return float(f"{next(step * decade for step in (*STEPS, 20.0) if step * decade >= value * (1 - 1e-12)):.1g}")


def round_down(value: float) -> float:
    """Return the largest of 1, 2, 5 × a power of ten that is at most this (above 0)."""
    decade = 10.0 ** math.floor(math.log10(value))
    return float(f"{max(step * decade for step in (0.5, *STEPS) if step * decade <= value * (1 + 1e-12)):.1g}")


def _is_round(step: float) -> bool:
    """Say whether a step has at most two significant digits, as 25 or 0.4 have."""
    return math.isclose(step, float(f"{step:.2g}"), rel_tol=1e-9)
