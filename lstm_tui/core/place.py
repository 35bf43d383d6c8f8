"""What a number on the screen is, so that it can be asked about wherever it is printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One number of a run: a quantity of a layer at a timestep in a unit, all counted from 0.

    Of the logits and probabilities the unit is the symbol's place in the vocabulary; of x it is the input's.
    """

    quantity: str
    layer: int
    timestep: int
    unit: int
