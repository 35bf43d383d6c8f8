"""LSTMs assembled from parts: against ONNX Runtime's stored outputs, by hand, and as one plain loop over Python floats."""

from __future__ import annotations

import math
import pickle
from pathlib import Path

import numpy as np
import pytest
from random_networks import random_network, random_symbols

from lstm_tui.core.backward import Gradient
from lstm_tui.core.batch import Batch, BatchRun
from lstm_tui.core.cells import CELLS, LSTM
from lstm_tui.core.cells.layernorm import normal
from lstm_tui.core.cells.varied import PlainLSTM
from lstm_tui.core.initialise import new_network
from lstm_tui.core.intervention import Clamp, Operations, clampable
from lstm_tui.core.network import Network
from lstm_tui.core.trace import Keeping, Trace

GOLDEN = Path(__file__).parents[1] / "golden" / "onnx_lstm.npz"
ASSEMBLED = [kind for kind in CELLS if kind.startswith(("peephole", "lstm~"))]


@pytest.mark.parametrize(
    ("case", "kind"), [("peephole", "peephole"), ("coupled", "lstm~CIFG"), ("both", "peephole~CIFG")]
)
def test_onnx_runtime_answers_the_same(case: str, kind: str) -> None:
    with np.load(GOLDEN) as file:
        stored = {name.removeprefix(f"{case}."): file[name] for name in file.files if name.startswith(f"{case}.")}
    H, made = len(stored["h_n"]), CELLS[kind]
    rows = {gate: slice(k * H, (k + 1) * H) for k, gate in enumerate("iofg")}  # ONNX: i o f c, and P: i o f
    weights = {
        ours: np.concatenate([stored[theirs][rows[gate]] for gate in made.fused])
        for ours, theirs in (("W_ih", "W"), ("W_hh", "R"), ("b", "B"))
    }
    weights |= {name: stored["P"][rows[name[2:]]] for name in made.shapes(1, 1) if name.startswith("p_")}
    trace = Network([made.from_weights(weights)], np.ones((1, H), np.float32)).forward(stored["x"])
    np.testing.assert_allclose(trace.column("h"), stored["h"], rtol=0, atol=2e-6)
    np.testing.assert_allclose(trace.column("c")[-1], stored["c_n"], rtol=0, atol=4e-6)


def test_one_unit_with_peepholes_over_two_timesteps() -> None:
    # Rows i f g o:  W_ih = 1 0 1 0   W_hh = 0   b = 0 0 0 0   p = 2 -1 3     x = ½, then 0
    weights = {"W_ih": np.array([[1.0], [0], [1], [0]]), "W_hh": np.zeros((4, 1)), "b": np.zeros(4)}
    weights |= {"p_i": np.array([2.0]), "p_f": np.array([-1.0]), "p_o": np.array([3.0])}
    trace = Network([CELLS["peephole"].from_weights(weights)], np.ones((1, 1))).forward(np.array([[0.5], [0.0]]))
    by_hand = (
        {
            "i": 0.6224593312,  # σ(½ + 2·0)
            "g": 0.4621171573,  # tanh ½
            "c": 0.2876491366,  # .6224593312 · .4621171573
            "o": 0.7032760847,  # σ(3 · .2876491366): the new note
            "h": 0.1968959565,  # .7032760847 · tanh .2876491366
        },
        {
            "i": 0.6399848230,  # σ(2 · .2876491366)
            "f": 0.4285794945,  # σ(−.2876491366)
            "c": 0.1232805216,  # .4285794945 · .2876491366, and nothing is written
            "o": 0.5914206943,  # σ(3 · .1232805216)
            "h": 0.0725435159,  # .5914206943 · tanh .1232805216
        },
    )
    for t, values in enumerate(by_hand):
        for name, value in values.items():
            assert trace.step(t)[name][0] == pytest.approx(value, abs=1e-10), (name, t)


