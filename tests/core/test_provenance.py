"""Who wrote what on the note: the shares add up to the value, and a hand-worked case comes out as by hand."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.core import provenance
from lstm_tui.core.cells import CELLS, LSTM
from lstm_tui.core.intervention import Clamp, Operations, checked_start
from lstm_tui.core.network import Network
from lstm_tui.core.trace import Trace
from lstm_tui.errors import LstmTuiError

sys.path.insert(0, str(Path(__file__).parent))
from random_networks import random_network, random_symbols


@given(kind=st.sampled_from([kind for kind, cell in CELLS.items() if cell.keeps and cell.adds]), seed=st.integers(0, 10**6), layers=st.integers(1, 3),
       t=st.integers(0, 39), farthest=st.integers(1, 50))  # fmt: skip
def test_shares_add_up_to_the_value(kind: str, seed: int, layers: int, t: int, farthest: int) -> None:
    network = random_network(kind, layers, H=4, seed=seed)
    rng = np.random.default_rng(seed)
    start = checked_start(
        network.cells, tuple({name: rng.normal(size=4) for name in network.cell.state_names} for _ in range(layers))
    )
    trace = Trace(network, random_symbols(40, seed=seed), operations=Operations(start=start))
    trace.advance_to(40)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(provenance, "FARTHEST", farthest)
        for layer in range(layers):
            for unit in range(4):
                shares = provenance.of_unit(trace, layer, unit, t)
                assert shares.first == max(0, t + 1 - farthest)
                assert abs(shares.rounding) <= 1e-12 * max(1, abs(shares.value), np.abs(shares.written).max())
                assert shares.value == trace.step(t, layer)[network.cell.note][unit]
        for index in range(5):
            shares = provenance.of_logit(trace, index, t)
            assert abs(shares.rounding) <= 1e-12 * max(1, np.abs(shares.written).max())
        note = provenance.of_note(trace, layers - 1, t)
    each = [provenance.of_unit(trace, layers - 1, unit, t) for unit in range(4)]
    if farthest > t:
        np.testing.assert_allclose(note.written, sum(np.abs(one.written) for one in each), rtol=1e-12)


def test_a_case_worked_by_hand() -> None:
    """f = σ(ln 3) = ¾ and i = 1, g = tanh(±20) = ±1 always: what a symbol wrote fades by ¾ a timestep."""
    W_ih = np.zeros((4, 2))
    W_ih[2] = (20, -20)
    cell = LSTM(W_ih, np.zeros((4, 1)), np.array([40, math.log(3), 0, 0.0]))
    trace = Network([cell], np.array([[2.0]])).forward(np.array([0, 0, 1, 0]))
    shares = provenance.of_unit(trace, 0, 0, 3)
    np.testing.assert_allclose(shares.written, [27 / 64, 9 / 16, -3 / 4, 1], rtol=1e-12)
    assert shares.before == 0
    c = 27 / 64 + 9 / 16 - 3 / 4 + 1
    assert shares.value == pytest.approx(c, rel=1e-12)
    logit = provenance.of_logit(trace, 0, 3)  # o = ½: y = 2 · ½ tanh(c), and each share is tanh(c) / c of the note's
    np.testing.assert_allclose(logit.written, shares.written * math.tanh(c) / c, rtol=1e-12)
    assert provenance.half_lives(trace, 0)[0] == pytest.approx(math.log(0.5) / math.log(0.75))
    np.testing.assert_allclose(
        provenance.triangle(trace, 0, 0, 0, 4),
        [[1, 0, 0, 0], [3 / 4, 1, 0, 0], [9 / 16, 3 / 4, -1, 0], [27 / 64, 9 / 16, -3 / 4, 1]],
        rtol=1e-12,
    )
    np.testing.assert_allclose(provenance.fading(trace, 0, 1, 3, 0), [9 / 16, 3 / 4, 1], rtol=1e-12)


@pytest.mark.parametrize(("mean", "steps"), [(0.5, 1), (0.25, 0.5), (1.0, math.inf), (0.0, 0.0), (2**-0.1, 10)])
def test_half_lives(mean: float, steps: float) -> None:
    assert provenance.half_life(mean) == pytest.approx(steps)


def test_a_note_written_anew_has_no_shares() -> None:
    trace = random_network("rnn").forward(random_symbols(5))
    with pytest.raises(LstmTuiError, match="written anew as a whole"):
        provenance.of_unit(trace, 0, 0, 3)
    with pytest.raises(LstmTuiError, match="written anew as a whole"):
        provenance.half_lives(trace, 0)


@given(
    seed=st.integers(0, 10**6),
    quantity=st.sampled_from(["c", "c_prev", "kept", "written", "f", "h"]),
    at=st.integers(0, 19),
    value=st.sampled_from([0.0, -1.5, 2.0]),
    farthest=st.integers(1, 25),
)
def test_what_is_set_by_hand_adds_up_as_well(seed: int, quantity: str, at: int, value: float, farthest: int) -> None:
    """A note set by hand is a beginning: what stands there counts to that timestep, and nothing of before is left."""
    network = random_network("lstm", 2, H=4, seed=seed)
    trace = Trace(
        network, random_symbols(20, seed=seed), operations=Operations((Clamp(quantity, 1, (0, 2), value, at, at + 3),))
    )
    trace.advance_to(20)
    for unit in range(4):
        shares = provenance.of_unit(trace, 1, unit, 19, farthest)
        assert abs(shares.rounding) <= 1e-12 * max(1, abs(shares.value))
        if quantity == "c" and unit in (0, 2) and at >= shares.first:
            assert not shares.written[: at - shares.first].any()
            assert at in shares.by_hand
        if quantity in ("f", "written", "h") or unit in (1, 3):
            assert shares.by_hand == ()
    logit = provenance.of_logit(trace, 1, 19, farthest)
    assert abs(logit.rounding) <= 1e-12 * max(1, np.abs(logit.written).max(), abs(logit.before))
    if (quantity, at) != ("c_prev", 0):  # what is found at the very start is what was there before
        rows = provenance.triangle(trace, 1, 0, 0, 20)
        np.testing.assert_allclose(rows.sum(axis=1), trace.column("c", 1)[:, 0], rtol=1e-12, atol=1e-12)
    assert max(t for t, _ in provenance.half_lives_so_far(trace, 1)) == 20


def test_the_whole_note_is_faded_by_size_and_folding_keeps_the_sum() -> None:
    trace = random_network("lstm", 1, H=4, seed=3).forward(random_symbols(30, seed=3))
    whole, folded = provenance.of_note(trace, 0, 29), provenance.of_note(trace, 0, 29, farthest=5)
    np.testing.assert_allclose(whole.left * whole.fresh, whole.written, rtol=1e-12)
    np.testing.assert_array_equal(folded.written, whole.written[-5:])
    unit, short = provenance.of_unit(trace, 0, 2, 29), provenance.of_unit(trace, 0, 2, 29, farthest=5)
    assert short.before == pytest.approx(unit.before + math.fsum(unit.written[:-5]), rel=1e-12)


def test_what_is_left_of_a_logit_is_weighed_as_the_logit_weighs_it() -> None:
    """By hand, two units that keep 3/4 and 1/4 and are read by weights 1 and 0, 0 and 1, 2 and −1: no share of the whole note."""
    W_ih = np.zeros((8, 1))
    W_ih[4:6] = 20
    cell = LSTM(W_ih, np.zeros((8, 2)), np.array([40, 40, math.log(3), -math.log(3), 0, 0, 40, 40.0]))
    trace = Network([cell], np.array([[1.0, 0.0], [0.0, 1.0], [2.0, -1.0]])).forward(np.array([0, 0]))
    slow, fast, both = (provenance.of_logit(trace, index, 1) for index in range(3))
    assert slow.left[0] == pytest.approx(3 / 4, rel=1e-12)
    assert fast.left[0] == pytest.approx(1 / 4, rel=1e-12)
    assert provenance.of_note(trace, 0, 1).left[0] == pytest.approx(1 / 2, rel=1e-12)
    a, b = (w * math.tanh(c) / c for w, c in ((2, 7 / 4), (1, 5 / 4)))
    assert both.fresh[0] == pytest.approx(a + b, rel=1e-12)
    assert both.left[0] == pytest.approx((3 / 4 * a + 1 / 4 * b) / (a + b), rel=1e-12)
    assert both.written[0] == pytest.approx(3 / 4 * a - 1 / 4 * b, rel=1e-12)
