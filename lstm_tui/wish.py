"""What a person asks for on the command line, and the text that this means; loads nothing heavy."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from lstm_tui import files
from lstm_tui.errors import LstmTuiError

MAX_BYTES = 64 * 2**20
STANDARD_INPUT = "-"
MOST_BESIDE = 2  # models beside the one that leads


@dataclass(frozen=True)
class Wish:
    """What a person asks for; what is None is left to the model.

    Attributes:
        text: itself, or "-" for standard input. file: the path of a text. model: its name, or the path of its file.
        operations: what is done to the run, in the grammar.
        beside: the models that read the text beside it: a name or path, "@K" behind it for a moment of its training (from 1).
        timestep, layer: from 1. phase: its key. moment: of the model's training, from 1. unit: of the layer, from 0.
    """

    text: str | None = None
    file: str | None = None
    model: str | None = None
    timestep: int | None = None
    layer: int | None = None
    phase: str | None = None
    moment: int | None = None
    unit: int | None = None
    operations: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def read_text(wish: Wish) -> str | None:
    """Return the text that was asked for, None where none was; bytes that are not UTF-8 become U+FFFD.

    Raises:
        LstmTuiError: an empty text, both a text and a file, or a source that cannot be read or is too large.
    """
    if wish.file is not None and wish.text is not None:
        raise LstmTuiError("Both a text and a file were given.", "Give one of them.")
    if wish.file is not None:
        text = files.as_text(files.read_bytes(wish.file, MAX_BYTES))
    elif wish.text == STANDARD_INPUT:
        if sys.stdin is None:
            raise LstmTuiError("Standard input is closed.", "Give the text as an argument, or a file with --file.")
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise LstmTuiError(f"The text is larger than {MAX_BYTES // 2**20} MiB.", "Cut it.")
        text = files.as_text(content)
    elif wish.text is not None:
        text = wish.text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    else:
        return None
    if not text:
        raise LstmTuiError("There is no text to read: it is empty.", "Give at least one symbol.")
    return text
