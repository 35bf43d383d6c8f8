"""Long computing in slices on the event loop: a key press waits for one slice at most."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

SLICE_SECONDS, SHOW_SECONDS = 0.004, 0.1
HOPS = 12  # turns of the event loop that a key takes from the terminal to the paint, about


async def breathe() -> None:
    """Let a key press through before the next slice: it goes from task to task, and each of them would wait for a slice."""
    for _ in range(HOPS):
        await asyncio.sleep(0)


async def in_slices(steps: Iterator[object], show: Callable[[], None]) -> None:
    """Go through steps, as many at once as SLICE_SECONDS hold, and show now and then what they made, and at the end."""
    shown = begun = time.monotonic()
    for _ in steps:
        now = time.monotonic()
        if now - shown > SHOW_SECONDS:
            shown = now
            show()
        if now - begun > SLICE_SECONDS:
            await breathe()
            begun = time.monotonic()
    show()
