"""The embedded Reber grammar, written from figures 3 and 4 of Hochreiter & Schmidhuber 1997; nothing of the package.

A string is B, then T or P, then a string of the Reber grammar, then the same T or P, then E. A prediction is right where
every symbol that may follow is more active than every one that may not (section 5.1).
"""

from __future__ import annotations

import random
from functools import cache

SYMBOLS = "BTPSXVE"
EDGES = {
    "start": [("B", "fork")],
    "fork": [("T", "top"), ("P", "bottom")],
    "top": [("S", "top"), ("X", "middle")],
    "bottom": [("T", "bottom"), ("V", "low")],
    "middle": [("X", "bottom"), ("S", "end")],
    "low": [("P", "middle"), ("V", "end")],
    "end": [("E", "done")],
    "done": [],
}


def drawn(rng: random.Random) -> str:
    """Return a string, each edge with probability one half."""
    place, inner = "start", ""
    while place != "done":
        symbol, place = rng.choice(EDGES[place])
        inner += symbol
    border = rng.choice("TP")
    return f"B{border}{inner}{border}E"


@cache
def ways(place: str, left: int) -> int:
    """Count the strings of so many symbols from a place on."""
    if place == "done":
        return int(left == 0)
    return sum(ways(after, left - 1) for _, after in EDGES[place]) if left else 0


def drawn_of(length: int, rng: random.Random) -> str:
    """Return one of all strings of this length, each alike probable."""
    place, inner = "start", ""
    while place != "done":
        left = length - 5 - len(inner)
        weights = [ways(after, left) for _, after in EDGES[place]]
        symbol, place = rng.choices(EDGES[place], weights)[0]
        inner += symbol
    border = rng.choice("TP")
    return f"B{border}{inner}{border}E"


def allowed(text: str) -> list[set[str]]:
    """Return what may follow each symbol but the last; AssertionError where a symbol could not come."""
    found, places = [], {"start"}
    for index, symbol in enumerate(text[:-1]):
        if index == 0:
            assert symbol == "B"
            found.append(set("TP"))
        elif index == 1:
            assert symbol in "TP"
            found.append({"B"})
        elif places == {"done"}:
            assert symbol == text[1]
            found.append({"E"})
        else:
            places = {after for place in places for edge, after in EDGES[place] if edge == symbol}
            assert places, (text, index)
            found.append({edge for place in places for edge, _ in EDGES[place]} or {text[1]})
    return found
