"""lstm-tui trace: every number that the screen gives, as text or data."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TextIO

from lstm_tui.commands import export, transcript
from lstm_tui.commands.place import open_session
from lstm_tui.commands.text_input import read_text
from lstm_tui.errors import LstmTuiError
from lstm_tui.visible import visible


def run(options: argparse.Namespace) -> None:
    """Write the run in the format asked for, to standard output or a file."""
    text = read_text(options)
    if text is None:
        raise LstmTuiError("There is no text to read.", 'Give one: lstm-tui trace "hello", or --file PATH.')
    session = open_session(options, text)
    selection = export.Selection.of(session.run, options.timestep, options.layer, options.phase)
    if options.format == "npz":
        if options.out is None and sys.stdout.isatty():
            raise LstmTuiError("npz is binary and would garble the terminal.", "Add -o FILE.")
        content = export.npz(selection)
        if options.out is None:
            sys.stdout.buffer.write(content)
        else:
            with _replacing(options.out) as path:
                path.write_bytes(content)
        return
    if options.out is None:
        _write(options, selection, sys.stdout)
    else:
        with _replacing(options.out) as path, path.open("w", encoding="utf-8", newline="") as file:
            _write(options, selection, file)


def _write(options: argparse.Namespace, selection: export.Selection, file: TextIO) -> None:
    if options.format == "json":
        export.json_to(file, selection)
    elif options.format == "csv":
        export.csv_to(file, selection)
    else:
        for line in transcript.lines(selection, options.unit):
            file.write(line + "\n")


@contextmanager
def _replacing(name: str) -> Iterator[Path]:
    """Give a file beside the one named; it takes the name once it is whole."""
    target = Path(name).expanduser()
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=target.name, delete=False) as file:
            beside = Path(file.name)
        try:
            yield beside
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not one a file can have"
        raise LstmTuiError(f"'{visible(name)}' cannot be written: {reason}.", "Choose another file with -o.") from error
