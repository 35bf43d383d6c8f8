"""One training update beside torch.nn.LSTM's, in turn, and the memory each takes. Informational: nothing is asserted.

pip install torch threadpoolctl
python -m pytest -m benchmark -n 0 -s tests/benchmarks/test_training_speed.py

For each BLAS kernel with one thread and with two: ours in one process, ours with --processes 2, and PyTorch. Each runs in
a process of its own that waits while the others run: idle BLAS and OpenMP threads spin, and would take the others' core.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

import pytest

H, B, T, V = 128, 32, 64, 65
KERNELS = ("Haswell", "SkylakeX")
ROUNDS, UPDATES, WARM = 8, 12, 2

MEMORY = """
import sys, time
def proportional():  # of this process and its children, shared pages counted once (PSS), in MB
    import os, pathlib
    children = pathlib.Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    rollups = [pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in ["self", *children]]
    return sum(int(line.split()[1]) for text in rollups for line in text.splitlines() if line.startswith("Pss:")) / 1024
"""
OURS = (
    MEMORY
    + f"""
import numpy as np
from lstm_tui.core.batch import Batch, BatchRun
from lstm_tui.core.initialise import new_network
from lstm_tui.core.training import Recipe, Trainer
from lstm_tui.training.processes import Team
rng = np.random.default_rng(0)
batch = Batch(rng.integers(0, {V}, ({T}, {B})), rng.integers(0, {V}, ({T}, {B})), np.ones(({T}, {B}), np.float32))
class Source:
    def next_batch(self, rng, size): return batch
    def place(self): return 0
    def seek(self, place): pass
before = proportional()
recipe = Recipe(batch={B}, steps=10**9, rate=1e-3)
new_run = BatchRun if PROCESSES == 1 else Team(PROCESSES).run
step = Trainer(new_network("lstm", {V}, {H}, {V}, rng), Source(), recipe, rng, new_run).step
try:
    from threadpoolctl import threadpool_info
    kernel = threadpool_info()[0]["architecture"]
except ImportError:
    kernel = "?"
"""
)
THEIRS = (
    MEMORY
    + f"""
import os, torch
torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
X = torch.nn.functional.one_hot(torch.randint(0, {V}, ({T}, {B})), {V}).float()
Y = torch.randint(0, {V}, ({T}, {B})).flatten()
before = proportional()
lstm, head = torch.nn.LSTM({V}, {H}), torch.nn.Linear({H}, {V})
parameters = [*lstm.parameters(), *head.parameters()]
adam = torch.optim.Adam(parameters, 1e-3)
def step():
    adam.zero_grad()
    out, _ = lstm(X)
    torch.nn.functional.cross_entropy(head(out).flatten(0, 1), Y).backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    adam.step()
kernel = torch.backends.cpu.get_cpu_capability()
"""
)
SERVE = """
for line in sys.stdin:
    seconds = []
    for _ in range(int(line)):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    print(kernel, before, proportional(), *seconds, flush=True)
"""


def measured(kernel: str, threads: int) -> list[tuple[str, float, float, float]]:
    """Return for ours, ours with two processes, and PyTorch: its kernel, ms an update, MB beyond imports, MB in all."""
    codes = ["PROCESSES = 1\n" + OURS, *(["PROCESSES = 2\n" + OURS] if threads == 2 else []), THEIRS]
    limits = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), str(threads))
    environment = os.environ | {"OPENBLAS_CORETYPE": kernel} | limits
    alone = environment | {"OPENBLAS_NUM_THREADS": "1"}  # as --processes has it
    runners = [
        subprocess.Popen(
            [sys.executable, "-c", code + SERVE],
            stdin=-1,
            stdout=-1,
            text=True,
            env=alone if "S = 2" in code else environment,
        )
        for code in codes
    ]
    found: list[tuple[str, float, float, list[float]]] = [("", 0, 0, []) for _ in runners]
    for number in range(ROUNDS + 1):
        for place, runner in enumerate(runners):
            time.sleep(0.1)
            assert runner.stdin is not None
            assert runner.stdout is not None
            print(UPDATES, file=runner.stdin, flush=True)
            name, before, after, *seconds = runner.stdout.readline().split()
            kept = [*found[place][3], *(float(word) for word in seconds[WARM:] if number)]
            found[place] = (name, float(after) - float(before), float(after), kept)
    for runner in runners:
        runner.communicate()
    return [(name, statistics.median(seconds) * 1e3, beyond, whole) for name, beyond, whole, seconds in found]


@pytest.mark.benchmark
@pytest.mark.timeout(600)
@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("kernel", KERNELS)
def test_update_beside_torch(kernel: str, threads: int) -> None:
    pytest.importorskip("torch")
    *ours, torch = measured(kernel, threads)
    for words, row in zip(("one process", "two processes"), ours, strict=False):
        print(
            f"\n{row[0]}, {threads} threads, {words}: {row[1]:.1f} ms, torch.nn.LSTM ({torch[0]}) {torch[1]:.1f} ms an update, "
            f"throughput {torch[1] / row[1]:.2f}; memory beyond imports {row[2]:.0f} and {torch[2]:.0f} MB, "
            f"in all {row[3]:.0f} and {torch[3]:.0f} MB",
            end="",
        )
