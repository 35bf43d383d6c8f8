"""Counting languages: aⁿbⁿ, which a stack of one kind of plate can tell, and aⁿbⁿcⁿ, which no stack can."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.batch import Batch
from lstm_tui.core.network import Network
from lstm_tui.core.training import Recipe
from lstm_tui.tasks.base import Part, SymbolTask, Verdict, outputs
from lstm_tui.tasks.remarks import Remark, counted
from lstm_tui.tasks.showing import Sample

LONGEST_TRAINED = 10
SHOWN = (1, 2, 3, 5, 8, 10, 12, 15, 20, 30, 50, 75, 100)  # n
FURTHEST = 100  # where it is not looked any further while a training runs


class AnBn(SymbolTask):
    """S aⁿ bⁿ T."""

    name = "anbn"
    title = "aⁿbⁿ"
    story = (
        "As many b as there were a, then the end. Trained on n up to 10, the question is how far it counts: a cell "
        "that adds one for each a and takes one off for each b goes on far beyond what it ever saw; one that learned "
        "lists by heart does not (Gers & Schmidhuber 2001; Weiss, Goldberg & Yahav 2018)."
    )
    criterion = (
        "strings accepted that are longer than any it learned from: at every symbol exactly what may follow is above ½"
    )
    output = "sigmoid"
    sizes: ClassVar = ((1, 10), (11, 20), (21, 50), (51, 100), (101, 200))
    letters = "ab"
    truth_name = "count"
    truth_means = "a so far; then how many are still to come"
    symbols = "SabT"
    end = "T"
    trained_to = LONGEST_TRAINED
    example = "SaaaabbbbT"
    recipe: ClassVar[Recipe] = Recipe(
        hidden=6, batch=10, steps=6000, rate=0.03, schedule="cosine", forget_bias="none", clip_norm=1.0
    )

    def word(self, n: int) -> str:
        """Return the string of this n."""
        return "S" + "".join(letter * n for letter in self.letters) + "T"

    def text(self, rng: np.random.Generator) -> str:
        """Return a string with n from 1 to 10."""
        return self.word(int(rng.integers(1, LONGEST_TRAINED + 1)))

    def truth(self, text: str) -> tuple[str, ...]:
        """Count: how many of the letter at hand are still to come, or how many a there were so far."""
        counts, words = dict.fromkeys(self.letters, 0), []
        for symbol in text:
            if symbol == "S":
                counts = dict.fromkeys(self.letters, 0)
            elif symbol in counts:
                counts[symbol] += 1
            first = counts[self.letters[0]]
            here = counts.get(symbol, 0) if symbol != self.letters[0] else 0
            words.append(f"{first - here}" if symbol in self.letters else "0")
        return tuple(words)

    def remarks(self, text: str) -> tuple[Remark, ...]:
        """Say how many of each letter were read, and how many are still to come."""
        counts, found = dict.fromkeys(self.letters, 0), []
        for symbol in text:
            if symbol == "S":
                counts = dict.fromkeys(self.letters, 0)
                found.append(Remark("S begins a string: now each a counts."))
            elif symbol == "T":
                found.append(Remark("T ends the string." if len(set(counts.values())) == 1 else "T comes too soon."))
            elif symbol in counts:
                counts[symbol] += 1
                found.append(self._count(symbol, counts))
            else:
                found.append(Remark())
        return tuple(found)

    def _count(self, symbol: str, counts: dict[str, int]) -> Remark:
        """Say what a letter makes of the count."""
        first, rank = self.letters[0], self.letters.index(symbol)
        if symbol == first:
            if any(counts[letter] for letter in self.letters[1:]):
                return Remark("An a behind a b: this is no string of the language.")
            return Remark(f"That makes {counts[first]} a.", f"To remember: {counts[first]} b must follow.")
        left = counts[first] - counts[symbol]
        after = self.letters[rank + 1] if rank + 1 < len(self.letters) else "T"
        if left < 0:
            return Remark(f"That is {counted(-left, symbol, symbol)} too many.")
        then = f"{left} more must follow" if left else f"{after} must follow"
        keep = f"To remember: {left} {symbol} to come." if left else ""
        return Remark(f"That makes {counts[symbol]} of {counts[first]} {symbol}: {then}.", keep)

    def legal(self, text: str) -> list[str]:
        """Return what may follow each symbol."""
        found, n = [], text.count(self.letters[0])
        seen = dict.fromkeys(self.letters, 0)
        for symbol in text[:-1]:
            if symbol in seen:
                seen[symbol] += 1
            if symbol == "S":
                found.append(self.letters[0])
            elif symbol == self.letters[0]:
                found.append(self.letters[:2])
            elif seen[symbol] < n:
                found.append(symbol)
            else:
                following = self.letters.find(symbol) + 1
                found.append(self.letters[following] if following < len(self.letters) else "T")
        return found

    def judge(self, p: Array, legal: np.ndarray) -> np.ndarray:
        """Each output is above ½ where its symbol may follow and below where it may not."""
        return np.asarray(((p > 0.5) == legal).all(axis=1))

    def accepts(self, network: Network, n: int) -> bool:
        """Say whether the string of this n is predicted right throughout."""
        return bool(self.right(network, [self.word(n)])[0])

    def furthest(self, network: Network, limit: int = 2000) -> int:
        """Return the largest n up to which every string, from 1 on, is accepted."""
        reached = 0
        while reached < limit:
            words = [self.word(n) for n in range(reached + 1, min(limit, reached + 16) + 1)]
            answers = self.right(network, words)
            if not answers.all():
                return reached + int(answers.argmin())
            reached += len(words)
        return reached

    def reach(self, network: Network) -> int:
        """Return the largest n up to which every string is accepted, of at most 100."""
        return self.furthest(network, FURTHEST)

    def samples(self, network: Network) -> tuple[Sample, ...]:
        """Return what a network allows behind Saⁿb: for the last n up to which all is right, the next, and several more."""
        reach = self.reach(network)
        edge = [n for n in (reach, reach + 1) if n > 0]
        return tuple(self._followed(network, n) for n in (*edge, *(n for n in SHOWN if n not in edge)))

    def _followed(self, network: Network, n: int) -> Sample:
        """Read the string of n, and say where what is allowed differs from what may follow."""
        word, given = self.word(n), n + 2
        p = outputs(network, self.batch([word]))[:, :, 0]
        for t, legal in enumerate(self.legal(word)):
            allowed = [symbol for symbol, value in zip(self.symbols, p[t], strict=True) if value > 0.5]
            if set(allowed) != set(legal):
                words = f"after this it allows {' and '.join(allowed) or 'nothing'}; {' or '.join(legal)} may come"
                return Sample(word[: min(given, t + 1)], word[given : t + 1], note=words, right=False)
        return Sample(word[:given], word[given:], right=True)

    def measured_on(self, rng: np.random.Generator) -> Batch:
        """Return the strings with n from 11 to 20: there are ten to learn from, and none of them is left over."""
        return self.batch([self.word(n) for n in range(LONGEST_TRAINED + 1, 2 * LONGEST_TRAINED + 1)])

    def verdict(self, network: Network, rng: np.random.Generator) -> Verdict:
        """Judge every n from 11 to 50, which were never trained on, and beside them those that were, and larger ones."""
        parts = tuple(self._part(network, low, high) for low, high in self.sizes)
        judged = parts[1:3]
        return Verdict(sum(part.right for part in judged), sum(part.total for part in judged), self.criterion, parts)

    def glance(self, network: Network, batch: Batch) -> Verdict:
        """Judge the lengths that were never trained on, as the verdict does; the sample holds trained ones alone."""
        parts = tuple(self._part(network, low, high) for low, high in self.sizes[1:3])
        return Verdict(sum(part.right for part in parts), sum(part.total for part in parts), self.criterion, parts)

    def _part(self, network: Network, low: int, high: int) -> Part:
        answers = self.right(network, [self.word(n) for n in range(low, high + 1)])
        return Part(f"n {low}–{high}", high <= LONGEST_TRAINED, int(answers.sum()), len(answers))


class AnBnCn(AnBn):
    """S aⁿ bⁿ cⁿ T."""

    name = "anbncn"
    title = "aⁿbⁿcⁿ"
    story = (
        "As many b as a, and as many c again: no stack can tell this language, because counting the b uses up what "
        "the c must be counted by. Two counters can, and an LSTM has as many as it has units (Gers & Schmidhuber 2001)."
    )
    letters = "abc"
    symbols = "SabcT"
    example = "SaaabbbcccT"
    recipe: ClassVar[Recipe] = Recipe(
        hidden=6, batch=10, steps=6000, rate=0.03, schedule="cosine", forget_bias="none", clip_norm=1.0
    )
