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

from lstm_tui.core.activations import Array
from lstm_tui.errors import LstmTuiError
from lstm_tui.tasks.catalogue import task_named
from lstm_tui.training.loop import Progress, train
from lstm_tui.training.workshop import Order, Workshop
from lstm_tui.visible import visible

TELL_SECONDS = 0.1
POLL_SECONDS = 0.05


@dataclass(frozen=True, eq=False)
class Report:
    """How a training stands.

    Attributes:
        number, sequences, loss, gradient_norm, rate: of the last update (the loss smoothed).
        speed: updates a second.
        heard: (T,), |dL/dh| of each timestep of the last batch.
        symbols, note: one fixed text, and the note of every unit after each of its symbols, (T, H).
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
    symbols: tuple[str, ...]
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
    text, told, paused = workshop.task.default_text, 0.0, False
    for progress in train(workshop):
        now = time.monotonic()
        if now - told > TELL_SECONDS or progress.milestone:
            told = now
            pipe.send(report_on(workshop, progress, text))
        while paused or pipe.poll():
            if not pipe.poll(POLL_SECONDS):
                continue
            what, value = pipe.recv()
            if what == "stop":
                _end(pipe, workshop, progress, text, path)
                return
            paused = value if what == "pause" else paused
            if what == "rate":
                workshop.trainer.set_rate(value)
    _end(pipe, workshop, progress, text, path)


def _end(pipe: Connection, workshop: Workshop, progress: Progress, text: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    workshop.save(path)
    last = report_on(workshop, replace(progress, speed=0.0), text)
    pipe.send(replace(last, sample=workshop.held_out(), done=True))


def report_on(workshop: Workshop, progress: Progress, text: str) -> Report:
    """Return how the training stands after an update, with the note of one fixed text."""
    network, tokens, step = workshop.network, workshop.task.tokens, progress.step
    trace, top = network.forward(tokens.encode(text)), len(network.cells) - 1
    return Report(
        number=step.number, sequences=step.sequences, loss=progress.loss, gradient_norm=step.gradient_norm, rate=step.rate,
        speed=progress.speed, heard=step.heard, symbols=tuple(tokens.split(text)),
        note=trace.column(network.cell.note, top).copy(),
        gates={name: trace.column(name, top).ravel() for name in network.cell.gates},
        kind=network.cell.kind, sample=progress.sample,
    )  # fmt: skip
