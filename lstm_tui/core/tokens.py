"""From text to the indices that a network reads, and back."""

from __future__ import annotations

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
