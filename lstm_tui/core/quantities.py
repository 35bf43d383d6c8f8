"""What a network computes, named once: symbol, meaning, range and size of every quantity, and what a phase is.

Panels, scales, colours, diagram labels, exported columns and help all ask this registry. Which quantities a cell has,
and the phases in which they are born, is said by the cell itself (core/cells).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Scale(Enum):
    """The fixed range on which a quantity is drawn; it never follows the data."""

    SHARE = (0.0, 1.0)  # a sigmoid's output: how much gets through
    SIGNED = (-1.0, 1.0)  # a tanh's output, or a product of one with a share
    OPEN = (-4.0, 4.0)  # the cell state and sums: unbounded; drawn on -4..4, an arrow marks what lies beyond


@dataclass(frozen=True)
class Quantity:
    """One array of the trace.

    Attributes:
        name: the name in code and in exported files.
        symbol: as formulas write it.
        title: in words.
        scale: the range on which it is drawn.
        colour: the quantity whose colour it shares (a product has the colour of its gate).
    """

    name: str
    symbol: str
    title: str
    scale: Scale
    colour: str


QUANTITIES: dict[str, Quantity] = {
    quantity.name: quantity
    for quantity in (
        Quantity("x", "x", "input", Scale.OPEN, "x"),
        Quantity("h_prev", "h t-1", "hidden state before", Scale.SIGNED, "h"),
        Quantity("c_prev", "c t-1", "cell state before (the note)", Scale.OPEN, "c"),
        Quantity("z", "z", "pre-activation", Scale.OPEN, "x"),
        Quantity("i", "i", "input gate", Scale.SHARE, "i"),
        Quantity("f", "f", "forget gate", Scale.SHARE, "f"),
        Quantity("g", "g", "candidate", Scale.SIGNED, "g"),
        Quantity("o", "o", "output gate", Scale.SHARE, "o"),
        Quantity("kept", "f⊙c", "kept", Scale.OPEN, "f"),
        Quantity("written", "i⊙g", "written", Scale.SIGNED, "i"),
        Quantity("c", "c", "cell state (the note)", Scale.OPEN, "c"),
        Quantity("tanh_c", "tanh c", "squashed note", Scale.SIGNED, "c"),
        Quantity("h", "h", "hidden state", Scale.SIGNED, "h"),
        Quantity("logits", "y", "logits", Scale.OPEN, "h"),
        Quantity("probs", "p", "probabilities", Scale.SHARE, "h"),
    )
}


@dataclass(frozen=True)
class Phase:
    """One stage inside a timestep.

    Attributes:
        key: its name on the command line.
        title: its name on the screen.
        colour: the quantity whose colour the phase has.
        born: the quantities that exist from this phase on.
        focus: the quantity that the phase is about.
        equation: the formula, as the literature writes it.
    """

    key: str
    title: str
    colour: str
    born: tuple[str, ...]
    focus: str
    equation: str


PREDICTION = Phase("prediction", "prediction", "h", ("logits", "probs"), "probs", "p = softmax(W_hy h + b_y)")
