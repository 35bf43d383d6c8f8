"""Strings that no training draws, and judging on them alone.

A string is kept apart where its hash says so (one of eight) or where it is longer than any that is trained on. Training
draws that are kept apart are drawn again; judging takes distinct ones that are. So nothing judged was ever learned from,
whatever the seed, and anybody can say of any string on which side it falls.
"""

from __future__ import annotations

import zlib
from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar

import numpy as np

from lstm_tui.core.batch import Batch
from lstm_tui.core.network import Network
from lstm_tui.tasks.base import Part, SymbolTask, Verdict

ONE_OF = 8
MEASURED = 128  # strings on which the loss of each moment is measured
PATIENCE = 1000  # after so many draws that bring nothing new, there are hardly any more


def hashed_apart(text: str) -> bool:
    """Say whether the CRC-32 of a string (UTF-8), divided by 8, leaves 0."""
    return zlib.crc32(text.encode()) % ONE_OF == 0


class Language(SymbolTask):
    """A task over the strings of a language, some of which are kept apart to judge by.

    Attributes:
        measure: what the sizes are of: "length" in symbols, or what else `size` counts.
        sizes: the classes in which is judged, from and to. largest: the largest size that is trained on.
        smallest: below it there are too few strings to keep any apart. judged: strings a class, at most.
    """

    measure: ClassVar[str] = "length"
    sizes: ClassVar[tuple[tuple[int, int], ...]]
    largest: ClassVar[int]
    smallest: ClassVar[int] = 0
    judged: ClassVar[int] = 200

    @abstractmethod
    def draw(self, rng: np.random.Generator) -> str:
        """Return a string as the language makes them, whether kept apart or not."""

    @abstractmethod
    def of_size(self, rng: np.random.Generator, size: int) -> str:
        """Return a string of this size."""

    def size(self, text: str) -> int:
        """Measure a string."""
        return len(text)

    def key(self, text: str) -> str:
        """Return what of a string is hashed: all of it."""
        return text

    def apart(self, text: str) -> bool:
        """Say whether a string is kept for judging."""
        size = self.size(text)
        return size > self.largest or (size >= self.smallest and hashed_apart(self.key(text)))

    def text(self, rng: np.random.Generator) -> str:
        """Return a string to learn from: none that is kept apart."""
        while True:
            text = self.draw(rng)
            if not self.apart(text):
                return text

    def unseen(self, rng: np.random.Generator, low: int, high: int) -> list[str]:
        """Return distinct strings of these sizes, all kept apart: `judged` of them, or as many as there are."""
        return self.distinct(lambda: self.of_size(rng, int(rng.integers(low, high + 1))))

    def distinct(self, draw: Callable[[], str], count: int | None = None) -> list[str]:
        """Return distinct strings of those drawn that are kept apart: so many (`judged`), or as many as are found."""
        found: dict[str, None] = {}
        misses = 0
        while len(found) < (count or self.judged) and misses < PATIENCE:
            text = draw()
            new = text not in found and self.apart(text)
            misses = 0 if new else misses + 1
            if new:
                found[text] = None
        return list(found)

    def classes(self, rng: np.random.Generator) -> list[tuple[str, bool, list[str]]]:
        """Return the classes in which is judged: a name, whether such sizes are trained on, and the strings."""
        return [
            (
                f"{self.measure} {low}–{high}" if high > low else f"{self.measure} {low}",
                high <= self.largest,
                self.unseen(rng, low, high),
            )
            for low, high in self.sizes
        ]

    def measured_on(self, rng: np.random.Generator) -> Batch:
        """Return strings that no training draws, of all sizes that are trained on alike."""
        sizes = self.smallest, self.largest + 1
        return self.batch(self.distinct(lambda: self.of_size(rng, int(rng.integers(*sizes))), MEASURED))

    def verdict(self, network: Network, rng: np.random.Generator) -> Verdict:
        """Judge strings that no training draws, class by class; counted are those of the sizes that are trained on."""
        parts = tuple(
            Part(name, trained, int(self.right(network, texts).sum()), len(texts))
            for name, trained, texts in self.classes(rng)
        )
        known = [part for part in parts if part.trained]
        return Verdict(sum(part.right for part in known), sum(part.total for part in known), self.criterion, parts)
