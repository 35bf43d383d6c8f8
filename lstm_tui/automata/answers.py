"""Who is asked what may follow a text: a network, or the grammar of its task."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from lstm_tui.core.activations import Array
from lstm_tui.core.batch import Batch, BatchRun, probabilities
from lstm_tui.core.network import Network
from lstm_tui.tasks.base import SymbolTask, Task
from lstm_tui.visible import on_tape

SHARE = 0.95  # of the probability, that what may follow holds together
TIED = 1 - 1e-4  # symbols whose probabilities differ by less are taken or left together
DRAWN = 64  # strings of a task, which say how its strings begin and end


def possible(p: Array, output: str) -> NDArray[np.bool_]:
    """Say which symbols a network holds possible, (..., V) bool, from its outputs p (..., V).

    A softmax: the fewest symbols that together have at least 95 % (what is left out has at most 5 %, as `brackets` is
    judged). Sigmoids: those above ½ (as `anbn` is judged).
    """
    if output == "sigmoid":
        return np.asarray(p > 0.5)
    falling = -np.sort(-p, axis=-1)
    enough = (np.cumsum(falling, axis=-1, dtype=np.float64) < SHARE).sum(axis=-1, keepdims=True)
    least = np.take_along_axis(falling, np.minimum(enough, p.shape[-1] - 1), axis=-1)
    return np.asarray(p >= least * TIED)


def rule(output: str) -> str:
    """Say in words what `possible` does."""
    if output == "sigmoid":
        return "A symbol may follow where its output is above ½."
    return "What may follow are the fewest symbols that together have 95 % of the probability."


@dataclass(frozen=True)
class Given:
    """What is given, so that a network need not be asked: what may come first, and where a text ends.

    Attributes: begin: the symbols that may come first, in the order of the alphabet. end, times: a text ends with this
        symbol when it has come so many times; behind it nothing may follow. "" where no text ends.
    """

    begin: str
    end: str = ""
    times: int = 1

    @classmethod
    def of(cls, task: Task | None, symbols: str) -> Given:
        """Find it out from strings that the task draws; where there is none any symbol may come first, and none ends."""
        if not isinstance(task, SymbolTask):
            return cls(symbols)
        rng = np.random.default_rng(0)
        texts = [task.text(rng) for _ in range(DRAWN)]
        first = {text[0] for text in texts}
        times = {text.count(task.end) for text in texts} if task.end else set()
        begin = "".join(symbol for symbol in symbols if symbol in first)
        return cls(begin, task.end, times.pop()) if len(times) == 1 else cls(begin)

    def ended(self, text: str) -> bool:
        """Say whether a text has ended."""
        return bool(self.end) and text.endswith(self.end) and text.count(self.end) >= self.times

    def __str__(self) -> str:
        first = f"What may come first ({' '.join(map(on_tape, self.begin))})"
        if not self.end:
            return f"{first} is given; no text ends."
        nth = "" if self.times == 1 else f" number {self.times}"
        return f"{first}, and that a text ends with {on_tape(self.end)}{nth}, is given: the network is not asked there."


class Answers(ABC):
    """Remembers what may follow each text that was asked about.

    Args: symbols: the alphabet. given: what nobody is asked about.

    Attributes: at_once: symbols in the texts that are best asked about between two moments at which others may go on.
    """

    at_once = 1000

    def __init__(self, symbols: str, given: Given) -> None:
        self.symbols = symbols
        self.given = given
        self._known: dict[str, str | None] = {"": given.begin}

    def of(self, text: str) -> str | None:
        """Return the symbols that may follow, in the order of the alphabet; None where a symbol of it might not come."""
        if text not in self._known:
            self.ask([text])
        return self._known[text]

    def lacking(self, texts: Sequence[str]) -> list[str]:
        """Return the texts, each once, that were not asked about yet and cannot be answered from what was."""
        return [text for text in dict.fromkeys(texts) if text not in self._known and not self._broken(text)]

    def _broken(self, text: str) -> bool:
        """Say whether a symbol is known to be one that might not come, and remember it."""
        for at, symbol in enumerate(text):
            allowed = self._known.get(text[:at])
            if allowed is None:
                return False
            if symbol not in allowed:
                self._known[text] = None
                return True
        return False

    def hear(self, texts: Sequence[str]) -> Iterator[None]:
        """Ask about texts, some at a time."""
        part: list[str] = []
        room = self.at_once
        for text in sorted(self.lacking(texts), key=len):
            part.append(text)
            room -= len(text)
            if room <= 0:
                self.ask(part)
                part, room = [], self.at_once
                yield
        self.ask(part)

    def _follow(self, text: str, said: Callable[[str], str]) -> None:
        """Note what is said of each beginning of a text, up to where a symbol might not come."""
        for at, symbol in enumerate(text):
            before = self._known[text[:at]]
            if before is None or symbol not in before:
                self._known[text] = None
                return
            if (beginning := text[: at + 1]) not in self._known:
                self._known[beginning] = "" if self.given.ended(beginning) else said(beginning)

    @abstractmethod
    def ask(self, texts: Sequence[str]) -> None:
        """Find out what may follow these texts."""


class NetworkAnswers(Answers):
    """Asks a network, many texts at once."""

    def __init__(self, network: Network, symbols: str, given: Given) -> None:
        super().__init__(symbols, given)
        self.network = network
        self.asked = 0  # texts that the network was run on
        self._sets: dict[bytes, str] = {}
        self._vectors: dict[str, Array] = {}

    def ask(self, texts: Sequence[str]) -> None:
        """Run the network over the texts; what may follow each beginning of them is known then too."""
        wanted = self.lacking(texts)
        if not wanted:
            return
        self.asked += len(wanted)
        run = self._run(wanted)
        p = np.moveaxis(probabilities(self.network, run.logits), 1, -1)  # (T, B, V)
        allowed = possible(p, self.network.output)
        for b, text in enumerate(wanted):
            self._follow(text, partial(self._said, allowed[:, b]))

    def vectors(self, texts: Sequence[str]) -> Array:
        """Return the states of all layers after each text, as one vector of length 1 each, (B, K).

        One more number stands behind them, 1 where all others are 0 and else 0: so that empty states are alike.
        """
        wanted = [text for text in texts if text not in self._vectors]
        if wanted:
            run = self._run(wanted)
            last = np.array([len(text) for text in wanted])
            states = [
                values[last, :, np.arange(len(wanted))] for window in run.windows for values in window.state.values()
            ]  # of each (B, H)
            whole = np.concatenate(states, axis=1)  # (B, K)
            norms = np.linalg.norm(whole, axis=1, keepdims=True)
            unit = np.concatenate([whole / np.where(norms > 0, norms, 1), norms == 0], axis=1)
            self._vectors |= dict(zip(wanted, unit, strict=True))
        return np.stack([self._vectors[text] for text in texts])

    def _run(self, texts: Sequence[str]) -> BatchRun:
        place = {symbol: index for index, symbol in enumerate(self.symbols)}
        inputs = np.full((max(1, *map(len, texts)), len(texts)), -1)
        for b, text in enumerate(texts):
            inputs[: len(text), b] = [place[symbol] for symbol in text]
        run = BatchRun(self.network, *inputs.shape)
        run.start()
        run.forward(Batch(inputs, inputs, np.ones(inputs.shape, np.float32)))
        return run

    def _said(self, allowed: NDArray[np.bool_], beginning: str) -> str:
        return self._in_words(allowed[len(beginning) - 1])

    def _in_words(self, allowed: NDArray[np.bool_]) -> str:
        key = allowed.tobytes()
        if key not in self._sets:
            self._sets[key] = "".join(symbol for symbol, may in zip(self.symbols, allowed, strict=True) if may)
        return self._sets[key]


class GrammarAnswers(Answers):
    """Asks a task what may follow."""

    at_once = 100  # which works out all of a text for each symbol of it

    def __init__(self, task: SymbolTask) -> None:
        super().__init__(task.symbols, Given.of(task, task.symbols))
        self.grammar = task

    def ask(self, texts: Sequence[str]) -> None:
        """Let the task say what may follow each beginning of the texts, up to where it might not come."""
        behind = self.given.end or self.symbols[0]

        def legal(beginning: str) -> str:
            said = self.grammar.legal(beginning + behind)[-1]
            return "".join(one for one in self.symbols if one in said)

        for text in self.lacking(texts):
            self._follow(text, legal)


def has_grammar(task: Task | None) -> bool:
    """Say whether a task knows what may follow each symbol."""
    return isinstance(task, SymbolTask) and type(task).legal is not SymbolTask.legal
