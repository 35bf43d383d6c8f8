"""What units are scored against: something that holds, or does not, after each symbol of a text.

A feature that is a number (a depth, a position, a count) is split at the value that leaves the shares most alike on the
first text, and named with it: "depth ≥ 2".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from lstm_tui import files
from lstm_tui.errors import LstmTuiError
from lstm_tui.run import Run
from lstm_tui.visible import visible

Values = NDArray[np.float64]
OPENING, CLOSING, VOWELS = "([{<", ")]}>", "aeiouAEIOU"
RAREST = 0.01  # of the symbols at which a feature must hold, and not hold
MOST_TRUTHS = 16  # words of a task's truth that become features of their own
LARGEST_TABLE = 50_000_000  # bytes


@dataclass(frozen=True, eq=False)
class Feature:
    """Attributes: name; values: of the symbols of a text, a number each, whole texts alone (n,); number: it is split."""

    name: str
    values: Callable[[Sequence[str]], Values]
    number: bool = False


def quotes(symbols: Sequence[str]) -> Values:
    """Inside double quotes; an empty line ends them, since many a text leaves them open at a paragraph's end."""
    found, inside, before = np.zeros(len(symbols)), False, ""
    for t, symbol in enumerate(symbols):
        if symbol in '"“”':
            inside = symbol == "“" or (symbol == '"' and not inside)
        elif symbol == before == "\n":
            inside = False
        found[t], before = inside, symbol
    return found


def depth(symbols: Sequence[str]) -> Values:
    """How many brackets are open."""
    found, now = np.zeros(len(symbols)), 0
    for t, symbol in enumerate(symbols):
        now = now + 1 if symbol in OPENING else max(0, now - 1) if symbol in CLOSING else now
        found[t] = now
    return found


def in_word(symbols: Sequence[str]) -> Values:
    """The number of the letter in its word, from 1; 0 outside words."""
    return _running(symbols, lambda symbol: symbol.isalnum() or symbol == "'")


def in_line(symbols: Sequence[str]) -> Values:
    """How many symbols of the line are read."""
    return _running(symbols, lambda symbol: symbol != "\n")


def _running(symbols: Sequence[str], goes_on: Callable[[str], bool]) -> Values:
    found, now = np.zeros(len(symbols)), 0
    for t, symbol in enumerate(symbols):
        now = now + 1 if goes_on(symbol) else 0
        found[t] = now
    return found


def after_newline(symbols: Sequence[str]) -> Values:
    """The symbol before was the end of a line."""
    return np.array([t > 0 and symbols[t - 1] == "\n" for t in range(len(symbols))], float)


def _each(symbols: Sequence[str], holds: Callable[[str], bool]) -> Values:
    return np.array([holds(symbol) for symbol in symbols], float)


def _is_vowel(symbol: str) -> bool:
    return symbol in VOWELS


FEATURES: dict[str, Feature] = {
    feature.name: feature
    for feature in (
        Feature("quotes", quotes),
        Feature("depth", depth, True),
        Feature("in-word", in_word, True),
        Feature("in-line", in_line, True),
        Feature("after-newline", after_newline),
        Feature("vowel", partial(_each, holds=_is_vowel)),
        Feature("capital", partial(_each, holds=str.isupper)),
        Feature("digit", partial(_each, holds=str.isdigit)),
    )
}


def matching(pattern: str) -> Feature:
    """Return the feature "inside a match of this regular expression".

    Raises:
        LstmTuiError: it is none.
    """
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise LstmTuiError(
            f"'{visible(pattern)}' is no regular expression: {visible(str(error))}.", "As in Python's re."
        ) from None

    def values(symbols: Sequence[str]) -> Values:
        text, lengths = "".join(symbols), [len(symbol) for symbol in symbols]
        inside = np.zeros(len(text), bool)
        for match in compiled.finditer(text):
            inside[match.start() : match.end()] = True
        starts = np.cumsum([0, *lengths])
        return np.array([inside[at : at + n].any() for at, n in zip(starts, lengths, strict=False)], float)

    return Feature(f"/{pattern}/", values)


def truths(run: Run) -> tuple[Feature, ...]:
    """Return what the task of a model says is true after each symbol: a number, or a feature for each of its words."""
    task, truth = run.task, run.truth()
    if task is None or truth is None:
        return ()

    def words(symbols: Sequence[str]) -> Sequence[str]:
        return task.truth_of(run.tokens.join(list(symbols))) or ("",) * len(symbols)

    name = task.truth_name
    if all(_number(word) is not None for word in truth):
        return (Feature(name, lambda symbols: np.array([_number(word) or 0.0 for word in words(symbols)]), True),)
    kinds = sorted(set(truth))[:MOST_TRUTHS]
    return tuple(
        Feature(
            f"{name} {kind}",
            partial(lambda symbols, kind: np.array([word == kind for word in words(symbols)], float), kind=kind),
        )
        for kind in kinds
    )


def _number(word: str) -> float | None:
    try:
        return float(word.replace("−", "-"))
    except ValueError:
        return None


def table_column(path: str, column: str, length: int) -> Values:
    """Return a column of a CSV file, a row a symbol of the text, (length,); words that are no numbers must be few kinds of two.

    Raises:
        LstmTuiError: no such file, column or row.
    """
    import csv
    import io

    rows = list(csv.reader(io.StringIO(files.as_text(files.read_bytes(path, LARGEST_TABLE)))))
    if not rows or column not in rows[0]:
        named = ", ".join(rows[0]) if rows else "none"
        raise LstmTuiError(
            f"There is no column '{visible(column)}' in {visible(path)}.", f"There are: {visible(named)}."
        )
    place = rows[0].index(column)
    found = [_number(row[place]) if place < len(row) else None for row in rows[1:]]
    if len(found) != length or any(value is None or not np.isfinite(value) for value in found):
        raise LstmTuiError(
            f"The column has {len(found):,} rows for a text of {length:,} symbols, or holds what is no number.",
            "Give a number for every symbol.",
        )
    return np.array(found, float)


def split_at(values: Values) -> float:
    """Return the value v for which "at least v" holds at a share of the symbols nearest to a half."""
    kinds = np.unique(values)
    if len(kinds) < 2:
        return float(kinds[0]) if len(kinds) else 0.0
    shares = np.array([(values >= kind).mean() for kind in kinds[1:]])
    return float(kinds[1:][np.abs(shares - 0.5).argmin()])
