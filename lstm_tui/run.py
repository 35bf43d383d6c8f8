"""A run: a model that reads a text, and every number that this makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from lstm_tui.core.place import Place
from lstm_tui.core.sampling import Sampling
from lstm_tui.core.stack import Stop
from lstm_tui.core.tokens import NumberTokens
from lstm_tui.core.trace import Trace
from lstm_tui.errors import LstmTuiError
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.tasks.base import SymbolTask
from lstm_tui.tasks.catalogue import TASKS
from lstm_tui.tasks.numbers import Adding

MAX_SYMBOLS = 50_000_000
LONGEST_TRUTH = 100_000  # symbols of which the task's truth is worked out
FIRST_TIMESTEPS = 1024  # of a long text, computed before anything is shown
FALLBACK_TEXT = "hello world"


@dataclass(frozen=True, eq=False)
class Run:
    """A text being read by a model. Immutable; made by `Run.open`, and each change is a new run.

    Attributes:
        bundle: the model. text: what it reads. trace: what that makes.
        snapshot: which moment of the model's training (from 0); −1: as it is.
    """

    bundle: ModelBundle
    text: str
    trace: Trace
    snapshot: int = -1

    @classmethod
    def open(cls, bundle: ModelBundle, text: str, timesteps: int | None = None) -> Run:
        """Run the model over the text: its first `timesteps`, or all where None.

        Raises:
            LstmTuiError: the text is empty or longer than MAX_SYMBOLS.
        """
        _check(text)
        return cls(bundle, text, bundle.network.forward(bundle.vocabulary.encode(text), timesteps))

    def __len__(self) -> int:
        return len(self.symbols)

    @cached_property
    def symbols(self) -> Sequence[str]:
        """What is read, one a timestep: the characters of the text, or the words that say numbers."""
        return self.bundle.vocabulary.split(self.text)

    @property
    def reads_numbers(self) -> bool:
        """Whether the model reads numbers, and not symbols."""
        return isinstance(self.bundle.vocabulary, NumberTokens)

    @property
    def layers(self) -> int:
        """How many layers the model has."""
        return len(self.bundle.network.cells)

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Every stop inside a timestep, in order."""
        return self.bundle.network.stops

    def hidden_size(self, layer: int) -> int:
        """H, the number of units of a layer (from 0)."""
        return self.bundle.network.cells[layer].hidden_size

    def width(self, place: Place) -> int:
        """Return how many numbers stand beside the one at a place."""
        return self.bundle.network.width(place.quantity, place.layer)

    def truth(self) -> tuple[str, ...] | None:
        """Return what is true after each symbol, by the task that the model was trained on; None where there is none."""
        return _truth(self.bundle.task, self.text) if self.bundle.task and len(self) <= LONGEST_TRUTH else None

    def knows(self, timestep: int) -> bool:
        """Say whether the model knows the symbol at this timestep."""
        return self.bundle.vocabulary.knows(self.symbols[timestep])

    def with_text(self, text: str, timesteps: int) -> Run:
        """Read another text, at least its first `timesteps`; what it shares with this one is not computed again.

        Raises:
            LstmTuiError: the text is empty or too long; this run is as good as before.
        """
        _check(text)
        trace = self.trace.fork(self.bundle.vocabulary.encode(text))
        trace.advance_to(timesteps)
        return Run(self.bundle, text, trace, self.snapshot)

    def with_model(self, bundle: ModelBundle, text: str | None, timesteps: int) -> Run:
        """Let another model read this text, or the one given; its own where one reads words and the other characters."""
        if text is None:
            text = self.text
            if self.reads_numbers or isinstance(bundle.vocabulary, NumberTokens):
                text = bundle.card.default_text or FALLBACK_TEXT
        return Run.open(bundle, text, timesteps)

    def to_snapshot(self, index: int, timesteps: int) -> Run:
        """Read with the model as it was at a moment of its training (from 0).

        Raises:
            LstmTuiError: the model has no such moment.
        """
        count = len(self.bundle.snapshots)
        if not count:
            raise LstmTuiError("This model brings no moments of its training.", "Models of 'lstm-tui train' do.")
        if not 0 <= index < count:
            raise LstmTuiError(f"There is no moment {index + 1}.", f"This model brings {count} of its training.")
        bundle = self.bundle.at_snapshot(index)
        return replace(self, bundle=bundle, trace=bundle.network.forward(self.trace.inputs, timesteps), snapshot=index)

    def write(self, sampling: Sampling, seed: int) -> tuple[Run, float]:
        """Let the model write one symbol behind the text; return the longer run and the probability of the choice.

        The choice hangs on the seed and the place alone, so that going back and writing again writes the same.

        Raises:
            LstmTuiError: the model does not choose one symbol of many, or the text is not read to its end yet.
        """
        if self.bundle.network.output != "softmax" or isinstance(self.bundle.vocabulary, NumberTokens):
            raise LstmTuiError(
                "This model does not choose one symbol of many: it cannot write.",
                "Use one that predicts the next symbol.",
            )
        last = self.trace.step(len(self) - 1, self.layers - 1)
        index, p = sampling.choose(last["logits"], np.random.default_rng([seed, len(self)]))
        return self.with_text(self.text + self.bundle.vocabulary.symbols[index], len(self) + 1), p

    def default_unit(self, layer: int) -> int:
        """Return the unit whose state moves most over the beginning of the text: the one worth watching first."""
        states = self.trace.column(
            self.bundle.network.cells[layer].note, layer, 0, min(self.trace.computed, self.trace.window_size)
        )
        if len(states) == 1:
            return int(abs(states[0]).argmax())
        return int((states.max(axis=0) - states.min(axis=0)).argmax())


@lru_cache(maxsize=8)
def _truth(task: str, text: str) -> tuple[str, ...] | None:
    known = TASKS.get(task)
    if known is None:
        return None
    if issubclass(known, Adding):
        return Adding().truth(NumberTokens(2).encode(text))
    return known().truth(text) if issubclass(known, SymbolTask) else None


def _check(text: str) -> None:
    if not text:
        raise LstmTuiError("There is no text to read.", "Type at least one symbol.")
    if len(text) > MAX_SYMBOLS:
        raise LstmTuiError(f"The text has {len(text):,} symbols; at most {MAX_SYMBOLS:,} can be stepped.", "Cut it.")
