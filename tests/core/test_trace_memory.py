"""A trace computes each timestep once, keeps a bounded part of it, and a fork pays for what differs only."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_networks import random_network, random_symbols

from lstm_tui.core.network import Network
from lstm_tui.core.trace import Keeping, Trace
from lstm_tui.errors import LstmTuiError

W = 8  # timesteps a window
T = 40
NAMES = ("x", "z", "i", "f", "g", "o", "kept", "written", "c", "tanh_c", "h", "logits", "probs")


@pytest.fixture(scope="module")
def network() -> Network:
    return random_network("lstm", 2, H=6)


def traced(network: Network, inputs: np.ndarray, timesteps: int | None = None, cache: int = 24_000_000) -> Trace:
    trace = Trace(network, inputs, Keeping(W, cache))
    trace.advance_to(len(inputs) if timesteps is None else timesteps)
    return trace


def changed(symbols: np.ndarray, prefix: int, length: int) -> np.ndarray:
    """Return a text of this length that shares exactly `prefix` symbols with the other."""
    new = (np.resize(symbols, length) + 1) % 5
    new[:prefix] = symbols[:prefix]
    return new


def assert_same(a: Trace, b: Trace) -> None:
    assert len(a) == len(b) == a.computed == b.computed
    for layer in (0, 1):
        for name in NAMES:
            assert a.column(name, layer).tobytes() == b.column(name, layer).tobytes(), (name, layer)


@pytest.mark.parametrize("length", [41, 45, 48, 60, 40, 37])
@pytest.mark.parametrize("prefix", [0, 1, 7, 8, 9, 20, 32, 36, 37])
def test_a_fork_runs_only_what_differs(network: Network, prefix: int, length: int) -> None:
    symbols = random_symbols(T)
    new = changed(symbols, prefix, length)
    old = traced(network, symbols)
    fork = old.fork(new)
    assert fork.computed == prefix
    fork.advance_to(length)
    assert fork.steps_run == length - prefix
    assert_same(fork, traced(network, new))
    assert_same(old, traced(network, symbols))  # and the old one has not moved


@pytest.mark.parametrize("length", [1, 7, 8, 13, 16, 39, 40, 44, 48, 60])
def test_text_cut_or_appended_runs_only_what_is_appended(network: Network, length: int) -> None:
    symbols = random_symbols(60)
    fork = traced(network, symbols[:T]).fork(symbols[:length])
    fork.advance_to(length)
    assert fork.steps_run == max(0, length - T)
    assert_same(fork, traced(network, symbols[:length]))


def test_a_fork_of_a_fork_of_real_vectors(network: Network) -> None:
    x = np.random.default_rng(1).normal(size=(T, 5))
    y, z = x.copy(), x.copy()
    y[13, 4] += 1
    z[13:] = y[13:]
    z[19, 0] += 1
    first = traced(network, x).fork(y)
    first.advance_to(T)
    second = first.fork(z)
    second.advance_to(T)
    assert (first.steps_run, second.steps_run) == (T - 13, T - 19)
    assert_same(second, traced(network, z))


def test_a_fork_of_a_trace_that_is_not_finished(network: Network) -> None:
    symbols = random_symbols(T)
    old = traced(network, symbols, timesteps=10)  # in the second window
    fork = old.fork(changed(symbols, 30, T))
    assert fork.computed == old.computed == 10
    fork.advance_to(T)
    assert fork.steps_run == T - 10
    assert_same(fork, traced(network, changed(symbols, 30, T)))


def test_a_fork_looked_at_before_it_goes_on(network: Network) -> None:
    """Reading earlier windows may push the forked window out of the cache; going on must still be right."""
    symbols = random_symbols(64)
    new = changed(symbols, 44, 64)
    old = traced(network, symbols, cache=0)  # the two windows that the largest networks get
    old.step(41)  # its window is in the cache, so the fork takes its first rows
    fork = old.fork(new)
    assert fork.computed == 44
    for start in range(0, 40, W):
        fork.column("c", 0, start, start + W)
    fork.advance_to(64)
    assert_same(fork, traced(network, new))


@pytest.mark.parametrize("new", [[0, 99], [0, -2], []], ids=["too high", "too low", "empty"])
def test_a_fork_refuses_what_forward_refuses(network: Network, new: list[int]) -> None:
    with pytest.raises(LstmTuiError):
        traced(network, np.array([0, 1])).fork(np.array(new, np.int64)).advance_to(2)


def test_a_fork_of_vectors_reads_them_as_forward_does() -> None:
    network = random_network(dtype="float32")
    x = np.random.default_rng(0).normal(size=(4, 5))  # float64, as NumPy makes them
    fork = network.forward(x[:2]).fork(x)
    fork.advance_to(4)
    assert fork.column("h").tobytes() == network.forward(x).column("h").tobytes()


def test_computed_on_demand_is_the_same_and_never_twice(network: Network) -> None:
    symbols = random_symbols(1000)
    lazy = network.forward(symbols, timesteps=0)
    assert (lazy.computed, lazy.steps_run) == (0, 0)
    assert [lazy.advance_to(n) for n in (1, 300, 5, 301, 2000)] == [1, 300, 300, 301, 1000]
    assert lazy.steps_run == 1000
    assert_same(lazy, network.forward(symbols))


def test_a_column_of_nothing_is_empty(network: Network) -> None:
    assert network.forward(random_symbols(9), timesteps=0).column("h").shape == (0, 6)


@pytest.mark.parametrize("timestep", [-1, 1000, 10**9])
def test_a_timestep_outside_the_text_is_refused(network: Network, timestep: int) -> None:
    trace = network.forward(random_symbols(1000))
    with pytest.raises(LstmTuiError, match=rf"Timestep {timestep + 1} is outside the text, which has 1000"):
        trace.step(timestep)


def test_a_timestep_not_computed_yet_is_refused(network: Network) -> None:
    trace = network.forward(random_symbols(1000), timesteps=0)
    with pytest.raises(LstmTuiError, match="not computed yet"):
        trace.step(0)
    known = trace.advance_to(7)
    assert known == 7
    trace.step(known - 1)
    with pytest.raises(LstmTuiError, match="not computed yet"):
        trace.step(known)


def test_a_long_text_keeps_a_bounded_part_and_old_rows_stay_valid() -> None:
    network = random_network("lstm", 1, H=16, dtype="float32")
    trace = network.forward(random_symbols(200_000))
    early = trace.step(3)
    before = {name: early[name].tobytes() for name in NAMES}
    for t in range(0, 200_000, 500):  # visits windows enough to push the first one out
        trace.step(t)
    assert 0 not in trace._blocks
    kept = sum(window.nbytes for block in trace._blocks.values() for window in block.layers)
    assert kept <= trace.keeping.cache_bytes
    assert {name: early[name].tobytes() for name in NAMES} == before
    again = trace.step(3)
    assert {name: again[name].tobytes() for name in NAMES} == before
    np.testing.assert_array_equal(trace.step(150_000)["h_prev"], trace.step(149_999)["h"])


@pytest.mark.parametrize("H", [1, 16])
def test_memory_as_python_counts_it_is_bounded_too(H: int) -> None:
    """The cache is 24 MB; what Python keeps around it must stay of that order, also for a tiny network."""
    network = random_network("lstm", 1, H=H, dtype="float32")
    symbols = random_symbols(100_000)
    tracemalloc.start()
    try:
        trace = network.forward(symbols)
        for t in range(0, 100_000, 256):
            trace.step(t)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept <= 2 * Keeping().cache_bytes


@given(
    stops=st.lists(st.integers(0, 70), max_size=8), looks=st.lists(st.integers(0, 69), max_size=8), cache=st.booleans()
)
def test_stopping_anywhere_and_looking_around_changes_no_bit(stops: list[int], looks: list[int], cache: bool) -> None:
    network, symbols = random_network("lstm", 2, H=6), random_symbols(70)
    halting = traced(network, symbols, timesteps=0, cache=24_000_000 if cache else 0)
    whole = traced(network, symbols)
    held = []
    for stop in [*stops, 70]:
        known = max(halting.computed, stop)
        assert halting.advance_to(stop) == halting.computed == known
        for t in looks:
            if t < known:
                step = halting.step(t, 1)
                held.append((t, step, step["c"], halting.column("probs", 1, t, t + 1)))
    assert_same(halting, whole)
    for t, step, c, probs in held:  # what was handed out stays what it was
        assert c.tobytes() == step["c"].tobytes() == whole.step(t, 1)["c"].tobytes()
        assert probs.tobytes() == whole.column("probs", 1, t, t + 1).tobytes()


def test_one_slice_computes_what_was_asked_and_no_more(network: Network) -> None:
    trace = network.forward(random_symbols(1000), timesteps=0)
    trace.advance_to(300)
    assert trace.steps_run == 300
    trace.advance_to(303)
    assert (trace.computed, trace.steps_run) == (303, 303)


@pytest.mark.parametrize("name", ["c", "f", "x", "z", "probs"])
def test_what_is_handed_out_cannot_be_written_to(network: Network, name: str) -> None:
    for trace in (network.forward(random_symbols(20)), network.forward(np.ones((20, 5)))):
        before = trace.step(9, 1)[name].tobytes()
        for given_out in (trace.step(9, 1)[name], trace.column(name, 1, 9, 10), trace.column(name, 0)):
            with pytest.raises(ValueError, match="read-only"):
                given_out[...] = 9
        assert trace.step(9, 1)[name].tobytes() == before


def test_the_window_looked_at_longest_ago_is_dropped(network: Network) -> None:
    trace = traced(network, random_symbols(5 * W), cache=0)  # two windows
    trace.step(0)
    trace.step(W)
    trace.step(0)  # now the second is the one looked at longest ago
    run = trace.steps_run
    trace.step(2 * W)
    trace.step(0)
    assert trace.steps_run == run + W, "only the third window was computed again"
    trace.step(W)
    assert trace.steps_run == run + 2 * W


@pytest.mark.parametrize("cache", [0, 24_000_000])
def test_a_sweep_sees_every_row_once_and_drops_nothing(network: Network, cache: int) -> None:
    symbols = random_symbols(5 * W + 3)
    whole, trace = traced(network, symbols), traced(network, symbols, timesteps=2 * W + 3, cache=cache)
    trace.step(1)
    trace.step(W)
    looked_at = list(trace._blocks)
    found: dict[str, list[np.ndarray]] = {"c": [], "x": [], "logits": []}
    starts = []
    for start, columns in trace.sweep(tuple(found), 1, 3):
        starts.append(start)
        for name, rows in columns.items():
            found[name].append(rows.copy())
    assert starts == [3, 8, 16, 24, 32, 40]
    assert set(looked_at) <= set(trace._blocks)
    for name, pieces in found.items():
        assert np.concatenate(pieces).tobytes() == whole.column(name, 1)[3:].tobytes()
