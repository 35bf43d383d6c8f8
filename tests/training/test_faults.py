"""What a training must not do: forget what it carries, end in rubble, leave a process, judge on what it learned from."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.commands import train
from lstm_tui.core.initialise import new_network
from lstm_tui.core.loss import mean_loss
from lstm_tui.core.sampling import Sampling
from lstm_tui.core.training import Recipe, Trainer
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native, registry
from lstm_tui.session import Session
from lstm_tui.tasks.remembering import Latch
from lstm_tui.tasks.text import Text
from lstm_tui.training.workshop import Order, Workshop


def test_the_state_is_carried_from_piece_to_piece() -> None:
    """With weights that stand still the losses of the pieces are those of one run over the whole text."""
    recipe = Recipe(hidden=6, batch=1, timesteps=10, steps=4, rate=1e-30, optimiser="sgd", dtype="float64")
    task = Text("the cat sat on the mat. a dog ran off. " * 2, recipe)
    rng = np.random.default_rng(0)
    network = new_network("lstm", task.input_size, 6, task.output_size, rng, dtype="float64")
    network.cells[0].parameters["W_hh"][...] *= 4
    network.refresh()
    trainer = Trainer(network, task, recipe, rng)
    losses = [trainer.step().loss for _ in range(4)]
    whole = mean_loss(network, task.known[:40], task.known[1:41])
    assert np.mean(losses) == pytest.approx(whole, rel=1e-6)
    alone = mean_loss(network, task.known[10:20], task.known[11:21])
    assert losses[1] != pytest.approx(alone, rel=1e-4)


def test_where_the_loss_is_lost_the_last_good_weights_are_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = Trainer.step

    def breaks(self: Trainer) -> object:
        if self.number == 30:
            self.weights[:] = 7
            self._write_back()
            raise LstmTuiError("The loss is not finite.")
        return step(self)

    monkeypatch.setattr(Trainer, "step", breaks)
    out = tmp_path / "x.safetensors"
    parser = argparse.ArgumentParser()
    train.add_options(parser)
    options = parser.parse_args(["--task", "latch", "--steps", "40", "--out", str(out)])
    with pytest.raises(LstmTuiError, match="not finite"):
        train.run(options)
    bundle, paused = native.load_with_training(out)
    assert 0 < paused.checkpoint.numbers["number"] < 30
    assert not (bundle.network.W_hy == 7).any()


def test_the_judge_has_a_generator_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Workshop(Order("latch", Latch.recipe, seed=3), Latch())
    given: list[dict[str, object]] = []
    monkeypatch.setattr(Latch, "held_out", lambda self, network, rng: given.append(rng.bit_generator.state) or "")
    shop.held_out()
    trained = [np.random.default_rng(seed).bit_generator.state for seed in range(1000)]
    assert given[0] not in trained


def test_another_seed_writes_another_text() -> None:
    def written(seed: int) -> str:
        session = Session.open(registry.load(), "To be")
        for _ in range(12):
            session, _ = session.write(Sampling(), seed)
        return session.run.text

    assert written(1) == written(1) != written(2)
