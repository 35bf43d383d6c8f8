"""Long computing in slices on the event loop: a key press waits for one slice at most."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

SLICE_SECONDS, SHOW_SECONDS = 0.004, 0.1
Step = TypeVar("Step")


async def in_slices(steps: Iterator[None], show: Callable[[], None]) -> None:
    """Go through steps of about SLICE_SECONDS each, and show now and then what they made, and at the end."""
    shown = time.monotonic()
    for _ in steps:
        now = time.monotonic()
        if now - shown > SHOW_SECONDS:
            shown = now
            show()
        await asyncio.sleep(0)
    show()


def batches(steps: Iterator[Step], took: Callable[[Step], None]) -> Iterator[None]:
    """Take small steps and tell what each yields; a step of this iterator takes about SLICE_SECONDS."""
    began = time.monotonic()
    for step in steps:
        took(step)
        if time.monotonic() - began > SLICE_SECONDS:
            yield
            began = time.monotonic()
