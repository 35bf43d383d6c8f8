"""Paths in the plane: components against a singular value decomposition, hand-set models by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.errors import LstmTuiError
from lstm_tui.models import registry
from lstm_tui.operations.force import operate
from lstm_tui.operations.grammar import parse
from lstm_tui.paths import Plane, components_of, first_plane, partner, path_of, planes
from lstm_tui.run import Run

sys.path.insert(0, str(Path(__file__).parent / "panels"))
from models import two_layers


@pytest.mark.parametrize("shape", [(50, 4), (3, 6), (200, 2), (5, 1)], ids=str)
def test_components_are_the_singular_vectors_of_what_is_centred(shape: tuple[int, int]) -> None:
    """Centred points = U S Vᵀ: the rows of Vᵀ are the directions, S² the variances, U S the points (up to their sign)."""
    values = np.random.default_rng(0).normal(size=shape) * np.arange(1, shape[1] + 1) + 3
    found = components_of(values)
    U, S, Vt = np.linalg.svd(values - values.mean(axis=0), full_matrices=False)
    count = min(3, *shape) - (shape[0] <= shape[1])  # the last of few points has no direction of its own
    np.testing.assert_allclose(found.shares[:count], (S**2 / (S**2).sum())[:count], rtol=1e-9)
    for k in range(count):
        sign = np.sign(Vt[k][np.abs(Vt[k]).argmax()])
        np.testing.assert_allclose(found.directions[k], sign * Vt[k], atol=1e-9)
        along = (values - found.centre) @ found.directions[k]
        np.testing.assert_allclose(along, sign * U[:, k] * S[k], atol=1e-9)


def test_components_by_hand() -> None:
    """Four points on a line of slope ¾ through (1, 2): one direction, (.8, .6), has all of the variance."""
    steps = np.array([-2.0, -1, 1, 2])[:, None]
    found = components_of(np.array([1.0, 2]) + steps * np.array([0.8, 0.6]))
    np.testing.assert_allclose(found.centre, [1, 2])
    np.testing.assert_allclose(found.directions[0], [0.8, 0.6])
    np.testing.assert_allclose(found.shares, [1, 0], atol=1e-12)
    assert components_of(np.ones((4, 2))).shares.tolist() == [0, 0], "nothing varies"


def test_the_path_of_the_latch_has_two_ends() -> None:
    """Its note is +1 or −1 from the first bit on; what it says aloud when asked is tanh 1."""
    path = path_of(Run.open(registry.load("latch"), "1..?.0...?.1.?"), 0, first_plane(1))
    ends = {(1.0, 0.0), (-1.0, 0.0), (1.0, round(np.tanh(1.0), 6)), (-1.0, round(-np.tanh(1.0), 6))}
    assert {(x, round(y, 6)) for x, y in path.points.tolist()} == ends
    assert set(path.points[:, 0].tolist()) == {-1.0, 1.0}
    assert path.said == ""


def test_the_counter_walks_along_a_line() -> None:
    path = path_of(Run.open(registry.load("counter"), "aaabb."), 0, first_plane(2))
    assert path.points.tolist() == [[1, 0], [2, 0], [3, 0], [2, 1], [1, 1], [0, 0]]
    assert path.title == "unit 0 × unit 1"


def test_the_untouched_path_lies_in_the_same_plane() -> None:
    """Of the counter, whose count is set to 5 at its second symbol; in components, both are measured along the same ones."""
    bundle = registry.load("counter")
    free = Run.open(bundle, "aab.")
    run = operate(free, [parse("c[0]@2=5")], len(free)).run
    run.trace.advance_to(len(run))
    path = path_of(run, 0, Plane(False, 0, 1), free)
    assert path.points.tolist() == [[1, 0], [5, 0], [4, 1], [0, 0]]
    assert path.free is not None
    assert path.free.tolist() == [[1, 0], [2, 0], [1, 1], [0, 0]]
    turned = path_of(run, 0, Plane(True, 0, 1), free)
    assert turned.components is not None
    assert turned.free is not None
    back = turned.free @ turned.components.directions + turned.components.centre
    np.testing.assert_allclose(back, path.free, atol=1e-12)


def test_the_third_number_is_the_component_that_is_left() -> None:
    run = Run.open(registry.load("reber"), "BTBTSXSETE")
    one, other = path_of(run, 0, Plane(True, 0, 1)), path_of(run, 0, Plane(True, 0, 2))
    assert one.third is not None
    assert other.third is not None
    assert one.third[0] == "component 3"
    assert one.third[1].tolist() == other.points[:, 1].tolist()
    assert other.third[1].tolist() == one.points[:, 1].tolist()


def test_the_page_says_how_the_counter_walks() -> None:
    """docs/paths.md: the steps of `anbn` in its second component, trained and before."""
    page = (Path(__file__).parents[1] / "docs" / "paths.md").read_text(encoding="utf-8")
    run = Run.open(registry.load("anbn"), f"S{'a' * 60}{'b' * 60}T")
    for row, moment in ((run, "trained"), (run.to_snapshot(0, len(run)), "before training")):
        path = path_of(row, 0, Plane(True, 0, 1))
        steps = np.diff(path.points[:, 1])
        up, down = steps[3:60], steps[61:120]
        assert f"| {moment} | {up.mean():+.3f} | {down.mean():+.3f} | ".replace("-", "−") in page
        assert path.said.removesuffix(" of the variance") in page


def test_rebers_places_lie_together() -> None:
    """Over strings of both branches: points of one place of the grammar are nearer each other than the places are."""
    bundle = registry.load("reber")
    texts = ["BTBTSSXSETE", "BTBTXSETE", "BPBTSXSEPE", "BPBPTVVEPE", "BTBPVVETE", "BPBTXSEPE"]
    runs = [Run.open(bundle, text) for text in texts]
    values = np.concatenate([run.trace.column("c") for run in runs])
    words = [word for run in runs for word in run.truth() or ()]
    found = components_of(values)
    points = (values - found.centre) @ found.directions.T
    echo = {word: points[[k for k, here in enumerate(words) if here == word]] for word in ("=T", "=P")}
    spread = max(float(np.linalg.norm(each - each.mean(axis=0), axis=1).max()) for each in echo.values())
    apart = float(np.linalg.norm(echo["=T"].mean(axis=0) - echo["=P"].mean(axis=0)))
    assert apart > 2 * spread


def test_axes_that_there_are_and_what_is_not_there() -> None:
    assert planes(1, 0, 0) == (Plane(False, 0, 0),)
    assert planes(2, 1, 0) == (Plane(True, 0, 1), Plane(False, 1, 0))
    assert len(planes(3, 1, 0)) == 4
    run = Run.open(two_layers(), "abcabc")
    values = run.trace.column("c", 1)
    ranges = values.max(axis=0) - values.min(axis=0)
    ranges[0] = -1
    assert partner(run, 1, 0) == ranges.argmax()
    assert path_of(run, 1, Plane(False, 2, 0)).points.tolist() == values[:, [2, 0]].tolist()
    for plane in (Plane(True, 0, 3), Plane(True, -1, 0), Plane(False, 0, 3), Plane(False, -1, 0)):
        with pytest.raises(LstmTuiError):
            path_of(run, 1, plane)
