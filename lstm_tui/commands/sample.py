"""lstm-tui sample: a model writes on from a text."""

from __future__ import annotations

import argparse

from lstm_tui.commands.options import add_model, add_text, wish_from
from lstm_tui.errors import LstmTuiError

DESCRIPTION = "Let a model write on from a text; the same seed writes the same."
LONGEST = 1_000_000


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_text(parser)
    add_model(parser)
    for name, kind, default, letter, words in (
        ("--length", int, 100, "N", "symbols to write (default 100)"),
        ("--temperature", float, 1.0, "T", "0: always the likeliest (default 1)"),
        ("--top-k", int, 0, "K", "only the K likeliest"),
        ("--top-p", float, 1.0, "P", "only the likeliest that reach P together, of what --top-k leaves"),
        ("--seed", int, 1, "S", "of every choice (default 1)"),
    ):  # fmt: skip
        parser.add_argument(name, type=kind, default=default, metavar=letter, help=words)
    parser.add_argument("--show", action="store_true", help="a line for each choice, with its probability")


def run(options: argparse.Namespace) -> None:
    """Print the text and what is written on, or a line for each choice."""
    import numpy as np

    from lstm_tui.core.sampling import Sampling
    from lstm_tui.core.writing import written
    from lstm_tui.models import registry
    from lstm_tui.run import opening_text
    from lstm_tui.visible import quoted, visible
    from lstm_tui.wish import read_text

    if not 0 <= options.length <= LONGEST:
        raise LstmTuiError(f"--length {options.length} is not in 0..{LONGEST:,}.")
    if options.seed < 0:
        raise LstmTuiError(f"--seed {options.seed} is below 0.", "Any whole number from 0 is one.")
    sampling = Sampling(options.temperature, options.top_k, options.top_p)
    bundle = registry.load(options.model or registry.DEFAULT)
    bundle.check_writes()
    text = read_text(wish_from(options)) or opening_text(bundle)
    rng = np.random.default_rng(options.seed)
    choices = written(bundle.network, bundle.tokens, text, options.length, sampling, rng)
    if options.show:
        for symbol, p in choices:
            print(f"{quoted(symbol):<6} {p * 100:6.2f} %")
        return

    def lines(part: str) -> str:
        return "\n".join(visible(line) for line in part.split("\n"))

    print(lines(text), end="", flush=True)
    for symbol, _ in choices:
        print(lines(symbol), end="", flush=True)
    print()
