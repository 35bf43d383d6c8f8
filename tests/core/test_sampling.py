"""Choosing the next symbol: the shares by hand, and the laws of temperature, top-k and top-p."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_tui.core.sampling import Sampling
from lstm_tui.errors import LstmTuiError

LOGITS = np.log([0.5, 0.3, 0.15, 0.05])


@pytest.mark.parametrize(
    ("sampling", "shares"),
    [
        (Sampling(), [0.5, 0.3, 0.15, 0.05]),
        (Sampling(temperature=0), [1, 0, 0, 0]),
        (Sampling(temperature=0.5), [0.25 / 0.365, 0.09 / 0.365, 0.0225 / 0.365, 0.0025 / 0.365]),
        (Sampling(top_k=2), [0.625, 0.375, 0, 0]),
        (Sampling(top_p=0.79), [0.625, 0.375, 0, 0]),
        (Sampling(top_p=0.81), [0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95, 0]),
        (Sampling(top_p=0.01), [1, 0, 0, 0]),
        (Sampling(top_k=2, top_p=0.6), [1, 0, 0, 0]),  # .625 of what top-k leaves: the first alone reaches .6
        (Sampling(top_k=2, top_p=0.63), [0.625, 0.375, 0, 0]),
        (Sampling(top_k=3, top_p=0.84), [0.625, 0.375, 0, 0]),  # .8 of .95 is .842
        (Sampling(top_k=3, top_p=0.85), [0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95, 0]),
        (Sampling(temperature=0.5, top_k=2, top_p=0.73), [1, 0, 0, 0]),  # .25 of .34 is .735
    ],
)
def test_shares_by_hand(sampling: Sampling, shares: list[float]):
    np.testing.assert_allclose(sampling.distribution(LOGITS), shares, atol=1e-9)


def test_many_choices_follow_the_shares():
    rng = np.random.default_rng(0)
    chosen = [Sampling().choose(LOGITS, rng) for _ in range(4000)]
    counts = np.bincount([index for index, _ in chosen], minlength=4) / 4000
    np.testing.assert_allclose(counts, [0.5, 0.3, 0.15, 0.05], atol=0.03)
    assert all(p == pytest.approx(np.exp(LOGITS[index])) for index, p in chosen)


@pytest.mark.parametrize("wrong", [{"temperature": -1}, {"top_k": -1}, {"top_p": 0}, {"top_p": 1.5}])
def test_values_outside_their_range_are_refused(wrong: dict[str, float]):
    with pytest.raises(LstmTuiError):
        Sampling(**wrong)


@pytest.mark.parametrize("temperature", [5e-324, 1e-320, 1e-308, 1e-30, 1e-3, 1.0, 100.0])
def test_any_temperature_gives_probabilities(temperature: float) -> None:
    for logits in (np.array([1.0, 2.0, 2.5]), np.array([-1e308, 0.0, 1e308]), np.array([3e38, 3e38, -3e38])):
        p = Sampling(temperature).distribution(logits)
        assert np.isfinite(p).all()
        assert p.sum() == pytest.approx(1)
        assert p.argmax() == logits.argmax()
    if temperature < 1e-2:
        np.testing.assert_array_equal(Sampling(temperature).distribution(np.array([1.0, 2.0, 2.5])), [0, 0, 1])
