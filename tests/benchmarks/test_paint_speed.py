"""From a key press to the last byte painted in a pseudo-terminal, and from the start to the first paint. Informational.

python -m pytest -m benchmark -n 0 -s tests/benchmarks/test_paint_speed.py
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

import numpy as np
import pytest

MINIMAL = "import numpy\nfrom textual.app import App\nApp().run()"
OURS = "import sys\nfrom lstm_tui.cli import main\nsys.exit(main(['hello world, to be or not to be, that is the question']))"
QUIET = 0.06


class Program:
    """A program in a pseudo-terminal of its own, ended by its id."""

    def __init__(self, code: str, columns: int = 120, rows: int = 40) -> None:
        self.started = time.perf_counter()
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8")
            for name in ("COLUMNS", "LINES", "NO_COLOR"):
                os.environ.pop(name, None)
            os.execv(sys.executable, [sys.executable, "-c", code])
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, wanted: bytes | None = None, limit: float = 3.0) -> float:
        """Read until `wanted` came, or until nothing has come for a while; return when the last byte did."""
        last = start = time.perf_counter()
        seen = b""
        while time.perf_counter() - start < limit:
            ready, _, _ = select.select([self.master], [], [], QUIET)
            if not ready:
                if seen and wanted is None:
                    break
                continue
            seen += os.read(self.master, 65536)
            last = time.perf_counter()
            if wanted is not None and wanted in seen:
                break
        return last

    def end(self) -> None:
        os.kill(self.pid, signal.SIGTERM)
        until = time.perf_counter() + 5
        while os.waitpid(self.pid, os.WNOHANG) == (0, 0) and time.perf_counter() < until:
            if select.select([self.master], [], [], 0.05)[0]:
                try:
                    os.read(self.master, 65536)
                except OSError:
                    break
        os.close(self.master)


@pytest.mark.benchmark
@pytest.mark.parametrize("size", [(120, 40), (200, 60)])
def test_key_to_paint(size: tuple[int, int]) -> None:
    program = Program(OURS, *size)
    program.read(b"timestep 1 of")
    program.read()
    times = []
    for press in range(200):
        key = b"\x1b[B" if press < 25 else b"\x1b[C"  # the timestep (every panel changes), then the phase
        begun = time.perf_counter()
        os.write(program.master, key)
        times.append((program.read() - begun) * 1e3)
    program.end()
    every, phases = np.array(times[:25]), np.array(times[25:])
    print(f"\n{size[0]}x{size[1]}: timestep median {np.median(every):.1f} p99 {np.percentile(every, 99):.1f} ms; "
          f"phase median {np.median(phases):.1f} p99 {np.percentile(phases, 99):.1f} ms")  # fmt: skip


@pytest.mark.benchmark
def test_start_beside_a_minimal_app() -> None:
    first: dict[str, list[float]] = {"minimal": [], "ours": [], "step": []}
    for _ in range(7):
        for name, code in (("minimal", MINIMAL), ("ours", OURS)):
            program = Program(code)
            first[name].append(program.read(b"\x1b[?1049h") - program.started)
            if name == "ours":
                first["step"].append(program.read(b"timestep 1 of") - program.started)
            program.read()
            program.end()
    minimal, ours, step = (float(np.median(first[name])) for name in ("minimal", "ours", "step"))
    print(
        f"\nminimal {minimal * 1e3:.0f} ms; ours: screen taken {ours / minimal:.2f}, first step shown {step / minimal:.2f}"
    )


@pytest.mark.benchmark
def test_key_to_paint_while_a_training_runs() -> None:
    """The key that pauses is answered while the training runs; the one that resumes, while it stands still."""
    program = Program(OURS)
    program.read(b"timestep 1 of")
    program.read()
    for keys in (b"t", b"\x1b[B\x1b[B\r"):  # the third task takes long enough
        os.write(program.master, keys)
        program.read()
    program.read(b"running", 10)
    times: dict[str, list[float]] = {"paused": [], "running": []}
    for _ in range(20):
        for word, found in times.items():
            time.sleep(0.15)
            while select.select([program.master], [], [], 0)[0]:
                os.read(program.master, 65536)
            begun = time.perf_counter()
            os.write(program.master, b"p")
            found.append((program.read(word.encode()) - begun) * 1e3)
    program.end()
    print(
        f"\nwhile training: median {np.median(times['paused']):.1f} ms; standing still {np.median(times['running']):.1f}"
    )
