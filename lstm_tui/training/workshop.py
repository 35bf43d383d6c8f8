"""Where models are made: a task, a recipe and a seed become a trained model with its snapshots and its card."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from lstm_tui.core.batch import BatchRun
from lstm_tui.core.initialise import new_network
from lstm_tui.core.loss import MEASURES
from lstm_tui.core.measuring import Measured, measured
from lstm_tui.core.network import Network
from lstm_tui.core.training import Recipe, Trainer, TrainingStep
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native
from lstm_tui.models.bundle import ModelBundle, Snapshot
from lstm_tui.models.card import Card
from lstm_tui.tasks.base import Task, Verdict
from lstm_tui.tasks.catalogue import TASKS, task_named
from lstm_tui.tasks.lines import Lines
from lstm_tui.tasks.numbers import Series
from lstm_tui.tasks.text import Text
from lstm_tui.training.limits import check_recipe, check_size, milestones
from lstm_tui.training.processes import Team
from lstm_tui.visible import visible

HELD_OUT_SEED = 10**6  # what judges is drawn from seeds that no training uses
EDITION = 2  # of what a training draws and keeps; one begun by another edition cannot go on


@dataclass(frozen=True)
class Order:
    """What is to be made.

    Attributes:
        task: a task's name, "text", "lines" or "csv". data: for those three, where it came from (a path), for the card.
        recipe, seed: how. command: the command line that makes it again, default_text, licence: for the card.
        fingerprint: of the person's data; "" where there are none. source: where they lie, to be read again.
        beside: for a twin, the kind of cell of the training whose sequences it reads; "" for any other.
        moments: how many moments of the training are kept; as many as there are where None.
    """

    task: str
    recipe: Recipe
    seed: int = 1
    data: str = ""
    command: str = ""
    default_text: str = ""
    licence: str = ""
    fingerprint: str = ""
    source: str = ""
    beside: str = ""
    moments: int | None = None


def fingerprint(text: str | None, values: np.ndarray | None) -> str:
    """Return what tells these data from others, "" of none."""
    if text is None and values is None:
        return ""
    content = text.encode("utf-8", "surrogatepass") if text is not None else np.asarray(values, float).tobytes()
    return hashlib.sha256(content).hexdigest()


class Workshop:
    """A training with all that belongs to the model it makes.

    Args:
        order: what to make.
        task: where it learns from; for "text", "lines" and "csv" made from the person's data.

    Raises:
        LstmTuiError: a recipe that cannot be followed, with what it would need.
    """

    def __init__(self, order: Order, task: Task) -> None:
        recipe = order.recipe
        check_recipe(recipe)
        check_size(recipe, task.input_size, task.output_size)
        self._order, self.task = order, task
        rng = np.random.default_rng(order.seed)
        network = _fresh(order.beside or recipe.cell, recipe, task, rng)
        if order.beside:  # the sequences are those of the other one, the weights its own
            network = _fresh(recipe.cell, recipe, task, np.random.default_rng([order.seed, 1]))
        new_run = BatchRun if recipe.processes == 1 else Team(recipe.processes).run
        self.trainer = Trainer(network, task, recipe, rng, new_run)
        self.milestones = milestones(recipe.steps, order.moments)
        self._sample = task.measured_on(np.random.default_rng(HELD_OUT_SEED))
        self.snapshots: list[Snapshot] = [self.moment()]

    @property
    def order(self) -> Order:
        """What is made, by the recipe as it is now: it may have been changed on the way."""
        return replace(self._order, recipe=self.trainer.recipe)

    @property
    def network(self) -> Network:
        """The network as it is now."""
        return self.trainer.network

    def steps(self) -> Iterator[TrainingStep]:
        """Train to the end of the recipe; moments are kept on the way. See `Trainer.steps` for what can go wrong."""
        for step in self.trainer.steps():
            if step.number in self.milestones:
                moment = self.moment()
                if not math.isfinite(moment.loss):
                    raise LstmTuiError(
                        f"The loss is not finite after update {step.number}.",
                        "The last good checkpoint is kept; go on from it with a smaller learning rate.",
                    )
                self.snapshots = [kept for kept in self.snapshots if kept.step < step.number] + [moment]
                self.trainer.checkpoint()
            yield step

    def measured(self) -> Measured:
        """Return the loss, and the note's scale, on the held-out sample: the same one at every moment of a training."""
        return measured(self.network, self._sample)

    def moment(self) -> Snapshot:
        """Return the network as it is now, with its own loss on the held-out sample."""
        return Snapshot(self.trainer.number, self.measured().loss, self.trainer.weights.copy())

    def glance(self) -> Verdict:
        """Judge the held-out sample by the task's criterion."""
        return self.task.glance(self.network, self._sample)

    @property
    def levels(self) -> tuple[tuple[str, float], ...]:
        """Losses on the held-out sample that a training is held against, by name."""
        return self.task.levels(self._sample)

    def held_out(self) -> str:
        """Return the figure on what it never saw, in words."""
        return self.task.held_out(self.network, np.random.default_rng(HELD_OUT_SEED + self._order.seed))

    def bundle(self, name: str, judged: bool = True) -> ModelBundle:
        """Return the model as it is now, with its moments and card; `judged` on what it never saw, which takes a while.

        The last moment is the model itself, also where none is due.
        """
        order, recipe, task = self.order, self.order.recipe, self.task
        now = self.measured()
        moments = self.snapshots
        if moments[-1].step != self.trainer.number:
            moments = [*moments, Snapshot(self.trainer.number, now.loss, self.trainer.weights.copy())]
        how = (
            f"{recipe.optimiser}, rate {recipe.rate:g} ({recipe.schedule}), {self.trainer.number:,} updates of "
            f"{recipe.batch} sequences{f', forget bias {recipe.forget_bias}' if self.network.cell.biases else ''}"
        )
        unjudged = (
            f"not judged: saved after update {self.trainer.number:,} of {recipe.steps:,}; loss of a held-out sample "
            f"{MEASURES[self.network.output].said(now.loss)}"
        )
        card = Card(
            what=task.summary,
            data=order.data or f"strings made by the task '{order.task}' of this package",
            how=f"{how}; {order.command}" if order.command else how,
            seed=order.seed,
            held_out=self.held_out() if judged else unjudged,
            licence=order.licence or ("" if order.data else "MIT, with this package"),
            default_text=order.default_text or task.default_text,
        )
        known = order.task if order.task in TASKS else ""
        network = self.network.copy()
        return ModelBundle(name, network, task.tokens, card, known, tuple(moments), scale=now.scale)

    def save(self, path: Path, final: bool = False, judged: bool = True) -> ModelBundle:
        """Write the model and, unless it is final, what going on needs; return the model."""
        bundle = self.bundle(path.stem, judged)
        if final:
            native.save(bundle, path)
        else:
            checkpoint = self.trainer.checkpoint()
            native.save(bundle, path, native.Paused(checkpoint, asdict(self.order), len(self.snapshots), EDITION))
        return bundle

    @classmethod
    def resume(cls, path: Path, task: Task | None = None, order: Order | None = None) -> Workshop:
        """Go on where a saved training stopped, to the same last bit; with another order only where that differs.

        Raises:
            LstmTuiError: the file holds no training, or one that does not fit.
        """
        bundle, paused = paused_at(path)
        order = order or order_from(paused.about)
        workshop = cls(order, task or task_named(order.task))
        workshop.trainer.restore(paused.checkpoint)
        workshop.snapshots = list(bundle.snapshots[: paused.moments]) or workshop.snapshots
        return workshop


