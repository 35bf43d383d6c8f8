"""An operation read from left to right; where it cannot go on, the error points at the character."""

from __future__ import annotations

import json
import math
import re
from typing import NoReturn

from lstm_tui.errors import LstmTuiError
from lstm_tui.operations.kinds import Units
from lstm_tui.visible import visible

MOST_UNITS = 100_000
NUMBER = re.compile(r"[+\-−]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
NAME = re.compile(r"[A-Za-z_]+")
WHOLE = re.compile(r"\d{1,9}")
EXAMPLES = 'Such as: f[20]@5:9=0, g=mean, ablate 12, tear c@7, bias f=3, change @3="x".'


class Scanner:
    """Reads an operation from left to right, and says where it cannot go on."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def skip(self) -> None:
        """Go past blanks."""
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1

    def wrong(self, wanted: str, at: int | None = None) -> NoReturn:
        """Say what is wanted, and point at the character where it is."""
        at = self.at if at is None else at
        before, after = visible(self.text[:at][-40:]), visible(self.text[at:][:40])
        raise LstmTuiError(f"In the operation '{before}▸{after}', at character {at + 1}: {wanted}.", EXAMPLES)

    def take(self, sign: str) -> bool:
        """Go past a sign if it stands here."""
        self.skip()
        if not self.text.startswith(sign, self.at):
            return False
        self.at += len(sign)
        return True

    def need(self, sign: str) -> None:
        """Go past a sign that must stand here."""
        if not self.take(sign):
            self.wrong(f"'{sign}' is wanted")

    def found(self, pattern: re.Pattern[str]) -> str | None:
        """Go past what fits a pattern here and return it; None where nothing does."""
        self.skip()
        match = pattern.match(self.text, self.at)
        if match is None:
            return None
        self.at = match.end()
        return match.group()

    def word(self, wanted: str) -> str:
        """Return a name."""
        return self.found(NAME) or self.wrong(f"{wanted} is wanted")

    def whole(self, wanted: str, least: int) -> int:
        """Return a whole number."""
        self.skip()
        begun = self.at
        digits = self.found(WHOLE) or self.wrong(f"{wanted} is wanted, a whole number")
        if int(digits) < least:
            self.wrong(f"{wanted} is counted from {least}", begun)
        return int(digits)

    def number(self) -> float:
        """Return a finite number."""
        self.skip()
        begun = self.at
        digits = self.found(NUMBER) or self.wrong("a number is wanted")
        value = float(digits.replace("−", "-"))
        if not math.isfinite(value):
            self.wrong("a finite number is wanted", begun)
        return value

    def layer(self) -> int | None:
        """Return the layer (from 0) where one is named: 'layer2.'."""
        self.skip()
        match = re.compile(r"layer(\d{1,4})\.").match(self.text, self.at)
        if match is None:
            return None
        if int(match.group(1)) < 1:
            self.wrong("a layer is counted from 1", self.at + 5)
        self.at = match.end()
        return int(match.group(1)) - 1

    def units(self) -> tuple[int, ...]:
        """Return units such as 1,3-5."""
        found: list[int] = []
        while True:
            first = self.whole("a unit", 0)
            last = self.whole("a unit", 0) if self.take("-") else first
            if last < first or last - first + len(found) >= MOST_UNITS:
                self.wrong("units go from the smaller to the larger")
            found.extend(range(first, last + 1))
            if not self.take(","):
                return tuple(sorted(set(found)))

    def units_in_brackets(self) -> Units:
        """Return units such as [1,3-5]; None, all of them, where no bracket stands."""
        if not self.take("["):
            return None
        units = self.units()
        self.skip()
        if self.text[self.at : self.at + 1] not in ("", "]", "@", "="):
            self.wrong("']' is wanted; units are given as [1,2] or [1-4]")
        self.need("]")
        return units

    def timestep(self) -> int:
        """Return a timestep, counted from 0."""
        return self.whole("a timestep", 1) - 1

    def string(self) -> str:
        """Return what stands in quotes, or the rest as it is."""
        self.skip()
        begun, rest = self.at, self.text[self.at :]
        if rest.startswith('"'):
            try:
                value, self.at = json.JSONDecoder(strict=False).raw_decode(self.text, self.at)
            except ValueError:
                self.wrong("the text in quotes has no end", begun)
            return str(value)
        if len(rest) > 2 and rest.startswith("'") and rest.endswith("'"):
            rest = rest[1:-1]
        self.at = len(self.text)
        return rest or self.wrong("a symbol is wanted", begun)
