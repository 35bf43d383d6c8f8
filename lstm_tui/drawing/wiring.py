"""The wiring of each cell as a declared graph: nodes with a place, wires with the quantity that they carry.

Places are given on a design grid; `stretched` grows it to the room at hand. Each kind of cell declares a full wiring and
a compact one for small terminals.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

Point = tuple[int, int]
WIDER, TALLER = 1.5, 1.8  # how much a wiring grows at most


@dataclass(frozen=True)
class Node:
    """Something on the diagram: an operation (⊗ ⊕), a layer in a box (σ), or a name at a wire's end.

    Attributes: text; at: the design place of its middle; phase: the phase it belongs to; boxed: a learned layer.
    name: what a box is called, on its lower edge. top: it stands behind the last layer alone.
    """

    text: str
    at: Point
    phase: str
    quantity: str
    boxed: bool = False
    name: str = ""
    top: bool = False

    @property
    def reach(self) -> int:
        """How far a box goes to either side of its middle."""
        return (max(len(self.text) + 2, len(self.name)) + 2) // 2


@dataclass(frozen=True)
class Wire:
    """A line that carries a quantity.

    Attributes: quantity; points: design places; label: where its value stands (None: not printed); arrow at the end.
    name: printed before the value. phases: where it carries something besides the phase in which its quantity is born.
    top: it stands behind the last layer alone.
    """

    quantity: str
    points: tuple[Point, ...]
    label: Point | None = None
    name: str = ""
    arrow: bool = False
    phases: tuple[str, ...] = ()
    top: bool = False


@dataclass(frozen=True, eq=False)  # there is one object for each; what is drawn once is kept by it
class Wiring:
    """A cell's module: its design size, nodes and wires."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    wires: tuple[Wire, ...]


@lru_cache(maxsize=64)
def stretched(wiring: Wiring, width: int, height: int, top: bool) -> Wiring:
    """Return the wiring grown towards a room; boxes keep their size, their wires' ends and all labels go with them.

    Args: top: whether this is the last layer, which the output layer hears.
    """
    wide, tall = min(width, int(wiring.width * WIDER)), min(height, int(wiring.height * TALLER))
    wide, tall = max(wide, wiring.width), max(tall, wiring.height)

    def grown(point: Point) -> Point:
        x, y = point
        return x * (wide - 1) // max(1, wiring.width - 1), y * (tall - 1) // max(1, wiring.height - 1)

    def end(point: Point) -> Point:
        for node in wiring.nodes:
            dx, dy = point[0] - node.at[0], point[1] - node.at[1]
            if node.boxed and ((dx == 0 and abs(dy) == 1) or (dy == 0 and abs(dx) == node.reach)):
                x, y = grown(node.at)
                return x + dx, y + dy
        return grown(point)

    def label(wire: Wire) -> Point | None:
        if wire.label is None:
            return None
        x, y = wire.label
        ends = (*wire.points, *(point for other in wiring.wires for point in other.points))
        near = min(ends, key=lambda point: abs(point[0] - x) + abs(point[1] - y))
        at = end(near)
        return at[0] + x - near[0], at[1] + y - near[1]

    return Wiring(
        wide,
        tall,
        tuple(replace(node, at=grown(node.at)) for node in wiring.nodes if top or not node.top),
        tuple(
            replace(wire, points=tuple(map(end, wire.points)), label=label(wire))
            for wire in wiring.wires
            if top or not wire.top
        ),
    )
