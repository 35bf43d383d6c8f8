"""What is shown of an LSTM assembled from parts: the LSTM's, but for what is not true of it."""

from __future__ import annotations

import math

from lstm_tui.core.cells.parts import VARIANTS, Parts
from lstm_tui.explain.digits import product, total
from lstm_tui.explain.lines import Line, Span
from lstm_tui.explain.notation import Notation, Quantity, Relation, Scale
from lstm_tui.explain.reading import Reading
from lstm_tui.family.base import Entry, Family, Group, Words, Worked
from lstm_tui.family.common import equals, gate_worked, printed
from lstm_tui.family.lacking import LARGE, LEAST, LITTLE, SMALL, lacking
from lstm_tui.family.lstm import LSTM
from lstm_tui.family.words import input_words, lesson

COUNTS = {2: "both layers", 3: "all three layers", 4: "all four layers"}


def mirrored(i: float) -> float:
    """f = 1 − i."""
    return 1 - i


def itself(value: float) -> float:
    """The number as it is."""
    return value


def assembled(kind: str, parts: Parts) -> Family:
    """Return what is shown of a kind of cell with these parts."""
    phases = {phase.key for phase in parts.phases}
    groups = _groups(parts)
    in_hand = {"input": groups[0], "cell": _sum(parts)}
    in_hand |= dict.fromkeys(("forget-gate", "kept"), groups[0])
    in_hand |= dict.fromkeys(("input-gate", "candidate", "written"), groups[-2])
    in_hand |= dict.fromkeys(("output-gate", "hidden", "prediction"), groups[-1])
    return Family(
        notation=_notation(kind, parts),
        wirings=tuple(lacking(w, r, parts) for w, r in zip(LSTM.wirings, (LARGE, SMALL), strict=True)),
        little=tuple(lacking(w, r, parts) for w, r in zip(LSTM.little, (LITTLE, LEAST), strict=True)),
        groups=groups,
        in_hand={key: group for key, group in in_hand.items() if key in phases or key == "prediction"},
        ledger=_ledger(parts),
        standing=("c", "kept"),
        stays="kept",
        comes="written",
        gate_words={gate: words for gate, words in LSTM.gate_words.items() if parts.there(gate)},
        equations=LSTM.equations,
        words=_words(parts) | {"prediction": LSTM.words["prediction"]},
        worked=_worked(parts) | {"prediction": LSTM.worked["prediction"]},
    )


def _notation(kind: str, parts: Parts) -> Notation:
    quantities = dict(LSTM.notation.quantities)
    if not parts.squashed_candidate:
        quantities["g"] = Quantity("g", Scale.OPEN, "purple", through="")
    if not parts.squashed_note:
        quantities["h"] = Quantity("h", Scale.OPEN, "blue")
        quantities["h_prev"] = Quantity("h_prev", Scale.OPEN, "blue", beside="h")
    if parts.recurrent_gates:
        quantities |= {f"{gate}_prev": Quantity(f"{gate}_prev", Scale.SHARE, quantities[gate].hue) for gate in "ifo"}
    relations = [
        Relation("c", ("kept", "written"), total),
        Relation("kept", ("f", "c_prev"), product)
        if parts.forget_gate
        else Relation("kept", ("c_prev",), itself, "{}"),
        Relation("written", ("i", "g"), product) if parts.input_gate else Relation("written", ("g",), itself, "{}"),
    ]
    said = [Relation("tanh_c", ("c",), math.tanh)] if "tanh_c" in parts.quantities else []
    if parts.output_gate:
        said.insert(0, Relation("h", ("o", "tanh_c" if parts.squashed_note else "c"), product))
    else:
        said.insert(0, Relation("h", ("c",), math.tanh))
    coupled = [Relation("f", ("i",), mirrored, "1 − {}")] if parts.coupled else []
    between = LSTM.notation.said if parts.squashed_note and parts.output_gate else ""
    return Notation(kind, "c", quantities, (*said, *relations, *coupled), between)


