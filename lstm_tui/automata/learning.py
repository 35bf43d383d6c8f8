"""A machine learned by asking: texts are merged where nothing tells them apart, and parted where something does.

Texts are followed breadth first, as a prefix tree. A text is taken for one that was there before where the same may follow
both, now and after each of the suffixes known to tell states apart, and, of a network, where the states are alike:
cos > 1 − κ (Merrill & Tsilivis 2022). Merging so as the tree grows leaves one move a symbol: the machine is deterministic.
Then it is tested: after each state, after all continuations up to some length, every suffix (Chow's W method, 1978), so
that any machine with at most that many states more would be found out; and on long random walks; where texts up to some
length alone count and there are few, on all of them. A text on which
answers and machine differ is taken apart for the suffix that shows it (Rivest & Schapire 1993), and all begins again.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_tui.automata.answers import Answers, NetworkAnswers
from lstm_tui.automata.machine import Machine
from lstm_tui.core.activations import Array

AT_ONCE = 64  # tests made between two looks at what failed
BEYOND = -1  # stands for what is not asked: the text would be too long
WORK = 1_000_000  # answers looked at, at which it is given up
EVERY = 4000  # texts up to a length, at most, that are all tested
PLACED = 16  # texts merged between two moments at which somebody else may go on
CONTINUED = 4000  # continuations of a length, at most, that are tested
TAKEN = 8  # failed tests that are taken apart before all begins again


class Learner:
    """Learns a machine. `learn` goes on in slices; then `machine` is what was learned.

    Args:
        answers: who is asked.
        longest: no longer text is asked about; None: any.
        kappa: states of a network count as alike where cos > 1 − κ; None: what may follow alone counts.
        most: states at which it is given up.
        depth: of the continuations in the tests. walks: random ones. reach: how long these become.
        suffixes: that are known to tell states apart, to begin with.

    Attributes:
        leaders: the text that stands for each state, in breadth-first order. enough: whether it came to an end
            before `most` or WORK was reached. tired: whether it was WORK.
    """

    def __init__(
        self,
        answers: Answers,
        longest: int | None = None,
        kappa: float | None = None,
        most: int = 200,
        depth: int = 1,
        walks: int = 0,
        reach: int = 60,
        suffixes: Sequence[str] = ("",),
    ) -> None:
        self.answers, self.longest, self.most = answers, longest, most
        self.kappa = kappa if isinstance(answers, NetworkAnswers) else None
        self.depth, self.walks, self.reach = depth, walks, reach
        self.suffixes = list(suffixes)
        self.leaders: list[str] = []
        self.enough, self.tired, self._work = True, False, 0
        self._tested: set[str] = set()
        self._every: list[str] | None = None
        self._moves: list[dict[str, int]] = []
        self._numbers: dict[str | None, int] = {}
        self._felt: dict[str, Array] = {}  # states after the texts at hand, each as a vector of length 1

    @property
    def compared(self) -> int:
        """How many different texts answers and machine were found to agree on."""
        return len(self._tested)

    @property
    def machine(self) -> Machine:
        """The machine as it stands, a state a leader."""
        allows = tuple(self.answers.of(leader) or "" for leader in self.leaders)
        return Machine(self.answers.symbols, allows, tuple(self._moves))

    def learn(self) -> Iterator[None]:
        """Merge, test and part until no test fails or there are too many states."""
        yield from self._enumerate()
        while True:
            yield from self._merge()
            self.tired = self._work > WORK
            self.enough = self.enough and not self.tired
            if not self.enough:
                return
            failed: list[str] = []
            yield from self._test(failed)
            if not failed:
                return
            yield from self._part(sorted(set(failed), key=len)[:TAKEN])

    # merging -------------------------------------------------------------------

    def _merge(self) -> Iterator[None]:
        """Follow the texts breadth first."""
        self.leaders, self._moves = [], []
        self._signatures = np.empty((0, len(self.suffixes)), np.int32)
        yield from self._hear(self.suffixes)
        self._feel([""])
        self._leading = np.zeros((0, len(self._felt[""]) if self._felt else 0))
        self._lead("", self._signature(""))
        begun = 0
        while begun < len(self.leaders):
            level, begun = range(begun, len(self.leaders)), len(self.leaders)
            texts = [
                (state, symbol, self.leaders[state] + symbol)
                for state in level
                for symbol in self.answers.of(self.leaders[state]) or ""
                if self._fits(self.leaders[state] + symbol)
            ]
            for start in range(0, len(texts), PLACED):
                part = texts[start : start + PLACED]
                self._feel([text for _, _, text in part])
                yield from self._hear([text + suffix for _, _, text in part for suffix in self.suffixes])
                self._work += len(part) * len(self.suffixes)
                for state, symbol, text in part:
                    self._moves[state][symbol] = self._place(text)
                yield
            if len(self.leaders) > self.most or self._work > WORK:
                self.enough = False
                return

    def _fits(self, text: str) -> bool:
        return self.longest is None or len(text) <= self.longest

    def _hear(self, texts: Sequence[str]) -> Iterator[None]:
        """Ask about the texts that are not too long."""
        yield from self.answers.hear([text for text in texts if self._fits(text)])

    def _signature(self, text: str) -> NDArray[np.int32]:
        """Return what may follow after each suffix, as numbers; BEYOND where the text would be too long."""
        return np.array(
            [self._number(self.answers.of(text + one)) if self._fits(text + one) else BEYOND for one in self.suffixes],
            np.int32,
        )

    def _number(self, allowed: str | None) -> int:
        return self._numbers.setdefault(allowed, len(self._numbers))

    def _place(self, text: str) -> int:
        """Return the state of a text: the first that nothing tells apart from it, or a new one."""
        signature = self._signature(text)
        known = self._signatures[: len(self.leaders)]
        parted = ((known != signature) & (known != BEYOND) & (signature != BEYOND)).any(axis=1)
        if self.kappa is not None and self.answers.of(text):  # behind the end nothing is asked: all ends are alike
            near = self._leading[: len(self.leaders)] @ self._felt[text] > 1 - self.kappa
            parted |= ~near
        alike = np.flatnonzero(~parted)
        return int(alike[0]) if len(alike) else self._lead(text, signature)

    def _lead(self, text: str, signature: NDArray[np.int32]) -> int:
        """Let a text stand for a new state."""
        if len(self.leaders) == len(self._signatures):
            self._signatures = np.concatenate([self._signatures, np.empty((64, len(self.suffixes)), np.int32)])
        self._signatures[len(self.leaders)] = signature
        if self.kappa is not None:
            felt = self._felt[text]
            if len(self.leaders) >= len(self._leading):
                self._leading = np.concatenate([self._leading, np.zeros((64, len(felt)), felt.dtype)])
            self._leading[len(self.leaders)] = felt
        self.leaders.append(text)
        self._moves.append({})
        return len(self.leaders) - 1

    def _feel(self, texts: Sequence[str]) -> None:
        """Find the states of a network after texts, where they count."""
        if self.kappa is not None and isinstance(self.answers, NetworkAnswers):
            self._felt = dict(zip(texts, self.answers.vectors(texts), strict=True)) if texts else {}

    # testing -------------------------------------------------------------------

    def _test(self, failed: list[str]) -> Iterator[None]:
        """Compare on every test, until some fail."""
        machine = self.machine
        self._tested.clear()
        tests: Iterator[tuple[str, str | None]]
        if self._every is not None:
            tests = ((text, machine.after(text)) for text in self._every)
        else:
            tests = itertools.chain(self._covering(machine), self._walking(machine))
        fitting = ((text, said) for text, said in tests if self._fits(text))
        while part := list(itertools.islice(fitting, AT_ONCE)):
            yield from self._hear([text for text, _ in part])
            yield
            failed += [text for text, said in part if self.answers.of(text) != said]
            if failed:
                return
            self._tested.update(text for text, _ in part)
            self._work += len(part)

    def _enumerate(self) -> Iterator[None]:
        """List all texts that may come up to the longest, where they are few enough: then nothing is left to test."""
        if self.longest is None:
            return
        level, found = [""], [""]
        for _ in range(self.longest):
            level = [text + symbol for text in level for symbol in self.answers.of(text) or ""]
            if len(found) + len(level) > EVERY:
                return
            yield from self.answers.hear(level)
            found += level
        self._every = found

    def _covering(self, machine: Machine) -> Iterator[tuple[str, str | None]]:
        """Yield each state's text, continued in every way up to `depth`, and each suffix behind it; and what may follow."""
        behind = [[machine.after(suffix, state) for suffix in self.suffixes] for state in range(len(machine))]
        reached = [*zip(self.leaders, range(len(machine)), strict=True)]
        for _ in range(self.depth + 1):
            for text, at in reached:
                yield from zip([text + suffix for suffix in self.suffixes], behind[at], strict=True)
            further = (
                (text + symbol, after)
                for text, at in reached
                for symbol, after in machine.moves[at].items()
                if self._fits(text + symbol)
            )
            reached = [*itertools.islice(further, CONTINUED)]

    def _walking(self, machine: Machine) -> Iterator[tuple[str, str | None]]:
        """Yield every beginning of random walks, and what may follow."""
        rng = np.random.default_rng(0)
        for _ in range(self.walks):
            text = machine.walk(rng, int(rng.integers(1, self.reach + 1)))
            states = machine.states(text)
            yield from ((text[:at], machine.allows[state]) for at, state in enumerate(states) if state is not None)

    # parting -------------------------------------------------------------------

    def _part(self, failed: Sequence[str]) -> Iterator[None]:
        """Find the suffixes of failed tests by which a text is told apart from the leader that it was merged with."""
        machine = self.machine
        new: dict[str, None] = {}
        for text in failed:
            states = machine.states(text)  # None only at the end
            swapped = [self.leaders[state] + text[at:] for at, state in enumerate(states) if state is not None]
            yield from self._hear(swapped)
            said = [self.answers.of(other) for other in swapped]
            at = next(at for at, (one, other) in enumerate(itertools.pairwise(said)) if one != other)
            new[text[at + 1 :]] = None
        self.suffixes += [suffix for suffix in new if suffix not in self.suffixes]
