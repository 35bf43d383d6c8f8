"""What a machine and a path cost: processor seconds, and the longest slice between two moments at which a key is answered.

python -m pytest -m benchmark -n 0 -s tests/benchmarks/test_machine_speed.py
"""

from __future__ import annotations

import time

import pytest

from lstm_tui.automata.extraction import Extraction
from lstm_tui.drawing.graph import lay_out
from lstm_tui.models import registry
from lstm_tui.panels.machine import names_of, shown
from lstm_tui.paths import LONGEST, first_plane, path_of
from lstm_tui.run import Run
from lstm_tui.tasks.catalogue import task_named

pytestmark = pytest.mark.benchmark


@pytest.mark.parametrize("name", ["reber", "latch", "anbn", "anbncn", "counter", "brackets", "agreement"])
def test_a_machine(name: str) -> None:
    bundle = registry.load(name)
    work = Extraction(bundle, task_named(bundle.task) if bundle.task else None)
    begun = last = time.process_time()
    longest = 0.0
    for _ in work.run():
        longest, last = max(longest, time.process_time() - last), time.process_time()
    whole = time.process_time() - begun
    assert work.found is not None
    moves = [(state, shown(symbol), after) for state, symbol, after in work.found.machine.edges]
    begun = time.process_time()
    for _ in lay_out(names_of(work.found), moves, 72, 32):
        pass
    laid = time.process_time() - begun
    print(f"\n{name}: {whole:.2f} s, longest slice {longest * 1000:.0f} ms, the graph {laid * 1000:.0f} ms")
    assert longest < 0.1


def test_a_path() -> None:
    bundle = registry.load("shakespeare")
    run = Run.open(bundle, "To be, or not to be. " * (LONGEST // 21))
    begun = time.process_time()
    path = path_of(run, 0, first_plane(64))
    print(f"\n{len(path.points)} symbols at 64 units: {(time.process_time() - begun) * 1000:.0f} ms")
