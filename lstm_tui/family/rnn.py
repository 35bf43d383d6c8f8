"""What is shown of the vanilla RNN: its note is the hidden state, written anew as a whole at every timestep."""

from __future__ import annotations

from lstm_tui.drawing.wiring import Node, Wire, Wiring
from lstm_tui.explain.notation import Notation
from lstm_tui.explain.phrases import change, crossed, short
from lstm_tui.explain.reading import Reading
from lstm_tui.family.base import Entry, Family, Group
from lstm_tui.family.common import (
    QUANTITIES,
    gate_worked,
    input_equation,
    input_worked,
    prediction_equation,
    prediction_worked,
)  # fmt: skip
from lstm_tui.family.words import input_words, lesson, prediction_words, task_words

NOTATION = Notation(kind="rnn", note="h", quantities=QUANTITIES, relations=())
WHOLE = Group("h = tanh(z)", (("h t-1", "h_prev"), ("z", "z"), ("h", "h")))


def _hidden(reading: Reading) -> tuple[str, ...]:
    unit, step = reading.unit, reading.step
    old, new = reading.numbers.values["h_prev"], reading.numbers.values["h"]
    if new == old:
        own = f"Unit {unit} stays at {short(new)}."
    elif short(new) == short(old):
        own = f"Unit {unit} hardly moves from {short(old)}."
    else:
        own = f"Unit {unit} goes from {short(old)} to {short(new)}."
    task = (
        "The whole note is written anew: the new symbol and all of the old note go through one tanh. No gate guards it."
    )
    who = "The prediction hears this h, and so does his next self: he has nothing else."
    above = reading.cursor.layer + 2
    if above <= reading.run.layers:
        who = f"Layer {above} hears this h, and so does his next self: he has nothing else."
    turns = (*change(step["h_prev"], step["h"]), *crossed(step["h_prev"], step["h"]))
    return (*lesson(reading, task), own, *task_words(reading, "keep"), *turns, *lesson(reading, who))


_LARGE = Wiring(
    73,
    12,
    (
        Node("h t-1", (2, 8), "input", "h_prev"),
        Node("x t", (2, 10), "input", "x"),
        Node("tanh", (30, 8), "hidden", "h", boxed=True),
        Node("h t", (71, 8), "hidden", "h"),
        Node("W_hy", (52, 3), "prediction", "probs", boxed=True),
        Node("p", (71, 3), "prediction", "probs"),
    ),
    (
        Wire("h_prev", ((5, 8), (26, 8)), label=(6, 7), name="h t-1", phases=("hidden",)),
        Wire("x", ((5, 10), (18, 10), (18, 8)), phases=("input", "hidden")),
        Wire("h", ((34, 8), (68, 8)), label=(36, 7), name="h", arrow=True, phases=("hidden",)),
        Wire("h", ((52, 8), (52, 4)), phases=("prediction",)),
        Wire("probs", ((56, 3), (68, 3)), arrow=True),
    ),
)

_SMALL = Wiring(
    46,
    7,
    (
        Node("h", (0, 4), "input", "h_prev"),
        Node("x", (0, 6), "input", "x"),
        Node("tanh", (18, 4), "hidden", "h", boxed=True),
        Node("h", (45, 4), "hidden", "h"),
        Node("W_hy", (35, 1), "prediction", "probs"),
        Node("p", (45, 1), "prediction", "probs"),
    ),
    (
        Wire("h_prev", ((2, 4), (14, 4)), label=(2, 3), phases=("hidden",)),
        Wire("x", ((2, 6), (10, 6), (10, 4)), phases=("input", "hidden")),
        Wire("h", ((22, 4), (43, 4)), label=(23, 3), arrow=True, phases=("hidden",)),
        Wire("h", ((35, 4), (35, 2)), phases=("prediction",)),
        Wire("probs", ((38, 1), (43, 1)), arrow=True),
    ),
)

_LITTLE = Wiring(
    13,
    3,
    (Node("tanh", (6, 1), "hidden", "h"),),
    (
        Wire("h_prev", ((0, 1), (4, 1)), phases=("input", "hidden")),
        Wire("h", ((8, 1), (12, 1)), phases=("prediction",)),
    ),
)

RNN = Family(
    notation=NOTATION,
    wirings=(_LARGE, _SMALL),
    little=(_LITTLE,),
    groups=(WHOLE,),
    in_hand={"input": WHOLE, "hidden": WHOLE, "prediction": WHOLE},
    ledger=(Entry("was", "h_prev"), Entry("now", "h")),
    standing=("h",),
    equations={"input": input_equation, "prediction": prediction_equation},
    words={
        "input": input_words(
            "one tanh layer",
            "He has said nothing yet.",
            "Of all that came before he has only what he last said aloud: h.",
        ),
        "hidden": _hidden,
        "prediction": prediction_words,
    },
    worked={"input": input_worked, "hidden": gate_worked("h"), "prediction": prediction_worked},
)
