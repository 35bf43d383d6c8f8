"""Standard streams as they are found: closed, full, or in an encoding that cannot say every sign."""

from __future__ import annotations

import codecs
import os
import sys

from lstm_tui import files

SIGNS = {
    "−": "-", "×": "x", "⊙": "*", "⊗": "*", "⊕": "+", "·": ".", "σ": "sigma", "Σ": "sum", "√": "sqrt", "→": "->", "←": "<-", "↓": "v",
    "↑": "^", "⌫": "backspace", "…": "...", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "½": "1/2", "²": "^2",
    "≤": "<=", "≥": ">=", "≡": "=", "▶": ">", "◀": "<", "▸": ">", "▲": "^", "▼": "v", "●": "*", "○": "o", "␣": "_", "↵": "\\n",
    "⇥": "\\t", "‹": "<", "›": ">", "°": "deg", "ⁿ": "^n", "░": ".", "▒": ":", "▓": "#", "▌": "|", "▔": "-", "•": "*",
}  # fmt: skip
NAME = "lstm-tui-ascii"


def _ascii(error: UnicodeError) -> tuple[str, int]:
    """Return ASCII signs for what an encoding lacks: lines as + - |, blocks as #, what has no likeness as ?."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = [_sign(sign) for sign in error.object[error.start : error.end]]
    if "│" in error.object:  # in a drawing every sign is one column wide
        signs = [sign[0] for sign in signs]
    return "".join(signs), error.end


def _sign(sign: str) -> str:
    code = ord(sign)
    if sign in SIGNS:
        return SIGNS[sign]
    if 0x2500 <= code <= 0x257F:  # box drawing
        return "-" if sign in "─━╌┄┈" else "|" if sign in "│┃╎┆┊" else "+"
    if 0x2580 <= code <= 0x259F:  # blocks
        return "#"
    if 0x2400 <= code <= 0x241F:  # pictures of controls
        return f"^{chr(code - 0x2400 + 64)}"
    return "?"


def prepare() -> None:
    """Let printing work on any standard output and error: a closed one takes nothing in, a poor encoding gets ASCII."""
    codecs.register_error(NAME, _ascii)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, files.nowhere())
        elif hasattr(stream, "reconfigure") and stream.errors in ("strict", "surrogateescape", "backslashreplace"):
            utf8 = (stream.encoding or "").lower().replace("-", "").replace("_", "") == "utf8"
            stream.reconfigure(errors="replace" if utf8 else NAME)


def silence(*numbers: int) -> None:
    """Let what is still to be written to standard output (1, where none is named) or error (2) go nowhere.

    The end of the program would fail on it.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in numbers or (1,):
        os.dup2(nowhere, number)
