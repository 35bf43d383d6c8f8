"""The same weights, minus one part: what a model's name with ~NOG opens, and that it says what it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.cli import main
from lstm_tui.core.cells import CELLS, LSTM
from lstm_tui.core.initialise import new_network
from lstm_tui.core.intervention import Clamp, Operations
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.core.trace import Keeping, Trace
from lstm_tui.errors import LstmTuiError
from lstm_tui.family import read_lead, tell
from lstm_tui.models import native, registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.session import Session

TEXT = "To be, or not"


@pytest.mark.parametrize(("variant", "gate"), [("NIG", "i"), ("NFG", "f"), ("NOG", "o")])
def test_without_a_gate_it_is_the_model_with_that_gate_held_at_1(variant: str, gate: str) -> None:
    whole, lacks = registry.load("shakespeare"), registry.load(f"shakespeare~{variant}")
    inputs = whole.tokens.encode(TEXT)
    held = Trace(whole.network, inputs, Keeping(), Operations((Clamp(gate, 0, None, 1.0),)))
    held.advance_to(len(inputs))
    for name in ("c", "h", "probs"):
        np.testing.assert_allclose(lacks.network.forward(inputs).column(name), held.column(name), rtol=0, atol=2e-5)


def test_what_no_operation_can_hold_by_its_equation() -> None:
    inputs = registry.load("shakespeare").tokens.encode(TEXT)
    coupled = registry.load("shakespeare~CIFG").network.forward(inputs)
    np.testing.assert_array_equal(coupled.column("f"), 1 - coupled.column("i"))
    unsquashed = registry.load("shakespeare~NOAF").network.forward(inputs)
    np.testing.assert_allclose(unsquashed.column("h"), unsquashed.column("o") * unsquashed.column("c"), atol=1e-6)
    proposed = registry.load("shakespeare~NIAF").network.forward(inputs)
    np.testing.assert_array_equal(proposed.column("g"), proposed.column("z")[:, 128:192])


def test_without_peepholes_it_is_the_lstm_of_the_same_weights() -> None:
    network = new_network("peephole", 4, 3, 4, np.random.default_rng(0))
    bundle = ModelBundle("own", network, Vocabulary("abcd"), Card("own"))
    lacks = registry.variant.without(bundle, "NP")
    assert type(lacks.network.cell) is LSTM
    for name in ("p_i", "p_f", "p_o"):
        network.cell.parameters[name][...] = 0
    symbols = np.array([0, 1, 3, 2, -1])
    np.testing.assert_allclose(
        lacks.network.forward(symbols).column("h"), network.forward(symbols).column("h"), atol=1e-6
    )


def test_it_says_that_nobody_trained_it_so_and_a_trained_one_that_it_was() -> None:
    lacks = registry.load("shakespeare~NOG")
    assert (lacks.name, lacks.source, lacks.title) == (
        "shakespeare~NOG", "shakespeare~NOG", "LSTM without output gate · 64 units · 29,185 weights",
    )  # fmt: skip
    assert "without its output gate; not trained so" in lacks.card.what
    assert not lacks.card.held_out
    said = tell(read_lead(Session.open(lacks, TEXT), 0)).sentences
    assert "These are the weights of 'shakespeare' without its output gate: it was not trained so." in said
    trained = replace(lacks, taken_from="", lacks="")
    said = tell(read_lead(Session.open(trained, TEXT), 0)).sentences
    assert "This is an LSTM without output gate (Greff et al.'s NOG), and was trained as one." in said


@pytest.mark.parametrize(
    ("name", "words"),
    [("shakespeare~FGR", "no variant 'FGR'"), ("shakespeare~NP", "no variant 'NP'"), ("shakespeare-rnn~NIG", "no variants"),
     ("shakespeare~NIG~NOG", "no variants"), ("nobody~NOG", "no model 'nobody'")],
)  # fmt: skip
def test_what_there_is_not_is_said(name: str, words: str) -> None:
    with pytest.raises(LstmTuiError, match=words):
        registry.load(name)


@pytest.mark.parametrize("kind", list(CELLS))
def test_every_kind_is_saved_and_opened(kind: str, tmp_path: Path) -> None:
    network = new_network(kind, 4, 3, 4, np.random.default_rng(0), layers=2)
    path = tmp_path / "own.safetensors"
    native.save(ModelBundle("own", network, Vocabulary("abcd"), Card("own")), path)
    again = native.load(path)
    assert [type(cell) for cell in again.network.cells] == [CELLS[kind]] * 2
    for name, array in network.parameters.items():
        np.testing.assert_array_equal(again.network.parameters[name], array)


SELDOM = [pytest.param(kind, marks=pytest.mark.slow) for kind in ("layernorm", "mingru", "minlstm")]


@pytest.mark.parametrize("kind", ["peephole", "lstm~CIFG", "peephole~FGR", "slstm", *SELDOM])
def test_it_is_trained_written_on_and_exported(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, out = tmp_path / "text.txt", str(tmp_path / "own.safetensors")
    text.write_text("abcabcabc" * 60)
    words = ["--cell", kind, "--hidden", "8", "--steps", "15", "--batch", "4", "--timesteps", "12", "--rate", "0.05"]
    assert main(["train", "--text", str(text), *words, "--out", out]) == 0
    bundle = native.load(Path(out))
    assert bundle.snapshots[-1].loss < 0.7 * bundle.snapshots[0].loss
    assert main(["sample", "abca", "--model", out, "--length", "6"]) == 0
    for how in ("json", "csv", "text"):
        assert main(["trace", "abc", "--model", out, "--format", how]) == 0
    cell = bundle.network.cell
    named = [name for name in cell.quantities if name != "z"] + [f"z_{layer}" for layer in cell.fused]
    for name in named:
        assert main(["origin", "abc", "--model", out, "--timestep", "3", "--place", f"{name}[1]"]) == 0
    assert main(["ink", "abcabc", "--model", out]) == 0
    assert main(["diagram", "abc", "--phase", cell.phases[1].key, "--model", out]) == 0
    assert main(["trace", "abc", "--operate", f"{cell.gates[0]}[0]=1", "--model", out]) == 0
    said = capsys.readouterr().out
    assert ("z_o = W_xo·x + W_ho·h_prev + p_o·c + b_o" in said) == (kind == "peephole")
    assert ("f = 1 − i" in said) == (kind == "lstm~CIFG")
    assert ("R_io·i_prev" in said) == (kind == "peephole~FGR")
