"""The rows of the table: what each asks, what the literature says, and how the trials of a row are put into words."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from kept import Trial


@dataclass(frozen=True)
class Row:
    """One line: its name on the command line, the seeds that it has, and its words."""

    name: str
    seeds: int
    asks: str
    literature: str
    words: Callable[[list[Trial]], str]


def _outcomes(trials: list[Trial], key: str) -> list[int]:
    return [int(trial["outcome"][key]) for trial in trials]


def sequences(trials: list[Trial]) -> str:
    """How many seeds were solved, and after how many sequences."""
    counts = [trial["outcome"]["sequences"] for trial in trials if trial["outcome"]["solved"]]
    mean = f"; mean {statistics.mean(counts):,.0f} sequences, most {max(counts):,}" if counts else ""
    return f"{len(counts)} of {len(trials)} seeds{mean}"


def fresh(trials: list[Trial]) -> str:
    """The same, with the figure on strings that it did not stop on."""
    right, total = sum(_outcomes(trials, "fresh right")), sum(_outcomes(trials, "fresh"))
    worst = min(_outcomes(trials, "fresh right"))
    return f"{sequences(trials)}; 500 fresh strings a seed: {100 * right / total:.2f} % right, worst seed {worst}"


def wrong(trials: list[Trial]) -> str:
    """The same, with the sequences that were wrong in each seed."""
    counts = _outcomes(trials, "wrong")
    listed = ", ".join(f"{count:,}" for count in counts)
    return f"{sequences(trials)}; wrong of 2,560: {listed}"


def streams(trials: list[Trial]) -> str:
    """Errors in ten streams, and how large the state grew."""
    perfect = sum(not any(trial["outcome"]["errors"]) for trial in trials)
    errors = ", ".join(f"{sum(trial['outcome']['errors']):,}" for trial in trials)
    first = statistics.median(statistics.mean(trial["outcome"]["before the first"]) for trial in trials)
    small, large = (statistics.median(trial["outcome"]["|c|"][place] for trial in trials) for place in (0, 1))
    return (
        f"{perfect} of {len(trials)} seeds without an error in 1,000,000 transitions; errors a seed: {errors}; median of "
        f"the mean stretch before the first error in a stream {first:,.0f}; median ‖c‖ {small:,.1f} after 1,000 symbols, "
        f"{large:,.1f} after 100,000"
    )


def furthest(trials: list[Trial]) -> str:
    """The largest n up to which all are accepted, in each seed."""
    reached = sorted(_outcomes(trials, "furthest"))
    listed = ", ".join(f"{n:,}" for n in reached)
    mean, median = statistics.mean(reached), statistics.median(reached)
    return f"best {reached[-1]:,}, mean {mean:,.0f}, median {median:g}; all: {listed}"


def unseen(trials: list[Trial]) -> str:
    """The share right of what no training drew, of the sizes that are trained on."""
    shares = sorted(trial["outcome"]["right"] / trial["outcome"]["total"] for trial in trials)
    return f"mean {100 * statistics.mean(shares):.2f} % of unseen right, worst seed {100 * shares[0]:.2f} %"


def loss(trials: list[Trial]) -> str:
    """One loss."""
    return f"{trials[0]['outcome']['loss']:.4f}"


HS = "Hochreiter & Schmidhuber 1997"
GSC = "Gers, Schmidhuber & Cummins 2000"
GS = "Gers & Schmidhuber 2001"
ROWS = {
    row.name: row
    for row in (
        Row("reber", 20, "embedded Reber, 256 training strings: trained until they **and the 256 test strings** are all right",
            f"100 % of 30 trials, mean 8,440 sequences, 3,800 to 24,100 (table 1, best row; the others 97–100 %, 9,500–39,740; "
            f"{HS}, section 5.1); it stops on its test set too", fresh),
        Row("lag", 20, "noise-free long lag, p = 100, **another task than that of 1997**: the last symbol alone is to be predicted, "
            "every output within .25",
            f"18 of 18 trials, mean 5,040 sequences, every symbol predicted within .25 (table 2, {HS}, section 5.2, task 2a); "
            "nothing is held out there either (table 11)", sequences),
        Row("lag-rnn", 5, "the same, vanilla RNN", "BPTT, every symbol: none within 5,000,000 (table 2)", sequences),
        Row("order", 20, "temporal order, length 100–110: trained until 2,000 new ones are right; every output within .3",
            f"mean of 20 trials 31,390 sequences; 1 of 2,560 wrong, never more than 3 (table 9, {HS}, section 5.6)", wrong),
        Row("order-rnn", 3, "the same, vanilla RNN", "not reported", wrong),
        Row("adding", 10, "adding, T = 100: at most 3 of 2,560 with an error of .04 or more",
            f"mean of 10 trials 74,000 sequences; 1 of 2,560 wrong, never more than 3 (table 7, {HS}, section 5.4)", wrong),
        Row("adding-rnn", 3, "the same, vanilla RNN", "not reported", wrong),
        Row("continual", 10, "continual Reber: errors in 10 streams of 100,000 symbols",
            f"18 of 100 networks perfect over 10 streams of 100,000, 62 of 100 with a decaying rate (table 2, {GSC}; "
            "read in notes of others, not in the paper)", streams),
        Row("continual-1997", 5, "the same without a forget gate (f = 1, as in 1997)", f"fails where nobody resets it ({GSC}, as above)", streams),
        Row("anbn-lstm", 20, "aⁿbⁿ trained on n ≤ 10: largest n with every smaller one accepted",
            f"best 1,000, **mean 118** ({GS}; from memory: the paper's text could not be got hold of)", furthest),
        Row("anbn-rnn", 10, "the same, vanilla RNN", "", furthest),
        Row("anbncn-lstm", 20, "aⁿbⁿcⁿ trained on n ≤ 10", f"best 52, **mean 28** ({GS}; from memory, as above)", furthest),
        Row("anbncn-rnn", 10, "the same, vanilla RNN", "", furthest),
        Row("reber-lstm", 10, "embedded Reber by this package's own recipe, unseen strings of 13–40 symbols", "", unseen),
        Row("reber-rnn", 5, "the same, vanilla RNN", "", unseen),
        Row("brackets-lstm", 5, "brackets to depth 6, unseen texts of 8–40 symbols", "", unseen),
        Row("brackets-rnn", 3, "the same, vanilla RNN", "", unseen),
        Row("agreement-lstm", 5, "number agreement, unseen beginnings with 1–3 phrases between", "", unseen),
        Row("agreement-rnn", 3, "the same, vanilla RNN", "", unseen),
        Row("hello", 1, 'the essay\'s "hello": loss of logits 1.0, 2.2, −3.0, 4.1, target e',
            "2.0785 (Karpathy 2015, from its figure)", loss),
    )
}  # fmt: skip
