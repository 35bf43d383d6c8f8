"""The wiring of each cell as a declared graph: nodes with a place, wires with the quantity that they carry.

Places are given on a design grid; `layout` stretches it to the room at hand. Each kind of cell declares a full
wiring and a compact one for small terminals.
"""

from __future__ import annotations

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


@dataclass(frozen=True, eq=False)  # there is one object for each; what is drawn once is kept by it
class Wiring:
    """A cell's module: its design size, nodes and wires."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    wires: tuple[Wire, ...]
