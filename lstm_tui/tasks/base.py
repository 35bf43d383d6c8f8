"""What a task is: sequences to learn from, what counts as right, a story, and the truth behind every timestep."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.batch import Batch, BatchRun, probabilities
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Tokens, Vocabulary
from lstm_tui.core.training import Recipe
from lstm_tui.tasks.remarks import Asked, Remark
from lstm_tui.tasks.showing import COUNT, Sample, judged, wrote

EVALUATED_AT_ONCE = 128
SAMPLED = 128  # sequences on which the moments of a training are measured


@dataclass(frozen=True)
class Part:
    """One class of what is judged: its name, whether such sizes are trained on, and how many of how many were right."""

    name: str
    trained: bool
    right: int
    total: int

    def __str__(self) -> str:
        size = self.name if self.trained else f"{self.name}, never trained on"
        return f"{size}: {self.right:,} of {self.total:,}"


@dataclass(frozen=True)
class Verdict:
    """How a network did: `right` of `total` by the criterion of the task; in `parts` the same by size, and larger sizes."""

    right: int
    total: int
    criterion: str
    parts: tuple[Part, ...] = ()

    @property
    def share(self) -> float:
        """Right of all, 0 to 1."""
        return self.right / max(1, self.total)

    def __str__(self) -> str:
        return "; ".join([f"{self.right:,} of {self.total:,} {self.criterion}", *map(str, self.parts)])


class Task(ABC):
    """A task. It is a `Source` of batches, each of them made anew.

    Attributes:
        name, title: on the command line, and in words.
        story: one paragraph: what is to be learned, why it is hard, who posed it.
        recipe: a training that solves it.
        criterion: what counts as right.
        output: of the network: "softmax", "sigmoid" or "linear".
        chance: whether a part of what comes next is left to chance, so that the loss does not fall to 0.
        trained_to: of a task whose sizes have no end, the largest that is trained on.
        learns: what a model of it does, where the first sentence of the story does not say it.
        truth_name, truth_means: the row of what is true after each symbol: its name in a word, and how it is read.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    story: ClassVar[str]
    recipe: ClassVar[Recipe]
    criterion: ClassVar[str]
    output: ClassVar[str] = "softmax"
    chance: ClassVar[bool] = False
    trained_to: ClassVar[int | None] = None
    learns: ClassVar[str] = ""
    truth_name: ClassVar[str] = "truth"
    truth_means: ClassVar[str] = ""

    @property
    def default_text(self) -> str:
        """A text on which a network for this task shows what it can do; "" where there is none."""
        return ""

    @property
    @abstractmethod
    def tokens(self) -> Tokens:
        """What a network for this task reads."""

    @property
    def input_size(self) -> int:
        """D."""
        return len(self.tokens)

    @property
    def output_size(self) -> int:
        """V: one for each symbol."""
        return len(self.tokens.symbols)

    @property
    def longest(self) -> int:
        """T, over how many timesteps something may have to be remembered."""
        return 100

    @property
    def summary(self) -> str:
        """What a model of this task does, in a sentence."""
        return self.learns or f"{self.story.split('. ')[0].rstrip('.')}."

    def truth_of(self, text: str) -> tuple[str, ...] | None:
        """Say what is true after each token of a text, a word for each; None where nobody knows."""
        return None

    def remarks(self, text: str) -> tuple[Remark, ...] | None:
        """Say of each token of a text what it means and what must be remembered; None where there is nothing to say."""
        del text
        return None

    def asked_of(self, text: str, timestep: int) -> Asked | None:
        """Return what the answer after a timestep ought to be, where answers are numbers; None where none is asked for."""
        del text, timestep
        return None

    @abstractmethod
    def next_batch(self, rng: np.random.Generator, size: int) -> Batch:
        """Return `size` new sequences."""

    @abstractmethod
    def verdict(self, network: Network, rng: np.random.Generator) -> Verdict:
        """Judge a network on new sequences."""

    def measured_on(self, rng: np.random.Generator) -> Batch:
        """Return sequences that are not learned from, on which every moment of a training is measured."""
        return self.next_batch(rng, SAMPLED)

    def held_out(self, network: Network, rng: np.random.Generator) -> str:
        """Return in words how a network does on what it never saw."""
        return str(self.verdict(network, rng))

    @abstractmethod
    def glance(self, network: Network, batch: Batch) -> Verdict:
        """Judge a network by the criterion on the sample of `measured_on`: quickly, while a training runs."""

    def levels(self, batch: Batch) -> tuple[tuple[str, float], ...]:
        """Return losses on a batch that a network's can be held against, by name."""
        return ()

    def samples(self, network: Network) -> tuple[Sample, ...]:
        """Return what a network shows of itself, always from the same seed."""
        return ()

    def reach(self, network: Network) -> int | None:
        """Return up to which size everything is right, where the task has sizes without end; else None."""
        return None

    def place(self) -> int:
        """A task keeps no place: its sequences come from the generator."""
        return 0

    def seek(self, place: int) -> None:
        """See `place`."""
        del place


