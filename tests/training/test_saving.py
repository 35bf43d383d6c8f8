"""A training saves itself: a kill, whenever it comes, costs at most 30 s or 5 % of the work."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from lstm_tui.cli import main
from lstm_tui.models import native
from lstm_tui.tasks.remembering import Latch
from lstm_tui.training.saving import Saver
from lstm_tui.training.workshop import Order, Workshop


class Clock:
    """Time that passes with every update, and with every save."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: float, save: float) -> list[tuple[float, float]]:
    """Train 200 updates; return after each what a kill would cost: seconds, and the share of all updates."""
    clock, path = Clock(), tmp_path / "x.safetensors"
    shop = Workshop(Order("latch", replace(Latch.recipe, steps=200)), Latch())
    saver, costs, at = Saver(shop, path, clock), [], (0, 0.0)

    def saved(self: Workshop, path: Path, final: bool = False, judged: bool = True) -> None:
        clock.now += save
        assert not judged
        saves.append((self.trainer.number, clock.now - save))

    saves: list[tuple[int, float]] = []
    monkeypatch.setattr(Workshop, "save", saved)
    for step in shop.steps():
        clock.now += update
        costs.append((clock.now - at[1], (step.number - at[0]) / 200))
        saver.look()
        if saves:
            at = saves[-1]
    return costs


@pytest.mark.parametrize(("update", "save"), [(0.001, 0.0), (0.1, 0.01), (1.0, 0.1), (4.0, 0.5), (20.0, 1.0)])
def test_a_kill_costs_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: float, save: float) -> None:
    for seconds, share in lost(tmp_path, monkeypatch, update, save):
        assert seconds <= 30 + update or share <= 0.05
        assert seconds <= 30 + update, "however many updates that are"
        assert share <= 0.05 or save > 0, "where saving costs nothing"


def test_saves_take_no_more_than_a_small_part_of_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Updates of a millisecond, saves of ten: 200 updates leave time for one or two, not for 25."""
    costs = lost(tmp_path, monkeypatch, 0.001, 0.01)
    assert sum(after < before for (before, _), (after, _) in itertools.pairwise(costs)) <= 2


def test_a_task_that_was_killed_goes_on_where_it_was_saved(tmp_path: Path) -> None:
    words = ["train", "--task", "latch", "--steps", "1500", "--out"]
    whole, parts = tmp_path / "whole.safetensors", tmp_path / "parts.safetensors"
    process = subprocess.Popen([sys.executable, "-m", "lstm_tui", *words, str(parts)], stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while not parts.exists() and time.monotonic() < until:
        time.sleep(0.005)
    process.kill()
    process.wait()
    _, paused = native.load_with_training(parts)
    assert paused is not None
    assert paused.checkpoint.numbers["number"] >= 0.04 * 1500
    assert main(["train", "--resume", str(parts)]) == 0
    assert main([*words, str(whole)]) == 0
    assert parts.read_bytes() == whole.read_bytes()
