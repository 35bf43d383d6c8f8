"""A directed graph in characters: nodes in layers by their distance from the first, moves as lines found by search.

Every line begins with its label beside its node and ends in an arrowhead. Lines cross, but they never run along each other,
unless they lead to the same node: these may join. A move from a node to itself is written above it.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Cell = tuple[int, int]
RIGHT, DOWN, LEFT, UP = range(4)
STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))
HEADS = "▸▾◂▴"
BEND, CROSS, JOIN = 3, 5, 1  # what these cost, in cells
LONGEST_LABEL = 4  # symbols
COLUMN, ROW = 7, 3  # cells that a layer, and a node in it, take at least
SWEEPS = 4  # through the layers, that bring those who belong together near each other


@dataclass(frozen=True)
class Edge:
    """Moves from a node to another.

    Attributes: label: their symbols, as they are shown. way: the cells of its line, the first below its label.
        head: where its arrow stands and which way it points; None where the line joins another one. at: where the label
        begins.
    """

    source: int
    target: int
    label: str
    way: tuple[Cell, ...] = ()
    head: tuple[Cell, int] | None = None
    at: Cell = (0, 0)


@dataclass
class Laid:
    """A graph laid out.

    Attributes: width, height: cells that it takes. places: of each node the first cell of its name. edges: those that
        found a way; lost: those that found none. loops: of nodes that lead to themselves, the label.
    """

    width: int
    height: int
    names: tuple[str, ...]
    places: list[Cell]
    edges: list[Edge] = field(default_factory=list)
    lost: list[Edge] = field(default_factory=list)
    loops: dict[int, str] = field(default_factory=dict)


def joined(edges: Sequence[tuple[int, str, int]]) -> list[Edge]:
    """Return moves (node, symbol, node) with those between the same nodes as one."""
    labels: dict[tuple[int, int], list[str]] = {}
    for source, symbol, target in edges:
        labels.setdefault((source, target), []).append(symbol)
    return [
        Edge(source, target, "".join(each) if len(each) <= LONGEST_LABEL else "".join(each[: LONGEST_LABEL - 1]) + "…")
        for (source, target), each in labels.items()
    ]


def layers_of(count: int, edges: Sequence[Edge]) -> list[list[int]]:
    """Return the nodes by their distance from node 0, those of a layer ordered so that lines cross little."""
    after: dict[int, list[int]] = {}
    for edge in edges:
        after.setdefault(edge.source, []).append(edge.target)
    layers, seen = [[0]], {0}
    while layers[-1]:
        reached = [target for node in layers[-1] for target in after.get(node, ())]
        layers.append([node for node in dict.fromkeys(reached) if node not in seen])
        seen.update(layers[-1])
    layers[-1] = [node for node in range(count) if node not in seen]  # none, where all can be reached
    layers = [layer for layer in layers if layer]
    for sweep in range(SWEEPS):
        _order(layers if sweep % 2 == 0 else layers[::-1], edges)
    return layers


def _order(layers: list[list[int]], edges: Sequence[Edge]) -> None:
    """Order each layer by where its neighbours in the layer before stand on average."""
    for before, layer in itertools.pairwise(layers):
        place = {node: (index + 0.5) / len(before) for index, node in enumerate(before)}
        near: dict[int, list[float]] = {}
        for edge in edges:
            for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
                if other in place:
                    near.setdefault(one, []).append(place[other])
        stands = {node: (index + 0.5) / len(layer) for index, node in enumerate(layer)}
        layer.sort(key=lambda node: sum(near[node]) / len(near[node]) if node in near else stands[node])


def lay_out(names: Sequence[str], moves: Sequence[tuple[int, str, int]], width: int, height: int) -> Iterator[Laid]:
    """Lay a graph out in slices, a line at a time; yields what there is, at last all of it.

    Args: names: of the nodes, printable; node 0 is the first. moves: (node, symbol as it is shown, node). width, height:
        cells that there are; a graph that needs more takes more.
    """
    edges = joined(moves)
    between = [edge for edge in edges if edge.source != edge.target]
    layers = layers_of(len(names), between)
    width = max(width, COLUMN * len(layers))
    height = max(height, ROW * max(map(len, layers)))
    places = [(0, 0)] * len(names)
    room = width // len(layers)
    for column, layer in enumerate(layers):
        for row, node in enumerate(layer):
            places[node] = (1 + column * room, 1 + int((row + 0.5) * (height - 1) / len(layer)))
    laid = Laid(width, height, tuple(names), places)
    laid.loops = {edge.source: edge.label for edge in edges if edge.source == edge.target}
    rank = {node: column for column, layer in enumerate(layers) for node in layer}
    between.sort(key=lambda edge: (abs(rank[edge.target] - rank[edge.source] - 1), edge.source, edge.target))
    router = _Router(laid)
    for edge in between:
        found = router.route(edge)
        (laid.edges if found is not None else laid.lost).append(found or edge)
        yield laid
    yield laid


class _Router:
    """Finds ways for lines, one after the other, round what stands already."""

    def __init__(self, laid: Laid) -> None:
        self.laid = laid
        self.taken: set[Cell] = set()  # by nodes, labels and arrows
        self.lines: dict[Cell, tuple[int, str]] = {}  # target, and "h", "v" or "x" for what is no straight line
        self.heads: dict[Cell, int] = {}  # target
        for node, (x, y) in enumerate(laid.places):
            self.taken.update((x + k, y) for k in range(len(laid.names[node])))
            self.taken.update((x + k, y - 1) for k in range(2 + len(laid.loops[node]) if node in laid.loops else 0))

    def route(self, edge: Edge) -> Edge | None:
        """Return the edge with the cheapest way; None where there is none."""
        queue: list[tuple[float, int, Cell, int]] = []
        came: dict[tuple[Cell, int], tuple[Cell, int] | None] = {}
        costs: dict[tuple[Cell, int], float] = {}
        starts: dict[tuple[Cell, int], Cell] = {}
        for cell, direction, at in self._starts(edge):
            key = (cell, direction)
            starts[key], came[key], costs[key] = at, None, 0 if direction == RIGHT else 2
            heapq.heappush(queue, (costs[key] + self._far(cell, edge.target), len(costs), cell, direction))
        done: set[tuple[Cell, int]] = set()
        while queue:
            _, _, cell, direction = heapq.heappop(queue)
            key = (cell, direction)
            if key in done:
                continue
            done.add(key)
            if (head := self._arrived(cell, direction, edge.target)) is not None:
                return self._drawn(edge, key, came, starts, head)
            for turned in (direction, (direction + 1) % 4, (direction + 3) % 4):
                self._onward(edge, key, turned, queue, came, costs)
        return None

    def _onward(
        self,
        edge: Edge,
        key: tuple[Cell, int],
        turned: int,
        queue: list[tuple[float, int, Cell, int]],
        came: dict[tuple[Cell, int], tuple[Cell, int] | None],
        costs: dict[tuple[Cell, int], float],
    ) -> None:
        """Go one cell on, where that is possible."""
        cell, direction = key
        here = self.lines.get(cell)
        if here is not None and turned != direction:
            return  # on another line nothing turns
        after = cell[0] + STEPS[turned][0], cell[1] + STEPS[turned][1]
        if not (0 <= after[0] < self.laid.width and 0 <= after[1] < self.laid.height):
            return
        cost = costs[key] + 1 + (BEND if turned != direction else 0)
        line = self.lines.get(after)
        if after in self.taken and self.heads.get(after) != edge.target:
            return
        if line is not None:
            if line[0] == edge.target:
                cost += JOIN
            elif line[1] != ("v" if turned in (LEFT, RIGHT) else "h"):
                return
            else:
                cost += CROSS
        on = (after, turned)
        if cost < costs.get(on, 1e9):
            costs[on], came[on] = cost, key
            heapq.heappush(queue, (cost + self._far(after, edge.target), len(costs), after, turned))

    def _far(self, cell: Cell, target: int) -> int:
        x, y = self.laid.places[target]
        return max(x - 1 - cell[0], cell[0] - x - len(self.laid.names[target]), 0) + max(abs(cell[1] - y) - 1, 0)

    def _starts(self, edge: Edge) -> Iterator[tuple[Cell, int, Cell]]:
        """Yield where a line may begin: its first cell, its direction, and where its label stands."""
        (x, y), wide, long = self.laid.places[edge.source], len(self.laid.names[edge.source]), len(edge.label)
        options = [((x + wide + long, y), RIGHT, (x + wide, y)), ((x - long - 1, y), LEFT, (x - long, y))]
        for k in range(wide - 1, -1, -1):
            options += [((x + k, y + 2), DOWN, (x + k, y + 1)), ((x + k, y - 2), UP, (x + k, y - 1))]
        for cell, direction, at in options:
            label = [(at[0] + k, at[1]) for k in range(long)]
            if all(self._free(one) for one in label) and self._inside(cell) and cell not in self.taken:
                line = self.lines.get(cell)
                if line is None or line[0] == edge.target or line[1] == ("v" if direction in (LEFT, RIGHT) else "h"):
                    yield cell, direction, at

    def _free(self, cell: Cell) -> bool:
        return self._inside(cell) and cell not in self.taken and cell not in self.lines

    def _inside(self, cell: Cell) -> bool:
        return 0 <= cell[0] < self.laid.width and 0 <= cell[1] < self.laid.height

    def _arrived(self, cell: Cell, direction: int, target: int) -> tuple[Cell, int] | bool | None:
        """Return where the arrow comes; True where the line joins one that leads there; None where it must go on."""
        line = self.lines.get(cell)
        if line is not None:
            return True if line[0] == target else None
        if self.heads.get(cell) == target:
            return True
        (x, y), wide = self.laid.places[target], len(self.laid.names[target])
        after = cell[0] + STEPS[direction][0], cell[1] + STEPS[direction][1]
        inside = x <= after[0] < x + wide and after[1] == y
        return (cell, direction) if inside and cell not in self.taken else None

    def _drawn(
        self,
        edge: Edge,
        key: tuple[Cell, int],
        came: dict[tuple[Cell, int], tuple[Cell, int] | None],
        starts: dict[tuple[Cell, int], Cell],
        head: tuple[Cell, int] | bool,
    ) -> Edge:
        """Put the line where it was found."""
        way = [key]
        while (before := came[way[-1]]) is not None:
            way.append(before)
        way.reverse()
        at = starts[way[0]]
        self.taken.update((at[0] + k, at[1]) for k in range(len(edge.label)))
        for (cell, direction), (_, leaves) in zip(way, [*way[1:], way[-1]], strict=True):
            straight = ("h" if direction in (LEFT, RIGHT) else "v") if direction == leaves else "x"
            self.lines[cell] = (edge.target, "x" if cell in self.lines else straight)
        (x, y), direction = way[0]
        cells = ((x - STEPS[direction][0], y - STEPS[direction][1]), *(cell for cell, _ in way))
        if isinstance(head, bool):
            return Edge(edge.source, edge.target, edge.label, cells, None, at)
        self.taken.add(head[0])
        self.heads[head[0]] = edge.target
        del self.lines[head[0]]
        return Edge(edge.source, edge.target, edge.label, cells, head, at)
