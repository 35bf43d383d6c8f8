"""Gradients through time: the trainer's, PyTorch's, finite differences', and ∏f by hand."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.cli import main
from lstm_tui.core.backward import backward
from lstm_tui.core.cells import CELLS, LSTM, RNN
from lstm_tui.core.network import Network
from lstm_tui.core.provenance import fading
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.models import registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.operations.force import operate
from lstm_tui.operations.kinds import SetBias
from lstm_tui.overview import gradients
from lstm_tui.overview.beside import kin
from lstm_tui.overview.gradients import GoingBack, asked_of, forget_bias, rate, turned
from lstm_tui.overview.looking import over_all
from lstm_tui.run import Run

sys.path.insert(0, str(Path(__file__).parents[1] / "core"))
from random_networks import random_network

GOLDEN = Path(__file__).parents[1] / "golden" / "pytorch_back.npz"
TEXT = "To be, or not to be, that is the question: Whether 'tis nobler in the mind to suffer"


def gone(run: Run, layer: int, timestep: int, reach: int = 1000) -> GoingBack:
    going = GoingBack(run, layer, timestep, reach)
    for _ in over_all(going, 0.0):
        pass
    return going


def run_of(network: Network, inputs: np.ndarray) -> Run:
    symbols = "abcdefgh"[: network.output_size]
    return Run.open(
        ModelBundle("made", network, Vocabulary(symbols), Card("made")), "".join(symbols[k] for k in inputs)
    )


WAYS = [*((kind, 2, 7) for kind in CELLS), ("lstm", 1, 1), ("lstm", 1, 64), ("rnn", 1, 7)]


@pytest.mark.parametrize(("kind", "layers", "piece"), WAYS)
def test_pieces_are_what_the_trainer_goes_back_through(kind: str, layers: int, piece: int, monkeypatch) -> None:
    """The backward pass of the trainer over the whole run at once: the same sizes, and the same gradient of every weight."""
    monkeypatch.setattr(gradients, "PIECE", piece)
    network = random_network(kind, layers, D=4, H=3, V=4, seed=2, scale=0.8)
    run = run_of(network, np.random.default_rng(0).integers(0, 4, 30))
    for layer in range(layers):
        going = gone(run, layer, 28)
        assert going.asked is not None
        dlogits = np.zeros((29, 4), network.dtype)
        dlogits[-1] = going.asked.dlogits
        whole = backward(run.trace, dlogits)
        for name, rows in (("h", whole.dh), ("c", whole.dc)):
            if name in going.sizes:
                np.testing.assert_allclose(going.sizes[name], np.linalg.norm(rows[layer], axis=1)[::-1], rtol=1e-9)
        np.testing.assert_allclose(going.gradient.flat, whole.gradient.flat, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("kind", "layers"), [(kind, layers) for kind in ("lstm", "rnn") for layers in (1, 2)])
def test_pytorch_says_the_same(kind: str, layers: int) -> None:
    with np.load(GOLDEN) as stored:
        arrays = {
            name.removeprefix(f"{kind}.{layers}."): stored[name]
            for name in stored
            if name.startswith(f"{kind}.{layers}.")
        }
    made = {"lstm": LSTM, "rnn": RNN}[kind]
    cells = [
        made(arrays[f"weight_ih.{k}"], arrays[f"weight_hh.{k}"], arrays[f"bias_ih.{k}"] + arrays[f"bias_hh.{k}"])
        for k in range(layers)
    ]
    network = Network(cells, arrays["head.weight"], arrays["head.bias"])
    run = run_of(network, np.array([*arrays["inputs"], 2]))  # the text goes on with what the loss is of
    for layer in range(layers):
        going = gone(run, layer, len(arrays["inputs"]) - 1)
        assert going.asked is not None
        assert going.asked.value == pytest.approx(float(arrays["loss"]), rel=1e-12)
        for name in going.sizes:
            theirs = np.linalg.norm(arrays[f"d{name}"][layer], axis=1)[::-1]
            np.testing.assert_allclose(going.sizes[name], theirs, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("kind", list(CELLS))
def test_finite_differences_of_the_states(kind: str) -> None:
    """Move a state of a timestep by a hair, run on from there, and see the loss move."""
    network = random_network(kind, 1, D=4, H=3, V=4, seed=5, scale=0.8)
    inputs = np.random.default_rng(1).integers(0, 4, 14)
    run, cell = run_of(network, inputs), network.cell
    going = gone(run, 0, 12)
    for back in (1, 5, 12):
        at, width = 12 - back, 1e-6
        for name in cell.state_names:
            if (kind, name) != ("lstm", "c") and name != "h":
                continue  # how h of the same timestep hangs on c is written down here for the plain LSTM alone
            found = np.zeros(3)
            for unit in range(3):
                losses = []
                for sign in (1, -1):
                    state = {key: run.trace.step(at)[key].astype(np.float64).copy() for key in cell.state_names}
                    state[name][unit] += sign * width
                    for k in range(at + 1, 13):
                        x = np.eye(4)[inputs[k]]
                        step = cell.plain_step(x, state)
                        state = {key: step[key] for key in cell.state_names}
                    logits = network.W_hy @ state["h"] + network.b_y
                    losses.append(np.log(np.exp(logits).sum()) - logits[inputs[13]])
                found[unit] = (losses[0] - losses[1]) / (2 * width)
            if name == "h":  # h of a timestep is heard by the next one alone, c too: nothing else hangs on them
                assert going.sizes["h"][back] == pytest.approx(np.linalg.norm(found), rel=1e-5, abs=1e-8)
            else:
                through = _through_h(network, run, at)
                assert going.sizes[name][back] == pytest.approx(
                    np.linalg.norm(found + through * _dh(run, at)), rel=1e-4, abs=1e-8
                )


def _through_h(network: Network, run: Run, at: int) -> np.ndarray:
    """o (1 − tanh²c): how h of the same timestep hangs on c."""
    step = run.trace.step(at)
    return step["o"] * (1 - step["tanh_c"] ** 2)


def _dh(run: Run, at: int) -> np.ndarray:
    dlogits = np.zeros((13, 4), run.bundle.network.dtype)
    dlogits[-1] = asked_of(run, 12).dlogits
    return backward(run.trace, dlogits).dh[0][at]


def test_the_product_of_what_is_kept_by_hand_and_by_the_bookkeeping() -> None:
    run = Run.open(registry.load(), TEXT)
    going = gone(run, 0, 70)
    f = np.asarray(run.trace.column("f"), np.float64)
    assert going.left is not None
    for back in (0, 1, 2, 40, 70):
        product = 1.0
        for j in range(70 - back + 1, 71):
            product *= f[j, 20]
        assert going.left[back, 20] == pytest.approx(product, rel=1e-12)
    np.testing.assert_allclose(going.left[::-1], fading(run.trace, 0, 0, 70), rtol=1e-12)


def test_half_to_the_fortieth() -> None:
    """FACTS of arithmetic: a gate of σ(0) = ½ leaves .5⁴⁰ = 9.1e-13 after 40 symbols, σ(1) 3.6e-6, σ(3) .143."""
    zeros = LSTM(np.zeros((8, 2)), np.zeros((8, 2)))
    run = run_of(Network([zeros], np.ones((2, 2))), np.zeros(45, int))
    for bias, left in ((0.0, 9.1e-13), (1.0, 3.6e-6), (3.0, 0.143)):
        going = gone(turned(run, bias, 1.0), 0, 43)
        assert going.left is not None
        assert going.left[40, 0] == pytest.approx(left, rel=0.01)


def test_the_knob_is_the_operation_set_bias() -> None:
    run = Run.open(registry.load(), TEXT)
    by_knob, by_hand = turned(run, 3.0, 1.0), operate(run, [SetBias("f", 3.0)], len(run)).run
    by_knob.trace.advance_to(len(run))
    np.testing.assert_array_equal(by_knob.trace.column("c"), by_hand.trace.column("c"))
    assert forget_bias(by_knob, 0) == 3.0
    assert turned(run, None, 1.0) is run
    assert forget_bias(Run.open(registry.load("shakespeare-rnn"), TEXT), 0) is None


def test_large_recurrent_weights_explode_and_small_ones_vanish() -> None:
    """A linear chain by hand: h_t = tanh(w h_{t−1} + 0) at h = 0 passes dL/dh on times w, symbol by symbol."""
    for w in (0.5, 1.0, 1.5):
        cell = RNN(np.zeros((1, 2)), np.array([[1.0]]))
        run = turned(run_of(Network([cell], np.array([[1.0], [0.0]])), np.zeros(60, int)), None, w)
        going = gone(run, 0, 50)
        np.testing.assert_allclose(going.sizes["h"], 0.5 * w ** np.arange(51), rtol=1e-12)
        assert rate(going.sizes["h"]) == pytest.approx(w)


def test_what_is_held_by_hand_is_refused() -> None:
    from lstm_tui.errors import LstmTuiError
    from lstm_tui.operations.kinds import Silence

    run = operate(Run.open(registry.load(), TEXT), [Silence(0, (3,))], len(TEXT)).run
    with pytest.raises(LstmTuiError, match="held by hand"):
        GoingBack(run, 0, 5, 10)


def test_models_that_read_the_same_stand_beside_each_other() -> None:
    assert "shakespeare-rnn" in [bundle.name for bundle in kin(registry.load())]
    assert all(bundle.network.cell.kind != "lstm" for bundle in kin(registry.load()))


def test_the_command_prints_what_was_computed(capsys) -> None:
    words = ["gradients", TEXT, "--timestep", "60", "--unit", "20", "--beside", "shakespeare-rnn", "--reach", "50"]
    assert main([*words, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    for name, row in zip(("shakespeare", "shakespeare-rnn"), told["runs"], strict=True):
        going = gone(Run.open(registry.load(name), TEXT), 0, 59, 51)
        assert row["sizes"] == {state: sizes.tolist() for state, sizes in going.sizes.items()}
        assert len(row["sizes"]["h"]) == 51
    assert main(words) == 0
    text = capsys.readouterr().out
    assert f"{told['runs'][0]['sizes']['c'][10]:.2e}" in text
    assert f"{told['runs'][1]['sizes']['h'][10]:.2e}" in text
    assert f"{told['runs'][0]['left']['of_unit'][10]:.2e}" in text
    assert main(["gradients", TEXT, "--reach", "0"]) == 2


@pytest.mark.parametrize("model", ["reber", "adding", "anbn"])
def test_every_kind_of_answer_can_be_gone_back_from(model: str) -> None:
    bundle = registry.load(model)
    run = Run.open(bundle, bundle.card.default_text)
    going = gone(run, 0, len(run) - 2)
    assert all(np.isfinite(sizes).all() for sizes in going.sizes.values())
