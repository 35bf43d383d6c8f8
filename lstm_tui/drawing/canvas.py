"""A grid of characters, each with the role in which it is to be shown, and the places that answer to a click.

Lines are drawn as arms: each cell collects the arms that reach it, and the box character that has just those arms is
looked up by its Unicode name, so joints are computed rather than typed.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from lstm_tui.drawing.targets import Meaning
from lstm_tui.visible import columns_of, on_tape, tape_width, visible

DOTTED, LIGHT, HEAVY = 0, 1, 2
UP, RIGHT, DOWN, LEFT = range(4)
_DIRECTIONS = {
    "UP": (UP,), "RIGHT": (RIGHT,), "DOWN": (DOWN,), "LEFT": (LEFT,),
    "VERTICAL": (UP, DOWN), "HORIZONTAL": (LEFT, RIGHT),
}  # fmt: skip
# blocks whose front and ground are exchanged, in text that cannot exchange them
HANGING = dict(zip("▇▆▅▄▃▂▁▉▊▋▌▍▎▏", "▔▔▀▀▀██▕▕▐▐▐██", strict=True))


@cache
def box_characters() -> dict[tuple[int, int, int, int], str]:
    """Return the box character of every combination of arms (up, right, down, left), each 0 none, 1 light, 2 heavy."""
    found = {}
    for code in range(0x2500, 0x2580):
        name = unicodedata.name(chr(code)).removeprefix("BOX DRAWINGS ")
        if any(word in name for word in ("DASH", "DOUBLE", "ARC", "DIAGONAL")):
            continue
        arms = [0, 0, 0, 0]
        weight = 1
        for part in name.split(" AND "):
            words = part.split()
            weight = 2 if "HEAVY" in words else 1 if "LIGHT" in words else weight
            for word in words:
                for direction in _DIRECTIONS.get(word, ()):
                    arms[direction] = weight
        found[arms[0], arms[1], arms[2], arms[3]] = chr(code)
    return found


class Target(NamedTuple):
    """Cells of a row that answer to a click, and what is meant by it."""

    row: int
    start: int
    stop: int
    meaning: Meaning


@dataclass(frozen=True)
class Comb:
    """Columns side by side that answer to a click, each with a meaning of its own, made when it is asked for."""

    x: int
    y: int
    pitch: int
    count: int
    rows: int
    meaning: Callable[[int], Meaning]

    def at(self, x: int, y: int) -> Target | None:
        """Return what stands at a cell."""
        column = (x - self.x) // self.pitch
        if 0 <= column < self.count and self.y <= y < self.y + self.rows:
            start = self.x + column * self.pitch
            return Target(y, start, start + self.pitch, self.meaning(column))
        return None


class Canvas:
    """width × height cells, empty at first; what is written outside is cut off."""

    def __init__(self, width: int, height: int, role: str = "text") -> None:
        self.width, self.height = max(0, width), max(0, height)
        self.characters = [[" "] * self.width for _ in range(self.height)]
        self.roles = [[role] * self.width for _ in range(self.height)]
        self._targets: list[Target | Comb] = []
        self._arms: dict[tuple[int, int], list[int]] = {}

    def copy(self) -> Canvas:
        """Return a canvas with the same cells, lines and click targets, to be drawn upon."""
        twin = Canvas(0, 0)
        twin.width, twin.height = self.width, self.height
        twin.characters, twin.roles = [row[:] for row in self.characters], [row[:] for row in self.roles]
        twin._targets = self._targets[:]
        twin._arms = {at: arms[:] for at, arms in self._arms.items()}
        return twin

    def write(self, x: int, y: int, text: str, role: str = "text") -> int:
        """Write text; return the column after it. Wide characters take two cells, combining marks none."""
        if not text.isascii() and not _narrow(text):
            return self._write_wide(x, y, text, role)
        end = x + len(text)
        if 0 <= y < self.height and x < self.width and end > 0:
            text = text[max(0, -x) : self.width - x]
            start = max(0, x)
            self.characters[y][start : start + len(text)] = text
            self.roles[y][start : start + len(text)] = [role] * len(text)
        return end

    def cells(self, x: int, y: int, glyphs: Sequence[str], roles: Sequence[str]) -> None:
        """Write narrow characters side by side, each in its own role."""
        if 0 <= y < self.height and 0 <= x < self.width:
            end = min(self.width, x + len(glyphs))
            self.characters[y][x:end] = glyphs[: end - x]
            self.roles[y][x:end] = roles[: end - x]

    def _write_wide(self, x: int, y: int, text: str, role: str) -> int:
        for character in text:
            width = columns_of(character)
            if width == 1:
                x = self.write(x, y, character, role)
            elif width == 2:
                x = self.write_symbol(x, y, character, role)
            elif 0 <= y < self.height and 0 < x <= self.width:
                self.characters[y][x - 1] += character
        return x

    def write_symbol(self, x: int, y: int, character: str, role: str = "text") -> int:
        """Write one character of the user's text as it stands on the tape; return the column after it."""
        width, shown = tape_width(character), on_tape(character)
        if 0 <= y < self.height and x >= 0 and x + width <= self.width:
            self.characters[y][x] = shown
            self.roles[y][x : x + width] = [role] * width
            if width == 2:
                self.characters[y][x + 1] = ""
        return x + width

    def write_any(self, x: int, y: int, text: str, role: str = "text") -> int:
        """Write text from outside, of any characters; return the column after it."""
        for character in visible(text):
            x = self.write(x, y, " ", role) if character == " " else self.write_symbol(x, y, character, role)
        return x

    def target(self, x: int, y: int, width: int, meaning: Meaning) -> None:
        """Let these cells answer to a click."""
        self._targets.append(Target(y, x, x + width, meaning))

    def target_at(self, x: int, y: int) -> Target | None:
        """Return what stands at a cell; of several the last added."""
        for target in reversed(self._targets):
            if isinstance(target, Comb):
                if (found := target.at(x, y)) is not None:
                    return found
            elif target.row == y and target.start <= x < target.stop:
                return target
        return None

    @property
    def targets(self) -> list[Target]:
        """Every place that answers to a click."""
        found: list[Target] = []
        for target in self._targets:
            if isinstance(target, Comb):
                cells = (
                    (target.x + k * target.pitch, target.y + row)
                    for row in range(target.rows)
                    for k in range(target.count)
                )
                found += [tooth for x, y in cells if (tooth := target.at(x, y)) is not None]
            else:
                found.append(target)
        return found

    def columns(
        self,
        x: int,
        y: int,
        pitch: int,
        glyphs: Sequence[Sequence[str]],
        roles: Sequence[Sequence[str]],
        meaning: Callable[[int], Meaning],
    ) -> None:
        """Write columns of narrow characters side by side, row for row; a click means a column.

        Args: pitch: cells a column takes; beyond two the last of them is a gap. glyphs, roles: of each row, from the top
        down, those of each column.
        """
        count = max(0, min(len(glyphs[0]) if glyphs else 0, (self.width - x) // pitch))
        ink = pitch - 1 if pitch > 2 else pitch
        for row, (line, kinds) in enumerate(zip(glyphs, roles, strict=True)):
            if not 0 <= y + row < self.height:
                continue
            characters, marks = self.characters[y + row], self.roles[y + row]
            for k in range(ink):
                characters[x + k : x + k + count * pitch : pitch] = line[:count]
                marks[x + k : x + k + count * pitch : pitch] = kinds[:count]
        self._targets.append(Comb(x, y, pitch, count, len(glyphs), meaning))

    def line(self, points: list[tuple[int, int]], weight: int = LIGHT, role: str = "text") -> None:
        """Draw a line through the points, each straight from the one before; a heavier line covers a lighter one."""
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            dx, dy = (x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0)
            ahead, behind = (
                ((RIGHT, LEFT) if dx > 0 else (LEFT, RIGHT)) if dx else ((DOWN, UP) if dy > 0 else (UP, DOWN))
            )
            x, y = x0, y0
            while (x, y) != (x1, y1):
                self._arm(x, y, ahead, weight, role)
                x, y = x + dx, y + dy
                self._arm(x, y, behind, weight, role)

    def _arm(self, x: int, y: int, direction: int, weight: int, role: str) -> None:
        if not (0 <= x < self.width and 0 <= y < self.height):
            return
        arms = self._arms.setdefault((x, y), [-1, -1, -1, -1])
        if weight >= max(arms):
            self.roles[y][x] = role
        arms[direction] = max(arms[direction], weight)
        self.characters[y][x] = _character(*arms)

    def rows(self) -> Iterator[list[tuple[str, str]]]:
        """Yield each row as runs of (text, role)."""
        return map(self.row, range(self.height))

    def row(self, y: int) -> list[tuple[str, str]]:
        """Return a row as runs of (text, role)."""
        characters, roles = self.characters[y], self.roles[y]
        runs: list[tuple[str, str]] = []
        start, standing = 0, roles[0] if roles else ""
        for at, role in enumerate(roles):
            if role is not standing and role != standing:
                runs.append(("".join(characters[start:at]), standing))
                start, standing = at, role
        return [*runs, ("".join(characters[start:]), standing)] if roles else []

    def part(self, y: int, start: int, stop: int) -> Iterator[tuple[str, str]]:
        """Yield the runs of a row between two cells; half a wide character is a blank, as a terminal has it."""
        characters, roles = self.characters[y][start:stop], self.roles[y][start:stop]
        if characters and characters[0] == "" and start:
            characters[0] = " "
        if characters and stop < self.width and self.characters[y][stop] == "":
            characters[-1] = " "
        at = 0
        for role, same in itertools.groupby(roles):
            end = at + sum(1 for _ in same)
            yield "".join(characters[at:end]), role
            at = end

    def changed_since(self, before: Canvas, gap: int) -> list[tuple[int, int, int]]:
        """Return the spans (row, start, stop) whose cells differ from those of a canvas of the same size.

        Spans with fewer than `gap` equal cells between them are one. A wide character counts with both of its cells.
        """
        found = []
        for y, (new, old) in enumerate(zip(self.characters, before.characters, strict=True)):
            roles, old_roles = self.roles[y], before.roles[y]
            if new == old and roles == old_roles:
                continue
            start = stop = -1
            if roles == old_roles:
                differ = [x for x, (ink, was) in enumerate(zip(new, old, strict=True)) if ink != was]
            else:
                cells = enumerate(zip(new, old, roles, old_roles, strict=True))
                differ = [x for x, (ink, was, role, role_was) in cells if ink != was or role != role_was]
            for x in differ:
                first = x - 1 if x and (new[x] == "" or old[x] == "") else x
                if start < 0:
                    start = first
                elif first - stop >= gap:
                    found.append((y, start, stop))
                    start = first
                wide = x + 1 < self.width and (new[x + 1] == "" or old[x + 1] == "")
                stop = x + 2 if wide else x + 1
            found.append((y, start, stop))
        return found

    def text(self) -> str:
        """Return the canvas as plain text, without trailing spaces; what hangs is said by the nearest block that hangs."""
        lines = (
            "".join(
                HANGING.get(character, character) if role.endswith(".hang") else character
                for character, role in zip(row, roles, strict=True)
            )
            for row, roles in zip(self.characters, self.roles, strict=True)
        )
        return "\n".join(line.rstrip() for line in lines)


@lru_cache(maxsize=2048)
def _narrow(text: str) -> bool:
    return all(columns_of(character) == 1 for character in text)


@cache
def _character(up: int, right: int, down: int, left: int) -> str:
    """Return the character of these arms; a line's end is drawn full, so that it meets what stands next to it."""
    arms = [up, right, down, left]
    if sum(arm >= 0 for arm in arms) == 1:
        arms = [max(arms[0], arms[2]), max(arms[1], arms[3])] * 2
    if max(arms) == DOTTED:
        drawn = tuple(arm >= 0 for arm in arms)
        if drawn == (False, True, False, True):
            return "╌"
        if drawn == (True, False, True, False):
            return "╎"
    up, right, down, left = (0 if arm < 0 else 2 if arm == HEAVY else 1 for arm in arms)
    return box_characters()[up, right, down, left]
