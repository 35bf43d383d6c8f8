"""Scores: how well a number tells where a feature holds, alone, and against labels borrowed from other texts.

AUC is the share of pairs, one symbol where the feature holds and one where it does not, in which the first has the larger
value; ties count half (Mann & Whitney 1947). ½ is chance, and 1 − AUC is what the same number with its sign turned gets.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lstm_tui.core.activations import Array

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


def ranks(values: Array) -> Array:
    """Return the rank of each number in its column, from 1; equal ones have the mean of theirs. (n, K) -> (n, K) float32."""
    found = np.empty(values.shape, np.float32)
    for k in range(values.shape[1]):
        column = values[:, k]
        order = np.argsort(column)
        sorted_values = column[order]
        edges = np.flatnonzero(np.concatenate([[True], sorted_values[1:] != sorted_values[:-1]]))
        ends = np.append(edges[1:], len(column))
        found[order, k] = np.repeat((edges + 1 + ends) / 2, ends - edges)
    return found


def auc_from(sums: Numbers, holds: Numbers, n: int) -> Numbers:
    """Return AUC from the sums of the ranks where a feature holds; ½ where it holds nowhere or everywhere.

    Args: sums: (..., K). holds: (...), at how many of the n symbols.
    """
    ones = np.asarray(holds, float)[..., None]
    pairs = ones * (n - ones)
    found = np.full(np.shape(sums), 0.5)
    np.divide(sums - ones * (ones + 1) / 2, pairs, out=found, where=pairs > 0)
    return found


def auc(values: Array, holds: Flags) -> Numbers:
    """Return the AUC of each column (n, K) for one feature (n,), (K,)."""
    sums = holds.astype(np.float64) @ ranks(values).astype(np.float64)
    return auc_from(sums, np.asarray(holds.sum(), float), len(holds))


def threshold(values: Array, holds: Flags) -> float:
    """Return the value v for which "greater than v" has most hits less false alarms (Youden 1950)."""
    order = np.argsort(-values, kind="stable")
    sorted_values, labels = values[order], holds[order]
    hits = np.cumsum(labels) / max(1, labels.sum()) - np.cumsum(~labels) / max(1, (~labels).sum())
    last = np.append(sorted_values[1:] != sorted_values[:-1], True)  # a threshold lies between different values alone
    place = int(np.where(last, hits, -np.inf).argmax())
    if hits[place] <= 0:
        return float(sorted_values[0])  # nothing is greater
    if place + 1 == len(values):
        return float(sorted_values[-1]) - 1
    return (float(sorted_values[place]) + float(sorted_values[place + 1])) / 2


def by_symbol(read: NDArray[np.int64], holds: Flags, kinds: int) -> Numbers:
    """Return for each symbol the share of its occurrences where a feature holds: the best guess from that symbol alone."""
    counts = np.bincount(read, minlength=kinds)
    ones = np.bincount(read, weights=holds, minlength=kinds)
    return np.asarray((ones + holds.mean()) / (counts + 1))


def sums_of(weights: Array, ranked: Array) -> Numbers:
    """Return weights @ ranks with the digits of float64: ranks are taken from their middle."""
    middle = np.float32((len(ranked) + 1) / 2)
    ones = weights.sum(axis=1, dtype=np.float64)
    return np.asarray((weights @ (ranked - middle)).astype(np.float64) + ones[:, None] * float(middle))


def folded(scores: Numbers | np.float64) -> Numbers:
    """Return AUCs as they are with the better sign."""
    return np.asarray(np.maximum(scores, 1 - scores))


def as_chosen(first: Numbers, second: Numbers) -> tuple[Numbers, NDArray[np.int64]]:
    """Return of scores (F, Q, H) on two texts the second's at the quantity and sign that are best on the first, (F, H)."""
    q = folded(first).argmax(axis=1)[:, None]  # (F, 1, H)
    chosen, confirmed = np.take_along_axis(first, q, 1)[:, 0], np.take_along_axis(second, q, 1)[:, 0]
    return np.where(chosen >= 0.5, confirmed, 1 - confirmed), q[:, 0]


def in_spreads(own: Numbers, twins: Numbers) -> tuple[Numbers, float]:
    """Return each unit's scores (F, H) in spreads over all networks, and the most that a twin reaches in any feature."""
    everyone = np.concatenate([twins, own.max(axis=1)[None]])  # (M + 1, F)
    mean, spread = everyone.mean(axis=0), everyone.std(axis=0)
    spread = np.where(spread > 1e-9, spread, np.inf)
    return (own - mean[:, None]) / spread[:, None], float(((twins - mean) / spread).max())
