"""What is shown of the minLSTM: two gates that see the symbol alone, and share the note out between old and new."""

from __future__ import annotations

from lstm_tui.drawing.wiring import Node, Wire, Wiring
from lstm_tui.explain.digits import product
from lstm_tui.explain.lines import Line, Span
from lstm_tui.explain.notation import Quantity, Relation, Scale
from lstm_tui.explain.phrases import percent_of, portion
from lstm_tui.explain.reading import Reading
from lstm_tui.family.base import Family, Group
from lstm_tui.family.common import (
    equals,
    gate_worked,
    input_equation,
    input_worked,
    prediction_equation,
    prediction_worked,
    printed,
)
from lstm_tui.family.minimal import (
    LEDGER,
    SUM,
    candidate_words,
    hidden_words,
    hidden_worked,
    input_told,
    kept_words,
    notation,
    of_a_product,
    times,
    written_words,
)
from lstm_tui.family.words import gate_words, lesson, prediction_words

SHARES = Group("k = f / (f + i)", (("f", "f"), ("i", "i"), ("= k", "k")))
KEPT = Group("kept = k ⊙ h_prev", (("k", "k"), ("⊙ h_prev", "h_prev"), ("= kept", "kept")))
WRITTEN = Group("written = w ⊙ g", (("w", "w"), ("⊙ g", "g"), ("= written", "written")))


def _share(f: float, i: float) -> float:
    return f / (f + i)


def _rest(k: float) -> float:
    return 1 - k


def _forget(reading: Reading) -> tuple[str, ...]:
    ask = "What weight has each number on the note? A sigmoid answers for every unit, from the symbol alone."
    own = f"Unit {reading.unit} gives the old note {portion(reading.numbers.values['f'])}."
    return (*lesson(reading, ask), own, *gate_words(reading, "f", "gives", "give"))


def _input_gate(reading: Reading) -> tuple[str, ...]:
    ask = "What weight has the news? A second sigmoid answers for every unit, from the symbol alone."
    own = f"Unit {reading.unit} gives the news {portion(reading.numbers.values['i'])}."
    return (*lesson(reading, ask), own, *gate_words(reading, "i", "gives", "give"))


def _shares(reading: Reading) -> tuple[str, ...]:
    values = reading.numbers.values
    task = "The two weights become shares that add up to 1, f′ and i′ in the paper: what one gains the other loses."
    own = f"Unit {reading.unit} keeps {percent_of(values['k'])} of the old note and takes {percent_of(values['w'])} of the news."
    return (*lesson(reading, task), own)


def _shares_worked(reading: Reading) -> tuple[Line, ...]:
    f, i, k = (printed(reading, name) for name in ("f", "i", "k"))
    rounded = reading.numbers.rounded
    kept = equals(
        Span("k", "k"), Span("f / (f + i)", "faint"), (f, Span(" / ("), f, Span(" + "), i, Span(")")), k,
        holds="k" not in rounded,
    )  # fmt: skip
    rest = equals(
        Span("w", "w"), Span("1 − k", "faint"), (Span("1 − "), k), printed(reading, "w"), holds="w" not in rounded
    )
    return kept, rest


_LARGE = Wiring(
    67,
    10,
    (
        Node("h_prev", (3, 1), "input", "h_prev"),
        Node("x t", (1, 8), "input", "x"),
        Node("⊗", (22, 1), "kept", "kept"),
        Node("÷", (22, 4), "shares", "k"),
        Node("⊕", (47, 1), "hidden", "h"),
        Node("⊗", (47, 3), "written", "written"),
        Node("σ", (14, 6), "forget-gate", "f", boxed=True, name="forget"),
        Node("σ", (30, 6), "input-gate", "i", boxed=True, name="input"),
        Node("lin", (47, 6), "candidate", "g", boxed=True, name="candidate"),
        Node("W_hy", (61, 6), "prediction", "probs", boxed=True, top=True),
        Node("h t", (65, 1), "hidden", "h"),
        Node("p", (63, 8), "prediction", "probs", top=True),
    ),
    (
        Wire("x", ((9, 8), (14, 8), (14, 7)), phases=("input", "forget-gate")),
        Wire("x", ((14, 8), (30, 8), (30, 7)), phases=("input", "input-gate")),
        Wire("x", ((30, 8), (47, 8), (47, 7)), phases=("input", "candidate")),
        Wire("h_prev", ((6, 1), (22, 1)), label=(8, 0), phases=("kept",)),
        Wire("kept", ((22, 1), (47, 1)), label=(24, 0), name="kept", phases=("hidden",)),
        Wire("f", ((14, 5), (14, 4), (21, 4)), label=(8, 3), name="f", phases=("shares",)),
        Wire("i", ((30, 5), (30, 4), (23, 4)), label=(32, 4), name="i", phases=("shares",)),
        Wire("k", ((22, 3), (22, 1)), label=(24, 2), name="k", phases=("kept",)),
        Wire("w", ((22, 3), (47, 3)), label=(34, 2), name="w", phases=("written",)),
        Wire("g", ((47, 5), (47, 3)), label=(49, 4), name="g", phases=("written",)),
        Wire("written", ((47, 3), (47, 1)), label=(49, 2), phases=("hidden",)),
        Wire("h", ((47, 1), (62, 1)), label=(49, 0), arrow=True, phases=("prediction",)),
        Wire("h", ((61, 1), (61, 5)), phases=("prediction",), top=True),
        Wire("probs", ((61, 7), (61, 8)), arrow=True, top=True),
    ),
)

