"""Where models are made: a task, a recipe and a seed become a trained model with its snapshots and its card."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from lstm_tui.core.cells import cell_named
from lstm_tui.core.initialise import new_network
from lstm_tui.core.network import Network
from lstm_tui.core.sampling import Sampling
from lstm_tui.core.training import Recipe, Trainer, TrainingStep
from lstm_tui.core.writing import written
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native
from lstm_tui.models.bundle import ModelBundle, Snapshot
from lstm_tui.models.card import Card
from lstm_tui.tasks.base import Task
from lstm_tui.tasks.catalogue import TASKS, task_named
from lstm_tui.tasks.numbers import Series
from lstm_tui.tasks.text import Text

MILESTONES = (0.0, 0.01, 0.03, 0.08, 0.2, 0.4, 0.7, 1.0)  # shares of a training at which a snapshot is kept
MAX_BYTES = 4 * 2**30
HELD_OUT_SEED = 10**6  # what judges is drawn from seeds that no training uses


@dataclass(frozen=True)
class Order:
    """What is to be made.

    Attributes:
        task: a task's name, "text" or "csv". data: for those two, where it came from (a path), for the card.
        recipe, seed: how. command: the command line that makes it again, default_text, licence: for the card.
        fingerprint: of the person's data; "" where there are none.
    """

    task: str
    recipe: Recipe
    seed: int = 1
    data: str = ""
    command: str = ""
    default_text: str = ""
    licence: str = ""
    fingerprint: str = ""


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
        task: where it learns from; for "text" and "csv" made from the person's data.

    Raises:
        LstmTuiError: a recipe that cannot be followed, with what it would need.
    """

    def __init__(self, order: Order, task: Task) -> None:
        recipe = order.recipe
        check_recipe(recipe)
        needed = estimated_bytes(recipe, task.input_size, task.output_size)
        if needed > MAX_BYTES:
            raise LstmTuiError(
                f"This would take about {needed / 2**30:,.1f} GiB of memory; {MAX_BYTES // 2**30} GiB is the limit.",
                "Use fewer units, layers, sequences (--batch) or timesteps.",
            )
        written = estimated_file(recipe, task.input_size, task.output_size)
        if written > native.MAX_BYTES:
            raise LstmTuiError(
                f"The model's file would take about {written / 2**20:,.0f} MiB; {native.MAX_BYTES // 2**20} MiB can be opened.",
                "Use fewer units or layers.",
            )
        self._order, self.task = order, task
        rng = np.random.default_rng(order.seed)
        network = new_network(
            recipe.cell, task.input_size, recipe.hidden, task.output_size, rng, layers=recipe.layers,
            output=task.output, forget_bias=recipe.forget_bias, longest=task.longest,
            dtype=recipe.dtype,
        )  # fmt: skip
        self.trainer = Trainer(network, task, recipe, rng)
        self.milestones = sorted({round(share * recipe.steps) for share in MILESTONES})
        self.snapshots: list[Snapshot] = []
        self._keep(float("nan"))

    @property
    def order(self) -> Order:
        """What is made, by the recipe as it is now: it may have been changed on the way."""
        return replace(self._order, recipe=self.trainer.recipe)

    @property
    def network(self) -> Network:
        """The network as it is now."""
        return self.trainer.network

    def steps(self) -> Iterator[TrainingStep]:
        """Train to the end of the recipe; snapshots are kept on the way. See `Trainer.steps` for what can go wrong."""
        for step in self.trainer.steps():
            if step.number in self.milestones:
                self._keep(step.loss)
                self.trainer.checkpoint()
            yield step

    def _keep(self, loss: float) -> None:
        self.snapshots = [kept for kept in self.snapshots if kept.step < self.trainer.number]
        self.snapshots.append(Snapshot(self.trainer.number, loss, self.trainer.weights.copy()))

    def sample(self, length: int = 60) -> str:
        """Return what the network writes on its own now, always from the same seed."""
        tokens = self.task.tokens
        if not tokens.symbols or self.network.output != "softmax":
            return ""
        begin = self.task.default_text[:1] or tokens.symbols[0]
        rng = np.random.default_rng(0)
        return begin + "".join(symbol for symbol, _ in written(self.network, tokens, begin, length, Sampling(0.8), rng))

    def held_out(self) -> str:
        """Return the figure on what it never saw, in words."""
        return self.task.held_out(self.network, np.random.default_rng(HELD_OUT_SEED + self._order.seed))

    def bundle(self, name: str) -> ModelBundle:
        """Return the model as it is now, with its snapshots and card."""
        order, recipe, task = self.order, self.order.recipe, self.task
        first, *later = self.snapshots
        moments = [first if first.loss == first.loss else replace(first, loss=self._loss_before()), *later]
        if moments[-1].step != self.trainer.number:  # saved on the way: the last moment is the model itself
            moments.append(Snapshot(self.trainer.number, moments[-1].loss, self.trainer.weights.copy()))
        what = f"Predicts what comes next in {task.summary}; {self.network.cell.title}, {recipe.hidden} units."
        how = (
            f"{recipe.optimiser}, rate {recipe.rate:g} ({recipe.schedule}), {self.trainer.number:,} updates of "
            f"{recipe.batch} sequences, forget bias {recipe.forget_bias}"
        )
        card = Card(
            what=what,
            data=order.data or f"strings made by the task '{order.task}' of this package",
            how=f"{how}; {order.command}" if order.command else how,
            seed=order.seed,
            held_out=self.held_out(),
            licence=order.licence or ("" if order.data else "MIT, with this package"),
            default_text=order.default_text or task.default_text,
        )
        known = order.task if order.task in TASKS else ""
        return ModelBundle(name, self.network.copy(), task.tokens, card, known, tuple(moments))

    def _loss_before(self) -> float:
        return float(np.log(self.task.output_size)) if self.network.output == "softmax" else self.snapshots[-1].loss

    def save(self, path: Path, final: bool = False) -> ModelBundle:
        """Write the model and, unless it is final, what going on needs; return the model."""
        bundle = self.bundle(path.stem)
        if final:
            native.save(bundle, path)
            return bundle
        about = asdict(self.order)
        native.save(bundle, path, native.Paused(self.trainer.checkpoint(), about))
        return bundle

    @classmethod
    def resume(cls, path: Path, task: Task | None = None, order: Order | None = None) -> Workshop:
        """Go on where a saved training stopped, to the same last bit; with another order only where that differs.

        Raises:
            LstmTuiError: the file holds no training, or one that does not fit.
        """
        bundle, paused = native.load_with_training(path)
        if paused is None:
            raise LstmTuiError(f"'{path.name}' holds no training to go on with.", "Begin a new one.")
        order = order or order_from(paused.about)
        workshop = cls(order, task or task_named(order.task))
        workshop.trainer.restore(paused.checkpoint)
        workshop.snapshots = [moment for moment in bundle.snapshots if moment.step in workshop.milestones]
        return workshop


