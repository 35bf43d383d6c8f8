"""From text to the indices that a network reads, and back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from lstm_tui.errors import LstmTuiError


class Vocabulary:
    """The symbols that a model was trained on: characters of Unicode text, one code point each.

    Args:
        symbols: V different characters; their place is their index.
        unknown: the index of the symbol that stands for every other one, or None: then x is a zero vector.

    Raises:
        LstmTuiError: no symbols, one that is not a single character, one that stands twice, or a wrong `unknown`.
    """

    def __init__(self, symbols: Sequence[str], unknown: int | None = None) -> None:
        self.symbols = tuple(symbols)
        self.unknown = unknown
        if not self.symbols or any(len(symbol) != 1 for symbol in self.symbols):
            raise LstmTuiError("A vocabulary needs at least one symbol, and each must be one character.")
        if len(set(self.symbols)) != len(self.symbols):
            raise LstmTuiError("A symbol stands twice in the vocabulary.")
        if unknown is not None and not 0 <= unknown < len(self.symbols):
            raise LstmTuiError(f"The unknown symbol's index, {unknown}, is outside the vocabulary.")

    def __len__(self) -> int:
        return len(self.symbols)

    def split(self, text: str) -> Sequence[str]:
        """Return the symbols of a text, one a timestep: its characters."""
        return text

    @cached_property
    def _sorted(self) -> tuple[np.ndarray, np.ndarray]:
        codes = np.array([ord(symbol) for symbol in self.symbols], np.uint32)
        order = np.argsort(codes)
        return codes[order], order.astype(np.int32)

    def encode(self, text: str) -> np.ndarray:
        """Return the index of each character, (T,) int32; the unknown symbol's, or -1, where it is not known."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        known, order = self._sorted
        places = np.minimum(np.searchsorted(known, codes), len(known) - 1)
        missing = -1 if self.unknown is None else self.unknown
        return np.where(known[places] == codes, order[places], np.int32(missing)).astype(np.int32)

    def knows(self, character: str) -> bool:
        """Say whether the character is in the vocabulary."""
        return character in self._set

    @cached_property
    def _set(self) -> frozenset[str]:
        return frozenset(self.symbols)


class NumberTokens:
    """Reads sequences of numbers written as text: a word a timestep, the D numbers of it joined by commas.

    Args:
        size: D.
        mean, deviation: what the network reads is (value − mean) / deviation, and what it says goes back the same way.

    Raises:
        LstmTuiError: a size below 1, or a deviation that is not above 0.
    """

    symbols: tuple[str, ...] = ()
    unknown = None

    def __init__(self, size: int, mean: float = 0.0, deviation: float = 1.0) -> None:
        if size < 1 or not (math.isfinite(mean) and 0 < deviation < math.inf):
            raise LstmTuiError("The scale of the model's numbers is damaged.")
        self.size, self.mean, self.deviation = size, mean, deviation

    def __len__(self) -> int:
        return self.size

    def split(self, text: str) -> Sequence[str]:
        """Return the words of a text, one a timestep."""
        return text.split()

    def encode(self, text: str) -> np.ndarray:
        """Return the numbers as the network reads them, (T, D) float64.

        Raises:
            LstmTuiError: there are none, or a word that is not D finite numbers.
        """
        rows = [self._row(word) for word in text.split()]
        if not rows:
            raise LstmTuiError("There are no numbers to read.", f"Write {self._example()} for each timestep.")
        return (np.array(rows) - self.mean) / self.deviation

    def _row(self, word: str) -> list[float]:
        try:
            row = [float(part.replace("−", "-")) for part in word.split(",")]
        except ValueError:
            row = []
        if len(row) != self.size or not all(map(math.isfinite, row)):
            raise LstmTuiError(
                f"'{word[:24]}' is not what this model reads: {self.size} number{'s' * (self.size > 1)} a timestep.",
                f"Write {self._example()} for each timestep, with spaces between.",
            )
        return row

    def _example(self) -> str:
        return ",".join(["0.5", "1", "0"][: self.size])

    def knows(self, word: str) -> bool:
        """Every number is known."""
        return True

    def said(self, output: float) -> float:
        """Return an output of the network in the units of the data."""
        return output * self.deviation + self.mean


Tokens = Vocabulary | NumberTokens
