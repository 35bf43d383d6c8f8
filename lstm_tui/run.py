"""A run: a model that reads a text, and every number that this makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.place import Place
from lstm_tui.core.sampling import Sampling
from lstm_tui.core.stack import Stop
from lstm_tui.core.tokens import Tokens
from lstm_tui.core.trace import Trace
from lstm_tui.errors import LstmTuiError
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.surprise import Surprises

if TYPE_CHECKING:
    from lstm_tui.tasks.base import Task
    from lstm_tui.tasks.remarks import Remark

MAX_SYMBOLS = 50_000_000
LONGEST_MEAN = 100_000  # timesteps over which a mean is taken
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
        return cls(bundle, text, bundle.network.forward(bundle.tokens.encode(text), timesteps))

    def __len__(self) -> int:
        return len(self.symbols)

    @cached_property
    def symbols(self) -> Sequence[str]:
        """What is read, one a timestep: the characters of the text, or the words that say numbers."""
        return self.tokens.split(self.text)

    @property
    def tokens(self) -> Tokens:
        """What the timesteps are."""
        return self.bundle.tokens

    @cached_property
    def widest(self) -> int:
        """How many characters the longest token has."""
        return self.tokens.widest(self.symbols)

    @property
    def moment(self) -> int:
        """Which moment of the model's training is read, from 0; the last is the model as it is."""
        return self.snapshot % len(self.bundle.snapshots) if self.bundle.snapshots else 0

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

    @cached_property
    def surprises(self) -> Surprises | None:
        """−ln p of what comes next at each timestep; None of a model that answers with numbers."""
        if self.bundle.network.output == "linear" or not self.tokens.symbols:
            return None
        return Surprises(self.trace, partial(_following, self.tokens, self.symbols))

    def is_of_a_unit(self, place: Place) -> bool:
        """Say whether the number at a place belongs to one unit of a layer."""
        cell = self.bundle.network.cells[place.layer]
        return place.quantity in cell.quantities and self.width(place) == cell.hidden_size and place.quantity != "x"

    def truth(self) -> tuple[str, ...] | None:
        """Return what is true after each symbol, by the task that the model was trained on; None where there is none."""
        task = self.task
        return _truth(task, self.text) if task is not None and len(self) <= LONGEST_TRUTH else None

    def remarks(self) -> tuple[Remark, ...] | None:
        """Return what the task says of each timestep in its own words; None where there is no task."""
        task = self.task
        return _remarks(task, self.text) if task is not None and len(self) <= LONGEST_TRUTH else None

    @property
    def task(self) -> Task | None:
        """The task that the model was trained on, where it is one of ours and the model's tokens are its."""
        return _task(self.bundle.task, type(self.tokens), self.tokens.symbols) if self.bundle.task else None

    @cached_property
    def unknown(self) -> int:
        """How many symbols the model does not know; each word of a text of numbers is known."""
        inputs, fed = self.trace.inputs, self.tokens.unknown
        if inputs.ndim > 1:
            return 0
        if fed is None:
            return int(np.count_nonzero(inputs < 0))
        return int(np.count_nonzero(inputs == fed)) - self.symbols.count(self.tokens.symbols[fed])

    def knows(self, timestep: int) -> bool:
        """Say whether the model knows the symbol at this timestep."""
        return self.tokens.knows(self.symbols[timestep])

    def with_text(self, text: str, timesteps: int) -> Run:
        """Read another text, at least its first `timesteps`; what it shares with this one is not computed again.

        Raises:
            LstmTuiError: the text is empty or too long; this run is as good as before.
        """
        _check(text)
        trace = self.trace.fork(self.tokens.encode(text))
        trace.advance_to(timesteps)
        return Run(self.bundle, text, trace, self.snapshot)

    def with_model(self, bundle: ModelBundle, text: str | None, timesteps: int) -> Run:
        """Let another model read this text, or the one given; its own where one reads words and the other characters."""
        if text is None:
            alike = type(bundle.tokens) is type(self.tokens)
            text = self.text if alike else opening_text(bundle)
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

    def chosen(self, sampling: Sampling, seed: int) -> tuple[str, float]:
        """Let the model choose the symbol behind the text; return it and the probability of the choice.

        The choice hangs on the seed and the place alone, so that going back and choosing again chooses the same.

        Raises:
            LstmTuiError: the model does not choose one symbol of many, or the text is not read to its end yet.
        """
        self.bundle.check_writes()
        last = self.trace.step(len(self) - 1, self.layers - 1)
        index, p = sampling.choose(last["logits"], np.random.default_rng([seed, len(self)]))
        return self.tokens.symbols[index], p

    def means(self, quantity: str, layer: int) -> Array:
        """Return each unit's mean of a quantity over the text (its first LONGEST_MEAN symbols), (H,) float64.

        What is not computed yet is; a mean that was asked for once is kept.
        """
        for _ in self.means_in_steps(quantity, layer):
            pass
        return self._means[quantity, layer]

    def means_in_steps(self, quantity: str, layer: int) -> Iterator[int]:
        """Take `means` window by window; yields how many timesteps are taken."""
        if (quantity, layer) in self._means:
            return
        total, count = np.zeros(self.hidden_size(layer)), 0
        for _, columns in self.trace.sweep((quantity,), layer, 0, LONGEST_MEAN):
            total += columns[quantity].sum(axis=0, dtype=np.float64)
            count += len(columns[quantity])
            yield count
        self._means[quantity, layer] = total / count

    @cached_property
    def _means(self) -> dict[tuple[str, int], Array]:
        return {}

    def default_unit(self, layer: int) -> int:
        """Return the unit whose state moves most over the beginning of the text: the one worth watching first."""
        states = self.trace.column(
            self.bundle.network.cells[layer].note, layer, 0, min(self.trace.computed, self.trace.window_size)
        )
        if len(states) == 1:
            return int(abs(states[0]).argmax())
        return int((states.max(axis=0) - states.min(axis=0)).argmax())


def _following(tokens: Tokens, symbols: Sequence[str], timestep: int) -> int:
    index = tokens.index(symbols[timestep + 1]) if timestep + 1 < len(symbols) else None
    return -1 if index is None else index


@lru_cache(maxsize=16)
def _task(name: str, kind: type, symbols: tuple[str, ...]) -> Task | None:
    from lstm_tui.tasks.catalogue import TASKS, task_named

    if name not in TASKS:
        return None
    task = task_named(name)
    return task if type(task.tokens) is kind and task.tokens.symbols == symbols else None


@lru_cache(maxsize=8)
def _truth(task: Task, text: str) -> tuple[str, ...] | None:
    return task.truth_of(text)


@lru_cache(maxsize=8)
def _remarks(task: Task, text: str) -> tuple[Remark, ...] | None:
    return task.remarks(text)


def opening_text(bundle: ModelBundle) -> str:
    """Return the text that a model opens on where the person gives none."""
    return bundle.card.default_text or FALLBACK_TEXT


def _check(text: str) -> None:
    if not text:
        raise LstmTuiError("There is no text to read.", "Type at least one symbol.")
    if len(text) > MAX_SYMBOLS:
        raise LstmTuiError(f"The text has {len(text):,} symbols; at most {MAX_SYMBOLS:,} can be stepped.", "Cut it.")
