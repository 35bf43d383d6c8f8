"""Optimisers against their papers by hand and against PyTorch; stopping and going on changes no bit."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lstm_tui.core.batch import Batch
from lstm_tui.core.initialise import FORGET_BIASES, new_network
from lstm_tui.core.optimisers import OPTIMISERS, SCHEDULES, clip_by_norm, scheduled
from lstm_tui.core.training import Recipe, Trainer
from lstm_tui.errors import LstmTuiError


class Copying:
    """Say again what was said before; goes on from batch to batch."""

    def __init__(self) -> None:
        self.at = 0

    def next_batch(self, rng: np.random.Generator, size: int) -> Batch:
        self.at += 1
        symbols = rng.integers(0, 4, (8, size))
        return Batch(symbols[1:], symbols[:-1], np.ones((7, size), np.float32), fresh=self.at % 3 == 1)

    def place(self) -> int:
        return self.at

    def seek(self, place: int) -> None:
        self.at = place


def trainer(optimiser: str = "adam", seed: int = 1, **more) -> Trainer:
    rng = np.random.default_rng(seed)
    recipe = Recipe(optimiser=optimiser, batch=5, hidden=6, steps=100, **more)
    return Trainer(new_network("lstm", 4, 6, 4, rng), Copying(), recipe, rng)


def test_adagrad_by_hand():
    """g = 3, then 4: w = 1 − .1·3/√9 − .1·4/√25 = .82."""
    w = np.array([1.0])
    adagrad = OPTIMISERS["adagrad"](w)
    for g in (3.0, 4.0):
        adagrad.step(w, np.array([g]), 0.1)
    assert w[0] == pytest.approx(0.82, abs=1e-7)


def test_adams_first_step_is_the_rate_whatever_the_gradient():
    for g in (1e-3, 1.0, 1e4):
        w = np.array([0.0])
        OPTIMISERS["adam"](w).step(w, np.array([g]), 0.1)
        assert w[0] == pytest.approx(-0.1, rel=1e-4)


def test_momentum_by_hand():
    w = np.array([0.0])
    momentum = OPTIMISERS["momentum"](w)
    momentum.step(w, np.array([1.0]), 0.1)
    momentum.step(w, np.array([1.0]), 0.1)
    assert w[0] == pytest.approx(-(0.1 + 0.19))


@pytest.mark.parametrize("name", ["sgd", "adagrad", "adam"])
def test_as_pytorch_steps(name: str):
    torch = pytest.importorskip("torch")
    kinds = {"sgd": torch.optim.SGD, "adagrad": torch.optim.Adagrad, "adam": torch.optim.Adam}
    rng = np.random.default_rng(0)
    w = rng.normal(size=20)
    theirs = torch.tensor(w.copy(), requires_grad=True)
    reference, ours = kinds[name]([theirs], lr=0.05), OPTIMISERS[name](w)
    for _ in range(30):
        g = rng.normal(size=20)
        theirs.grad = torch.tensor(g)
        reference.step()
        ours.step(w, g, 0.05)
    np.testing.assert_allclose(w, theirs.detach().numpy(), atol=1e-7)


def test_clipping_keeps_the_direction():
    g = np.array([3.0, 4.0])
    assert clip_by_norm(g, 1.0) == 5.0
    np.testing.assert_allclose(g, [0.6, 0.8])
    assert clip_by_norm(g, 2.0) == pytest.approx(1.0)


def test_schedules_begin_and_end_where_they_say():
    assert {scheduled("constant", 0.1, step, 100) for step in range(100)} == {0.1}
    assert scheduled("cosine", 0.1, 0, 100) == 0.1
    assert scheduled("cosine", 0.1, 50, 100) == pytest.approx(0.05)
    assert scheduled("one-cycle", 0.1, 0, 100) == pytest.approx(0.004)
    assert scheduled("one-cycle", 0.1, 29, 100) == pytest.approx(0.1)
    assert scheduled("one-cycle", 0.1, 99, 100) == pytest.approx(4e-7)
    with pytest.raises(LstmTuiError, match="no schedule"):
        scheduled("steep", 0.1, 0, 10)


def test_one_cycle_as_pytorch_has_it():
    torch = pytest.importorskip("torch")
    w = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=1)
    theirs = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=0.1, total_steps=200, cycle_momentum=False)
    for step in range(200):
        assert scheduled("one-cycle", 0.1, step, 200) == pytest.approx(theirs.get_last_lr()[0], rel=1e-6)
        optimiser.step()
        if step < 199:
            theirs.step()


@pytest.mark.parametrize("optimiser", list(OPTIMISERS))
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_stopped_and_resumed_equals_never_stopped(optimiser: str, schedule: str):
    whole = trainer(optimiser, schedule=schedule, rate=0.02)
    losses = [step.loss for step in whole.steps(25)]
    first = trainer(optimiser, schedule=schedule, rate=0.02)
    list(first.steps(11))
    again = trainer(optimiser, seed=99, schedule=schedule, rate=0.02)
    again.restore(first.checkpoint())
    assert [step.loss for step in again.steps(14)] == losses[11:]
    np.testing.assert_array_equal(again.weights, whole.weights)
    np.testing.assert_array_equal(again.network.W_hy, whole.network.W_hy)


def test_the_loss_falls():
    run = trainer(rate=0.03)
    losses = [step.loss for step in run.steps(300)]
    assert losses[0] == pytest.approx(math.log(4), abs=0.15)
    assert np.mean(losses[-20:]) < 0.5  # one symbol in seven cannot be known: at best ln 4 / 7 = .2


def test_a_loss_that_is_not_finite_stops_and_says_where():
    run = trainer("sgd", rate=0.1, clip_norm=None)
    list(run.steps(3))
    good = run.checkpoint()
    run.weights[:] = 3e38
    run._write_back()
    with pytest.raises(LstmTuiError, match=r"not finite after update 3: it begins in \w+ of layer 1 at timestep \d"):
        list(run.steps(5))
    run.restore(run.last_good)
    assert run.last_good is good
    assert np.isfinite(run.step().loss)


def test_a_checkpoint_of_another_shape_is_refused():
    other = trainer("sgd")
    with pytest.raises(LstmTuiError, match="does not fit"):
        trainer("adam").restore(other.checkpoint())


@pytest.mark.parametrize(("choice", "share"), [("0", 0.5), ("1", 0.7310586), ("3", 0.9525741), ("none", 1.0)])
def test_forget_biases_open_the_gate_as_far_as_they_say(choice: str, share: float):
    network = new_network("lstm", 3, 8, 3, np.random.default_rng(0), forget_bias=choice)
    b_f = network.cell.b[8:16]
    np.testing.assert_allclose(1 / (1 + np.exp(-b_f.astype(float))), share, atol=1e-6)


def test_chrono_spans_memories_up_to_the_longest():
    b = new_network("lstm", 3, 4000, 3, np.random.default_rng(0), forget_bias="chrono", longest=200).cell.b
    spans = np.exp(b[4000:8000])
    assert 1 <= spans.min() < 3
    assert 195 < spans.max() <= 199
    np.testing.assert_array_equal(b[:4000], -b[4000:8000])
    assert "chrono" in FORGET_BIASES


def test_the_same_seed_gives_the_same_training():
    first, second = ([step.loss for step in trainer(seed=5).steps(5)] for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("name", "reached"),
    [  # from w = 1 with g = 2, then g = −1, at rate 0.5, on paper
        ("sgd", [0.0, 0.5]),  # 1 − .5·2 = 0;  0 + .5
        ("momentum", [0.0, -0.4]),  # v = 2: 1 − 1 = 0;  v = 1.8 − 1 = .8: 0 − .4
        ("adagrad", [0.5, 0.5 + 0.5 / 5**0.5]),  # 2 / √4 = 1;  −1 / √5
        ("adam", [0.5, 0.5 - 0.5 * (0.08 / 0.19) / (0.004996 / 0.001999) ** 0.5]),  # m = .2, .08;  v = .004, .004996
    ],
)
def test_two_steps_by_hand(name: str, reached: list[float]):
    w = np.array([1.0])
    optimiser = OPTIMISERS[name](w)
    for gradient, expected in zip((2.0, -1.0), reached, strict=True):
        optimiser.step(w, np.array([gradient]), 0.5)
        assert w[0] == pytest.approx(expected, abs=1e-6)
