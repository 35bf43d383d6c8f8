"""One training update beside torch.nn.LSTM's, in one run, and the memory each takes. Informational: nothing is asserted.

pip install torch
python -m pytest -m benchmark -n 0 -s tests/benchmarks/test_training_speed.py
"""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest

H, B, T, V = 128, 32, 64, 65

READ = """
def memory(name):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024
"""
OURS = (
    READ
    + f"""
import numpy as np
from lstm_tui.core.batch import Batch
from lstm_tui.core.initialise import new_network
from lstm_tui.core.training import Recipe, Trainer
rng = np.random.default_rng(0)
batch = Batch(rng.integers(0, {V}, ({T}, {B})), rng.integers(0, {V}, ({T}, {B})), np.ones(({T}, {B}), np.float32))
class Source:
    def next_batch(self, rng, size): return batch
    def place(self): return 0
    def seek(self, place): pass
before = memory('VmRSS')
trainer = Trainer(new_network("lstm", {V}, {H}, {V}, rng), Source(), Recipe(batch={B}, steps=10**9, rate=1e-3), rng)
step = trainer.step
"""
)
THEIRS = (
    READ
    + f"""
import torch
X = torch.nn.functional.one_hot(torch.randint(0, {V}, ({T}, {B})), {V}).float()
Y = torch.randint(0, {V}, ({T}, {B})).flatten()
before = memory('VmRSS')
lstm, head = torch.nn.LSTM({V}, {H}), torch.nn.Linear({H}, {V})
parameters = [*lstm.parameters(), *head.parameters()]
adam = torch.optim.Adam(parameters, 1e-3)
def step():
    adam.zero_grad()
    out, _ = lstm(X)
    torch.nn.functional.cross_entropy(head(out).flatten(0, 1), Y).backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    adam.step()
"""
)
MEMORY = """
for _ in range(20): step()
print(memory('VmHWM') - before)
"""


@pytest.mark.benchmark
def test_update_beside_torch() -> None:
    pytest.importorskip("torch")
    spaces: list[dict[str, object]] = [{}, {}]
    for code, space in zip((OURS, THEIRS), spaces, strict=True):
        exec(code, space)
        for _ in range(3):
            space["step"]()
    seconds = []
    for _ in range(40):
        pair = []
        for space in spaces:
            start = time.perf_counter()
            space["step"]()
            pair.append(time.perf_counter() - start)
        seconds.append(pair)
    a, b = (float(np.median(column)) * 1e3 for column in zip(*seconds, strict=True))
    print(
        f"\nH {H}, batch {B}, {T} timesteps: ours {a:.1f} ms, torch.nn.LSTM {b:.1f} ms an update; throughput {b / a:.2f}"
    )
    megabytes = [
        float(subprocess.run([sys.executable, "-c", code + MEMORY], capture_output=True, text=True, check=True).stdout)
        for code in (OURS, THEIRS)
    ]
    print(f"memory beyond the imports: ours {megabytes[0]:.0f} MB, torch.nn.LSTM {megabytes[1]:.0f} MB")