class SymbolTask(Task):
    """A task over texts: predict what comes next.

    Attributes:
        symbols: the vocabulary, one character each. example: a text that shows what there is to learn.
        end: the symbol with which a text ends; "" where none does.
    """

    symbols: ClassVar[str]
    example: ClassVar[str] = ""
    end: ClassVar[str] = ""

    @property
    def tokens(self) -> Vocabulary:
        """The task's symbols."""
        return Vocabulary(self.symbols)

    @property
    def default_text(self) -> str:
        """The example, or a text that is always the same."""
        return self.example or self.text(np.random.default_rng(0))

    def truth_of(self, text: str) -> tuple[str, ...]:
        """Say what is true after each symbol."""
        return self.truth(text)

    @abstractmethod
    def text(self, rng: np.random.Generator) -> str:
        """Return a new sequence."""

    @abstractmethod
    def truth(self, text: str) -> tuple[str, ...]:
        """Say of every symbol of a text what state the task is in after it: a word for each timestep."""

    def legal(self, text: str) -> list[str]:
        """Return for every symbol of a text but the last which symbols may follow it; by default the one that does."""
        return list(text[1:])

    def asked(self, text: str) -> list[bool]:
        """Say for which timesteps (of all but the last) a prediction is asked for."""
        return [True] * (len(text) - 1)

    def ended(self, text: str) -> bool:
        """Say whether a text that somebody writes is complete with its last symbol."""
        return bool(self.end) and text.endswith(self.end)

    def texts_in(self, batch: Batch) -> list[str]:
        """Return the texts that a batch was made of; where their last symbol is not kept there, it is the end."""
        read = ["".join(self.symbols[index] for index in column if index >= 0) for column in batch.inputs.T]
        if self.output != "softmax":
            return [text + self.end for text in read]
        last = batch.targets[np.array([len(text) - 1 for text in read]), np.arange(len(read))]
        return [text + self.symbols[index] for text, index in zip(read, last, strict=True)]

    def glance(self, network: Network, batch: Batch) -> Verdict:
        """Judge the texts of a sample."""
        texts = self.texts_in(batch)
        return Verdict(int(self.right(network, texts).sum()), len(texts), self.criterion)

    def samples(self, network: Network) -> tuple[Sample, ...]:
        """Return texts that a network writes from the start symbol to the end."""
        rng, begin, found = np.random.default_rng(0), self.default_text[:1], []
        for _ in range(COUNT):
            said = wrote(network, self.tokens, begin, rng, self.ended)
            text = begin + said
            if type(self).legal is SymbolTask.legal:  # nobody knows what may follow
                found.append(Sample(begin, said))
            else:
                found.append(judged(begin, said, self.legal(text), self.ended(text) or not self.end))
        return tuple(found)

    def next_batch(self, rng: np.random.Generator, size: int) -> Batch:
        """Return `size` new texts."""
        return self.batch([self.text(rng) for _ in range(size)])

    def batch(self, texts: Sequence[str]) -> Batch:
        """Return texts as a batch; shorter ones are filled up with what counts for nothing."""
        T, B = max(len(text) for text in texts) - 1, len(texts)
        place = {symbol: index for index, symbol in enumerate(self.symbols)}
        inputs = np.full((T, B), -1)
        weights = np.zeros((T, B), np.float32)
        whole = np.zeros((T, B), np.int64)
        for b, text in enumerate(texts):
            indices = [place[symbol] for symbol in text]
            inputs[: len(text) - 1, b] = indices[:-1]
            whole[: len(text) - 1, b] = indices[1:]
            weights[: len(text) - 1, b] = self.asked(text)
        if self.output == "softmax":
            return Batch(inputs, whole, weights)
        return Batch(inputs, self._legal_array(texts, T).astype(np.float32), weights)

    def _legal_array(self, texts: Sequence[str], T: int) -> Array:
        legal = np.zeros((T, self.output_size, len(texts)))
        for b, text in enumerate(texts):
            for t, allowed in enumerate(self.legal(text)):
                for symbol in allowed:
                    legal[t, self.symbols.index(symbol), b] = 1
        return legal

    def right(self, network: Network, texts: Sequence[str]) -> np.ndarray:
        """Say of every text whether all its predictions are right by the task's criterion, (B,) bool."""
        answers = []
        for start in range(0, len(texts), EVALUATED_AT_ONCE):
            part = texts[start : start + EVALUATED_AT_ONCE]
            batch = self.batch(part)
            p = outputs(network, batch)
            legal = self._legal_array(part, p.shape[0]) > 0
            answers.append((self.judge(p, legal) | (batch.weights == 0)).all(axis=0))
        return np.concatenate(answers)

    def judge(self, p: Array, legal: np.ndarray) -> np.ndarray:
        """Say of each timestep whether the outputs p (T, V, B) are right, (T, B) bool.

        By default: each symbol that may follow is more active than each that may not (Smith & Zipser 1989).
        """
        least = np.where(legal, p, np.inf).min(axis=1)
        most = np.where(legal, -np.inf, p).max(axis=1)
        return np.asarray(least > most)


def outputs(network: Network, batch: Batch) -> Array:
    """Return what a network answers to a batch, (T, V, B)."""
    run = BatchRun(network, *batch.weights.shape)
    run.start()
    return probabilities(network, run.forward(batch))
