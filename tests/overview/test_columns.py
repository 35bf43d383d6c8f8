"""The whole run in columns, held against what the trace says; and what units are ordered by, against NumPy and by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from lstm_tui.core.provenance import half_lives
from lstm_tui.core.trace import Keeping, Trace
from lstm_tui.models import registry
from lstm_tui.overview.columns import Columns
from lstm_tui.overview.looking import Overlooker
from lstm_tui.overview.order import ORDERS, clustered, ordered, orders
from lstm_tui.overview.survey import MOST_COLUMNS, Survey, finest

NEAR = (-0.9, 0.9)


def trace_of(length: int, model: str = "shakespeare", keeping: Keeping | None = None) -> Trace:
    network = registry.load(model).network
    return Trace(network, np.random.default_rng(1).integers(0, network.input_size, length), keeping)


def filled(columns: Columns) -> Columns:
    while not columns.done:
        columns.advance()
    return columns


@pytest.mark.parametrize(("per", "first", "stop"), [(1, 0, 90), (4, 0, 90), (7, 14, 83), (64, 0, 90), (256, 0, 90)])
@pytest.mark.parametrize("window", [8, 13, 256])
def test_every_column_is_mean_least_and_greatest_of_its_timesteps(per: int, first: int, stop: int, window: int) -> None:
    trace = trace_of(90, keeping=Keeping(window_size=window, cache_bytes=0))
    columns = filled(Columns(trace, "c", 0, per, first, stop))
    count = -(-(stop - first) // per)
    picture = columns.picture(per, first, count)
    trace.advance_to(90)
    c = trace.column("c", 0, 0, 90)
    for k in range(count):
        values = c[first + k * per : min(first + (k + 1) * per, stop)]
        np.testing.assert_allclose(picture.mean[k], values.mean(axis=0, dtype=np.float64), rtol=1e-6, atol=1e-7)
        np.testing.assert_array_equal(picture.low[k], values.min(axis=0))
        np.testing.assert_array_equal(picture.high[k], values.max(axis=0))
        far = np.where(
            picture.mean[k] - picture.low[k] > picture.high[k] - picture.mean[k], picture.low[k], picture.high[k]
        )
        np.testing.assert_array_equal(picture.extreme()[k], far)


def test_columns_joined_are_those_made_at_once_and_what_is_not_known_is_no_number() -> None:
    trace = trace_of(1000)
    fine, coarse = filled(Columns(trace, "f", 0, 4)), filled(Columns(trace, "f", 0, 24))
    one, other = fine.picture(24, 240, 10), coarse.picture(24, 240, 10)
    np.testing.assert_allclose(one.mean, other.mean, rtol=1e-6)
    np.testing.assert_array_equal(one.low, other.low)
    half = Columns(trace, "f", 0, 100)
    half.advance()
    known = ~np.isnan(half.picture(100, 0, 10).mean[:, 0])
    assert known.tolist() == [True] * 3 + [False] * 7  # 256 timesteps: two columns and a part of the third


def test_a_survey_says_what_numpy_says() -> None:
    trace = trace_of(700)
    survey = Survey(trace, "c", 0, NEAR)
    filled(survey)
    c = np.asarray(trace.column("c", 0, 0, 700), np.float64)
    np.testing.assert_allclose(survey.activity(), c.std(axis=0), rtol=1e-4)
    np.testing.assert_allclose(survey.saturated(), (np.abs(c) > 0.9).mean(axis=0), atol=1e-12)
    np.testing.assert_allclose(survey.correlations(), np.corrcoef(c.T), atol=1e-4)
    np.testing.assert_allclose(survey.half_lives(), half_lives(trace, 0), rtol=1e-9)


def test_orders_are_by_the_figures_and_hold_every_unit_once() -> None:
    survey = Survey(trace_of(300), "c", 0, NEAR)
    filled(survey)
    for by in ORDERS:
        assert sorted(ordered(survey, by, 5)) == list(range(64))
    spread = survey.activity()[list(ordered(survey, "activity", 5))]
    assert (np.diff(spread) <= 0).all()
    assert ordered(survey, "correlation", 5)[0] == 5
    rnn = Survey(trace_of(300, "shakespeare-rnn"), "h", 0, NEAR)
    assert "half-life" not in orders(rnn)


def test_half_lives_of_latch_and_counter_by_hand() -> None:
    """The counter keeps all of its count, f = 1 but for rounding; half of what unit 1 holds would take as long as its f says."""
    trace = trace_of(64, "counter")
    survey = Survey(trace, "c", 0, NEAR)
    filled(survey)
    lives, kept = survey.half_lives(), trace.column("f", 0, 0, 64).mean(axis=0, dtype=np.float64)
    assert lives is not None
    for life, mean in zip(lives, kept, strict=True):
        assert life == pytest.approx(np.log(0.5) / np.log(mean), rel=1e-6) if mean < 1 else life == np.inf


def test_clusters_stand_together() -> None:
    """Three signals, each in four noisy copies that were shuffled: copies stand side by side."""
    random = np.random.default_rng(3)
    signals = random.normal(size=(500, 3))
    shuffled = random.permutation(12)
    copies = np.repeat(signals, 4, axis=1)[:, shuffled] + 0.2 * random.normal(size=(500, 12))
    order = clustered(np.corrcoef(copies.T))
    kinds = [int(shuffled[unit]) // 4 for unit in order]
    assert sorted(order) == list(range(12))
    assert sum(a != b for a, b in itertools.pairwise(kinds)) == 2


def test_clusters_are_those_of_average_linkage_by_hand() -> None:
    """0 and 1 are joined first (.9); 2 is nearer to 3 (.5) than to both (.45 on average)."""
    alike = np.array([[1, 0.9, 0.6, 0], [0.9, 1, 0.3, 0], [0.6, 0.3, 1, 0.5], [0, 0, 0.5, 1]])
    assert clustered(alike) in ((1, 0, 2, 3), (3, 2, 0, 1))


def test_memory_hangs_on_no_length() -> None:
    for length in (1, 4096, 4097, 1_000_000, 50_000_000):
        assert length / MOST_COLUMNS <= finest(length, 64)
        assert -(-length // finest(length, 64)) <= MOST_COLUMNS


def test_what_is_in_view_is_computed_first() -> None:
    trace = trace_of(40_000)
    trace.advance_to(20_000)
    looker = Overlooker()
    looker.look(trace, 0, "c", NEAR, 1, 19_000, 100)
    next(looker.steps(0.0))
    picture = looker.look(trace, 0, "c", NEAR, 1, 19_000, 100)
    assert not np.isnan(picture.mean).any()
    assert looker.survey.read == 0
    np.testing.assert_array_equal(picture.mean, trace.column("c", 0, 19_000, 19_100))
