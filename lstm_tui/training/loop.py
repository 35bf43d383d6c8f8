"""The one loop of a training: what an update did, smoothed and timed, with a sample where a moment is kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from lstm_tui.core.training import TrainingStep
from lstm_tui.tasks.showing import Sample
from lstm_tui.training.workshop import Workshop

SMOOTHING = 0.98


@dataclass(frozen=True, eq=False)
class Progress:
    """How a training stands after an update.

    Attributes:
        step: what the update did. loss: of about the last 50 updates. speed: updates a second.
        milestone: whether a moment was kept here. samples: what the network shows of itself then.
    """

    step: TrainingStep
    loss: float
    speed: float
    milestone: bool
    samples: tuple[Sample, ...] = ()


def train(workshop: Workshop) -> Iterator[Progress]:
    """Train to the end of the recipe, yielding after every update; who reads may stop, or change the rate, in between."""
    began, first, loss = time.monotonic(), workshop.trainer.number, float("nan")
    for step in workshop.steps():
        loss = step.loss if loss != loss else SMOOTHING * loss + (1 - SMOOTHING) * step.loss
        milestone = step.number in workshop.milestones
        speed = (step.number - first) / max(time.monotonic() - began, 1e-9)
        yield Progress(step, loss, speed, milestone, workshop.task.samples(workshop.network) if milestone else ())
