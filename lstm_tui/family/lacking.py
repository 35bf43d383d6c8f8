"""The LSTM's module without some of its parts: what is not there is left out, and the wires go on without it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lstm_tui.core.cells.parts import Parts
from lstm_tui.drawing.wiring import Node, Point, Wire, Wiring

PHASES = {"f": "forget-gate", "i": "input-gate", "g": "candidate", "o": "output-gate"}


@dataclass(frozen=True)
class Roads:
    """Where the wires of one drawing go where a part is missing, and where what is added stands.

    Attributes:
        bus: the row of the wire of h_prev; up: the row in which it enters a layer. start: where it begins.
        through: of c_prev where nothing is forgotten. proposed: of g where no gate lets it in. said: of h where no gate
            lets it out. held: of c where no tanh is. mirrored, minus, coupled: from i to its 1 −, the 1 −, and f from there
            (no road and no place where there is no room).
        peeps: for each gate where the note that it sees is named, and where its wire ends; the same where it has no wire.
        beside: where o's value stands beside its peephole; None where it may stay.
    """

    start: int
    bus: int
    up: int
    through: tuple[Point, ...]
    proposed: tuple[Point, ...]
    said: tuple[Point, ...]
    held: tuple[Point, ...]
    coupled: tuple[Point, ...]
    mirrored: tuple[Point, ...] = ()
    minus: Point | None = None
    label: Point | None = None
    peeps: tuple[tuple[str, Point, Point], ...] = ()
    beside: Point | None = None


LARGE = Roads(
    start=6, bus=8, up=7,
    through=((6, 1), (33, 1)), proposed=((39, 5), (39, 3), (33, 3), (33, 1)), said=((51, 2), (51, 3), (62, 3)),
    held=((51, 1), (51, 3)), mirrored=((28, 4), (23, 4)), minus=(22, 4), coupled=((20, 4), (18, 4), (18, 1)), label=(20, 3),
    peeps=(("f", (11, 6), (14, 6)), ("i", (23, 6), (25, 6)), ("o", (45, 6), (47, 6))),
)  # fmt: skip
SMALL = Roads(
    start=2, bus=5, up=4,
    through=((2, 1), (24, 1)), proposed=((28, 4), (28, 2), (24, 2), (24, 1)), said=((38, 2), (38, 3), (43, 3)),
    held=((38, 1), (38, 3)), mirrored=((20, 3), (17, 3)), minus=(15, 3), coupled=((14, 3), (13, 3), (13, 1)), label=(6, 3),
    peeps=(("f", (12, 4), (12, 4)), ("i", (19, 4), (19, 4)), ("o", (37, 4), (37, 4))), beside=(31, 4),
)  # fmt: skip
LITTLE = Roads(
    start=0, bus=4, up=3,
    through=((0, 0), (6, 0)), proposed=((9, 3), (9, 2), (7, 2), (7, 1)), said=((12, 2), (13, 2), (13, 4)),
    held=((12, 0), (12, 1)), coupled=((5, 2), (2, 2), (2, 1)),
)  # fmt: skip
LEAST = Roads(
    start=0, bus=2, up=1,
    through=((0, 0), (5, 0)), proposed=(), said=((11, 1), (12, 1), (12, 2)), held=(), coupled=((5, 1), (2, 1), (2, 0)),
)  # fmt: skip


def lacking(whole: Wiring, roads: Roads, parts: Parts) -> Wiring:
    """Return the drawing of an LSTM with these parts.

    Args: whole: the LSTM's; roads: where its wires go without what is missing.
    """
    gone = {gate for gate in "ifo" if not parts.there(gate)} | ({"f"} if parts.coupled else set())
    products = ({"kept"} if "f" in gone and not parts.coupled else set()) | ({"written"} if "i" in gone else set())
    nodes = [node for node in whole.nodes if node.quantity not in gone | products]
    wires = [wire for wire in whole.wires if wire.quantity not in gone | products and not _on_the_bus(wire, roads)]
    layers = {node.quantity: node.at[0] for node in nodes if node.phase == PHASES.get(node.quantity)}
    wires += _bus(layers, roads)
    if "f" in gone and not parts.coupled:
        wires = _rerouted(wires, "c_prev", roads.through, "cell")
    if "i" in gone and roads.proposed:
        wires = _rerouted(wires, "g", roads.proposed, "cell")
    if "o" in gone:
        last = [node for node in nodes if node.text == "⊗" and node.quantity == "h"]
        nodes = [replace(n, quantity="h") if n.quantity == "tanh_c" else n for n in nodes if n not in last]
        first, *others = [wire for wire in wires if wire.quantity == "h"]
        wires = [wire for wire in wires if wire.quantity not in ("h", "tanh_c")]
        wires += [replace(first, points=roads.said), *others]
    elif not parts.squashed_note:
        nodes = [node for node in nodes if node.quantity != "tanh_c"]
        wires = [wire for wire in wires if wire.quantity != "tanh_c"]
        wires = [replace(wire, points=roads.held) if _into_tanh(wire) and roads.held else wire for wire in wires]
    if not parts.squashed_candidate:
        nodes = [replace(node, text="lin" if node.boxed else "l") if node.quantity == "g" and node.text in ("tanh", "t") else node for node in nodes]  # fmt: skip
    if parts.coupled:
        coupled = Wire("f", roads.coupled, label=roads.label, name="f" if roads.label else "", phases=("kept",))
        wires += [Wire("i", roads.mirrored, phases=("forget-gate",))] if roads.mirrored else []
        wires.append(coupled)
        nodes += [Node("1−", roads.minus, "forget-gate", "f")] if roads.minus else []
    for gate, at, end in roads.peeps:
        if parts.peepholes and gate in parts.gates:
            seen = "c" if gate == "o" else "c_prev"
            nodes.append(Node("c" if at != end else "c─", at, PHASES[gate], seen))
            if at != end:
                wires.append(Wire(seen, ((at[0] + 1, at[1]), end), phases=(PHASES[gate],)))
    if parts.peepholes and roads.beside:
        wires = [replace(wire, label=roads.beside) if wire.quantity == "o" and wire.label else wire for wire in wires]
    if parts.recurrent_gates:
        nodes = [replace(node, text="[h,x,ifo]") if node.text == "[h,x]" else node for node in nodes]
    return Wiring(whole.width, whole.height, tuple(nodes), tuple(wires))


def _on_the_bus(wire: Wire, roads: Roads) -> bool:
    return wire.quantity == "h_prev" and wire.points[-1][1] == roads.up


def _bus(layers: dict[str, int], roads: Roads) -> Iterable[Wire]:
    """Lead h_prev from layer to layer, from the left."""
    before = roads.start
    for layer, x in sorted(layers.items(), key=lambda item: item[1]):
        phases = (PHASES[layer],) if roads.start else ("input", PHASES[layer])
        yield Wire("h_prev", ((before, roads.bus), (x, roads.bus), (x, roads.up)), phases=phases)
        before = x


def _into_tanh(wire: Wire) -> bool:
    """Whether this is the short wire of c down into its tanh."""
    return wire.quantity == "c" and wire.points[0][0] == wire.points[-1][0]


def _rerouted(wires: list[Wire], quantity: str, points: tuple[Point, ...], phase: str) -> list[Wire]:
    return [replace(w, points=points, phases=(phase,)) if w.quantity == quantity else w for w in wires]
