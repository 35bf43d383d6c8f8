"""lstm-tui table: the numbers are those of the trace, wherever the symbol stands."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.cli import main
from lstm_tui.core.initialise import new_network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.explain.digits import short
from lstm_tui.models import native
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.session import Session


@pytest.mark.parametrize("kind", ["mingru", "minlstm"])
def test_each_row_is_what_the_layer_says_of_the_symbol_wherever_it_stands(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    network = new_network(kind, 4, 3, 4, np.random.default_rng(0), layers=2)
    path = tmp_path / "own.safetensors"
    native.save(ModelBundle("own", network, Vocabulary("ab c"), Card("own")), path)
    assert main(["table", "--model", str(path), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    trace = Session.open(native.load(path), "cab bca").run.trace
    assert tuple(told["tables"]) == network.cell.fused
    for name, rows in told["tables"].items():
        for t, symbol in enumerate("cab bca"):
            assert rows[told["symbols"].index(symbol)] == trace.column(name)[t].tolist()
    assert main(["table", "--model", str(path), "--quantity", "g"]) == 0
    said = capsys.readouterr().out
    assert "g = W_xg x + b_g, 4 symbols × 3 units" in said
    assert " ".join(short(value) for value in told["tables"]["g"][1]) in said


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--model", "shakespeare"], "hangs on all that was read before"), (["--model", "adding"], "reads numbers")],
)
def test_where_there_is_no_table_it_says_why(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", *words]) == 2
    assert said in capsys.readouterr().err
