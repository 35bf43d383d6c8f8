"""What is done to a run by hand: it is heard from there on, nowhere before, and not at all where it changes nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.core.cells import CELLS, LSTM, RNN
from lstm_tui.core.intervention import Clamp, Operations, checked_start, clampable
from lstm_tui.core.network import Network
from lstm_tui.core.trace import Keeping, Trace
from lstm_tui.errors import LstmTuiError

sys.path.insert(0, str(Path(__file__).parent))
from random_networks import random_network

T = 13


def traced(network: Network, inputs: np.ndarray, *clamps: Clamp, window: int = 4, start=None) -> Trace:
    trace = Trace(network, network.checked_inputs(inputs), Keeping(window_size=window), Operations(clamps, start))
    trace.advance_to(len(inputs))
    return trace


def everything(trace: Trace, start: int = 0, stop: int = T) -> list[bytes]:
    network = trace.network
    names = [(name, layer) for layer, cell in enumerate(network.cells) for name in cell.quantities]
    return [trace.column(n, layer, start, stop).tobytes() for n, layer in [*names, ("logits", len(network.cells) - 1)]]


@st.composite
def cases(draw):
    kind, layers = draw(st.sampled_from(list(CELLS.values()))), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    network = random_network(kind.kind, layers, D=4, H=5, V=3, dtype=dtype, seed=draw(st.integers(0, 10**6)))
    layer = draw(st.integers(0, layers - 1))
    quantity = draw(st.sampled_from(clampable(network.cells[layer])))
    return network, rng.integers(-1, 4, T), layer, quantity, draw(st.integers(0, 4)), draw(st.integers(0, T - 1))


@given(case=cases())
def test_setting_a_value_to_what_it_was_changes_no_bit(case):
    network, inputs, layer, quantity, unit, t = case
    free = traced(network, inputs)
    value = float(free.step(t, layer)[quantity][unit])
    assert everything(traced(network, inputs, Clamp(quantity, layer, (unit,), value, t, t))) == everything(free)


@pytest.mark.parametrize("kind", list(CELLS))
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_stage_by_stage_is_the_kernel_to_the_bit(kind, dtype):
    network = random_network(kind, 2, D=4, H=5, V=3, dtype=dtype, seed=3)
    inputs = np.random.default_rng(3).integers(-1, 4, T)
    free = traced(network, inputs)
    name = network.cell.note
    same = [Clamp(name, layer, (0,), float(free.step(T - 1, layer)[name][0]), T - 1, T - 1) for layer in (0, 1)]
    assert everything(traced(network, inputs, *same, window=T)) == everything(free)  # the whole window goes by stages


@given(case=cases(), value=st.floats(-2, 2, width=32))
def test_an_operation_changes_what_comes_after_and_nothing_before(case, value):
    network, inputs, layer, quantity, unit, t = case
    free, held = traced(network, inputs), traced(network, inputs, Clamp(quantity, layer, (unit,), value, t, t))
    assert everything(held, 0, t) == everything(free, 0, t)
    assert held.step(t, layer)[quantity][unit] == np.asarray(value, network.dtype)
    assert (
        traced(network, inputs, Clamp(quantity, layer, None, value, t)).step(T - 1, layer)[quantity].tolist()
        == [np.asarray(value, network.dtype)] * 5
    )


@given(case=cases(), value=st.floats(-2, 2, width=32), window=st.integers(1, 20), known=st.integers(0, T))
def test_the_window_and_a_fork_change_no_bit(case, value, window, known):
    network, inputs, layer, quantity, unit, t = case
    operations = Operations((Clamp(quantity, layer, (unit,), value, t, t + 2),))
    whole = traced(network, inputs, *operations.clamps)
    assert everything(traced(network, inputs, *operations.clamps, window=window)) == everything(whole)
    free = Trace(network, network.checked_inputs(inputs), Keeping(window_size=window))
    free.advance_to(known)
    forked = free.fork(inputs, operations)
    assert forked.computed == min(known, t)
    forked.advance_to(T)
    assert everything(forked) == everything(whole)
    again = forked.fork(inputs, Operations())
    again.advance_to(T)
    assert everything(again) == everything(traced(network, inputs))
    columns = {name: values.copy() for _, part in whole.sweep((quantity,), layer) for name, values in part.items()}
    assert columns[quantity].shape[1] == 5


@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("kind", [LSTM, RNN])
def test_a_silenced_unit_is_one_that_nobody_listens_to(kind, layers):
    rng = np.random.default_rng(3)
    network = random_network(kind.kind, layers, D=4, H=5, V=3, dtype=np.float64)
    weights = {name: array.copy() for name, array in network.parameters.items()}
    weights["layer1.W_hh"][:, 2] = 0
    above = "output.W_hy" if layers == 1 else "layer2.W_ih"
    weights[above][:, 2] = 0
    inputs = rng.integers(0, 4, T)
    by_hand = network.with_weights(weights).forward(inputs)
    silenced = traced(network, inputs, Clamp("h", 0, (2,), 0.0))
    top = layers - 1
    np.testing.assert_allclose(silenced.column("logits", top), by_hand.column("logits", top), rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("kind", [LSTM, RNN])
def test_a_note_torn_off_is_a_beginning(kind):
    rng = np.random.default_rng(4)
    network = random_network(kind.kind, 1, D=4, H=5, V=3, dtype=np.float32)
    inputs = rng.integers(0, 4, T)
    torn = [Clamp(f"{name}_prev", 0, None, 0.0, 6, 6) for name in kind.state_names]
    trace = traced(network, inputs, *torn)
    assert everything(trace, 6) == everything(network.forward(inputs[6:]), 0, T - 6)
    assert everything(trace, 0, 6) == everything(network.forward(inputs), 0, 6)


def test_a_state_given_goes_on_where_another_text_ended():
    rng = np.random.default_rng(5)
    network = random_network("lstm", 2, D=4, H=5, V=3, dtype=np.float32)
    inputs = rng.integers(0, 4, T)
    free = network.forward(inputs)
    after = tuple({name: free.step(5, layer)[name] for name in ("h", "c")} for layer in range(2))
    trace = traced(network, inputs[6:], start=checked_start(network.cells, after))
    assert everything(trace, 0, T - 6) == everything(free, 6)


@pytest.mark.parametrize(
    ("clamp", "words"),
    [
        (Clamp("q", 0, None, 0.0), "'q' cannot be held"),
        (Clamp("z", 0, None, 0.0), "'z' cannot be held"),
        (Clamp("f", 0, (5,), 0.0), "There is no unit 5"),
        (Clamp("f", 0, (0,), 1e39), "not a finite number"),
        (Clamp("f", 0, (0,), float("nan")), "not a finite number"),
    ],
)
def test_what_the_cell_does_not_have_is_refused(clamp, words):
    network = random_network("lstm", 1, D=4, H=5, V=3, dtype=np.float32)
    with pytest.raises(LstmTuiError, match=words):
        clamp.check(network.cells[0])


def test_a_state_that_does_not_fit_is_refused():
    cells = random_network("lstm", 1, D=4, H=5, V=3, dtype=np.float32).cells
    for state in (
        {"h": np.zeros(5)},
        {"h": np.zeros(5), "c": np.zeros(4)},
        {"h": np.zeros(5), "c": np.full(5, np.inf)},
    ):
        with pytest.raises(LstmTuiError, match="state"):
            checked_start(cells, state)
