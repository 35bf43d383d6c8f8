"""The note is read back from its picture: heights, sides, inks, and which unit is marked."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_tui.drawing.bars import RISING
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.explain.reading import Reading
from lstm_tui.family import read_lead
from lstm_tui.models import registry
from lstm_tui.panels.note import draw_note
from lstm_tui.run import opening_text
from lstm_tui.session import Session

WHOLE = {"█": "solid", "▒": "new", "░": "erased", " ": "paper"}


def readings(model: str, timestep: int, unit: int) -> list[Reading]:
    bundle = registry.load(model)
    session = Session.open(bundle, opening_text(bundle)).seek(timestep)
    return [read_lead(session.to_phase(phase.key), unit) for phase in bundle.network.phases(0)]


def inks(glyph: str, role: str) -> dict[str, int]:
    """The eighths of each ink that a cell shows, from zero outwards."""
    parts = role.removesuffix(".hang").removesuffix(".sel").split(".")[1:]
    if len(parts) == 1 or glyph not in RISING:
        return {WHOLE.get(glyph, "paper"): 8}
    cut = 8 - RISING.index(glyph) if role.endswith(".hang") else RISING.index(glyph)
    return {parts[0]: cut, parts[1]: 8 - cut}


def column(canvas: Canvas, unit: int) -> tuple[dict[str, int], dict[str, int]]:
    """The eighths of each ink above and below zero in a unit's column."""
    combs = [target for target in canvas._targets if hasattr(target, "rows")]
    comb = next(found for found in combs if found.meaning(0).unit <= unit < found.meaning(0).unit + found.count)
    x = comb.x + (unit - comb.meaning(0).unit) * comb.pitch
    sides = ({}, {})
    for row in range(comb.rows):
        side = sides[row >= comb.rows // 2]
        for ink, size in inks(canvas.characters[comb.y + row][x], canvas.roles[comb.y + row][x]).items():
            side[ink] = side.get(ink, 0) + size
    return sides


@pytest.mark.parametrize(
    ("model", "size"),
    [("shakespeare", (44, 17)), ("counter", (44, 17)), ("shakespeare", (150, 29)), ("counter", (150, 40))],
)
def test_every_unit_shows_what_stayed_went_and_came_in_every_phase(model: str, size: tuple[int, int]) -> None:
    for reading in (*readings(model, 2, 1), *readings(model, 4, 1)):
        step, born = reading.step, reading.born
        canvas = draw_note(reading, *size)
        cells = next(target for target in canvas._targets if hasattr(target, "rows")).rows // 2
        scale = 8 * cells / reading.scale("c")[1]
        for unit in range(reading.hidden_size):
            was, kept, written, now = (float(step[name][unit]) for name in ("c_prev", "kept", "written", "c"))
            if max(map(abs, (was, now))) * scale > 8 * cells:
                continue  # beyond the scale: an arrow says so
            up, down = column(canvas, unit)
            solid = was if "kept" not in born else kept
            came = written if "written" in born else 0.0
            if "c" in born:
                solid = 0.0 if kept * now <= 0 else np.sign(now) * min(abs(kept), abs(now))
                came = now - solid
            for side, sign in ((up, 1), (down, -1)):
                # three inks may meet in a cell, which shows two of them: a cell at most is between them
                assert side.get("solid", 0) == pytest.approx(max(0.0, sign * solid) * scale, abs=8)
                assert side.get("new", 0) == pytest.approx(max(0.0, sign * came) * scale, abs=8)
                ink = 16 * cells // 2 - side.get("paper", 0)
                height = max(
                    sign * (solid + came if solid * came > 0 else max(sign * solid, sign * came) * sign),
                    sign * was,
                    0.0,
                )
                assert ink == pytest.approx(height * scale, abs=4)


@pytest.mark.parametrize("unit", [0, 17, 40, 63])
def test_the_marked_unit_is_the_selected_one_and_is_drawn_as_it_is_when_another_is_selected(unit: int) -> None:
    for phase, other in zip(readings("shakespeare", 4, unit), readings("shakespeare", 4, (unit + 7) % 64), strict=True):
        canvas = draw_note(phase, 44, 17)
        assert column(canvas, unit) == column(draw_note(other, 44, 17), unit)
        tinted = {(x, y) for y, row in enumerate(canvas.roles) for x, role in enumerate(row) if ".sel" in role}
        assert {canvas.target_at(x, y).meaning.unit for x, y in tinted} == {unit}
        (mark,) = [
            (x, y) for y, row in enumerate(canvas.characters[:12]) for x, glyph in enumerate(row) if glyph in "▼▲"
        ]
        assert mark[0] == next(iter(tinted))[0]


def test_titles_say_what_happens_to_the_note() -> None:
    titles = [
        draw_note(reading, 44, 17).text().split("\n")[1].split("  ")[0].strip()
        for reading in readings("shakespeare", 4, 0)
    ]
    assert (
        titles == ["the note he found"] * 2 + ["being rubbed out"] * 3 + ["written on"] + ["the note he hands on"] * 4
    )
    assert "an empty note" in draw_note(readings("shakespeare", 0, 0)[0], 44, 17).text()


def test_the_units_that_change_most_stand_under_the_selected_one() -> None:
    reading = readings("shakespeare", 4, 3)[6]
    change = np.abs(reading.step["c"] - reading.step["c_prev"])
    lines = [line for line in draw_note(reading, 44, 17).text().split("\n") if "→" in line]
    units = [int(line.replace("▼", " ").split()[1]) for line in lines]
    assert units[0] == 3
    assert units[1:] == [unit for unit in np.argsort(-change, kind="stable").tolist() if unit != 3][: len(units) - 1]
    for unit, line in zip(units, lines, strict=True):
        was, now = (float(text.replace("−", "-")) for text in line.split("▌")[0].rpartition("  ")[2].split("→"))
        assert was == pytest.approx(float(reading.step["c_prev"][unit]), abs=0.006)
        assert now == pytest.approx(float(reading.step["c"][unit]), abs=0.006)


def test_the_sheet_before_lies_behind_and_the_paper_ends_where_it_was_torn() -> None:
    canvas = draw_note(readings("shakespeare", 4, 3)[0], 44, 17)
    assert "as it was after 'b'" in canvas.text().split("\n")[0]
    assert {row[-1] for row in canvas.roles[1:]} == {"note.behind"}
    first = draw_note(readings("shakespeare", 0, 3)[0], 44, 17)
    assert "after" not in first.text()
    for sheet in (canvas, first):
        edge = [
            glyph for glyph, role in zip(sheet.characters[-1], sheet.roles[-1], strict=True) if role == "note.edge.hang"
        ]
        assert len(edge) >= 43
        assert len(set(edge)) >= 4
