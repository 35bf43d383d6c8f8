"""Where a person stands: a model, a text, its trace and a cursor. Immutable: every move returns a new session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from lstm_tui.core.network import Stop
from lstm_tui.core.quantities import Phase
from lstm_tui.core.sampling import Sampling
from lstm_tui.core.tokens import NumberTokens
from lstm_tui.core.trace import StepTrace, Trace
from lstm_tui.errors import LstmTuiError
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.tasks.base import SymbolTask
from lstm_tui.tasks.catalogue import TASKS
from lstm_tui.tasks.numbers import Adding

MAX_SYMBOLS = 50_000_000
LONGEST_TRUTH = 100_000  # symbols of which the task's truth is worked out
FALLBACK_TEXT = "hello world"


@dataclass(frozen=True)
class Cursor:
    """A place in a run: timestep, layer and phase, all counted from 0."""

    timestep: int = 0
    layer: int = 0
    phase: int = 0


@dataclass(frozen=True, eq=False)
class Session:
    """A text being read by a model, and the cursor in it. Made by `Session.open`."""

    bundle: ModelBundle
    text: str
    trace: Trace
    cursor: Cursor = Cursor()
    snapshot: int = -1  # which moment of the model's training; -1: as it is

    @classmethod
    def open(cls, bundle: ModelBundle, text: str, timesteps: int | None = None) -> Session:
        """Run the model over the text (its first `timesteps`, or all) and stand at the beginning.

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
    def stops(self) -> tuple[Stop, ...]:
        """Every stop inside a timestep, in order."""
        return self.bundle.network.stops

    @property
    def stop(self) -> int:
        """The cursor's place among the stops of a timestep."""
        return self.cursor.layer * len(self.bundle.network.cell.phases) + self.cursor.phase

    @property
    def phase(self) -> Phase:
        """The phase at the cursor."""
        return self.stops[self.stop].phase

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases of the cursor's layer."""
        return self.bundle.network.phases(self.cursor.layer)

    @property
    def step(self) -> StepTrace:
        """The quantities of the cursor's timestep and layer."""
        return self.trace.step(self.cursor.timestep, self.cursor.layer)

    @property
    def symbol(self) -> str:
        """What is being read: a character, or a word that says numbers."""
        return self.symbols[self.cursor.timestep]

    @property
    def next_symbol(self) -> str | None:
        """What the text really says next; None at its end."""
        following = self.cursor.timestep + 1
        return self.symbols[following] if following < len(self) else None

    def truth(self) -> tuple[str, ...] | None:
        """Return what is true after each symbol, by the task that the model was trained on; None where there is none."""
        return _truth(self.bundle.task, self.text) if self.bundle.task and len(self) <= LONGEST_TRUTH else None

    def knows(self, timestep: int) -> bool:
        """Say whether the model knows the symbol at this timestep."""
        return self.bundle.vocabulary.knows(self.symbols[timestep])

    def born(self, name: str) -> bool:
        """Say whether a quantity of the cursor's layer exists at the cursor's phase."""
        return any(name in phase.born for phase in self.phases[: self.cursor.phase + 1])

    # moves -------------------------------------------------------------------

    def next_phase(self) -> Session:
        """One phase on, into the next timestep after the last; the same session at the very end."""
        if self.stop + 1 < len(self.stops):
            return self._at(self.cursor.timestep, self.stop + 1)
        return self._at(self.cursor.timestep + 1, 0) if self.cursor.timestep + 1 < self.trace.computed else self

    def previous_phase(self) -> Session:
        """One phase back; the same session at the very beginning."""
        if self.stop > 0:
            return self._at(self.cursor.timestep, self.stop - 1)
        return self._at(self.cursor.timestep - 1, len(self.stops) - 1) if self.cursor.timestep > 0 else self

    def next_timestep(self) -> Session:
        """The same phase one timestep on; the same session at the end."""
        return self.seek(self.cursor.timestep + 1) if self.cursor.timestep + 1 < self.trace.computed else self

    def previous_timestep(self) -> Session:
        """The same phase one timestep back; the same session at the beginning."""
        return self.seek(self.cursor.timestep - 1) if self.cursor.timestep > 0 else self

    def seek(self, timestep: int) -> Session:
        """Go to a timestep (from 0), keeping the phase.

        Raises:
            LstmTuiError: it is outside the text or not computed yet; says which timesteps there are.
        """
        self.trace.step(timestep)
        return replace(self, cursor=replace(self.cursor, timestep=timestep))

    def to_phase(self, key: str) -> Session:
        """Go to a phase of the cursor's layer by its key; of the top layer where only that one has it.

        Raises:
            LstmTuiError: this cell has no such phase; the hint names those that there are.
        """
        places = [stop for stop, place in enumerate(self.stops) if place.phase.key == key]
        if not places:
            keys = ", ".join(dict.fromkeys(stop.phase.key for stop in self.stops))
            raise LstmTuiError(
                f"There is no phase '{key}' in this {self.bundle.network.cell.title}.", f"There are: {keys}."
            )
        here = [stop for stop in places if self.stops[stop].layer == self.cursor.layer]
        return self._at(self.cursor.timestep, (here or places)[0])

    def to_layer(self, layer: int) -> Session:
        """Go to a layer (from 0), keeping the phase where that layer has it.

        Raises:
            LstmTuiError: there is no such layer.
        """
        layers = len(self.bundle.network.cells)
        if not 0 <= layer < layers:
            raise LstmTuiError(f"There is no layer {layer + 1}.", f"This model has {layers}.")
        phase = min(self.cursor.phase, len(self.bundle.network.phases(layer)) - 1)
        return replace(self, cursor=replace(self.cursor, layer=layer, phase=phase))

    def with_text(self, text: str, timesteps: int | None = None) -> Session:
        """Read another text; what it shares with this one at the beginning is not computed again.

        The cursor stays where it is, or at the end of a shorter text.

        Raises:
            LstmTuiError: the text is empty or too long; this session is as good as before.
        """
        _check(text)
        trace = self.trace.fork(self.bundle.vocabulary.encode(text))
        trace.advance(max(1, self.cursor.timestep + 1 - trace.computed) if timesteps is not None else len(text))
        timestep = min(self.cursor.timestep, len(trace) - 1)
        return Session(self.bundle, text, trace, replace(self.cursor, timestep=timestep), self.snapshot)

    def to_snapshot(self, index: int) -> Session:
        """Go to a moment of the model's training (from 0), the cursor held still.

        Raises:
            LstmTuiError: the model has no such moment.
        """
        count = len(self.bundle.snapshots)
        if not count:
            raise LstmTuiError("This model brings no moments of its training.", "Models of 'lstm-tui train' do.")
        if not 0 <= index < count:
            raise LstmTuiError(f"There is no moment {index + 1}.", f"This model brings {count} of its training.")
        bundle = self.bundle.at_snapshot(index)
        trace = bundle.network.forward(self.trace.inputs, max(self.cursor.timestep + 1, min(self.trace.computed, 1024)))
        return Session(bundle, self.text, trace, self.cursor, index)

    def write(self, sampling: Sampling, seed: int) -> tuple[Session, float]:
        """Let the model write one symbol behind the text; return the session standing there, and its probability.

        The choice hangs on the seed and the place alone, so that going back and writing again writes the same.

        Raises:
            LstmTuiError: the model does not choose one symbol of many, or the text is not read to its end yet.
        """
        if self.bundle.network.output != "softmax" or isinstance(self.bundle.vocabulary, NumberTokens):
            raise LstmTuiError(
                "This model does not choose one symbol of many: it cannot write.",
                "Use one that predicts the next symbol.",
            )
        last = self.trace.step(len(self) - 1, len(self.bundle.network.cells) - 1)
        index, p = sampling.choose(last["logits"], np.random.default_rng([seed, len(self)]))
        longer = self.with_text(self.text + self.bundle.vocabulary.symbols[index])
        return longer.seek(len(self)), p

    def with_model(self, bundle: ModelBundle) -> Session:
        """Let another model read the text; the cursor keeps its timestep, and its phase where the model has it."""
        text = self.text
        if self.reads_numbers or isinstance(bundle.vocabulary, NumberTokens):  # one reads words, the other characters
            text = bundle.card.default_text or FALLBACK_TEXT
        new = Session.open(bundle, text, self.cursor.timestep + 1)
        moved = replace(new, cursor=Cursor(min(self.cursor.timestep, len(new) - 1)))
        keys = {stop.phase.key for stop in moved.stops}
        return moved.to_phase(self.phase.key) if self.phase.key in keys else moved

    def _at(self, timestep: int, stop: int) -> Session:
        layer, phase = divmod(stop, len(self.bundle.network.cell.phases))
        last = len(self.bundle.network.cells) - 1
        if layer > last:  # the prediction stands behind the phases of the top layer
            layer, phase = last, len(self.bundle.network.cell.phases)
        return replace(self, cursor=Cursor(timestep, layer, phase))


def default_unit(trace: Trace, layer: int) -> int:
    """Return the unit whose state moves most over the beginning of the text: the one worth watching first."""
    name = "c" if "c" in trace.network.cells[layer].quantities else "h"
    states = trace.column(name, layer, 0, min(trace.computed, trace.window_size))
    return int((states.max(axis=0) - states.min(axis=0)).argmax()) if len(states) > 1 else int(abs(states[0]).argmax())


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
