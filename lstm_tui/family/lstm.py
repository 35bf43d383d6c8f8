"""What is shown of the LSTM: its note is the cell state, guarded by three gates and their products."""

from __future__ import annotations

import math
from collections.abc import Callable

from lstm_tui.explain.digits import agrees, beyond, enough, plain, product, total
from lstm_tui.explain.lines import Line, Span
from lstm_tui.explain.notation import Notation, Quantity, Relation, Scale
from lstm_tui.explain.phrases import change, crossed, largest, percent_of, portion, spoken
from lstm_tui.explain.reading import Reading
from lstm_tui.family.base import Entry, Family, Group
from lstm_tui.family.common import (
    PLUS,
    QUANTITIES,
    TIMES,
    equals,
    gate_worked,
    input_equation,
    input_worked,
    prediction_equation,
    prediction_worked,
    printed,
)  # fmt: skip
from lstm_tui.family.keeping import kept_share, proposals, rewritten
from lstm_tui.family.lstm_wirings import LARGE, LEAST, LITTLE, SMALL
from lstm_tui.family.words import gate_words, input_words, lesson, prediction_words, task_words

NOTATION = Notation(
    kind="lstm",
    note="c",
    quantities=QUANTITIES
    | {
        "c_prev": Quantity("c_prev", Scale.OPEN, "gold", beside="c"),
        "i": Quantity("i", Scale.SHARE, "green"),
        "f": Quantity("f", Scale.SHARE, "vermilion"),
        "g": Quantity("g", Scale.SIGNED, "purple"),
        "o": Quantity("o", Scale.SHARE, "blue"),
        "kept": Quantity("f⊙c", Scale.OPEN, "vermilion", beside="c"),
        "written": Quantity("i⊙g", Scale.OPEN, "green", beside="c"),
        "c": Quantity("c", Scale.OPEN, "gold"),
        "tanh_c": Quantity("tanh c", Scale.SIGNED, "gold"),
    },
    relations=(
        Relation("h", ("o", "tanh_c"), product),
        Relation("tanh_c", ("c",), math.tanh),
        Relation("c", ("kept", "written"), total),
        Relation("kept", ("f", "c_prev"), product),
        Relation("written", ("i", "g"), product),
    ),
    said="o and tanh(c)/c are",
)

KEPT = Group("kept = f ⊙ c_prev", (("f", "f"), ("⊙ c_prev", "c_prev"), ("= kept", "kept")))
WRITTEN = Group("written = i ⊙ g", (("i", "i"), ("⊙ g", "g"), ("= written", "written")))
SAID = Group("h = o ⊙ tanh c", (("o", "o"), ("⊙ tanh c", "tanh_c"), ("= h", "h")))
SUM = Group("c = kept + written", (("kept", "kept"), ("+ written", "written"), ("= c", "c")))
LEDGER = (
    Entry("was", "c_prev"),
    Entry("kept", "kept", under="c_prev"),
    Entry("written", "written", fresh=True),
    Entry("now", "c"),
)

# in words ----------------------------------------------------------------------------------


def _without_forget_gate(reading: Reading) -> bool:
    return reading.run.bundle.network.cells[reading.cursor.layer].held("f") == 1


def _forget(reading: Reading) -> tuple[str, ...]:
    own, old = kept_share(reading, "f"), reading.numbers.values["c_prev"]
    if _without_forget_gate(reading):
        none = "This model has no forget gate: it was trained without one, and every number stays."
        held = f"{own[:-1]}: f is held at 1." if old else "f is held at 1."
        return (held, *lesson(reading, none))
    ask = (
        "How much of each number on the note stays? A sigmoid answers for every unit: 1 keeps all of it, 0 rubs it out."
    )
    return (*lesson(reading, ask), own, *gate_words(reading, "f", "keeps", "keep"))


