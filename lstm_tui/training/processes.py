"""A batch in parts, each in a process of its own: what a training with `processes` of more than 1 runs instead.

The loss and the gradient of a batch are the sums of its parts', so the parts need nothing of each other. Weights and
gradients lie in memory that all processes share; sequences, states and losses go through pipes. Whether the parts are
computed by processes, or one after another where a process may have no children, changes no bit; how many parts there
are changes the order of a sum, and with it the last bits.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import RawArray

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.backward import Gradient, views_of
from lstm_tui.core.batch import Batch, BatchRun
from lstm_tui.core.network import Network
from lstm_tui.errors import LstmTuiError

State = list[dict[str, Array]]
Memory = ctypes.Array[ctypes.c_ubyte]
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, eq=False)
class Job:
    """A part of a batch: its sequences, the state they begin in (None: zeros), and the weight of the whole batch."""

    batch: Batch
    state: State | None
    total: float


@dataclass(frozen=True, eq=False)
class Answer:
    """What came of a part: its share of the loss, the state after it, and the squares of |dL/dh| by timestep, (T,)."""

    loss: float
    state: State
    heard: Array


class Part:
    """Computes parts of batches, one after another; the gradient of the last is in `gradient`."""

    def __init__(self, network: Network, gradient: Array | None = None) -> None:
        self._network, self._by_name = network, Gradient(network, gradient)
        self.gradient = self._by_name.flat
        self._run: BatchRun | None = None
        self._answer: Answer | None = None

    def ask(self, job: Job) -> None:
        """Compute a part; `answer` gives what came of it."""
        batch = job.batch
        if self._run is None or self._run.shape != batch.weights.shape:
            self._run = BatchRun(self._network, *batch.weights.shape)
        run = self._run
        with np.errstate(all="ignore"):
            run.start(job.state)
            run.forward(batch)
            loss = run.loss(batch, job.total)
            run.backward(batch, self._by_name)
            self._answer = Answer(loss, run.state(), run.gradient_norms() ** 2)

    def answer(self) -> Answer:
        """Return what came of the part asked for."""
        assert self._answer is not None
        return self._answer


class Worker:
    """A part in a process of its own, which ends as soon as nobody holds the other end of its pipe."""

    def __init__(self, network: Network, memory: Memory, number: int) -> None:
        self.gradient = _rows(memory, network)[number]
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self.process = context.Process(target=_serve, args=(there, network, memory, number), daemon=True)
        with _one_thread_and_no_signals(), contextlib.redirect_stderr(sys.__stderr__):
            self.process.start()
        there.close()

    def ask(self, job: Job) -> None:
        """Send a part; the weights it is computed with are those in the shared memory."""
        try:
            self._here.send(job)
        except OSError as error:
            raise self._gone() from error

    def answer(self) -> Answer:
        """Wait for what came of the part asked for.

        Raises:
            LstmTuiError: the process is gone.
        """
        try:
            answer = self._here.recv()
        except (EOFError, OSError) as error:
            raise self._gone() from error
        assert isinstance(answer, Answer)
        return answer

    def close(self) -> None:
        """Ask for nothing any more."""
        self._here.close()

    @staticmethod
    def _gone() -> LstmTuiError:
        return LstmTuiError(
            "A process of the training ended without a word.", "Go on from the last save, or train with one process."
        )


class Team:
    """Gives a training its runs: the same parts for batches of every shape.

    Args:
        processes: how many parts a batch has. One of them is computed here where BLAS has one thread, else none, since
            its threads would take the others' cores; and all of them where this process may have no children.
    """

    def __init__(self, processes: int) -> None:
        self.size = processes
        self._parts: list[Part | Worker] = []
        self._weights: dict[str, Array] = {}

    def run(self, network: Network, timesteps: int, batch: int) -> PartedRun:
        """Return a run over batches of this shape."""
        if not self._parts:
            childless = multiprocessing.current_process().daemon
            here = self.size if childless else int(os.environ.get(ONE_THREAD[0]) == "1")
            memory = RawArray(ctypes.c_ubyte, (self.size - here + 1) * network.parameter_count * network.dtype.itemsize)
            self._weights = views_of(_rows(memory, network)[0], network)
            workers = [Worker(network, memory, number) for number in range(1, self.size - here + 1)]
            self._parts = [*workers, *(Part(network) for _ in range(here))]
        return PartedRun(network, (timesteps, batch), self)

    def compute(self, network: Network, jobs: list[Job]) -> list[Answer]:
        """Compute every part with the weights as they are; `add_up` then has the gradient."""
        for name, values in self._weights.items():
            values[...] = network.parameters[name]
        parts = self._parts[: len(jobs)]
        for part, job in zip(parts, jobs, strict=True):
            part.ask(job)
        return [part.answer() for part in parts]

    def add_up(self, count: int, into: Array) -> None:
        """Write the sum of the gradients of the first `count` parts into (P,)."""
        into[:] = self._parts[0].gradient
        for part in self._parts[1:count]:
            into += part.gradient


class PartedRun:
    """Stands where a `BatchRun` stands in a training; see there. `forward` asks, `loss` has all answers."""

    def __init__(self, network: Network, shape: tuple[int, int], team: Team) -> None:
        self._network, self._shape, self._team = network, shape, team
        self._ranges = [
            slice(part[0], part[-1] + 1) for part in np.array_split(range(shape[1]), min(team.size, shape[1]))
        ]
        self._before: State | None = None
        self._answers: list[Answer] = []

    def start(self, state: State | None = None) -> None:
        """Begin from this state; from zeros where None."""
        self._before = state

    def forward(self, batch: Batch) -> None:
        """Compute all of it: a part does not wait for the others between going forward and going back."""
        total = float(batch.weights.sum()) or 1.0
        jobs = [Job(_part(batch, chosen), self._state_of(chosen), total) for chosen in self._ranges]
        self._answers = self._team.compute(self._network, jobs)

    def loss(self, batch: Batch) -> float:
        """Return the loss of the batch."""
        del batch
        return sum(answer.loss for answer in self._answers)

    def backward(self, batch: Batch, gradient: Gradient) -> None:
        """Fill `gradient`."""
        del batch
        self._team.add_up(len(self._answers), gradient.flat)

    def state(self) -> State:
        """Return the state after the last timestep."""
        layers = zip(*(answer.state for answer in self._answers), strict=True)
        return [{name: np.concatenate([part[name] for part in parts], axis=1) for name in parts[0]} for parts in layers]

    def gradient_norms(self) -> Array:
        """Return |dL/dh| of every timestep, (T,)."""
        return np.asarray(np.sqrt(np.sum([answer.heard for answer in self._answers], axis=0)))

    def first_not_finite(self, batch: Batch) -> tuple[int, str, int] | None:
        """Return where numbers cease to be finite; see `BatchRun.first_not_finite`."""
        whole = BatchRun(self._network, *self._shape)
        whole.start(self._before)
        return whole.first_not_finite(batch)

    def _state_of(self, chosen: slice) -> State | None:
        return self._before and [{name: values[:, chosen] for name, values in layer.items()} for layer in self._before]


def _part(batch: Batch, chosen: slice) -> Batch:
    inputs, targets, weights = (array[..., chosen] for array in (batch.inputs, batch.targets, batch.weights))
    return Batch(inputs, targets, weights, batch.fresh)


def _rows(memory: Memory, network: Network) -> Array:
    """Return shared memory as (1 + parts, P): the weights, then the gradient of each part."""
    return np.frombuffer(memoryview(memory), network.dtype).reshape(-1, network.parameter_count)


def _serve(pipe: Connection, network: Network, memory: Memory, number: int) -> None:
    """The process: take parts until nobody asks any more. Signals are the asker's business."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    rows = _rows(memory, network)
    weights, part = views_of(rows[0], network), Part(network, rows[number])
    with contextlib.suppress(EOFError, OSError):
        while True:
            job = pipe.recv()
            for name, array in network.parameters.items():
                array[...] = weights[name]
            network.refresh()
            part.ask(job)
            pipe.send(part.answer())


@contextlib.contextmanager
def _one_thread_and_no_signals() -> Iterator[None]:
    """What is started here begins with one BLAS thread, and deaf to the keyboard until it says itself what it hears."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    held = None
    if sys.platform != "win32":
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        if sys.platform != "win32" and held is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
