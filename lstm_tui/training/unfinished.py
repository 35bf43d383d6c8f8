"""Trainings that were left before their end and can go on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lstm_tui import files
from lstm_tui.core.cells import CELLS
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native
from lstm_tui.tasks.catalogue import OWN, TASKS
from lstm_tui.training.limits import check_recipe
from lstm_tui.training.workshop import EDITION, Order, order_from

MOST = 6  # that are offered
HEAD = 2**20 + 8  # bytes of a file that hold its header


@dataclass(frozen=True)
class Unfinished:
    """A training that was left: its file, what it is, and after how many updates."""

    path: Path
    order: Order
    number: int


def unfinished(paths: list[Path]) -> list[Unfinished]:
    """Return those of these models whose training was left before its end, the one saved last first."""
    found = []
    for path in sorted(paths, key=files.changed, reverse=True):
        left = _left(path)
        if left is not None:
            found.append(left)
        if len(found) == MOST:
            break
    return found


def _left(path: Path) -> Unfinished | None:
    """Read only the header; what cannot be read is nobody's unfinished training, and what goes on is none either."""
    if files.held(path):
        return None
    try:
        training = native.training_in(files.read_head(path, HEAD))
        if training is None or training.get("edition") != EDITION:
            return None
        order, number = order_from(training["about"]), int(training["numbers"]["number"])
        check_recipe(order.recipe)
    except (LstmTuiError, KeyError, TypeError, ValueError, OverflowError):
        return None
    known = order.task in TASKS | OWN and order.recipe.cell in CELLS and order.seed >= 0
    return Unfinished(path, order, number) if known and 0 <= number < order.recipe.steps else None
