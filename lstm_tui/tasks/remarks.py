"""What a task says of a timestep in its own words: what was just read, and what must be remembered."""

from __future__ import annotations

from typing import NamedTuple


class Remark(NamedTuple):
    """Two sentences on a timestep; "" where there is nothing to say.

    Attributes: read: what the symbol just read means. keep: what must be remembered after it.
    """

    read: str = ""
    keep: str = ""


class Asked(NamedTuple):
    """What a task over numbers wants as an answer: the sum as it is written, and its value."""

    sum: str
    value: float


def counted(number: int, one: str, many: str = "") -> str:
    """Return '1 bracket' or '3 brackets'."""
    return f"{number} {one if number == 1 else many or one + 's'}"
