"""What a recipe may ask for: nothing that cannot be followed, held in memory, or opened again."""

from __future__ import annotations

import math

from lstm_tui.core.cells import cell_named
from lstm_tui.core.training import Recipe
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native

MILESTONES = (0.0, 0.01, 0.03, 0.08, 0.2, 0.4, 0.7, 1.0)  # shares of a training at which a moment is kept
MAX_PROCESSES = 64
MAX_BYTES = 4 * 2**30
ARRAYS_TO_GO_ON = 3  # of the size of all weights: themselves, and what the optimiser remembers


def check_recipe(recipe: Recipe) -> None:
    """Refuse a recipe that cannot be followed, or whose model could not be opened.

    Raises:
        LstmTuiError: names the option that says it.
    """
    for name in ("hidden", "layers", "batch", "timesteps", "steps", "processes"):
        if getattr(recipe, name) < 1:
            raise LstmTuiError(f"--{name} {getattr(recipe, name)} is below 1.", "Every size must be at least 1.")
    if recipe.layers > native.MAX_LAYERS:
        raise LstmTuiError(f"--layers {recipe.layers} is more than can be opened.", f"At most {native.MAX_LAYERS}.")
    if recipe.processes > MAX_PROCESSES:
        raise LstmTuiError(f"--processes {recipe.processes} is too many.", f"At most {MAX_PROCESSES}: one a core.")
    if not 0 < recipe.rate < 100:
        raise LstmTuiError(f"The learning rate {recipe.rate:g} is not in (0, 100).", "0.01 is a good beginning.")


def milestones(steps: int, moments: int | None = None) -> list[int]:
    """Return the updates after which a moment is kept: all of MILESTONES, or so many of them, the first and last among them.

    Raises:
        LstmTuiError: fewer than two, or more than there are.
    """
    count = len(MILESTONES) if moments is None else moments
    if not 2 <= count <= len(MILESTONES):
        raise LstmTuiError(
            f"--moments {count} is not in 2..{len(MILESTONES)}.", "The first and the last are always kept."
        )
    shares = [MILESTONES[round(k * (len(MILESTONES) - 1) / (count - 1))] for k in range(count)]
    return sorted({round(share * steps) for share in shares})


def check_size(recipe: Recipe, D: int, V: int) -> None:
    """Refuse a network of D inputs and V outputs that would not fit into memory, or whose file would be too large.

    Raises:
        LstmTuiError: says how much it would take.
    """
    needed = estimated_bytes(recipe, D, V)
    if needed > MAX_BYTES:
        raise LstmTuiError(
            f"This would take about {needed / 2**30:,.1f} GiB of memory; {MAX_BYTES // 2**30} GiB is the limit.",
            "Use fewer units, layers, sequences (--batch) or timesteps.",
        )
    written = estimated_file(recipe, D, V)
    if written > native.MAX_BYTES:
        raise LstmTuiError(
            f"The model's file would take about {written / 2**20:,.0f} MiB; {native.MAX_BYTES // 2**20} MiB can be opened.",
            "Use fewer units or layers.",
        )


def estimated_file(recipe: Recipe, D: int, V: int) -> int:
    """Return about how large the file gets: the weights, every moment of them, and what going on needs."""
    return 4 * (1 + len(MILESTONES) + 1 + ARRAYS_TO_GO_ON) * _parameters(recipe, D, V)


def estimated_bytes(recipe: Recipe, D: int, V: int) -> int:
    """Return about how much memory a training takes: weights five times over, and every quantity of one batch."""
    a_timestep = recipe.layers * recipe.hidden * (3 * len(cell_named(recipe.cell).fused) + 8) + 3 * V
    return 4 * (6 * _parameters(recipe, D, V) + recipe.timesteps * recipe.batch * a_timestep)


def _parameters(recipe: Recipe, D: int, V: int) -> int:
    cell, H = cell_named(recipe.cell), recipe.hidden

    def weights(inputs: int) -> int:
        return sum(math.prod(shape) for shape in cell.shapes(inputs, H).values())

    return weights(D) + (recipe.layers - 1) * weights(H) + V * (H + 1)
