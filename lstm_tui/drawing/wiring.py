"""The wiring of each cell as a declared graph: nodes with a place, wires with the quantity that they carry.

Places are given on a design grid; `layout` stretches it to the room at hand. A cell kind has a full wiring and a
compact one for small terminals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[int, int]


@dataclass(frozen=True)
class Node:
    """Something on the diagram: an operation (⊗ ⊕), a layer in a box (σ), or a name at a wire's end.

    Attributes: text; at: the design place of its middle; phase: the phase it belongs to; boxed: a learned layer.
    """

    text: str
    at: Point
    phase: str
    quantity: str
    boxed: bool = False


@dataclass(frozen=True)
class Wire:
    """A line that carries a quantity.

    Attributes: quantity; points: design places; label: where its value stands (None: not printed); arrow at the end.
    phases: where it carries something besides the phase in which its quantity is born.
    """

    quantity: str
    points: tuple[Point, ...]
    label: Point | None = None
    name: str = ""
    arrow: bool = False
    phases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wiring:
    """A cell's module: its design size, nodes and wires."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    wires: tuple[Wire, ...]


_INTO_GATES = ("forget-gate", "input-gate", "candidate", "output-gate")

_LSTM = Wiring(
    73,
    12,
    (
        Node("c t-1", (2, 1), "input", "c_prev"),
        Node("h t-1", (2, 10), "input", "h_prev"),
        Node("x t", (2, 11), "input", "x"),
        Node("⊗", (15, 1), "kept", "kept"),
        Node("⊕", (33, 1), "cell", "c"),
        Node("⊗", (33, 4), "written", "written"),
        Node("tanh", (53, 2), "hidden", "tanh_c"),
        Node("⊗", (53, 4), "hidden", "h"),
        Node("σ", (15, 8), "forget-gate", "f", boxed=True),
        Node("σ", (27, 8), "input-gate", "i", boxed=True),
        Node("tanh", (39, 8), "candidate", "g", boxed=True),
        Node("σ", (53, 8), "output-gate", "o", boxed=True),
        Node("c t", (71, 1), "cell", "c"),
        Node("h t", (71, 4), "hidden", "h"),
    ),
    (
        Wire("x", ((5, 11), (8, 11), (8, 10)), phases=("input", *_INTO_GATES)),
        Wire("h_prev", ((5, 10), (15, 10), (15, 9)), phases=("forget-gate",)),
        Wire("h_prev", ((15, 10), (27, 10), (27, 9)), phases=("input-gate",)),
        Wire("h_prev", ((27, 10), (39, 10), (39, 9)), phases=("candidate",)),
        Wire("h_prev", ((39, 10), (53, 10), (53, 9)), phases=("output-gate",)),
        Wire("c_prev", ((5, 1), (14, 1)), label=(5, 0), phases=("kept",)),
        Wire("kept", ((16, 1), (32, 1)), label=(18, 0), phases=("cell",)),
        Wire("c", ((34, 1), (68, 1)), label=(36, 0), arrow=True, phases=("hidden",)),
        Wire("f", ((15, 7), (15, 2)), label=(17, 5), name="f", phases=("kept",)),
        Wire("i", ((27, 7), (27, 4), (32, 4)), label=(29, 6), name="i", phases=("written",)),
        Wire("g", ((39, 7), (39, 4), (34, 4)), label=(41, 6), name="g", phases=("written",)),
        Wire("written", ((33, 3), (33, 2)), label=(35, 2), name="i⊙g", phases=("cell",)),
        Wire("c", ((53, 1), (53, 2)), phases=("hidden",)),
        Wire("tanh_c", ((53, 2), (53, 3)), label=(56, 2)),
        Wire("o", ((53, 7), (53, 5)), label=(55, 6), name="o", phases=("hidden",)),
        Wire("h", ((54, 4), (68, 4)), label=(57, 5), name="h", arrow=True, phases=("prediction",)),
    ),
)

_LSTM_SMALL = Wiring(
    46,
    7,
    (
        Node("c", (0, 1), "input", "c_prev"),
        Node("h", (0, 5), "input", "h_prev"),
        Node("x", (0, 6), "input", "x"),
        Node("⊗", (9, 1), "kept", "kept"),
        Node("⊕", (20, 1), "cell", "c"),
        Node("⊗", (20, 3), "written", "written"),
        Node("⊗", (34, 3), "hidden", "h"),
        Node("σ", (9, 4), "forget-gate", "f"),
        Node("σ", (16, 4), "input-gate", "i"),
        Node("tanh", (24, 4), "candidate", "g"),
        Node("σ", (34, 4), "output-gate", "o"),
        Node("tanh", (34, 2), "hidden", "tanh_c"),
        Node("c", (45, 1), "cell", "c"),
        Node("h", (45, 3), "hidden", "h"),
    ),
    (
        Wire("x", ((2, 6), (4, 6), (4, 5)), phases=("input", *_INTO_GATES)),
        Wire("h_prev", ((2, 5), (9, 5), (9, 4)), phases=("forget-gate",)),
        Wire("h_prev", ((9, 5), (16, 5), (16, 4)), phases=("input-gate",)),
        Wire("h_prev", ((16, 5), (24, 5), (24, 4)), phases=("candidate",)),
        Wire("h_prev", ((24, 5), (34, 5), (34, 4)), phases=("output-gate",)),
        Wire("c_prev", ((2, 1), (8, 1)), label=(1, 0), phases=("kept",)),
        Wire("kept", ((10, 1), (19, 1)), label=(11, 0), phases=("cell",)),
        Wire("c", ((21, 1), (43, 1)), label=(22, 0), arrow=True, phases=("hidden",)),
        Wire("f", ((9, 3), (9, 2)), label=(1, 3), name="f", phases=("kept",)),
        Wire("i", ((16, 4), (16, 3), (19, 3)), label=(10, 2), phases=("written",)),
        Wire("g", ((24, 4), (24, 3), (21, 3)), label=(26, 3), phases=("written",)),
        Wire("written", ((20, 2), (20, 2)), label=(22, 2), phases=("cell",)),
        Wire("c", ((34, 1), (34, 2)), phases=("hidden",)),
        Wire("tanh_c", ((34, 2), (34, 3))),
        Wire("o", ((34, 4), (34, 3)), label=(36, 4), phases=("hidden",)),
        Wire("h", ((35, 3), (43, 3)), label=(37, 2), arrow=True, phases=("prediction",)),
    ),
)

_RNN = Wiring(
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

_RNN_SMALL = Wiring(
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

WIRINGS: dict[str, Sequence[Wiring]] = {"lstm": (_LSTM, _LSTM_SMALL), "rnn": (_RNN, _RNN_SMALL)}


def wiring_for(kind: str, width: int, height: int) -> Wiring:
    """Return the largest wiring of the cell kind that fits, else its smallest."""
    for wiring in WIRINGS[kind]:
        if wiring.width <= width and wiring.height <= height:
            return wiring
    return WIRINGS[kind][-1]