def _kept(reading: Reading) -> tuple[str, ...]:
    unit, values, step = reading.unit, reading.numbers.values, reading.step
    share, old, kept = values["f"], values["c_prev"], values["kept"]
    task = lesson(reading, "Each number on the note times its own gate, unit by unit: what is left is kept.")
    if not step["c_prev"].any():
        return ("The note is blank: there is nothing to keep.", *task)
    if old == 0:
        own = f"Unit {unit} has nothing on the note to keep."
    elif kept == old:
        own = f"Unit {unit} keeps all of its {spoken(old)}."
    elif kept == 0:
        own = f"Unit {unit}'s {spoken(old)} is rubbed out: nothing is left."
    elif spoken(kept) == spoken(old):
        own = f"Unit {unit} keeps {percent_of(share)}: of its {spoken(old)} hardly anything goes."
    else:
        own = f"Unit {unit} keeps {percent_of(share)}: {spoken(old)} becomes {spoken(kept)}."
    whole = (
        ("Nothing on the note is rubbed out.",)
        if (step["kept"] == step["c_prev"]).all() and len(step["kept"]) > 1
        else ()
    )
    return (*task, own, *whole, *change(step["c_prev"], step["kept"], "loses", "lose"))


def _input_gate(reading: Reading) -> tuple[str, ...]:
    share = reading.numbers.values["i"]
    ask = (
        "How much of the news may be written? A second sigmoid answers for every unit: 1 lets all of it in, 0 nothing."
    )
    return (
        *lesson(reading, ask),
        f"Unit {reading.unit} lets in {portion(share)}.",
        *gate_words(reading, "i", "lets in", "let in"),
    )


def _candidate(reading: Reading) -> tuple[str, ...]:
    only = "It is no more than a proposal: the input gate lets its share of it in, and the old note counts too."
    return proposals(reading, "g", only)


def _written(reading: Reading) -> tuple[str, ...]:
    unit, values = reading.unit, reading.numbers.values
    share, g, written = values["i"], values["g"], values["written"]
    if written == 0:
        own = f"Nothing is written to unit {unit}."
    elif written == g:
        own = f"Unit {unit} lets in all of {spoken(g)}."
    else:
        own = f"Unit {unit} lets in {percent_of(share)} of {spoken(g)}: {spoken(written)} is written."
    task = "Each proposal times its own gate, unit by unit: this is written on the note."
    return (*lesson(reading, task), own, *largest(reading.step["written"], "gets the most", "get the most"))


def _cell(reading: Reading) -> tuple[str, ...]:
    own, step = rewritten(reading), reading.step
    task, only = "The new note: what was kept plus what was written.", "Nothing else touches the note."
    turns = (*change(step["c_prev"], step["c"]), *crossed(step["c_prev"], step["c"]))
    return (*lesson(reading, task), own, *task_words(reading, "keep"), *turns, *lesson(reading, only))


def _output_gate(reading: Reading) -> tuple[str, ...]:
    share = reading.numbers.values["o"]
    ask = "How much of the note is said aloud? A third sigmoid answers for every unit. What it holds back stays on the note."
    return (
        *lesson(reading, ask),
        f"Unit {reading.unit} lets out {portion(share)}.",
        *gate_words(reading, "o", "lets out", "let out"),
    )


def _hidden(reading: Reading) -> tuple[str, ...]:
    unit, (c, h) = reading.unit, (reading.numbers.values[name] for name in ("c", "h"))
    if c == h == 0:  # where the note is normalised and shifted, h may be something while it is blank
        own = f"Unit {unit} has nothing on the note and says nothing."
    elif h == 0:
        own = f"Unit {unit} says nothing aloud; on the note it holds {spoken(c)}."
    else:
        own = f"Unit {unit} says {spoken(h)} aloud; on the note it holds {spoken(c)}."
    task = "The note, squashed by tanh into −1..1, times the output gate: that is h, what he says aloud."
    above = reading.cursor.layer + 2
    hearer = f"Layer {above}" if above <= reading.run.layers else "The prediction"
    who = f"{hearer} hears h alone; his next self gets both, h and the note."
    return (
        *lesson(reading, task),
        own,
        *largest(reading.step["h"], "speaks loudest", "speak loudest"),
        *lesson(reading, who),
    )


# worked out ----------------------------------------------------------------------------------


