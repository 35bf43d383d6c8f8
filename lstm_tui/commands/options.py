"""Options that several commands share, and the wish that they make."""

from __future__ import annotations

import argparse

from lstm_tui.errors import LstmTuiError
from lstm_tui.wish import MOST_BESIDE, Wish


def add_text(parser: argparse.ArgumentParser) -> None:
    """Add what says which text is read."""
    parser.add_argument("text", nargs="?", metavar="TEXT", help="what to read; - for standard input")
    parser.add_argument("--file", metavar="PATH", help="read the text from a file (UTF-8)")


def add_model(parser: argparse.ArgumentParser) -> None:
    """Add what says which model reads."""
    parser.add_argument(
        "--model", metavar="M", help="a model's name, or the path of its file; NAME~NOG is without its output gate"
    )


def add_place(parser: argparse.ArgumentParser) -> None:
    """Add what says which model reads, and where to stand."""
    add_model(parser)
    parser.add_argument("--timestep", type=int, metavar="N", help="the timestep, from 1")
    parser.add_argument("--phase", metavar="P", help="the phase, such as forget-gate or cell")
    parser.add_argument("--unit", type=int, metavar="J", help="the unit, from 0")
    add_layer(parser)
    add_moment(parser)


def add_layer(parser: argparse.ArgumentParser) -> None:
    """Add what says which layer is looked at."""
    parser.add_argument("--layer", type=int, metavar="L", help="the layer, from 1")


def add_moment(parser: argparse.ArgumentParser) -> None:
    """Add what says which moment of the model's training."""
    parser.add_argument("--moment", type=int, metavar="K", help="the moment of the model's training, from 1")


def add_run(parser: argparse.ArgumentParser) -> None:
    """Add what says which run, and which layer of it, is looked at as a whole."""
    add_text(parser)
    add_model(parser)
    add_operations(parser)
    add_layer(parser)
    add_moment(parser)


def add_operations(parser: argparse.ArgumentParser) -> None:
    """Add what is done to the run by hand."""
    parser.add_argument(
        "--operate", action="append", metavar="OP", default=[],
        help="do something to the run, such as 'f[20]@5:9=0', 'ablate 12', 'tear c@7', 'bias f=3'; may be given again",
    )  # fmt: skip


def add_beside(parser: argparse.ArgumentParser) -> None:
    """Add what says which models read the text beside the first."""
    parser.add_argument(
        "--beside", action="append", metavar="M", default=[],
        help="another model on the same text and cursor, or M@K for a moment of its training; may be given twice",
    )  # fmt: skip


def wish_from(options: argparse.Namespace) -> Wish:
    """Return what was asked for."""
    given = vars(options)
    names = ("text", "file", "model", "timestep", "layer", "phase", "moment", "unit")
    operations = tuple(
        text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for text in given.get("operate", ())
    )
    beside = tuple(given.get("beside", ()))
    if len(beside) > MOST_BESIDE:
        raise LstmTuiError(f"{len(beside)} models were given beside the first; at most {MOST_BESIDE} fit.")
    return Wish(**{name: given.get(name) for name in names}, operations=operations, beside=beside)
