"""Which tasks there are by name; those of OWN are made from a person's own data instead."""

from __future__ import annotations

import difflib

from lstm_tui.core.training import Recipe
from lstm_tui.errors import LstmTuiError
from lstm_tui.tasks.base import Task
from lstm_tui.tasks.counting import AnBn, AnBnCn
from lstm_tui.tasks.language import Agreement, Brackets
from lstm_tui.tasks.lines import Lines
from lstm_tui.tasks.numbers import Adding, Series
from lstm_tui.tasks.reber import ContinualReber, EmbeddedReber
from lstm_tui.tasks.remembering import Latch, LongLag, TemporalOrder, TemporalOrder3
from lstm_tui.tasks.text import Text

TASKS: dict[str, type[Task]] = {
    task.name: task
    for task in (
        EmbeddedReber, ContinualReber, AnBn, AnBnCn, Adding, TemporalOrder, TemporalOrder3, LongLag, Latch, Brackets, Agreement,
    )
}  # fmt: skip
OWN: dict[str, type[Text] | type[Series]] = {"text": Text, "lines": Lines, "csv": Series}


def recipe_of(name: str) -> Recipe:
    """Return how a task, or a person's own data read as "text", "lines" or "csv", is trained where nothing is said.

    Raises:
        LstmTuiError: there is no such task; see `task_named`.
    """
    return OWN[name].recipe if name in OWN else task_named(name).recipe


def task_named(name: str) -> Task:
    """Return the task of this name.

    Raises:
        LstmTuiError: there is none; the hint is the nearest name.
    """
    if name in TASKS:
        return TASKS[name]()
    nearest = difflib.get_close_matches(name.lower(), TASKS, n=1, cutoff=0.4)
    hint = f"Did you mean '{nearest[0]}'?" if nearest else f"There are: {', '.join(TASKS)}."
    raise LstmTuiError(f"There is no task '{name}'.", hint)
