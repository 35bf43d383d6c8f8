"""Labels borrowed from other pieces: how much chance finds, with labels that drift as the feature's own do."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lstm_tui.core.activations import Array
from lstm_tui.hunting.scoring import Flags, Numbers, auc_from, folded, ranks

AT_ONCE = 2  # columns that are ranked between two looks at the keyboard


class Lending:
    """The sums of ranks of every piece over the labels of every piece: all that a draw of borrowed labels needs.

    Args: labels: of the features, (F, n). bounds: where each piece begins and ends. columns: K, how many are scored.
    """

    def __init__(self, labels: Flags, bounds: list[tuple[int, int]], columns: int) -> None:
        self.pieces, self.length = len(bounds), bounds[-1][1]
        self._bounds = bounds
        longest = max(end - start for start, end in bounds)
        lent = np.zeros((len(labels), self.pieces, longest), np.float32)  # beyond a text's end nothing holds
        for j, (start, end) in enumerate(bounds):
            lent[:, j, : end - start] = labels[:, start:end]
        self._lent = lent
        self._sums = np.empty(
            (len(labels), self.pieces, self.pieces, columns), np.float32
        )  # feature, piece, whose labels
        self._ones = np.stack([lent[:, :, : end - start].sum(axis=2) for start, end in bounds], axis=1)  # (F, P, P)

    def steps(self, values: Array) -> Iterator[float]:
        """Rank the columns (n, K); yields the share that is done."""
        n, columns = values.shape
        middle = np.float32((n + 1) / 2)  # ranks are taken from their middle: sums keep their digits
        for at in range(0, columns, AT_ONCE):
            ranked = ranks(values[:, at : at + AT_ONCE]) - middle
            for i, (start, end) in enumerate(self._bounds):
                self._sums[:, i, :, at : at + AT_ONCE] = self._lent[:, :, : end - start] @ ranked[start:end]
            yield at / columns

    def own(self) -> Numbers:
        """Return the AUC of every column where each piece has its own labels, (F, K)."""
        return self.auc(np.arange(self.pieces))

    def most(self, rng: np.random.Generator) -> float:
        """Return the largest AUC over features and columns where every piece has another one's labels."""
        return float(folded(self.auc(_moved(self.pieces, rng))).max())

    def auc(self, lender: NDArray[np.int64]) -> Numbers:
        """Return the AUC where piece i has the labels of piece lender[i], (F, K)."""
        here = np.arange(len(lender))
        ones = self._ones[:, here, lender].sum(axis=1, dtype=np.float64)  # (F,)
        sums = self._sums[:, here, lender].sum(axis=1, dtype=np.float64) + ones[:, None] * (self.length + 1) / 2
        return auc_from(sums, ones, self.length)


def _moved(count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return a permutation that leaves nothing where it was."""
    while True:
        drawn = rng.permutation(count)
        if count < 2 or (drawn != np.arange(count)).all():
            return drawn
