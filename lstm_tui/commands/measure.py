"""lstm-tui measure: what counts, by the loss of a text when something is taken away."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeVar

from lstm_tui.commands.options import add_model, add_text, wish_from
from lstm_tui.commands.watched import watched

if TYPE_CHECKING:
    from lstm_tui.measuring import Row
    from lstm_tui.reaching import Reach
    from lstm_tui.run import Run

DESCRIPTION = (
    "Measure how much the loss of a text rises when each unit is silenced, each gate held, or the note torn off."
)
LONGEST = 100_000  # symbols
Measured = TypeVar("Measured", "Row", "Reach")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "what", choices=("silence", "mean", "memory"),
        help="silence: each unit; mean: each gate held at its mean; memory: the note torn off so many symbols ago",
    )  # fmt: skip
    add_text(parser)
    add_model(parser)
    parser.add_argument("--layer", type=int, default=1, metavar="L", help="the layer, from 1")
    parser.add_argument(
        "--most", type=int, default=20, metavar="N", help="rows to print, the largest rises first (default 20)"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> None:
    """Measure, with a bar; what was measured before Ctrl+C is printed."""
    from lstm_tui.errors import LstmTuiError
    from lstm_tui.measuring import at_means_in_steps, silencing_in_steps
    from lstm_tui.opening import open_session
    from lstm_tui.reaching import reaches_in_steps

    session = open_session(wish_from(options))
    run = session.run
    if len(run) > LONGEST:
        raise LstmTuiError(f"The text has {len(run):,} symbols; at most {LONGEST:,} are measured.", "Cut it.")
    if not 1 <= options.layer <= run.layers:
        raise LstmTuiError(f"There is no layer {options.layer}.", f"This model has {run.layers}.")
    if options.what == "memory":
        _memory(run, [one for one in _watched(reaches_in_steps(run)) if one.loss == one.loss], options)
    else:
        measure = silencing_in_steps if options.what == "silence" else at_means_in_steps
        _rows(run, [row for row in _watched(measure(run, options.layer - 1)) if row.loss == row.loss], options)


def _watched(rows: Iterator[Measured]) -> Iterator[Measured]:
    """Yield rows while a bar shows how far they are; Ctrl+C ends them where one sees it."""
    try:
        yield from watched((row.share, "measuring", row) for row in rows)
    except KeyboardInterrupt:
        if not sys.stderr.isatty():
            raise


def _rows(run: Run, rows: list[Row], options: argparse.Namespace) -> None:
    from lstm_tui.explain.measured import rise_as_printed
    from lstm_tui.family import FAMILIES
    from lstm_tui.family.operated import in_words
    from lstm_tui.operations.grammar import spelled

    if not rows:
        return
    free, measured = rows[0].loss, [row for row in rows if row.operation is not None]
    measured.sort(key=lambda row: -row.rise)
    if options.format == "json":
        print(json.dumps({
            "model": run.bundle.name, "loss": free,
            "rows": [{"operation": spelled(row.operation), "loss": row.loss, "rise": row.rise}
                     for row in measured if row.operation is not None],
        }))  # fmt: skip
        return
    print(f"{run.bundle.name}: {free:.4f} nats a symbol with nothing done, {len(run):,} symbols")
    family = FAMILIES[run.bundle.network.cell.kind]
    for row in measured[: options.most]:
        if row.operation is not None:
            words = in_words(row.operation, family, run.layers).partition(":")[0]
            print(f"  {row.loss:8.4f}  {rise_as_printed(row, free):>9}   {spelled(row.operation):<14} {words}")


def _memory(run: Run, found: list[Reach], options: argparse.Namespace) -> None:
    from lstm_tui.explain.measured import said_of

    over = found[-1].over if found else None
    if options.format == "json":
        print(json.dumps({
            "model": run.bundle.name, "over": asdict(over) if over is not None else None, "reaches": [{"symbols": one.symbols, "loss": one.loss} for one in found],
        }))  # fmt: skip
        return
    print(f"{run.bundle.name}: nats a symbol where all states were empty so many symbols before the prediction")
    if over is not None:
        print(f"  {said_of(over)}")
    for one in found:
        told = "never torn off" if one.symbols is None else f"{one.symbols:>5} symbols"
        print(f"  {told:>14}  {one.loss:8.4f}")
