"""Pieces of sentences about the values of all units: counts, the largest, and what turned since the symbol before.

Each says only what holds of the values to the digits that it prints: where two print alike, neither is called the first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.explain.digits import beyond, plain
from lstm_tui.explain.notation import OPEN, SHUT

NAMED = 3  # units that are named one by one; more are counted
BARELY = 0.01  # what changes less is said to hardly change


def spoken(value: float, signed: bool = True) -> str:
    """Return a value as sentences write it: two or three significant digits; 0 is 0, and what is nearly so says so."""
    size = abs(value)
    if value == 0 or beyond(value):
        return plain(value, 0)
    if size < 0.0005:
        return "almost 0"
    return plain(value, 3 if size < 0.0995 else 2 if size < 9.995 else 1 if size < 99.95 else 0, signed)


def percent_of(share: float) -> str:
    """Return a share between 0 and 1 in percent, so that it reads 0 % and 100 % only where it is just that."""
    if share != share:
        return "what is no number"
    if share in (0, 1):
        return f"{share:.0%}".replace("%", " %")
    if share < 0.0005:
        return "under 0.1 %"
    if share > 0.9995:
        return "over 99.9 %"
    return f"{share * 100:.{int(not 0.095 <= share <= 0.9)}f} %"


def portion(share: float, none: str = "nothing", whole: str = "everything") -> str:
    """Return a share in percent, or a word where it is none or all of it."""
    return none if share == 0 else whole if share == 1 else percent_of(share)


def listed(words: Sequence[str]) -> str:
    """Return 'a', 'a and b' or 'a, b and c'."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def units(places: Sequence[int]) -> str:
    """Return 'unit 3', 'units 3 and 5', or how many where they are too many to be named."""
    if len(places) > NAMED:
        return f"{len(places)} units"
    return f"unit{'s' * (len(places) > 1)} {listed([str(place) for place in places])}"


def capital(sentence: str) -> str:
    """Return a sentence with a capital letter at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def every(count: int) -> str:
    """Return 'Both' or 'All 6'."""
    return "Both" if count == 2 else f"All {count}"


def tally(gate: Array, one: str, many: str) -> tuple[str, ...]:
    """Say how many units' gates are wide open and how many shut; nothing of a single unit.

    Args: gate: (H,) shares; one, many: the verb of one unit and of several: "keeps", "keep".
    """
    count, wide, shut = len(gate), int((gate > OPEN).sum()), int((gate < SHUT).sum())
    if np.isnan(gate).any():
        return ()
    over, under = (f"{share * 100:.0f} %" for share in (OPEN, SHUT))
    if count == 1:
        return ()
    if count in (wide, shut):
        return (f"{every(count)} {many} {'over ' + over if wide else 'under ' + under}.",)
    if not wide and not shut:
        return (f"{every(count)} {many} between {under} and {over}.",)
    if not wide:
        return (f"{shut} of {count} units {one if shut == 1 else many} under {under}, none over {over}.",)
    first = f"{wide} of {count} units {one if wide == 1 else many} over {over}"
    return (f"{first}, {shut or 'none'} under {under}.",)


def leaders(sizes: Array, show: Callable[[float], str]) -> list[int]:
    """Return the units whose size prints like the largest one."""
    most = show(float(sizes.max()))
    return [int(unit) for unit in np.flatnonzero(sizes >= sizes.max() * 0.9 - 0.01) if show(float(sizes[unit])) == most]


def largest(values: Array, verb: str, verbs: str) -> tuple[str, ...]:
    """Say which unit's value is the largest in size, where there are several: 'Unit 12 speaks loudest: −0.98.'"""
    sizes = np.abs(values)
    if len(values) == 1 or not np.isfinite(sizes).all() or sizes.max() < BARELY:
        return ()
    first = leaders(sizes, spoken)
    if len(first) == 1:
        return (f"Unit {first[0]} {verb}: {spoken(float(values[first[0]]))}.",)
    ups = {float(values[unit]) > 0 for unit in first}
    sign = "±" if len(ups) > 1 else "+" if ups == {True} else "−"
    return (f"{capital(units(first))} {verbs}: {sign}{spoken(float(sizes.max()), signed=False)} each.",)


def change(before: Array, after: Array, verb: str = "changes", verbs: str = "change") -> tuple[str, ...]:
    """Say which unit's number changes most, where there are several and one changes at all."""
    sizes = np.abs(after - before)
    if len(sizes) == 1 or not np.isfinite(sizes).all() or not sizes.any():
        return ()
    if sizes.max() < BARELY:
        return (f"No unit {verb} more than 0.01.",)
    first = leaders(sizes, spoken)
    if len(first) == 1:
        unit = first[0]
        return (f"Unit {unit} {verb} the most: {spoken(float(before[unit]))} → {spoken(float(after[unit]))}.",)
    return (f"{capital(units(first))} {verbs} the most, by {spoken(float(sizes.max()), signed=False)} each.",)


def crossed(before: Array, after: Array) -> tuple[str, ...]:
    """Say how many units changed sign, where any did."""
    count = int((np.sign(before) * np.sign(after) < 0).sum())
    if not count or len(before) == 1:
        return ()
    return (
        f"{every(count)} units changed sign."
        if count == len(before)
        else f"{count} of {len(before)} units changed sign.",
    )


def turned(before: Array, now: Array) -> tuple[str, ...]:
    """Say which gates swung open or shut since the symbol before; where none did, which moved most.

    Args: before, now: (H,) shares of a gate at the timestep before and at this one.
    """
    opened, shut = np.flatnonzero((before < SHUT) & (now > OPEN)), np.flatnonzero((before > OPEN) & (now < SHUT))
    swings = [(units(list(map(int, found))), way) for found, way in ((opened, "open"), (shut, "shut")) if len(found)]
    if swings:
        (first, way), rest = swings[0], "".join(f", {names} {other}" for names, other in swings[1:])
        return (f"{capital(first)} swung {way} since the last symbol{rest}.",)
    moves = np.abs(now - before)
    if np.isnan(moves).any():
        return ()
    if moves.max() < BARELY:
        which = "No" if len(moves) > 1 else "Its"
        return (f"{which} gate moved by {'more' if len(moves) > 1 else 'no more'} than 0.01 since the last symbol.",)
    moved = leaders(moves, lambda share: f"{share:.2f}")
    if len(moved) > 1:
        return (f"{capital(units(moved))} moved most since the last symbol, by {moves.max():.2f} each.",)
    old, new = percent_of(float(before[moved[0]])), percent_of(float(now[moved[0]]))
    return (f"Unit {moved[0]}'s gate moved most since the last symbol: {old} → {new}.",)
