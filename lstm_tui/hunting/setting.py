"""Setting out: from a text and the names of features to a hunt."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any, cast

import numpy as np

from lstm_tui.errors import LstmTuiError
from lstm_tui.hunting.features import FEATURES, RAREST, Feature, Values, matching, split_at, table_column, truths
from lstm_tui.hunting.finds import Labels
from lstm_tui.hunting.hunt import DRAWS, Hunt
from lstm_tui.hunting.pieces import LONGEST, MOST_NUMBERS, PIECES, SHORTEST, Text, cut, scored
from lstm_tui.run import Run
from lstm_tui.visible import visible

OWN_TEXTS, SIZES = 64, 4  # texts that a task makes for each side; times the largest size trained on, where it counts


def hunt_in(run: Run, layer: int, **how: Any) -> Hunt:
    """Return a hunt, set out at once; see `setting_out`."""
    steps = setting_out(run, layer, **how)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            return cast("Hunt", done.value)


def setting_out(
    run: Run, layer: int, wanted: Sequence[str] = (), patterns: Sequence[str] = (), table: tuple[str, str] | None = None,
    confirm: str | None = None, seed: int = 0, draws: int = DRAWS, own: bool = False,
) -> Generator[None, None, Hunt]:  # fmt: skip
    """Set out, a piece of the text at a time, and return a hunt through a run's text: chosen on its first half, confirmed on the other, or on another text.

    Args:
        wanted: names of features; all that there are where none is named. patterns: regular expressions.
        table: a CSV file and its column, a row a symbol of the text. confirm: the text that finds are confirmed on.
        own: let the task of the model make the texts instead.

    Raises:
        LstmTuiError: no such feature, one that does not hold in these texts, or a text that is too short.
    """
    first, second = _own_texts(run, seed) if own else _halves(run, layer, confirm)
    known = {feature.name: feature for feature in (*FEATURES.values(), *truths(run))}
    families: dict[str, list[Feature]] = {}
    for name, feature in known.items():
        families.setdefault(name.partition(" ")[0], []).append(feature)
        families.setdefault("truth" if name not in FEATURES else name, []).append(feature)
    chosen: list[Feature] = []
    for name in wanted:
        if name not in known and name not in families:
            names = ", ".join(dict.fromkeys((*FEATURES, *(["truth"] if len(known) > len(FEATURES) else []))))
            raise LstmTuiError(f"There is no feature '{visible(name)}'.", f"There are: {names}; or --match, --table.")
        chosen += [known[name]] if name in known else families[name]
    chosen += [matching(pattern) for pattern in patterns]
    alone = not wanted and not patterns and table is None
    labels = []
    for feature in dict.fromkeys(known.values() if alone else chosen):
        labels.append((yield from _labelled(feature, first, second)))
    if table is not None:
        labels.append(_of_table(table, run, first, second, confirm))
    held = [one for one in labels if _held(one)]
    if not held:
        names = ", ".join(visible(one.name) for one in labels)
        raise LstmTuiError(
            f"Too little of these texts to hunt in: {names}.",
            f"A feature must hold, and not hold, at {RAREST:.0%} of each text.",
        )
    return Hunt(run, layer, first, second, held, seed, draws)


def _halves(run: Run, layer: int, confirm: str | None) -> tuple[Text, Text]:
    cell = run.bundle.network.cells[layer]
    most = min(LONGEST, MOST_NUMBERS // (len(scored(cell)) * cell.hidden_size))
    symbols = run.symbols
    if confirm is not None:
        return cut(symbols, most), cut(run.tokens.split(confirm), most)
    if len(symbols) < 2 * PIECES * SHORTEST:
        raise LstmTuiError(
            f"A text of {len(symbols):,} symbols is too short to hunt in.",
            f"Finds are chosen on one half and confirmed on the other, and each half needs {PIECES * SHORTEST:,}: "
            f"give {2 * PIECES * SHORTEST:,} at least.",
        )
    middle = len(symbols) // 2
    return cut(symbols[:middle], most), cut(symbols[middle:], most, middle)


def makes_its_own(run: Run) -> bool:
    """Say whether a run's text is too short to hunt in, while the model's task can make texts."""
    return len(run) < 2 * PIECES * SHORTEST and hasattr(run.task, "text")


def _own_texts(run: Run, seed: int) -> tuple[Text, Text]:
    """Return texts of the model's own task, no two alike; of counting tasks of many sizes, also beyond those it was trained on."""
    rng, found, task = np.random.default_rng([seed, 1]), dict[str, None](), run.task
    make, word = getattr(task, "text", None), getattr(task, "word", None)
    if task is None or make is None:
        raise LstmTuiError("Nobody makes texts for this model.", "Give one with --file.")
    if word is not None and task.trained_to:
        found.update(dict.fromkeys(word(int(n)) for n in 1 + rng.permutation(SIZES * task.trained_to)))
    for _ in range(50 * OWN_TEXTS):
        if word is not None or len(found) >= 2 * OWN_TEXTS:
            break
        found.setdefault(make(rng))
    pieces = [tuple(run.tokens.split(text)) for text in found]
    half = len(pieces) // 2
    first, second = (Text(tuple(side), tuple([0] * half)) for side in (pieces[:half], pieces[half : 2 * half]))
    return first, second


def _labelled(feature: Feature, first: Text, second: Text) -> Generator[None, None, Labels]:
    sides = []
    for text in (first, second):
        parts = []
        for piece in text.pieces:
            parts.append(feature.values(piece))
            yield
        sides.append(np.concatenate(parts))
    return _named(feature.name, sides, feature.number)


def _of_table(table: tuple[str, str], run: Run, first: Text, second: Text, confirm: str | None) -> Labels:
    if confirm is not None:
        raise LstmTuiError("A column belongs to one text: it is halved.", "Leave out the second text.")
    values = table_column(*table, len(run))
    sides = [
        np.concatenate([values[at : at + len(piece)] for piece, at in zip(text.pieces, text.offsets, strict=True)])
        for text in (first, second)
    ]
    return _named(visible(table[1]), sides, len(np.unique(values)) > 2)


def _named(name: str, sides: Sequence[Values], number: bool) -> Labels:
    at = split_at(sides[0]) if number else 0.5
    return Labels(f"{name} ≥ {at:g}" if number else name, sides[0] >= at, sides[1] >= at)


def _held(one: Labels) -> bool:
    return all(RAREST <= side.mean() <= 1 - RAREST for side in (one.first, one.second))
