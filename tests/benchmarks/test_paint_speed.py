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

MINIMAL = """import numpy
from textual.app import App
from textual.widgets import Static
class Minimal(App):
    def compose(self):
        yield Static("content here")
Minimal().run()"""
BARE = """import numpy
from textual.app import App
from textual.widgets import Static
class Bare(App):
    BINDINGS = [("right", "go", "")]
    count = 0
    def compose(self):
        yield Static("ready 0")
    def action_go(self):
        self.count += 1
        self.query_one(Static).update(f"ready {self.count}")
Bare().run()"""
OURS = "import sys\nfrom lstm_tui.cli import main\nsys.exit(main(['hello world, to be or not to be, that is the question']))"
BESIDE = OURS.replace("])", ", '--beside', 'shakespeare-rnn', '--beside', 'shakespeare@4'])")
OPERATED = OURS.replace("])", ", '--operate', 'f[20]@3:=0', '--operate', 'tear @9', '--timestep', '1'])")
QUIET = 0.06


class Program:
    """A program in a pseudo-terminal of its own, ended by its id."""

    def __init__(self, code: str, columns: int = 120, rows: int = 40) -> None:
        self.started = time.perf_counter()
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8", TEXTUAL_FPS="240")
            for name in ("COLUMNS", "LINES", "NO_COLOR"):
                os.environ.pop(name, None)
            # with the environment as Python knows it: readline may have left sizes in the process's own
            os.execve(sys.executable, [sys.executable, "-c", code], dict(os.environ))

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

    def drain(self) -> tuple[float, int]:
        """Read until nothing has come for a while; return when the last byte did, and how many there were."""
        last, sizes = time.perf_counter(), []
        while select.select([self.master], [], [], QUIET)[0]:
            sizes.append(len(os.read(self.master, 65536)))
            last = time.perf_counter()
        return last, sum(sizes)

    def answer(self, key: bytes) -> tuple[float, int]:
        """Press a key; return the milliseconds to the last byte that it brought, and how many bytes."""
        begun = time.perf_counter()
        os.write(self.master, key)
        last, size = self.drain()
        return (last - begun) * 1e3, size

    @property
    def resident(self) -> int:
        """The memory that it takes, in kB."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

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


KEYS = {"phase": b"\x1b[C", "timestep": b"\x1b[B", "unit": b"]"}


@pytest.mark.benchmark
@pytest.mark.parametrize("size", [(120, 40), (200, 60)])
def test_key_to_paint(size: tuple[int, int]) -> None:
    """Ours and a bare app whose key updates one Static, key by key in turn."""
    ours, bare = Program(OURS, *size), Program(BARE, *size)
    for program, words in ((ours, b"timestep 1 of"), (bare, b"ready")):
        program.read(words)
        program.drain()
    taken: dict[str, list[tuple[float, int]]] = {}
    for press in range(60):
        for name, key in KEYS.items():
            back = name == "timestep" and press % 30 >= 15
            taken.setdefault(name, []).append(ours.answer(b"\x1b[A" if back else key))
        taken.setdefault("bare", []).append(bare.answer(b"\x1b[C"))
    ours.end()
    bare.end()
    for name, found in taken.items():
        times, sizes = np.array(found).T
        print(f"\n{size[0]}x{size[1]} {name}: median {np.median(times):.1f} p99 {np.percentile(times, 99):.1f} ms, "
              f"{np.median(times) / np.median(np.array(taken['bare']).T[0]):.1f} of the bare app's; "
              f"median {np.median(sizes):,.0f} bytes", end="")  # fmt: skip


@pytest.mark.benchmark
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("more", ["ghost", "three"])
def test_key_to_paint_with_more_runs(more: str, size: tuple[int, int]) -> None:
    """An operated run with the untouched one, or three models side by side, and one run alone, key by key in turn."""
    programs = {"plain": Program(OURS, *size), more: Program(OPERATED if more == "ghost" else BESIDE, *size)}
    for program in programs.values():
        program.read(b"timestep 1 of")
        program.drain()
        program.read(limit=1.0)  # three models are opened over the stepper
    taken: dict[tuple[str, str], list[tuple[float, int]]] = {}
    for press in range(60):
        for name, key in KEYS.items():
            back = name == "timestep" and press % 30 >= 15
            for which, program in sorted(programs.items(), reverse=bool(press % 2)):
                taken.setdefault((which, name), []).append(program.answer(b"\x1b[A" if back else key))
    for program in programs.values():
        program.end()
    for name in KEYS:
        (plain, few), (with_more, many) = (np.median(np.array(taken[which, name]), axis=0) for which in programs)
        print(f"\n{size[0]}x{size[1]} {name}: plain {plain:.1f} ms, {few:,.0f} bytes; {more} {with_more:.1f} ms, "
              f"{many:,.0f} bytes; {with_more / plain:.2f} times", end="")  # fmt: skip


@pytest.mark.benchmark
@pytest.mark.parametrize("size", [(120, 40), (200, 60)])
def test_a_key_held(size: tuple[int, int]) -> None:
    """A key 30 times a second for 20 seconds: every press is painted, the last soon after it."""
    program = Program(OURS.replace("hello", "hello " * 200), *size)
    program.read(b"timestep 1 of")
    program.drain()
    paints, late, presses = 0, [], 600
    due = time.perf_counter()
    for _ in range(presses):
        due += 1 / 30
        os.write(program.master, KEYS["timestep"])
        begun, last, seen = time.perf_counter(), 0.0, b""
        while (left := due - time.perf_counter()) > 0:
            if select.select([program.master], [], [], left)[0]:
                seen += os.read(program.master, 65536)
                last = time.perf_counter()
        paints += bool(seen)
        late.append((last - begun) * 1e3)
    program.end()
    print(f"\n{size[0]}x{size[1]} held: {paints} of {presses} presses painted before the next; "
          f"last byte after the last press {late[-1]:.1f} ms, median {np.median(late):.1f}, slowest {max(late):.1f}")  # fmt: skip


@pytest.mark.benchmark
def test_start_beside_a_minimal_app() -> None:
    times: dict[str, list[float]] = {"minimal": [], "taken": [], "step": []}
    memory: dict[str, list[int]] = {"minimal": [], "ours": []}
    for _ in range(9):
        for name, code, words in (("minimal", MINIMAL, b"content here"), ("ours", OURS, b"timestep 1 of")):
            program = Program(code)
            if name == "ours":
                times["taken"].append(program.read(b"\x1b[?1049h") - program.started)
            times["step" if name == "ours" else "minimal"].append(program.read(words) - program.started)
            program.drain()
            memory[name].append(program.resident)
            program.end()
    minimal, taken, step = (float(np.median(times[name])) for name in ("minimal", "taken", "step"))
    idle = np.median(memory["ours"]) / np.median(memory["minimal"])
    print(f"\nminimal {minimal * 1e3:.0f} ms to its content; ours: screen taken {taken / minimal:.2f}, "
          f"first step shown {step / minimal:.2f}, idle memory {idle:.2f}")  # fmt: skip


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
