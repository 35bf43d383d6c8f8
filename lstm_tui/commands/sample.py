"""lstm-tui sample: a model writes on from a text."""

from __future__ import annotations

import argparse

import numpy as np

from lstm_tui.commands.text_input import read_text
from lstm_tui.core.sampling import Sampling
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import registry
from lstm_tui.run import FALLBACK_TEXT
from lstm_tui.training.workshop import written
from lstm_tui.visible import quoted, visible

LONGEST = 1_000_000


def run(options: argparse.Namespace) -> None:
    """Print the text and what is written on, or a line for each choice."""
    if not 0 <= options.length <= LONGEST:
        raise LstmTuiError(f"--length {options.length} is not in 0..{LONGEST:,}.")
    sampling = Sampling(options.temperature, options.top_k, options.top_p)
    bundle = registry.load(options.model or registry.DEFAULT)
    if bundle.network.output != "softmax" or not isinstance(bundle.vocabulary, Vocabulary):
        raise LstmTuiError(
            f"'{bundle.name}' does not choose one symbol of many: it cannot write.",
            "Use a model that predicts the next symbol.",
        )
    text = read_text(options) or bundle.card.default_text or FALLBACK_TEXT
    rng = np.random.default_rng(options.seed)
    choices = written(bundle.network, bundle.vocabulary, text, options.length, sampling, rng)
    if options.show:
        for symbol, p in choices:
            print(f"{quoted(symbol):<6} {p * 100:6.2f} %")
        return
    print(_lines(text), end="", flush=True)
    for symbol, _ in choices:
        print(_lines(symbol), end="", flush=True)
    print()


def _lines(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n"))
