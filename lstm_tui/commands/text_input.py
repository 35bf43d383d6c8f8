"""Where a text comes from: the argument, a file or standard input; at most 64 MiB, any bytes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lstm_tui.errors import LstmTuiError
from lstm_tui.visible import visible

MAX_BYTES = 64 * 2**20


def read_text(options: argparse.Namespace) -> str | None:
    """Return the text that was asked for, None where none was; bytes that are not UTF-8 become U+FFFD.

    Raises:
        LstmTuiError: an empty text, both a text and a file, or a source that cannot be read or is too large.
    """
    if options.file is not None and options.text is not None:
        raise LstmTuiError("Both a text and a file were given.", "Give one of them.")
    if options.file is not None:
        text = _decode(_read_file(options.file))
    elif options.text == "-":
        text = _decode(sys.stdin.buffer.read(MAX_BYTES + 1))
    elif options.text is not None:
        text = options.text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    else:
        return None
    if not text:
        raise LstmTuiError("There is no text to read: it is empty.", "Give at least one symbol.")
    return text


def _read_file(name: str) -> bytes:
    path, shown = Path(name).expanduser(), visible(name)
    try:
        if not path.exists():
            raise LstmTuiError(f"There is no file '{shown}'.", "Check the path.")
        if not path.is_file():
            raise LstmTuiError(f"'{shown}' is not a regular file.", "Send its content with: lstm-tui -")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not one a file can have"
        raise LstmTuiError(f"'{shown}' cannot be read: {reason}.") from error


def _decode(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise LstmTuiError(f"The text is larger than {MAX_BYTES // 2**20} MiB.", "Cut it.")
    return content.decode("utf-8", "replace").removeprefix("\ufeff")
