"""What is shown of the LSTM: its note is the cell state, guarded by three gates and their products."""

from __future__ import annotations

import math
from collections.abc import Callable

from lstm_tui.drawing.wiring import Node, Wire, Wiring
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
    if c == 0:
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

_INTO_GATES = ("forget-gate", "input-gate", "candidate", "output-gate")

_LARGE = Wiring(
    67,
    10,
    (
        Node("c_prev", (3, 1), "input", "c_prev"),
        Node("h_prev", (3, 8), "input", "h_prev"),
        Node("x t", (1, 9), "input", "x"),
        Node("[h,x]", (14, 8), "input", "h_prev"),
        Node("⊗", (18, 1), "kept", "kept"),
        Node("⊕", (33, 1), "cell", "c"),
        Node("⊗", (33, 3), "written", "written"),
        Node("tanh", (51, 2), "hidden", "tanh_c"),
        Node("⊗", (51, 3), "hidden", "h"),
        Node("σ", (18, 6), "forget-gate", "f", boxed=True, name="forget"),
        Node("σ", (28, 6), "input-gate", "i", boxed=True, name="input"),
        Node("tanh", (39, 6), "candidate", "g", boxed=True, name="candidate"),
        Node("σ", (51, 6), "output-gate", "o", boxed=True, name="output"),
        Node("W_hy", (61, 6), "prediction", "probs", boxed=True, top=True),
        Node("c t", (65, 1), "cell", "c"),
        Node("h t", (65, 3), "hidden", "h"),
        Node("p", (63, 8), "prediction", "probs", top=True),
    ),
    (
        Wire("x", ((9, 9), (10, 9), (10, 8)), phases=("input", *_INTO_GATES)),
        Wire("h_prev", ((6, 8), (18, 8), (18, 7)), phases=("forget-gate",)),
        Wire("h_prev", ((18, 8), (28, 8), (28, 7)), phases=("input-gate",)),
        Wire("h_prev", ((28, 8), (39, 8), (39, 7)), phases=("candidate",)),
        Wire("h_prev", ((39, 8), (51, 8), (51, 7)), phases=("output-gate",)),
        Wire("c_prev", ((6, 1), (18, 1)), label=(7, 0), phases=("kept",)),
        Wire("kept", ((18, 1), (33, 1)), label=(20, 0), name="kept", phases=("cell",)),
        Wire("c", ((33, 1), (62, 1)), label=(35, 0), arrow=True, phases=("hidden",)),
        Wire("f", ((18, 5), (18, 1)), label=(20, 4), name="f", phases=("kept",)),
        Wire("i", ((28, 5), (28, 3), (33, 3)), label=(30, 4), name="i", phases=("written",)),
        Wire("g", ((39, 5), (39, 3), (33, 3)), label=(41, 4), name="g", phases=("written",)),
        Wire("written", ((33, 3), (33, 1)), label=(35, 2), name="written", phases=("cell",)),
        Wire("c", ((51, 1), (51, 2)), phases=("hidden",)),
        Wire("tanh_c", ((51, 2), (51, 3)), label=(54, 2)),
        Wire("o", ((51, 5), (51, 3)), label=(53, 4), name="o", phases=("hidden",)),
        Wire("h", ((51, 3), (62, 3)), label=(62, 2), arrow=True, phases=("prediction",)),
        Wire("h", ((61, 3), (61, 5)), phases=("prediction",), top=True),
        Wire("probs", ((61, 7), (61, 8)), arrow=True, top=True),
    ),
)