def _product(result: str, a: str, b: str) -> Callable[[Reading], tuple[Line, ...]]:
    words = {"tanh_c": "tanh(c)"}

    def work(reading: Reading) -> tuple[Line, ...]:
        names = (Span(words.get(a, a), "faint"), TIMES, Span(words.get(b, b), "faint"))
        numbers = (printed(reading, a), TIMES, printed(reading, b))
        holds = result not in reading.numbers.rounded
        return (equals(Span(result, result), names, numbers, printed(reading, result), holds=holds),)

    return work


def _hidden_worked(reading: Reading) -> tuple[Line, ...]:
    n = reading.numbers
    squashed = equals(
        Span("tanh(c)", "tanh_c"), Span(f"tanh({n['c']})", "c"), printed(reading, "tanh_c"),
        holds="tanh_c" not in n.rounded,
    )  # fmt: skip
    return (squashed, *_product("h", "o", "tanh_c")(reading))


def _cell_worked(reading: Reading) -> tuple[Line, ...]:
    n, names = reading.numbers, ("f", "c_prev", "i", "g")
    values = [n.values[name] for name in names]
    least = [n.decimals[name] for name in names]
    places = enough(_next_cell, values, least, n.values["c"], n.decimals["c"])
    f, c_prev, i, g = (
        Span(plain(value, place, signed=name in ("c_prev", "g")), name, reading.place(name))
        for name, value, place in zip(names, values, places, strict=True)
    )
    numbers = (f, TIMES, c_prev, PLUS, i, TIMES, g)
    kept, written, c = (printed(reading, name) for name in ("kept", "written", "c"))
    exact = beyond(*values) or agrees(_next_cell, values, places, n.values["c"], n.decimals["c"])
    if reading.held("kept") or reading.held("written"):  # what is summed is not what the gates let through
        return (
            equals(
                Span("c", "c"), Span("kept + written", "faint"), (kept, PLUS, written), c, holds="c" not in n.rounded
            ),
        )
    return (
        (Span("c", "c"), Span(" = f × c_prev + i × g = ", "faint"), *numbers),
        (
            Span(f"  {'=' if exact else '≈'} kept + written = ", "faint"),
            *equals((kept, PLUS, written), c, holds=exact and "c" not in n.rounded),
        ),
    )


def _next_cell(f: float, c: float, i: float, g: float) -> float:
    return f * c + i * g


# the module -----------------------------------------------------------------------------------


LSTM = Family(
    notation=NOTATION,
    wirings=(LARGE, SMALL),
    little=(LITTLE, LEAST),
    groups=(KEPT, WRITTEN, SAID),
    in_hand={
        "input": KEPT, "forget-gate": KEPT, "kept": KEPT, "input-gate": WRITTEN, "candidate": WRITTEN, "written": WRITTEN,
        "cell": SUM, "output-gate": SAID, "hidden": SAID, "prediction": SAID,
    },
    ledger=LEDGER,
    standing=("c", "kept"),
    stays="kept",
    comes="written",
    gate_words={"f": "forget gate", "i": "input gate", "o": "output gate"},
    equations={"input": input_equation, "prediction": prediction_equation},
    words={
        "input": input_words(
            "all four layers of the module",
            "His note is blank, and he has said nothing yet.",
            "Of all that came before he has only his note (c) and what he last said aloud (h).",
        ),
        "forget-gate": _forget,
        "kept": _kept,
        "input-gate": _input_gate,
        "candidate": _candidate,
        "written": _written,
        "cell": _cell,
        "output-gate": _output_gate,
        "hidden": _hidden,
        "prediction": prediction_words,
    },
    worked={
        "input": input_worked,
        "forget-gate": gate_worked("f"),
        "kept": _product("kept", "f", "c_prev"),
        "input-gate": gate_worked("i"),
        "candidate": gate_worked("g"),
        "written": _product("written", "i", "g"),
        "cell": _cell_worked,
        "output-gate": gate_worked("o"),
        "hidden": _hidden_worked,
        "prediction": prediction_worked,
    },
)  # fmt: skip
