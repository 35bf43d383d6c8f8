"""One trial of each row: train one seed, judge it, and say what came out as numbers (JSON).

    python docs/results/trials.py ROW SEED

What judges is drawn from seeds that no training uses, or kept apart by the task (lstm_tui/tasks/unseen.py).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import machine
import numpy as np

from lstm_tui.core.batch import Batch, BatchRun
from lstm_tui.core.cells import CELLS
from lstm_tui.core.initialise import new_network
from lstm_tui.core.network import Network
from lstm_tui.core.training import Recipe, Trainer
from lstm_tui.tasks.base import SymbolTask, Task
from lstm_tui.tasks.catalogue import task_named
from lstm_tui.tasks.counting import AnBn
from lstm_tui.tasks.numbers import Adding
from lstm_tui.tasks.reber import ContinualReber, EmbeddedReber
from lstm_tui.tasks.remembering import LongLag, TemporalOrder

TEST_SEED = 10**6
LONGEST_N = 1500
Outcome = dict[str, Any]


def trainer_for(task: Task, recipe: Recipe, seed: int, source: Task | None = None) -> Trainer:
    """Return a trainer on a fresh network; everything random comes from the seed."""
    rng = np.random.default_rng(seed)
    network = new_network(
        recipe.cell, task.input_size, recipe.hidden, task.output_size, rng, layers=recipe.layers, output=task.output,
        forget_bias=recipe.forget_bias, longest=task.longest, dtype=recipe.dtype,
    )  # fmt: skip
    return Trainer(network, source or task, recipe, rng)


def by_recipe(name: str, cell: str, seed: int) -> Outcome:
    """Train as `lstm-tui train --task NAME --cell CELL --seed SEED` does, and judge by size."""
    task = task_named(name)
    trainer = trainer_for(task, replace(task.recipe, cell=cell), seed)
    for _ in trainer.steps():
        pass
    verdict = task.verdict(trainer.network, np.random.default_rng(TEST_SEED + seed))
    parts = [[part.name, part.trained, part.right, part.total] for part in verdict.parts]
    outcome: Outcome = {"right": verdict.right, "total": verdict.total, "parts": parts}
    if isinstance(task, AnBn):
        outcome["furthest"] = task.furthest(trainer.network, LONGEST_N)
    return outcome


class TrainingSet(EmbeddedReber):
    """256 strings of the grammar, drawn again and again, as in 1997; nothing is kept apart by its hash."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.texts = [self.draw(rng) for _ in range(256)]

    def text(self, rng: np.random.Generator) -> str:
        """Return one of the training strings."""
        return self.texts[int(rng.integers(len(self.texts)))]


def fresh_strings(task: EmbeddedReber, rng: np.random.Generator, count: int, known: list[str]) -> list[str]:
    """Return distinct strings of the grammar that are none of the known."""
    found: dict[str, None] = {}
    while len(found) < count:
        text = task.draw(rng)
        if text not in known:
            found[text] = None
    return list(found)


def reber(seed: int) -> Outcome:
    """Train as in 1997 until training and test set are all right; then judge 500 strings of neither."""
    task = EmbeddedReber()
    recipe = Recipe(hidden=12, batch=2, steps=10_000, rate=0.02, forget_bias="1")
    known = TrainingSet(np.random.default_rng(seed + 5000))
    test = fresh_strings(task, np.random.default_rng([TEST_SEED, seed]), 256, known.texts)
    trainer = trainer_for(task, recipe, seed, known)
    solved = False
    for step in trainer.steps():
        if step.number % 50 == 0 and all(task.right(trainer.network, texts).all() for texts in (known.texts, test)):
            solved = True
            break
    fresh = fresh_strings(task, np.random.default_rng([2 * TEST_SEED, seed]), 500, known.texts + test)
    right = int(task.right(trainer.network, fresh).sum())
    return {"solved": solved, "sequences": trainer.sequences, "fresh right": right, "fresh": len(fresh)}


