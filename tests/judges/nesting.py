"""Brackets and quotes by a stack, from the rules alone: brackets nest up to six deep, quotes stand within brackets and
hide what they hold, letters stand anywhere, the text is closed by a full stop.
"""

from __future__ import annotations

import random

SYMBOLS = 'ab()".'
DEEPEST = 6


def drawn(rng: random.Random, longest: int) -> tuple[str, int]:
    """Return a text of at most so many symbols and how deep it goes, grown from the inside."""
    while True:
        deep = rng.randint(1, DEEPEST)
        text = _content(rng, deep, DEEPEST) + "."
        if 8 <= len(text) <= longest:
            return text, _depth(text)


def _content(rng: random.Random, deep: int, room: int) -> str:
    """Some letters, quotes (within brackets), shallow brackets, and, where deep, one bracket that goes so deep."""
    pieces = [rng.choice(["a", "b", "ab", "ba", ""]) for _ in range(rng.randint(0, 2))]
    if room < DEEPEST and rng.random() < 0.3:
        pieces.append('"' + "".join(rng.choice("ab()") for _ in range(rng.randint(0, 5))) + '"')
    if room and rng.random() < 0.3:
        pieces.append("(" + rng.choice(["", "a", "b"]) + ")")
    if deep:
        pieces.append("(" + _content(rng, deep - 1, room - 1) + ")")
    rng.shuffle(pieces)
    return "".join(pieces)


def _depth(text: str) -> int:
    stack, deepest, quoted = [], 0, False
    for symbol in text:
        if symbol == '"':
            quoted = not quoted
        elif symbol == "(" and not quoted:
            stack.append(symbol)
            deepest = max(deepest, len(stack))
        elif symbol == ")" and not quoted:
            stack.pop()
    assert not stack
    assert not quoted
    return deepest


def allowed(text: str) -> list[set[str]]:
    """Return what may follow each symbol but the last; AssertionError where a symbol could not come."""
    stack: list[str] = []
    quoted, found = False, [set("ab(.")]
    for symbol in text:
        assert symbol in found[-1], (text, symbol)
        if symbol == '"':
            quoted = not quoted
        elif not quoted and symbol == "(":
            stack.append(symbol)
        elif not quoted and symbol == ")":
            stack.pop()
        if quoted:
            found.append(set('ab()"'))
        else:
            closing = {")", '"'} if stack else {"."}
            found.append({"a", "b"} | ({"("} if len(stack) < DEEPEST else set()) | closing)
    return found[1:-1]
