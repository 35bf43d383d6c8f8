"""Standard streams that are closed, full or poor: one line and a fitting status, never an error inside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = f"{sys.executable} -m lstm_tui"


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, timeout=60, env=os.environ | environment, check=False
    )


@pytest.mark.parametrize(
    ("command", "status", "says"),
    [
        ("trace hi --timestep 1 >/dev/full", 2, b"No space left on device"),
        ("sample --length 5 >/dev/full", 2, b"No space left on device"),
        ("tasks >&-", 0, b""),
        ("trace hi --format npz >&-", 0, b""),
        ("trace - <&-", 2, b"Standard input is closed"),
        ("hi <&-", 2, b"Standard input is closed"),
        ("trace hi --timestep 1 2>&-", 0, b""),
        ("nonsense --x 2>/dev/full", 2, b""),
        ("trace hi --timestep 1 --format json -o /dev/full", 2, b"No space left on device"),
    ],
)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_closed_and_full_streams(command: str, status: int, says: bytes) -> None:
    done = shell(f"{PROGRAM} {command}")
    assert done.returncode == status, done.stderr
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == (1 if says else 0)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
@pytest.mark.parametrize(
    "command", ["trace h --timestep 1", "diagram", "models", "tasks", "sample To --length 3", "--help"]
)
def test_an_encoding_that_cannot_say_a_sign(encoding: str, command: str) -> None:
    done = shell(f"{PROGRAM} {command}", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    done.stdout.decode(encoding)


def test_ascii_says_what_it_can_and_keeps_drawings_straight() -> None:
    said = shell(f"{PROGRAM} diagram", PYTHONIOENCODING="ascii").stdout.decode("ascii").splitlines()
    assert said[0].startswith("+- the module ---")
    assert {len(line) for line in said} == {len(said[0])}
    assert any("| s |" in " ".join(line.split()) for line in said)
    words = shell(f"{PROGRAM} trace h --timestep 1", PYTHONIOENCODING="ascii").stdout.decode("ascii")
    assert "f = sigma(W_xf x + W_hf h_prev + b_f)" in words


def test_a_c_locale_without_utf8_mode() -> None:
    done = shell(
        f"{PROGRAM} trace h --timestep 1", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING=""
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reader_that_goes_away_is_no_error() -> None:
    done = shell(f"set -o pipefail; {PROGRAM} trace {'ab' * 400} | head -n 1")
    assert (done.returncode, done.stderr) == (0, b"")
