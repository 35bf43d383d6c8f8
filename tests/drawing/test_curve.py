"""Curves in braille: a curve passes through its points, stays in its frame, and what is printed beside it is true."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.curve import Area, Curve, Level, area_of, draw_axes, draw_curves
from lstm_tui.drawing.scale import Scale, linear, logarithmic, round_down, round_up

# Unicode's own numbering of the dots: 1 2 3 7 down the left, 4 5 6 8 down the right, dot n being bit n − 1
NUMBER = {(0, 0): 1, (1, 0): 2, (2, 0): 3, (3, 0): 7, (0, 1): 4, (1, 1): 5, (2, 1): 6, (3, 1): 8}


def inked(canvas: Canvas) -> set[tuple[int, int]]:
    """Every dot (x, y) of the canvas, from the characters alone."""
    found = set()
    for y, row in enumerate(canvas.characters):
        for x, character in enumerate(row):
            if "\u2800" <= character <= "\u28ff":
                bits = ord(character) - 0x2800
                found |= {(2 * x + c, 4 * y + r) for (r, c), n in NUMBER.items() if bits >> (n - 1) & 1}
    return found


def test_a_straight_line_worked_by_hand() -> None:
    """Two cells by one: four dots across, four down; from the lower left to the upper right."""
    canvas = Canvas(2, 1)
    draw_curves(canvas, Area(0, 0, 2, 1, Scale(0, 3), Scale(0, 3)), [Curve([(0, 0), (3, 3)], "gold")])
    assert canvas.text() == chr(0x2800 + 0x40 + 0x20) + chr(0x2800 + 0x02 + 0x08)
    assert canvas.roles == [["gold", "gold"]]


def test_two_curves_share_a_cell_and_the_first_gives_it_its_colour() -> None:
    canvas = Canvas(1, 1)
    area = Area(0, 0, 1, 1, Scale(0, 1), Scale(0, 3))
    draw_curves(canvas, area, [Curve([(0, 3)], "gold"), Curve([(1, 0)], "blue")])
    assert inked(canvas) == {(0, 0), (1, 3)}
    assert canvas.roles == [["gold"]]


points = st.lists(st.tuples(st.floats(0, 1000), st.floats(1e-6, 1e3) | st.just(math.nan)), min_size=1, max_size=30).map(
    sorted
)
sizes = st.tuples(st.integers(1, 60), st.integers(1, 20))


@given(points, sizes, st.booleans())
def test_a_curve_passes_through_its_points_and_stays_in_its_frame(
    points: list[tuple[float, float]], size: tuple[int, int], log: bool
) -> None:
    width, height = size
    up = (
        Scale(1e-3, 100, True) if log else Scale(0, 100)
    )  # narrower than the data: what lies outside stands at the edge
    canvas = Canvas(width + 4, height + 4)
    area = Area(2, 2, width, height, Scale(0, 1000), up)
    draw_curves(canvas, area, [Curve(points, "gold")])
    dots = inked(canvas)
    for x, y in points:
        if y == y:
            share = math.log10(min(max(y, 1e-3), 100) / 1e-3) / 5 if log else min(y, 100) / 100
            wanted = (x / 1000 * (2 * width - 1), (1 - share) * (4 * height - 1))
            assert any(abs(a - 4 - wanted[0]) <= 0.51 and abs(b - 8 - wanted[1]) <= 0.51 for a, b in dots)
    assert all(4 <= a < 4 + 2 * width and 8 <= b < 8 + 4 * height for a, b in dots)
    assert all(role == "text" for y, row in enumerate(canvas.roles) for role in row if not 2 <= y < 2 + height)
    if len(points) > 1 and all(y == y for _, y in points):
        first, last = area.dot(*points[0])[0], area.dot(*points[-1])[0]
        assert {a - 4 for a, _ in dots} == set(range(first, last + 1)), "no column between is left out"


@given(points, st.integers(1, 5), st.integers(1, 5))
def test_a_broken_curve_has_no_dot_that_the_solid_one_lacks(
    points: list[tuple[float, float]], ink: int, gap: int
) -> None:
    area = Area(0, 0, 40, 10, Scale(0, 1000), Scale(0, 1000))
    solid, broken = Canvas(40, 10), Canvas(40, 10)
    draw_curves(solid, area, [Curve(points, "gold")])
    draw_curves(broken, area, [Curve(points, "gold", ink, gap)])
    assert inked(broken) == {(x, y) for x, y in inked(solid) if x % (ink + gap) < ink}


SCALES = [
    linear(0, 2.3),
    linear(0, 100),
    linear(0.05, 0.07),
    linear(0.44, 2.1),
    logarithmic(0.02, 1.9),
    logarithmic(3e-5, 0.4),
    Scale(1, 4),
]


@pytest.mark.parametrize("size", [(30, 6), (44, 9), (78, 14), (120, 26)])
@pytest.mark.parametrize("up", SCALES)
def test_every_number_printed_stands_where_a_point_of_that_value_is_drawn(size: tuple[int, int], up: Scale) -> None:
    width, height = size
    canvas = Canvas(width, height)
    area = area_of(0, 0, width, height, Scale(0, 3000), up)
    assert area is not None
    draw_axes(canvas, area, "update")
    lines = canvas.text().split("\n")
    printed = [(row, float(line[: area.x - 1])) for row, line in enumerate(lines[:-1]) if line[: area.x - 1].strip()]
    assert len(printed) >= 2
    assert all(up.low <= value <= up.high for _, value in printed)
    assert all(below - above >= 2 for (above, _), (below, _) in itertools.pairwise(printed))
    for row, value in printed:
        alone = Canvas(width, height)
        draw_curves(alone, area, [Curve([(0, value)], "gold")])
        assert {y // 4 for _, y in inked(alone)} == {row}
    foot = lines[-1]
    assert foot.split()[0] == "update"
    labels = foot.split()[1:]
    assert (labels[0], labels[-1]) == ("0", "3,000")
    for label in labels:
        alone = Canvas(width, height)
        draw_curves(alone, area, [Curve([(float(label.replace(",", "")), up.low)], "gold")])
        ((x, _),) = inked(alone)
        start = foot.index(f" {label}", area.x - 1) + 1
        assert start <= x // 2 < start + len(label)


def test_scales_end_in_round_numbers() -> None:
    assert [round_up(value) for value in (0.011, 0.02, 1, 3, 5.1, 99)] == [0.02, 0.02, 1, 5, 10, 100]
    assert [round_down(value) for value in (0.011, 0.02, 1, 3, 5.1, 99)] == [0.01, 0.02, 1, 2, 5, 50]
    assert linear(0, 1.9) == Scale(0, 2)
    assert linear(0.44, 2.05) == Scale(0.4, 2.2)
    assert linear(3, 3) == Scale(3, linear(3, 3).high)
    assert (logarithmic(0.03, 2.2).low, logarithmic(0.03, 2.2).high) == (0.02, 5)
    assert logarithmic(1, 1).share(1) == 0
    assert (linear(0, 1).kind, logarithmic(1, 2).kind) == ("linear", "logarithmic")
    assert Scale(0.4, 2.2).ticks(6) == (0.5, 1, 1.5, 2)
    assert Scale(0, 3000).ticks(7) == (0, 500, 1000, 1500, 2000, 2500, 3000)
    assert Scale(0.02, 5, True).ticks(4) == (0.1, 1)
    assert Scale(0.02, 5, True).ticks(8) == (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)


@given(st.floats(1e-9, 1e6), st.floats(1.0, 1e6))
def test_a_scale_holds_its_data_and_its_ticks_lie_on_it(low: float, factor: float) -> None:
    for scale in (logarithmic(low, low * factor), linear(low, low * factor)):
        assert scale.low * (1 - 1e-9) <= low <= low * factor <= scale.high * (1 + 1e-5)
        for most in (1, 4, 9):
            ticks = scale.ticks(most)
            assert len(ticks) <= most
            assert list(ticks) == sorted(set(ticks))
            assert all(scale.low * (1 - 1e-9) <= tick <= scale.high * (1 + 1e-9) for tick in ticks)


def test_a_level_lies_at_its_value_and_its_name_covers_no_curve() -> None:
    area = Area(0, 0, 30, 6, Scale(0, 10), Scale(0, 10))
    canvas = Canvas(30, 6)
    draw_curves(canvas, area, [Curve([(0, 10), (10, 7)], "gold")], [Level(5, "best"), Level(11, "outside")])
    rows = canvas.text().split("\n")
    assert {(x, area.dot(0, 5)[1]) for x in range(0, 60, 2)} <= inked(canvas)
    assert sum("best" in row for row in rows) == 1 and not any("outside" in row for row in rows)
    alone = Canvas(30, 6)
    draw_curves(alone, area, [Curve([(0, 10), (10, 7)], "gold")])
    assert inked(alone) <= inked(canvas)


@pytest.mark.parametrize("size", [(0, 0), (8, 2), (10, 2), (11, 3), (200, 3)])
def test_axes_in_hardly_any_room(size: tuple[int, int]) -> None:
    canvas = Canvas(*size)
    area = area_of(0, 0, *size, Scale(0, 10), linear(0, 3))
    if area is not None:
        draw_axes(canvas, area, "update")
