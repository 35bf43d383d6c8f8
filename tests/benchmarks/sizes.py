"""The largest things that a person may open, in a real pseudo-terminal: until a step is shown, a key, memory. Informational.

python tests/benchmarks/sizes.py
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "ui"))
from terminal import Terminal, program, surroundings

from lstm_tui.core.cells import LSTM
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.models import native
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card

LINE = "To be, or not to be, that is the question:\n"


def model(folder: Path, name: str, symbols: str, layers: int, hidden: int) -> Path:
    """Save a model of random weights."""
    rng = np.random.default_rng(0)

    def normal(*shape: int) -> np.ndarray:
        return (0.05 * rng.normal(size=shape)).astype(np.float32)

    cells = [
        LSTM(normal(4 * hidden, len(symbols) if k == 0 else hidden), normal(4 * hidden, hidden)) for k in range(layers)
    ]
    bundle = ModelBundle(name, Network(cells, normal(len(symbols), hidden)), Vocabulary(symbols), Card(name))
    path = folder / f"{name}.safetensors"
    native.save(bundle, path)
    return path


def memory(pid: int, name: str = "VmHWM") -> float:
    """Return a process's peak of memory in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1000


def answered(terminal: Terminal, keys: bytes, wanted: Callable[[], bool] | None = None, seconds: float = 120) -> float:
    """Return the seconds from typing until something is written, or until what is wanted stands there."""
    seen, begun = len(terminal.raw), time.perf_counter()
    terminal.send(keys)
    terminal.wait_for(wanted or (lambda: len(terminal.raw) > seen), "an answer", seconds)
    return time.perf_counter() - begun


def measure(what: str, arguments: list[str], home: Path, last: int | None = None) -> None:
    """Print one line: start to the first step, a key while it reads on, the way to the end, memory."""
    environment = surroundings(HOME=str(home), XDG_DATA_HOME=str(home), XDG_STATE_HOME=str(home))
    begun = time.perf_counter()
    with Terminal([*program(), *arguments], environment=environment) as terminal:
        terminal.wait_for("timestep ", seconds=120)
        start = time.perf_counter() - begun
        keys = sorted(answered(terminal, b"\x1b[B") for _ in range(15))
        told = f"{what:<44} first step {start:5.2f} s   key {1000 * keys[7]:6.1f} ms, slowest {1000 * keys[-1]:6.1f} ms"
        if last is not None:
            end = answered(terminal, b"\x1b[F", lambda: f"timestep {last:,} of" in terminal.text, 600)
            told += f"   at the end after {end:6.1f} s"
        print(f"{told}   {memory(terminal.pid):6.0f} MB", flush=True)
        terminal.send(b"q")
        terminal.ended()


def paste(home: Path) -> None:
    """Print how long the key after a paste of 1 MB waits."""
    with Terminal([*program(), "hello"], environment=surroundings(HOME=str(home))) as terminal:
        terminal.wait_for("timestep ")
        terminal.settle()
        text, at = b"\x1b[200~" + (LINE * 24000).encode()[:1_000_000] + b"\x1b[201~", 0
        os.set_blocking(terminal.master, False)
        while at < len(text):
            try:
                at += os.write(terminal.master, text[at : at + 65536])
            except BlockingIOError:
                terminal.pump(0.001)
        os.set_blocking(terminal.master, True)
        begun = time.perf_counter()
        terminal.send(b"\x1b[B")
        terminal.wait_for("timestep 2 of", "the key after the paste", 60)
        print(
            f"{'the key after a paste of 1,000,000 symbols':<44} {1000 * (time.perf_counter() - begun):6.0f} ms",
            flush=True,
        )
        terminal.send(b"q")
        terminal.ended()


def main() -> None:
    """Measure everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in (1_000_000, 10_000_000):
            text = folder / f"{count}.txt"
            text.write_text((LINE * (count // len(LINE) + 1))[:count])
            measure(f"a text of {count:,} symbols, 64 units", ["--file", str(text)], folder, count)
        deep = model(folder, "deep", "abcdefgh .,", 30, 500)
        measure(
            f"30 layers of 500 units, {deep.stat().st_size // 2**20} MiB", ["--model", str(deep), "abc " * 50], folder
        )
        wide = model(folder, "wide", "".join(chr(0x4E00 + k) for k in range(20_900)) + "".join(chr(0xAC00 + k) for k in range(11_000))
                     + "".join(chr(0x20000 + k) for k in range(18_100)), 1, 64)  # fmt: skip
        measure("a vocabulary of 50,000 symbols", ["--model", str(wide), "一丁丂七" * 20], folder)
        paste(folder)


if __name__ == "__main__":
    main()
