"""What a network shows of itself: what it writes from the start symbol to the end, what it answers, how far it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lstm_tui.core.network import Network
from lstm_tui.core.sampling import Sampling
from lstm_tui.core.tokens import Tokens
from lstm_tui.core.writing import written

COUNT = 10  # samples at a moment
LONGEST, LONG = 60, 480  # symbols: of a string that may end, and of a text, which does not
TEMPERATURE = 0.8


@dataclass(frozen=True)
class Sample:
    """Something that a network wrote or answered.

    Attributes:
        given: what it was given. said: what it went on with. wrong: the place in `said` of the first symbol that may not
        stand there; None where all may, or where nobody knows. note: a few words on it.
        right: whether it is as it should be; None where nobody knows.
    """

    given: str
    said: str
    wrong: int | None = None
    note: str = ""
    right: bool | None = None


def wrote(
    network: Network,
    tokens: Tokens,
    begin: str,
    rng: np.random.Generator,
    ended: Callable[[str], bool] = lambda text: False,
    longest: int = LONGEST,
) -> str:
    """Return what a network writes after a beginning, until it has ended or is that long."""
    said = ""
    for symbol, _ in written(network, tokens, begin, longest, Sampling(TEMPERATURE), rng):
        said += symbol
        if ended(begin + said):
            break
    return said


def judged(begin: str, said: str, legal: Sequence[str], ended: bool) -> Sample:
    """Return what was written with a mark at the first symbol that may not stand there.

    Args: legal: for every symbol of begin + said but the last, which symbols may follow it.
    """
    text = begin + said
    wrong = next((t for t in range(len(begin), len(text)) if text[t] not in legal[t - 1]), None)
    note = "" if ended else f"no end within {len(said)} symbols"
    if wrong is not None:
        may, before = legal[wrong - 1], text[wrong - 1]
        note = f"after {before} only {' or '.join(may)} may come" if len(may) < 3 else f"{text[wrong]} after {before}"
    return Sample(begin, said, None if wrong is None else wrong - len(begin), note, ended and wrong is None)


def answered(given: str, said: str, wanted: str) -> Sample:
    """Return an answer to a question, with what was wanted where it is wrong."""
    right = said == wanted
    return Sample(given, said, None if right else 0, "" if right else f"wanted {wanted}", right)


def stated(given: str, said: float, wanted: float, limit: float | None = None) -> Sample:
    """Return an answer in numbers, with what was wanted and how far off it is; right within a limit."""
    off = abs(said - wanted)
    note = f"wanted {wanted:+.4g}, off by {off:.3g}"
    return Sample(given, f"{said:+.4g}", note=note, right=None if limit is None else off < limit)
