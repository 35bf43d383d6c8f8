"""Small languages of our own: brackets and quotes that nest, and verbs that agree with a noun far away."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.network import Network
from lstm_tui.core.training import Recipe
from lstm_tui.tasks.base import SymbolTask, Verdict


class Brackets(SymbolTask):
    """Round brackets to any depth up to five, with quotes inside them, and letters between; a full stop at depth 0."""

    name = "brackets"
    title = "brackets and quotes"
    story = (
        "Whatever is opened must be closed: round brackets nest up to five deep, and a quote hides brackets until it "
        "is closed. The note must hold a depth and whether a quote is open."
    )
    criterion = "texts in which symbols that may not follow never get more than 5 % together"
    symbols = 'ab()".'
    example = '(a(b)"a(")(ab).'
    end = "."
    deepest = 5
    recipe: ClassVar[Recipe] = Recipe(hidden=32, batch=32, steps=16000, rate=0.01, schedule="one-cycle")

    def text(self, rng: np.random.Generator) -> str:
        """Return a text of at most about 50 symbols."""
        depth, quoted, text = 0, False, ""
        while True:
            legal = _may_follow(depth, quoted, self.deepest)
            closing = "".join(symbol for symbol in legal if symbol in '").')
            pool = closing if len(text) > 40 and closing and not (quoted and rng.random() < 0.5) else legal
            if len(text) > 40 and quoted:
                pool = '"'
            symbol = pool[int(rng.integers(len(pool)))]
            text += symbol
            if symbol == ".":
                return text
            depth, quoted = _after(depth, quoted, symbol)

    def truth(self, text: str) -> tuple[str, ...]:
        """Say the depth after each symbol, with a quotation mark while a quote is open."""
        depth, quoted, words = 0, False, []
        for symbol in text:
            depth, quoted = _after(depth, quoted, symbol)
            words.append(str(depth) + ('"' if quoted else ""))
        return tuple(words)

    def legal(self, text: str) -> list[str]:
        """Return what may follow each symbol."""
        depth, quoted, found = 0, False, []
        for symbol in text[:-1]:
            depth, quoted = _after(depth, quoted, symbol)
            found.append(_may_follow(depth, quoted, self.deepest))
        return found

    def judge(self, p: Array, legal: np.ndarray) -> np.ndarray:
        """At most 5 % on what may not follow."""
        return np.asarray((p * ~legal).sum(axis=1) <= 0.05)

    def verdict(self, network: Network, rng: np.random.Generator) -> Verdict:
        """Judge 512 new texts."""
        texts = [self.text(rng) for _ in range(512)]
        return Verdict(int(self.right(network, texts).sum()), len(texts), self.criterion)


def _may_follow(depth: int, quoted: bool, deepest: int) -> str:
    if quoted:
        return 'ab()"'
    return "ab" + ("(" if depth < deepest else "") + (')"' if depth > 0 else ".")


def _after(depth: int, quoted: bool, symbol: str) -> tuple[int, bool]:
    if symbol == '"':
        return depth, not quoted
    if quoted:
        return depth, quoted
    if symbol == ".":
        return 0, False
    return depth + (symbol == "(") - (symbol == ")" and depth > 0), False


class Agreement(SymbolTask):
    """Sentences whose verb agrees with the first noun, whatever nouns stand between."""

    name = "agreement"
    title = "number agreement"
    story = (
        '"The keys to the cabinet are old." The verb agrees with the first noun, not with the nearest one. Phrases '
        "between them have nouns of either number, so guessing by the last one fails half of the time (after Linzen, "
        "Dupoux & Goldberg 2016; the grammar is our own)."
    )
    criterion = "sentences in which the right verb (is / are) gets more than 9 times the wrong one's probability"
    symbols = "abcdefghiklmnoprstuvwxy ."
    example = "the keys to the cabinet are old."
    end = "."
    nouns: ClassVar = ("key", "cabinet", "book", "garden", "teacher", "lamp", "picture", "door")
    between: ClassVar = (" to the ", " near the ", " of the ", " behind the ")
    ends: ClassVar = ("old", "new", "here", "in town", "lost", "small")
    recipe: ClassVar[Recipe] = Recipe(hidden=48, batch=32, steps=3000, rate=0.01, schedule="one-cycle")

    def text(self, rng: np.random.Generator) -> str:
        """Return a sentence with up to three phrases between the noun and its verb."""
        plural = bool(rng.integers(2))
        text = "the " + self._noun(rng, plural)
        for _ in range(int(rng.integers(0, 4))):
            text += self.between[int(rng.integers(len(self.between)))] + self._noun(rng, bool(rng.integers(2)))
        return f"{text} {'are' if plural else 'is'} {self.ends[int(rng.integers(len(self.ends)))]}."

    def _noun(self, rng: np.random.Generator, plural: bool) -> str:
        return self.nouns[int(rng.integers(len(self.nouns)))] + ("s" if plural else "")

    def truth(self, text: str) -> tuple[str, ...]:
        """Say the number of the first noun, sg or pl, from its end on; · before it is known."""
        words = text.split(" ")
        if len(words) < 2:
            return tuple("·" for _ in text)
        known = len(words[0]) + 1 + len(words[1])
        number = "pl" if words[1].endswith("s") else "sg"
        return tuple("·" if place < known else number for place in range(len(text)))

    def verdict(self, network: Network, rng: np.random.Generator) -> Verdict:
        """Judge 512 sentences at the place where the verb must come."""
        right = 0
        texts = [self.text(rng) for _ in range(512)]
        tokens = self.tokens
        for text in texts:
            verb = max(text.rfind(" is "), text.rfind(" are ")) + 1
            p = network.forward(tokens.encode(text[:verb])).column("probs")[-1]
            i, a = (float(p[self.symbols.index(letter)]) for letter in "ia")
            good, bad = (a, i) if text[verb] == "a" else (i, a)
            right += good > 9 * bad
        return Verdict(right, len(texts), self.criterion)
