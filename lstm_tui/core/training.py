"""Training: batches in, immutable `TrainingStep`s out, and checkpoints from which it goes on to the last bit."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.backward import Gradient, views_of
from lstm_tui.core.batch import Batch, BatchRun
from lstm_tui.core.network import Network
from lstm_tui.core.optimisers import OPTIMISERS, clip_by_norm, scheduled
from lstm_tui.errors import LstmTuiError

MOST_SHAPES = 16  # buffers of this many batch shapes are kept


@dataclass(frozen=True)
class Recipe:
    """How to train: everything but the data and the seed.

    Attributes:
        cell, hidden, layers, forget_bias: of the network to begin with (see core/initialise.py).
        batch: sequences side by side. timesteps: symbols of each, for long texts (the truncation).
        steps: updates in all. optimiser, rate, schedule: see core/optimisers.py.
        clip_norm: limit of the gradient, None for none.
        processes: into how many parts a batch is cut, each in a process of its own (training/processes.py).
    """

    cell: str = "lstm"
    hidden: int = 16
    layers: int = 1
    forget_bias: str = "1"
    batch: int = 16
    timesteps: int = 100
    steps: int = 1000
    optimiser: str = "adam"
    rate: float = 0.01
    schedule: str = "constant"
    clip_norm: float | None = 1.0
    dtype: str = "float32"
    processes: int = 1


class Source(Protocol):
    """Where batches come from."""

    def next_batch(self, rng: np.random.Generator, size: int) -> Batch:
        """Return the next batch of this many sequences; every random choice is the generator's."""

    def place(self) -> int:
        """Return where it stands, for a checkpoint; 0 where it keeps no place."""

    def seek(self, place: int) -> None:
        """Go back to such a place."""


class Run(Protocol):
    """What goes forward and back over batches of one shape; see `BatchRun`, which is one."""

    def start(self, state: list[dict[str, Array]] | None = None) -> None:
        """Begin from this state."""

    def forward(self, batch: Batch) -> object:
        """Go forward."""

    def loss(self, batch: Batch) -> float:
        """Return the loss."""

    def backward(self, batch: Batch, gradient: Gradient) -> None:
        """Fill the gradient."""

    def state(self) -> list[dict[str, Array]]:
        """Return the state after the last timestep."""

    def gradient_norms(self) -> Array:
        """Return |dL/dh| of every timestep."""

    def first_not_finite(self, batch: Batch) -> tuple[int, str, int] | None:
        """Return where numbers cease to be finite."""


