"""Graphs in characters: every move is drawn, and no line can be mistaken for another."""

from __future__ import annotations

import itertools

from hypothesis import example, given
from hypothesis import strategies as st

from lstm_tui.drawing.graph import HEADS, STEPS, Laid, joined, lay_out, layers_of


def laid(count: int, moves: list[tuple[int, str, int]], width: int = 78, height: int = 16) -> Laid:
    *_, last = lay_out([f"({node})" for node in range(count)], moves, width, height)
    return last


@st.composite
def graphs(draw) -> tuple[int, list[tuple[int, str, int]]]:
    count = draw(st.integers(1, 14))
    node = st.integers(0, count - 1)
    moves = draw(st.dictionaries(st.tuples(node, st.sampled_from("abc")), node, max_size=3 * count))
    return count, [(source, symbol, target) for (source, symbol), target in moves.items()]


def beside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) == 1


DENSE = [(one, "abcdef"[other], other) for one in range(6) for other in range(6) if one != other]


@given(graphs())
@example((6, DENSE))
@example((14, [(node, "ab"[k], (3 * node + 5 * k + 1) % 14) for node in range(14) for k in range(2)]))
def test_every_line_leads_from_its_label_to_its_arrow_and_meets_no_other(graph) -> None:
    for size in ((40, 10), (78, 16)):
        held(graph[1], laid(*graph, *size))


def held(moves: list[tuple[int, str, int]], drawn: Laid) -> None:
    names = [{(x + k, y) for k in range(len(name))} for (x, y), name in zip(drawn.places, drawn.names, strict=True)]
    assert len(set.union(*names)) == sum(map(len, names)), "no two nodes stand on each other"
    told = {(edge.source, edge.target): edge.label for edge in (*drawn.edges, *drawn.lost)}
    told |= {(node, node): label for node, label in drawn.loops.items()}
    assert told == {(edge.source, edge.target): edge.label for edge in joined(moves)}, "no move is left out in silence"
    lines: dict[tuple[int, int], list[tuple[int, bool, bool]]] = {}
    ends = {}
    for edge in drawn.edges:
        label = [(edge.at[0] + k, edge.at[1]) for k in range(len(edge.label))]
        assert edge.way[0] in label
        assert any(beside(cell, own) for cell in label for own in names[edge.source])
        assert all(beside(one, other) for one, other in itertools.pairwise(edge.way))
        assert not set(edge.way[1:]) & set.union(*names)
        if edge.head is not None:
            (x, y), direction = edge.head
            assert edge.way[-1] == (x, y)
            assert (x + STEPS[direction][0], y + STEPS[direction][1]) in names[edge.target]
            assert HEADS[direction]
            ends[x, y] = edge.target
        for before, cell, after in zip(edge.way, edge.way[1:], [*edge.way[2:], edge.way[-1]], strict=False):
            straight = before[0] == after[0] or before[1] == after[1]
            lines.setdefault(cell, []).append((edge.target, straight, before[1] == cell[1]))
    for edge in drawn.edges:
        if edge.head is None:  # it joins a line, or an arrow, that leads to the same node
            joins = [target for target, _, _ in lines[edge.way[-1]]]
            assert joins.count(edge.target) > 1 or ends.get(edge.way[-1]) == edge.target
    for cell, here in lines.items():
        if len({target for target, _, _ in here}) > 1:
            assert cell not in ends
            assert all(straight for _, straight, _ in here), "where lines cross none of them turns"
            across = {target for target, _, level in here if level}
            upright = {target for target, _, level in here if not level}
            assert len(across) == len(upright) == 1


def test_layers_are_distances_from_the_first_node() -> None:
    moves = joined([(0, "a", 1), (0, "b", 2), (1, "a", 3), (2, "a", 3), (3, "b", 0)])
    assert [sorted(layer) for layer in layers_of(5, moves)] == [[0], [1, 2], [3], [4]]


def test_a_small_machine_by_hand() -> None:
    """One line from each, one back, one loop; labels of more than four symbols are cut."""
    drawn = laid(2, [(0, "a", 1), (1, "b", 0), (1, "c", 1), *((0, symbol, 0) for symbol in "vwxyz")], 30, 6)
    assert drawn.loops == {1: "c", 0: "vwx…"}
    assert [(edge.source, edge.label, edge.target) for edge in drawn.edges] == [(0, "a", 1), (1, "b", 0)]
    assert not drawn.lost
    forth = drawn.edges[0]
    assert len({y for _, y in forth.way}) == 1, "straight"
