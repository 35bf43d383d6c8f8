"""The process in which a training runs: it trains at the pace asked for, tells how it stands, listens, and saves itself.

Whatever becomes of the watcher, it ends: when it is told to, when its pipe is closed, and when it gets a signal. What was
learned until then is saved.
"""

from __future__ import annotations

import math
import signal
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

import numpy as np

from lstm_tui import files
from lstm_tui.core.measuring import covering
from lstm_tui.errors import LstmTuiError
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.training.gauge import Gauge
from lstm_tui.training.loop import Progress, train
from lstm_tui.training.material import task_of
from lstm_tui.training.report import Report
from lstm_tui.training.saving import Saver
from lstm_tui.training.workshop import Order, Workshop
from lstm_tui.visible import visible

TELL_SECONDS = 0.1
LISTEN_SECONDS = 0.2  # at most between two looks at signals, while nothing is to be done


@dataclass(frozen=True)
class Job:
    """What a process is to do: train to an order, into this file; or go on with the training that the file holds.

    Attributes: pace: updates a second, math.inf for as fast as it goes.
    """

    order: Order
    path: Path
    resume: bool = False
    pace: float = math.inf


def work(pipe: Connection, job: Job) -> None:
    """Train, tell, listen; to be run in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        worker = Worker(pipe, job)
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), worker.leave)
        worker.run()
    except LstmTuiError as error:
        _say(pipe, error)
    except Exception as error:  # what is wrong inside is said in one line, not printed over the screen
        _say(pipe, LstmTuiError(f"Something went wrong inside the training: {visible(repr(error))}"))


def _say(pipe: Connection, error: LstmTuiError) -> None:
    with suppress(OSError):  # the watcher may be gone
        pipe.send(error)


class Worker:
    """A training that is watched through a pipe."""

    def __init__(self, pipe: Connection, job: Job) -> None:
        self._pipe, self._path, self._pace = pipe, job.path, job.pace
        task = task_of(job.order)
        self.workshop = Workshop.resume(job.path, task, job.order) if job.resume else Workshop(job.order, task)
        self._gauge, self._saver = Gauge(self.workshop), Saver(self.workshop, job.path)
        self._paused = self._leaving = False
        self._scale = 1.0
        self._told, self._next = 0.0, time.monotonic()

    def leave(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Save and end after this update; as a signal's handler it is told which."""
        self._leaving = True

    def run(self) -> None:
        """Train to the end of the recipe, or until told to stop; save, and tell that it is done.

        Raises:
            LstmTuiError: the training failed, was done before, or could not be saved where it was to be.
        """
        if self.workshop.trainer.number >= self.workshop.order.recipe.steps:
            raise LstmTuiError(f"'{visible(self._path.name)}' is trained to its end already.", "Step it with m.")
        files.hold(self._path)
        try:
            self._train()
        finally:
            files.let_go(self._path)

    def _train(self) -> None:
        last: Progress | None = None
        try:
            for last in train(self.workshop):
                self._tell(last)
                with suppress(LstmTuiError):  # a full disk: it is tried again
                    self._saver.look()
                if not self._may_go_on():
                    break
        except LstmTuiError:
            if self.workshop.trainer.last_good.numbers["number"] > 0:
                self.workshop.trainer.restore(self.workshop.trainer.last_good)
                self._save(judged=False)
            raise
        except (EOFError, OSError):
            self._leaving = True  # the watcher is gone
        self._end(last)

    def _tell(self, progress: Progress) -> None:
        """Tell how it stands where that is news."""
        now, number, moment = time.monotonic(), progress.step.number, progress.milestone
        measured = moment or self._gauge.due(number)
        if measured or now - self._told > TELL_SECONDS:
            self._told = now
            held_out = self._gauge.measure() if measured else None
            self._pipe.send(replace(self._report(progress), held_out=held_out))

    def _report(self, progress: Progress) -> Report:
        """Return how it stands, on a scale of the note that only grows."""
        report = report_on(self.workshop, progress)
        self._scale = max(self._scale, covering(float(np.abs(report.note).max(initial=0.0))))
        return replace(report, scale=self._scale)

    def _may_go_on(self) -> bool:
        """Wait for the time of the next update, obeying what is said meanwhile; say whether there is one."""
        now = time.monotonic()
        self._next = max(self._next + 1 / self._pace, now - 0.1)
        while not self._leaving:
            wait = LISTEN_SECONDS if self._paused else max(0.0, self._next - time.monotonic())
            if self._pipe.poll(min(wait, LISTEN_SECONDS)):
                self._obey(*self._pipe.recv())
            elif not self._paused and time.monotonic() >= self._next:
                return True
        return False

    def _obey(self, what: str, value: float) -> None:
        if what == "pause":
            self._paused = bool(value)
        elif what == "pace":
            self._pace, self._next = value, time.monotonic()
        elif what == "rate":
            self.workshop.trainer.set_rate(value)
        elif what == "stop":
            self._leaving = True

    def _end(self, last: Progress | None) -> None:
        """Save first, then tell: nobody may be listening."""
        finished = self.workshop.trainer.number >= self.workshop.order.recipe.steps
        bundle = self._save(judged=finished)
        if last is None:
            return
        report = replace(self._report(replace(last, speed=0.0)), moment=True, done=True)
        if finished:
            report = replace(report, held_out=self._gauge.measure(judge=True), verdict=bundle.card.held_out)
        with suppress(OSError):  # the watcher may be gone
            self._pipe.send(report)

    def _save(self, judged: bool) -> ModelBundle:
        """Save where it was asked for, or else where there is room, and say so.

        Raises:
            LstmTuiError: it is saved elsewhere, or nowhere.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return self.workshop.save(self._path, judged=judged)
        except (LstmTuiError, OSError) as error:
            reason = str(error) if isinstance(error, LstmTuiError) else files.reason_of(error)
            other = Path(tempfile.gettempdir()) / f"{self._path.stem}-{time.time_ns()}{self._path.suffix}"
            self.workshop.save(other, judged=judged)
            raise LstmTuiError(f"{reason} It is saved as '{visible(str(other))}'.") from error


def report_on(workshop: Workshop, progress: Progress) -> Report:
    """Return how the training stands after an update, with the note of one fixed text."""
    network, tokens, step = workshop.network, workshop.task.tokens, progress.step
    text = workshop.task.default_text
    trace, top = network.forward(tokens.encode(text)), len(network.cells) - 1
    return Report(
        number=step.number, sequences=step.sequences, loss=progress.loss, gradient_norm=step.gradient_norm, rate=step.rate,
        speed=progress.speed, heard=step.heard, symbols=tuple(tokens.split(text)),
        note=trace.column(network.cell.note, top).copy(),
        gates={name: trace.column(name, top).ravel() for name in network.cell.gates},
        kind=network.cell.kind, moment=progress.milestone,
        samples=progress.samples, levels=workshop.levels,
    )  # fmt: skip