_SMALL = Wiring(
    46,
    7,
    (
        Node("c", (0, 1), "input", "c_prev"),
        Node("h", (0, 5), "input", "h_prev"),
        Node("x", (0, 6), "input", "x"),
        Node("[h,x]", (9, 5), "input", "h_prev"),
        Node("⊗", (13, 1), "kept", "kept"),
        Node("⊕", (24, 1), "cell", "c"),
        Node("⊗", (24, 2), "written", "written"),
        Node("tanh", (38, 2), "hidden", "tanh_c"),
        Node("⊗", (38, 3), "hidden", "h"),
        Node("σ", (13, 4), "forget-gate", "f"),
        Node("σ", (20, 4), "input-gate", "i"),
        Node("tanh", (28, 4), "candidate", "g"),
        Node("σ", (38, 4), "output-gate", "o"),
        Node("forget", (13, 6), "forget-gate", "f"),
        Node("input", (20, 6), "input-gate", "i"),
        Node("candidate", (28, 6), "candidate", "g"),
        Node("output", (38, 6), "output-gate", "o"),
        Node("W_hy", (43, 5), "prediction", "probs", top=True),
        Node("p", (43, 6), "prediction", "probs", top=True),
        Node("c", (45, 1), "cell", "c"),
        Node("h", (45, 3), "hidden", "h"),
    ),
    (
        Wire("x", ((6, 6), (7, 6), (7, 5)), phases=("input", *_INTO_GATES)),
        Wire("h_prev", ((2, 5), (13, 5), (13, 4)), phases=("forget-gate",)),
        Wire("h_prev", ((13, 5), (20, 5), (20, 4)), phases=("input-gate",)),
        Wire("h_prev", ((20, 5), (28, 5), (28, 4)), phases=("candidate",)),
        Wire("h_prev", ((28, 5), (38, 5), (38, 4)), phases=("output-gate",)),
        Wire("c_prev", ((2, 1), (13, 1)), label=(4, 0), phases=("kept",)),
        Wire("kept", ((13, 1), (24, 1)), label=(15, 0), phases=("cell",)),
        Wire("c", ((24, 1), (43, 1)), label=(26, 0), arrow=True, phases=("hidden",)),
        Wire("f", ((13, 4), (13, 1)), label=(15, 3), phases=("kept",)),
        Wire("i", ((20, 4), (20, 2), (24, 2)), label=(22, 3), phases=("written",)),
        Wire("g", ((28, 4), (28, 2), (24, 2)), label=(30, 3), phases=("written",)),
        Wire("written", ((24, 2), (24, 1)), label=(30, 2), phases=("cell",)),
        Wire("c", ((38, 1), (38, 2)), phases=("hidden",)),
        Wire("tanh_c", ((38, 2), (38, 3))),
        Wire("o", ((38, 4), (38, 3)), label=(33, 4), phases=("hidden",)),
        Wire("h", ((38, 3), (43, 3)), label=(41, 2), arrow=True, phases=("prediction",)),
        Wire("h", ((42, 3), (42, 5)), phases=("prediction",), top=True),
    ),
)

_LITTLE = Wiring(
    14,
    5,
    (
        Node("⊗", (2, 0), "kept", "kept"),
        Node("⊕", (7, 0), "cell", "c"),
        Node("⊗", (7, 2), "written", "written"),
        Node("t", (12, 1), "hidden", "tanh_c"),
        Node("⊗", (12, 2), "hidden", "h"),
        Node("σ", (2, 3), "forget-gate", "f"),
        Node("σ", (5, 3), "input-gate", "i"),
        Node("t", (9, 3), "candidate", "g"),
        Node("σ", (12, 3), "output-gate", "o"),
    ),
    (
        Wire("h_prev", ((0, 4), (2, 4), (2, 3)), phases=("input", "forget-gate")),
        Wire("h_prev", ((2, 4), (5, 4), (5, 3)), phases=("input", "input-gate")),
        Wire("h_prev", ((5, 4), (9, 4), (9, 3)), phases=("input", "candidate")),
        Wire("h_prev", ((9, 4), (12, 4), (12, 3)), phases=("input", "output-gate")),
        Wire("c_prev", ((0, 0), (1, 0)), phases=("kept",)),
        Wire("kept", ((3, 0), (6, 0)), phases=("cell",)),
        Wire("c", ((8, 0), (13, 0)), phases=("hidden",)),
        Wire("f", ((2, 2), (2, 1)), phases=("kept",)),
        Wire("i", ((5, 3), (5, 2), (6, 2)), phases=("written",)),
        Wire("g", ((9, 3), (9, 2), (8, 2)), phases=("written",)),
        Wire("written", ((7, 1), (7, 1)), phases=("cell",)),
        Wire("c", ((12, 0), (12, 1)), phases=("hidden",)),
        Wire("tanh_c", ((12, 1), (12, 2))),
        Wire("o", ((12, 3), (12, 2)), phases=("hidden",)),
        Wire("h", ((12, 2), (13, 2), (13, 4)), phases=("prediction",)),
    ),
)

_LEAST = Wiring(
    13,
    3,
    (
        Node("⊗", (2, 0), "kept", "kept"),
        Node("⊕", (6, 0), "cell", "c"),
        Node("σ", (2, 1), "forget-gate", "f"),
        Node("σ", (5, 1), "input-gate", "i"),
        Node("t", (7, 1), "candidate", "g"),
        Node("σ", (11, 1), "output-gate", "o"),
    ),
    (
        Wire("h_prev", ((0, 2), (2, 2), (2, 1)), phases=("input", "forget-gate")),
        Wire("h_prev", ((2, 2), (5, 2), (5, 1)), phases=("input", "input-gate")),
        Wire("h_prev", ((5, 2), (7, 2), (7, 1)), phases=("input", "candidate")),
        Wire("h_prev", ((7, 2), (11, 2), (11, 1)), phases=("input", "output-gate")),
        Wire("c_prev", ((0, 0), (1, 0)), phases=("kept",)),
        Wire("kept", ((3, 0), (5, 0)), phases=("cell",)),
        Wire("c", ((7, 0), (12, 0)), phases=("hidden",)),
        Wire("h", ((11, 1), (12, 1), (12, 2)), phases=("prediction",)),
    ),
)

LSTM = Family(
    notation=NOTATION,
    wirings=(_LARGE, _SMALL),
    little=(_LITTLE, _LEAST),
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
