"""What the program says in passing: one notice at a time, at the foot of the view, gone with the next key."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from lstm_tui.visible import visible

SECONDS = 5.0  # that a notice stands
UNTIL_A_KEY = 0.0  # in their place: it stands until the next key
MOST_LINES = 3
SHORTEST = 24  # columns of words in a line, however little room there is


@dataclass(frozen=True, eq=False)
class Notice:
    """Words from anywhere, and whether they say that something cannot be done.

    Attributes: words: one line, visible.
    """

    words: str
    wrong: bool = False

    @classmethod
    def of(cls, message: str, wrong: bool = False) -> Notice:
        """Return the notice of a message; nothing in it reaches the terminal as a command."""
        return cls(" ".join(visible(line).strip() for line in message.splitlines()), wrong)

    def lines(self, width: int) -> list[str]:
        """Return the words in lines of at most this width, with a mark before what is wrong; what is too long is cut."""
        marked = f"! {self.words}" if self.wrong else self.words
        found = textwrap.wrap(marked, max(SHORTEST, width), break_on_hyphens=False)
        if len(found) > MOST_LINES:
            found = [*found[: MOST_LINES - 1], f"{found[MOST_LINES - 1][: width - 2]} …"]
        return found
