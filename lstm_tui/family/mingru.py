"""What is shown of the minGRU: its update gate writes, and sees the symbol alone."""

from __future__ import annotations

from lstm_tui.drawing.wiring import Node, Wire, Wiring
from lstm_tui.explain.lines import Span
from lstm_tui.explain.notation import Quantity, Relation, Scale
from lstm_tui.explain.phrases import portion
from lstm_tui.explain.reading import Reading
from lstm_tui.family.base import Family, Group
from lstm_tui.family.common import gate_worked, input_equation, input_worked, prediction_equation, prediction_worked
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

KEPT = Group("kept = (1 − u) ⊙ h_prev", (("u", "u"), ("h_prev", "h_prev"), ("= kept", "kept")))
WRITTEN = Group("written = u ⊙ g", (("u", "u"), ("⊙ g", "g"), ("= written", "written")))
NEWS = Group("written = u ⊙ g", (("g", "g"), ("= written", "written")))


def _stays(u: float, h: float) -> float:
    return (1 - u) * h


def _update(reading: Reading) -> tuple[str, ...]:
    ask = "How much of the news takes the old note's place? A sigmoid answers for every unit, from the symbol alone."
    writes = "In the paper it is z, and z writes: 1 takes all that is new, 0 keeps all that is old."
    own = f"Unit {reading.unit} lets in {portion(reading.numbers.values['u'])}."
    return (*lesson(reading, ask), own, *lesson(reading, writes), *gate_words(reading, "u", "lets in", "let in"))


_LARGE = Wiring(
    67,
    10,
    (
        Node("h_prev", (3, 1), "input", "h_prev"),
        Node("x t", (1, 8), "input", "x"),
        Node("⊗", (22, 1), "kept", "kept"),
        Node("1−", (22, 3), "kept", "kept"),
        Node("⊕", (44, 1), "hidden", "h"),
        Node("⊗", (44, 3), "written", "written"),
        Node("σ", (22, 6), "update-gate", "u", boxed=True, name="update"),
        Node("lin", (44, 6), "candidate", "g", boxed=True, name="candidate"),
        Node("W_hy", (61, 6), "prediction", "probs", boxed=True, top=True),
        Node("h t", (65, 1), "hidden", "h"),
        Node("p", (63, 8), "prediction", "probs", top=True),
    ),
    (
        Wire("x", ((9, 8), (22, 8), (22, 7)), phases=("input", "update-gate")),
        Wire("x", ((22, 8), (44, 8), (44, 7)), phases=("input", "candidate")),
        Wire("h_prev", ((6, 1), (22, 1)), label=(8, 0), phases=("kept",)),
        Wire("kept", ((22, 1), (44, 1)), label=(24, 0), name="kept", phases=("hidden",)),
        Wire("u", ((22, 5), (22, 1)), label=(15, 4), name="u", phases=("kept",)),
        Wire("u", ((22, 4), (34, 4), (34, 3), (44, 3)), phases=("written",)),
        Wire("g", ((44, 5), (44, 3)), label=(46, 4), name="g", phases=("written",)),
        Wire("written", ((44, 3), (44, 1)), label=(46, 2), name="written", phases=("hidden",)),
        Wire("h", ((44, 1), (62, 1)), label=(46, 0), arrow=True, phases=("prediction",)),
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
        Node("⊗", (14, 1), "kept", "kept"),
        Node("1−", (14, 2), "kept", "kept"),
        Node("⊕", (29, 1), "hidden", "h"),
        Node("⊗", (29, 3), "written", "written"),
        Node("σ", (14, 4), "update-gate", "u"),
        Node("lin", (29, 4), "candidate", "g"),
        Node("update", (14, 6), "update-gate", "u"),
        Node("candidate", (29, 6), "candidate", "g"),
        Node("W_hy", (42, 5), "prediction", "probs", top=True),
        Node("p", (42, 6), "prediction", "probs", top=True),
        Node("h", (45, 1), "hidden", "h"),
    ),
    (
        Wire("x", ((6, 5), (14, 5), (14, 4)), phases=("input", "update-gate")),
        Wire("x", ((14, 5), (29, 5), (29, 4)), phases=("input", "candidate")),
        Wire("h_prev", ((2, 1), (14, 1)), label=(4, 0), phases=("kept",)),
        Wire("kept", ((14, 1), (29, 1)), label=(16, 0), phases=("hidden",)),
        Wire("u", ((14, 4), (14, 1)), label=(8, 3), phases=("kept",)),
        Wire("u", ((14, 3), (29, 3)), phases=("written",)),
        Wire("g", ((29, 4), (29, 3)), label=(32, 4), phases=("written",)),
        Wire("written", ((29, 3), (29, 1)), label=(31, 2), phases=("hidden",)),
        Wire("h", ((29, 1), (43, 1)), label=(33, 0), arrow=True, phases=("prediction",)),
        Wire("h", ((42, 1), (42, 4)), phases=("prediction",), top=True),
    ),
)

MINGRU = Family(
    notation=notation(
        "mingru",
        {"u": Quantity("u", Scale.SHARE, "green")},
        (Relation("kept", ("u", "h_prev"), _stays, "(1 − {}) × {}"), of_a_product("written", "u")),
    ),
    wirings=(_LARGE, _SMALL),
    groups=(KEPT, NEWS),
    in_hand={
        "input": KEPT, "update-gate": KEPT, "kept": KEPT, "candidate": WRITTEN, "written": WRITTEN, "hidden": SUM,
        "prediction": SUM,
    },
    ledger=LEDGER,
    standing=("h", "kept"),
    stays="kept",
    comes="written",
    gate_words={"u": "update gate"},
    equations={"input": input_equation, "prediction": prediction_equation},
    words={
        "input": input_told("both layers of the module"),
        "update-gate": _update,
        "kept": lambda reading: kept_words(reading, 1 - reading.numbers.values["u"]),
        "candidate": candidate_words,
        "written": lambda reading: written_words(reading, reading.numbers.values["u"]),
        "hidden": hidden_words,
        "prediction": prediction_words,
    },
    worked={
        "input": input_worked,
        "update-gate": gate_worked("u"),
        "kept": times("kept", (Span("(1 − "), Span(")")), "u (1 − u) × h_prev", "h_prev"),
        "candidate": gate_worked("g"),
        "written": times("written", (Span(""),), "u u × g", "g"),
        "hidden": hidden_worked,
        "prediction": prediction_worked,
    },
)  # fmt: skip
