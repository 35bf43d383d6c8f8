"""docs/results.md, written from the trials that are kept."""

from __future__ import annotations

import statistics
from pathlib import Path

from curves import LANGUAGES, curve
from kept import Kept, Trial
from rows import ROWS

from lstm_tui.models import registry

__all__ = ["ROWS", "written_page"]
HERE = Path(__file__).parent


def written_page(kept: Kept) -> str:
    """Return the page: prose from page.md, with what stands in braces filled in."""
    prose = (HERE / "page.md").read_text(encoding="utf-8")
    curves = "\n".join(line for name in LANGUAGES for line in curve(name, kept)).rstrip()
    filled = {
        "{table}": table(kept),
        "{measured}": measured(kept),
        "{curves}": curves,
        "{models}": models(),
        "{texts}": texts(),
    }
    for mark, words in filled.items():
        prose = prose.replace(mark, words)
    return prose


def table(kept: Kept) -> str:
    """Return the table of rows that have trials, a column for each kernel."""
    kernels = sorted({kernel for name in ROWS for kernel in kept.of(name)})
    lines = ["| task | row | in the literature | " + " | ".join(f"here, {kernel}" for kernel in kernels) + " |"]
    lines.append("|---|---|---|" + "---|" * len(kernels))
    for row in ROWS.values():
        trials = kept.of(row.name)
        if trials:
            cells = [row.words(trials[kernel]) if kernel in trials else "not made" for kernel in kernels]
            lines.append(f"| {row.asks} | `{row.name}` | {row.literature} | {' | '.join(cells)} |")
    return "\n".join(lines)


def measured(kept: Kept) -> str:
    """Return for each row whether it hangs on the kernel, its seeds, times and what it was measured on."""
    lines = [
        "| row | seeds | seeds that come out otherwise on the other kernel | seconds a seed (median) | measured on |",
        "|---|---|---|---|---|",
    ]
    for row in ROWS.values():
        trials = kept.of(row.name)
        if trials:
            everything = [trial for some in trials.values() for trial in some]
            seeds = " / ".join(f"1–{len(some)}" for some in trials.values())
            seconds = statistics.median(trial["seconds"] for trial in everything)
            lines.append(f"| `{row.name}` | {seeds} | {differing(trials)} | {seconds:.0f} | {where(everything)} |")
    return "\n".join(lines)


def differing(trials: dict[str, list[Trial]]) -> str:
    """Say how many seeds come out otherwise on the other kernel."""
    if len(trials) < 2:
        return "one kernel only"
    first, second = ({trial["seed"]: trial["outcome"] for trial in some} for some in list(trials.values())[:2])
    both = first.keys() & second.keys()
    solved = [sum(bool(some[seed].get("solved")) for seed in both) for some in (first, second)]
    alike = (
        ""
        if "solved" not in next(iter(first.values()))
        else ", solved alike"
        if len(set(solved)) == 1
        else ", solved otherwise"
    )
    return f"{sum(first[seed] != second[seed] for seed in both)} of {len(both)}{alike}"


def where(trials: list[Trial]) -> str:
    """Say NumPy, processor, day and version of the code."""
    made = {tuple(trial["made on"][key] for key in ("numpy", "processor", "day", "version")) for trial in trials}
    return "; ".join(f"NumPy {numpy}, {processor}, {day}, {version}" for numpy, processor, day, version in sorted(made))


def texts() -> str:
    """Return what was found on texts, from texts.md: their data do not lie here, so no trial makes them again."""
    return (HERE / "texts.md").read_text(encoding="utf-8").rstrip()


def models() -> str:
    """Return the bundled models with how they were made and their held-out figures, from their cards."""
    lines = ["| model | made by | held out |", "|---|---|---|"]
    for name in registry.names():
        card = registry.load(name).card
        lines.append(f"| `{name}` | {card.how} | {card.held_out} |")
    return "\n".join(lines)
