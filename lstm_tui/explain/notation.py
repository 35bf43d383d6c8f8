"""How the numbers of a kind of cell are written: symbol, range, hue, and the equations between those that are printed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from lstm_tui.core.activations import sigmoid_number

OPEN, SHUT = 0.9, 0.1  # beyond these a gate is saturated (Karpathy, Johnson & Fei-Fei 2015)


def _itself(z: float) -> float:
    return z


SQUASHES: Mapping[str, Callable[[float], float]] = {"σ": sigmoid_number, "tanh": math.tanh, "": _itself}


class Scale(Enum):
    """The fixed range on which a quantity is drawn; it never follows the data."""

    SHARE = (0.0, 1.0)  # a sigmoid's output: how much gets through
    SIGNED = (-1.0, 1.0)  # a tanh's output, or a product of one with a share
    OPEN = (-4.0, 4.0)  # unbounded: drawn on a power of two that the model keeps, else on this; an arrow says beyond


@dataclass(frozen=True)
class Quantity:
    """One array of the trace as it is shown.

    Attributes:
        symbol: as formulas write it. scale: the range on which it is drawn.
        hue: of the palette; a product has the hue of its gate.
        beside: the quantity with which it stands in one sum, and whose scale it is drawn on; "" where it has its own.
        through: what makes it of its pre-activation, one of SQUASHES, where it is not σ of a share and tanh of a signed one.
    """

    symbol: str
    scale: Scale
    hue: str
    beside: str = ""
    through: str | None = None

    @property
    def squash(self) -> str:
        """What makes it of its pre-activation, where it is a learned layer."""
        return self.through if self.through is not None else "tanh" if self.signed else "σ"

    @property
    def signed(self) -> bool:
        """Whether its sign is printed."""
        return self.scale is not Scale.SHARE


@dataclass(frozen=True)
class Relation:
    """One equation between quantities of a unit: result = compute(factors).

    Attributes: form: how it is written, with {} for each factor; "" of a sum, a product, or a function of one.
        settles: panels print it with the digits that stand beside it; else it has its own digits where it is worked out.
    """

    result: str
    factors: tuple[str, ...]
    compute: Callable[..., float]
    form: str = ""
    settles: bool = True


@dataclass(frozen=True, eq=False)  # there is one object for each; what is drawn once is kept by it
class Notation:
    """What is needed to read a step of a kind of cell.

    Attributes:
        kind: of cell. note: the state that is handed on as the sticky note.
        quantities: by name. relations: between what panels show side by side, results before their factors.
        said: what stands between the note and h in a timestep, and is held where shares of a logit are told: "o and ... are".
    """

    kind: str
    note: str
    quantities: Mapping[str, Quantity]
    relations: tuple[Relation, ...]
    said: str = ""
