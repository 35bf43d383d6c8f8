"""Scales of a curve: where on an axis a value stands, and which round numbers are printed beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass

STEPS = (1.0, 2.0, 5.0, 10.0)
FINE = 10  # steps that a linear scale has at least: its ends are whole ones


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`; a logarithmic one needs low > 0."""

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
        """Return the round numbers on the axis, rising, as finely as at most so many allow."""
        best: tuple[float, ...] = ()
        for found in self._finer():
            inside = tuple(value for value in found if self.low * (1 - 1e-9) <= value <= self.high * (1 + 1e-9))
            if len(inside) > max(1, most):
                break
            best = inside
        return best

    def _finer(self) -> list[list[float]]:
        """Return sets of round numbers, each finer than the one before."""
        if self.logarithmic:
            decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            sets = (
                ((1.0,), 16),
                ((1.0,), 8),
                ((1.0,), 5),
                ((1.0,), 4),
                ((1.0,), 3),
                ((1.0,), 2),
                ((1.0,), 1),
                ((1.0, 5.0), 1),
                ((1.0, 2.0, 5.0), 1),
            )
            return [
                [float(f"{factor * 10.0**k:.1g}") for k in decades if k % every == 0 for factor in factors]
                for factors, every in sets
            ]
        largest = round_down(self.high - self.low)
        steps = [largest]
        while len(steps) < 6:
            steps.append(round_down(steps[-1] * 0.75))
        return [_multiples(step, self.low, self.high) for step in steps]


def linear(low: float, high: float) -> Scale:
    """Return a scale that holds both values and ends in round numbers."""
    step = round_up(max(high - low, abs(high) * 1e-3, 1e-12) / FINE)
    bottom, top = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return Scale(float(f"{bottom * step:.9g}"), float(f"{max(top, bottom + 1) * step:.9g}"))


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


def _multiples(step: float, low: float, high: float) -> list[float]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [float(f"{k * step:.9g}") for k in range(first, min(last, first + 1000) + 1)]
