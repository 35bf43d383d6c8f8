"""Random histories in a real pseudo-terminal. The plain suite runs recorded seeds; fresh ones are run by hand:

LSTM_TUI_FUZZ=20000 python -m pytest -m slow tests/fuzz
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from drive import run, shrunk
from histories import Event, history, printed

from lstm_tui.models import registry

LENGTH = 50  # events a history
RECORDED = range(20)  # 1,000 events
KNOWN: list[tuple[tuple[str, ...], list[tuple]]] = []


def start(seed: int) -> tuple[str, ...]:
    """Return what the program is started with: every bundled model has its turn."""
    models = registry.names()
    return "--model", models[seed % len(models)]


def check(seed: int) -> None:
    events, arguments = history(seed, LENGTH), start(seed)
    wrong, _ = run(events, arguments)
    if wrong:
        pytest.fail(f"seed {seed}: {wrong}\n{printed(shrunk(events, arguments, 20), arguments)}", pytrace=False)


@pytest.mark.parametrize("seed", RECORDED)
def test_recorded(seed: int) -> None:
    check(seed)


@pytest.mark.parametrize(("arguments", "events"), KNOWN)
def test_what_failed_once(arguments: tuple[str, ...], events: list[tuple]) -> None:
    assert run([Event(*event) for event in events], arguments)[0] == ""


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.parametrize("part", range(2))
def test_fresh(part: int) -> None:
    first = int(os.environ.get("LSTM_TUI_SEED", random.SystemRandom().randrange(10**9)))
    count = int(os.environ.get("LSTM_TUI_FUZZ", "20000")) // LENGTH // 2
    print(f"seeds {first + part * count} to {first + (part + 1) * count - 1}")
    for seed in range(first + part * count, first + (part + 1) * count):
        check(seed)
