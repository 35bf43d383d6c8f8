"""Models for tests of panels: the bundled ones, one of two layers, and a kind of cell that the package does not know."""

from __future__ import annotations

import numpy as np

from lstm_tui.core.cells import LSTM
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.models import registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card

TEXTS = {
    "counter": "aaabbb.",
    "shakespeare": "To be, or not to be",
    "shakespeare-rnn": "To be, or not to be",
    "shakespeare-gru": "To be, or not to be",
    "two": "abcabcabca",
}


def two_layers() -> ModelBundle:
    """Five units under three."""
    random = np.random.default_rng(0)
    cells = [LSTM(random.normal(size=(20, 3)), random.normal(size=(20, 5))),
             LSTM(random.normal(size=(12, 5)), random.normal(size=(12, 3)))]  # fmt: skip
    return ModelBundle("two", Network(cells, random.normal(size=(3, 3))), Vocabulary("abc"), Card("two layers"))


def model(name: str) -> ModelBundle:
    """Return a bundled model, or "two"."""
    return two_layers() if name == "two" else registry.load(name)


def text_for(bundle: ModelBundle) -> str:
    """Return what it reads in tests."""
    return TEXTS.get(bundle.name) or bundle.card.default_text
