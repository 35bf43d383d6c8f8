"""What an operation does is what PyTorch computes where the same number is set by hand (tests/golden/make_pytorch_clamps.py)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lstm_tui.core.cells import LSTM
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.operations.force import operate
from lstm_tui.operations.grammar import parse
from lstm_tui.run import Run

GOLDEN = Path(__file__).parents[1] / "golden" / "pytorch_clamps.npz"
SYMBOLS = "abcd"


def stored(layers: int) -> dict[str, np.ndarray]:
    with np.load(GOLDEN) as file:
        return {name.removeprefix(f"{layers}."): file[name] for name in file.files if name.startswith(f"{layers}.")}


@pytest.mark.parametrize("layers", [1, 3])
def test_every_stored_operation_gives_the_stored_logits(layers: int) -> None:
    arrays = stored(layers)
    cells = [
        LSTM(arrays[f"W_ih_{k}"], arrays[f"W_hh_{k}"], arrays[f"b_ih_{k}"] + arrays[f"b_hh_{k}"]) for k in range(layers)
    ]
    network = Network(cells, arrays["W_hy"], arrays["b_y"])
    text = "".join(SYMBOLS[index] for index in arrays["x"])
    free = Run.open(ModelBundle("golden", network, Vocabulary(SYMBOLS), Card("")), text)
    top = layers - 1
    np.testing.assert_allclose(free.trace.column("logits", top), arrays["logits"], rtol=0, atol=1e-12)
    spelled = [name.removesuffix(".logits") for name in arrays if name.endswith(".logits") and name != "logits"]
    assert len(spelled) == {1: 11, 3: 14}[layers]
    for text in spelled:
        made = operate(free, [parse(text)], len(free)).run.trace.column("logits", top)
        assert abs(made - arrays["logits"]).max() > 1e-3, text  # it does something
        np.testing.assert_allclose(made, arrays[f"{text}.logits"], rtol=0, atol=1e-12, err_msg=text)
