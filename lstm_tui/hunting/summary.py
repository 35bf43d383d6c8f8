"""The hunt in one honest sentence."""

from __future__ import annotations

from collections.abc import Mapping

from lstm_tui.hunting.effect import Effect
from lstm_tui.hunting.hunt import Hunt


def sentence(hunt: Hunt, effects: Mapping[int, Effect]) -> str:
    """Return "k of H units beat chance on the second text; j of them matter when clamped", as far as it is known.

    Args: effects: of the units that were clamped.
    """
    if not hunt.done:
        return f"{hunt.stage}: {hunt.share * 100:.0f} % done; nothing is claimed yet."
    units = hunt.units
    beat = "beats" if len(units) == 1 else "beat"
    said = f"{len(units)} of {hunt.hidden} units {beat} chance on the second text"
    if not units:
        return f"{said}."
    clamped = [unit for unit in units if unit in effects]
    matter = sum(effects[unit].matters for unit in clamped)
    if not clamped:
        return f"{said}; none of them is clamped yet."
    verb = "matters" if matter == 1 else "matter"
    if len(clamped) < len(units):
        return f"{said}; of {len(clamped)} clamped, {matter} {verb}."
    return f"{said}; {matter} of them {verb} when clamped."
