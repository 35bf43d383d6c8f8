"""What a training leaves: a model that stays what it was, a card that tells the truth, a length that was meant."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.cli import main
from lstm_tui.core.initialise import bias_choice, new_network
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native
from lstm_tui.tasks.counting import AnBn
from lstm_tui.tasks.numbers import Adding
from lstm_tui.tasks.remembering import Latch
from lstm_tui.tasks.text import Text
from lstm_tui.training.workshop import Order, Workshop


def workshop(**recipe: object) -> Workshop:
    return Workshop(Order("latch", replace(Latch.recipe, **{"steps": 40, **recipe})), Latch())


def run(shop: Workshop, updates: int) -> None:
    for _ in range(updates):
        shop.trainer.step()


def test_a_bundle_does_not_change_while_the_training_goes_on() -> None:
    shop = workshop()
    run(shop, 3)
    bundle = shop.bundle("x")
    text = bundle.tokens.encode("1..?")
    before = bundle.network.forward(text).column("probs").copy()
    moments = [moment.weights.copy() for moment in bundle.snapshots]
    run(shop, 5)
    np.testing.assert_array_equal(bundle.network.forward(text).column("probs"), before)
    for moment, weights in zip(bundle.snapshots, moments, strict=True):
        np.testing.assert_array_equal(moment.weights, weights)


def test_a_rate_changed_on_the_way_is_told_by_the_card_and_kept(tmp_path: Path) -> None:
    shop = workshop(rate=0.03)
    run(shop, 3)
    shop.trainer.set_rate(0.0078125)
    run(shop, 3)
    card = shop.save(tmp_path / "x.safetensors").card
    assert "rate 0.0078125" in card.how
    assert "0.03" not in card.how
    assert Workshop.resume(tmp_path / "x.safetensors").trainer.recipe.rate == 0.0078125


def test_saving_on_the_way_leaves_no_moment_behind(tmp_path: Path) -> None:
    saved, unsaved = workshop(), workshop()
    for number, (one, _) in enumerate(zip(saved.steps(), unsaved.steps(), strict=True)):
        if number % 7 == 3:
            saved.save(tmp_path / "x.safetensors")
        assert one.number == number + 1
    assert [moment.step for moment in saved.snapshots] == [moment.step for moment in unsaved.snapshots]
    again = Workshop.resume(tmp_path / "x.safetensors")
    assert {moment.step for moment in again.snapshots} <= set(again.milestones)


def test_resuming_keeps_the_moments_so_far(tmp_path: Path) -> None:
    shop = workshop()
    for step in shop.steps():
        if step.number == 20:
            break
    shop.save(tmp_path / "x.safetensors")
    again = Workshop.resume(tmp_path / "x.safetensors")
    assert [moment.step for moment in again.snapshots] == [moment.step for moment in shop.snapshots]
    assert len(again.snapshots) > 3


@pytest.mark.parametrize(("T", "longest"), [(100, 100), (12, 12)])
def test_chrono_reaches_as_far_as_the_task(T: int, longest: int) -> None:
    task = Adding(T)
    assert task.longest == longest
    shop = Workshop(Order("adding", replace(Adding.recipe, hidden=400, steps=1, batch=1)), task)
    b = shop.network.cells[0].parameters["b"]
    forget, gates = b[400:800], b[:400]
    assert 1 <= np.exp(forget.max()) <= longest - 1
    assert np.exp(forget.max()) > 0.9 * (longest - 1)
    np.testing.assert_array_equal(gates, -forget)


def test_chrono_takes_the_window_or_a_number() -> None:
    text = Text("ab" * 500, replace(Text.recipe, batch=2, timesteps=30))
    assert text.longest == 30
    assert bias_choice("chrono", 30) == ("chrono", 30)
    assert bias_choice("chrono:250", 30) == ("chrono", 250)
    network = new_network("lstm", 2, 500, 2, np.random.default_rng(0), forget_bias="chrono:250", longest=30)
    assert 200 < np.exp(network.cells[0].parameters["b"][500:1000].max()) <= 249
    for wrong in ("chrono:", "chrono:x", "chrono:-4", "1:3", "often"):
        with pytest.raises(LstmTuiError, match="no forget bias"):
            bias_choice(wrong, 30)


def test_fresh_weights_are_uniform_within_one_over_root_h() -> None:
    network = new_network("lstm", 50, 25, 30, np.random.default_rng(0), forget_bias="0")
    for name, array in network.parameters.items():
        if name.endswith(".b"):
            array = np.delete(array, slice(25, 50))  # the forget gate's, which is chosen
        assert np.abs(array).max() <= 0.2
        assert np.abs(array).max() > 0.18
        assert abs(array.mean()) < 0.06
        assert array.std() == pytest.approx(0.2 / np.sqrt(3), rel=0.2)


def test_what_judges_is_drawn_from_other_seeds_than_the_training(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = workshop()
    drawn: list[str] = []
    text = Latch.text

    def noted(self: Latch, rng: np.random.Generator) -> str:
        drawn.append(text(self, rng))
        return drawn[-1]

    monkeypatch.setattr(Latch, "text", noted)
    run(shop, 32)
    trained, drawn[:] = list(drawn), []
    shop.held_out()
    assert drawn[:50] != trained[:50]
    assert shop.held_out() == shop.held_out()


def test_a_task_says_what_it_is() -> None:
    assert AnBn().truth_of("SaabbT") == ("0", "1", "2", "1", "0", "0")
    assert Adding().truth_of("0.5,-1 0.25,1 0.5,1 0,-1") == ("+0.00", "+0.25", "+0.75", "+0.75")
    assert Text("abcabc" * 900).truth_of("abc") is None


def test_old_recipes_with_more_fields_still_open(tmp_path: Path) -> None:
    shop = workshop()
    run(shop, 2)
    bundle = shop.save(tmp_path / "x.safetensors")
    _, paused = native.load_with_training(tmp_path / "x.safetensors")
    paused.about["recipe"]["clip_value"] = None
    native.save(bundle, tmp_path / "old.safetensors", paused)
    assert Workshop.resume(tmp_path / "old.safetensors").trainer.number == 2


@pytest.mark.parametrize(
    "recipe", [{"layers": 65}, {"rate": float("nan")}, {"rate": -3.0}, {"steps": -5}, {"hidden": 0}], ids=str
)
def test_a_recipe_that_cannot_be_followed_is_refused_at_the_start(recipe: dict[str, float]) -> None:
    with pytest.raises(LstmTuiError):
        workshop(**recipe)


@pytest.mark.parametrize("words", [["--rate", "-3"], ["--rate", "nan"], ["--steps", "-5"]])
def test_going_on_in_a_way_that_cannot_be_changes_nothing(tmp_path: Path, words: list[str]) -> None:
    path = tmp_path / "x.safetensors"
    shop = workshop()
    run(shop, 2)
    shop.save(path)
    before = path.read_bytes()
    assert main(["train", "--resume", str(path), *words]) == 2
    assert path.read_bytes() == before
    assert main(["train", "--task", "latch", "--seed", "-1", "--out", str(path)]) == 2


def test_a_cell_without_a_forget_gate_has_no_forget_bias() -> None:
    assert "forget bias 1" in workshop(forget_bias="1").bundle("x").card.how
    assert "forget bias" not in workshop(cell="rnn").bundle("x").card.how


@pytest.mark.parametrize("moments", [2, 4, 8])
def test_fewer_moments_may_be_kept_the_first_and_the_last_always(moments: int, tmp_path: Path) -> None:
    recipe = replace(Latch.recipe, steps=100, hidden=2)
    shop = Workshop(Order("latch", recipe, moments=moments), Latch())
    for _ in shop.steps():
        pass
    kept = [moment.step for moment in shop.bundle("short", judged=False).snapshots]
    assert len(kept) == moments
    assert (kept[0], kept[-1]) == (0, 100)
    shop.save(tmp_path / "short.safetensors", judged=False)
    assert Workshop.resume(tmp_path / "short.safetensors").order.moments == moments


@pytest.mark.parametrize("moments", [1, 9])
def test_no_other_number_of_moments_is_taken(moments: int) -> None:
    with pytest.raises(LstmTuiError, match="--moments"):
        Workshop(Order("latch", Latch.recipe, moments=moments), Latch())
