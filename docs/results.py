"""Classic results, made again: each command trains ten seeds and prints one line of docs/results.md.

    python docs/results.py reber | continual | continual-1997 | anbn | anbn-rnn | anbncn | adding | adding-rnn |
                                     order | order-rnn | lag | hello [--seeds N]
    python docs/results.py text --text tinyshakespeare.txt --hidden 64

One thread is enough, and makes figures repeatable: OMP_NUM_THREADS=1.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from lstm_tui.core.batch import Batch, BatchRun
from lstm_tui.core.cells import CELLS
from lstm_tui.core.initialise import new_network
from lstm_tui.core.network import Network
from lstm_tui.core.training import Recipe, Trainer
from lstm_tui.tasks.base import Task
from lstm_tui.tasks.counting import AnBn, AnBnCn
from lstm_tui.tasks.numbers import Adding
from lstm_tui.tasks.reber import ContinualReber, EmbeddedReber
from lstm_tui.tasks.remembering import LongLag, TemporalOrder
from lstm_tui.tasks.text import Text

TEST_SEED = 10**6  # what judges is drawn from seeds that no training uses


def trainer_for(task: Task, recipe: Recipe, seed: int, source: Task | None = None) -> Trainer:
    """Return a trainer on a fresh network; everything random comes from the seed."""
    rng = np.random.default_rng(seed)
    network = new_network(
        recipe.cell, task.input_size, recipe.hidden, task.output_size, rng, layers=recipe.layers, output=task.output,
        forget_bias=recipe.forget_bias, dtype=recipe.dtype,
    )  # fmt: skip
    return Trainer(network, source or task, recipe, rng)


class TrainingSet(EmbeddedReber):
    """256 strings, drawn again and again, as in 1997."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.texts = [super(TrainingSet, self).text(rng) for _ in range(256)]

    def text(self, rng: np.random.Generator) -> str:
        """Return one of the training strings."""
        return self.texts[int(rng.integers(len(self.texts)))]


def reber(seed: int) -> tuple[bool, int]:
    """Return whether the training set and 256 new strings were all right, and after how many sequences."""
    task, recipe = EmbeddedReber(), EmbeddedReber.recipe
    known = TrainingSet(np.random.default_rng(seed + 5000))
    new = [task.text(np.random.default_rng([TEST_SEED, seed, k])) for k in range(2000)]
    new = [text for text in dict.fromkeys(new) if text not in known.texts][:256]
    trainer = trainer_for(task, replace(recipe, steps=10_000), seed, known)
    for step in trainer.steps():
        if (
            step.number % 50 == 0
            and task.right(trainer.network, known.texts).all()
            and task.right(trainer.network, new).all()
        ):
            return True, step.sequences
    return False, trainer.sequences


def continual(seed: int, forget_bias: str) -> tuple[float, float, float]:
    """Return the share of transitions right over 100,000 symbols, and |c| after 1,000 and after 100,000."""
    task = ContinualReber()
    trainer = trainer_for(task, replace(task.recipe, forget_bias=forget_bias), seed)
    for _ in trainer.steps():
        pass
    rng = np.random.default_rng(TEST_SEED + seed)
    share = task.verdict(trainer.network, rng).share
    text = ""
    while len(text) < task.stream_length:
        text += EmbeddedReber().text(rng)
    trace = trainer.network.forward(task.tokens.encode(text[: task.stream_length]))
    norms = [float(np.linalg.norm(trace.step(t)["c"])) for t in (999, task.stream_length - 1)]
    return share, norms[0], norms[1]


def counting(task: AnBn, seed: int, cell: str) -> int:
    """Return the largest n up to which all strings are accepted, training on n ≤ 10."""
    trainer = trainer_for(task, replace(task.recipe, cell=cell), seed)
    for _ in trainer.steps():
        pass
    return task.furthest(trainer.network, 1500)


def adding(seed: int, cell: str) -> tuple[bool, int, int]:
    """Return whether at most 3 of 2,560 were wrong, how many were, and after how many sequences."""
    task = Adding()
    recipe = replace(task.recipe, cell=cell)
    trainer = trainer_for(task, recipe, seed)
    for step in trainer.steps():
        if step.number % 250 == 0 and step.number >= 1500:
            verdict = task.verdict(trainer.network, np.random.default_rng([TEST_SEED, seed]))
            if verdict.total - verdict.right <= 3:
                break
    final = task.verdict(trainer.network, np.random.default_rng([2 * TEST_SEED, seed]))
    wrong = final.total - final.right
    return wrong <= 3, wrong, trainer.sequences


