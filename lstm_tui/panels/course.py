"""What is known of a training so far, as its panels draw it. Immutable: each report makes a new one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lstm_tui.core.cells import CELLS
from lstm_tui.core.loss import MEASURES, Measure
from lstm_tui.tasks.showing import Sample
from lstm_tui.training.report import HeldOut, Report

MOST_POINTS = 2000


@dataclass(frozen=True, eq=False)
class Course:
    """A training as far as it is known.

    Attributes:
        title: of what is learned. maker: the cell and sizes, in words. steps: updates in all. measure: of the loss.
        chance: whether a part of the loss is left to chance. criterion: what counts as right. trained_to: of a task whose sizes have no end, the largest that is trained on.
        state: "starting", "running", "paused", "saving", "stopped" or "done". pace: the speed in words.
        report: the last one, None before the first. points: (update, loss), smoothed.
        held_out: (update, how it did there). moments: the reports at which the network was kept.
        looking: which of the moments is looked at, None for how it is now.
        twin: another training on the same data, or None.
    """

    title: str
    steps: int
    measure: Measure = MEASURES["softmax"]
    maker: str = ""
    chance: bool = True
    criterion: str = ""
    trained_to: int | None = None
    state: str = "starting"
    pace: str = ""
    report: Report | None = None
    points: tuple[tuple[float, float], ...] = ()
    held_out: tuple[tuple[int, HeldOut], ...] = ()
    moments: tuple[Report, ...] = ()
    looking: int | None = None
    twin: Course | None = None

    def with_report(self, report: Report) -> Course:
        """Return the course with one more report; where one looks at an earlier moment, that stays."""
        points = (*self.points, (report.number, report.loss))
        thinned = (*points[:-1:2], points[-1]) if len(points) > MOST_POINTS else points
        held_out = (*self.held_out, (report.number, report.held_out)) if report.held_out else self.held_out
        earlier = tuple(moment for moment in self.moments if moment.number < report.number)
        return replace(
            self, report=report, points=thinned, held_out=held_out,
            moments=(*earlier, report) if report.moment else self.moments,
            state="done" if report.done else "running" if self.state == "starting" else self.state,
        )  # fmt: skip

    def in_state(self, state: str) -> Course:
        """Return the course in another state."""
        return replace(self, state=state)

    def looking_back(self, by: int) -> Course:
        """Return the course looked at a moment earlier (−1) or later (+1); behind the last moment comes now."""
        last = len(self.moments) - 1
        if last < 0:
            return self
        at = (last + 1 if self.looking is None else self.looking) + by
        return replace(self, looking=None if at > last else max(0, at))

    def looking_at(self, moment: int) -> Course:
        """Return the course looked at this moment; beyond the last one, now."""
        return replace(self, looking=moment if 0 <= moment < len(self.moments) else None)

    @property
    def shown(self) -> Report | None:
        """The report that is looked at."""
        return self.report if self.looking is None else self.moments[self.looking]

    @property
    def until_shown(self) -> tuple[Report, ...]:
        """The moments up to the one that is looked at; all of them where one looks at now."""
        return self.moments if self.looking is None else self.moments[: self.looking + 1]

    @property
    def kept(self) -> Report | None:
        """The moment whose samples are shown: the one looked at, else the last; None before the first."""
        return self.moments[-1 if self.looking is None else self.looking] if self.moments else None

    @property
    def samples(self) -> tuple[Sample, ...]:
        """What it showed of itself at that moment."""
        return self.kept.samples if self.kept else ()

    @property
    def judged(self) -> HeldOut | None:
        """How it did when it was last judged up to what is looked at."""
        until = self.shown.number if self.shown else 0
        done = [found for number, found in self.held_out if number <= until and found.right is not None]
        return done[-1] if done else None

    @property
    def levels(self) -> tuple[tuple[str, float], ...]:
        """Losses that the curve is held against, by name."""
        return self.report.levels if self.report else ()

    @property
    def kind(self) -> str:
        """The kind of cell, as a short name; "" before the first report."""
        return CELLS[self.report.kind].title if self.report else ""
