"""lstm-tui trace: every number that the screen gives, as text or data."""

from __future__ import annotations

import argparse
import io
import sys
from typing import TYPE_CHECKING, TextIO

from lstm_tui import files
from lstm_tui.commands.options import add_operations, add_place, add_text, wish_from
from lstm_tui.errors import LstmTuiError

if TYPE_CHECKING:
    from lstm_tui.commands.export import Selection

DESCRIPTION = "Print every number of a run: what the screen shows, without a screen."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_text(parser)
    add_place(parser)
    add_operations(parser)
    parser.add_argument("--format", choices=("text", "json", "csv", "npz"), default="text")
    parser.add_argument("-o", dest="out", metavar="FILE", help="write to a file")


def run(options: argparse.Namespace) -> None:
    """Write the run in the format asked for, to standard output or a file."""
    from lstm_tui.commands import export
    from lstm_tui.opening import open_session

    session = open_session(wish_from(options))
    selection = export.Selection.of(session.run, options.timestep, options.layer, options.phase, session.operations)
    if options.format == "npz" and options.out is None and sys.stdout.isatty():
        raise LstmTuiError("npz is binary and would garble the terminal.", "Add -o FILE.")
    if options.out is None:
        if options.format == "npz":
            sys.stdout.buffer.write(export.npz(selection))
        else:
            _write(options, selection, sys.stdout)
        return
    with files.replacing(options.out, "Choose another file with -o.") as file:
        if options.format == "npz":
            file.write(export.npz(selection))
        else:
            text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
            _write(options, selection, text)
            text.detach()


def _write(options: argparse.Namespace, selection: Selection, file: TextIO) -> None:
    from lstm_tui.commands import export, transcript

    if options.format == "json":
        export.json_to(file, selection)
    elif options.format == "csv":
        export.csv_to(file, selection)
    else:
        for line in transcript.lines(selection, options.unit):
            file.write(line + "\n")
