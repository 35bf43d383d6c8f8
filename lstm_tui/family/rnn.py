"""What is shown of the vanilla RNN: its note is the hidden state, written anew as a whole at every timestep."""

from __future__ import annotations

from lstm_tui.drawing.wiring import Node, Wire, Wiring
from lstm_tui.explain.notation import Notation
from lstm_tui.explain.phrases import change, crossed, spoken
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
WHOLE = Group("h = tanh(z)", (("h_prev", "h_prev"), ("z", "z"), ("h", "h")))


def _hidden(reading: Reading) -> tuple[str, ...]:
    unit, step = reading.unit, reading.step
    old, new = reading.numbers.values["h_prev"], reading.numbers.values["h"]
    if new == old:
        own = f"Unit {unit} stays at {spoken(new)}."
    elif spoken(new) == spoken(old):
        own = f"Unit {unit} hardly moves from {spoken(old)}."
    else:
        own = f"Unit {unit} goes from {spoken(old)} to {spoken(new)}."
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
    67,
    10,
    (
        Node("h_prev", (3, 6), "input", "h_prev"),
        Node("x t", (1, 9), "input", "x"),
        Node("[h,x]", (22, 6), "input", "h_prev"),
        Node("tanh", (34, 6), "hidden", "h", boxed=True, name="hidden"),
        Node("h t", (65, 6), "hidden", "h"),
        Node("W_hy", (50, 2), "prediction", "probs", boxed=True, top=True),
        Node("p", (64, 2), "prediction", "probs", top=True),
    ),
    (
        Wire("h_prev", ((6, 6), (30, 6)), label=(7, 5), phases=("hidden",)),
        Wire("x", ((9, 9), (14, 9), (14, 6)), phases=("input", "hidden")),
        Wire("h", ((38, 6), (62, 6)), label=(40, 5), arrow=True, phases=("prediction",)),
        Wire("h", ((50, 6), (50, 3)), phases=("prediction",), top=True),
        Wire("probs", ((54, 2), (62, 2)), arrow=True, top=True),
    ),
)

_SMALL = Wiring(
    46,
    7,
    (
        Node("h", (0, 4), "input", "h_prev"),
        Node("x", (0, 6), "input", "x"),
        Node("[h,x]", (11, 4), "input", "h_prev"),
        Node("tanh", (20, 4), "hidden", "h", boxed=True, name="hidden"),
        Node("h", (45, 4), "hidden", "h"),
        Node("W_hy", (34, 1), "prediction", "probs", boxed=True, top=True),
        Node("p", (45, 1), "prediction", "probs", top=True),
    ),
    (
        Wire("h_prev", ((2, 4), (16, 4)), label=(2, 3), phases=("hidden",)),
        Wire("x", ((6, 6), (8, 6), (8, 4)), phases=("input", "hidden")),
        Wire("h", ((24, 4), (43, 4)), label=(26, 3), arrow=True, phases=("prediction",)),
        Wire("h", ((34, 4), (34, 2)), phases=("prediction",), top=True),
        Wire("probs", ((38, 1), (43, 1)), arrow=True, top=True),
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
