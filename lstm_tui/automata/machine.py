"""A Moore machine whose output is the set of symbols that may follow, and exact questions about such machines."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Machine:
    """A deterministic automaton. State 0 is the one before the first symbol.

    A symbol that may not follow leads out of the machine: into the dead state, where nothing may follow. It is not
    among the states; `len` counts the others, which can all be reached where `learning` or `minimised` made the machine.

    Attributes:
        symbols: the alphabet, one character each.
        allows: of each state the symbols that may follow, in the order of the alphabet; "" where a text has ended.
        moves: of each state, symbol -> state. Every symbol that may follow has one, but for a machine that is known up to
            some length alone: there it may be missing.
    """

    symbols: str
    allows: tuple[str, ...]
    moves: tuple[Mapping[str, int], ...]

    def __len__(self) -> int:
        return len(self.allows)

    @property
    def edges(self) -> list[tuple[int, str, int]]:
        """Every move as (state, symbol, state after), by state and in the order of the alphabet."""
        return [
            (state, symbol, self.moves[state][symbol])
            for state, allowed in enumerate(self.allows)
            for symbol in allowed
            if symbol in self.moves[state]
        ]

    def states(self, text: str) -> list[int | None]:
        """Return the state before the first symbol and after each, (T + 1,); None from where the machine is left on."""
        here: int | None = 0
        found = [here]
        for symbol in text:
            here = None if here is None or symbol not in self.allows[here] else self.moves[here].get(symbol)
            found.append(here)
        return found

    def after(self, text: str, state: int = 0) -> str | None:
        """Return what may follow a text that is read from a state on; None where the machine was left."""
        here: int | None = state
        for symbol in text:
            if here is None or symbol not in self.allows[here]:
                return None
            here = self.moves[here].get(symbol)
        return None if here is None else self.allows[here]

    def access(self) -> tuple[str, ...]:
        """Return the shortest text that leads to each state; of several the first in the order of the alphabet."""
        found: dict[int, str] = {0: ""}
        queue = deque([0])
        while queue:
            state = queue.popleft()
            for symbol in self.allows[state]:
                after = self.moves[state].get(symbol)
                if after is not None and after not in found:
                    found[after] = found[state] + symbol
                    queue.append(after)
        return tuple(found.get(state, "") for state in range(len(self)))

    def minimised(self) -> Machine:
        """Return the smallest machine that allows the same, its states numbered in the order in which they are reached.

        States are parted by what they allow, then again and again by the parts that their moves lead into (Moore 1956).
        """
        part = _numbered(self.allows)
        while True:
            finer = _numbered(
                [
                    (part[state], tuple(part[self.moves[state][symbol]] if symbol in self.moves[state] else -1 for symbol in allowed))
                    for state, allowed in enumerate(self.allows)
                ]
            )  # fmt: skip
            if max(finer) == max(part):
                return self._joined(finer)
            part = finer

    def _joined(self, part: list[int]) -> Machine:
        """Return the machine with the states of each part as one, in breadth-first order."""
        one = {number: state for state, number in reversed(list(enumerate(part)))}
        order = {part[0]: 0}
        queue = deque([part[0]])
        while queue:
            state = one[queue.popleft()]
            for symbol in self.allows[state]:
                after = self.moves[state].get(symbol)
                if after is not None and part[after] not in order:
                    order[part[after]] = len(order)
                    queue.append(part[after])
        kept = [one[number] for number in order]
        return Machine(
            self.symbols,
            tuple(self.allows[state] for state in kept),
            tuple({symbol: order[part[after]] for symbol, after in self.moves[state].items()} for state in kept),
        )

    def walk(self, rng: np.random.Generator, longest: int) -> str:
        """Return a text of at most so many symbols that the machine allows, all that may follow alike probable."""
        state, text = 0, ""
        for chance in rng.random(longest).tolist():
            allowed = self.allows[state]
            symbol = allowed[int(chance * len(allowed))] if allowed else ""
            if symbol not in self.moves[state]:
                break
            text, state = text + symbol, self.moves[state][symbol]
        return text

    def loops(self, state: int, longest: int) -> list[str]:
        """Return the texts of at most so many symbols that lead from a state back to it for the first time."""
        found, reached = [], [("", state)]
        for _ in range(longest):
            further = [(text + symbol, after) for text, at in reached for symbol, after in self.moves[at].items()]
            found += [text for text, after in further if after == state]
            reached = [(text, after) for text, after in further if after != state]
        return found


def _numbered(keys: Iterable[object]) -> list[int]:
    """Return for each key its number: equal keys have the same, the first has 0."""
    numbers: dict[object, int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in keys]


def difference(one: Machine, other: Machine) -> str | None:
    """Return the shortest text after which two machines do not allow the same; None where there is none.

    Breadth first through the pairs of states that the same text leads to, hence exact. Where a move is not known the
    pair is not followed.
    """
    found = {(0, 0): ""}
    queue = deque([(0, 0)])
    while queue:
        here, there = pair = queue.popleft()
        if one.allows[here] != other.allows[there]:
            return found[pair]
        for symbol in one.allows[here]:
            after = one.moves[here].get(symbol), other.moves[there].get(symbol)
            if after[0] is not None and after[1] is not None and after not in found:
                both = (after[0], after[1])
                found[both] = found[pair] + symbol
                queue.append(both)
    return None


def as_dot(machine: Machine, name: str) -> str:
    """Return the machine in the language of Graphviz; a state with two rings is one where a text ends."""
    lines = [f"digraph {_dot(name)} {{", "  rankdir=LR; node [shape=circle]; edge [arrowsize=0.7];"]
    for state, allowed in enumerate(machine.allows):
        shape = "" if allowed else ", shape=doublecircle"
        lines.append(f"  {state} [tooltip={_dot(allowed or 'nothing may follow')}{shape}];")
    joined: dict[tuple[int, int], str] = {}
    for state, symbol, after in machine.edges:
        joined[state, after] = joined.get((state, after), "") + (" " if (state, after) in joined else "") + symbol
    lines += [f"  {state} -> {after} [label={_dot(symbols)}];" for (state, after), symbols in joined.items()]
    return "\n".join([*lines, "}"])


def _dot(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
