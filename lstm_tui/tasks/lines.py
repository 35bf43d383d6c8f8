"""A list of lines, such as names: every line is a thing of its own, and their order says nothing."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from lstm_tui.core.training import Recipe
from lstm_tui.errors import LstmTuiError
from lstm_tui.tasks.ngrams import Counting
from lstm_tui.tasks.text import LEARNED, VALIDATED, Text

BREAK = "\n"
FEWEST = 10
OPENING = 4  # lines
ORDER = 5  # of the grams that counting uses: so many breaks less one stand before each line


class Lines(Text):
    """The distinct lines of a text, shuffled by a seed and split between lines; a line break stands before each.

    They are read as streams in an order that is drawn anew every time, so that nothing but its break says where a line
    begins, and nothing before it helps. No line of validation or test is ever learned from.

    Args:
        text: its lines; empty ones and the spaces at their ends are left out, of equal ones the first stays.
        recipe: its batch and timesteps say how the streams are cut.
        seed: of the order, and of what is held apart.

    Raises:
        LstmTuiError: fewer than ten different lines, or too few for one piece of each stream.
    """

    name = "lines"
    learns = "Makes up lines like those of its list, one character after the other."
    title = "characters of lines"
    criterion = "characters of the test's lines predicted (most probable of all)"

    def __init__(self, text: str, recipe: Recipe | None = None, seed: int = 1) -> None:
        self._seed = seed
        stripped = (line.rstrip() for line in text.split(BREAK))
        lines = list(dict.fromkeys(line for line in stripped if line))
        if len(lines) < FEWEST:
            raise LstmTuiError(
                f"The list has {len(lines)} different lines.", f"Give at least {FEWEST}, or leave --lines out."
            )
        order = np.random.default_rng([seed, 0]).permutation(len(lines))
        self.lines = tuple(lines[place] for place in order)
        super().__init__(BREAK + "".join(line + BREAK for line in self.lines), recipe)

    @property
    def _cuts(self) -> tuple[int, int]:
        return int(len(self.lines) * LEARNED), int(len(self.lines) * VALIDATED)

    def _parts(self, text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        learned, validated = self._cuts
        known, validation, test = self.lines[:learned], self.lines[learned:validated], self.lines[validated:]
        self._known = [self._symbols(line + BREAK) for line in known]
        return np.concatenate(self._known), self._symbols(_joined(validation)), self._symbols(_joined(test))

    def _symbols(self, text: str) -> np.ndarray:
        return self._tokens.encode(text).astype(np.int64)

    def streams(self, reading: int) -> np.ndarray:
        """Return the lines in an order of this reading, cut so that every stream begins with the break before a line."""
        order = np.random.default_rng([self._seed, 1 + reading]).permutation(len(self._known))
        joined = np.concatenate([self._known[place] for place in order])
        begins = np.cumsum([0, *(len(self._known[place]) for place in order)])[:-1]
        wanted = np.searchsorted(begins, np.arange(self.batch) * self.width)
        starts = begins[np.minimum(wanted, len(begins) - 1)] - 1  # the break before the first line is the last one's
        return joined[(starts + np.arange(self.width)[:, None]) % len(joined)]  # (width, B)

    @property
    def default_text(self) -> str:
        """The first lines of the validation."""
        learned, _ = self._cuts
        return BREAK.join(self.lines[learned : learned + OPENING])

    @property
    def test_in_words(self) -> str:
        """How many lines the test has."""
        _, validated = self._cuts
        return (
            f"{len(self.lines) - validated:,} of {len(self.lines):,} different lines (shuffled by the seed; the other parts "
            f"have none of them; {len(self.test) - 1:,} characters, line breaks among them)"
        )

    @property
    def validation_in_words(self) -> str:
        """How many lines the validation has."""
        learned, validated = self._cuts
        return f"{validated - learned:,} other lines"

    @cached_property
    def counting(self) -> Counting:
        """What counting reaches on the lines of the test, each by itself."""
        learned, validated = self._cuts
        (known, counts), (asked, judged) = map(self._padded, (self.lines[:learned], self.lines[validated:]))
        return Counting(known, counts, asked, judged, len(self._tokens))

    def _padded(self, lines: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Return lines as symbols, each after breaks of which none counts: nothing is known before a line begins."""
        padding = BREAK * (ORDER - 1)
        counted = [np.arange(len(line) + ORDER) >= ORDER - 1 for line in lines]
        return self._symbols("".join(padding + line + BREAK for line in lines)), np.concatenate(counted)


def _joined(lines: tuple[str, ...]) -> str:
    """Return lines with a break before each, and one behind the last."""
    return BREAK + "".join(line + BREAK for line in lines)
