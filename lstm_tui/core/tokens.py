"""From text to what a network reads, and back: symbols by their index, or numbers."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from lstm_tui.errors import LstmTuiError


class Tokens(ABC):
    """What the timesteps of a text are, and what a network reads at each.

    Attributes:
        symbols: of the vocabulary, where each output of the network stands for one; empty where outputs are numbers.
        unknown: the index that is fed for a symbol which is not known, or None.
        read: in words, what is read at a timestep.
    """

    symbols: tuple[str, ...] = ()
    unknown: int | None = None
    read: str

    @abstractmethod
    def __len__(self) -> int:
        """Return D, the width of what the network reads."""

    @abstractmethod
    def split(self, text: str) -> Sequence[str]:
        """Return the tokens of a text, one a timestep."""

    @abstractmethod
    def join(self, tokens: Sequence[str]) -> str:
        """Return the text of these tokens; the inverse of `split`."""

    @abstractmethod
    def encode(self, text: str) -> np.ndarray:
        """Return what the network reads: (T,) indices or (T, D) numbers.

        Raises:
            LstmTuiError: the text is not of this kind.
        """

    @abstractmethod
    def index(self, token: str) -> int | None:
        """Return the output that stands for a token; None where none does."""

    def knows(self, token: str) -> bool:
        """Say whether the network can read a token as what it is."""
        return self.index(token) is not None

    @abstractmethod
    def widest(self, tokens: Sequence[str]) -> int:
        """Return how many characters the longest of these tokens has."""

    @abstractmethod
    def said(self, outputs: Sequence[float]) -> list[float]:
        """Return outputs of the network in the units of the data."""

    @property
    def scale(self) -> tuple[float, float] | None:
        """Deviation and mean, where the network's own numbers differ from the data's: output × deviation + mean."""
        return None

    @abstractmethod
    def reading(self, shown: str) -> str:
        """Return in words what is read with a token, which is given as it is shown."""

    @abstractmethod
    def x_in_words(self) -> str:
        """Return in words what x is made of."""

    @abstractmethod
    def summary(self, outputs: int) -> str:
        """Return in a few words what is read and said, of a network with this many outputs."""

    @abstractmethod
    def as_json(self) -> dict[str, Any]:
        """Return what a model file keeps of it: "vocabulary", "unknown", "numbers"."""

    def check_fits(self, inputs: int, outputs: int, output: str) -> None:
        """Refuse a network that reads or says something else.

        Raises:
            LstmTuiError: the sizes, or the kind of output, do not fit.
        """
        if inputs != len(self) or (self.symbols and outputs != len(self)):
            raise LstmTuiError(
                f"The vocabulary has {len(self)} symbols, the network reads {inputs} and predicts {outputs}."
            )
        if not self.symbols and output != "linear":
            raise LstmTuiError("A model that reads numbers must answer with numbers.")


class Vocabulary(Tokens):
    """The symbols that a model was trained on: characters of Unicode text, one code point each.

    Args:
        symbols: V different characters; their place is their index.
        unknown: the index of the symbol that stands for every other one, or None: then x is a zero vector.

    Raises:
        LstmTuiError: no symbols, one that is not a single character, one that stands twice, or a wrong `unknown`.
    """

    read = "the symbol just read"

    def __init__(self, symbols: Sequence[str], unknown: int | None = None) -> None:
        self.symbols = tuple(symbols)
        self.unknown = unknown
        if not self.symbols or any(len(symbol) != 1 for symbol in self.symbols):
            raise LstmTuiError("A vocabulary needs at least one symbol, and each must be one character.")
        if len(self._places) != len(self.symbols):
            raise LstmTuiError("A symbol stands twice in the vocabulary.")
        if unknown is not None and not 0 <= unknown < len(self.symbols):
            raise LstmTuiError(f"The unknown symbol's index, {unknown}, is outside the vocabulary.")

    def __len__(self) -> int:
        return len(self.symbols)

    def split(self, text: str) -> Sequence[str]:
        """Return the characters of a text."""
        return text

    def join(self, tokens: Sequence[str]) -> str:
        """Return the characters in a row."""
        return "".join(tokens)

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

    def index(self, token: str) -> int | None:
        """Return the character's place in the vocabulary."""
        return self._places.get(token)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {symbol: place for place, symbol in enumerate(self.symbols)}

    def widest(self, tokens: Sequence[str]) -> int:
        """Return 1: a token is a character."""
        return 1

    def said(self, outputs: Sequence[float]) -> list[float]:
        """Return the outputs as they are."""
        return list(outputs)

    def reading(self, shown: str) -> str:
        """Return: one symbol, and which."""
        return f"one symbol, {shown}"

    def x_in_words(self) -> str:
        """Return what a one-hot vector is made of."""
        return f"x ({len(self)} numbers, a single 1)"

    def summary(self, outputs: int) -> str:
        """Return how many symbols there are."""
        return f"{len(self)} symbols"

    def as_json(self) -> dict[str, Any]:
        """Return the symbols and which of them stands for the unknown."""
        return {"vocabulary": "".join(self.symbols), "unknown": self.unknown, "numbers": None}


