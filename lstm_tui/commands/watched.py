"""Long work watched from a terminal: a bar where there is somebody to see it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Step = TypeVar("Step")


def watched(steps: Iterable[tuple[float, str, Step]]) -> Iterator[Step]:
    """Go through steps, each with how much is done by then (0 to 1) and what is being done, while a bar shows both."""
    if not sys.stderr.isatty():
        yield from (step for _, _, step in steps)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        work = bar.add_task("", total=1.0)
        for share, doing, step in steps:
            bar.update(work, completed=share, description=doing)
            yield step
