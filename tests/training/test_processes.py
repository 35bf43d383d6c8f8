"""A batch in parts: whoever computes them, the bits are the same; and what becomes of it when a process dies."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.cli import main
from lstm_tui.core.backward import Gradient
from lstm_tui.core.batch import Batch, BatchRun
from lstm_tui.core.cells import CELLS
from lstm_tui.core.initialise import new_network
from lstm_tui.core.training import Recipe
from lstm_tui.errors import LstmTuiError
from lstm_tui.tasks.text import Text
from lstm_tui.training.processes import Part, Team, Worker
from lstm_tui.training.workshop import Order, Workshop

TEXT = "the cat sat on the mat. a dog ran off. " * 30
RECIPE = Recipe(hidden=5, batch=5, timesteps=11, steps=30, rate=0.02, processes=2)


def shop() -> Workshop:
    return Workshop(Order("text", RECIPE), Text(TEXT, RECIPE))


def alone(made: Workshop) -> Workshop:
    """The same parts, computed here one after another."""
    team = made.trainer._new_run.__self__  # type: ignore[attr-defined]
    team._parts = [Part(made.network) for _ in range(RECIPE.processes)]
    return made


@pytest.mark.parametrize("kind", list(CELLS))
@pytest.mark.parametrize("parts", [1, 2, 3, 9])
def test_parts_add_up_to_the_whole(kind: str, parts: int) -> None:
    """Loss, gradient, state after, |dL/dh|; sequences that do not count, and a state carried in."""
    rng = np.random.default_rng(1)
    network = new_network(kind, 4, 6, 3, rng, layers=2, dtype="float64")
    weights = (rng.random((7, 5)) < 0.6).astype(float)
    weights[:, 1] = 0
    batch = Batch(rng.integers(-1, 4, (7, 5)), rng.integers(0, 3, (7, 5)), weights)
    state = [{name: rng.normal(size=(6, 5)) for name in cell.state_names} for cell in network.cells]
    team = Team(parts)
    team._parts = [Part(network) for _ in range(parts)]
    found = []
    for run in (BatchRun(network, 7, 5), team.run(network, 7, 5)):
        run.start(state)
        run.forward(batch)
        loss, gradient = run.loss(batch), Gradient(network)
        run.backward(batch, gradient)
        after = np.concatenate([values for layer in run.state() for values in layer.values()])
        found.append((np.array(loss), gradient.flat, after, run.gradient_norms()))
    for whole, parted in zip(*found, strict=True):
        np.testing.assert_allclose(parted, whole, rtol=0, atol=1e-13)


def test_processes_give_the_bits_that_one_process_gives_and_go_on_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")  # then one part is computed here, the other in a process
    made, here = shop(), alone(shop())
    losses = [step.loss for step in made.trainer.steps(9)]
    assert losses == [step.loss for step in here.trainer.steps(9)]
    np.testing.assert_array_equal(made.trainer.weights, here.trainer.weights)
    assert made.order.recipe.processes == 2
    made.save(tmp_path / "half.safetensors", judged=False)
    again = alone(Workshop.resume(tmp_path / "half.safetensors", Text(TEXT, RECIPE)))
    assert again.order.recipe == RECIPE
    assert [step.loss for step in again.trainer.steps(5)] == [step.loss for step in made.trainer.steps(5)]
    np.testing.assert_array_equal(made.trainer.weights, again.trainer.weights)

    made.trainer.weights[:] = 3e38
    made.trainer._write_back()
    with pytest.raises(LstmTuiError, match=r"begins in \w+ of layer 1 at timestep 1"):
        made.trainer.step()


def test_a_process_that_dies_is_said_in_one_line_and_none_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    made = shop()
    made.trainer.step()
    workers = made.trainer._new_run.__self__._parts  # type: ignore[attr-defined]
    assert all(isinstance(worker, Worker) for worker in workers)
    first, second = (worker.process for worker in workers)
    os.kill(first.pid, signal.SIGKILL)
    first.join(20)
    with pytest.raises(LstmTuiError, match="ended without a word"):
        made.trainer.step()
    workers[1].close()
    second.join(20)
    assert second.exitcode == 0


@pytest.mark.parametrize("count", ["0", "65"])
def test_a_number_of_processes_that_makes_no_sense_is_refused(count: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--task", "latch", "--processes", count]) == 2
    assert f"--processes {count}" in capsys.readouterr().err
