"""What the panels of the ink draw: the sum at the cursor, what of it is followed, and the half-lives as far as known."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed, wrap
from lstm_tui.explain.ink import Ink, Part, largest
from lstm_tui.explain.reading import Reading

NEEDED = (
    "Shares add up where a part of the old note stays as it is, and something is added to it: c = f ⊙ c_prev + i ⊙ g. "
    "What goes through weights and a tanh as a whole is mixed, and cannot be told apart again."
)


@dataclass(frozen=True, eq=False)
class Page:
    """Attributes:
    reading: of the step at the cursor. ink: the sum; None where there is none. why: why there is none, in sentences.
    followed: the timestep whose ink is followed, where the person chose one.
    lives: each unit's half-life over the first `read` timesteps; () while unknown. order: how they are sorted.
    """

    reading: Reading
    ink: Ink | None
    why: tuple[str, ...] = ()
    followed: int | None = None
    lives: tuple[float, ...] = ()
    read: int = 0
    order: str = "life"

    @property
    def chosen(self) -> Part | None:
        """The share that is followed: the one chosen while it is told apart, else the largest."""
        if self.ink is None:
            return None
        wanted = self.followed if self.followed is not None else largest(self.ink)
        known = {part.timestep: part for part in self.ink.parts}
        return known.get(wanted) or known[largest(self.ink)]


def draw_why(page: Page, width: int, height: int) -> Canvas:
    """Draw the sentences that say why there is no sum of shares, and what it takes."""
    canvas = framed(width, height, "who wrote this")
    y = 2
    for sentence in (*page.why[:1], NEEDED, *page.why[1:]):
        for line in wrap(sentence, min(76, width - 6)):
            canvas.write(3, y, line, "text")
            y += 1
        y += 1
    return canvas


def draw_captions(page: Page, width: int, height: int) -> Canvas:
    """Draw what must be known of the sum: on one line where there is room, else a line each."""
    canvas = Canvas(width, height)
    captions = page.ink.captions if page.ink is not None else ()
    whole = " ".join(captions)
    for y, line in enumerate([whole] if len(whole) <= width - 2 else captions):
        canvas.write(1, y, line, "faint")
    return canvas
