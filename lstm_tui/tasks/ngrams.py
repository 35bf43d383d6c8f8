"""The baseline of a text: how well its next symbol is known from the few before it, by counting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lstm_tui.core.activations import Array

UNSEEN = -1
MOST = 4_000_000  # symbols that are counted, of a longer text the last ones


@dataclass(frozen=True, eq=False)
class _Table:
    """What was counted of the contexts h of one length.

    Attributes:
        keys: of the grams hc, sorted. p: (N(hc) − d) / N(h) of each.
        left: γ(h) of each context, what the shorter context's p is multiplied by where hc was not seen; 1 where h is new.
    """

    keys: np.ndarray
    p: Array
    left: Array


class NGrams:
    """Back-off with absolute discounting (Ney, Essen & Kneser 1994):

    p(c | h) = (N(hc) − d) / N(h)      where hc was counted;   d = n₁ / (n₁ + 2 n₂) of the grams of this length, .1 to .9
             = γ(h) p(c | h')          where h was; h' is h without its oldest symbol, γ(h) makes the sum over c 1
             = p(c | h')               else;   p(c) = (N(c) + 1) / (N + V) in the end

    Args:
        symbols: (N,) indices below V. V: how many symbols there are. order: of the longest grams, 1 for single symbols.
        counted: (N,) which of them are learned; all where None. Those that are not only stand before others.
    """

    def __init__(self, symbols: np.ndarray, V: int, order: int, counted: np.ndarray | None = None) -> None:
        self.V, self.order = V, order
        self._contexts: list[np.ndarray] = []  # of each length from 1: the keys of those that were seen, sorted
        self._tables: list[_Table] = []
        counted = np.ones(len(symbols), bool) if counted is None else counted
        counts = np.bincount(symbols[counted], minlength=V)
        self._p = (counts + 1) / (counts.sum() + V)
        self._learn(symbols, counted)

    def _learn(self, symbols: np.ndarray, counted: np.ndarray) -> None:
        context = np.zeros(len(symbols), np.int64)
        shorter = self._p[symbols]  # (N,): of each symbol by the context before
        for _ in range(1, self.order):
            longer = self._pairs(context, symbols)
            self._contexts.append(np.unique(longer[longer >= 0]))
            context = _place(self._contexts[-1], longer)
            asked = np.flatnonzero(counted & (context >= 0))
            keys, first, N = np.unique(context[asked] * self.V + symbols[asked], return_index=True, return_counts=True)
            owner, size = keys // self.V, len(self._contexts[-1])
            once, twice = int(np.count_nonzero(N == 1)), int(np.count_nonzero(N == 2))
            different = np.bincount(owner, minlength=size)
            discount = min(0.9, max(0.1, once / max(1, once + 2 * twice)))
            d = np.where(different < self.V, discount, 0.0)  # where every symbol was seen nothing is left to others
            total = np.bincount(owner, N, size)
            known = np.bincount(owner, shorter[asked[first]], size)
            with np.errstate(divide="ignore", invalid="ignore"):
                left = np.where(total > 0, d * different / total / np.maximum(1 - known, 1e-12), 1.0)
            self._tables.append(_Table(keys, (N - d[owner]) / total[owner], left))
            shorter = self._by(self._tables[-1], context, symbols, shorter)

    def _pairs(self, context: np.ndarray, symbols: np.ndarray) -> np.ndarray:
        """Return for each place the key of the context one longer: the one before the symbol before, and that symbol."""
        keys = np.full(len(symbols), UNSEEN)
        keys[1:] = np.where(context[:-1] >= 0, context[:-1] * self.V + symbols[:-1], UNSEEN)
        return keys

    def _by(self, table: _Table, context: np.ndarray, symbols: np.ndarray, shorter: Array) -> Array:
        """Return p of each symbol by a table, from p by the shorter context."""
        seen = context >= 0
        place = _place(table.keys, np.where(seen, context * self.V + symbols, UNSEEN))
        backed = np.where(seen, table.left[context], 1.0) * shorter if len(table.left) else shorter
        return np.where(place >= 0, table.p[place], backed) if len(table.p) else backed

    def probabilities(self, symbols: np.ndarray) -> Array:
        """Return p of each symbol of a text (N,) after those before it."""
        context, p = np.zeros(len(symbols), np.int64), self._p[symbols]
        for contexts, table in zip(self._contexts, self._tables, strict=True):
            context = _place(contexts, self._pairs(context, symbols))
            p = self._by(table, context, symbols, p)
        return np.asarray(p)

    def loss(self, symbols: np.ndarray, counted: np.ndarray) -> float:
        """Return the mean of −ln p over the symbols that are counted, in nats."""
        return float(-np.log(self.probabilities(symbols)[counted]).mean())


def _place(keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return where each wanted key stands among sorted ones, UNSEEN where it does not."""
    if not len(keys):
        return np.full(len(wanted), UNSEEN)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[places] == wanted, places, UNSEEN)


@dataclass(frozen=True, eq=False)
class Counting:
    """What counting alone reaches on a text, learned from another.

    Attributes: known, asked: (N,) symbols to learn from and to be judged on. counts, judged: (N,) which of them count.
    """

    known: np.ndarray
    counts: np.ndarray
    asked: np.ndarray
    judged: np.ndarray
    V: int

    def loss(self, order: int) -> float:
        """Return the loss of grams of at most this order, in nats a symbol."""
        return NGrams(self.known[-MOST:], self.V, order, self.counts[-MOST:]).loss(self.asked, self.judged)

    @cached_property
    def words(self) -> str:
        """Say what single symbols and grams of five reach."""
        part = f" (of the last {MOST:,} symbols)" if len(self.known) > MOST else ""
        return f"unigram {self.loss(1):.3f}, 5-gram with back-off {self.loss(5):.3f}{part}"