_SMALL = Wiring(
    46,
    7,
    (
        Node("h", (0, 1), "input", "h_prev"),
        Node("x", (0, 5), "input", "x"),
        Node("⊗", (15, 1), "kept", "kept"),
        Node("÷", (15, 3), "shares", "k"),
        Node("⊕", (32, 1), "hidden", "h"),
        Node("⊗", (32, 2), "written", "written"),
        Node("σ", (10, 4), "forget-gate", "f"),
        Node("σ", (20, 4), "input-gate", "i"),
        Node("lin", (32, 4), "candidate", "g"),
        Node("forget", (10, 6), "forget-gate", "f"),
        Node("input", (20, 6), "input-gate", "i"),
        Node("candidate", (32, 6), "candidate", "g"),
        Node("W_hy", (42, 5), "prediction", "probs", top=True),
        Node("p", (42, 6), "prediction", "probs", top=True),
        Node("h", (45, 1), "hidden", "h"),
    ),
    (
        Wire("x", ((6, 5), (10, 5), (10, 4)), phases=("input", "forget-gate")),
        Wire("x", ((10, 5), (20, 5), (20, 4)), phases=("input", "input-gate")),
        Wire("x", ((20, 5), (32, 5), (32, 4)), phases=("input", "candidate")),
        Wire("h_prev", ((2, 1), (15, 1)), label=(4, 0), phases=("kept",)),
        Wire("kept", ((15, 1), (32, 1)), label=(17, 0), phases=("hidden",)),
        Wire("f", ((10, 4), (10, 3), (14, 3)), label=(4, 3), phases=("shares",)),
        Wire("i", ((20, 4), (20, 3), (16, 3)), label=(22, 4), phases=("shares",)),
        Wire("k", ((15, 2), (15, 1)), label=(9, 2), phases=("kept",)),
        Wire("w", ((15, 2), (32, 2)), label=(23, 3), phases=("written",)),
        Wire("g", ((32, 4), (32, 2)), label=(34, 3), phases=("written",)),
        Wire("written", ((32, 2), (32, 1)), phases=("hidden",)),
        Wire("h", ((32, 1), (43, 1)), label=(36, 0), arrow=True, phases=("prediction",)),
        Wire("h", ((42, 1), (42, 4)), phases=("prediction",), top=True),
    ),
)

MINLSTM = Family(
    notation=notation(
        "minlstm",
        {
            "f": Quantity("f", Scale.SHARE, "vermilion"),
            "i": Quantity("i", Scale.SHARE, "green"),
            "k": Quantity("k", Scale.SHARE, "vermilion"),
            "w": Quantity("w", Scale.SHARE, "green"),
        },
        (
            Relation("kept", ("k", "h_prev"), product),
            of_a_product("written", "w"),
            Relation("w", ("k",), _rest, "1 − {}"),
            Relation("k", ("f", "i"), _share, "{0} / ({0} + {1})"),
        ),
    ),
    wirings=(_LARGE, _SMALL),
    groups=(SHARES, KEPT, WRITTEN),
    in_hand={
        "input": SHARES, "forget-gate": SHARES, "input-gate": SHARES, "shares": SHARES, "kept": KEPT, "candidate": WRITTEN,
        "written": WRITTEN, "hidden": SUM, "prediction": SUM,
    },
    ledger=LEDGER,
    standing=("h", "kept"),
    stays="kept",
    comes="written",
    gate_words={"f": "forget gate", "i": "input gate"},
    equations={"input": input_equation, "prediction": prediction_equation},
    words={
        "input": input_told("all three layers of the module"),
        "forget-gate": _forget,
        "input-gate": _input_gate,
        "shares": _shares,
        "kept": lambda reading: kept_words(reading, reading.numbers.values["k"]),
        "candidate": candidate_words,
        "written": lambda reading: written_words(reading, reading.numbers.values["w"]),
        "hidden": hidden_words,
        "prediction": prediction_words,
    },
    worked={
        "input": input_worked,
        "forget-gate": gate_worked("f"),
        "input-gate": gate_worked("i"),
        "shares": _shares_worked,
        "kept": times("kept", (Span(""),), "k k × h_prev", "h_prev"),
        "candidate": gate_worked("g"),
        "written": times("written", (Span(""),), "w w × g", "g"),
        "hidden": hidden_worked,
        "prediction": prediction_worked,
    },
)  # fmt: skip
