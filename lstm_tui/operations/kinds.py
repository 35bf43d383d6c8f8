"""What can be done to a run, as data. Timesteps, layers and units are counted from 0 here; the grammar says them."""

from __future__ import annotations

from dataclasses import dataclass

Units = tuple[int, ...] | None  # None: all


@dataclass(frozen=True)
class Hold:
    """A gate, candidate, cell or hidden value of some units held at a number, or (None) at its mean over the text."""

    quantity: str
    layer: int = 0
    units: Units = None
    value: float | None = None
    first: int = 0
    last: int | None = None


@dataclass(frozen=True)
class Silence:
    """Units whose h is 0 for everyone who listens: the gates, the layer above, the prediction."""

    layer: int = 0
    units: Units = None


@dataclass(frozen=True)
class Tear:
    """States set to 0 before a timestep is read: the note torn off. All states, and all layers, where None."""

    timestep: int
    state: str | None = None
    layer: int | None = None


@dataclass(frozen=True)
class SetBias:
    """The bias of one learned layer, the forget gate's above all, for some units."""

    gate: str
    value: float
    layer: int = 0
    units: Units = None


@dataclass(frozen=True)
class SetWeight:
    """One learned number: an array of the network by name, and its place there."""

    name: str
    index: tuple[int, ...]
    value: float


@dataclass(frozen=True)
class Change:
    """Another symbol at a timestep."""

    timestep: int
    symbol: str


@dataclass(frozen=True)
class Insert:
    """A symbol more, before a timestep; behind the text where the timestep is its length."""

    timestep: int
    symbol: str


@dataclass(frozen=True)
class Delete:
    """A symbol less."""

    timestep: int


@dataclass(frozen=True)
class StartRandom:
    """A state to begin with, each number drawn uniformly from −1..1 by a seed."""

    seed: int


@dataclass(frozen=True)
class StartAfter:
    """The state to begin with that another text leaves behind."""

    text: str


Operation = Hold | Silence | Tear | SetBias | SetWeight | Change | Insert | Delete | StartRandom | StartAfter
Edit = Change | Insert | Delete
"""The operations on the text."""
