"""Where network, automaton and grammar differ: all short texts, the automaton's product with the grammar, its loops."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from lstm_tui.automata.agreement import parted
from lstm_tui.automata.answers import GrammarAnswers, NetworkAnswers, possible
from lstm_tui.automata.machine import Machine, difference
from lstm_tui.core.activations import Array
from lstm_tui.core.network import Network
from lstm_tui.tasks.base import SymbolTask, Task

SHORT = 10_000  # texts that are all run, the shortest first, at most
SYMBOLS = 150_000  # that these have together, at most
LOOP = 2  # symbols of a loop, at most
ROUNDS = (1, 2, 4, 8, 16, 32, 64)  # how often a loop is run


@dataclass(frozen=True)
class Differing:
    """A text, and what may follow it; None by whom nobody knows.

    Attributes: shortest: whether every shorter text was run, and nothing differs there. right: whether the network's
        prediction is right there by the task's own criterion; None where there is none.
    """

    text: str
    network: str
    automaton: str | None
    grammar: str | None
    shortest: bool
    right: bool | None


@dataclass(frozen=True)
class Tried:
    """What was tried beside the tests by which the machine was learned.

    Attributes: short: texts that were run, which are all those of up to `length` symbols that network and the other
        (grammar, or automaton where there is none) allow. loops: texts in which a loop of the automaton is run up to 64
        times. differing: the shortest found on which network and the other differ.
    """

    short: int
    length: int
    loops: int
    differing: Differing | None


class Search:
    """Searches; `tried` is there when `run` has ended.

    Args: automaton: None where none fits. grammar: its machine, or who knows it, or None. task: that judges; None: nobody.
    """

    def __init__(
        self,
        network: NetworkAnswers,
        automaton: Machine | None,
        grammar: Machine | GrammarAnswers | None,
        task: Task | None = None,
    ) -> None:
        self.network, self.automaton, self.grammar, self.task = network, automaton, grammar, task
        self.other = grammar or automaton
        self.tried = Tried(0, 0, 0, None)

    def run(self, suffixes: Sequence[str]) -> Iterator[None]:
        """Try all short texts, then the product, then the loops. Args: suffixes: that tell the automaton's states apart."""
        if self.other is None:
            return
        short, length, found = yield from self._short(self.other)
        loops, shortest = 0, found is not None
        if found is None and self.automaton is not None and isinstance(self.grammar, Machine):
            found = difference(self.automaton, self.grammar)
        if found is None and self.automaton is not None:
            loops, found = yield from self._loops(self.automaton, suffixes)
        differing = None if found is None else self._told(found, shortest)
        self.tried = Tried(short, length, loops, differing)

    def _short(self, other: Machine | GrammarAnswers) -> Generator[None, None, tuple[int, int, str | None]]:
        """Run all texts, the shorter first; return how many, up to which length, and the first that differs."""
        level, count, length, room = [""], 0, 0, SYMBOLS
        while level:
            level = [text + symbol for text in level for symbol in self.network.of(text) or ""]
            room -= len(level) * (length + 1)
            if count + len(level) > SHORT or room < 0 or not level:
                break
            yield from self.network.hear(level)
            if isinstance(other, GrammarAnswers):
                yield from other.hear(level)
            for text in level:
                if self.network.of(text) != _said(other, text):
                    return count, length, text
            count, length = count + len(level), length + 1
            yield
        return count, length, None

    def _loops(self, machine: Machine, suffixes: Sequence[str]) -> Generator[None, None, tuple[int, str | None]]:
        """Run each loop of the machine again and again; return in how many texts, and the shortest found that differs."""
        count, found = 0, None
        for state, access in enumerate(machine.access()):
            for loop in machine.loops(state, LOOP):
                texts = [access + loop * rounds + suffix for rounds in ROUNDS for suffix in suffixes]
                yield from self.network.hear(texts)
                yield
                count += len(texts)
                for place, text in enumerate(texts):
                    wrong = parted(self.network, machine, text)
                    if wrong is None or (found is not None and len(wrong) >= len(found)):
                        continue
                    suffix = suffixes[place % len(suffixes)]
                    every = [access + loop * rounds + suffix for rounds in range(1, ROUNDS[place // len(suffixes)] + 1)]
                    yield from self.network.hear(every)
                    found = next(wrong for text in every if (wrong := parted(self.network, machine, text)) is not None)
        return count, found

    def _told(self, text: str, shortest: bool) -> Differing:
        """Run the network on the text alone, by the pass that the stepper shows, and say what each lets follow."""
        automaton = self.automaton.after(text) if self.automaton is not None else None
        grammar = None if self.grammar is None else _said(self.grammar, text)
        symbols, network = self.network.symbols, self.network.network
        p = outputs_after(network, symbols, text)
        allowed = "".join(symbol for symbol, may in zip(symbols, possible(p, network.output), strict=True) if may)
        right = None
        if grammar and isinstance(self.task, SymbolTask):
            legal = np.array([symbol in grammar for symbol in symbols])
            right = bool(self.task.judge(p[None, :, None], legal[None, :, None])[0, 0])
        return Differing(text, allowed, automaton, grammar, shortest, right)


def _said(other: Machine | GrammarAnswers, text: str) -> str | None:
    return other.after(text) if isinstance(other, Machine) else other.of(text)


def outputs_after(network: Network, symbols: str, text: str) -> Array:
    """Return the outputs (V,) of a network after a text, by its one forward pass."""
    trace = network.forward(np.array([symbols.index(symbol) for symbol in text]))
    return trace.step(len(text) - 1, len(network.cells) - 1)["probs"]