def check_recipe(recipe: Recipe) -> None:
    """Refuse a recipe that cannot be followed, or whose model could not be opened.

    Raises:
        LstmTuiError: names the option that says it.
    """
    for name in ("hidden", "layers", "batch", "timesteps", "steps"):
        if getattr(recipe, name) < 1:
            raise LstmTuiError(f"--{name} {getattr(recipe, name)} is below 1.", "Every size must be at least 1.")
    if recipe.layers > native.MAX_LAYERS:
        raise LstmTuiError(f"--layers {recipe.layers} is more than can be opened.", f"At most {native.MAX_LAYERS}.")
    if not 0 < recipe.rate < 100:
        raise LstmTuiError(f"The learning rate {recipe.rate:g} is not in (0, 100).", "0.01 is a good beginning.")


def order_from(about: dict[str, Any]) -> Order:
    """Read an order from JSON.

    Raises:
        LstmTuiError: a field is missing or of another type.
    """
    try:
        known = {field.name: about["recipe"][field.name] for field in fields(Recipe)}
        words = {name: str(about[name]) for name in ("task", "data", "command", "default_text", "licence")}
        return Order(
            recipe=Recipe(**known), seed=int(about["seed"]), fingerprint=str(about.get("fingerprint", "")), **words
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise LstmTuiError("The training that the file holds is damaged.", "Begin a new one.") from error


def estimated_file(recipe: Recipe, D: int, V: int) -> int:
    """Return about how large the file gets: the weights, every moment of them, and what going on needs."""
    return 4 * (1 + len(MILESTONES) + 1 + 3) * _parameters(recipe, D, V)


def estimated_bytes(recipe: Recipe, D: int, V: int) -> int:
    """Return about how much memory a training takes: weights five times over, and every quantity of one batch."""
    a_timestep = recipe.layers * recipe.hidden * (3 * len(cell_named(recipe.cell).fused) + 8) + 3 * V
    return 4 * (6 * _parameters(recipe, D, V) + recipe.timesteps * recipe.batch * a_timestep)


def _parameters(recipe: Recipe, D: int, V: int) -> int:
    cell, H = cell_named(recipe.cell), recipe.hidden

    def weights(inputs: int) -> int:
        return sum(math.prod(shape) for shape in cell.shapes(inputs, H).values())

    return weights(D) + (recipe.layers - 1) * weights(H) + V * (H + 1)


def task_for(name: str, text: str | None, values: np.ndarray | None, recipe: Recipe | None) -> Task:
    """Return the task of a name; "text" and "csv" are made from data."""
    if name == "text":
        return Text(text or "", recipe)
    if name == "csv":
        return Series(values if values is not None else np.empty(0), recipe)
    return task_named(name)
