"""Slices of work stay near their budget, whatever one costs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.core.pacing import Pacer


@given(st.lists(st.floats(1e-7, 1.0), min_size=30, max_size=60))
def test_slices_of_steady_cost_fill_the_budget_and_do_not_pass_it(costs: list[float]) -> None:
    pacer = Pacer(0.004)
    for cost in costs:
        assert pacer.amount >= 1
        pacer.took(cost * pacer.amount)
    for _ in range(40):  # the cost stays what it was last
        pacer.took(costs[-1] * pacer.amount)
    assert costs[-1] * pacer.amount <= 0.004 or pacer.amount == 1
    assert costs[-1] * (2 * pacer.amount + 1) >= 0.004


def test_a_first_slice_is_one_timestep_and_grows_at_most_twofold() -> None:
    pacer = Pacer(0.004)
    amounts = []
    for _ in range(5):
        amounts.append(pacer.amount)
        pacer.took(1e-6)
    assert amounts == [1, 2, 4, 8, 16]
