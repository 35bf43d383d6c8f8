"""Who wrote this, drawn: text and roles at three sizes, the numbers those of the core, and what a click means."""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path

import pytest

from lstm_tui.core import provenance
from lstm_tui.core.place import Place
from lstm_tui.drawing.targets import Do
from lstm_tui.explain.digits import number, short
from lstm_tui.explain.ink import LIKELIEST, NOTE, TRUE, UNIT, Ask, ink_of
from lstm_tui.family import read
from lstm_tui.models import registry
from lstm_tui.operations.force import operate
from lstm_tui.operations.grammar import parse
from lstm_tui.panels.ink.lives import draw_ink_lives
from lstm_tui.panels.ink.page import Page, draw_captions, draw_why
from lstm_tui.panels.ink.shares import draw_ink_shares
from lstm_tui.panels.ink.tape import draw_ink_tape
from lstm_tui.panels.ink.triangle import draw_triangle, window_of
from lstm_tui.run import Run
from lstm_tui.session import Cursor

sys.path.insert(0, str(Path(__file__).parent))
from models import model, text_for

SIZES = {  # of the screen: tape, shares, triangle, half-lives
    "80x24": ((80, 8), (34, 11), (46, 11), (80, 11)),
    "120x40": ((120, 10), (40, 26), (54, 26), (26, 26)),
    "200x60": ((200, 14), (56, 42), (108, 42), (36, 42)),
}


def page(run: Run, timestep: int, ask: Ask, unit: int = 0, layer: int = 0, **more: object) -> Page:
    reading = read(run, Cursor(timestep, layer, 0), unit)
    ink = ink_of(run, reading.notation, layer, timestep, unit, ask, 160)
    lives = tuple(provenance.half_lives(run.trace, layer).tolist())
    return Page(reading, ink, (), lives=lives, read=len(run), **more)


def opened(name: str) -> Run:
    bundle = model(name)
    return Run.open(bundle, text_for(bundle))


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(
    ("name", "of"), [("shakespeare", UNIT), ("shakespeare", TRUE), ("counter", NOTE), ("two", LIKELIEST)]
)
def test_snapshots(name: str, of: str, size: str, snapshot) -> None:
    run = opened(name)
    shown = page(run, min(12, len(run) - 2), Ask(of), run.default_unit(0))
    drawings = (draw_ink_tape, draw_ink_shares, draw_triangle, draw_ink_lives)
    canvases = [drawn(shown, *room) for drawn, room in zip(drawings, SIZES[size], strict=True)]
    canvases.append(draw_captions(shown, SIZES[size][0][0], 2))
    text = "\n".join(canvas.text() for canvas in canvases)
    roles = "\n".join(
        " ".join(f"{role}:{len(run)}" for run, role in row) for canvas in canvases for row in canvas.rows()
    )
    assert text == snapshot
    assert roles == snapshot


def numbers(text: str) -> list[float]:
    return [number(found) for found in re.findall(r"[+−]?\d+\.\d+", text)]


@pytest.mark.parametrize("height", [11, 26, 42])
def test_the_printed_shares_add_up_to_the_printed_value_in_any_room(height: int) -> None:
    run = Run.open(registry.load("shakespeare"), text_for(registry.load("shakespeare")) * 3)
    for ask in (Ask(UNIT), Ask(NOTE), Ask(LIKELIEST)):
        shown = page(run, 40, ask, 51)
        lines = draw_ink_shares(shown, 40, height).text().splitlines()
        cut = next(at for at, line in enumerate(lines) if "───" in line and at)
        parts = [numbers(line)[0] for line in lines[1:cut]]
        (value,) = numbers(lines[cut + 1])
        decimals = len(re.findall(r"\d+\.(\d+)", lines[cut + 1])[-1])
        assert len(parts) == height - 4
        assert f"{math.fsum(parts):.{decimals}f}" == f"{value:.{decimals}f}"
        assert value == pytest.approx(shown.ink.value, abs=10**-decimals)