def continual(seed: int, forget_bias: str) -> Outcome:
    """Train, then read ten streams of 100,000 symbols: errors and the symbols before the first one in each."""
    task = ContinualReber()
    trainer = trainer_for(task, replace(task.recipe, forget_bias=forget_bias), seed)
    for _ in trainer.steps():
        pass
    errors, before, norms = [], [], []
    for stream in range(10):
        right, trace = task.stream(trainer.network, np.random.default_rng([TEST_SEED, seed, stream]))
        errors.append(int((~right).sum()))
        before.append(int(right.argmin()) if not right.all() else len(right))
        norms.append([float(np.linalg.norm(trace.step(t)["c"])) for t in (999, len(right) - 1)])
    return {"errors": errors, "before the first": before, "|c|": norms[0]}


def adding(seed: int, cell: str) -> Outcome:
    """Train until at most 3 of 2,560 are wrong, then judge 2,560 others."""
    task = Adding()
    recipe = replace(task.recipe, cell=cell)
    trainer = trainer_for(task, recipe, seed)
    for step in trainer.steps():
        if step.number % 250 == 0 and step.number >= 1500:
            verdict = task.verdict(trainer.network, np.random.default_rng([TEST_SEED, seed]))
            if verdict.total - verdict.right <= 3:
                break
    return _wrong(task, trainer, seed, 3)


def order(seed: int, cell: str) -> Outcome:
    """Train until 2,000 new sequences in a row are right, then judge 2,560 others."""
    task = TemporalOrder()
    trainer = trainer_for(task, replace(task.recipe, cell=cell), seed)
    for step in trainer.steps():
        if step.number % 100 == 0 and _all_right(task, trainer.network, [TEST_SEED, seed, step.number]):
            break
    return _wrong(task, trainer, seed, 3)


def _all_right(task: SymbolTask, network: Network, seed: list[int]) -> bool:
    rng = np.random.default_rng(seed)
    return all(task.right(network, [task.text(rng) for _ in range(count)]).all() for count in (200, 1800))


def _wrong(task: Task, trainer: Trainer, seed: int, most: int) -> Outcome:
    final = task.verdict(trainer.network, np.random.default_rng([2 * TEST_SEED, seed]))
    wrong = final.total - final.right
    return {"solved": wrong <= most, "sequences": trainer.sequences, "wrong": wrong}


def lag(seed: int, cell: str) -> Outcome:
    """Train until both sequences are right by the paper's bound, at the last symbol."""
    task = LongLag()
    trainer = trainer_for(task, replace(task.recipe, cell=cell), seed)
    for step in trainer.steps():
        if step.number % 25 == 0 and task.right(trainer.network, task.both()).all():
            return {"solved": True, "sequences": step.sequences}
    return {"solved": False, "sequences": trainer.sequences}


def hello(seed: int) -> Outcome:
    """The first loss of the essay's figure: logits 1.0, 2.2, −3.0, 4.1 for h, e, l, o, and the target e."""
    del seed
    cell = CELLS["rnn"](np.zeros((1, 4)), np.zeros((1, 1)), np.zeros(1))
    run = BatchRun(Network([cell], np.zeros((4, 1)), np.array([1.0, 2.2, -3.0, 4.1])), 1, 1)
    batch = Batch(np.array([[0]]), np.array([[1]]), np.ones((1, 1)))
    run.forward(batch)
    return {"loss": run.loss(batch)}


TRIALS: dict[str, Callable[[int], Outcome]] = {
    "hello": hello,
    "reber": reber,
    "continual": lambda seed: continual(seed, "1"),
    "continual-1997": lambda seed: continual(seed, "none"),
    "lag": lambda seed: lag(seed, "lstm"),
    "lag-rnn": lambda seed: lag(seed, "rnn"),
    "order": lambda seed: order(seed, "lstm"),
    "order-rnn": lambda seed: order(seed, "rnn"),
    "adding": lambda seed: adding(seed, "lstm"),
    "adding-rnn": lambda seed: adding(seed, "rnn"),
} | {
    f"{task}-{cell}": lambda seed, task=task, cell=cell: by_recipe(task, cell, seed)  # type: ignore[misc]
    for task in ("anbn", "anbncn", "reber", "brackets", "agreement")
    for cell in ("lstm", "rnn")
}


def main() -> None:
    """Make one trial and print it."""
    row, seed = sys.argv[1], int(sys.argv[2])
    began = time.process_time()
    outcome = TRIALS[row](seed)
    spent = round(time.process_time() - began, 1)
    print(json.dumps({"row": row, "seed": seed, "outcome": outcome, "seconds": spent, "made on": machine.described()}))


if __name__ == "__main__":
    main()
