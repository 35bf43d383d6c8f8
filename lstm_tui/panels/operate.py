"""The operations laid out, one of them chosen, what could be done besides, and what those in force change."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed, wrap
from lstm_tui.drawing.targets import Do
from lstm_tui.visible import tape_width, visible

ON, OFF, WAITS, ADD = "●", "○", "◌", "+"
GRAMMAR = 34  # columns that an operation in the grammar takes at most
WORDS = 74  # columns that what it does takes at least, where there is room
ABOUT = 20  # columns of what a line of the effect is about


@dataclass(frozen=True)
class Choice:
    """A row that can be chosen.

    Attributes: words: what it does. text: the same in the grammar. state: ON, OFF, WAITS or ADD. reason: why it waits.
        about: what it is done to; where there is room, rows about the same thing stand together.
    """

    words: str
    text: str
    state: str
    reason: str = ""
    about: str = ""


@dataclass(frozen=True, eq=False)
class Laid:
    """What is laid out. Attributes: items, proposals: in this order; chosen: the place among both. place: where one stands."""

    items: tuple[Choice, ...]
    proposals: tuple[Choice, ...]
    chosen: int
    place: str
    back: int = 0
    forth: int = 0

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Every row that can be chosen."""
        return (*self.items, *self.proposals)

    @property
    def summary(self) -> str:
        """How many are in force, and how many steps lead back and forth."""
        count = sum(item.state == ON for item in self.items)
        said = f"{count} in force" if count else "nothing in force"
        back = f" · {self.back} step{'s' * (self.back > 1)} back" if self.back else ""
        return said + back + (f" · {self.forth} forth" if self.forth else "")


@dataclass(frozen=True, eq=False)
class Outcome:
    """What the operations in force change. Attributes: lines: what each is about, and its words. share: that is computed."""

    lines: tuple[tuple[str, str], ...]
    share: float


def draw_operations(laid: Laid, width: int, height: int) -> Canvas:
    """Draw the list of operations, then that of proposals; both roll so that the chosen row is seen."""
    canvas = framed(width, height, "what if", laid.summary)
    room = max(0, height - 2)
    lines = _lines(laid, width, apart=True)
    lines = lines if len(lines) <= room else _lines(laid, width, apart=False)
    at = next((y for y, (_, _, index) in enumerate(lines) if index == laid.chosen), 0)
    first = max(0, min(at - room // 2, len(lines) - room)) if len(lines) > room else 0
    for y, (words, role, index) in enumerate(lines[first : first + room], 1):
        if index is None:
            canvas.write_any(2, y, words, role)
        else:
            _choice(canvas, laid, index, y)
    for y, there in ((1, first > 0), (room, first + room < len(lines))):
        if there and room > 2:
            canvas.write(width - 2, y, "▲" if y == 1 else "▼", "faint")
    return canvas


def _lines(laid: Laid, width: int, apart: bool) -> list[tuple[str, str, int | None]]:
    """Return every line: a row that can be chosen by its place, others by their words and role."""
    lines: list[tuple[str, str, int | None]] = []
    for index, item in enumerate(laid.items):
        lines.append(("", "", index))
        if item.reason:
            lines += [(f"      {line}", "vermilion", None) for line in wrap(f"waits: {item.reason}", width - 12)]
    if not laid.items:
        lines.append(("Nothing is laid out: the run is untouched.", "faint", None))
    lines += [("", "", None), (f"what you could do here   {laid.place}", "title", None)]
    before = ""
    for index, proposal in enumerate(laid.proposals, len(laid.items)):
        if apart and proposal.about != before:
            lines.append(("", "", None))
        lines.append(("", "", index))
        before = proposal.about
    return lines


def _choice(canvas: Canvas, laid: Laid, index: int, y: int) -> None:
    choice, chosen = laid.choices[index], index == laid.chosen
    role = "title" if chosen else "faint" if choice.state in (OFF, WAITS) else "text"
    canvas.write(2, y, "▸" if chosen else " ", "chosen.mark")
    canvas.write(4, y, choice.state, "gold" if choice.state == ON else "faint")
    right = min(GRAMMAR, max(len(each.text) for each in laid.choices), max(0, canvas.width // 3))
    words_room = min(canvas.width - 6 - right - 4, max(WORDS, max(len(each.words) for each in laid.choices)))
    canvas.write_any(6, y, _cut(choice.words, words_room), role)
    canvas.write_any(6 + words_room + 3, y, _cut(choice.text, right), "blue" if chosen else "faint")
    canvas.target(2, y, canvas.width - 4, Do(f"choose({index})"))


def _cut(words: str, room: int) -> str:
    """Return as many of the words as fit into so many columns, … where some are left out."""
    words = visible(words)
    ends = [*itertools.accumulate(tape_width(character) for character in words)]
    if not ends or ends[-1] <= room:
        return words
    return words[: sum(end < room for end in ends)] + "…" * (room > 0)


def draw_outcome(outcome: Outcome, width: int, height: int) -> Canvas:
    """Draw what is changed, a line each."""
    progress = "" if outcome.share >= 1 else f"{outcome.share * 100:.0f} % compared"
    canvas = framed(width, height, "what it changes", progress)
    y = 1
    for about, words in outcome.lines:
        canvas.write(2, y, about, "faint")
        for line in wrap(words, width - 4 - ABOUT):
            if y < height - 1:
                canvas.write_any(2 + ABOUT, y, line, "text")
            y += 1
    return canvas