def order(seed: int, cell: str) -> tuple[bool, int, int]:
    """Return whether at most 1 of 2,560 was wrong, how many were, and after how many sequences."""
    task = TemporalOrder()
    trainer = trainer_for(task, replace(task.recipe, cell=cell), seed)
    for step in trainer.steps():
        if step.number % 100 == 0:
            rng = np.random.default_rng([TEST_SEED, seed, step.number])
            if task.right(trainer.network, [task.text(rng) for _ in range(2000)]).all():
                break
    final = task.verdict(trainer.network, np.random.default_rng([2 * TEST_SEED, seed]))
    wrong = final.total - final.right
    return wrong <= 1, wrong, trainer.sequences


def lag(seed: int) -> tuple[bool, int]:
    """Return whether both sequences end right, and after how many."""
    task = LongLag()
    trainer = trainer_for(task, task.recipe, seed)
    for step in trainer.steps():
        if step.number % 25 == 0 and task.verdict(trainer.network, np.random.default_rng(0)).right == 2:
            return True, step.sequences
    return False, trainer.sequences


def hello() -> str:
    """The first loss of the essay's figure: logits 1.0, 2.2, −3.0, 4.1 for h, e, l, o, and the target e."""
    cell = CELLS["rnn"](np.zeros((1, 4)), np.zeros((1, 1)), np.zeros(1))
    run = BatchRun(Network([cell], np.zeros((4, 1)), np.array([1.0, 2.2, -3.0, 4.1])), 1, 1)
    batch = Batch(np.array([[0]]), np.array([[1]]), np.ones((1, 1)))
    run.forward(batch)
    return f"first loss {run.loss(batch):.4f}"


def text(path: Path, hidden: int, seed: int, epochs: int = 16) -> str:
    """Train on a text as the bundled models are, and say the held-out loss."""
    recipe = replace(Text.recipe, hidden=hidden)
    task = Text(path.read_text(encoding="utf-8"), recipe)
    recipe = replace(recipe, steps=epochs * task.pieces)
    trainer = trainer_for(task, recipe, seed, task)
    for _ in trainer.steps():
        pass
    return f"{hidden} units: {task.held_out_loss(trainer.network):.4f} nats a character held out, {epochs} epochs"


def _sequences(outcomes: list[tuple[bool, int]]) -> str:
    counts = [count for solved, count in outcomes if solved]
    mean = f"; mean {statistics.mean(counts):,.0f} sequences, most {max(counts):,}" if counts else ""
    return f"{len(counts)} of {len(outcomes)} seeds{mean}"


def _with_errors(outcomes: list[tuple[bool, int, int]]) -> str:
    wrong = ", ".join(str(count) for _, count, _ in outcomes)
    return f"{_sequences([(solved, sequences) for solved, _, sequences in outcomes])}; wrong of 2,560: {wrong}"


def _reached(task: AnBn, seeds: range, cell: str = "lstm") -> str:
    reached = sorted(counting(task, seed, cell) for seed in seeds)
    return f"best n = {reached[-1]:,}, median {statistics.median(reached):g}; all: {', '.join(map(str, reached))}"


def _continual(seeds: range, forget_bias: str) -> str:
    rows = [continual(seed, forget_bias) for seed in seeds]
    shares = ", ".join(f"{share:.4f}" for share, _, _ in rows)
    before, after = (statistics.median(row[k] for row in rows) for k in (1, 2))
    return f"transitions right: {shares}; median |c| {before:.1f} after 1,000 symbols, {after:,.1f} after 100,000"


ROWS: dict[str, Callable[[range], str]] = {
    "reber": lambda seeds: _sequences([reber(seed) for seed in seeds]),
    "continual": lambda seeds: _continual(seeds, "1"),
    "continual-1997": lambda seeds: _continual(seeds, "none"),
    "anbn": lambda seeds: _reached(AnBn(), seeds),
    "anbn-rnn": lambda seeds: _reached(AnBn(), seeds, "rnn"),
    "anbncn": lambda seeds: _reached(AnBnCn(), seeds),
    "adding": lambda seeds: _with_errors([adding(seed, "lstm") for seed in seeds]),
    "adding-rnn": lambda seeds: _with_errors([adding(seed, "rnn") for seed in seeds]),
    "order": lambda seeds: _with_errors([order(seed, "lstm") for seed in seeds]),
    "order-rnn": lambda seeds: _with_errors([order(seed, "rnn") for seed in seeds]),
    "lag": lambda seeds: _sequences([lag(seed) for seed in seeds]),
    "hello": lambda seeds: hello(),
}


def main() -> None:
    """Make one row."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("row", choices=[*ROWS, "text"])
    parser.add_argument("--seeds", type=int, default=10, help="seeds 1 to N")
    parser.add_argument("--text", type=Path)
    parser.add_argument("--hidden", type=int, default=64)
    options = parser.parse_args()
    began = time.monotonic()
    if options.row == "text":
        words = text(options.text, options.hidden, 1)
    else:
        words = ROWS[options.row](range(1, options.seeds + 1))
    print(f"{options.row}: {words}  ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
