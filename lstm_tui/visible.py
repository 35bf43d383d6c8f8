"""Any character as something that can be seen, and that no terminal obeys.

Control characters, escape sequences and bidirectional overrides typed into a text or hidden in a file name would
otherwise reach the terminal and move its cursor, set its title or turn the line around. Every text that comes from
outside passes through here before it is shown. One character in, one character out, so columns stay aligned.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HALVES = frozenset(
    map(chr, (*range(0x1F1E6, 0x1F200), *range(0x1F3FB, 0x1F400)))
)  # of flags; skin tones: no agreed width
_REPLACEMENT = "\ufffd"
_ON_TAPE = {" ": "␣", "\n": "↵", "\t": "⇥"}


_NARROW = frozenset(  # of one column, so that plain text and our own drawings need no tables
    chr(code)
    for first, last in (
        (0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x2FF), (0x3A3, 0x3C9), (0x2010, 0x2027), (0x2030, 0x205E),
        (0x2190, 0x2319), (0x231C, 0x2328), (0x2400, 0x2426), (0x2500, 0x25FC),
        (0x2800, 0x28FF),
    )
    for code in range(first, last + 1)
)  # fmt: skip


@lru_cache(maxsize=4096)
def columns_of(character: str) -> int:
    """Return how many terminal columns a character takes: 0, 1 or 2; −1 for one that is not printed.

    The tables of all of Unicode are loaded with the first character that needs them.
    """
    if character in _NARROW:
        return 1
    from wcwidth import wcwidth

    return wcwidth(character)


@lru_cache(maxsize=4096)
def visible_character(character: str) -> str:
    """Return a character that shows this one: C0 and DEL as their pictures (␛), what has no picture as U+FFFD."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    category = unicodedata.category(character)
    if category in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") or character in _BIDI:
        return _REPLACEMENT
    if category == "Cf" or character in _HALVES or (columns_of(character) <= 0 and not category.startswith("M")):
        return _REPLACEMENT
    return character


def visible(text: str) -> str:
    """Return text with every character that a terminal might obey replaced by one that it shows."""
    return "".join(map(visible_character, text))


@lru_cache(maxsize=4096)
def on_tape(character: str) -> str:
    """Return the character as a symbol that stands alone: a space as ␣, a combining mark on a dotted circle."""
    shown = _ON_TAPE.get(character) or visible_character(character)
    return "◌" + shown if columns_of(shown) == 0 else shown


@lru_cache(maxsize=4096)
def tape_width(character: str) -> int:
    """Return how many terminal columns on_tape(character) takes: 1 or 2."""
    return 2 if columns_of(on_tape(character)[0]) == 2 else 1


def quoted(character: str) -> str:
    """Return the character as running text names it: 'o', '␣', or its code point where it cannot be seen."""
    if len(character) > 1:
        return visible(character)  # a word that says numbers
    shown = on_tape(character)
    return f"U+{ord(character):04X}" if shown == _REPLACEMENT else f"'{shown}'"