@dataclass(frozen=True, eq=False)
class TrainingStep:
    """What one update did.

    Attributes:
        number: from 1. sequences, symbols: seen so far. loss: nats (½ squared error for numbers) of this batch.
        gradient_norm: before clipping. rate: the learning rate used.
        heard: (T,), |dL/dh| of the top layer at every timestep of the batch.
    """

    number: int
    sequences: int
    symbols: int
    loss: float
    gradient_norm: float
    rate: float
    heard: Array


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A training, held still: restoring it and going on gives what never stopping would have given.

    Attributes:
        arrays: "weights" (P,), what the optimiser remembers, and the state carried between batches.
        numbers: counters, the source's place, the random generator's state: what JSON can hold.
    """

    arrays: dict[str, Array]
    numbers: dict[str, Any]


class Trainer:
    """Trains one network on one source.

    Args:
        network: is changed in place.
        source: of batches.
        recipe: how.
        rng: every random choice of the training comes from it.
        new_run: what makes a run for batches of a shape.
    """

    def __init__(
        self,
        network: Network,
        source: Source,
        recipe: Recipe,
        rng: np.random.Generator,
        new_run: Callable[[Network, int, int], Run] = BatchRun,
    ) -> None:
        if recipe.optimiser not in OPTIMISERS:
            raise LstmTuiError(
                f"There is no optimiser '{recipe.optimiser}'.", f"There are: {', '.join(sorted(OPTIMISERS))}."
            )
        self.network, self.source, self.recipe, self.rng = network, source, recipe, rng
        self.weights = np.concatenate([array.reshape(-1) for array in network.parameters.values()])
        self._views = views_of(self.weights, network)
        self.gradient = Gradient(network)
        self.optimiser = OPTIMISERS[recipe.optimiser](self.weights)
        self.number = self.sequences = self.symbols = 0
        self._new_run = new_run
        self._runs: dict[tuple[int, ...], Run] = {}
        self._carried: list[dict[str, Array]] | None = None
        self.last_good = self.checkpoint()

    def set_rate(self, rate: float) -> None:
        """Go on with another learning rate."""
        self.recipe = replace(self.recipe, rate=rate)

    def steps(self, count: int | None = None) -> Iterator[TrainingStep]:
        """Train on, yielding what each update did: `count` updates, or to the end of the recipe.

        Raises:
            LstmTuiError: the loss is not finite any more; the message names where, `last_good` is as it was before.
        """
        last = self.recipe.steps if count is None else self.number + count
        while self.number < last:
            yield self.step()

    def step(self) -> TrainingStep:
        """Make one update; see `steps`."""
        batch = self.source.next_batch(self.rng, self.recipe.batch)
        run = self._run(batch)
        run.start(None if batch.fresh else self._carried)
        with np.errstate(all="ignore"):
            run.forward(batch)
            loss = run.loss(batch)
            if not math.isfinite(loss):
                raise self._not_finite(run, batch, "The loss")
            run.backward(batch, self.gradient)
            norm = self._clipped()
        if not math.isfinite(norm):
            raise self._not_finite(run, batch, "The gradient")
        self._carried = run.state()
        rate = scheduled(self.recipe.schedule, self.recipe.rate, self.number, self.recipe.steps)
        self.optimiser.step(self.weights, self.gradient.flat, rate)
        self._write_back()
        self.number += 1
        self.sequences += batch.weights.shape[1]
        self.symbols += batch.weights.size
        return TrainingStep(self.number, self.sequences, self.symbols, loss, norm, rate, run.gradient_norms())

    def _clipped(self) -> float:
        return clip_by_norm(
            self.gradient.flat, self.recipe.clip_norm if self.recipe.clip_norm is not None else math.inf
        )

    def _run(self, batch: Batch) -> Run:
        run = self._runs.get(batch.weights.shape)
        if run is None:
            if len(self._runs) == MOST_SHAPES:
                self._runs.pop(next(iter(self._runs)))
            run = self._runs[batch.weights.shape] = self._new_run(self.network, *batch.weights.shape)
        return run

    def _write_back(self) -> None:
        for name, array in self.network.parameters.items():
            array[...] = self._views[name]
        self.network.refresh()

    def _not_finite(self, run: Run, batch: Batch, what: str) -> LstmTuiError:
        found = run.first_not_finite(batch)
        where = "the output map" if found is None else f"{found[1]} of layer {found[2]} at timestep {found[0]}"
        return LstmTuiError(
            f"{what} is not finite after update {self.number}: it begins in {where}.",
            "The last good checkpoint is kept; go on from it with a smaller learning rate.",
        )

    # checkpoints ------------------------------------------------------------------

    def checkpoint(self) -> Checkpoint:
        """Return everything that going on needs, and remember it as the last good one."""
        arrays = {"weights": self.weights.copy()}
        arrays |= {f"optimiser.{name}": values.copy() for name, values in self.optimiser.state.items()}
        for layer, state in enumerate(self._carried or [], 1):
            arrays |= {f"carried{layer}.{name}": values.copy() for name, values in state.items()}
        numbers = {
            "number": self.number,
            "sequences": self.sequences,
            "symbols": self.symbols,
            "updates": self.optimiser.count,
            "place": self.source.place(),
            "random": self.rng.bit_generator.state,
        }
        self.last_good = Checkpoint(arrays, numbers)
        return self.last_good

    def restore(self, checkpoint: Checkpoint) -> None:
        """Stand where the checkpoint was taken.

        Raises:
            LstmTuiError: it is of a network of another shape, or of another optimiser.
        """
        arrays, numbers = checkpoint.arrays, checkpoint.numbers
        expected = {"weights"} | {f"optimiser.{name}" for name in self.optimiser.state}
        for name in expected:
            if name not in arrays or arrays[name].shape != self.weights.shape:
                raise LstmTuiError(
                    f"The checkpoint does not fit: '{name}' is not ({len(self.weights)},).",
                    "Go on with the cell, sizes and optimiser that it was made with.",
                )
        self.weights[:] = arrays["weights"]
        for name, values in self.optimiser.state.items():
            values[:] = arrays[f"optimiser.{name}"]
        self._carried = None
        if "carried1.h" in arrays:
            self._carried = [
                {name: arrays[f"carried{layer}.{name}"].copy() for name in cell.state_names}
                for layer, cell in enumerate(self.network.cells, 1)
            ]
        try:
            self.number, self.sequences, self.symbols = (int(numbers[k]) for k in ("number", "sequences", "symbols"))
            self.optimiser.count = int(numbers["updates"])
            self.source.seek(int(numbers["place"]))
            self.rng.bit_generator.state = numbers["random"]
        except (KeyError, TypeError, ValueError) as error:
            raise LstmTuiError("The checkpoint is damaged: its counters do not fit.", "Begin anew.") from error
        self._write_back()
        self.last_good = checkpoint
