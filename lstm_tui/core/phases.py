"""What a phase is. Which phases a kind of cell has is said by the cell itself (core/cells)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Phase:
    """One stage inside a timestep.

    Attributes:
        key: its name on the command line.
        title: its name on the screen.
        born: the quantities that exist from this phase on.
        focus: the quantity that the phase is about.
        equation: the formula, as the literature writes it.
    """

    key: str
    title: str
    born: tuple[str, ...]
    focus: str
    equation: str


PREDICTION = Phase("prediction", "prediction", ("logits", "probs"), "probs", "p = softmax(W_hy h + b_y)")
