"""lstm-tui tasks: what a model can be trained on."""

from __future__ import annotations

import argparse
import textwrap

from lstm_tui.tasks.catalogue import TASKS, task_named

DESCRIPTION = "List the tasks that a model can be trained on, each with its story and what counts as right."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command: there are none."""


def run(options: argparse.Namespace) -> None:
    """Print every task with its story and criterion."""
    print("\n\n".join(_lines(name) for name in TASKS))


def _lines(name: str) -> str:
    task = task_named(name)
    lines = [f"{name}  ({task.title})"]
    for word, words in (("story", task.story), ("right", task.criterion), ("try", task.default_text)):
        if words:
            lines += textwrap.wrap(f"{word:<6} {words}", 100, initial_indent="  ", subsequent_indent=" " * 9)
    return "\n".join(lines)
