"""From a trained network to the machine that it has become, its size, and where it differs from its grammar.

First machines are learned from texts of up to 4, 8, … symbols: how many states these need. Where that number stops growing,
the whole machine is drawn out: the prefix tree's states merged where they are alike, then minimised, tested and parted (see
`learning`). Where it does not stop, no finite automaton fits, as far as was looked.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from lstm_tui.automata.agreement import SEED, Row, agreement
from lstm_tui.automata.answers import Answers, Given, GrammarAnswers, NetworkAnswers, has_grammar, rule
from lstm_tui.automata.differing import Search, Tried
from lstm_tui.automata.learning import Learner
from lstm_tui.automata.machine import Machine
from lstm_tui.errors import LstmTuiError
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.tasks.base import SymbolTask, Task

LENGTHS = (4, 8, 16, 32, 64)  # symbols of the longest text
MOST = 90  # states
MOST_BEFORE = 500  # states before minimising
KAPPA = 0.01  # of Merrill & Tsilivis 2022; where that leaves too many states, WIDER times as much
WIDER = 4
WALKS = 200  # at random, in the tests
SYMBOLS = 40  # of an alphabet, at most
DRAWN = 32  # states of a machine that is right up to some length alone, at most


@dataclass(frozen=True)
class Size:
    """How many states texts of up to so many symbols tell apart, of the network and of the grammar.

    No automaton with fewer is right for all these texts. None: more than MOST, or not looked for.
    """

    longest: int
    network: int | None
    grammar: int | None


@dataclass(frozen=True, eq=False)
class Found:
    """What became of an extraction.

    Attributes:
        model: its name. task: its task's title, "" where it has none. rule: how it is decided what may follow, in words; given: what is given, in words.
        machine: minimised; where none fits, that of texts of up to `longest` symbols.
        finite: whether the number of states stops growing. longest: None where it does.
        before: states before minimising; kappa: by which they were merged. tests: texts on which it was tested.
        sizes: how many states are told apart, by length.
        grammar: the true machine, where its task has a finite one. known: whether the task has a grammar at all.
        tried: see `differing`.
        rows: agreement by kinds of strings.
    """

    model: str
    task: str
    rule: str
    given: str
    machine: Machine
    finite: bool
    longest: int | None
    before: int
    kappa: float | None
    tests: int
    sizes: tuple[Size, ...]
    grammar: Machine | None
    known: bool
    tried: Tried
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Progress:
    """How far it is. Attributes: doing: in words. share: of the stages, 0 to 1."""

    doing: str
    share: float


class Extraction:
    """Draws a machine out of a model, in slices; `found` is there when `run` has ended.

    Args: task: that the model was trained on, None where there is none. seed: of the strings on which agreement is
        measured; all else hangs on no chance of ours. lengths: of the texts by which it is seen whether states grow.

    Raises:
        LstmTuiError: the model reads no symbols, or too many different ones.
    """

    def __init__(
        self, bundle: ModelBundle, task: Task | None, seed: int = SEED, lengths: Sequence[int] = LENGTHS
    ) -> None:
        symbols = bundle.tokens.symbols
        if not symbols or bundle.network.output == "linear":
            raise LstmTuiError(
                f"'{bundle.name}' answers with numbers: no symbol may follow or not.", "Choose a model that reads text."
            )
        if len(symbols) > SYMBOLS:
            raise LstmTuiError(
                f"'{bundle.name}' reads {len(symbols)} different symbols: its machine would be too large.",
                f"Choose a model of a task with at most {SYMBOLS}, such as reber.",
            )
        self.bundle, self.task, self.seed, self.lengths = bundle, task, seed, lengths
        self.found: Found | None = None
        alphabet = "".join(symbols)
        self.network = NetworkAnswers(bundle.network, alphabet, Given.of(task, alphabet))
        self.grammar = GrammarAnswers(task) if isinstance(task, SymbolTask) and has_grammar(task) else None

    def run(self) -> Iterator[Progress]:
        """Work, and say how far it is; the last is said when `found` is there."""
        own = Growth(self.network, self.lengths)
        theirs = Growth(self.grammar, self.lengths) if self.grammar is not None else None
        for _ in own.run():
            yield Progress("what states the network tells apart", 0.3 * own.share)
        if theirs is not None:
            for _ in theirs.run():
                yield Progress("what states the grammar tells apart", 0.3 + 0.2 * theirs.share)
        truth = yield from self._whole(theirs, None) if theirs is not None else _none()
        whole = yield from self._whole(own, KAPPA)
        last = own.drawn
        machine = (whole or last).machine.minimised()
        automaton = machine if whole is not None else None
        true = truth.machine.minimised() if truth is not None else None
        search = Search(self.network, automaton, true or self.grammar, self.task)
        yield from _said("where they differ", 0.7, search.run(whole.suffixes if whole is not None else ()))
        rows: list[Row] = []
        for row in agreement(self.network, self.task, automaton, machine, true or self.grammar, self.seed):
            rows += [row] if row is not None else []
            yield Progress("strings of four kinds", 0.8 + 0.05 * len(rows))
        self.found = Found(
            self.bundle.name, self.task.title if self.task is not None else "", rule(self.bundle.network.output),
            str(self.network.given), machine, whole is not None, None if whole is not None else last.longest,
            len((whole or last).leaders), (whole or last).kappa, (whole or last).compared, _beside(own, theirs), true,
            self.grammar is not None, search.tried, tuple(rows),
        )  # fmt: skip
        yield Progress("done", 1.0)

    def _whole(self, growth: Growth, kappa: float | None) -> Generator[Progress, None, Learner | None]:
        """Learn from texts of any length, where the number of states stops growing; else return None."""
        while growth.settled:
            learner = Learner(
                growth.answers, kappa=kappa, most=MOST_BEFORE if kappa else MOST, depth=3, walks=WALKS,
                suffixes=growth.suffixes,
            )  # fmt: skip
            yield from _said("merging what is alike", 0.5 if kappa is None else 0.6, learner.learn())
            if learner.enough:
                return learner
            if kappa is None or learner.tired or kappa > 2:  # cos is never below −1: all are alike
                return None
            kappa *= WIDER
        return None


class Growth:
    """How many states texts of up to so many symbols need, length by length.

    Attributes: sizes: of each length; None where they are more than MOST. suffixes: that tell the states apart.
    """

    def __init__(self, answers: Answers, lengths: Sequence[int]) -> None:
        self.answers, self.lengths = answers, lengths
        self.sizes: dict[int, int | None] = {}
        self.suffixes: tuple[str, ...] = ("",)
        self._drawn: Learner | None = None

    def run(self) -> Iterator[None]:
        """Learn from longer and longer texts, until the states are too many, or three times as many."""
        for longest in self.lengths:
            learner = Learner(
                self.answers, longest, most=MOST, depth=2, walks=200, reach=longest, suffixes=self.suffixes
            )
            yield from learner.learn()
            self.sizes[longest] = len(learner.leaders) if learner.enough else None
            if not learner.enough:
                return
            self.suffixes = tuple(learner.suffixes)
            if self._drawn is None or len(learner.leaders) <= DRAWN:
                self._drawn = learner
            if len(self.sizes) > 2 and len(set([*self.sizes.values()][-3:])) == 1:
                return

    @property
    def share(self) -> float:
        """How many of the lengths are done, 0 to 1."""
        return len(self.sizes) / len(self.lengths)

    @property
    def settled(self) -> bool:
        """Whether twice the length needs no more states."""
        counts = [*self.sizes.values()]
        return len(counts) > 1 and counts[-1] is not None and counts[-1] == counts[-2]

    @property
    def drawn(self) -> Learner:
        """What was learned from the longest texts that need few enough states to be drawn."""
        if self._drawn is None:
            raise LstmTuiError(
                f"Texts of {self.lengths[0]} symbols tell more than {MOST} states apart.", "Choose another model."
            )
        return self._drawn


def _beside(own: Growth, theirs: Growth | None) -> tuple[Size, ...]:
    return tuple(
        Size(longest, count, theirs.sizes.get(longest) if theirs is not None else None)
        for longest, count in own.sizes.items()
    )


def _said(doing: str, share: float, work: Iterator[None]) -> Iterator[Progress]:
    for _ in work:
        yield Progress(doing, share)


def _none() -> Generator[Progress, None, None]:
    return
    yield
