"""The embedded Reber grammar, once and continual.

B ─▶ T or P ─▶ [ B … E, a string of the Reber grammar ] ─▶ the same T or P ─▶ E
"""

from __future__ import annotations

import math
from functools import cache
from typing import ClassVar

import numpy as np

from lstm_tui.core.batch import Batch
from lstm_tui.core.network import Network
from lstm_tui.core.trace import Trace
from lstm_tui.core.training import Recipe
from lstm_tui.tasks.base import SymbolTask, Verdict, outputs
from lstm_tui.tasks.remarks import Remark
from lstm_tui.tasks.unseen import Language
from lstm_tui.visible import quoted

GRAMMAR: dict[int, dict[str, int]] = {
    0: {"B": 1},
    1: {"T": 2, "P": 3},
    2: {"S": 2, "X": 4},
    3: {"T": 3, "V": 5},
    4: {"X": 3, "S": 6},
    5: {"P": 4, "V": 6},
    6: {"E": 7},
    7: {},
}


class Walk:
    """A place in the embedded grammar: before, inside or behind the inner string."""

    def __init__(self) -> None:
        self.outer, self.inner, self.first = 0, 0, ""

    @property
    def legal(self) -> str:
        """The symbols that may come next."""
        return {0: "B", 1: "TP", 2: "".join(GRAMMAR[self.inner]), 3: self.first, 4: "E", 5: "B"}[self.outer]

    @property
    def word(self) -> str:
        """Where it stands and what must not be forgotten: 4T is place 4 of the inner grammar, the T still to come."""
        return {0: "·", 1: "?", 2: f"{self.inner}{self.first}", 3: f"={self.first}", 4: "E", 5: "·"}[self.outer]

    def told(self, symbol: str) -> str:
        """Say in words what the symbol that was just read means here."""
        ways = f"{' or '.join(self.legal)} may follow"
        return {
            1: "B opens the string: next comes the branch, T or P.",
            2: f"Place {self.inner} of the inner grammar: {ways}." if self.inner else f"{symbol} is the branch.",
            3: f"The inner string is over: the branch, {self.first}, must come back.",
            4: f"{symbol} has come back: only E is left.",
            5: "E ends the string.",
        }.get(self.outer, "")

    @property
    def promise(self) -> str:
        """Say in words what must not be forgotten."""
        return f"To remember: the branch, {self.first}." if self.outer in (2, 3) else ""

    def go(self, symbol: str) -> None:
        """Read a symbol; one that may not come leaves the walk where it is."""
        if symbol not in self.legal:
            return
        if self.outer in (0, 5):
            self.outer, self.inner, self.first = 1, 0, ""
        elif self.outer == 1:
            self.first, self.outer = symbol, 2
        elif self.outer == 2:
            self.inner = GRAMMAR[self.inner][symbol]
            self.outer = 3 if self.inner == 7 else 2
        else:
            self.outer += 1


def embedded(rng: np.random.Generator) -> str:
    """Return a string of the embedded grammar; where two symbols may follow, each does half of the time."""
    walk, text = Walk(), ""
    while walk.outer != 5:
        legal = walk.legal
        text += legal[int(rng.integers(len(legal)))]
        walk.go(text[-1])
    return text


def embedded_of_length(rng: np.random.Generator, length: int) -> str:
    """Return a string of so many symbols (9 or more), each with the chance that `embedded` gives it among these."""
    first, inner, place = "TP"[int(rng.integers(2))], "", 0
    while place != 7:
        left = length - 5 - len(inner)
        ways = [way for way in GRAMMAR[place].items() if _chance(way[1], left) > 0]
        at = rng.random() * sum(_chance(after, left) for _, after in ways)
        for symbol, after in ways:  # noqa: B007 (both are used behind the loop)
            at -= _chance(after, left)
            if at < 0:
                break
        inner, place = inner + symbol, after
    return f"B{first}{inner}{first}E"


@cache
def _chance(place: int, symbols: int) -> float:
    """Return how probable it is that a walk of the inner grammar ends after exactly so many symbols more."""
    if place == 7 or symbols <= 0:
        return float(place == 7 and symbols == 0)
    return sum(_chance(after, symbols - 1) for after in GRAMMAR[place].values()) / len(GRAMMAR[place])


class _Reber(SymbolTask):
    """What both have in common: the symbols, and a walk along the text."""

    symbols = "BTPSXVE"
    chance = True
    truth_name = "place"
    truth_means = "4T: inner place 4, and T must come back; =T: now"

    def remarks(self, text: str) -> tuple[Remark, ...]:
        """Say where in the grammar each symbol leads, and which branch must come back."""
        walk, found = Walk(), []
        for symbol in text:
            fits = symbol in walk.legal
            walk.go(symbol)
            found.append(Remark(walk.told(symbol) if fits else f"{quoted(symbol)} may not come here.", walk.promise))
        return tuple(found)

    def truth(self, text: str) -> tuple[str, ...]:
        """Say where in the grammar each symbol leads."""
        return tuple(word for word, _ in _walked(text))

    def legal(self, text: str) -> list[str]:
        """Return what may follow each symbol."""
        return [legal for _, legal in _walked(text)][:-1]


