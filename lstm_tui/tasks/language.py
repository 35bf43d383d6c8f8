"""Small languages of our own: brackets and quotes that nest, and verbs that agree with a noun far away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import ClassVar

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.network import Network
from lstm_tui.core.training import Recipe
from lstm_tui.tasks.base import EVALUATED_AT_ONCE, outputs
from lstm_tui.tasks.remarks import Remark, counted
from lstm_tui.tasks.unseen import Language


class Brackets(Language):
    """Round brackets to any depth up to six, with quotes inside them, and letters between; a full stop at depth 0."""

    name = "brackets"
    title = "brackets and quotes"
    story = (
        "Whatever is opened must be closed: round brackets nest up to six deep, and a quote hides brackets until it "
        "is closed. The note must hold a depth and whether a quote is open."
    )
    criterion = "unseen texts in which symbols that may not follow never get more than 5 % together"
    symbols = 'ab()".'
    truth_name = "depth"
    truth_means = 'brackets that are open; " while a quote is'
    example = '(a(b)"a(")(ab).'
    end = "."
    chance = True
    deepest = 6
    sizes = ((8, 15), (16, 24), (25, 32), (33, 40), (41, 60), (61, 100))
    largest, smallest = 40, 8
    recipe: ClassVar[Recipe] = Recipe(hidden=32, batch=32, steps=10000, rate=0.02, schedule="one-cycle")

    def draw(self, rng: np.random.Generator) -> str:
        """Return a text of 2 to 40 symbols, the lengths evenly."""
        return self.of_size(rng, int(rng.integers(2, self.largest + 1)))

    def of_size(self, rng: np.random.Generator, size: int) -> str:
        """Return a text of this length: any symbol that may follow, as long as all that is open can still be closed.

        How eager a text is to open brackets is drawn once for each: so all depths are met often.
        """
        depth, quoted, text, eager = 0, False, "", int(rng.integers(1, 7))
        for left, share in zip(range(size - 2, -1, -1), rng.random(size - 1).tolist(), strict=True):
            pool = self._pool(depth, quoted, min(left, self.deepest + 2), eager)
            text += pool[int(share * len(pool))]
            depth, quoted = _after(depth, quoted, text[-1])
        return text + "."

    @classmethod
    @cache
    def _pool(cls, depth: int, quoted: bool, left: int, eager: int) -> str:
        """Return the symbols to choose from where `left` more stand between the next one and the full stop."""
        pool = ""
        for symbol in _may_follow(depth, quoted, cls.deepest).replace(".", ""):
            deep, still_quoted = _after(depth, quoted, symbol)
            if deep + still_quoted <= left:
                pool += symbol * (eager if symbol == "(" else 1)
        return pool

    def classes(self, rng: np.random.Generator) -> list[tuple[str, bool, list[str]]]:
        """Judge by length, and texts of 30 to 40 symbols by how deep they go."""
        long = self.distinct(lambda: self.of_size(rng, int(rng.integers(30, self.largest + 1))), 6 * self.judged)
        by_depth = {
            deep: [text for text in long if max(self.depths(text)) == deep] for deep in range(1, self.deepest + 1)
        }
        return super().classes(rng) + [
            (f"depth {deep}", True, texts[: self.judged]) for deep, texts in by_depth.items()
        ]

    def depths(self, text: str) -> list[int]:
        """Return the depth after each symbol."""
        return [int(word.rstrip('"')) for word in self.truth(text)]

    def remarks(self, text: str) -> tuple[Remark, ...]:
        """Say what each symbol opens or closes, and what stays open."""
        depth, quote, found = 0, False, []
        for symbol in text:
            read = _meaning(symbol, depth, quote)
            depth, quote = _after(depth, quote, symbol)
            parts = [f"{counted(depth, 'open bracket')}"] * (depth > 0) + ["an open quote"] * quote
            found.append(Remark(read, f"To remember: {' and '.join(parts)}." if parts else ""))
        return tuple(found)

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


def _may_follow(depth: int, quoted: bool, deepest: int) -> str:
    if quoted:
        return 'ab()"'
    return "ab" + ("(" if depth < deepest else "") + (')"' if depth > 0 else ".")


def _meaning(symbol: str, depth: int, quote: bool) -> str:
    """Say in words what a symbol does at this depth, in a quote or not."""
    if symbol == '"':
        return "It closes the quote." if quote else "It opens a quote: brackets in it do not count."
    if symbol in "()" and quote:
        return "In a quote a bracket does not count."
    if symbol == "(":
        return f"It opens bracket number {depth + 1}."
    if symbol == ")":
        return f"It closes bracket number {depth}." if depth else "There is no open bracket that it could close."
    if symbol == "." and not quote:
        return "It ends the text." if not depth else f"It comes too soon: {counted(depth, 'bracket')} open."
    return ""


def _after(depth: int, quoted: bool, symbol: str) -> tuple[int, bool]:
    if symbol == '"':
        return depth, not quoted
    if quoted:
        return depth, quoted
    if symbol == ".":
        return 0, False
    return depth + (symbol == "(") - (symbol == ")" and depth > 0), False


class Agreement(Language):
    """Sentences whose verb agrees with the first noun, whatever nouns stand between."""

    name = "agreement"
    title = "number agreement"
    story = (
        '"The keys to the cabinet are old." The verb agrees with the first noun, not with the nearest one. Phrases '
        "between them have nouns of either number, so guessing by the last one fails half of the time (after Linzen, "
        "Dupoux & Goldberg 2016; the grammar is our own)."
    )
    criterion = "sentences with an unseen beginning in which the right verb (is / are) gets more than 9 times the wrong one's probability"
    symbols = "abcdefghiklmnoprstuvwxy ."
    truth_name = "noun"
    truth_means = "the first noun's number: sg (the verb is 'is') or pl ('are')"
    example = "the keys to the cabinet are old."
    end = "."
    chance = True
    measure = "phrases between"
    sizes = ((1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 8))
    largest, smallest = 3, 1
    nouns: ClassVar = ("key", "cabinet", "book", "garden", "teacher", "lamp", "picture", "door")
    between: ClassVar = (" to the ", " near the ", " of the ", " behind the ")
    ends: ClassVar = ("old", "new", "here", "in town", "lost", "small")
    recipe: ClassVar[Recipe] = Recipe(hidden=48, batch=32, steps=3000, rate=0.01, schedule="one-cycle")

    def draw(self, rng: np.random.Generator) -> str:
        """Return a sentence with up to three phrases between the noun and its verb."""
        return self.of_size(rng, int(rng.integers(0, self.largest + 1)))

    def of_size(self, rng: np.random.Generator, size: int) -> str:
        """Return a sentence with so many phrases between."""
        plural = bool(rng.integers(2))
        text = "the " + self._noun(rng, plural)
        for _ in range(size):
            text += self.between[int(rng.integers(len(self.between)))] + self._noun(rng, bool(rng.integers(2)))
        return f"{text} {'are' if plural else 'is'} {self.ends[int(rng.integers(len(self.ends)))]}."

    def size(self, text: str) -> int:
        """Count the phrases between the first noun and the verb."""
        return text.count(" the ")

    def key(self, text: str) -> str:
        """Return what is read before the verb must come: with another ending it would not be unseen."""
        return text[: self._verb(text)]

    @staticmethod
    def _verb(text: str) -> int:
        return max(text.rfind(" is "), text.rfind(" are ")) + 1

    def _noun(self, rng: np.random.Generator, plural: bool) -> str:
        return self.nouns[int(rng.integers(len(self.nouns)))] + ("s" if plural else "")

    def remarks(self, text: str) -> tuple[Remark, ...] | None:
        """Say what number each noun has, and which verb the first one asks for; None where it is no noun of ours."""
        words, found, place = text.split(" "), [Remark()] * len(text), -1
        if len(words) < 2 or words[1].removesuffix("s") not in self.nouns:
            return None
        plural, come = words[1].endswith("s"), False
        for index, word in enumerate(words):
            place += len(word) + 1  # of the space behind the word
            noun, number = word.removesuffix("s") in self.nouns, "plural" if word.endswith("s") else "singular"
            read = ""
            if index == 1:
                read = f"The first noun, {word!r}, is {number}."
            elif noun and not come:
                read = f"{word!r} is {number}, but it is not the first noun."
            elif word in ("is", "are") and not come:
                come, read = True, f"The verb has come{'' if (word == 'are') == plural else ', of the wrong number'}."
            keep = f"To remember: the verb must be '{'are' if plural else 'is'}'." if index and not come else ""
            if place < len(text):
                following = len(words[index + 1]) + 1 if index + 1 < len(words) else 1
                found[place : place + following] = [Remark(read, keep), *[Remark("", keep)] * (following - 1)]
        return tuple(found[: len(text)])

    def truth(self, text: str) -> tuple[str, ...]:
        """Say the number of the first noun, sg or pl, from its end on; · before it is known."""
        words = text.split(" ")
        if len(words) < 2:
            return tuple("·" for _ in text)
        known = len(words[0]) + 1 + len(words[1])
        number = "pl" if words[1].endswith("s") else "sg"
        return tuple("·" if place < known else number for place in range(len(text)))

    def right(self, network: Network, texts: Sequence[str]) -> np.ndarray:
        """Judge each sentence at the place where the verb must come, (B,) bool."""
        answers: list[bool] = []
        singular, plural = self.symbols.index("i"), self.symbols.index("a")
        for start in range(0, len(texts), EVALUATED_AT_ONCE):
            part = texts[start : start + EVALUATED_AT_ONCE]
            p = outputs(network, self.batch(part))
            for b, text in enumerate(part):
                verb = self._verb(text)
                good, bad = (plural, singular) if text[verb] == "a" else (singular, plural)
                answers.append(bool(p[verb - 1, good, b] > 9 * p[verb - 1, bad, b]))
        return np.array(answers)
