"""The one grammar of operations, for the screen, the commands and saved files; timesteps and layers from 1, units from 0.

f[20]@5:9=0          hold the forget gate of unit 20 at 0, from timestep 5 to 9       also [3,5-7], @5, @5:
g=mean               hold the candidate of all units at its mean over the text
layer2.c[4]=1.5      in the second layer
ablate 12            nobody hears unit 12                                              also layer2.12, 1,3-5
tear c@7             c is 0 before timestep 7 is read; tear @7: all states            also layer2.c
bias f[3]=2          the forget gate's bias                                            bias f=2: of all units
weight layer1.W_hh[20,5]=0.3
change @3="x"   insert @3="x"   delete @3
start random 7       start after "another text"
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from lstm_tui.errors import LstmTuiError
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
from lstm_tui.operations.scanner import EXAMPLES, NAME, Scanner

LONGEST = 10_000  # characters of an operation


def parse(text: str) -> Operation:
    """Return the operation that a person wrote.

    Raises:
        LstmTuiError: it is none; the message points at the character.
    """
    scanner = Scanner(text)
    if len(text) > LONGEST:
        raise LstmTuiError(f"An operation of {len(text):,} characters is too long.", EXAMPLES)
    layer = scanner.layer()
    begun = scanner.at
    word = scanner.word("a quantity, or what to do,")
    reader = _COMMANDS.get(word) if scanner.text[scanner.at : scanner.at + 1] in ("", " ", "@") else None
    if reader is not None and word != "h":
        if layer is not None:
            scanner.wrong("the layer stands behind the word: ablate layer2.12", 0)
        operation = reader(scanner)
    else:
        scanner.at = begun
        operation = _hold(scanner, layer or 0)
    scanner.skip()
    if scanner.at < len(text):
        scanner.wrong("nothing more is wanted here")
    return operation


def _hold(scanner: Scanner, layer: int) -> Hold:
    quantity, units = scanner.word("a quantity"), scanner.units_in_brackets()
    first, last = 0, None
    if scanner.take("@"):
        first = last = scanner.timestep()
        if scanner.take(":"):
            scanner.skip()
            begun = scanner.at
            last = scanner.timestep() if scanner.text[scanner.at : scanner.at + 1].isdigit() else None
            if last is not None and last < first:
                scanner.wrong("the last timestep is before the first", begun)
    elif units is None and not scanner.text.startswith("=", scanner.at):
        scanner.wrong(f"'{quantity[:20]}' is no operation, and after a quantity '=' and a value are wanted")
    scanner.need("=")
    value = None if scanner.take("mean") else scanner.number()
    return Hold(quantity, layer, units, value, first, last)


def _ablate(scanner: Scanner) -> Silence:
    layer = scanner.layer() or 0
    return Silence(layer, scanner.units())


def _tear(scanner: Scanner) -> Tear:
    layer, state = scanner.layer(), scanner.found(NAME)
    scanner.need("@")
    return Tear(scanner.timestep(), state, layer)


def _bias(scanner: Scanner) -> SetBias:
    layer = scanner.layer() or 0
    gate, units = scanner.word("a gate"), scanner.units_in_brackets()
    scanner.need("=")
    return SetBias(gate, scanner.number(), layer, units)


def _weight(scanner: Scanner) -> SetWeight:
    name = scanner.found(re.compile(r"[A-Za-z_][A-Za-z_0-9.]*")) or scanner.wrong("the name of an array is wanted")
    scanner.need("[")
    index = [scanner.whole("a place in the array", 0)]
    while scanner.take(","):
        index.append(scanner.whole("a place in the array", 0))
    scanner.need("]")
    scanner.need("=")
    return SetWeight(name, tuple(index), scanner.number())


def _change(scanner: Scanner) -> Change:
    scanner.need("@")
    timestep = scanner.timestep()
    scanner.need("=")
    return Change(timestep, scanner.string())


def _insert(scanner: Scanner) -> Insert:
    scanner.need("@")
    timestep = scanner.timestep()
    scanner.need("=")
    return Insert(timestep, scanner.string())


def _delete(scanner: Scanner) -> Delete:
    scanner.need("@")
    return Delete(scanner.timestep())


def _start(scanner: Scanner) -> StartRandom | StartAfter:
    if scanner.take("random"):
        return StartRandom(scanner.whole("a seed", 0))
    if scanner.take("after"):
        return StartAfter(scanner.string())
    return scanner.wrong("'random' or 'after' is wanted")


_COMMANDS: dict[str, Callable[[Scanner], Operation]] = {
    "ablate": _ablate, "tear": _tear, "bias": _bias, "weight": _weight, "change": _change, "insert": _insert,
    "delete": _delete, "start": _start,
}  # fmt: skip


# back into text ---------------------------------------------------------------------------


def spelled(operation: Operation) -> str:
    """Return an operation as `parse` reads it."""
    match operation:
        case Hold(quantity, layer, units, value, first, last):
            when = (
                ""
                if (first, last) == (0, None)
                else f"@{first + 1}" + ("" if last == first else f":{'' if last is None else last + 1}")
            )
            return f"{_layer(layer)}{quantity}{_units(units)}{when}={'mean' if value is None else _number(value)}"
        case Silence(layer, units):
            return f"ablate {_layer(layer)}{_ranges(units or ())}"
        case Tear(timestep, state, layer):
            named = "" if layer is None else f"layer{layer + 1}."
            return f"tear {named}{state or ''}@{timestep + 1}"
        case SetBias(gate, value, layer, units):
            return f"bias {_layer(layer)}{gate}{_units(units)}={_number(value)}"
        case SetWeight(name, index, value):
            return f"weight {name}[{','.join(map(str, index))}]={_number(value)}"
        case Change(timestep, symbol):
            return f"change @{timestep + 1}={json.dumps(symbol, ensure_ascii=False)}"
        case Insert(timestep, symbol):
            return f"insert @{timestep + 1}={json.dumps(symbol, ensure_ascii=False)}"
        case Delete(timestep):
            return f"delete @{timestep + 1}"
        case StartRandom(seed):
            return f"start random {seed}"
        case StartAfter(text):
            return f"start after {json.dumps(text, ensure_ascii=False)}"


def _number(value: float) -> str:
    """Return a number with every digit that it needs: 0, 0.1, -1e-05."""
    return repr(float(value)).removesuffix(".0")


def _layer(layer: int) -> str:
    return f"layer{layer + 1}." if layer else ""


def _units(units: Units) -> str:
    return "" if units is None else f"[{_ranges(units)}]"


def _ranges(units: tuple[int, ...]) -> str:
    """Return units as 1,3-5."""
    parts: list[list[int]] = []
    for unit in units:
        if parts and unit == parts[-1][1] + 1:
            parts[-1][1] = unit
        else:
            parts.append([unit, unit])
    return ",".join(f"{first}" if first == last else f"{first}-{last}" for first, last in parts)
