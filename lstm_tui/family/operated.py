"""Operations in words: "unit 20's forget gate held at 0 from timestep 5 to 9"."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_tui.family.base import Family
from lstm_tui.operations.grammar import spelled
from lstm_tui.operations.kinds import (
    Change,
    Delete,
    Hold,
    Insert,
    Operation,
    SetBias,
    SetWeight,
    Silence,
    StartAfter,
    StartRandom,
    Tear,
    Units,
)
from lstm_tui.visible import quoted, visible

NAMES = {
    "c": "note",
    "h": "hidden state",
    "kept": "kept part",
    "written": "written part",
    "g": "candidate",
    "n": "candidate",
}
LONGEST = 40  # characters of a text that are told


def in_words(operation: Operation, family: Family, layers: int) -> str:
    """Return what an operation does, as one says it; the layer is named where there are several."""
    match operation:
        case Hold(quantity, layer, units, value, first, last):
            at = "its mean over the text" if value is None else f"{value:g}".replace("-", "−")
            what = f"{_whose(units)} {called(quantity, family)}{_in_layer(layer, layers)}"
            return f"{what} held at {at}{_when(first, last)}"
        case Silence(layer, units):
            return f"{_units(units)}{_in_layer(layer, layers)} silenced: h is 0 for everyone who listens"
        case Tear(timestep, state, layer):
            what = "all states" if state is None else f"the {called(state, family)}"
            where = "" if layer is None else _in_layer(layer, layers)
            return f"{what}{where} torn off before timestep {timestep + 1}"
        case SetBias(gate, value, layer, units):
            number = f"{value:g}".replace("-", "−")
            return f"{_whose(units)} bias of the {called(gate, family)}{_in_layer(layer, layers)} set to {number}"
        case SetWeight(name, index, value):
            number = f"{value:g}".replace("-", "−")
            return f"{visible(name)}[{', '.join(map(str, index))}] set to {number}"
        case Change(timestep, symbol):
            return f"timestep {timestep + 1} reads {_symbol(symbol)}"
        case Insert(timestep, symbol):
            return f"{_symbol(symbol)} put in before timestep {timestep + 1}"
        case Delete(timestep):
            return f"timestep {timestep + 1} taken out"
        case StartRandom(seed):
            return f"begun with random states, seed {seed}"
        case StartAfter(text):
            said = visible(text[:LONGEST]) + ("…" if len(text) > LONGEST else "")
            return f"begun in the state after '{said}'"


def told(operations: Sequence[Operation], family: Family, layers: int) -> list[tuple[str, str]]:
    """Return each operation as the grammar spells it, and in words."""
    return [(spelled(each), in_words(each, family, layers)) for each in operations]


def called(quantity: str, family: Family) -> str:
    """Return what a quantity is called in words."""
    name = quantity.removesuffix("_prev")
    said = family.gate_words.get(name) or NAMES.get(name, name)
    return f"{said} before" if quantity.endswith("_prev") else said


def _whose(units: Units) -> str:
    if units is None:
        return "every unit's"
    return f"unit {units[0]}'s" if len(units) == 1 else f"{_units(units)}'"


def _units(units: Units) -> str:
    if units is None:
        return "every unit"
    if len(units) == 1:
        return f"unit {units[0]}"
    return f"units {', '.join(map(str, units[:8]))}" + (f" and {len(units) - 8} more" if len(units) > 8 else "")


def _in_layer(layer: int, layers: int) -> str:
    return f" of layer {layer + 1}" if layers > 1 else ""


def _when(first: int, last: int | None) -> str:
    if (first, last) == (0, None):
        return ""
    if last == first:
        return f" at timestep {first + 1}"
    return f" from timestep {first + 1} on" if last is None else f" from timestep {first + 1} to {last + 1}"


def _symbol(symbol: str) -> str:
    return quoted(symbol) if len(symbol) == 1 else visible(symbol)