class NumberTokens(Tokens):
    """Reads sequences of numbers written as text: a word a timestep, the D numbers of it joined by commas.

    Args:
        size: D.
        mean, deviation: what the network reads is (value − mean) / deviation, and what it says goes back the same way.

    Raises:
        LstmTuiError: a size below 1, or a deviation that is not above 0.
    """

    read = "the numbers just read"

    def __init__(self, size: int, mean: float = 0.0, deviation: float = 1.0) -> None:
        if size < 1 or not (math.isfinite(mean) and 0 < deviation < math.inf):
            raise LstmTuiError("The scale of the model's numbers is damaged.")
        self.size, self.mean, self.deviation = size, mean, deviation

    def __len__(self) -> int:
        return self.size

    def split(self, text: str) -> Sequence[str]:
        """Return the words of a text."""
        return text.split()

    def join(self, tokens: Sequence[str]) -> str:
        """Return the words with spaces between."""
        return " ".join(tokens)

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
                f"'{word[:24]}' is not what this model reads: {self._count()} a timestep.",
                f"Write {self._example()} for each timestep, with spaces between.",
            )
        return row

    def _example(self) -> str:
        return ",".join(["0.5", "1", "0"][: self.size])

    def _count(self) -> str:
        return f"{self.size} number{'s' * (self.size > 1)}"

    def index(self, token: str) -> int | None:
        """No output stands for a word."""
        return None

    def knows(self, token: str) -> bool:
        """Every number is known."""
        return True

    def widest(self, tokens: Sequence[str]) -> int:
        """Return the length of the longest word."""
        return max(map(len, tokens))

    def said(self, outputs: Sequence[float]) -> list[float]:
        """Return outputs × deviation + mean."""
        return [output * self.deviation + self.mean for output in outputs]

    @property
    def scale(self) -> tuple[float, float] | None:
        """Deviation and mean, unless they change nothing."""
        return None if (self.deviation, self.mean) == (1.0, 0.0) else (self.deviation, self.mean)

    def reading(self, shown: str) -> str:
        """Return the word, and how many numbers it says."""
        return f"{shown}: {self._count()}"

    def x_in_words(self) -> str:
        """Return how many numbers there are."""
        return f"x ({self._count()})"

    def summary(self, outputs: int) -> str:
        """Return how many numbers go in and out."""
        return f"{self.size} in, {outputs} out"

    def as_json(self) -> dict[str, Any]:
        """Return the scale."""
        return {"vocabulary": "", "unknown": None, "numbers": {"mean": self.mean, "deviation": self.deviation}}


def alike(one: Tokens, other: Tokens) -> bool:
    """Say whether two models can read the same text: both symbols, whichever they know, or as many numbers a timestep."""
    return type(one) is type(other) and (bool(one.symbols) or len(one) == len(other))


def tokens_from(about: dict[str, Any], size: int) -> Tokens:
    """Read what `as_json` wrote, of a network that reads `size` numbers.

    Raises:
        LstmTuiError: a part is missing or of another type.
    """
    scale, vocabulary, unknown = about.get("numbers"), about.get("vocabulary"), about.get("unknown")
    if scale is None:
        if not isinstance(vocabulary, str) or not (unknown is None or type(unknown) is int):
            raise LstmTuiError("The vocabulary is damaged.")
        return Vocabulary(list(vocabulary), unknown)
    if not isinstance(scale, dict) or not all(type(scale.get(part)) in (int, float) for part in ("mean", "deviation")):
        raise LstmTuiError("The scale of its numbers is damaged.")
    try:
        return NumberTokens(size, float(scale["mean"]), float(scale["deviation"]))
    except OverflowError as error:
        raise LstmTuiError("The scale of its numbers is damaged.") from error
