"""Values worked out with a pocket calculator, and the formulas as plain loops over Python floats."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from random_networks import random_network

from lstm_tui.core.activations import softmax
from lstm_tui.core.cells import LSTM, RNN
from lstm_tui.core.cells.base import Cell
from lstm_tui.core.loss import mean_loss
from lstm_tui.core.network import Network

Vector = list[float]
Step = Callable[[Cell, Vector, dict[str, Vector]], dict[str, Vector]]


def test_one_lstm_unit_over_two_timesteps() -> None:
    # Rows i f g o:  W_ih = .5 1 .8 -.3   W_hh = .1 -.2 .4 .6   b = 0 1 -.1 .2     x = 1, then -2
    W_ih, W_hh = np.array([[0.5], [1.0], [0.8], [-0.3]]), np.array([[0.1], [-0.2], [0.4], [0.6]])
    cell = LSTM(W_ih, W_hh, np.array([0.0, 1.0, -0.1, 0.2]))
    trace = Network([cell], np.ones((1, 1))).forward(np.array([[1.0], [-2.0]]))
    by_hand = (
        {
            "i": 0.6224593312,  # 1 / (1 + e^-(.5·1)) = 1 / (1 + .6065306597)
            "f": 0.8807970780,  # 1 / (1 + e^-(1·1 + 1)) = 1 / (1 + .1353352832)
            "g": 0.6043677771,  # tanh(.8·1 - .1) = tanh .7
            "o": 0.4750208125,  # 1 / (1 + e^-(-.3·1 + .2)) = 1 / (1 + e^.1)
            "kept": 0.0,  # nothing on the note yet
            "written": 0.3761943623,  # .6224593312 · .6043677771
            "c": 0.3761943623,  # 0 + .3761943623
            "tanh_c": 0.3593979348,
            "h": 0.1707214990,  # .4750208125 · .3593979348
        },
        {
            "h_prev": 0.1707214990,
            "c_prev": 0.3761943623,
            "i": 0.2723112207,  # σ(.5·-2 + .1·.1707214990) = σ(-.9829278501)
            "f": 0.2622814345,  # σ(1·-2 - .2·.1707214990 + 1) = σ(-1.0341442998)
            "g": -0.9263049160,  # tanh(.8·-2 + .4·.1707214990 - .1) = tanh(-1.6317114004)
            "o": 0.7114492075,  # σ(-.3·-2 + .6·.1707214990 + .2) = σ(.9024328994)
            "kept": 0.0986687970,  # .2622814345 · .3761943623
            "written": -0.2522432224,  # .2723112207 · -.9263049160
            "c": -0.1535744254,  # .0986687970 - .2522432224
            "tanh_c": -0.1523783516,
            "h": -0.1084094575,  # .7114492075 · -.1523783516
        },
    )
    for t, values in enumerate(by_hand):
        for name, value in values.items():
            assert trace.step(t)[name][0] == pytest.approx(value, abs=1e-10), f"{name} at timestep {t}"
    assert trace.step(1)["z"] == pytest.approx([-0.9829278501, -1.0341442998, -1.6317114004, 0.9024328994], abs=1e-10)


def test_one_rnn_unit_over_two_timesteps() -> None:
    cell = RNN(np.array([[0.5]]), np.array([[-0.9]]), np.array([0.25]))
    network = Network([cell], np.array([[2.0]]), np.array([1.0]))
    trace = network.forward(np.array([[1.0], [-2.0]]))
    # tanh(.5·1 + .25) = tanh .75;   tanh(.5·-2 - .9·.6351489524 + .25) = tanh(-1.3216340571)
    assert trace.column("h")[:, 0] == pytest.approx([0.6351489524, -0.8671897203], abs=1e-10)
    assert trace.column("z")[:, 0] == pytest.approx([0.75, -1.3216340571], abs=1e-10)
    # 2·.6351489524 + 1;   2·-.8671897203 + 1
    assert trace.column("logits")[:, 0] == pytest.approx([2.2702979048, -0.7343794406], abs=1e-9)


def test_the_essay_s_first_prediction_of_hello() -> None:
    # Karpathy 2015, the figure of "hell": after 'h' the logits of h e l o are 1.0 2.2 -3.0 4.1, and 'e' is right.
    # e^2.2 / (e^1 + e^2.2 + e^-3 + e^4.1) = 9.0250 / (2.7183 + 9.0250 + .0498 + 60.3403) = 9.0250 / 72.1334 = .1251
    probs = softmax(np.array([1.0, 2.2, -3.0, 4.1]))
    assert probs == pytest.approx([0.0377, 0.1251, 0.0007, 0.8365], abs=5e-5)
    assert -math.log(probs[1]) == pytest.approx(2.0785, abs=5e-5)


def test_the_loss_of_that_prediction() -> None:
    network = Network([RNN(np.zeros((1, 1)), np.zeros((1, 1)))], np.zeros((4, 1)), np.array([1.0, 2.2, -3.0, 4.1]))
    assert mean_loss(network, np.array([0]), np.array([1])) == pytest.approx(2.0785, abs=5e-5)
    # -ln p(o) = ln 72.1334 - 4.1 = .1785;   (2.0785 + .1785) / 2 = 1.1285
    assert mean_loss(network, np.array([0, 0]), np.array([1, 3])) == pytest.approx(1.1285, abs=5e-5)


def dot(a: Vector, b: Vector) -> float:
    return sum(v * w for v, w in zip(a, b, strict=True))


def sums(cell: Cell, x: Vector, h: Vector) -> Vector:
    """W_ih x + W_hh h + b, one product after the other."""
    return [
        dot(row_x, x) + dot(row_h, h) + bias
        for row_x, row_h, bias in zip(cell.W_ih.tolist(), cell.W_hh.tolist(), cell.b.tolist(), strict=True)
    ]


def logistic(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def lstm_step(cell: Cell, x: Vector, state: dict[str, Vector]) -> dict[str, Vector]:
    z, H = sums(cell, x, state["h"]), cell.hidden_size
    new: dict[str, Vector] = {name: [] for name in ("i", "f", "g", "o", "c", "h")}
    for j in range(H):
        i, f, g, o = logistic(z[j]), logistic(z[H + j]), math.tanh(z[2 * H + j]), logistic(z[3 * H + j])
        c = f * state["c"][j] + i * g
        for name, value in zip("ifgoch", (i, f, g, o, c, o * math.tanh(c)), strict=True):
            new[name].append(value)
    return new


def rnn_step(cell: Cell, x: Vector, state: dict[str, Vector]) -> dict[str, Vector]:
    return {"h": [math.tanh(z) for z in sums(cell, x, state["h"])]}


def gru_step(cell: Cell, x: Vector, state: dict[str, Vector]) -> dict[str, Vector]:
    """PyTorch's words: n = tanh(W_in x + b_in + r * (W_hn h + b_hn)), h' = (1 - z) * n + z * h."""
    h, H, b, b_hn = state["h"], cell.hidden_size, cell.b.tolist(), cell.parameters["b_hn"].tolist()
    of_x, of_h = ([dot(row, v) for row in W.tolist()] for W, v in ((cell.W_ih, x), (cell.W_hh, h)))
    new = []
    for j in range(H):
        r, z = (logistic(of_x[k] + of_h[k] + b[k]) for k in (j, H + j))
        n = math.tanh(of_x[2 * H + j] + b[2 * H + j] + r * (of_h[2 * H + j] + b_hn[j]))
        new.append((1 - z) * n + z * h[j])
    return {"h": new}


def gru_before_step(cell: Cell, x: Vector, state: dict[str, Vector]) -> dict[str, Vector]:
    """Cho et al. 2014, equations 5 to 8: the candidate hears U (r ⊙ h)."""
    h, H, b = state["h"], cell.hidden_size, cell.b.tolist()
    of_x, of_h = ([dot(row, v) for row in W.tolist()] for W, v in ((cell.W_ih, x), (cell.W_hh, h)))
    r, z = ([logistic(of_x[k + j] + of_h[k + j] + b[k + j]) for j in range(H)] for k in (0, H))
    covered, new = [gate * value for gate, value in zip(r, h, strict=True)], []
    for j, row in enumerate(cell.W_hh.tolist()[2 * H :]):
        n = math.tanh(of_x[2 * H + j] + dot(row, covered) + b[2 * H + j])
        new.append(z[j] * h[j] + (1 - z[j]) * n)
    return {"h": new}


STEPS = [("lstm", lstm_step), ("rnn", rnn_step), ("gru", gru_step), ("gru~reset-before", gru_before_step)]


@pytest.mark.parametrize(("kind", "step"), STEPS)
def test_the_scalar_formulas_give_the_same_run(kind: str, step: Step) -> None:
    network = random_network(kind, 2, D=3, H=4, V=5, seed=11, scale=0.6)
    x = np.random.default_rng(12).normal(size=(30, 3))
    trace = network.forward(x)
    states = [{"h": [0.0] * 4, "c": [0.0] * 4} for _ in network.cells]
    for t, vector in enumerate(x.tolist()):
        for layer, cell in enumerate(network.cells):
            states[layer] = step(cell, vector, states[layer])
            vector = states[layer]["h"]  # what this layer says, the next one reads
            for name, values in states[layer].items():
                assert trace.step(t, layer)[name] == pytest.approx(values, rel=0, abs=1e-13), (name, t, layer)
        logits = [
            dot(row, vector) + bias for row, bias in zip(network.W_hy.tolist(), network.b_y.tolist(), strict=True)
        ]
        total = sum(map(math.exp, logits))
        assert trace.step(t, 1)["logits"] == pytest.approx(logits, rel=0, abs=1e-13)
        assert trace.step(t, 1)["probs"] == pytest.approx([math.exp(y) / total for y in logits], rel=0, abs=1e-13)
