"""What counting alone reaches on a text, and what a model does: the figures of the bundled text models, computed again.

    python docs/baselines.py --text tinyshakespeare.txt --model shakespeare
    python docs/baselines.py --text names.txt --lines --seed 1 --model names

Counts are learned from the first eight tenths and judged on the test, as the models are (lstm_tui/tasks/text.py and
lines.py); how is written in lstm_tui/tasks/ngrams.py.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np

from lstm_tui.core.loss import log_sum_exp
from lstm_tui.core.network import Network
from lstm_tui.models import registry
from lstm_tui.tasks.lines import BREAK, Lines
from lstm_tui.tasks.text import Text
from lstm_tui.training.material import read_text

ORDERS = range(1, 8)


def one_by_one(task: Lines, network: Network) -> float:
    """Return the mean −ln p over the lines of the test, each after a break and from an empty state, its end included."""
    losses = []
    for line in task.tokens.join([task.tokens.symbols[k] for k in task.test]).strip(BREAK).split(BREAK):
        symbols = task.tokens.encode(BREAK + line + BREAK)
        logits = network.forward(symbols[:-1]).column("logits").astype(float)
        losses += (log_sum_exp(logits, 1)[:, 0] - logits[np.arange(len(logits)), symbols[1:]]).tolist()
    return float(np.mean(losses))


def figures(task: Text, name: str) -> None:
    """Print what a model does on the same parts."""
    network = registry.load(name).network
    print(f"{name}: {task.held_out_loss(network):.4f} nats a character on the test, read on from an empty state")
    print(f"{name}: {task.loss_over(network, task.validation):.4f} on the validation, {task.validation_in_words}")
    if isinstance(task, Lines):
        print(f"{name}: {one_by_one(task, network):.4f} on the test, each line from an empty state")


def main() -> None:
    """Print a line for each order, and for each figure of the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--lines", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", metavar="NAME")
    options = parser.parse_args()
    text = read_text(options.text)
    task = Lines(text, seed=options.seed) if options.lines else Text(text)
    print(f"test: {task.test_in_words}")
    for order in ORDERS:
        loss = task.counting.loss(order)
        print(f"{order}-gram with back-off: {loss:.3f} nats a character ({loss / math.log(2):.3f} bits)", flush=True)
    if options.model:
        figures(task, options.model)


if __name__ == "__main__":
    main()
