"""Gradients against central differences, against PyTorch's stored ones, and laws that hold of every one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from as_others_keep_them import from_pytorch
from random_networks import random_network, random_symbols

from lstm_tui.core.backward import Gradient, backward
from lstm_tui.core.batch import Batch, BatchRun
from lstm_tui.core.cells import CELLS
from lstm_tui.core.cells.base import BackWindow
from lstm_tui.core.cells.rows import add_by_symbol, one_hot, rows_of
from lstm_tui.core.loss import MEASURES
from lstm_tui.core.network import Network

GOLDEN = Path(__file__).parents[1] / "golden"
FILES = dict.fromkeys(("lstm", "rnn"), "pytorch_gradients.npz")
FILES |= dict.fromkeys(("gru", "gru~reset-before"), "pytorch_gru_gradients.npz")
STORED = [(kind, layers) for kind in FILES for layers in (1, 2, 3)]
KINDS = [(kind, layers) for kind in CELLS for layers in (1, 2, 3)]
FULL = [(kind, layers, output) for kind in FILES for layers in (1, 2, 3) for output in MEASURES]
SMALL = [(kind, layers, "softmax") for kind in CELLS for layers in (1, 2, 3) if kind not in FILES]


def random_batch(network: Network, T: int = 6, B: int = 2, seed: int = 0) -> Batch:
    rng = np.random.default_rng(seed)
    inputs = rng.integers(-1, network.input_size, (T, B))
    weights = (rng.random((T, B)) < 0.7).astype(np.float64)
    weights[-1] = 1
    if network.output == "softmax":
        return Batch(inputs, rng.integers(0, network.output_size, (T, B)), weights)
    return Batch(inputs, rng.random((T, network.output_size, B)), weights)


def loss_of(network: Network, batch: Batch) -> float:
    network.refresh()
    run = BatchRun(network, *batch.weights.shape)
    run.start()
    run.forward(batch)
    return run.loss(batch)


@pytest.mark.parametrize(("kind", "layers", "output"), [*FULL, *SMALL])
def test_every_parameter_by_central_differences(kind: str, layers: int, output: str):
    small = (kind, layers, output) in SMALL
    made = random_network(
        kind,
        layers,
        D=3 if small else 4,
        H=2 if small and kind != "layernorm" else 3,
        V=3,
        seed=layers,
        scale=1.0 if small else 0.7,
    )
    network = Network(made.cells, made.W_hy, made.b_y, output)
    batch = random_batch(network, T=4 if small else 6)
    run, gradient = BatchRun(network, *batch.weights.shape), Gradient(network)
    run.start()
    run.forward(batch)
    run.loss(batch)
    run.backward(batch, gradient)
    width = 1e-5
    for name, array in network.parameters.items():
        flat, numeric = array.reshape(-1), np.empty(array.size)
        for k in range(array.size):
            kept = flat[k]
            flat[k] = kept + width
            above = loss_of(network, batch)
            flat[k] = kept - width
            numeric[k] = (above - loss_of(network, batch)) / (2 * width)
            flat[k] = kept
        found = gradient.by_name[name].reshape(-1)
        assert np.linalg.norm(found - numeric) <= 1e-6 * np.linalg.norm(numeric), name


def golden(kind: str, layers: int) -> tuple[Network, dict[str, np.ndarray]]:
    prefix = f"{kind}.{layers}."
    with np.load(GOLDEN / FILES[kind]) as file:
        arrays = {name.removeprefix(prefix): file[name] for name in file.files if name.startswith(prefix)}
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    cells = [from_pytorch(kind, *(arrays[f"{name}_l{k}"] for name in names)) for k in range(layers)]
    return Network(cells, arrays["weight"], arrays["bias"]), arrays


@pytest.mark.parametrize(("kind", "layers"), STORED)
def test_batches_with_carried_state_as_pytorch_has_them(kind: str, layers: int):
    network, arrays = golden(kind, layers)
    batch = Batch(arrays["inputs"], arrays["targets"], np.ones(arrays["inputs"].shape))
    run, gradient = BatchRun(network, *batch.weights.shape), Gradient(network)
    states = [{"h": arrays["h0"][k].T, "c": arrays["c0"][k].T} for k in range(layers)]
    run.start([{name: state[name] for name in network.cell.state_names} for state in states])
    run.forward(batch)
    assert run.loss(batch) == pytest.approx(float(arrays["loss"]), abs=1e-12)
    run.backward(batch, gradient)
    names = {"output.W_hy": "weight", "output.b_y": "bias"}
    for k in range(layers):
        names |= {
            f"layer{k + 1}.W_ih": f"weight_ih_l{k}",
            f"layer{k + 1}.W_hh": f"weight_hh_l{k}",
            f"layer{k + 1}.b": f"bias_ih_l{k}",
        }
        if "b_hn" in network.cells[k].parameters:
            H = network.cells[k].hidden_size
            b_hn, theirs = gradient.by_name[f"layer{k + 1}.b_hn"], arrays[f"grad.bias_hh_l{k}"]
            np.testing.assert_allclose(b_hn, theirs[2 * H :], rtol=0, atol=1e-10)
    for name, theirs in names.items():
        np.testing.assert_allclose(gradient.by_name[name], arrays[f"grad.{theirs}"], rtol=0, atol=1e-10, err_msg=name)


@pytest.mark.parametrize(("kind", "layers"), KINDS)
def test_the_trace_on_the_screen_gives_the_same_gradient_as_the_batch(kind: str, layers: int):
    network = random_network(kind, layers, seed=4)
    T = 300 if kind in FILES else 30
    symbols, targets = random_symbols(T, seed=1), random_symbols(T, seed=2)
    trace = network.forward(symbols)
    dlogits = trace.column("probs").copy()
    dlogits[np.arange(T), targets] -= 1
    found = backward(trace, dlogits / T)
    run, gradient = BatchRun(network, T, 1), Gradient(network)
    batch = Batch(symbols[:, None], targets[:, None], np.ones((T, 1)))
    run.start()
    run.forward(batch)
    run.loss(batch)
    run.backward(batch, gradient)
    np.testing.assert_allclose(found.gradient.flat, gradient.flat, rtol=0, atol=1e-12)
    assert found.dh[0].shape == (T, network.cells[0].hidden_size)


@pytest.mark.parametrize("kind", list(CELLS))
def test_what_is_carried_back_says_what_a_nudge_of_the_state_before_does_to_the_loss(kind: str):
    network, symbols, T, width = random_network(kind, seed=8), random_symbols(5, seed=3), 5, 1e-6
    cell, before = network.cell, network.forward(random_symbols(4)).step(3)

    def run(nudged: str = "", unit: int = 0, nudge: float = 0.0):
        window = cell.window(T)
        for name, values in window.state.items():
            values[0] = before[name]
        if nudged:
            window.state[nudged][0, unit] += nudge
        cell.project_symbols(symbols, window, 0, T)
        cell.run(window, 0, T)
        y = network.W_hy @ window.columns["h"][-1] + network.b_y
        return window, np.log(np.exp(y).sum()) - y[2], y

    window, _, y = run()
    back = BackWindow(window)
    back.columns["dh"][-1] = network.W_hy.T @ (np.exp(y) / np.exp(y).sum() - np.eye(len(y))[2])
    cell.run_back(window, back)
    for name in cell.state_names:
        for unit in range(cell.hidden_size):
            slope = (run(name, unit, width)[1] - run(name, unit, -width)[1]) / (2 * width)
            assert slope == pytest.approx(back.carry[name][unit], rel=1e-5, abs=1e-9), (name, unit)


@pytest.mark.parametrize("kind", list(CELLS))
def test_truncation_takes_what_lies_before_as_given(kind: str):
    network, symbols = random_network(kind, seed=5), random_symbols(20)
    dlogits = np.random.default_rng(0).normal(size=(20, 5))
    trace = network.forward(symbols)
    short = backward(trace, dlogits, truncation=6)
    assert short.first == 14
    run, gradient = BatchRun(network, 6, 1), Gradient(network)
    before = trace.step(13)
    run.start([{name: before[name][:, None] for name in network.cell.state_names}])
    batch = Batch(symbols[14:, None], symbols[14:, None], np.ones((6, 1)))
    run.forward(batch)
    run.dlogits[:] = dlogits[14:, :, None]
    run.backward(batch, gradient)
    np.testing.assert_allclose(short.gradient.flat, gradient.flat, rtol=0, atol=1e-12)


def test_the_essays_first_loss():
    """Karpathy 2015: logits 1.0, 2.2, −3.0, 4.1 for h, e, l, o; the target is e: p = .1251, loss 2.0785."""
    H = 4
    lstm = CELLS["rnn"](np.zeros((H, 4)), np.zeros((H, H)), np.zeros(H))
    network = Network([lstm], np.zeros((4, H)), np.array([1.0, 2.2, -3.0, 4.1]))
    batch = Batch(np.array([[0]]), np.array([[1]]), np.ones((1, 1)))
    run = BatchRun(network, 1, 1)
    run.start()
    run.forward(batch)
    assert run.loss(batch) == pytest.approx(2.0785, abs=5e-5)
    assert run.dlogits[0, 1, 0] + 1 == pytest.approx(0.1251, abs=5e-5)


def test_a_forget_gate_of_exactly_1_has_no_gradient_at_all():
    """σ(100) is 1 and its derivative 0 in floating point: the cell of 1997 is this one with f held at 1."""
    network = random_network("lstm", seed=2)
    H = network.cell.hidden_size
    network.cell.W_ih[H : 2 * H] = network.cell.W_hh[H : 2 * H] = 0
    network.cell.b[H : 2 * H] = 100
    network.refresh()
    trace = network.forward(random_symbols(30))
    assert (trace.column("f") == 1).all()
    back = backward(trace, np.random.default_rng(0).normal(size=(30, 5)))
    assert not back.gradient.by_name["layer1.W_hh"][H : 2 * H].any()


@pytest.mark.parametrize("kind", list(CELLS))
def test_all_timesteps_of_a_batch_are_the_rows_of_one_matrix_without_a_copy(kind: str):
    window = random_network(kind, D=5, H=4).cell.window(7, 3)
    for name in ("z", "h", "h_prev"):
        rows = rows_of(window.columns[name])
        assert np.shares_memory(rows, window.columns[name]), name
        np.testing.assert_array_equal(rows[5 * 3 + 2], window.columns[name][5, :, 2])


def test_rows_are_added_by_their_symbol_as_a_product_with_one_hot_vectors_has_them():
    rows, symbols = (
        np.random.default_rng(0).normal(size=(12, 3)),
        np.array([[4, -1, 0], [0, 0, 6], [4, 2, -1], [0, 2, 6]]),
    )
    into = np.ones((3, 7))
    add_by_symbol(rows, symbols, into)
    np.testing.assert_allclose(into, 1 + rows.T @ one_hot(symbols, 7, rows.dtype), rtol=0, atol=1e-14)
    assert (into[:, [1, 3, 5]] == 1).all()
