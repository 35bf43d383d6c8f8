"""The scales of unbounded numbers: powers of two that cover a model's own text, the same wherever the model is read."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.models import native, registry, scales
from lstm_tui.session import Session


@pytest.mark.parametrize("name", ["counter", "shakespeare", "reber", "adding"])
def test_a_scale_covers_what_the_model_does_on_its_own_text_and_not_twice_as_much(name: str) -> None:
    bundle = registry.load(name)
    note = np.abs(Session.open(bundle, bundle.card.default_text).run.trace.column("c"))
    scale = bundle.scales["c"]
    assert math.log2(scale).is_integer()
    assert (note <= scale).mean() >= 0.99
    assert (note <= scale / 2).mean() < 0.99


def test_scales_are_the_same_from_every_file_and_hold_still_while_the_model_was_learning(tmp_path: Path) -> None:
    bundle = registry.load("reber")
    native.save(bundle, tmp_path / "a.safetensors")
    kept = native.load(tmp_path / "a.safetensors")
    early = kept.at_snapshot(0)
    assert early.scales == kept.scales == bundle.scales
    assert early.scales != scales.measured(early.network, kept.tokens, kept.card.default_text)


def test_where_there_is_nothing_to_read_the_scale_is_the_one_of_the_file() -> None:
    bundle = registry.load("adding")
    assert replace(bundle, card=replace(bundle.card, default_text=""), scale=32.0).scales == {"c": 32.0}