def _fresh(cell: str, recipe: Recipe, task: Task, rng: np.random.Generator) -> Network:
    return new_network(
        cell, task.input_size, recipe.hidden, task.output_size, rng, layers=recipe.layers,
        output=task.output, forget_bias=recipe.forget_bias, longest=task.longest,
        dtype=recipe.dtype,
    )  # fmt: skip


def paused_at(path: Path) -> tuple[ModelBundle, native.Paused]:
    """Return a model and the training in its file that can go on.

    Raises:
        LstmTuiError: it holds none, or one whose sequences another edition of this package drew.
    """
    bundle, paused = native.load_with_training(path)
    if paused is None:
        raise LstmTuiError(f"'{visible(path.name)}' holds no training to go on with.", "Begin a new one.")
    if paused.edition != EDITION:
        raise LstmTuiError(
            f"The training in '{visible(path.name)}' was begun by another release of lstm-tui, which drew other sequences.",
            "The model opens as it is; begin a new training.",
        )
    return bundle, paused


def order_from(about: dict[str, Any]) -> Order:
    """Read an order from JSON.

    Raises:
        LstmTuiError: a field is missing or of another type.
    """
    try:
        recipe = {"processes": 1} | about["recipe"]  # which older files do not name
        known = {field.name: recipe[field.name] for field in fields(Recipe)}
        words = {name: str(about[name]) for name in ("task", "data", "command", "default_text", "licence")}
        words |= {name: str(about.get(name, "")) for name in ("fingerprint", "source", "beside")}
        moments = about.get("moments")
        return Order(
            recipe=Recipe(**known), seed=int(about["seed"]), moments=None if moments is None else int(moments), **words
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise LstmTuiError("The training that the file holds is damaged.", "Begin a new one.") from error


def task_for(name: str, text: str | None, values: np.ndarray | None, recipe: Recipe | None, seed: int = 1) -> Task:
    """Return the task of a name; "text", "lines" and "csv" are made from data, lines in an order of the seed."""
    if name == "text":
        return Text(text or "", recipe)
    if name == "lines":
        return Lines(text or "", recipe, seed)
    if name == "csv":
        return Series(values if values is not None else np.empty(0), recipe)
    return task_named(name)