# gates and products ---------------------------------------------------------------------------


def _groups(parts: Parts) -> tuple[Group, ...]:
    kept, written, said = LSTM.groups
    groups = [kept] if parts.forget_gate else []
    groups.append(written if parts.input_gate else Group("g is written", (("g", "g"),)))
    if not parts.output_gate:
        said = Group("h = tanh c", (("c", "c"), ("= h", "h")))
    elif not parts.squashed_note:
        said = Group("h = o ⊙ c", (("o", "o"), ("⊙ c", "c"), ("= h", "h")))
    return (*groups, said)


def _sum(parts: Parts) -> Group:
    kept = ("kept", "kept") if parts.forget_gate else ("c_prev", "c_prev")
    written = ("+ written", "written") if parts.input_gate else ("+ g", "written")
    return Group(f"c = {kept[0]} {written[0]}", (kept, written, ("= c", "c")))


def _ledger(parts: Parts) -> tuple[Entry, ...]:
    was, kept, written, now = LSTM.ledger
    return (was, kept, written, now) if parts.forget_gate else (was, written, now)


# in words ---------------------------------------------------------------------------------------

PROPOSES = "What could be written? A tanh layer proposes a number from −1 to 1 for every unit."
PROPOSAL = "It is no more than a proposal: the input gate lets its share of it in, and the old note counts too."
NEW_NOTE = "The new note: what was kept plus what was written."
SAID = "The note, squashed by tanh into −1..1, times the output gate: that is h, what he says aloud."
SECOND = "How much of the news may be written? A second sigmoid answers for every unit: 1 lets all of it in, 0 nothing."
THIRD = (
    "How much of the note is said aloud? A third sigmoid answers for every unit. What it holds back stays on the note."
)
STAYS = "How much of each number on the note stays? A sigmoid answers for every unit: 1 keeps all of it, 0 rubs it out."
BOTH = "hears h alone; his next self gets both, h and the note."


def _exchanged(parts: Parts) -> dict[str, str]:
    """Return the LSTM's sentences that are not true of these parts, and what is."""
    found = {}
    if not parts.squashed_candidate:
        found[PROPOSES] = "What could be written? A layer without tanh proposes a number for every unit, however large."
    if not parts.input_gate:
        found[PROPOSAL] = "It is more than a proposal: there is no input gate, and all of it is written."
    if not parts.forget_gate:
        found[NEW_NOTE] = "The new note: all of the old one plus what was written. There is no forget gate."
    if not parts.output_gate:
        found[SAID] = (
            "The note, squashed by tanh into −1..1: that is h, what he says aloud. No gate holds anything back."
        )
    elif not parts.squashed_note:
        found[SAID] = "The note as it is times the output gate: that is h, what he says aloud, however large."
    if not (parts.forget_gate and not parts.coupled):
        found[SECOND] = SECOND.replace("second ", "")
    if len(parts.gates) < 3:
        found[THIRD] = THIRD.replace("third ", "")
    if parts.coupled:
        found[STAYS] = "How much of each number on the note stays? What the input gate leaves room for: f = 1 − i."
    return found


def _words(parts: Parts) -> dict[str, Words]:
    exchanged = _exchanged(parts)
    seen = {"forget-gate": ("f", "c_prev"), "input-gate": ("i", "c_prev"), "output-gate": ("o", "c")}

    def telling(key: str) -> Words:
        gate, note = seen.get(key, ("", ""))
        peeps = parts.peepholes and gate in parts.gates

        def tell(reading: Reading) -> tuple[str, ...]:
            told = tuple(exchanged.get(sentence, sentence) for sentence in LSTM.words[key](reading))
            if parts.recurrent_gates:
                told = tuple(sentence.replace(BOTH, "hears h alone; his next self gets h, the note and the gates.") for sentence in told)  # fmt: skip
            first = 2 if lesson(reading, "") else 1  # what the gate asks, and what it does to the unit
            return (*told[:first], *(lesson(reading, _peeped(gate, note)) if peeps else ()), *told[first:])

        return tell

    keys = [phase.key for phase in parts.phases if phase.key != "input"]
    return {"input": _input(parts)} | {key: telling(key) for key in keys}


