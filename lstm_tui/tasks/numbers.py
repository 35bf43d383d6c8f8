"""Tasks over numbers: the adding problem, and the next value of a series."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.batch import Batch
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import NumberTokens
from lstm_tui.core.training import Recipe
from lstm_tui.errors import LstmTuiError
from lstm_tui.tasks.base import Part, Task, Verdict, outputs
from lstm_tui.tasks.remarks import Asked, Remark
from lstm_tui.tasks.showing import COUNT, Sample, stated

TESTED = 2560
READ_WHOLE = 20_000  # values: a longer series is not read from its beginning while a training runs
CLOSE = 0.04  # what counts as right in the adding problem


class Adding(Task):
    """Two numbers far apart are marked; their sum is asked for at the end.

    Each timestep is a pair: a number in −1..1, and a marker: 1 at the two to be added, −1 at the first and last (which
    belong to no sum), else 0. Lengths are T to T + T/10; the first marked one is among the first ten, the second before
    T/2. The answer is ½ + (X₁ + X₂) / 4, in 0..1; X₁ is 0 where the first marker would fall on the first pair
    (Hochreiter & Schmidhuber 1997, section 5.4).
    """

    name = "adding"
    title = "adding problem"
    story = (
        "Pairs go by, a number and a mark; two numbers far apart are marked, and at the very end their sum is asked "
        "for. Nothing in between matters, and it must not leak into the note: the input gate has to open twice and stay "
        "shut a hundred times (Hochreiter & Schmidhuber 1997)."
    )
    criterion = "sequences with an error below .04"
    output = "linear"
    truth_name = "sum"
    truth_means = "of the marked numbers so far; the answer is ½ + sum / 4"
    recipe: ClassVar[Recipe] = Recipe(
        hidden=8, batch=16, steps=6000, rate=0.01, schedule="one-cycle", forget_bias="chrono", clip_norm=1.0
    )

    def __init__(self, T: int = 100) -> None:
        self.T = T

    @property
    def default_text(self) -> str:
        """A sequence that is always the same, with two decimals."""
        batch = self.next_batch(np.random.default_rng(4), 1)
        length = int(batch.weights[:, 0].argmax()) + 1
        return " ".join(f"{number:+.2f},{mark:.0f}" for number, mark in batch.inputs[:length, :, 0].tolist())

    @property
    def tokens(self) -> NumberTokens:
        """Pairs: the number and the mark."""
        return NumberTokens(2)

    @property
    def longest(self) -> int:
        """T, the length of a sequence."""
        return self.T

    def truth_of(self, text: str) -> tuple[str, ...]:
        """Say the sum so far after each pair."""
        return self.truth(self.tokens.encode(text))

    @property
    def output_size(self) -> int:
        """V: the sum."""
        return 1

    def next_batch(self, rng: np.random.Generator, size: int) -> Batch:
        """Return new sequences, filled up at the end to T + T/10."""
        longest = self.T + self.T // 10
        lengths = rng.integers(self.T, longest + 1, size)
        inputs = np.zeros((longest, 2, size), np.float32)
        targets, weights = np.zeros((longest, 1, size), np.float32), np.zeros((longest, size), np.float32)
        for b, length in enumerate(lengths):
            inputs[:length, 0, b] = rng.uniform(-1, 1, length)
            first = int(rng.integers(0, 10))
            second = int(rng.integers(0, self.T // 2 - 1))
            while second == first:
                second = int(rng.integers(0, self.T // 2 - 1))
            inputs[[first, second], 1, b] = 1
            inputs[0, 1, b] = inputs[length - 1, 1, b] = -1
            values = [inputs[place, 0, b] if place > 0 else 0.0 for place in (first, second)]
            targets[length - 1, 0, b] = 0.5 + sum(values) / 4
            weights[length - 1, b] = 1
        return Batch(inputs, targets, weights)

    def verdict(self, network: Network, rng: np.random.Generator) -> Verdict:
        """Judge 2,560 new sequences, and 256 of each length that was never trained on."""
        right = self._right(network, rng, TESTED)
        parts = [Part(f"length {self.T}–{self.T + self.T // 10}", True, right, TESTED)]
        for T in (3 * self.T // 2, 2 * self.T, 5 * self.T):
            longer = type(self)(T)._right(network, rng, 256)
            parts.append(Part(f"{T}–{T + T // 10}", False, longer, 256))
        return Verdict(right, TESTED, self.criterion, tuple(parts))

    def _right(self, network: Network, rng: np.random.Generator, count: int) -> int:
        right = 0
        for _ in range(count // 128):
            batch = self.next_batch(rng, 128)
            error = np.abs(outputs(network, batch) - batch.targets)[:, 0] * batch.weights
            right += int((error.max(axis=0) < 0.04).sum())
        return right

    def glance(self, network: Network, batch: Batch) -> Verdict:
        """Judge the sequences of a sample."""
        error = np.abs(outputs(network, batch) - batch.targets)[:, 0] * batch.weights
        return Verdict(int((error.max(axis=0) < CLOSE).sum()), error.shape[1], self.criterion)

    def levels(self, batch: Batch) -> tuple[tuple[str, float], ...]:
        """Return the loss where every answer is off by as much as may be."""
        return (("every error .04", CLOSE**2 / 2),)

    def samples(self, network: Network) -> tuple[Sample, ...]:
        """Return new sequences by their marked numbers, and the sums that a network answers."""
        batch = self.next_batch(np.random.default_rng(0), COUNT)
        answers, found = outputs(network, batch), []
        for b in range(COUNT):
            last = int(batch.weights[:, b].argmax())
            marked = [value for value, mark in batch.inputs[1:, :, b] if mark == 1]
            given = f"marked {' '.join(f'{value:+.3f}' for value in marked)}"
            found.append(stated(given, float(answers[last, 0, b]), float(batch.targets[last, 0, b]), CLOSE))
        return tuple(found)

    def remarks(self, text: str) -> tuple[Remark, ...]:
        """Say which numbers are marked, and what they come to."""
        rows, found = self.tokens.encode(text).tolist(), []
        for place, ((value, mark), so_far) in enumerate(zip(rows, self.truth_of(text), strict=True)):
            if mark == 1:
                read = f"{_signed(value)} is marked: it must be added."
            elif mark == -1:
                read = "The mark −1: the end, now the answer counts." if place else "The mark −1: the beginning."
            else:
                read = "It is not marked: it must leave no trace in the sum."
            found.append(Remark(read, f"To remember: the sum so far, {so_far.replace('-', '−')}."))
        return tuple(found)

    def asked_of(self, text: str, timestep: int) -> Asked | None:
        """Return ½ + sum / 4 at the last pair, which is marked −1; before it nothing is asked."""
        sums, marks = _sums(text)
        if timestep == 0 or marks[timestep] != -1:
            return None
        so_far = float(sums[timestep])
        return Asked(f"½ {'−' if so_far < 0 else '+'} {abs(so_far):.4g}/4", 0.5 + so_far / 4)

    def truth(self, sequence: Array) -> tuple[str, ...]:
        """Say the sum so far after each pair of a sequence (T, 2)."""
        sums = np.cumsum(np.where(sequence[:, 1] == 1, sequence[:, 0], 0))
        return tuple(f"{value:+.2f}" for value in sums)


@lru_cache(maxsize=4)
def _sums(text: str) -> tuple[Array, Array]:
    """Return the sum of the marked numbers after each pair of a text, and the marks, (T,) each."""
    rows = NumberTokens(2).encode(text)
    return np.cumsum(np.where(rows[:, 1] == 1, rows[:, 0], 0)), rows[:, 1]


def _signed(value: float) -> str:
    return f"{value:+g}".replace("-", "−")


class Series(Task):
    """The next value of one column of numbers, scaled to mean 0 and deviation 1.

    Args:
        values: (N,) at least 3 finite numbers. recipe: its timesteps are the length of a piece.

    Raises:
        LstmTuiError: fewer, or all the same.
    """

    name = "csv"
    learns = "Says the next number of a series from all that it has read of it."
    title = "next value of a series"
    story = (
        "A column of numbers, one after the other: what is the next? The mean squared error is held against the "
        "simplest guess, that nothing changes."
    )
    criterion = "held-out values nearer than the guess that nothing changes"
    output = "linear"
    recipe: ClassVar[Recipe] = Recipe(hidden=16, batch=16, timesteps=50, steps=1500, rate=0.01, schedule="one-cycle")

    def __init__(self, values: np.ndarray, recipe: Recipe | None = None) -> None:
        self.timesteps = (recipe or self.recipe).timesteps
        values = np.asarray(values, np.float64)
        if len(values) < 3:
            raise LstmTuiError(
                f"The column has {len(values)} values.", "At least 3 are needed to learn what comes next."
            )
        self.kept_out = max(1, len(values) // 10)
        known = values[: len(values) - self.kept_out]
        self.mean, self.deviation = float(known.mean()), float(known.std())
        if self.deviation == 0:
            raise LstmTuiError("All values of the column are the same.", "There is nothing to predict.")
        self.values = ((values - self.mean) / self.deviation).astype(np.float32)
        self.opening = " ".join(f"{value:.6g}" for value in values[:60])
        self.known = self.values[: len(known)]

    @property
    def tokens(self) -> NumberTokens:
        """The value, in the scale of what is known."""
        return NumberTokens(1, self.mean, self.deviation)

    @property
    def longest(self) -> int:
        """The length of a piece."""
        return self.timesteps

    @property
    def output_size(self) -> int:
        """V: the next one."""
        return 1

    @property
    def default_text(self) -> str:
        """The beginning of the series."""
        return self.opening

    def next_batch(self, rng: np.random.Generator, size: int) -> Batch:
        """Return pieces of the series from places chosen at random."""
        T = min(self.timesteps, len(self.known) - 1)
        starts = rng.integers(0, len(self.known) - T, size)
        pieces = np.stack([self.known[start : start + T + 1] for start in starts], axis=1)
        return Batch(pieces[:-1, None], pieces[1:, None], np.ones((T, size), np.float32))

    def measured_on(self, rng: np.random.Generator) -> Batch:
        """Return the last tenth in one piece."""
        held = self.values[-self.kept_out - 1 :, None, None]  # (kept_out + 1, 1, 1)
        return Batch(held[:-1], held[1:], np.ones((self.kept_out, 1), np.float32))

    def verdict(self, network: Network, rng: np.random.Generator) -> Verdict:
        """Judge the last tenth, read on from the beginning."""
        trace = network.forward(self.values[:-1, None])
        guesses = trace.column("logits")[:, 0]
        errors = np.abs(guesses - self.values[1:])[-self.kept_out :]
        lazy = np.abs(np.diff(self.values))[-self.kept_out :]
        return Verdict(int((errors < lazy).sum()), self.kept_out, self.criterion)

    def glance(self, network: Network, batch: Batch) -> Verdict:
        """Judge the values of a sample."""
        if len(self.values) <= READ_WHOLE:
            return self.verdict(network, np.random.default_rng(0))
        nearer = np.abs(outputs(network, batch) - batch.targets) < np.abs(batch.inputs - batch.targets)
        return Verdict(int(nearer.sum()), nearer.size, self.criterion)

    def levels(self, batch: Batch) -> tuple[tuple[str, float], ...]:
        """Return the loss of the guess that nothing changes."""
        return (("nothing changes", float(((batch.targets - batch.inputs) ** 2).mean() / 2)),)

    def samples(self, network: Network) -> tuple[Sample, ...]:
        """Return the last values before the end with what a network expected, in the units of the data."""
        count = min(COUNT, self.kept_out)
        outputs = network.forward(self.values[:-1, None]).column("logits")[-count:, 0].tolist()
        values = self.tokens.said(self.values[-count - 1 :].tolist())
        said = self.tokens.said(outputs)
        return tuple(stated(f"after {values[k]:+.4g}", said[k], values[k + 1]) for k in range(count))
