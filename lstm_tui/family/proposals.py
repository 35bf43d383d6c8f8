"""Operations that suggest themselves where one stands, in the grammar and in words: for who does not know the grammar."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lstm_tui.core.intervention import clampable
from lstm_tui.errors import LstmTuiError
from lstm_tui.explain.phrases import spoken
from lstm_tui.explain.reading import Reading
from lstm_tui.family import family_of
from lstm_tui.family.operated import called, in_words
from lstm_tui.operations.grammar import parse, spelled
from lstm_tui.operations.kinds import Delete, Hold, Operation, Silence, StartRandom, Tear
from lstm_tui.visible import quoted


@dataclass(frozen=True)
class Proposal:
    """Something that could be done.

    Attributes: text: in the grammar, whole or as its beginning. words: what it does. operation: None where something is
        still to be typed behind the text. about: what it is done to.
    """

    text: str
    words: str
    operation: Operation | None = None
    about: str = ""


def proposals(reading: Reading) -> tuple[Proposal, ...]:
    """Return what could be done at this timestep, to this unit and to the quantity that the phase is about."""
    found = {"quantity": _holding, "unit": _of_the_unit, "text": _of_the_text, "state": _beginning}
    return tuple(replace(each, about=about) for about, propose in found.items() for each in propose(reading))


def in_hand(reading: Reading) -> str:
    """Return the quantity to be held: the one that the phase is about, else the share of the note that stays, else the note."""
    cell = reading.run.bundle.network.cells[reading.cursor.layer]
    for name in (reading.phase.focus, cell.keeps, *cell.gates):
        if name in clampable(cell):
            return name
    return cell.note


def _holding(reading: Reading) -> list[Proposal]:
    cell, layer, unit = reading.run.bundle.network.cells[reading.cursor.layer], reading.cursor.layer, reading.unit
    quantity, now = in_hand(reading), reading.cursor.timestep
    name, value = called(quantity, family_of(reading)), spoken(float(reading.step[quantity][unit]))
    found = [Hold(quantity, layer, (unit,), 0.0, now, now), Hold(quantity, layer, (unit,), 0.0, now)]
    if quantity in cell.gates:
        found += [Hold(quantity, layer, (unit,), 1.0, now), Hold(quantity, layer, None, 1.0, now, now)]
    found += [Hold(quantity, layer, (unit,)), Hold(quantity, layer)]
    begun = spelled(Hold(quantity, layer, (unit,), 0.0, now, now)).removesuffix("0")
    own = Proposal(begun, f"unit {unit}'s {name}, {value} at timestep {now + 1}, held at another number …")
    return [*(_whole(reading, operation) for operation in found), own]


def _of_the_unit(reading: Reading) -> list[Proposal]:
    network, layer, unit = reading.run.bundle.network, reading.cursor.layer, reading.unit
    cell = network.cells[layer]
    states = [cell.note, *(name for name in cell.state_names if name != cell.note)]
    named = layer if reading.run.layers > 1 else None
    found: list[Operation] = [Silence(layer, (unit,)), Tear(reading.cursor.timestep, cell.note, named)]
    if len(states) > 1 or reading.run.layers > 1:
        found.append(Tear(reading.cursor.timestep))
    proposed = [_whole(reading, operation) for operation in found]
    gate = next((name for name in (in_hand(reading), cell.keeps) if name in cell.fused), cell.fused[0])
    try:
        name, rows = cell.bias_of(gate)
    except LstmTuiError:
        return proposed
    bias = float(network.parameters[f"layer{layer + 1}.{name}"][rows][unit])
    where = f"layer{layer + 1}." if layer else ""
    what = called(gate, family_of(reading))
    words = f"unit {unit}'s bias of the {what}, {spoken(bias)}, set to another number …"
    everyone = f"every unit's bias of the {what} set to another number …"
    return [*proposed, Proposal(f"bias {where}{gate}[{unit}]=", words), Proposal(f"bias {where}{gate}=", everyone)]


def _of_the_text(reading: Reading) -> list[Proposal]:
    now, symbol = reading.cursor.timestep, quoted(reading.symbol)
    found = [
        Proposal(f"change @{now + 1}=", f"{symbol} at timestep {now + 1} changed into another symbol …"),
        Proposal(f"insert @{now + 1}=", f"a symbol put in before {symbol} at timestep {now + 1} …"),
    ]
    return [*found, _whole(reading, Delete(now))] if len(reading.run) > 1 else found


def _beginning(reading: Reading) -> list[Proposal]:
    return [_whole(reading, StartRandom(1)), Proposal("start after ", "begun in the state after another text …")]


def _whole(reading: Reading, operation: Operation) -> Proposal:
    text = spelled(operation)
    return Proposal(text, in_words(operation, family_of(reading), reading.run.layers), parse(text))
