"""The lens, drawn: text and roles at three sizes; every column answers to a click; numbers printed are those of the trace."""

from __future__ import annotations

import numpy as np
import pytest
from models import model

from lstm_tui.core.place import Place
from lstm_tui.family import read_lead
from lstm_tui.overview.looking import Overlooker
from lstm_tui.overview.order import ORDERS
from lstm_tui.panels.lens import draw_lens
from lstm_tui.panels.overview import MARGIN, Overview, Wanted, overview_of, widest, window, zoomed
from lstm_tui.session import Session

TEXT = "To be, or not to be, that is the question: Whether 'tis nobler in the mind to suffer the slings and arrows. "


def looked(name: str, text: str, wanted: Wanted, width: int, timestep: int = 3, unit: int = 1) -> Overview:
    session = Session.open(model(name), text).seek(timestep)
    reading, looker = read_lead(session, unit), Overlooker()
    overview_of(reading, wanted, width, looker)
    for _ in looker.steps(1.0):
        pass
    return overview_of(reading, wanted, width, looker)


@pytest.mark.parametrize("size", [(80, 18), (120, 34), (200, 54)], ids=str)
@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("shakespeare", TEXT * 5, Wanted()),
        ("shakespeare", TEXT * 5, Wanted("f", 4, True, "half-life")),
        ("shakespeare-rnn", TEXT, Wanted("", 1, False, "correlation")),
        ("counter", "aaabbb.aabb.", Wanted(by="number")),
        ("two", "abcabcabca", Wanted("i", by="clustered")),
    ],
    ids=str,
)
def test_snapshots(name: str, text: str, wanted: Wanted, size: tuple[int, int], snapshot) -> None:
    canvas = draw_lens(looked(name, text, wanted, size[0]), *size)
    roles = "\n".join(" ".join(f"{role}:{len(run)}" for run, role in row) for row in canvas.rows())
    assert canvas.text() == snapshot
    assert roles == snapshot


@pytest.mark.parametrize("length", [1, 5, 64, 65, 3000, 1_000_000])
@pytest.mark.parametrize("width", [80, 120, 200])
def test_the_whole_text_is_in_the_window_and_the_cursor_at_every_zoom(length: int, width: int) -> None:
    per = whole = widest(length, width)
    assert (whole == 1) or -(-length // whole) <= width - MARGIN
    assert whole < 4 or length / whole > (width - MARGIN) * 0.7
    seen = set()
    while per not in seen:
        seen.add(per)
        for timestep in (0, length // 2, length - 1):
            view = window(length, width, per, timestep)
            assert view.first % per == 0 and view.first <= timestep < view.stop
        per = zoomed(per, whole, -1)
    assert per == 1
    while per != whole:
        assert per < zoomed(per, whole, 1) <= 2 * per
        per = zoomed(per, whole, 1)


@pytest.mark.parametrize("per", [1, 4])
def test_a_click_stands_at_the_unit_and_the_first_timestep_of_a_column(per: int) -> None:
    first = looked("shakespeare", TEXT * 5, Wanted("f", per), 120).order[0]
    shown = looked("shakespeare", TEXT * 5, Wanted("f", per), 120, unit=first)
    canvas = draw_lens(shown, 120, 40)
    for row, unit in enumerate(shown.order[:30]):
        for column in (0, 3, shown.window.columns - 1):
            x = 6 + column * shown.window.pitch
            target = canvas.target_at(x, 1 + row)
            assert target is not None
            assert target.meaning == Place("f", 0, shown.window.first + column * per, unit)


def test_what_is_printed_behind_a_unit_is_what_it_is_ordered_by() -> None:
    for by in ORDERS:
        shown = looked("shakespeare", TEXT, Wanted("c", 1, by=by), 120, timestep=40)
        lines = draw_lens(shown, 120, 34).text().splitlines()[1:32]
        c = shown.reading.run.trace.column("c", 0)
        r = np.corrcoef(c.T.astype(float))
        for line in lines:
            unit, figure = int(line.split()[1].lstrip("▸")), line.rstrip("│ ").split()[-1].replace("−", "-")
            if by == "number":
                assert float(figure) == pytest.approx(float(c[40, unit]), abs=0.0051)
            elif by == "activity":
                assert float(figure) == pytest.approx(float(c[:, unit].std()), abs=0.0051)
            elif by in ("correlation", "clustered"):
                assert float(figure) == pytest.approx(r[1, unit], abs=0.0051)


def test_nothing_known_yet_is_blank() -> None:
    session = Session.open(model("shakespeare"), TEXT * 20, 10)
    canvas = draw_lens(overview_of(read_lead(session, 0), Wanted(), 120, Overlooker()), 120, 34)
    assert not set("░▒▓█╌─═≡") & set("".join(canvas.text().splitlines()[1:-2]))


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (5, 3), (20, 5), (30, 6), (44, 12)])
def test_any_room(size: tuple[int, int]) -> None:
    for name, text in (("shakespeare", TEXT), ("counter", "ab"), ("two", "abc")):
        draw_lens(looked(name, text, Wanted(), size[0], 0), *size)
