"""Accuracy against length: a small table for each language, the mean over all seeds and kernels."""

from __future__ import annotations

from kept import Kept, Trial

BARS = " ▁▂▃▄▅▆▇█"
LANGUAGES = {
    "anbn": "aⁿbⁿ",
    "anbncn": "aⁿbⁿcⁿ",
    "reber": "embedded Reber",
    "brackets": "brackets and quotes",
    "agreement": "number agreement",
}


def shares(trials: list[Trial]) -> dict[str, tuple[bool, float]]:
    """Return for each size whether it is trained on, and the share that is right, over all trials."""
    found: dict[str, tuple[bool, int, int]] = {}
    for trial in trials:
        for name, trained, right, total in trial["outcome"]["parts"]:
            _, before, of = found.get(name, (trained, 0, 0))
            found[name] = (trained, before + right, of + total)
    return {name: (trained, right / total) for name, (trained, right, total) in found.items()}


def bar(share: float) -> str:
    """Return a share as a bar of one character."""
    return BARS[round(share * (len(BARS) - 1))]


def curve(name: str, kept: Kept) -> list[str]:
    """Return the lines of one language's table."""
    by_cell = {
        cell: [trial for trials in kept.of(f"{name}-{cell}").values() for trial in trials] for cell in ("lstm", "rnn")
    }
    found = {cell: shares(trials) for cell, trials in by_cell.items() if trials}
    if not found:
        return []
    counted = ", ".join(f"{len(by_cell[cell])} {cell.upper()}s" for cell in found)
    lines = [
        f"**{LANGUAGES[name]}** ({counted})",
        "",
        "| size | trained on | " + " | ".join(cell.upper() for cell in found) + " |",
    ]
    lines.append("|---|---|" + "---:|" * len(found))
    for size, (trained, _) in next(iter(found.values())).items():
        cells = [f"{bar(found[cell][size][1])} {100 * found[cell][size][1]:.1f} %" for cell in found]
        lines.append(f"| {size} | {'yes' if trained else 'no'} | {' | '.join(cells)} |")
    return [*lines, ""]
