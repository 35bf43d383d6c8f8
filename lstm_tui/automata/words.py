"""What an extraction found, in sentences: the same on the screen and from the command."""

from __future__ import annotations

import itertools

from lstm_tui.automata.differing import Differing
from lstm_tui.automata.extraction import MOST, Found
from lstm_tui.visible import on_tape

RUN = 5  # equal symbols in a row that are written as a power
POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NARROWER = "The network lets nothing follow there that may not: what it leaves out, it holds hardly possible."


def headline(found: Found) -> str:
    """Say what machine it is."""
    count = f"{len(found.machine)} states"
    if not found.finite:
        return "No finite automaton fits, as far as was looked: longer texts tell ever more states apart."
    if found.grammar is None:
        never = f"; its grammar ({found.task}) needs ever more" if found.known else ""
        return f"It is a machine of {count}{never}."
    if found.machine == found.grammar:
        left = "; but the network leaves it on a text that was found." if found.tried.differing is not None else "."
        return f"It is the grammar's own machine: {count}, move for move ({found.task}){left}"
    return f"It is a machine of {count}; the grammar's has {len(found.grammar)} ({found.task})."


def growth(found: Found) -> str:
    """Say how many states are told apart, by the length of the texts."""
    lengths = ", ".join(str(size.longest) for size in found.sizes if size.network is not None)
    own = [size.network for size in found.sizes if size.network is not None]
    said = f"Texts of up to {lengths} symbols tell {', '.join(map(str, own))} states apart"
    over = next((size.longest for size in found.sizes if size.network is None), None)
    said += f", of up to {over} more than {MOST}." if over is not None else "."
    theirs = [size.grammar for size in found.sizes]
    if not found.known:
        return said
    if all(size.grammar == size.network for size in found.sizes):
        return f"{said} Of the grammar: as many."
    return f"{said} Of the grammar: {', '.join(str(count) if count is not None else '–' for count in theirs)}."


def merging(found: Found) -> str:
    """Say how the machine was found and tested."""
    if not found.finite:
        return f"Drawn is the smallest that is right for texts of up to {found.longest} symbols; it is wrong beyond."
    near = (
        f"cos > {1 - found.kappa:g} and nothing told them apart"
        if found.kappa is not None
        else "nothing told them apart"
    )
    return (
        f"{found.before} states before minimising (merged where {near}), "
        f"{len(found.machine)} after; tested on {found.tests:,} texts. The dead state, for what may not come, is not counted."
    )


def difference(found: Found) -> str:
    """Say where network and grammar, or network and automaton, differ."""
    tried, other = found.tried, "grammar" if found.known else "automaton"
    if not tried.short and tried.differing is None:
        return "There is no grammar to hold it against."
    all_short = f"All {tried.short:,} texts of up to {tried.length} symbols were run"
    loops = f", and {tried.loops:,} in which a loop goes round up to 64 times" if tried.loops else ""
    if tried.differing is None:
        return f"{all_short}{loops}: network and {other} let the same follow."
    told = _told(tried.differing)
    if tried.differing.shortest:
        fewer = f" {NARROWER}" if _narrower(tried.differing) else ""
        shorter = f" All {tried.short:,} shorter ones were run." if tried.short else ""
        return f"The shortest text on which they differ is {told}{shorter}{fewer}"
    return f"{all_short}: no difference. The shortest found beyond is {told}"


def _narrower(differing: Differing) -> bool:
    return differing.grammar is not None and set(differing.network) < set(differing.grammar)


def _told(differing: Differing) -> str:
    by = (("network", differing.network), ("automaton", differing.automaton), ("grammar", differing.grammar))
    said = ", ".join(f"the {name} {listed(allowed)}" for name, allowed in by if allowed is not None)
    count = len(differing.text)
    right = " By the task's own criterion it is still right there." if differing.right else ""
    return (
        f"{powers(differing.text)} ({count} symbol{'s' if count != 1 else ''}): what may follow is, by {said}.{right}"
    )


def listed(allowed: str | None) -> str:
    """Return the symbols that may follow as they are shown: 'S X', 'nothing', or what stands for the dead state."""
    if allowed is None:
        return "nothing: dead"
    return " ".join(map(on_tape, allowed)) or "nothing"


def powers(text: str) -> str:
    """Return a text as it is shown, with long runs of one symbol as powers: BPBTS²⁶XSE."""
    parts = []
    for symbol, run in itertools.groupby(text):
        count = len([*run])
        shown = on_tape(symbol)
        parts.append(shown + str(count).translate(POWERS) if count >= RUN else shown * count)
    return "".join(parts)


def counted(count: int | None, total: int) -> str:
    """Return how many of how many, '–' where nobody knows."""
    return "–" if count is None else f"{count} of {total}"
