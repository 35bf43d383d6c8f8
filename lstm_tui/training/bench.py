"""A training in a process of its own, so that whoever watches it stays quick: what it tells, and what it can be told."""

from __future__ import annotations

import contextlib
import multiprocessing
import sys

from lstm_tui.errors import LstmTuiError
from lstm_tui.training.report import Report
from lstm_tui.training.worker import Job, work

END_SECONDS = 10.0  # that a training gets to save itself


class Bench:
    """The watcher's end: starts a job and passes on what is said in both directions.

    Attributes: paused: as it was told. ended: nothing more is to come.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=work, args=(there, job), daemon=True)
        with contextlib.redirect_stderr(sys.__stderr__):  # whoever draws on the terminal may have put another there
            self._process.start()
        there.close()
        self.paused = self.ended = False
        self._pace = job.pace

    def news(self) -> list[Report]:
        """Return what it told since last asked.

        Raises:
            LstmTuiError: the training failed; the message says how.
        """
        found: list[Report] = []
        try:
            while not self.ended and self._here.poll():
                said = self._here.recv()
                if isinstance(said, LstmTuiError):
                    self.ended = True
                    raise said
                found.append(said)
                self.ended = said.done
        except (EOFError, OSError) as error:
            self.ended = True
            raise LstmTuiError("The training ended without a word.", "Begin it again.") from error
        return found

    def pause(self, paused: bool) -> None:
        """Hold it still, or let it go on."""
        self.paused = paused
        self._say("pause", float(paused))

    def set_pace(self, pace: float) -> None:
        """Go on with so many updates a second at most; math.inf for as fast as it goes."""
        if pace != self._pace:
            self._pace = pace
            self._say("pace", pace)

    def set_rate(self, rate: float) -> None:
        """Go on with another learning rate."""
        self._say("rate", rate)

    def stop(self) -> None:
        """Ask it to save what there is and end."""
        self._say("stop", 1.0)

    def close(self) -> None:
        """Let go of it: it saves what there is and ends, and is waited for; where it does not, it is ended."""
        self.ended = True
        self._here.close()  # it reads that nobody is there any more
        self._process.join(END_SECONDS)
        for end in (self._process.terminate, self._process.kill):
            if self._process.is_alive():
                end()
                self._process.join(1)

    def _say(self, what: str, value: float) -> None:
        with contextlib.suppress(OSError):
            self._here.send((what, value))
