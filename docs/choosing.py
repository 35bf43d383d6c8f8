"""How the recipes of the bundled text models were chosen: every candidate's loss on the validation part, best first.

    python docs/choosing.py shakespeare | shakespeare-rnn | names --text FILE [--seed S] [--readings N]

The test part is not looked at here. One thread: OMP_NUM_THREADS=1.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

from lstm_tui.core.training import Recipe
from lstm_tui.tasks.lines import Lines
from lstm_tui.tasks.text import Text
from lstm_tui.training.material import read_text
from lstm_tui.training.workshop import Order, Workshop

READINGS = 16  # of the plays, where nothing else is said

CANDIDATES: dict[str, list[Recipe]] = {
    "shakespeare": [replace(Text.recipe, rate=rate) for rate in (0.004, 0.008, 0.016)],
    "shakespeare-rnn": [replace(Text.recipe, cell="rnn", rate=rate) for rate in (0.004, 0.008, 0.016)],
    "names": [
        replace(Lines.recipe, batch=64, timesteps=50, rate=rate, steps=steps)
        for rate in (0.008, 0.016, 0.032)
        for steps in (2500, 5000)
    ],
}


def validated(name: str, text: str, recipe: Recipe, seed: int, readings: int) -> tuple[float, Recipe]:
    """Train by a recipe and return the loss on the validation part, in nats a character."""
    task = Lines(text, recipe, seed) if name == "names" else Text(text, recipe)
    if name != "names":
        recipe = replace(recipe, steps=readings * task.pieces)
    workshop = Workshop(Order(task.name, recipe, seed), task)
    for _ in workshop.steps():
        pass
    return task.loss_over(workshop.network, task.validation), recipe


def main() -> None:
    """Try every candidate of one model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=list(CANDIDATES))
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--readings", type=int, default=READINGS, help="of the plays, all in all")
    options = parser.parse_args()
    text, found = read_text(options.text), []
    for candidate in CANDIDATES[options.model]:
        began = time.monotonic()
        loss, recipe = validated(options.model, text, candidate, options.seed, options.readings)
        found.append((loss, recipe))
        print(
            f"rate {recipe.rate:g}, {recipe.steps:,} updates: {loss:.4f}  ({time.monotonic() - began:.0f} s)",
            flush=True,
        )
    loss, recipe = min(found, key=lambda pair: pair[0])
    print(
        f"{options.model}: rate {recipe.rate:g}, {recipe.steps:,} updates, {loss:.4f} nats a character on the validation"
    )


if __name__ == "__main__":
    main()
