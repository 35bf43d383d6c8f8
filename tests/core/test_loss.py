"""What a loss is called: bits stand beside nats, and beside nothing else."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from lstm_tui.commands import train
from lstm_tui.core.activations import SQUASH
from lstm_tui.core.loss import MEASURES
from lstm_tui.panels.course import Course
from lstm_tui.panels.training_loss import draw_loss
from lstm_tui.tasks.numbers import Adding, Series
from lstm_tui.tasks.reber import EmbeddedReber
from lstm_tui.training.loop import train as loop
from lstm_tui.training.workshop import Order, Workshop


def test_every_output_has_its_measure() -> None:
    assert MEASURES.keys() == SQUASH.keys()


def test_a_coin_is_one_bit() -> None:
    assert MEASURES["softmax"].said(math.log(2)) == "0.6931 nats (1.000 bits)"
    assert MEASURES["sigmoid"].said(2 * math.log(2)) == "1.3863 nats (2.000 bits)"


@pytest.mark.parametrize("task", [Adding(), EmbeddedReber()], ids=["numbers", "symbols"])
def test_a_training_over_numbers_has_no_bits_in_the_command_and_on_the_screen(task: Adding | EmbeddedReber) -> None:
    recipe = replace(task.recipe, steps=1, batch=2)
    progress = next(iter(loop(Workshop(Order(task.name, recipe), task))))
    said = train._line(progress, task.output)
    drawn = draw_loss(Course("x", 1, measure=MEASURES[task.output]), 60, 8).text()
    numbers = task.output == Series.output
    for words in (said, drawn):
        assert ("½ squared error" in words) == numbers
        assert ("nats" in words) != numbers
    assert ("bits" in said) != numbers
