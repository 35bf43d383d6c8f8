"""Histories: what a person, a cat on the keyboard or a slow line may do to the program, made from a seed."""

from __future__ import annotations

import random
from typing import Literal, NamedTuple

KEYS = {
    "right": b"\x1b[C", "left": b"\x1b[D", "down": b"\x1b[B", "up": b"\x1b[A", "home": b"\x1b[H", "end": b"\x1b[F",
    "page down": b"\x1b[6~", "page up": b"\x1b[5~", "tab": b"\t", "back tab": b"\x1b[Z", "escape": b"\x1b", "enter": b"\r",
    "backspace": b"\x7f", "delete": b"\x1b[3~", "palette": b"\x10", "f1": b"\x1bOP", "space": b" ", "select all": b"\x01",
    "end of line": b"\x05", "cut word": b"\x17", "shift right": b"\x1b[1;2C", "control right": b"\x1b[1;5C",
}  # fmt: skip
LETTERS = "[]guzpsmtynNcdr?/<>+-=0123456789aeihkxABZ.,_~^wvfojl"
LATER = LETTERS + "bbCCDEFGHKLMPPQRSSTUWXXYooi%(){}"  # of keys that came later; the recorded seeds know the first ones
PASTES = (
    "abc", "To be, or\nnot to be", "\x1b]0;owned\x07", "\x9b31m", "\u202eabc\u202c", "\u200b\u200d\ufe0f", "日本語", "👩‍👩‍👧",
    "e\u0301\u0302", "\x00\x01\x02\x7f", "0.5 -1", "nan inf", "\ud83d", "0" * 400, "aaa\r\nbbb\rccc\n", "\ufeff",
)  # fmt: skip
SIZES = (
    (80, 24),
    (120, 40),
    (200, 60),
    (79, 24),
    (80, 23),
    (40, 8),
    (39, 8),
    (40, 9),
    (39, 7),
    (2, 2),
    (1, 1),
    (300, 3),
)


class Event(NamedTuple):
    """What happens: bytes in one write, or a window of another size; then how long the program is left alone."""

    kind: Literal["write", "resize"]
    what: bytes | tuple[int, int]
    pause: float = 0.0


def history(seed: int, length: int = 50, letters: str = LATER) -> list[Event]:
    """Return a history of as many events, in which these letters are typed."""
    chance = random.Random(seed)
    return [_event(chance, letters) for _ in range(length)]


def _event(chance: random.Random, letters: str) -> Event:
    pause = chance.choice((0.0, 0.0, 0.005, 0.02, 0.06))
    pick = chance.random()
    if pick < 0.12:
        size = chance.choice(SIZES) if chance.random() < 0.6 else (chance.randint(1, 210), chance.randint(1, 64))
        return Event("resize", size, pause)
    if pick < 0.3:  # a burst: several at once, as over a slow line
        return Event("write", b"".join(_press(chance, letters) for _ in range(chance.randint(2, 6))), pause)
    return Event("write", _press(chance, letters), pause)


def _press(chance: random.Random, letters: str) -> bytes:
    pick = chance.random()
    if pick < 0.4:
        return KEYS[chance.choice(list(KEYS))]
    if pick < 0.7:
        return chance.choice(letters).encode()
    if pick < 0.93:
        return _mouse(chance)
    text = chance.choice(PASTES).encode("utf-8", "surrogatepass")
    return b"\x1b[200~" + text + b"\x1b[201~" if chance.random() < 0.8 else b"/" + text


def _mouse(chance: random.Random) -> bytes:
    x, y = chance.randint(1, 130), chance.randint(1, 45)
    if chance.random() < 0.3:
        return b"\x1b[<%d;%d;%dM" % (chance.choice((64, 65)), x, y)
    button = chance.choice((0, 0, 0, 1, 2, 4, 16))
    press = b"\x1b[<%d;%d;%dM" % (button, x, y)
    if chance.random() < 0.15:  # a drag
        press += b"\x1b[<%d;%d;%dM" % (button + 32, min(130, x + 5), y)
    return press + b"\x1b[<%d;%d;%dm" % (button, x, y)


def printed(events: list[Event], arguments: tuple[str, ...]) -> str:
    """Return a history as an entry of KNOWN in test_fuzz.py."""
    lines = [f"        {tuple(event)!r}," for event in events]
    return "\n".join([f"    ({arguments!r}, [", *lines, "    ]),"])
