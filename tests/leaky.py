"""A third kind of cell, as somebody else would add it: a leaky integrator with one gate.

a = σ(W_xa x + W_ha h_prev + b_a)      g = tanh(W_xg x + W_hg h_prev + b_g)      h = (1 − a) ⊙ h_prev + a ⊙ g
"""

from __future__ import annotations

import numpy as np

from lstm_tui.core.activations import sigmoid
from lstm_tui.core.cells.base import Window
from lstm_tui.core.cells.fused import FusedCell
from lstm_tui.core.phases import Phase
from lstm_tui.drawing.wiring import Node, Wire, Wiring
from lstm_tui.explain.lines import Span
from lstm_tui.explain.notation import Notation, Quantity, Relation, Scale
from lstm_tui.family.base import Entry, Family, Group
from lstm_tui.family.common import (
    QUANTITIES,
    gate_worked,
    input_equation,
    input_worked,
    prediction_equation,
    prediction_worked,
    printed,
)  # fmt: skip
from lstm_tui.family.words import gate_words, input_words, prediction_words


class Leaky(FusedCell):
    """See the module's docstring."""

    kind = "leaky"
    title = "leaky integrator"
    fused = ("a", "g")
    state_names = ("h",)
    note = "h"
    gates = ("a",)
    quantities = ("x", "h_prev", "z", "a", "g", "came", "stayed", "h")
    row_names = ("z", "a", "g", "h_prev", "came", "stayed", "h")
    phases = (
        Phase("input", "input", ("x", "h_prev"), "x", "x_t = the symbol just read", "input"),
        Phase("leak", "leak", ("a", "stayed"), "a", "a = σ(W_xa x + W_ha h_prev + b_a)", "forget"),
        Phase("candidate", "candidate", ("g",), "g", "g = tanh(W_xg x + W_hg h_prev + b_g)", "candidate"),
        Phase("hidden", "hidden", ("came", "h"), "h", "h = (1 − a) ⊙ h_prev + a ⊙ g", "hidden"),
    )

    def window(self, timesteps, batch=None):
        last = () if batch is None else (batch,)
        H, n = self.hidden_size, timesteps
        h, z = np.zeros((n + 1, H, *last), self.dtype), np.empty((n, 2 * H, *last), self.dtype)
        columns = {"z": z, "h_prev": h[:-1], "h": h[1:]}
        columns |= {name: np.empty((n, H, *last), self.dtype) for name in ("a", "g", "came", "stayed")}
        return Window(columns, {"h": h}, self.row_names, ())

    def run(self, window, start, stop):
        for z, a, g, h_prev, came, stayed, h in window.rows[start:stop]:
            H = self.hidden_size
            z += self._kernel_W_hh @ h_prev
            a[...] = sigmoid(z[:H])
            g[...] = np.tanh(z[H:])
            came[...] = a * g
            stayed[...] = (1 - a) * h_prev
            h[...] = stayed + came

    def run_back(self, window, back):
        H, dh_next = self.hidden_size, back.carry["h"]
        rows = zip(window.rows, back.columns["dz"], back.columns["dh"], strict=True)
        for (_, a, g, h_prev, _, _, _), dz, dh in reversed(list(rows)):
            dh += dh_next
            dz[:H] = dh * (g - h_prev) * a * (1 - a)
            dz[H:] = dh * a * (1 - g * g)
            dh_next[...] = dh * (1 - a) + self.W_hh.T @ dz

    def plain_step(self, x, state):
        h_prev, (W_xa, W_ha, b_a), (W_xg, W_hg, b_g) = state["h"], self.weights_of("a"), self.weights_of("g")
        a = sigmoid(W_xa @ x + W_ha @ h_prev + b_a)  # -> a
        g = np.tanh(W_xg @ x + W_hg @ h_prev + b_g)  # -> g
        came = a * g
        stayed = (1 - a) * h_prev
        h = stayed + came  # -> h
        z = self.W_ih @ x + self.W_hh @ h_prev + self.b
        return dict(zip(self.quantities, (x, h_prev, z, a, g, came, stayed, h), strict=True))


NOTATION = Notation(
    kind="leaky",
    note="h",
    quantities=QUANTITIES
    | {
        "a": Quantity("a", Scale.SHARE, "vermilion"),
        "g": Quantity("g", Scale.SIGNED, "purple"),
        "came": Quantity("a⊙g", Scale.SIGNED, "green"),
        "stayed": Quantity("(1−a)⊙h", Scale.SIGNED, "vermilion"),
    },
    relations=(
        Relation("h", ("stayed", "came"), lambda stayed, came: stayed + came),
        Relation("came", ("a", "g"), lambda a, g: a * g),
    ),
)
LEAKS = Group("h = (1 − a) ⊙ h_prev + a ⊙ g", (("a", "a"), ("g", "g"), ("= h", "h")))


def hidden_worked(reading):
    kept, came, h = (printed(reading, name) for name in ("stayed", "came", "h"))
    return ((Span("h", "h"), Span(" = "), kept, Span(" + "), came, Span(" = "), h),)


SMALL = Wiring(
    46,
    7,
    (
        Node("h", (0, 4), "input", "h_prev"),
        Node("x", (0, 6), "input", "x"),
        Node("σ", (12, 4), "leak", "a", boxed=True),
        Node("tanh", (24, 4), "candidate", "g", boxed=True),
        Node("h", (45, 4), "hidden", "h"),
    ),
    (
        Wire("h_prev", ((2, 4), (8, 4)), label=(2, 3), phases=("leak",)),
        Wire("x", ((2, 6), (6, 6), (6, 4)), phases=("input",)),
        Wire("h", ((28, 4), (43, 4)), label=(30, 3), arrow=True),
    ),
)
FAMILY = Family(
    notation=NOTATION,
    wirings=(SMALL,),
    groups=(LEAKS,),
    in_hand=dict.fromkeys(("input", "leak", "candidate", "hidden", "prediction"), LEAKS),
    ledger=(Entry("was", "h_prev"), Entry("stayed", "stayed", under="h_prev"), Entry("now", "h")),
    standing=("h", "stayed"),
    gate_words={"a": "leak"},
    words={
        "input": input_words("both layers", "Nothing was said yet.", "What was said before leaks away."),
        "leak": lambda reading: (
            f"Unit {reading.unit} takes in {reading.numbers['a']}.",
            *gate_words(reading, "a", "takes in", "take in"),
        ),
        "candidate": lambda reading: (f"Unit {reading.unit} proposes {reading.numbers['g']}.",),
        "hidden": lambda reading: (f"Unit {reading.unit} says {reading.numbers['h']}.",),
        "prediction": prediction_words,
    },
    worked={
        "input": input_worked,
        "leak": gate_worked("a"),
        "candidate": gate_worked("g"),
        "hidden": hidden_worked,
        "prediction": prediction_worked,
    },
    equations={"input": input_equation, "prediction": prediction_equation},
)
