"""A place as one line: the command that opens the stepper just there, for a shell, a note or a colleague."""

from __future__ import annotations

import shlex

from lstm_tui.visible import visible
from lstm_tui.wish import STANDARD_INPUT, Wish

LONGEST = 2_000  # symbols of a text that a line carries; a longer one comes through standard input


def command_for(wish: Wish) -> str:
    """Return the command that leads to a place, in one line of visible characters, quoted for a shell.

    What a terminal might obey is written as octal escapes in $'…'. A text of more than LONGEST symbols is not in the line:
    it is to be sent to its standard input. One that can be no argument ("-", or with a NUL in it) is sent there by the line.
    """
    words = ["lstm-tui"]
    for name in ("model", "moment", "layer", "timestep", "phase", "unit", "file"):
        value = getattr(wish, name)
        if value is not None:
            option, word = f"--{name}", str(value)
            words += [f"{option}={_quoted(word)}"] if word.startswith("-") else [option, _quoted(word)]
    for operation in wish.operations:
        words += ["--operate", _quoted(operation)]
    for model in wish.beside:
        words += [f"--beside={_quoted(model)}"] if model.startswith("-") else ["--beside", _quoted(model)]
    text = wish.text
    if text is None:
        return " ".join(words)
    if len(text) > LONGEST:
        return " ".join([*words, STANDARD_INPUT])
    if text == STANDARD_INPUT or "\0" in text:
        escaped = "".join(f"\\0{byte:03o}" for byte in text.encode("utf-8", "replace"))
        return f"printf %b '{escaped}' | " + " ".join([*words, STANDARD_INPUT])
    return " ".join([*words, *(["--"] if text.startswith("-") else []), _quoted(text)])


def _quoted(word: str) -> str:
    """Return a word as a shell reads it: plain, in quotes, or, where it has invisible characters, as $'…'."""
    if visible(word) == word:
        return shlex.quote(word)
    escaped = word.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + "".join(map(_escaped, escaped)) + "'"


def _escaped(character: str) -> str:
    if visible(character) == character:
        return character
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))
