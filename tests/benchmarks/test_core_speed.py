"""The core step with everything kept, beside torch.nn.LSTMCell, in one run. Informational: nothing is asserted.

pip install torch
OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 python -m pytest -m benchmark -n 0 -s tests/benchmarks
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest

from lstm_tui.core.cells import LSTM
from lstm_tui.core.network import Network

STEPS = 256


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) / STEPS


@pytest.mark.benchmark
@pytest.mark.parametrize("hidden", [64, 128, 512, 1024])
def test_step_beside_torch(hidden: int) -> None:
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)
    random = np.random.default_rng(0)
    arrays = [
        (random.normal(size=s) * 0.05).astype(np.float32)
        for s in ((4 * hidden, 65), (4 * hidden, hidden), (4 * hidden,))
    ]
    cell, symbols = LSTM(*arrays), random.integers(0, 65, STEPS)
    Network([cell], np.zeros((65, hidden), np.float32))
    window = cell.window(STEPS)

    def ours() -> None:
        cell.project_symbols(symbols, window, 0, STEPS)
        cell.run(window, 0, STEPS)

    theirs = torch.nn.LSTMCell(65, hidden)
    x = torch.eye(65)[symbols][:, None]

    def torch_steps() -> None:
        with torch.no_grad():
            state = (torch.zeros(1, hidden), torch.zeros(1, hidden))
            for row in x:
                state = theirs(row, state)

    ours(), torch_steps()
    pairs = [(seconds(ours), seconds(torch_steps)) for _ in range(15)]
    a, b = (float(np.median(column)) for column in zip(*pairs, strict=True))
    print(f"\nH {hidden}: ours {a * 1e6:.1f} µs, torch.nn.LSTMCell {b * 1e6:.1f} µs a step; ratio {a / b:.2f}")