class EmbeddedReber(_Reber, Language):
    """One string at a time; the state begins at zero with each."""

    name = "reber"
    title = "embedded Reber grammar"
    story = (
        "Strings are walked out of a small graph; the second symbol, T or P, must come back as the last but one. What "
        "lies between has many lengths, so the network must write that one bit on its note and guard it (Hochreiter & "
        "Schmidhuber 1997, after Fahlman 1991)."
    )
    criterion = "unseen strings with every prediction right: all symbols that may follow above all that may not"
    example = "BTBTSSXSETE"
    end = "E"
    sizes = ((13, 19), (20, 29), (30, 40), (41, 60), (61, 100))
    largest, smallest = 40, 13
    recipe: ClassVar[Recipe] = Recipe(hidden=12, batch=8, steps=4000, rate=0.02, schedule="cosine", forget_bias="1")

    def draw(self, rng: np.random.Generator) -> str:
        """Return a string as the grammar is walked."""
        return embedded(rng)

    def of_size(self, rng: np.random.Generator, size: int) -> str:
        """Return a string of this length."""
        return embedded_of_length(rng, size)

    def levels(self, batch: Batch) -> tuple[tuple[str, float], ...]:
        """Return the loss of who knows the grammar: where two symbols may follow, ln 2."""
        left = [math.log(len(may)) for text in self.texts_in(batch) for may in self.legal(text)]
        return (("the grammar itself, held out", sum(left) / len(left)),)

    def ended(self, text: str) -> bool:
        """Say whether the last symbol is the E of the outer grammar; one that may not come leads nowhere."""
        walk = Walk()
        for symbol in text:
            walk.go(symbol)
        return walk.outer == 5


class ContinualReber(_Reber):
    """Strings run into each other without a break, and the state is never set back."""

    name = "continual-reber"
    title = "continual embedded Reber grammar"
    story = (
        "The same strings, one after the other without a mark between them, and nobody ever wipes the note. Without a "
        "forget gate the cell state grows without bound; with one, the network learns to wipe it itself (Gers, "
        "Schmidhuber & Cummins 2000)."
    )
    criterion = "transitions right in one unbroken stream"
    example = "BTBTSSXSETEBPBPVVEPE"
    recipe: ClassVar[Recipe] = Recipe(hidden=12, batch=8, timesteps=100, steps=3000, rate=0.01, forget_bias="1")
    end = ""
    stream_length = 100_000

    def ended(self, text: str) -> bool:
        """A stream does not end."""
        return False

    def glance(self, network: Network, batch: Batch) -> Verdict:
        """Judge the transitions of a sample."""
        p, texts = outputs(network, batch), self.texts_in(batch)
        right = self.judge(p, self._legal_array(texts, len(p)) > 0)
        return Verdict(int(right.sum()), right.size, self.criterion)

    def text(self, rng: np.random.Generator) -> str:
        """Return a stream of strings, cut at the recipe's timesteps."""
        text = ""
        while len(text) <= self.recipe.timesteps:
            text += embedded(rng)
        return text[: self.recipe.timesteps + 1]

    def verdict(self, network: Network, rng: np.random.Generator) -> Verdict:
        """Judge one stream, read without a reset."""
        right, _ = self.stream(network, rng)
        return Verdict(int(right.sum()), len(right), self.criterion)

    def stream(self, network: Network, rng: np.random.Generator) -> tuple[np.ndarray, Trace]:
        """Read a new stream without a reset; return for each transition whether it is right, (N,) bool, and the trace."""
        pieces, length = [], 0
        while length <= self.stream_length:
            pieces.append(embedded(rng))
            length += len(pieces[-1])
        text = "".join(pieces)[: self.stream_length + 1]
        trace = network.forward(self.tokens.encode(text[:-1]))
        legal = [allowed for _, allowed in _walked(text)][:-1]
        right = np.empty(self.stream_length, bool)
        for start in range(0, self.stream_length, 1000):
            stop = min(start + 1000, self.stream_length)
            p = trace.column("probs", 0, start, stop)
            allowed = np.array([[symbol in legal[t] for symbol in self.symbols] for t in range(start, stop)])
            right[start:stop] = self.judge(p[:, :, None], allowed[:, :, None])[:, 0]
        return right, trace


def _walked(text: str) -> list[tuple[str, str]]:
    """Return for each symbol the walk's word and what may follow."""
    walk, found = Walk(), []
    for symbol in text:
        walk.go(symbol)
        found.append((walk.word, walk.legal if walk.outer != 5 else "B"))
    return found
