"""Tasks of remembering over long gaps: temporal order, the noise-free long lag, and a latch for one bit."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.network import Network
from lstm_tui.core.training import Recipe
from lstm_tui.tasks.base import SymbolTask, Verdict
from lstm_tui.tasks.remarks import Remark
from lstm_tui.tasks.showing import COUNT, Sample, answered
from lstm_tui.tasks.unseen import Language
from lstm_tui.visible import quoted

TESTED = 2560


class _Asked(SymbolTask):
    """A task in which only the last symbol is to be predicted."""

    def asked(self, text: str) -> list[bool]:
        """Only the last."""
        return [False] * (len(text) - 2) + [True]

    def samples(self, network: Network) -> tuple[Sample, ...]:
        """Return questions and what a network answers."""
        rng, found = np.random.default_rng(0), []
        for text in (self.text(rng) for _ in range(COUNT)):
            p = network.forward(self.tokens.encode(text[:-1])).column("probs")[-1]
            found.append(answered(text[:-1], self.symbols[int(p.argmax())], text[-1]))
        return tuple(found)


class TemporalOrder(_Asked):
    """Which of X and Y came first? E, then a–d with two of X and Y far apart, then B; lengths 100–110.

    The two stand at places 10–20 and 50–60; the answer is Q, R, S, U for XX, XY, YX, YY (Hochreiter & Schmidhuber
    1997, experiment 6a).
    """

    name = "order"
    title = "temporal order, two symbols"
    story = (
        "A hundred letters of noise; hidden in them, far apart, two that are X or Y. At the end: in which order did "
        "they come? The first must change how the second is read (Hochreiter & Schmidhuber 1997)."
    )
    criterion = "sequences with every output within .3 of its target"
    symbols = "abcdXYEBQRSU"
    truth_name = "order"
    truth_means = "the X and Y read so far"
    places: ClassVar[tuple[tuple[int, int], ...]] = ((10, 20), (50, 60))
    answers: ClassVar = "QRSU"
    recipe: ClassVar[Recipe] = Recipe(
        hidden=32, batch=16, steps=6000, rate=0.01, schedule="cosine", forget_bias="chrono", clip_norm=1.0
    )

    def text(self, rng: np.random.Generator) -> str:
        """Return a new sequence and its answer."""
        length = int(rng.integers(100, 111))
        body = ["abcd"[k] for k in rng.integers(0, 4, length)]
        body[0], body[-1] = "E", "B"
        answer = 0
        for low, high in self.places:
            second = int(rng.integers(2))
            body[int(rng.integers(low, high + 1))] = "XY"[second]
            answer = 2 * answer + second
        return "".join(body) + self.answers[answer]

    def verdict(self, network: Network, rng: np.random.Generator) -> Verdict:
        """Judge 2,560 new sequences."""
        texts = [self.text(rng) for _ in range(TESTED)]
        return Verdict(int(self.right(network, texts).sum()), len(texts), self.criterion)

    def judge(self, p: Array, legal: np.ndarray) -> np.ndarray:
        """Every output is within .3 of 1 (the answer) or 0."""
        return np.asarray((np.abs(p - legal) < 0.3).all(axis=1))

    def remarks(self, text: str) -> tuple[Remark, ...]:
        """Say which of X and Y came when, and when their order is asked for."""
        seen, found = "", []
        for symbol in text:
            seen += symbol if symbol in "XY" else ""
            read = f"{symbol} is number {len(seen)} of {len(self.places)} to remember." if symbol in "XY" else ""
            read = "B ends the noise: now the order is asked for." if symbol == "B" else read
            found.append(Remark(read, f"To remember: {', then '.join(seen)}." if seen else ""))
        return tuple(found)

    def truth(self, text: str) -> tuple[str, ...]:
        """Say which X and Y came so far, in order."""
        seen, words = "", []
        for symbol in text:
            seen += symbol if symbol in "XY" else ""
            words.append(seen or "·")
        return tuple(words)


class TemporalOrder3(TemporalOrder):
    """Three symbols, eight orders (experiment 6b): places 10–20, 33–43 and 66–76."""

    name = "order-3"
    title = "temporal order, three symbols"
    symbols = "abcdXYEBQRSUVACF"
    places: ClassVar = ((10, 20), (33, 43), (66, 76))
    answers: ClassVar = "QRSUVACF"
    recipe: ClassVar[Recipe] = Recipe(
        hidden=12, batch=16, steps=8000, rate=0.01, schedule="constant", forget_bias="chrono", clip_norm=1.0
    )


class LongLag(_Asked):
    """x or y, then always the same 99 symbols, then x or y again (1997, experiment 2a, p = 100).

    An easier task than that of 1997, where every symbol was to be predicted: here the last one alone counts. Right is what
    was right there, no output off by .25, at the last symbol. There are two sequences, and both are learned and judged:
    nothing is held out, there or here (table 11: "no test set").
    """

    name = "lag"
    title = "noise-free long lag"
    story = (
        "The first symbol, x or y, comes back a hundred steps later; what lies between never changes. There is no "
        "noise at all, and yet plain recurrent networks never find it (Hochreiter & Schmidhuber 1997)."
    )
    criterion = (
        "sequences with every output within .25 of its target at the last symbol; they are those it learned from"
    )
    lag = 100
    truth_name = "first"
    truth_means = "the first symbol, which must come back"
    symbols = "xy" + "".join(map(chr, range(0x100, 0x100 + 99)))
    recipe: ClassVar[Recipe] = Recipe(hidden=16, batch=2, steps=4000, rate=0.02, forget_bias="chrono")

    def text(self, rng: np.random.Generator) -> str:
        """Return one of the two sequences."""
        return self.both()[int(rng.integers(2))]

    def both(self) -> tuple[str, str]:
        """Return the two sequences that there are."""
        between = self.symbols[2 : 2 + self.lag - 1]
        return f"x{between}x", f"y{between}y"

    def remarks(self, text: str) -> tuple[Remark, ...]:
        """Say what the first symbol was."""
        keep = f"To remember: the first symbol, {quoted(text[0])}." if text[0] in "xy" else ""
        return (Remark("This one must come back." if keep else "", keep), *[Remark("", keep)] * (len(text) - 1))

    def truth(self, text: str) -> tuple[str, ...]:
        """Say what the first symbol was."""
        return tuple(text[0] for _ in text)

    def judge(self, p: Array, legal: np.ndarray) -> np.ndarray:
        """Every output is within .25 of 1 (the next symbol) or 0."""
        return np.asarray((np.abs(p - legal) < 0.25).all(axis=1))

    def verdict(self, network: Network, rng: np.random.Generator) -> Verdict:
        """Judge both sequences."""
        return Verdict(int(self.right(network, self.both()).sum()), 2, self.criterion)


class Latch(_Asked, Language):
    """A bit, a wait of dots, perhaps # which wipes it, and a question."""

    name = "latch"
    title = "copy one bit"
    story = (
        "The smallest task there is for a note: a bit comes, then nothing for a while, and then the question what it "
        "was. A # in between means: forget it."
    )
    criterion = "unseen questions answered right (above all other symbols)"
    truth_name = "bit"
    truth_means = "what the bit is; - for none"
    symbols = "10.#?-"
    example = "1......?1"
    measure = "wait"
    sizes = ((4, 10), (11, 20), (21, 40), (41, 100))
    largest, smallest = 20, 4
    recipe: ClassVar[Recipe] = Recipe(hidden=2, batch=16, steps=1500, rate=0.03, forget_bias="1")

    def draw(self, rng: np.random.Generator) -> str:
        """Return a bit, a wait of 1 to 20, and the answer: the bit, or - where it was wiped."""
        return self.of_size(rng, int(rng.integers(1, self.largest + 1)))

    def of_size(self, rng: np.random.Generator, size: int) -> str:
        """Return one with this wait."""
        bit, dots = "10"[int(rng.integers(2))], ["."] * size
        wiped = rng.random() < 1 / 3
        if wiped:
            dots[int(rng.integers(size))] = "#"
        return bit + "".join(dots) + "?" + ("-" if wiped else bit)

    def size(self, text: str) -> int:
        """Measure the wait."""
        return len(text) - 3

    def remarks(self, text: str) -> tuple[Remark, ...]:
        """Say what the bit is, and when it is asked for."""
        bit, found = "", []
        for symbol in text:
            bit = symbol if symbol in "10" else "" if symbol == "#" else bit
            read = {"#": "# wipes the bit.", "?": f"The bit is asked for: {bit or 'there is none, -'}."}.get(symbol, "")
            found.append(
                Remark(f"The bit is {bit}." if symbol in "10" else read, f"To remember: {bit}." if bit else "")
            )
        return tuple(found)

    def truth(self, text: str) -> tuple[str, ...]:
        """Say what the bit is after each symbol; - for none."""
        bit, words = "-", []
        for symbol in text:
            bit = symbol if symbol in "10" else "-" if symbol == "#" else bit
            words.append(bit)
        return tuple(words)
