"""How long looking over a whole run takes: python tests/benchmarks/whole_run.py FILE [SYMBOLS]

For lens, saturation, gradients and hunter with `shakespeare`: processor seconds to the first picture that says something and to
the end, and the longest slice between two looks at the keyboard, in processor milliseconds of this process (one BLAS thread:
set OPENBLAS_NUM_THREADS=1), which other programs on the machine do not change.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lstm_tui.family import read_lead
from lstm_tui.hunting.setting import setting_out
from lstm_tui.models import registry
from lstm_tui.overview.gradients import GoingBack
from lstm_tui.overview.looking import Overlooker, over_all
from lstm_tui.panels.gradients import Backwards, draw_gradients
from lstm_tui.panels.lens import draw_lens
from lstm_tui.panels.overview import Wanted, overview_of
from lstm_tui.panels.saturation import Saturated, counted, draw_saturation
from lstm_tui.session import Session
from lstm_tui.ui.slices import SLICE_SECONDS

SIZE = (120, 34)


def timed(name: str, steps: Iterator[None], useful: Callable[[], bool]) -> None:
    """Go through the steps and print what they took."""
    begun = before = time.process_time()
    first, longest = None, 0.0
    for _ in steps:
        now = time.process_time()
        longest, before = max(longest, now - before), now
        if first is None and useful():
            first = now - begun
            before = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"| {name} | {first or 0:.2f} s | {time.process_time() - begun:.2f} s | {longest * 1000:.0f} ms | {memory} MB |"
    )


def main() -> None:
    """Measure all four."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8")[: int(sys.argv[2]) if len(sys.argv) > 2 else 100_000]
    session = Session.open(registry.load(), text, 1024)
    reading, looker = read_lead(session, 0), Overlooker()
    overview_of(reading, Wanted(), SIZE[0], looker)

    def some() -> bool:
        shown = overview_of(reading, Wanted(), SIZE[0], looker)
        draw_lens(shown, *SIZE)
        return shown.share > 0.05

    timed("lens", looker.steps(SLICE_SECONDS), some)
    found = counted(reading)
    timed("saturation", over_all(found, SLICE_SECONDS), lambda: bool(draw_saturation(Saturated(reading, found), *SIZE)))
    end = read_lead(session.seek(len(text) - 2), 0)
    going = GoingBack(end.run, 0, len(text) - 2, 2000)
    timed(
        "gradients", over_all(going, SLICE_SECONDS), lambda: bool(draw_gradients(Backwards(end, (going,), 2000), *SIZE))
    )
    hunts = []

    def hunting() -> Iterator[None]:
        hunts.append((yield from setting_out(session.run, 0)))
        yield from hunts[0].steps()

    timed("hunter", hunting(), lambda: bool(hunts and hunts[0].finds))


if __name__ == "__main__":
    main()
