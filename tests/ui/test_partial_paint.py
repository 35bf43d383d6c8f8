"""Only what changed is painted, and what stands on the screen is what painting all of it would give."""

from __future__ import annotations

import gc
import random
import sys
import weakref
from pathlib import Path

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.ui.compositor import CellUpdate, SpanUpdate
from lstm_tui.ui.region import GAP, Line
from lstm_tui.ui.theme import DARK, SIXTEEN, Palette, style

sys.path.insert(0, str(Path(__file__).parent))
from terminal import Terminal, program

WIDTH, HEIGHT = 24, 3
ROLES = ("text", "vermilion", "vermilion.sel", "note.ink", "cursor", "bar.bold", "unknown")
pieces = st.tuples(
    st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1), st.text("ab ▁█日本語é…", max_size=9), st.sampled_from(ROLES)
)
grids = st.lists(pieces, max_size=12)


def canvas_of(parts: list[tuple[int, int, str, str]]) -> Canvas:
    canvas = Canvas(WIDTH, HEIGHT)
    for x, y, text, role in parts:
        canvas.write_any(x, y, text, role)
        before = canvas.characters[y]
        for k in range(WIDTH):  # a wide character that lost one of its cells is no longer one
            if (before[k] == "" and not (k and before[k - 1] in "日本語" and before[k - 1])) or (
                before[k] in "日本語" and before[k] and (k + 1 == WIDTH or before[k + 1] != "")
            ):
                before[k] = " "
    return canvas


def strips_of(canvas: Canvas, palette: Palette) -> list[Strip]:
    return [Strip([Segment(text, style(palette, role)) for text, role in row], WIDTH) for row in canvas.rows()]


def paint(screen: pyte.Screen, canvas: Canvas, spans: list[tuple[int, int, int]], palette: Palette) -> str:
    console = Console(
        color_system="truecolor" if palette is DARK else "standard", force_terminal=True, legacy_windows=False
    )
    chops = [{0: strip} for strip in strips_of(canvas, palette)]
    written = SpanUpdate(chops, spans, [[WIDTH]] * HEIGHT).render_segments(console) if spans else ""
    pyte.Stream(screen).feed(written)
    return written


def cells(screen: pyte.Screen) -> list[list[pyte.screens.Char]]:
    return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]


EVERYTHING = [(y, 0, WIDTH) for y in range(HEIGHT)]


@given(old=grids, new=grids, palette=st.sampled_from([DARK, SIXTEEN]))
def test_painting_what_differs_gives_what_painting_all_gives(old, new, palette):
    before, after = canvas_of(old), canvas_of(new)
    partial, whole = pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)
    paint(partial, before, EVERYTHING, palette)
    paint(partial, after, after.changed_since(before, GAP), palette)
    paint(whole, after, EVERYTHING, palette)
    assert cells(partial) == cells(whole)


@given(old=grids, new=grids, palette=st.sampled_from([DARK, SIXTEEN]))
def test_cells_are_written_as_their_strips_would_be(old, new, palette):
    """The same spans by two ways: straight from the canvas, and through Textual's strips."""
    before, after = canvas_of(old), canvas_of(new)
    console = Console(
        color_system="truecolor" if palette is DARK else "standard", force_terminal=True, legacy_windows=False
    )
    spans = [(y, start, stop) for y, start, stop in after.changed_since(before, GAP)] + [(0, 3, 8), (2, 5, 6)]
    runs = [
        (y, start, stop, [(text, style(palette, role)) for text, role in after.part(y, start, stop)])
        for y, start, stop in spans
    ]
    direct, through = pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)
    for screen in (direct, through):
        paint(screen, before, EVERYTHING, palette)
    pyte.Stream(direct).feed(CellUpdate(runs).render_segments(console))
    paint(through, after, spans, palette)
    assert cells(direct) == cells(through)


@given(same=grids)
def test_nothing_is_written_where_nothing_changed(same):
    assert canvas_of(same).changed_since(canvas_of(same), GAP) == []


# in the real program ---------------------------------------------------------------------

KEYS = (
    b"\x1b[C", b"\x1b[D", b"\x1b[B", b"\x1b[A", b"]", b"[", b"\x1b[H", b"\x1b[F", b"z", b"d", b"c", b"<", b">", b"?\x1b", b"m\x1b",
    b"\x1b[<0;30;30M\x1b[<0;30;30m", b"\x1b[<0;12;4M\x1b[<0;12;4m", b"\x1b[<65;12;4M", b"/x\x1b",
)  # fmt: skip
ESCAPE = b"\x1b"
SIZES = ((120, 40), (80, 24), (100, 30), (160, 50))


@pytest.mark.parametrize("seed", [1, 2])
def test_what_stands_after_any_keys_is_what_a_full_repaint_shows(seed):
    dice = random.Random(seed)
    with Terminal([*program(), "To be, or not to be"], columns=80, rows=24) as terminal:
        terminal.wait_for("timestep 1 of")
        terminal.settle()
        size = (80, 24)
        for round_ in range(5):
            if round_ % 2:
                size = dice.choice(SIZES)
                terminal.resize(*size)
                terminal.settle(0.2)
            for _ in range(10):
                typed = dice.choice(KEYS)
                terminal.send(typed.removesuffix(ESCAPE))
                terminal.settle(0.06)
                if typed.endswith(ESCAPE):
                    terminal.send(ESCAPE)
                    terminal.settle(0.2)
            terminal.settle(0.2)
            stands = cells(terminal.screen)
            terminal.resize(size[0], size[1] + 1)
            terminal.settle(0.2)
            terminal.resize(*size)
            terminal.settle(0.2)
            assert cells(terminal.screen) == stands, terminal.text


def test_bytes_a_key_stay_within_their_budget():
    with Terminal([*program(), "--model", "shakespeare", "hello world, to be"], columns=120, rows=40) as terminal:
        terminal.wait_for("timestep 1 of")
        terminal.settle(0.4)
        for key in (b"\x1b[C", b"\x1b[B", b"]"):
            spent = changed = 0
            for _ in range(8):
                stood, before = cells(terminal.screen), len(terminal.raw)
                terminal.send(key)
                terminal.settle(0.15)
                pairs = zip(stood, cells(terminal.screen), strict=True)
                changed += sum(old != new for a, b in pairs for old, new in zip(a, b, strict=True))
                spent += len(terminal.raw) - before
            assert changed
            assert spent <= 15 * changed + 900 * 8, (key, spent, changed)


def test_a_line_is_free_as_soon_as_nobody_shows_it() -> None:
    class Watched(Line):
        """A line that can be referred to weakly."""

    line = Watched([Segment("abc")], 3)
    assert line.divide([3]) == [line]
    assert [part.text for part in line.divide([1, 3])] == ["a", "bc"]
    gone = weakref.ref(line)
    gc.disable()
    try:
        del line
        assert gone() is None, "without a search for cycles"
    finally:
        gc.enable()