def logistic(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def by_loop(kind: str, weights: dict[str, np.ndarray], x: np.ndarray) -> list[list[float]]:
    """h of every timestep, one product after the other, as Greff et al. 2017 write it; the kind's name says what it lacks."""
    peepholes, name = kind.startswith("peephole"), kind.partition("~")[2]
    H = len(weights["W_hh"][0])
    layers = [
        layer for layer in "ifgo" if (name, layer) not in {("NIG", "i"), ("NFG", "f"), ("NOG", "o"), ("CIFG", "f")}
    ]
    h, c, gates, said = [0.0] * H, [0.0] * H, {gate: [0.0] * H for gate in "ifo"}, []

    def heard(layer: str, unit: int, vector: list[float], before: dict[str, list[float]], note: float) -> float:
        row = layers.index(layer) * H + unit
        total = float(weights["b"][row])
        total += sum(w * v for w, v in zip(weights["W_ih"][row].tolist(), vector, strict=True))
        total += sum(w * v for w, v in zip(weights["W_hh"][row].tolist(), before["h"], strict=True))
        if peepholes and layer != "g":
            total += float(weights[f"p_{layer}"][unit]) * note
        if name == "FGR" and layer != "g":
            R = weights["R"]["ifo".index(layer) * H + unit].tolist()
            total += sum(R[k * H + j] * before[gate][j] for k, gate in enumerate("ifo") for j in range(H))
        return total

    for vector in x.tolist():
        before = {gate: list(values) for gate, values in gates.items()} | {"h": h}
        new_h, new_c = [], []
        for j in range(H):
            i = 1.0 if name == "NIG" else logistic(heard("i", j, vector, before, c[j]))
            f = 1 - i if name == "CIFG" else 1.0 if name == "NFG" else logistic(heard("f", j, vector, before, c[j]))
            g = heard("g", j, vector, before, 0) if name == "NIAF" else math.tanh(heard("g", j, vector, before, 0))
            note = f * c[j] + i * g
            o = 1.0 if name == "NOG" else logistic(heard("o", j, vector, before, note))
            new_c.append(note)
            new_h.append(o * (note if name == "NOAF" else math.tanh(note)))
            for gate, value in zip("ifo", (i, f, o), strict=True):
                gates[gate][j] = value
        h, c = new_h, new_c
        said.append(h)
    return said


@pytest.mark.parametrize("kind", ASSEMBLED)
def test_the_scalar_formulas_give_the_same_run(kind: str) -> None:
    network = random_network(kind, D=3, H=4, seed=5, scale=0.6)
    x = np.random.default_rng(6).normal(size=(12, 3))
    said = by_loop(kind, network.cell.parameters, x)
    np.testing.assert_allclose(network.forward(x).column("h"), said, rtol=0, atol=1e-13)


def by_loop_minimal(kind: str, weights: dict[str, np.ndarray], x: np.ndarray) -> list[list[float]]:
    """h of every timestep as Feng et al. 2024 write it, one product after the other."""
    layers = 2 if kind == "mingru" else 3
    H = len(weights["b"]) // layers
    h, said = [0.0] * H, []
    for vector in x.tolist():
        sums = [
            sum(w * v for w, v in zip(row.tolist(), vector, strict=True)) + float(bias)
            for row, bias in zip(weights["W_ih"], weights["b"], strict=True)
        ]
        first, *others = (sums[k * H : (k + 1) * H] for k in range(layers))
        if kind == "mingru":
            written = [logistic(z) for z in first]
        else:
            written = [logistic(i) / (logistic(f) + logistic(i)) for f, i in zip(first, others[0], strict=True)]
        h = [(1 - w) * old + w * new for w, old, new in zip(written, h, others[-1], strict=True)]
        said.append(h)
    return said


@pytest.mark.parametrize("kind", ["mingru", "minlstm"])
def test_minimal_cells_as_a_plain_loop(kind: str) -> None:
    network = random_network(kind, D=3, H=4, seed=5, scale=0.8)
    x = np.random.default_rng(6).normal(size=(12, 3))
    found = network.forward(x).column("h")
    np.testing.assert_allclose(found, by_loop_minimal(kind, network.cell.parameters, x), rtol=0, atol=1e-13)


def test_one_unit_of_each_minimal_cell_by_hand() -> None:
    # minGRU: u = σ(0) = ½, g = 3x + 1: h = ½ · 4 = 2, then ½ · 2 + ½ · −2 = 0
    weights = {"W_ih": np.array([[0.0], [3.0]]), "b": np.array([0.0, 1.0])}
    gru = Network([CELLS["mingru"].from_weights(weights)], np.ones((1, 1))).forward(np.array([[1.0], [-1.0]]))
    np.testing.assert_allclose(gru.column("h")[:, 0], [2, 0], rtol=0, atol=1e-15)
    # minLSTM: f = σ(ln 3) = ¾, i = σ(−ln 3) = ¼, k = ¾, w = ¼: h = ¼ · 4 = 1, then ¾ · 1 + ¼ · 4 = 7/4
    weights = {"W_ih": np.zeros((3, 1)), "b": np.array([np.log(3), -np.log(3), 4.0])}
    lstm = Network([CELLS["minlstm"].from_weights(weights)], np.ones((1, 1))).forward(np.zeros((2, 1)))
    np.testing.assert_allclose(lstm.column("h")[:, 0], [1, 1.75], rtol=0, atol=1e-15)


@pytest.mark.parametrize("scale", [0.3, 1.0, 3.0])
def test_the_stabilised_slstm_says_what_the_plain_one_says(scale: float) -> None:
    """Beck et al. 2024: i = e^u, f = σ(v), no m, as a plain loop; h is the same."""
    network = random_network("slstm", D=3, H=4, seed=5, scale=scale)
    x, cell, H = np.random.default_rng(6).normal(size=(12, 3)), network.cell, 4
    h, c, n, said = [0.0] * H, [0.0] * H, [0.0] * H, []
    for vector in x.tolist():
        sums = [
            sum(w * v for w, v in zip(row.tolist(), vector, strict=True))
            + sum(w * v for w, v in zip(heard.tolist(), h, strict=True)) + float(bias)
            for row, heard, bias in zip(cell.W_ih, cell.W_hh, cell.b, strict=True)
        ]  # fmt: skip
        u, v, g, o = (sums[k * H : (k + 1) * H] for k in range(4))
        weights = [(math.exp(a), logistic(b)) for a, b in zip(u, v, strict=True)]
        c = [f * old + i * math.tanh(new) for (i, f), old, new in zip(weights, c, g, strict=True)]
        n = [f * old + i for (i, f), old in zip(weights, n, strict=True)]
        h = [logistic(gate) * note / weight for gate, note, weight in zip(o, c, n, strict=True)]
        said.append(h)
    np.testing.assert_allclose(network.forward(x).column("h"), said, rtol=0, atol=1e-12)
    first = network.forward(x).step(0)
    np.testing.assert_allclose(first["h"], first["o"] * first["g"], rtol=0, atol=1e-15)


def test_nothing_overflows_in_an_slstm() -> None:
    """Weights of e^±1000 are no number; divided by the larger of them they are."""
    network = random_network("slstm", D=5, H=4, dtype="float32", seed=3, scale=500.0)
    trace = network.forward(random_symbols(50))
    for name in network.cell.quantities:
        assert np.isfinite(trace.column(name)).all(), name
    assert (trace.column("n") >= 1).all()


def test_layer_normalisation_by_hand_and_as_a_plain_loop() -> None:
    # LN of (1, 3): mean 2, variance 1: (−1, 1) / √1.00001 = ∓.999995
    np.testing.assert_allclose(normal(np.array([1.0, 3.0])), [-0.99999500, 0.99999500], rtol=0, atol=1e-8)
    network = random_network("layernorm", D=3, H=4, seed=5, scale=0.6)
    x, weights, H = np.random.default_rng(6).normal(size=(12, 3)), network.cell.parameters, 4

    def brought(values: list[float], gains: list[float], shifts: list[float]) -> list[float]:
        mean = sum(values) / H
        spread = math.sqrt(sum((value - mean) ** 2 for value in values) / H + 1e-5)
        return [g * (value - mean) / spread + s for value, g, s in zip(values, gains, shifts, strict=True)]

    h, c, said = [0.0] * H, [0.0] * H, []
    for vector in x.tolist():
        z = []
        for k in range(4):
            rows = range(k * H, k * H + H)
            sums = [
                sum(w * v for w, v in zip(weights["W_ih"][row].tolist(), vector, strict=True))
                + sum(w * v for w, v in zip(weights["W_hh"][row].tolist(), h, strict=True))
                for row in rows
            ]
            z.append(brought(sums, *(weights[name][rows.start : rows.stop].tolist() for name in ("gain", "b"))))
        c = [logistic(f) * old + logistic(i) * math.tanh(g) for i, f, g, old in zip(*z[:3], c, strict=True)]
        note = brought(c, weights["gain_c"].tolist(), weights["shift_c"].tolist())
        h = [logistic(o) * math.tanh(value) for o, value in zip(z[3], note, strict=True)]
        said.append(h)
    np.testing.assert_allclose(network.forward(x).column("h"), said, rtol=0, atol=1e-12)


def test_assembled_from_all_its_parts_it_is_the_lstm() -> None:
    lstm = random_network("lstm", D=5, H=4, seed=3)
    assembled = Network([PlainLSTM.from_weights(lstm.cell.parameters)], lstm.W_hy, lstm.b_y)
    symbols, found = random_symbols(30), []
    for network in (lstm, assembled):
        for name in LSTM.quantities:
            np.testing.assert_allclose(
                network.forward(symbols).column(name), lstm.forward(symbols).column(name), atol=1e-13
            )
        run, gradient = BatchRun(network, 30, 1), Gradient(network)
        batch = Batch(symbols[:, None], symbols[:, None], np.ones((30, 1)))
        run.start()
        run.forward(batch)
        run.loss(batch)
        run.backward(batch, gradient)
        found.append(gradient.flat)
    np.testing.assert_allclose(*found, rtol=0, atol=1e-13)
    assert (PlainLSTM.quantities, PlainLSTM.phases, PlainLSTM.fused) == (LSTM.quantities, LSTM.phases, LSTM.fused)


@pytest.mark.parametrize("kind", list(CELLS))
def test_the_plain_step_and_the_stages_say_what_the_kernel_computes(kind: str) -> None:
    """Also a value set to what it was: no bit changes, in any quantity that can be held."""
    network, symbols = random_network(kind, 2, seed=2, scale=0.7), random_symbols(5, seed=1)
    trace = network.forward(symbols)
    for layer, cell in enumerate(network.cells):
        state = {name: np.zeros(cell.hidden_size) for name in cell.state_names}
        for t in range(5):
            step = trace.step(t, layer)
            plain = cell.plain_step(step["x"], state)
            assert tuple(plain) == cell.quantities
            for name, values in plain.items():
                np.testing.assert_allclose(step[name], values, rtol=0, atol=1e-13, err_msg=name)
            state = {name: step[name] for name in cell.state_names}
        for quantity in clampable(cell):
            clamp = Clamp(quantity, layer, (1,), float(trace.step(2, layer)[quantity][1]), 2, 2)
            held = Trace(network, symbols, Keeping(), Operations((clamp,)))
            held.advance_to(5)
            assert held.column("probs", 1).tobytes() == trace.column("probs", 1).tobytes(), quantity


@pytest.mark.parametrize("kind", list(CELLS))
def test_another_process_gets_the_same_network(kind: str) -> None:
    network = random_network(kind)
    again = pickle.loads(pickle.dumps(network))
    assert type(again.cell) is CELLS[kind]
    assert (
        again.forward(random_symbols(9)).column("h").tobytes()
        == network.forward(random_symbols(9)).column("h").tobytes()
    )


@pytest.mark.parametrize("kind", ["peephole", "lstm~CIFG", "peephole~CIFG"])
def test_the_forget_bias_is_where_the_forget_gate_begins(kind: str) -> None:
    """Of coupled gates it is the input gate's with its sign turned: f = 1 − σ(−b) = σ(b)."""
    network = new_network(kind, 5, 4, 5, np.random.default_rng(0), forget_bias="3", dtype=np.float64)
    name, rows = network.cell.bias_of("f" if kind == "peephole" else "i")
    assert (network.cell.parameters[name][rows] == (3 if kind == "peephole" else -3)).all()
