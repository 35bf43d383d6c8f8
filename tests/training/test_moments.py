"""Moments of a training are measured, each on the same sample; what was saved on the way leaves no trace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.cli import main
from lstm_tui.core.activations import softmax
from lstm_tui.core.batch import Batch
from lstm_tui.core.cells import CELLS
from lstm_tui.core.measuring import covering, measured
from lstm_tui.core.network import Network
from lstm_tui.core.training import Recipe
from lstm_tui.models import native, registry
from lstm_tui.tasks.base import Task
from lstm_tui.tasks.numbers import Adding, Series
from lstm_tui.tasks.remembering import Latch
from lstm_tui.tasks.text import Text
from lstm_tui.training.workshop import Order, Workshop

TEXT = "the cat sat on the mat. a dog ran off. " * 30
SMALL = Recipe(hidden=5, batch=3, timesteps=11, steps=60, rate=0.02, schedule="one-cycle")


def tasks() -> list[tuple[str, Recipe, Task]]:
    return [
        ("text", SMALL, Text(TEXT, SMALL)),
        ("latch", replace(Latch.recipe, steps=60), Latch()),
        ("csv", SMALL, Series(np.sin(np.arange(300) / 3), SMALL)),
    ]


@pytest.mark.parametrize("number", range(3), ids=["text", "task", "series"])
def test_saves_and_interrupts_change_no_byte(number: int, tmp_path: Path) -> None:
    name, recipe, task = tasks()[number]
    order = Order(name, recipe, seed=3)
    never = Workshop(order, task)
    for _ in never.steps():
        pass
    never.save(tmp_path / "never.safetensors")

    often = Workshop(order, tasks()[number][2])
    for step in often.steps():
        if step.number % 7 == 3:
            often.save(tmp_path / "often.safetensors", judged=False)
    often.save(tmp_path / "often.safetensors")

    path = tmp_path / "parts.safetensors"
    for stop in (1, 13, 48, 60):
        shop = Workshop.resume(path, tasks()[number][2]) if path.exists() else Workshop(order, tasks()[number][2])
        for step in shop.steps():
            if step.number == stop:
                break
        shop.save(path, judged=stop == 60)
    assert (tmp_path / "often.safetensors").read_bytes() == (tmp_path / "never.safetensors").read_bytes()
    assert path.read_bytes() == (tmp_path / "never.safetensors").read_bytes()


def test_the_same_command_makes_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.txt").write_text(TEXT)
    words = ["--text", str(tmp_path / "t.txt"), "--hidden", "5", "--batch", "3", "--timesteps", "11", "--steps", "20"]
    assert main(["train", *words, "--out", str(tmp_path / "a.safetensors")]) == 0
    monkeypatch.setattr("lstm_tui.training.saving.SECONDS", 0.0)  # after every update
    assert main(["train", *words, "--out", str(tmp_path / "b.safetensors")]) == 0
    assert (tmp_path / "a.safetensors").read_bytes() == (tmp_path / "b.safetensors").read_bytes()


def test_every_moment_has_its_own_loss_on_the_same_sample(tmp_path: Path) -> None:
    """Recomputed from the file with the trace, timestep by timestep: −ln p of what came, update 0 included."""
    task = Text(TEXT, SMALL)
    shop = Workshop(Order("text", SMALL), task)
    for step in shop.steps():
        if step.number == 30:
            break
    shop.save(tmp_path / "x.safetensors", judged=False)
    bundle = native.load(tmp_path / "x.safetensors")
    assert [moment.step for moment in bundle.snapshots] == [0, 1, 2, 5, 12, 24, 30]
    sample = task.measured_on(np.random.default_rng(0))
    for number, moment in enumerate(bundle.snapshots):
        network, losses = bundle.at_snapshot(number).network, []
        for b in range(sample.inputs.shape[1]):
            logits = network.forward(sample.inputs[:, b]).column("logits").astype(float)
            p = softmax(logits)[np.arange(len(logits)), sample.targets[:, b]]
            losses += (-np.log(p)).tolist()
        assert moment.loss == pytest.approx(np.mean(losses), rel=1e-5)
    assert len({moment.loss for moment in bundle.snapshots}) == 7
    assert "not judged: saved after update 30 of 60" in bundle.card.held_out


def test_the_sample_of_a_text_is_of_its_validation() -> None:
    text = "a" * 800 + "b" * 100 + "c" * 100
    task = Text(text, SMALL)
    sample = task.measured_on(np.random.default_rng(0))
    assert {task.tokens.symbols[k] for k in np.unique(sample.inputs)} == {"b"}
    assert {task.tokens.symbols[k] for k in task.test} == {"c"}


def test_the_sample_is_the_same_whatever_the_seed() -> None:
    first, second = (Workshop(Order("latch", Latch.recipe, seed), Latch()) for seed in (1, 2))
    np.testing.assert_array_equal(first._sample.inputs, second._sample.inputs)


def test_the_scale_covers_the_note_and_half_of_it_does_not(tmp_path: Path) -> None:
    shop = Workshop(Order("adding", replace(Adding.recipe, steps=3, batch=4)), Adding())
    bundle = shop.save(tmp_path / "x.safetensors")
    again = native.load(tmp_path / "x.safetensors")
    sample = Adding().measured_on(np.random.default_rng(10**6))
    highest = 0.0
    for b in range(sample.inputs.shape[2]):
        length = int(sample.weights[:, b].argmax()) + 1
        c = bundle.network.forward(sample.inputs[:length, :, b]).column("c")
        highest = max(highest, float(np.abs(c).max()))
    assert again.scale == bundle.scale
    assert again.scale / 2 < highest <= again.scale


def test_what_stands_behind_a_sequence_is_not_measured() -> None:
    """c_t = c + σ(0) tanh(1) for ever, but the sequence asked for has two timesteps: |c| = 2 · ½ tanh 1 = .76, scale 1."""
    weights = {"W_ih": np.zeros((4, 1)), "W_hh": np.zeros((4, 1)), "b": np.array([0.0, 100, 1, 0])}
    network = Network([CELLS["lstm"].from_weights(weights)], np.zeros((1, 1)), None, "linear")
    wanted, asked = np.zeros((9, 1, 1)), np.zeros((9, 1))
    asked[1] = 1
    assert measured(network, Batch(wanted, wanted, asked)).scale == 1
    asked[8] = 1  # 9 · .381 = 3.4
    assert measured(network, Batch(wanted, wanted, asked)).scale == 4


def test_measured_in_parts_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Workshop(Order("adding", Adding.recipe), Adding(30))
    whole = shop.measured()
    monkeypatch.setattr("lstm_tui.core.measuring.MOST_NUMBERS", 10_000)
    parts = shop.measured()
    assert parts.loss == pytest.approx(whole.loss, rel=1e-6)
    assert parts.scale == whole.scale


@pytest.mark.parametrize(
    ("reach", "scale"),
    [
        (0.0, 1),
        (1.0, 1),
        (1.01, 2),
        (2.0, 2),
        (0.3, 0.5),
        (5.0, 8),
        (float("nan"), 1),
        (np.inf, 1),
        (1.7e308, 2.0**1023),
    ],
)
def test_a_scale_is_a_power_of_two(reach: float, scale: float) -> None:
    assert covering(reach) == scale


@pytest.mark.parametrize("scale", ['"4"', "-1", "0", "NaN", "true", "[]", "Infinity"])
def test_a_damaged_scale_is_refused_and_none_is_none(scale: str, tmp_path: Path) -> None:
    path = tmp_path / "x.safetensors"
    native.save(replace(registry.load("latch"), scale=None), path)
    assert native.load(path).scale is None
    content = path.read_bytes()
    known = b'\\"scale\\": null'
    assert content.count(known) == 1
    damaged = f'\\"scale\\":{scale}'.replace('"4"', '\\"4\\"').encode()
    path.write_bytes(content.replace(known, damaged.ljust(len(known))))
    with pytest.raises(native.LstmTuiError):
        native.load(path)


def test_a_training_that_another_edition_began_does_not_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.safetensors"
    bundle = Workshop(Order("latch", Latch.recipe), Latch()).save(path)
    _, paused = native.load_with_training(path)
    assert paused is not None
    native.save(bundle, path, replace(paused, edition=1))
    before = path.read_bytes()
    assert main(["train", "--resume", str(path)]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert "another release" in said
    assert path.read_bytes() == before
    assert main(["trace", "1..", "--model", str(path), "--timestep", "1"]) == 0
