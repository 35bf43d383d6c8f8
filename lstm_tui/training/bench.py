"""A training in a process of its own, so that whoever watches it stays quick: what it tells, and what it can be told."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import time
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.training import TrainingStep
from lstm_tui.errors import LstmTuiError
from lstm_tui.tasks.base import SymbolTask
from lstm_tui.tasks.catalogue import task_named
from lstm_tui.training.workshop import Order, Workshop
from lstm_tui.visible import visible

TELL_SECONDS = 0.1
POLL_SECONDS = 0.05


@dataclass(frozen=True, eq=False)
class Report:
    """How a training stands.

    Attributes:
        number, sequences, loss, gradient_norm, rate: of the last update (the loss smoothed over about 20).
        speed: updates a second.
        heard: (T,), |dL/dh| of each timestep of the last batch.
        text, note: one fixed text, and the state of every unit after each of its symbols, (T, H).
        gates: name -> (T·H,) values of a gate over that text; empty where the cell has none. kind: of cell.
        sample: what the network writes at a milestone; "" in between.
        done: it came to its end, or was stopped.
    """

    number: int
    sequences: int
    loss: float
    gradient_norm: float
    rate: float
    speed: float
    heard: Array
    text: str
    note: Array
    gates: dict[str, Array]
    kind: str
    sample: str = ""
    done: bool = False


class Bench:
    """The watcher's end: starts a training of a task and passes on what is said in both directions.

    Args:
        order: what to train; a task of the catalogue.
        path: where the model is written when it ends or when asked.
    """

    def __init__(self, order: Order, path: Path) -> None:
        self.order, self.path = order, path
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_work, args=(there, order, path), daemon=True)
        with contextlib.redirect_stderr(sys.__stderr__):  # whoever draws on the terminal may have put another there
            self._process.start()
        there.close()
        self.paused = False
        self.ended = False

    def news(self) -> list[Report]:
        """Return what it told since last asked.

        Raises:
            LstmTuiError: the training failed; the message says how.
        """
        found: list[Report] = []
        try:
            while self._here.poll():
                said = self._here.recv()
                if isinstance(said, LstmTuiError):
                    self.ended = True
                    raise said
                found.append(said)
                self.ended = self.ended or said.done
        except (EOFError, OSError) as error:
            if not self.ended:
                self.ended = True
                raise LstmTuiError("The training ended without a word.", "Begin it again.") from error
        return found

    def pause(self, paused: bool) -> None:
        """Hold it still, or let it go on."""
        self.paused = paused
        self._tell("pause", paused)

    def set_rate(self, rate: float) -> None:
        """Go on with another learning rate."""
        self._tell("rate", rate)

    def stop(self) -> None:
        """Ask it to write its model and end."""
        self._tell("stop", None)

    def close(self) -> None:
        """End it at once; nothing is written."""
        self._process.terminate()
        self._process.join(1)
        self._here.close()

    def _tell(self, what: str, value: object) -> None:
        try:
            self._here.send((what, value))
        except (BrokenPipeError, OSError):
            self.ended = True


def _work(pipe: Connection, order: Order, path: Path) -> None:
    """The other end: train, tell, listen."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _train(pipe, order, path)
    except LstmTuiError as error:
        pipe.send(error)
    except (BrokenPipeError, EOFError):
        pass  # the watcher is gone
    except Exception as error:  # what is wrong inside is said in one line, not printed over the screen
        pipe.send(LstmTuiError(f"Something went wrong inside the training: {visible(repr(error))}"))


def _train(pipe: Connection, order: Order, path: Path) -> None:
    workshop = Workshop(order, task_named(order.task))
    text = fixed_text(workshop)
    began, told, loss, paused = time.monotonic(), 0.0, float("nan"), False
    for step in workshop.steps():
        loss = step.loss if loss != loss else 0.95 * loss + 0.05 * step.loss
        milestone = step.number in workshop.milestones
        now = time.monotonic()
        if now - told > TELL_SECONDS or milestone:
            told = now
            report = report_on(workshop, step, loss, step.number / (now - began), text)
            pipe.send(replace(report, sample=workshop.sample(48)) if milestone else report)
        while paused or pipe.poll():
            if not pipe.poll(POLL_SECONDS):
                continue
            what, value = pipe.recv()
            if what == "stop":
                _end(pipe, workshop, step, loss, text, path)
                return
            paused = value if what == "pause" else paused
            if what == "rate":
                workshop.trainer.set_rate(value)
    _end(pipe, workshop, step, loss, text, path)


def _end(pipe: Connection, workshop: Workshop, step: TrainingStep, loss: float, text: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    workshop.save(path)
    pipe.send(replace(report_on(workshop, step, loss, 0.0, text), sample=workshop.held_out(), done=True))


def fixed_text(workshop: Workshop) -> str:
    """Return the text whose note is drawn again and again: the task's own, or one that it makes."""
    task: Any = workshop.task
    if isinstance(task, SymbolTask):
        return task.default_text or task.text(np.random.default_rng(0))
    return ""


def report_on(workshop: Workshop, step: TrainingStep, loss: float, speed: float, text: str) -> Report:
    """Return how the training stands after a step."""
    network, vocabulary = workshop.network, workshop.vocabulary
    note = np.empty((0, network.cell.hidden_size), network.dtype)
    gates: dict[str, Array] = {}
    if text:
        trace = network.forward(vocabulary.encode(text))
        top = len(network.cells) - 1
        note = trace.column(network.cell.note, top).copy()
        gates = {name: trace.column(name, top).ravel() for name in network.cell.gates}
    return Report(
        step.number,
        step.sequences,
        loss,
        step.gradient_norm,
        step.rate,
        speed,
        step.heard,
        text,
        note,
        gates,
        network.cell.kind,
    )
