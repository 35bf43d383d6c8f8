"""What a person means with a click: a number, a phase, a layer, a moment of the training, or an action."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_tui.core.place import Place


@dataclass(frozen=True, slots=True)
class Untouched:
    """A number of the untouched run beside one with operations in force; its timestep is that of the untouched run."""

    place: Place


@dataclass(frozen=True, slots=True)
class ToPhase:
    """Go to the phase of this key."""

    key: str


@dataclass(frozen=True, slots=True)
class ToLayer:
    """Go to this layer, from 0."""

    layer: int


@dataclass(frozen=True, slots=True)
class ToMoment:
    """Go to this moment of the model's training, from 0."""

    index: int


@dataclass(frozen=True, slots=True)
class Do:
    """Do what the action of this name does."""

    action: str


Meaning = Place | Untouched | ToPhase | ToLayer | ToMoment | Do
