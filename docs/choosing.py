"""How the recipes of the bundled text models were chosen: every candidate's loss on the validation part.

The least loss wins among those whose note can be looked at: 99 of 100 values of c within ±8, or half of an RNN's |h| below
.95; of losses that are equal to two decimals the one with the lower rate. Higher rates learn to predict better with a note that is pressed against its ends.

    python docs/choosing.py shakespeare | shakespeare-rnn | shakespeare-gru | names --text FILE [--seed S] [--readings N]

The test part is not looked at here. One thread: OMP_NUM_THREADS=1.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from lstm_tui.core.training import Recipe
from lstm_tui.tasks.lines import Lines
from lstm_tui.tasks.text import Text
from lstm_tui.training.material import read_text
from lstm_tui.training.workshop import Order, Workshop

READINGS = 16  # of the plays, where nothing else is said
LOOKED_AT = 5000  # characters of the validation, of which the note is looked at
RATES = (0.004, 0.008, 0.016, 0.032, 0.064)

CANDIDATES: dict[str, list[Recipe]] = {
    "shakespeare": [replace(Text.recipe, rate=rate) for rate in RATES],
    "shakespeare-rnn": [replace(Text.recipe, cell="rnn", rate=rate) for rate in RATES],
    "shakespeare-gru": [replace(Text.recipe, cell="gru", rate=rate) for rate in RATES],
    "names": [
        replace(Lines.recipe, batch=64, timesteps=50, rate=rate, steps=steps)
        for rate in (0.008, 0.016, 0.032)
        for steps in (2500, 5000)
    ],
}


@dataclass(frozen=True)
class Tried:
    """A recipe, its loss on the validation in nats a character, and |note| there: its median and what 99 of 100 are below."""

    recipe: Recipe
    loss: float
    half: float
    most: float

    @property
    def readable(self) -> bool:
        """Whether the note can be looked at."""
        return self.most <= 8 if self.most > 1 else self.half < 0.95

    def __str__(self) -> str:
        shown = "" if self.readable else "; not to be looked at"
        return (
            f"rate {self.recipe.rate:g}, {self.recipe.steps:,} updates: {self.loss:.4f} nats a character; |note| half below "
            f"{self.half:.2f}, 99 of 100 below {self.most:.2f}{shown}"
        )


def tried(name: str, text: str, recipe: Recipe, seed: int, readings: int) -> Tried:
    """Train by a recipe and look at the validation part."""
    task = Lines(text, recipe, seed) if name == "names" else Text(text, recipe)
    if name != "names":
        recipe = replace(recipe, steps=readings * task.pieces)
    workshop = Workshop(Order(task.name, recipe, seed), task)
    for _ in workshop.steps():
        pass
    network = workshop.network
    note = np.abs(network.forward(task.validation[:LOOKED_AT]).column(network.cell.note))
    half, most = np.percentile(note, (50, 99)).tolist()
    return Tried(recipe, task.loss_over(network, task.validation), half, most)


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
        found.append(tried(options.model, text, candidate, options.seed, options.readings))
        print(found[-1], flush=True)
    print(
        f"{options.model}: {min((one for one in found if one.readable), key=lambda one: (round(one.loss, 2), one.recipe.rate))}"
    )


if __name__ == "__main__":
    main()
