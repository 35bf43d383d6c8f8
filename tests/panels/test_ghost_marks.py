"""Marks of the untouched run, read back from whole panels: on the units that differ, on the side where the old end was."""

from __future__ import annotations

import re

import pytest
from models import model, text_for

from lstm_tui.drawing.canvas import Canvas, Comb
from lstm_tui.explain.reading import Reading
from lstm_tui.family import read, read_lead
from lstm_tui.operations.grammar import parse
from lstm_tui.panels.gates import draw_gates
from lstm_tui.panels.module import draw_module
from lstm_tui.panels.note import draw_note
from lstm_tui.panels.tape import draw_tape
from lstm_tui.session import Session


def pair(name: str, timestep: int, phase: str, unit: int, *operations: str) -> tuple[Reading, Reading]:
    """The operated run with the untouched one beside it, and as it is drawn without."""
    bundle = model(name)
    session = Session.open(bundle, text_for(bundle)).operated([parse(text) for text in operations])
    session = session.seek(timestep).to_phase(phase)
    return read_lead(session, unit), read(session.run, session.cursor, unit)


def marked(canvas: Canvas, alone: Canvas, comb: Comb, column: int) -> list[int]:
    """The rows of a column in which the two drawings differ."""
    x = comb.x + column * comb.pitch
    rows = range(comb.y, comb.y + comb.rows)
    return [
        y - comb.y
        for y in rows
        if (canvas.characters[y][x], canvas.roles[y][x]) != (alone.characters[y][x], alone.roles[y][x])
    ]


def combs(canvas: Canvas) -> list[Comb]:
    return [target for target in canvas._targets if isinstance(target, Comb)]


@pytest.mark.parametrize(("unit", "size"), [(26, (84, 17)), (50, (84, 36)), (60, (90, 17))])
def test_just_the_columns_that_are_seen_to_differ_are_marked_on_the_side_of_the_old_end(
    unit: int, size: tuple[int, int]
) -> None:
    reading, alone = pair("shakespeare", 6, "prediction", unit, "tear @4")
    canvas, plain = draw_gates(reading, *size), draw_gates(alone, *size)
    found = 0
    for comb in combs(canvas):
        name = comb.meaning(0).quantity
        low, high = reading.scale(name)
        most = 8 * (comb.rows if low >= 0 else max(1, comb.rows // 2)) - 1
        for column in range(comb.count):
            at = comb.meaning(column).unit
            now, old = (float(each.step[name][at]) for each in (reading, reading.ghost))
            if max(abs(now), abs(old)) > high:
                continue
            apart, rows = abs(now - old) / high * most, marked(canvas, plain, comb, column)
            if apart > 4 and abs(old) / high * most > 2:
                assert rows, (name, at, now, old)
                found += 1
                if low < 0 and comb.rows > 1:
                    assert all((row < comb.rows // 2) == (old > 0) for row in rows), (name, at, now, old)
            elif apart < 0.9:
                assert not rows, (name, at, now, old)
    assert found >= 4


def test_of_a_window_of_units_those_in_view_are_marked() -> None:
    reading, _ = pair("shakespeare", 4, "forget-gate", 60, "f[60]@5=0", "f[2]@5=0")
    for width in (50, 84):
        canvas = draw_gates(reading, width, 6)
        (comb,) = [comb for comb in combs(canvas) if comb.meaning(0).quantity == "f"]
        shown = [comb.meaning(column).unit for column in range(comb.count)]
        lines = {
            unit
            for column, unit in enumerate(shown)
            if canvas.roles[comb.y][comb.x + column * comb.pitch].startswith("ghost")
        }
        assert lines == {2, 60} & set(shown)


@pytest.mark.parametrize("unit", [23, 26, 61])
def test_the_note_is_marked_on_the_side_of_the_old_ink(unit: int) -> None:
    reading, alone = pair("shakespeare", 6, "cell", unit, "tear @4")
    canvas, plain = draw_note(reading, 150, 29), draw_note(alone, 150, 29)
    found = 0
    for comb in combs(canvas):
        scale = 8 * (comb.rows // 2) / reading.scale("c")[1]
        for column in range(comb.count):
            at = comb.meaning(column).unit
            now, old = (float(each.step["c"][at]) for each in (reading, reading.ghost))
            rows = marked(canvas, plain, comb, column)
            if abs(now - old) * scale > 4 and abs(old) * scale > 8:
                assert any((row < comb.rows // 2) == (old > 0) for row in rows), (at, now, old)
                end = comb.rows / 2 - old * scale / 8  # in rows from the top
                assert any(abs(row + 0.5 - end) <= 0.8 for row in rows), (at, now, old, rows)
                found += 1
            elif now == old:
                assert not rows
    assert found >= 8


def test_of_a_few_units_each_bar_is_marked_where_its_own_old_one_ended() -> None:
    reading, alone = pair("counter", 4, "cell", 0, "f[0]@3=0", "c[1]@2:=-3")
    canvas, plain = draw_gates(reading, 160, 40), draw_gates(alone, 160, 40)
    pitch = (160 - 2 - 11) // 2
    (y,) = [y for y, row in enumerate(canvas.characters) if "".join(row[2:10]) == "⊙ c_prev"]
    for unit in (0, 1):
        start = 12 + unit * pitch + 13
        old = float(reading.ghost.step["c_prev"][unit])
        now = float(reading.step["c_prev"][unit])
        cells = [x for x in range(start, start + 40) if canvas.roles[y][x].startswith("ghost")]
        assert abs(now - old) > 1.5
        (x,) = cells
        assert x - start + 0.5 == pytest.approx(20 + 20 * old / 4, abs=1)
    assert "ghost" not in {role for row in plain.roles for role in row}


def test_the_tape_has_the_untouched_bar_on_the_right_of_those_that_differ() -> None:
    reading, _ = pair("counter", 6, "prediction", 0, "f[0]@3=0")
    canvas = draw_tape(reading, 80, 4)  # symbols, the note, surprise, what is true
    label = next(x for x, glyph in enumerate(canvas.characters[0]) if glyph == "a")
    levels = {}
    for timestep in range(7):
        x = label + 3 * timestep
        now, old = (float(each.run.trace.column("c")[timestep, 0]) for each in (reading, reading.ghost))
        levels[timestep] = (now, old)
        roles = [canvas.roles[1][at] for at in (x, x + 1, x + 2)]
        assert roles[0].startswith("value.") or now == 0
        assert roles[1].startswith("ghost") == (abs(now - old) > 0.6), (timestep, now, old)
        assert not roles[2].startswith("ghost")
        if roles[1].startswith("ghost"):
            assert roles[1].endswith(".hang") == (old < -0.01)
    assert any(abs(now - old) > 0.6 for now, old in levels.values())


def test_the_module_writes_what_is_held_with_a_sign_and_nothing_else() -> None:
    reading, _ = pair("shakespeare", 3, "prediction", 26, "f[26]@4=0")
    assert re.findall(r"\w+=[+\-−\d.]+", draw_module(reading, 72, 12).text()) == ["f=0.00"]
    other, _ = pair("shakespeare", 3, "prediction", 27, "f[26]@4=0")
    assert "=" not in draw_module(other, 72, 12).text()
    assert re.search(r"=0\.00 ?", draw_module(reading, 49, 9).text())
