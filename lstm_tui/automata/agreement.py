"""How far network, automaton and grammar agree, on four kinds of strings told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from lstm_tui.automata.answers import GrammarAnswers, NetworkAnswers
from lstm_tui.automata.machine import Machine
from lstm_tui.tasks.base import SymbolTask, Task
from lstm_tui.tasks.counting import AnBn
from lstm_tui.tasks.unseen import Language

STRINGS = 200  # of each kind
TIMES = (2, 5)  # as long
OWN = 40  # symbols of a string of the automaton's own, at most
AT_ONCE = 16  # strings between two moments at which somebody else may go on
OF_THE_TASK = (0, 3)  # the kinds that are strings of the task
SEED = 1  # not that of the tests by which the machine was learned


@dataclass(frozen=True)
class Row:
    """Agreement on one kind of strings: at every symbol the same may follow, up to the first that might not come.

    Attributes:
        kind: of strings. total: how many. read: how many symbols were read of one on average, that one included.
        automaton, grammar: on how many of them network and automaton, network and grammar agree throughout; None where
            there is no such thing. apart: the shortest beginning after which network and grammar (where there is none:
            network and automaton) differ; None where none does. criterion: how many are right by the task's own criterion;
            None where they are no strings of a task.
    """

    kind: str
    total: int
    read: float
    automaton: int | None
    grammar: int | None
    apart: str | None
    criterion: int | None


def kinds(task: Task | None, machine: Machine, rng: np.random.Generator) -> Iterator[tuple[str, list[str]]]:
    """Yield the kinds of strings, each with distinct strings of it."""
    texts = _own(task, machine, rng)
    lengths = [len(text) for text in texts] or [1]
    yield ("strings of the task" if isinstance(task, SymbolTask) else "strings of its own"), texts
    yield "one letter changed", _distinct([_mutant(text, machine.symbols, rng) for text in texts if text])
    letters = [*machine.symbols]
    yield "uniform strings", _distinct(["".join(rng.choice(letters, rng.choice(lengths))) for _ in range(STRINGS)])
    yield f"{TIMES[0]}–{TIMES[1]} times as long", _longer(task, machine, texts, rng)


def _own(task: Task | None, machine: Machine, rng: np.random.Generator) -> list[str]:
    if isinstance(task, SymbolTask):
        return _distinct([task.text(rng) for _ in range(STRINGS)])
    return _distinct([machine.walk(rng, OWN) for _ in range(STRINGS)])


def _longer(task: Task | None, machine: Machine, texts: Sequence[str], rng: np.random.Generator) -> list[str]:
    low, high = TIMES
    if isinstance(task, AnBn) and task.trained_to is not None:
        return [task.word(n) for n in range(low * task.trained_to, high * task.trained_to + 1)]
    if isinstance(task, Language):
        size = max(1, int(np.median([task.size(text) for text in texts])))
        return _distinct([task.of_size(rng, int(rng.integers(low * size, high * size + 1))) for _ in range(STRINGS)])
    length = max(1, int(np.median([len(text) for text in texts])))
    long = (machine.walk(rng, int(rng.integers(low * length, high * length + 1))) for _ in range(STRINGS))
    return _distinct([text for text in long if len(text) >= low * length])


def _mutant(text: str, symbols: str, rng: np.random.Generator) -> str:
    """Return a string with one letter changed into another."""
    at = int(rng.integers(len(text)))
    others = [symbol for symbol in symbols if symbol != text[at]]
    return text[:at] + others[int(rng.integers(len(others)))] + text[at + 1 :] if others else text


def _distinct(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def agreement(
    network: NetworkAnswers,
    task: Task | None,
    automaton: Machine | None,
    walked: Machine,
    grammar: Machine | GrammarAnswers | None,
    seed: int = SEED,
) -> Iterator[Row | None]:
    """Yield a row for each kind of strings, and None between slices of the work.

    Args: automaton: None where none fits. walked: the machine whose texts are taken where there is no task. grammar: None
        where nobody knows it.
    """
    for place, (kind, texts) in enumerate(kinds(task, walked, np.random.default_rng(seed))):
        by_automaton: list[str | None] = []
        by_grammar: list[str | None] = []
        right = 0
        for start in range(0, len(texts), AT_ONCE):
            part = texts[start : start + AT_ONCE]
            yield from (None for _ in network.hear(part))
            if isinstance(grammar, GrammarAnswers):
                yield from (None for _ in grammar.hear(part))
            by_automaton += [parted(network, automaton, text) for text in part] if automaton is not None else []
            by_grammar += [parted(network, grammar, text) for text in part] if grammar is not None else []
            if isinstance(task, SymbolTask) and place in OF_THE_TASK:
                right += int(task.right(network.network, part).sum())
            yield None
        apart = [text for text in by_grammar or by_automaton if text is not None]
        yield Row(
            kind, len(texts), sum(_read(network, text) for text in texts) / max(1, len(texts)),
            by_automaton.count(None) if automaton is not None else None,
            by_grammar.count(None) if grammar is not None else None,
            min(apart, key=len, default=None),
            right if isinstance(task, SymbolTask) and place in OF_THE_TASK else None,
        )  # fmt: skip


def parted(network: NetworkAnswers, other: Machine | GrammarAnswers, text: str) -> str | None:
    """Return the shortest beginning of a text after which two do not let the same follow; None where there is none."""
    states = other.states(text) if isinstance(other, Machine) else None
    for at in range(len(text) + 1):
        said = network.of(text[:at])
        if states is not None and isinstance(other, Machine):
            state = states[at]
            expected = None if state is None else other.allows[state]
        else:
            assert isinstance(other, GrammarAnswers)
            expected = other.of(text[:at])
        if said is None and expected is None:
            return None
        if said != expected:
            return text[:at]
    return None


def _read(network: NetworkAnswers, text: str) -> int:
    """Return how many symbols are read up to the first that might not come, that one included."""
    return next((at for at in range(1, len(text) + 1) if network.of(text[:at]) is None), len(text))
