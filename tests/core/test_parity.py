"""PyTorch is the reference: its stored outputs everywhere, and the live library where it is installed.

For the GRU that resets before the product, which PyTorch has not, it is ONNX Runtime.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from as_others_keep_them import from_onnx, from_pytorch
from random_networks import random_network, random_symbols

from lstm_tui.core.cells import CELLS
from lstm_tui.core.intervention import Operations
from lstm_tui.core.network import Network
from lstm_tui.core.trace import Trace

GOLDEN = Path(__file__).parents[1] / "golden"
FILES = {"lstm": "pytorch_lstm_rnn.npz", "rnn": "pytorch_lstm_rnn.npz", "gru": "pytorch_gru.npz"}
TOLERANCE = {"float32": 1e-6, "float64": 1e-12}
CASES = [
    (kind, layers, dtype, inputs)
    for kind in FILES
    for layers in (1, 3)
    for dtype in ("float32", "float64")
    for inputs in ("real", "onehot")
]


def stored(kind: str, layers: int, dtype: str, inputs: str) -> tuple[Network, dict[str, np.ndarray]]:
    """Return the network with the stored weights, and all arrays of that case."""
    prefix = f"{kind}.{layers}.{dtype}.{inputs}."
    with np.load(GOLDEN / FILES[kind]) as file:
        arrays = {name.removeprefix(prefix): file[name] for name in file.files if name.startswith(prefix)}
    names = ("W_ih", "W_hh", "b_ih", "b_hh")
    cells = [from_pytorch(kind, *(arrays[f"{name}_{k}"] for name in names)) for k in range(layers)]
    return Network(cells, arrays["W_hy"], arrays["b_y"]), arrays


@pytest.mark.parametrize(("kind", "layers", "dtype", "inputs"), CASES)
def test_every_layer_answers_as_stored(kind: str, layers: int, dtype: str, inputs: str) -> None:
    network, expected = stored(kind, layers, dtype, inputs)
    trace = network.forward(expected["x"])
    atol = TOLERANCE[dtype]
    assert trace.column("h").dtype == np.dtype(dtype)
    for layer in range(layers):
        h = trace.column("h", layer)
        np.testing.assert_allclose(h, expected[f"h_{layer}"], rtol=0, atol=atol)
        np.testing.assert_allclose(h[-1], expected["h_n"][layer], rtol=0, atol=atol)
        if kind == "lstm":
            np.testing.assert_allclose(trace.step(39, layer)["c"], expected["c_n"][layer], rtol=0, atol=atol)
    np.testing.assert_allclose(trace.column("logits"), expected["logits"], rtol=0, atol=atol)


@pytest.mark.parametrize("kind", ["gru", "gru~reset-before"])
@pytest.mark.parametrize("layers", [1, 3])
def test_the_gru_in_both_conventions_answers_as_onnx_runtime(kind: str, layers: int) -> None:
    prefix = f"{kind}.{layers}."
    with np.load(GOLDEN / "onnxruntime_gru.npz") as file:
        arrays = {name.removeprefix(prefix): file[name] for name in file.files if name.startswith(prefix)}
    cells = [from_onnx(kind, *(arrays[f"{name}_{k}"] for name in "WRB")) for k in range(layers)]
    network = Network(cells, np.zeros((1, cells[-1].hidden_size), np.float32))
    trace = Trace(network, arrays["x"], operations=Operations(start=tuple({"h": h0} for h0 in arrays["h0"])))
    trace.advance_to(len(arrays["x"]))
    for layer in range(layers):
        np.testing.assert_allclose(trace.column("h", layer), arrays[f"h_{layer}"], rtol=0, atol=1e-6)


def test_the_two_conventions_of_the_gru_part_where_a_gate_is_half_shut() -> None:
    """The same weights, and no bias inside: they agree while h_prev is 0, and where the reset gate is open."""
    for bias, alike in ((0.0, False), (100.0, True)):
        after = random_network("gru", D=5, H=4, seed=1)
        b = np.concatenate([np.full(4, bias), after.cell.b[4:]])
        weights = {"W_ih": after.cell.W_ih, "W_hh": after.cell.W_hh, "b": b, "b_hn": np.zeros(4)}
        said = [
            Network([CELLS[kind].from_weights(weights)], after.W_hy).forward(random_symbols(9)).column("h")
            for kind in ("gru", "gru~reset-before")
        ]
        np.testing.assert_allclose(said[0][0], said[1][0], rtol=0, atol=1e-15)
        assert bool(np.abs(said[0] - said[1]).max() < 1e-12) is alike


@pytest.mark.parametrize("kind", list(FILES))
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_live_torch_answers_the_same(kind: str, dtype: str) -> None:
    torch = pytest.importorskip("torch")
    network = random_network(kind, 2, D=9, H=13, V=11, dtype=dtype, seed=3, scale=0.4)
    module = {"lstm": torch.nn.LSTM, "rnn": torch.nn.RNN, "gru": torch.nn.GRU}[kind](
        9, 13, 2, dtype=getattr(torch, dtype)
    )
    with torch.no_grad():
        for k, cell in enumerate(network.cells):
            getattr(module, f"weight_ih_l{k}").copy_(torch.from_numpy(cell.W_ih))
            getattr(module, f"weight_hh_l{k}").copy_(torch.from_numpy(cell.W_hh))
            getattr(module, f"bias_ih_l{k}").copy_(torch.from_numpy(cell.b))
            getattr(module, f"bias_hh_l{k}").zero_()
            if "b_hn" in cell.parameters:
                getattr(module, f"bias_hh_l{k}")[-13:] = torch.from_numpy(cell.parameters["b_hn"])
        symbols = random_symbols(300, D=9)
        x = torch.nn.functional.one_hot(torch.from_numpy(symbols), 9).to(module.weight_hh_l0.dtype)
        h, _ = module(x)
        probs = torch.softmax(h @ torch.from_numpy(network.W_hy).T + torch.from_numpy(network.b_y), dim=-1)
    trace = network.forward(symbols)
    atol = 2e-6 if dtype == "float32" else 1e-12  # 300 timesteps of rounding
    np.testing.assert_allclose(trace.column("h", 1), h.numpy(), rtol=0, atol=atol)
    np.testing.assert_allclose(trace.column("probs"), probs.numpy(), rtol=0, atol=atol)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_quantity_of_the_lstm_in_torch_operations(dtype: str) -> None:
    torch = pytest.importorskip("torch")
    network = random_network("lstm", 1, D=6, H=8, dtype=dtype, seed=5, scale=0.5)
    W_ih, W_hh, b = (torch.from_numpy(array) for array in (network.cell.W_ih, network.cell.W_hh, network.cell.b))
    x = np.random.default_rng(7).normal(size=(60, 6)).astype(dtype)
    trace = network.forward(x)
    h = c = torch.zeros(8, dtype=W_hh.dtype)
    for t in range(60):
        z = W_ih @ torch.from_numpy(x[t]) + W_hh @ h + b  # (4H,)
        z_i, z_f, z_g, z_o = z.chunk(4)
        i, f, g, o = torch.sigmoid(z_i), torch.sigmoid(z_f), torch.tanh(z_g), torch.sigmoid(z_o)
        expected = {"x": torch.from_numpy(x[t]), "h_prev": h, "c_prev": c, "z": z, "i": i, "f": f, "g": g, "o": o}
        expected |= {"kept": f * c, "written": i * g}
        c = f * c + i * g
        expected |= {"c": c, "tanh_c": torch.tanh(c)}
        h = o * torch.tanh(c)
        expected["h"] = h
        assert set(expected) == set(network.cell.quantities)
        step = trace.step(t)
        for name, value in expected.items():
            atol = 2 * TOLERANCE[dtype]
            np.testing.assert_allclose(step[name], value.numpy(), rtol=0, atol=atol, err_msg=f"{name} at {t}")
