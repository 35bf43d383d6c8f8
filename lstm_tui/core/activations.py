"""The squashing functions. None overflows or warns, whatever finite number comes in."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def sigmoid(x: Array) -> Array:
    """σ(x) = 1 / (1 + e^−x) = ½ tanh(x / 2) + ½, the form that cannot overflow.

    Args: x, any shape, float.   Returns: the same shape and dtype, in [0, 1].
    """
    half = x.dtype.type(0.5)
    return np.asarray(np.tanh(x * half) * half + half)


def sigmoid_number(x: float) -> float:
    """σ(x) of one number, in double precision."""
    return 0.5 * math.tanh(0.5 * x) + 0.5


def softmax(logits: Array) -> Array:
    """p_k = e^(y_k − max y) / Σ_j e^(y_j − max y), along the last axis.

    Args: logits (..., V) float.   Returns: (..., V), each in [0, 1], each row summing to 1 up to rounding.
    """
    with np.errstate(over="ignore", under="ignore"):  # a difference beyond the range is -inf, and e^-inf is 0
        exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True))


def linear(logits: Array) -> Array:
    """Return the logits as they are: the outputs are numbers."""
    return logits


SQUASH = {"softmax": softmax, "sigmoid": sigmoid, "linear": linear}  # what becomes of the logits
