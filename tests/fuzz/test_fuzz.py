"""Random histories in a real pseudo-terminal. The plain suite runs recorded seeds; fresh ones are run by hand:

LSTM_TUI_FUZZ=20000 python -m pytest -m slow tests/fuzz
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from drive import run, shrunk
from histories import LETTERS, Event, history, printed

from lstm_tui.models import registry

LENGTH = 50  # events a history
RECORDED = range(10)  # of 100 events each
FAILED_ONCE = {  # seed of a history of 50 events: what it found
    101: "a page turned in the palette before its list was laid out",
    115: "a pasted C1 control in the edit line",
    132: "a pasted zero-width joiner",
    144: "a reading that was never begun, told on standard error",
    304: "a click beside the palette while the window shrank",
    509: "the gates drawn in a panel without columns",
    528: "words wrapped in no width, for ever",
    537: "a list dismissed before it was there",
    1061: "a click on a line of the palette that was gone",
    1063: "one question over another, five deep; keys before a view was there",
    10023: "a list laid out in no width",
    250193: "a form closed before it was there",
    300194: "a palette opened while the last one was still being taken away",
    300218: "a foot that kept the second line of a notice that was gone",
}


MODELS_THEN = (
    "shakespeare", "shakespeare-rnn", "names", "counter", "latch", "anbn", "anbncn", "brackets", "reber", "agreement", "adding",
)  # fmt: skip


def recorded(seed: int, length: int) -> tuple[list[Event], tuple[str, ...]]:
    """Return a history as it was when it was recorded: with the keys and the models of then."""
    return history(seed, length, LETTERS), ("--model", MODELS_THEN[seed % len(MODELS_THEN)])


def fresh(seed: int, length: int) -> tuple[list[Event], tuple[str, ...]]:
    """Return a history with every key; every bundled model has its turn."""
    models = registry.names()
    return history(seed, length), ("--model", models[seed % len(models)])


def check(seed: int, events: list[Event], arguments: tuple[str, ...]) -> str:
    """Return what is wrong, with the shortest history found that shows it; "" for nothing.

    What does not come again in three runs was the machine's: a key that waited for the processor.
    """
    for _ in range(3):
        wrong, _ = run(events, arguments)
        if not wrong:
            return ""
    return f"seed {seed}: {wrong}\n{printed(shrunk(events, arguments, 20), arguments)}"


def together(seeds: Iterable[int], length: int) -> None:
    """Run several recorded ones side by side: most of their time they wait."""
    with ThreadPoolExecutor(4) as pool:
        wrong = [found for found in pool.map(lambda seed: check(seed, *recorded(seed, length)), seeds) if found]
    if wrong:
        pytest.fail("\n\n".join(wrong), pytrace=False)


def test_recorded() -> None:
    together(RECORDED, 100)


def test_what_failed_once() -> None:
    together(FAILED_ONCE, LENGTH)


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.parametrize("part", range(2))
def test_fresh(part: int) -> None:
    first = int(os.environ.get("LSTM_TUI_SEED", random.SystemRandom().randrange(10**9)))
    count = int(os.environ.get("LSTM_TUI_FUZZ", "20000")) // LENGTH // 2
    print(f"seeds {first + part * count} to {first + (part + 1) * count - 1}")
    wrong = [
        found
        for seed in range(first + part * count, first + (part + 1) * count)
        if (found := check(seed, *fresh(seed, LENGTH)))
    ]
    if wrong:
        pytest.fail("\n\n".join(wrong), pytrace=False)