def test_the_triangle_s_rows_are_the_shares_at_each_timestep() -> None:
    run = Run.open(registry.load("counter"), "aab")
    lines = draw_triangle(page(run, 2, Ask(UNIT)), 60, 12).text().splitlines()
    for timestep in range(3):
        shares = provenance.of_unit(run.trace, 0, 0, timestep)
        assert numbers(lines[2 + timestep]) == [
            number(short(float(value))) for value in (*shares.written, shares.value)
        ]


def test_a_long_text_folds_what_is_far_back_and_the_cursor_is_in_view() -> None:
    run = Run.open(registry.load("shakespeare"), text_for(registry.load("shakespeare")) * 20)
    for timestep in (0, 100, len(run) - 1):
        shown = page(run, timestep, Ask(UNIT), 51)
        window = window_of(shown, 54, 26)
        assert window.first <= timestep < window.last
        triangle = draw_triangle(shown, 54, 26)
        assert any(role == "cursor" for row in triangle.rows() for _, role in row)
        assert any(role == "cursor" for row in draw_ink_tape(shown, 120, 10).rows() for _, role in row)
    assert "all before" in draw_ink_shares(shown, 40, 26).text()
    assert "‹‹" in triangle.text()
    assert "before" in draw_ink_tape(shown, 120, 10).text()


def test_clicks_mean_what_stands_there() -> None:
    run = opened("shakespeare")
    shown = page(run, 8, Ask(UNIT), 51)
    assert {target.meaning for target in draw_ink_tape(shown, 120, 10).targets} >= {
        Do("follow(0)"),
        Do("ask('note')"),
        Do("ask('true')"),
    }
    assert Do("follow(8)") in [target.meaning for target in draw_ink_shares(shown, 40, 26).targets]
    assert Place("c", 0, 5, 51) in [target.meaning for target in draw_triangle(shown, 54, 26).targets]
    targets = [target.meaning for target in draw_ink_lives(shown, 26, 26).targets]
    assert Do("sort('now')") in targets
    assert Place("c", 0, 8, 51) in targets


def test_what_was_set_by_hand_is_marked_and_a_start_is_told() -> None:
    free = Run.open(registry.load("counter"), "aaabb")
    held = page(operate(free, [parse("c[0]@2=0.5")], 5).run, 3, Ask(UNIT))
    assert "by hand" in draw_ink_shares(held, 40, 12).text()
    begun = page(operate(free, [parse('start after "aa"')], 5).run, 3, Ask(UNIT))
    assert "the start" in draw_ink_shares(begun, 40, 12).text()
    assert "‹‹" in draw_triangle(begun, 54, 12).text()


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (5, 3), (22, 6), (30, 6), (44, 12)])
def test_any_room(size: tuple[int, int]) -> None:
    for run in (opened("counter"), opened("adding"), Run.open(registry.load("counter"), "a")):
        shown = page(run, 0, Ask(LIKELIEST))
        for drawing in (draw_ink_tape, draw_ink_shares, draw_triangle, draw_ink_lives, draw_captions, draw_why):
            drawing(shown, *size)


def test_what_is_beyond_the_range_is_shown_as_such() -> None:
    """A candidate without a tanh and a weight of 3e38: the note is infinite; no traceback, and no digits that are not there."""
    free = Run.open(registry.load("counter~NIAF"), "aaabbbbab")
    large = [parse("weight layer1.W_ih[4,0]=3e38"), parse("weight layer1.W_ih[4,1]=-3e38")]
    run = operate(free, large, len(free)).run
    for ask in (Ask(UNIT), Ask(NOTE), Ask(LIKELIEST)):
        shown = page(run, 8, ask)
        assert not shown.ink.holds
        for drawing in (draw_ink_tape, draw_ink_shares, draw_triangle, draw_ink_lives, draw_captions):
            text = drawing(shown, 120, 12).text()
            assert not re.search("nan|inf", text)
            assert ask.of != UNIT or drawing in (draw_captions, draw_ink_tape) or "> 1e38" in text
            drawing(shown, 40, 8)
    assert "≈" in draw_ink_shares(Page(shown.reading, shown.ink.last(2)), 120, 12).text()
