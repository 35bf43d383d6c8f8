"""Several runs under one text: a row of surprise for each, how far they are apart, and the losses up to the cursor."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lstm_tui.drawing.bars import tall_columns
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.targets import Do
from lstm_tui.explain.digits import apart, plain
from lstm_tui.explain.reading import Reading
from lstm_tui.panels.tape import first_shown
from lstm_tui.twins.tally import Sums, Tally, differences
from lstm_tui.visible import quoted, visible

MOST = 6.0  # nats, on which a surprise is drawn
SCALE = "nats, 0 to 6"
LONGEST_NAME, SHORT_NAME = 24, 18
NUMBERS = (("here", 7), ("total", 9), ("mean", 7))  # columns at the right, with the cells of each
NARROW = 104  # columns, from which there are two cells between symbols and the long names stand whole
SYMBOL, ANSWER = 2, 8  # cells of a symbol, and of an answer, at least
DECIMALS, ANSWER_DECIMALS = 2, 3  # of a number at the right, and of an answer under its symbol


@dataclass(frozen=True, eq=False)
class Twins:
    """What is looked at.

    Attributes: readings: of each run, the leading one first; None where it has no such timestep. names; tally: what they
        held against the text. focus: the run whose units and phases the keys are about.
    """

    readings: tuple[Reading | None, ...]
    names: tuple[str, ...]
    tally: Tally
    focus: int = 0

    @property
    def lead(self) -> Reading:
        """The reading of the run that leads."""
        reading = self.readings[0]
        assert reading is not None
        return reading


def rows_of(twins: int, bars: int) -> int:
    """Return the rows that the tape of so many runs takes, with so many rows of bars for each."""
    return 2 + (twins + 1) * bars


def draw_twins_tape(twins: Twins, width: int, height: int) -> Canvas:
    """Draw the text, the runs' rows under it, the difference between them, and where it is largest.

    A surprise stands under its symbol once that is read; what is expected after the cursor's symbol, at the prediction.
    """
    canvas = Canvas(width, height)
    _Tape(canvas, twins).draw()
    return canvas


class _Tape:
    def __init__(self, canvas: Canvas, twins: Twins) -> None:
        self.canvas, self.twins, self.lead = canvas, twins, twins.lead
        self.bars = max(1, (canvas.height - 2) // (len(twins.names) + 1))
        longest = LONGEST_NAME if canvas.width >= NARROW else SHORT_NAME
        self.label = 4 + min(longest, max(len(SCALE), *map(len, twins.names)))
        widest = self.lead.run.widest
        pitch = max(SYMBOL, widest + 1) if twins.tally.likely else max(ANSWER, widest + 2)
        self.pitch = pitch + (pitch == SYMBOL and canvas.width >= NARROW)
        self.numbers = sum(cells for _, cells in NUMBERS) + 1 if twins.tally.likely else ANSWER + 3
        run = self.lead.run
        places = max(1, (canvas.width - self.label - self.numbers - 1) // self.pitch)
        self.first = first_shown(self.lead.cursor.timestep, len(run), places)
        self.last = min(len(run), self.first + places)

    def draw(self) -> None:
        self._symbols()
        sums = self.twins.tally.up_to(self.lead.cursor.timestep)
        said = self.twins.tally.said(self.first, self.last)
        known = self._told - self.first
        for index, name in enumerate(self.twins.names):
            y = 1 + index * self.bars
            self._name(index, name, y)
            self._unknown(index, y)
            self._row(said[index, :known].tolist(), y, self.bars, "blue")
            self._numbers(index, sums, y)
        y = 1 + len(self.twins.names) * self.bars
        between = differences(said).tolist()
        if not self.twins.tally.likely:  # printed, not drawn
            between = [apart(values, ANSWER_DECIMALS) for values in said.T.tolist()]
        self.canvas.write(2, y, "apart", "faint")
        self._row(between[:known], y, self.bars, "plain")
        if sums is not None:
            self._number(apart(self._values(sums), DECIMALS), y, 0, "text")
        self._most(y + self.bars)

    @property
    def _told(self) -> int:
        """Of how many symbols something is said: of the one at the cursor, and of the next one at the prediction.

        An answer is given at the prediction of its own timestep.
        """
        return self.lead.cursor.timestep + ("probs" in self.lead.born) + self.twins.tally.likely

    def _symbols(self) -> None:
        canvas, run, now = self.canvas, self.lead.run, self.lead.cursor.timestep
        if self.first > 0:
            canvas.write(self.label - 2, 0, "‹", "faint")
        for place, timestep in enumerate(range(self.first, self.last)):
            x = self.label + place * self.pitch
            role = "cursor" if timestep == now else "text" if timestep < now else "faint"
            for character in run.symbols[timestep][: self.pitch - 1]:
                x = canvas.write_symbol(x, 0, character, role)
            for row in range(1 + (1 + len(self.twins.names)) * self.bars):
                meaning = self.lead.place(self.lead.notation.note, timestep=timestep)
                canvas.target(self.label + place * self.pitch, row, self.pitch, meaning)
        x = canvas.width - self.numbers
        if self.last < len(run):
            canvas.write(x - 1, 0, "›", "faint")
        for words, cells in NUMBERS if self.twins.tally.likely else (("answer", ANSWER + 2),):
            x += cells
            canvas.write(x - len(words), 0, words, "faint")
        canvas.write(2, 0, SCALE if self.twins.tally.likely else "answers", "faint")

    def _name(self, index: int, name: str, y: int) -> None:
        focused = index == self.twins.focus
        name = name if len(name) <= self.label - 4 else name[: self.label - 5] + "…"
        self.canvas.write(0, y, "▸" if focused else " ", "chosen.mark")
        self.canvas.write_any(2, y, name, "title" if focused else "text")
        for row in range(self.bars):
            self.canvas.target(0, y + row, self.label - 1, Do(f"look_at({index})"))

    def _unknown(self, index: int, y: int) -> None:
        """Mark the symbols that are read and that this model does not know."""
        run, now = self.twins.tally.session.runs[index], self.lead.cursor.timestep
        for place, timestep in enumerate(range(self.first, min(self.last, now + 1))):
            if not run.tokens.knows(self.lead.run.symbols[timestep]):
                self.canvas.write(self.label + place * self.pitch, y + self.bars - 1, "?", "unknown")

    def _row(self, values: list[float], y: int, rows: int, role: str) -> None:
        if not self.twins.tally.likely:
            for place, value in enumerate(values):
                self.canvas.write(
                    self.label + place * self.pitch, y, "" if value != value else plain(value, ANSWER_DECIMALS), role
                )
            return
        known = [value for value in values if value == value]
        if not known:
            return
        shown = [place for place, value in enumerate(values) if value == value]
        glyphs, _ = tall_columns(_packed([min(value, 2 * MOST) for value in known]), 0.0, MOST, rows)
        for row, line in enumerate(glyphs):
            for place, glyph in zip(shown, line, strict=True):
                if glyph != " ":
                    self.canvas.write(self.label + place * self.pitch, y + row, glyph, role)

    def _numbers(self, index: int, sums: Sums | None, y: int) -> None:
        if sums is None:
            self._number("…", y, 0, "faint")
            return
        self._number(self._values(sums)[index], y, 0, "text")
        if self.twins.tally.likely:
            self._number(sums.totals[index], y, 1, "title")
            self._number(sums.means[index], y, 2, "text")

    def _values(self, sums: Sums) -> tuple[float, ...]:
        """Return what each run says here; of an answer nothing before it is given."""
        here = self._told > self.lead.cursor.timestep
        return sums.values if here else (math.nan,) * len(sums.values)

    def _number(self, value: float | str, y: int, column: int, role: str) -> None:
        cells = [cells for _, cells in NUMBERS] if self.twins.tally.likely else [ANSWER + 2]
        text = value if isinstance(value, str) else told(value)
        self.canvas.write(self.canvas.width - self.numbers + sum(cells[: column + 1]) - len(text), y, text, role)

    def _most(self, y: int) -> None:
        """Write where they part most in what is counted so far, and what each said there; a click goes there."""
        tally, canvas = self.twins.tally, self.canvas
        counting = "" if tally.done else f", counted {tally.counted * 100 // len(tally)} %"
        if not tally.apart:
            words = "they differ nowhere" if tally.done else "they differ nowhere so far"
            if tally.done and tally.likely and not tally.whole.count:
                words = "there is no symbol that all of them expected more or less"
            canvas.write(2, y, words + counting, "faint")
            return
        place = tally.apart[0]
        symbol = quoted(self.lead.run.symbols[place.timestep])
        x = canvas.write(2, y, "they part most at ", "faint")
        x = canvas.write_any(x, y, f"{symbol}, timestep {place.timestep + 1:,}: ", "text")
        x = canvas.write(x, y, " · ".join(map(told, place.values)), "title")
        canvas.target(2, y, x - 2, Do("part"))
        tail = f"{' nats' if tally.likely else ''}   a: there{counting}"
        if x + len(tail) < canvas.width:
            canvas.write(x, y, tail, "faint")


def told(value: float) -> str:
    """Return a surprise or an answer as it is printed; a dot where nothing is said."""
    return "·" if value != value else "∞" if math.isinf(value) else f"{value:z,.{DECIMALS}f}".replace("-", "−")


def _packed(values: list[float]) -> bytes:
    from array import array

    return array("d", values).tobytes()


def named(name: str, room: int) -> str:
    """Return a name from outside in so many cells."""
    shown = visible(name)
    return shown if len(shown) <= room else shown[: max(0, room - 1)] + "…"
