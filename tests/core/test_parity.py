"""PyTorch is the reference: its stored outputs everywhere, and the live library where it is installed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from random_networks import random_network, random_symbols

from lstm_tui.core.cells import CELLS
from lstm_tui.core.network import Network

GOLDEN = Path(__file__).parents[1] / "golden" / "pytorch_lstm_rnn.npz"
TOLERANCE = {"float32": 1e-6, "float64": 1e-12}
CASES = [
    (kind, layers, dtype, inputs)
    for kind in ("lstm", "rnn")
    for layers in (1, 3)
    for dtype in ("float32", "float64")
    for inputs in ("real", "onehot")
]


def stored(kind: str, layers: int, dtype: str, inputs: str) -> tuple[Network, dict[str, np.ndarray]]:
    """Return the network with the stored weights (PyTorch's two biases added), and all arrays of that case."""
    prefix = f"{kind}.{layers}.{dtype}.{inputs}."
    with np.load(GOLDEN) as file:
        arrays = {name.removeprefix(prefix): file[name] for name in file.files if name.startswith(prefix)}
    cells = [
        CELLS[kind](arrays[f"W_ih_{k}"], arrays[f"W_hh_{k}"], arrays[f"b_ih_{k}"] + arrays[f"b_hh_{k}"])
        for k in range(layers)
    ]
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


@pytest.mark.parametrize("kind", ["lstm", "rnn"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_live_torch_answers_the_same(kind: str, dtype: str) -> None:
    torch = pytest.importorskip("torch")
    network = random_network(kind, 2, D=9, H=13, V=11, dtype=dtype, seed=3, scale=0.4)
    module = {"lstm": torch.nn.LSTM, "rnn": torch.nn.RNN}[kind](9, 13, 2, dtype=getattr(torch, dtype))
    with torch.no_grad():
        for k, cell in enumerate(network.cells):
            getattr(module, f"weight_ih_l{k}").copy_(torch.from_numpy(cell.W_ih))
            getattr(module, f"weight_hh_l{k}").copy_(torch.from_numpy(cell.W_hh))
            getattr(module, f"bias_ih_l{k}").copy_(torch.from_numpy(cell.b))
            getattr(module, f"bias_hh_l{k}").zero_()
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
