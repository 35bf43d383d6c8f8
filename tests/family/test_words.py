"""The sentences read back: the numbers in them are the trace's, and the code shown is the code that runs."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import lstm_tui
from lstm_tui.core.cells import CELLS
from lstm_tui.explain.source import lines_for
from lstm_tui.family import read_lead, tell
from lstm_tui.models import registry
from lstm_tui.session import Session


@pytest.mark.parametrize(("phase", "gate"), [("forget-gate", "f"), ("input-gate", "i"), ("output-gate", "o")])
def test_the_counts_are_the_trace_s(phase: str, gate: str) -> None:
    session = Session.open(registry.load("shakespeare"), "To be, or not").seek(7).to_phase(phase)
    told = " ".join(tell(read_lead(session, 3)).sentences)
    wide, shut = re.search(r"Of 64 units, (\d+) .* over 90 %, (\d+) under 10 %", told).groups()
    values = read_lead(session, 0).step[gate]
    assert int(wide) == np.count_nonzero(values > 0.9)
    assert int(shut) == np.count_nonzero(values < 0.1)
    share = float(re.search(r"Unit 3 \D+([\d.]+) %", told).group(1))
    assert share == pytest.approx(float(values[3]) * 100, abs=0.051)


def test_an_unknown_symbol_is_said() -> None:
    session = Session.open(registry.load("counter"), "aéb").seek(1)
    assert "does not know" in tell(read_lead(session, 0)).sentences[0]
    assert not read_lead(session, 0).step["x"].any()
    before = session.seek(0).to_phase("prediction")
    assert "does not know and cannot expect" in " ".join(tell(read_lead(before, 0)).sentences)


@pytest.mark.parametrize("kind", CELLS)
def test_every_quantity_has_its_line_of_code(kind: str) -> None:
    folder = Path(lstm_tui.__file__).parent
    for phase in CELLS[kind].phases:
        if phase.key == "input":
            continue
        lines = lines_for(kind, phase.focus)
        assert lines, phase.key
        for line in lines:
            (path,) = folder.glob(f"core/**/{line.file}")
            assert path.read_text().splitlines()[line.line - 1].strip().startswith(line.code)


def test_what_the_counter_counts_a_beginner_can_check() -> None:
    session = Session.open(registry.load("counter"), "aaabb")
    assert session.run.trace.column("c")[:, 0].tolist() == [1, 2, 3, 2, 1]
    assert session.run.trace.column("f").min() in (0, 1)


def test_the_latch_keeps_silent_until_asked() -> None:
    session = Session.open(registry.load("latch"), "1..?0.?#?")
    assert session.run.trace.column("c")[:, 0].tolist() == [1, 1, 1, 1, -1, -1, -1, 0, 0]
    assert (session.run.trace.column("h")[:, 0] != 0).tolist() == [
        False,
        False,
        False,
        True,
        False,
        False,
        True,
        False,
        False,
    ]
