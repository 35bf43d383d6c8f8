"""How a gradient becomes a step: SGD, momentum, Adagrad, Adam; clipping; and how the learning rate goes over time."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.errors import LstmTuiError


class Optimiser(ABC):
    """Changes a flat vector of parameters (P,) in place.

    Attributes:
        state: name -> (P,) array that it remembers between steps.
        count: the steps made.
    """

    name: ClassVar[str]
    remembers: ClassVar[tuple[str, ...]] = ()

    def __init__(self, parameters: Array) -> None:
        self.state = {name: np.zeros_like(parameters) for name in self.remembers}
        self.count = 0
        self._work = np.empty_like(parameters)

    def step(self, parameters: Array, gradient: Array, rate: float) -> None:
        """Make one step with this learning rate."""
        self.count += 1
        self.change(parameters, gradient, rate)

    @abstractmethod
    def change(self, parameters: Array, gradient: Array, rate: float) -> None:
        """Change the parameters."""


class SGD(Optimiser):
    """w ← w − rate · g."""

    name = "sgd"

    def change(self, parameters: Array, gradient: Array, rate: float) -> None:
        """Change the parameters."""
        np.multiply(gradient, rate, self._work)
        np.subtract(parameters, self._work, parameters)


class Momentum(Optimiser):
    """v ← .9 v + g;   w ← w − rate · v."""

    name = "momentum"
    remembers = ("velocity",)

    def change(self, parameters: Array, gradient: Array, rate: float) -> None:
        """Change the parameters."""
        velocity = self.state["velocity"]
        np.multiply(velocity, 0.9, velocity)
        np.add(velocity, gradient, velocity)
        np.multiply(velocity, rate, self._work)
        np.subtract(parameters, self._work, parameters)


class Adagrad(Optimiser):
    """m ← m + g²;   w ← w − rate · g / √(m + 1e-8), as in the code of Karpathy's essay."""

    name = "adagrad"
    remembers = ("squares",)

    def change(self, parameters: Array, gradient: Array, rate: float) -> None:
        """Change the parameters."""
        squares, work = self.state["squares"], self._work
        np.multiply(gradient, gradient, work)
        np.add(squares, work, squares)
        np.add(squares, 1e-8, work)
        np.sqrt(work, work)
        np.divide(gradient, work, work)
        np.multiply(work, rate, work)
        np.subtract(parameters, work, parameters)


class Adam(Optimiser):
    """m ← .9 m + .1 g;  v ← .999 v + .001 g²;  w ← w − rate · m̂ / (√v̂ + 1e-8)   (Kingma & Ba 2015)."""

    name = "adam"
    remembers = ("mean", "squares")

    def change(self, parameters: Array, gradient: Array, rate: float) -> None:
        """Change the parameters."""
        mean, squares, work = self.state["mean"], self.state["squares"], self._work
        np.subtract(gradient, mean, work)
        np.multiply(work, 0.1, work)
        np.add(mean, work, mean)
        np.multiply(gradient, gradient, work)
        np.subtract(work, squares, work)
        np.multiply(work, 0.001, work)
        np.add(squares, work, squares)
        np.sqrt(squares, work)
        np.divide(work, math.sqrt(1 - 0.999**self.count), work)
        np.add(work, 1e-8, work)
        np.divide(mean, work, work)
        np.multiply(work, rate / (1 - 0.9**self.count), work)
        np.subtract(parameters, work, parameters)


OPTIMISERS = {kind.name: kind for kind in (SGD, Momentum, Adagrad, Adam)}
SCHEDULES = ("constant", "cosine", "one-cycle")


def clip_by_norm(gradient: Array, limit: float) -> float:
    """Shrink the gradient in place so that its norm is at most `limit`; return the norm that it had."""
    norm = float(np.sqrt(np.dot(gradient, gradient)))
    if norm > limit:
        np.multiply(gradient, limit / norm, gradient)
    return norm


def scheduled(schedule: str, rate: float, step: int, steps: int) -> float:
    """Return the learning rate of a step (from 0) of `steps`.

    constant: the rate. cosine: from the rate to 0 along a half cosine. one-cycle: from rate/25 up to the rate over the
    first 30 %, then down to rate/250,000, both along half cosines (Smith & Topin 2018, as torch's OneCycleLR has it).

    Raises:
        LstmTuiError: an unknown schedule.
    """
    if schedule not in SCHEDULES:
        raise LstmTuiError(f"There is no schedule '{schedule}'.", f"There are: {', '.join(SCHEDULES)}.")
    if schedule == "constant" or steps < 2:
        return rate
    if schedule == "cosine":
        return rate * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps)))
    top = 0.3 * steps - 1
    if step <= top:
        return _between(rate / 25, rate, step / top)
    return _between(rate, rate / 250_000, min(1.0, (step - top) / (steps - 1 - top)))


def _between(start: float, end: float, share: float) -> float:
    return end + (start - end) * 0.5 * (1 + math.cos(math.pi * share))
