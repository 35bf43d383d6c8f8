"""lstm-tui models: which models there are, with their cards."""

from __future__ import annotations

import argparse
import textwrap

from lstm_tui.models import registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.visible import visible

DESCRIPTION = "List the models with their cards; with a name, that card in full."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("name", nargs="?", metavar="NAME")


def run(options: argparse.Namespace) -> None:
    """Print all cards, or the one asked for in full."""
    names = [options.name] if options.name else registry.names()
    print("\n\n".join(card_text(registry.load(name), full=options.name is not None) for name in names))


def card_text(bundle: ModelBundle, full: bool) -> str:
    """Return the card as lines of at most 100 columns; in full with the reasons of hand-set weights."""
    card = bundle.card
    reads = bundle.tokens.summary(bundle.network.output_size)
    lines = [f"{bundle.name}  ({bundle.title}, {reads})"]
    figure, *more = card.held_out.split("; ")
    entries = [
        ("what", card.what), ("data", card.data), ("how", card.how), ("seed", "" if card.seed is None else str(card.seed)),
        ("held out", figure), *(("", words) for words in more),
        ("unknown", f"a symbol that it does not know is fed as {card.unknown}" if bundle.tokens.symbols else ""),
        ("licence", card.licence), ("try", card.default_text),
    ]  # fmt: skip
    if full:
        entries += [("weights", reason) for reason in card.reasons]
    for name, words in entries:
        if words:
            lines += textwrap.wrap(f"{name:<9} {visible(words)}", 100, initial_indent="  ", subsequent_indent=" " * 12)
    return "\n".join(lines)
