"""Several keys and clicks in one read, as a slow line delivers them: a window closes once, and the stepper stays."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from terminal import Terminal, program, surroundings

DOWN, ENTER, PALETTE, ESCAPE = b"\x1b[B", b"\r", b"\x10", b"\x1b"
OUTSIDE = b"\x1b[<0;2;39M\x1b[<0;2;39m"
INSIDE = b"\x1b[<0;60;20M\x1b[<0;60;20m"


@pytest.mark.parametrize(
    "bursts",
    [
        (b"m", DOWN, ENTER + ENTER),
        (b"u", b"5", ENTER + ENTER),
        (b"g", b"2" + ENTER + ENTER + ENTER),
        (b"m", DOWN + ENTER + INSIDE + INSIDE),
        (b"t", ENTER + ENTER + b"\r"),
        (b"y", ENTER + ENTER),
        (b"?", b"q?" + b"q"),
        (PALETTE, OUTSIDE * 3),
        (PALETTE, b"help", ENTER + ENTER),
        (b"m", ESCAPE + b"[B" + ENTER + ENTER),
    ],
    ids=repr,
)
def test_a_burst_closes_one_window(bursts: tuple[bytes, ...], tmp_path: Path) -> None:
    home = surroundings(HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path / "data"))  # one of them keeps a model
    with Terminal([*program(), "hello"], columns=120, rows=40, environment=home) as terminal:
        terminal.wait_for("timestep 1 of")
        terminal.settle()
        for burst in bursts:
            terminal.send(burst)
            terminal.settle(0.25)
        for _ in range(3):
            if terminal.status is None:
                terminal.send(ESCAPE)
                terminal.settle(0.25)
        assert terminal.status in (None, 0), terminal.text
        if terminal.status is None:
            terminal.wait_for("timestep ")
            terminal.send(b"q")
            assert terminal.ended() == 0
        assert b"Traceback" not in terminal.raw
        assert b"rror" not in terminal.raw
