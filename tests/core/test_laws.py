"""Laws that hold for every network and every input, to the last bit where they are about bookkeeping."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from random_networks import random_network, random_symbols

from lstm_tui.core.activations import sigmoid, softmax
from lstm_tui.core.cells import CELLS
from lstm_tui.core.loss import mean_loss
from lstm_tui.core.trace import Keeping, Trace

dtypes = st.sampled_from(["float32", "float64"])
kinds = st.sampled_from(list(CELLS))
seeds = st.integers(0, 10_000)
scales = st.sampled_from([0.01, 0.5, 3.0, 1e3, 1e6])  # from nearly linear to fully saturated
EVERY = {kind: (*cell.quantities, "logits", "probs") for kind, cell in CELLS.items()}


@given(dtype=dtypes, seed=seeds, scale=scales, layers=st.integers(1, 3))
def test_gates_are_shares_and_what_is_said_stays_within_one(dtype: str, seed: int, scale: float, layers: int) -> None:
    network = random_network("lstm", layers, H=3, dtype=dtype, seed=seed, scale=scale)
    trace = network.forward(random_symbols(20, seed=seed))
    for layer in range(layers):
        for gate in "ifo":
            column = trace.column(gate, layer)
            assert ((column >= 0) & (column <= 1)).all(), gate
        for signed in ("g", "tanh_c", "h", "written"):
            assert (np.abs(trace.column(signed, layer)) <= 1).all(), signed
        # A note to which at most 1 is added each timestep holds at most t + 1 after timestep t (from 0).
        assert (np.abs(trace.column("c", layer)).max(axis=1) <= np.arange(1, 21)).all()


@given(dtype=dtypes, seed=seeds, scale=scales)
def test_products_and_sum_are_the_correctly_rounded_ones(dtype: str, seed: int, scale: float) -> None:
    """Exact fractions, rounded once: fl(f·c_prev), fl(i·g), fl(kept + written), fl(o·tanh c)."""
    network = random_network("lstm", 2, H=3, dtype=dtype, seed=seed, scale=scale)
    trace = network.forward(random_symbols(6, seed=seed))

    def rounded(exact: Fraction) -> float:
        return float(
            np.dtype(dtype).type(float(exact))
        )  # for float32 a product or sum of two is exact enough in float64

    for layer in (0, 1):
        for t in range(6):
            step = {name: [Fraction(float(v)) for v in trace.step(t, layer)[name]] for name in EVERY["lstm"]}
            for j in range(3):
                got = {name: trace.step(t, layer)[name][j] for name in ("kept", "written", "c", "h")}
                assert got["kept"] == rounded(step["f"][j] * step["c_prev"][j])
                assert got["written"] == rounded(step["i"][j] * step["g"][j])
                assert got["c"] == rounded(step["kept"][j] + step["written"][j])
                assert got["h"] == rounded(step["o"][j] * step["tanh_c"][j])


@given(kind=kinds, seed=seeds)
def test_what_was_before_is_what_came_out_one_timestep_earlier(kind: str, seed: int) -> None:
    trace = Trace(random_network(kind, 2, seed=seed), random_symbols(20, seed=seed), Keeping(8))
    trace.advance_to(20)
    for layer in (0, 1):
        for state in ("h", "c") if kind == "lstm" else ("h",):
            before, after = trace.column(f"{state}_prev", layer), trace.column(state, layer)
            assert not before[0].any()
            assert before[1:].tobytes() == after[:-1].tobytes()
    assert trace.column("x", 1).tobytes() == trace.column("h", 0).tobytes()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_sigmoid_has_its_known_values_and_never_overflows(dtype: str) -> None:
    z = np.array([-1e6, -np.log(3), 0, np.log(3), 1e6, np.finfo(dtype).max, np.finfo(dtype).min], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        shares = sigmoid(z)
    assert shares.dtype == np.dtype(dtype)
    np.testing.assert_allclose(shares, [0, 0.25, 0.5, 0.75, 1, 1, 0], rtol=0, atol=2 * float(np.finfo(dtype).eps))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("size", [1e6, "largest"])
def test_softmax_has_its_known_values_and_never_overflows(dtype: str, size: float | str) -> None:
    big = float(np.finfo(dtype).max) if size == "largest" else float(size)
    rows = np.array([[big, big, -big], [0, -big, 0], [-big, -big, -big], [np.log(2), 0, 0]], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        probs = softmax(rows)
    expected = [[0.5, 0.5, 0], [0.5, 0, 0.5], [1 / 3, 1 / 3, 1 / 3], [0.5, 0.25, 0.25]]
    np.testing.assert_allclose(probs, expected, rtol=0, atol=2 * float(np.finfo(dtype).eps))


@given(dtype=dtypes, seed=seeds, spread=st.sampled_from([0.1, 10.0, 1e4]), V=st.integers(1, 300))
def test_probabilities_sum_to_one_and_rank_as_the_logits(dtype: str, seed: int, spread: float, V: int) -> None:
    logits = (spread * np.random.default_rng(seed).normal(size=(4, V))).astype(dtype)
    probs = softmax(logits)
    assert (probs >= 0).all()
    np.testing.assert_allclose(probs.sum(axis=1, dtype=np.float64), 1, rtol=0, atol=4 * V * float(np.finfo(dtype).eps))
    assert (np.diff(np.take_along_axis(probs, np.argsort(logits, axis=1), axis=1)) >= 0).all()


@given(kind=kinds, dtype=dtypes, seed=seeds)
def test_an_index_says_the_same_as_its_one_hot_vector(kind: str, dtype: str, seed: int) -> None:
    network = random_network(kind, 2, dtype=dtype, seed=seed, scale=0.5)
    symbols = np.random.default_rng(seed).integers(-1, 5, 30)  # -1: the zero vector
    vectors = np.vstack([np.eye(5), np.zeros(5)]).astype(dtype)[symbols]
    by_index, by_vector = network.forward(symbols), network.forward(vectors)
    assert (by_index.column("x") == vectors).all()
    for name in EVERY[kind]:
        atol = 5e-6 if name in ("z", "logits") else 1e-6  # sums of ten numbers, not squashed
        np.testing.assert_allclose(by_index.column(name), by_vector.column(name), rtol=0, atol=atol, err_msg=name)


@given(kind=kinds, dtype=dtypes, seed=seeds, T=st.integers(1, 70), H=st.integers(1, 20), real=st.booleans())
@example(kind="lstm", dtype="float32", seed=0, T=64, H=17, real=False)
def test_windows_and_recomputing_change_no_bit(kind: str, dtype: str, seed: int, T: int, H: int, real: bool) -> None:
    network = random_network(kind, 2, H=H, dtype=dtype, seed=seed)
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(T, 5)).astype(dtype) if real else random_symbols(T, seed=seed)
    windows, whole = Trace(network, inputs, Keeping(8)), Trace(network, inputs, Keeping(1000))
    windows.advance_to(T)
    whole.advance_to(T)
    for layer in (0, 1):
        for name in EVERY[kind]:
            windows._blocks.clear()  # forces every window to be computed again from its checkpoint
            again, once = windows.column(name, layer), whole.column(name, layer)
            assert again.shape == once.shape
            assert again.tobytes() == once.tobytes(), name
            rows = np.stack([windows.step(t, layer)[name] for t in range(T)])
            assert rows.tobytes() == once.tobytes(), name
    windows._blocks.clear()
    start, stop = sorted(rng.integers(0, T, 2).tolist())
    assert windows.column("probs", 1, start, stop + 1).tobytes() == whole.column("probs", 1)[start : stop + 1].tobytes()


@given(kind=kinds, seed=seeds)
def test_mean_loss_is_the_mean_of_minus_log_p_over_all_windows(kind: str, seed: int) -> None:
    network = random_network(kind, 2, seed=seed)
    inputs, targets = random_symbols(600, seed=seed), random_symbols(600, seed=seed + 1)
    y = network.forward(inputs).column("logits")
    # of an h without tanh p may be too small for a float, its logarithm not
    p = np.exp(y - y.max(axis=1, keepdims=True))
    surprise = np.log(p.sum(axis=1)) + y.max(axis=1) - y[np.arange(600), targets]
    assert mean_loss(network, inputs, targets) == pytest.approx(surprise.mean(), rel=1e-10)


@given(kind=kinds, dtype=dtypes, seed=seeds, layers=st.integers(1, 2))
def test_the_plain_step_says_what_the_kernel_computes(kind: str, dtype: str, seed: int, layers: int) -> None:
    network = random_network(kind, layers, dtype=dtype, seed=seed, scale=0.5)
    trace = network.forward(random_symbols(12, seed=seed))
    for layer, cell in enumerate(network.cells):
        state = {name: np.zeros(cell.hidden_size, dtype) for name in cell.state_names}
        for t in range(12):
            step = trace.step(t, layer)
            plain = cell.plain_step(step["x"], state)
            assert tuple(plain) == cell.quantities
            for name, values in plain.items():
                assert values.shape == step[name].shape
                atol = (2e-5 if name == "z" else 5e-6) if dtype == "float32" else 1e-13
                np.testing.assert_allclose(step[name], values, rtol=0, atol=atol, err_msg=name)
            state = {name: step[name] for name in cell.state_names}


@given(seed=seeds, kind=kinds)
def test_shares_add_up_to_the_pre_activation(seed: int, kind: str) -> None:
    network = random_network(kind, 2, seed=seed)
    trace = network.forward(np.random.default_rng(seed).integers(-1, 5, 6))
    for layer, cell in enumerate(network.cells):
        for t in range(6):
            step = trace.step(t, layer)
            for block, gate in enumerate(cell.fused):
                for unit in range(cell.hidden_size):
                    shares = cell.shares(gate, unit, step)
                    z = step["z"][block * cell.hidden_size + unit]
                    assert sum(shares.values()) == pytest.approx(float(z), abs=1e-12)
                    name, rows = cell.bias_of(gate)
                    assert shares["b"] == cell.parameters[name][rows][unit]
                    if not step["x"].any():
                        assert shares["x"] == 0, "an unknown symbol adds nothing"