def _peeped(gate: str, note: str) -> str:
    if note == "c":
        return "Through its peephole it sees the note as it has just become, p_o ⊙ c: that is why it is asked after the cell."
    return f"Through its peephole it also sees the note as it was, each unit its own number: p_{gate} ⊙ c_prev."


def _input(parts: Parts) -> Words:
    known = "Of all that came before he has only his note (c) and what he last said aloud (h)."
    if parts.recurrent_gates:
        known = "Of all that came before he has his note (c), what he last said aloud (h) and how his gates stood."
    layers = COUNTS[len(parts.fused)] + " of the module"
    told = input_words(layers, "His note is blank, and he has said nothing yet.", known)

    def tell(reading: Reading) -> tuple[str, ...]:
        return (*told(reading), *lesson(reading, what_it_is(reading)))

    return tell


def what_it_is(reading: Reading) -> str:
    """Say which parts this kind of cell has, and whether it was trained so."""
    cell, bundle = reading.run.bundle.network.cells[reading.cursor.layer], reading.run.bundle
    name = cell.kind.partition("~")[2]
    called = f" (Greff et al.'s {name})" if name in VARIANTS else " (Greff et al.'s baseline V)"
    if bundle.taken_from:
        its = VARIANTS[bundle.lacks].words.replace("without", "without its")
        return f"These are the weights of '{bundle.taken_from}' {its}: it was not trained so."
    return f"This is an {cell.title}{called}, and was trained as one."


# worked out ----------------------------------------------------------------------------------------


def _worked(parts: Parts) -> dict[str, Worked]:
    worked = {key: LSTM.worked[key] for key in ("input", "kept", "written")}
    for key, layer in (("forget-gate", "f"), ("input-gate", "i"), ("candidate", "g"), ("output-gate", "o")):
        worked[key] = gate_worked(layer)
    if parts.coupled:
        worked["forget-gate"] = _coupled
    whole = parts.forget_gate and parts.input_gate
    worked["cell"] = LSTM.worked["cell"] if whole else _summed
    if not parts.output_gate:
        worked["hidden"] = _squashed
    elif not parts.squashed_note:
        worked["hidden"] = _as_it_is
    else:
        worked["hidden"] = LSTM.worked["hidden"]
    return {phase.key: worked[phase.key] for phase in parts.phases}


def _coupled(reading: Reading) -> tuple[Line, ...]:
    one = (Span("1 − ", "faint"), printed(reading, "i"))
    holds = "f" not in reading.numbers.rounded
    return (equals(Span("f", "f"), Span("1 − i", "faint"), one, printed(reading, "f"), holds=holds),)


def _summed(reading: Reading) -> tuple[Line, ...]:
    plus = Span(" + ", "faint")
    kept, written = printed(reading, "kept"), printed(reading, "written")
    holds = "c" not in reading.numbers.rounded
    return (equals(Span("c", "c"), Span("kept + written", "faint"), (kept, plus, written), printed(reading, "c"), holds=holds),)  # fmt: skip


def _squashed(reading: Reading) -> tuple[Line, ...]:
    inner, holds = Span(f"tanh({reading.numbers['c']})", "c"), "h" not in reading.numbers.rounded
    return (equals(Span("h", "h"), Span("tanh(c)", "faint"), inner, printed(reading, "h"), holds=holds),)


def _as_it_is(reading: Reading) -> tuple[Line, ...]:
    times, holds = Span(" × ", "faint"), "h" not in reading.numbers.rounded
    numbers = (printed(reading, "o"), times, printed(reading, "c"))
    return (equals(Span("h", "h"), Span("o × c", "faint"), numbers, printed(reading, "h"), holds=holds),)
