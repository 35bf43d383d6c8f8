"""Laws of what is drawn, read back from the pictures: bars and their signs, sums, labels, and lines in the window."""

from __future__ import annotations

import itertools

import pytest

from lstm_tui.core.cells import CELLS
from lstm_tui.drawing.bars import RISING
from lstm_tui.drawing.canvas import Canvas, Comb
from lstm_tui.drawing.wiring import stretched
from lstm_tui.explain.reading import Look, Reading
from lstm_tui.family import FAMILIES, family_of, read_lead
from lstm_tui.models import registry
from lstm_tui.panels import module
from lstm_tui.panels.gates import draw_gates
from lstm_tui.panels.module import draw_module
from lstm_tui.run import opening_text
from lstm_tui.session import Session

MODELS = ("shakespeare", "shakespeare-rnn", "shakespeare-gru", "counter", "adding")


def readings(model: str, timestep: int = 3, unit: int = 1, look: Look | None = None) -> list[Reading]:
    bundle = registry.load(model)
    session = Session.open(bundle, opening_text(bundle)).seek(timestep)
    return [read_lead(session.to_phase(phase.key), unit, look or Look()) for phase in bundle.network.phases(0)]


def combs(canvas: Canvas) -> dict[str, Comb]:
    return {target.meaning(0).quantity: target for target in canvas._targets if isinstance(target, Comb)}


def length(canvas: Canvas, comb: Comb, column: int) -> int:
    """The eighths of a column, negative below zero; front and ground exchanged where it hangs."""
    x, found = comb.x + column * comb.pitch, 0
    for row in range(comb.rows):
        glyph, role = canvas.characters[comb.y + row][x], canvas.roles[comb.y + row][x]
        if glyph in RISING[1:] and ".down" in role:
            found -= 8 - RISING.index(glyph) if role.endswith(".hang") else 8
        elif glyph in RISING[1:]:
            found += RISING.index(glyph)
    return found


@pytest.mark.parametrize(("model", "size"), [*itertools.product(MODELS[:2], [(84, 17), (50, 6), (118, 36), (81, 15)])])
def test_columns_are_as_long_as_their_values_and_on_the_side_of_their_sign(model: str, size: tuple[int, int]) -> None:
    for reading in readings(model):
        canvas = draw_gates(reading, *size)
        for name, comb in combs(canvas).items():
            low, high = reading.scale(name)
            most = 8 * (comb.rows if low >= 0 else max(1, comb.rows // 2)) - 1
            first = comb.meaning(0).unit
            for column in range(comb.count):
                value = float(reading.step[name][first + column])
                if abs(value) <= high:
                    drawn = length(canvas, comb, column)
                    assert drawn * value >= 0
                    assert drawn == pytest.approx(value / high * most, abs=1)


@pytest.mark.parametrize("model", ["shakespeare", "counter", "adding"])
@pytest.mark.parametrize("size", [(50, 6), (84, 6)])
def test_what_is_kept_and_written_adds_up_to_the_note_within_a_cell(model: str, size: tuple[int, int]) -> None:
    """Today's 2 + 1 = 3 is drawn as 2 + 1 = 3: the three stand on one scale, in rows of one size."""
    for timestep in range(1, 8):
        (reading,) = [reading for reading in readings(model, timestep) if reading.phase.key == "cell"]
        assert len({reading.scale(name) for name in ("c_prev", "kept", "written", "c")}) == 1
        canvas = draw_gates(reading, *size)
        found = combs(canvas)
        if not found:
            continue  # of a few units there are numbers and lying bars
        assert len({found[name].rows for name in ("kept", "written", "c")}) == 1
        for column in range(found["c"].count):
            unit = found["c"].meaning(column).unit
            if abs(float(reading.step["c"][unit])) <= reading.scale("c")[1]:
                kept, written, now = (length(canvas, found[name], column) for name in ("kept", "written", "c"))
                assert abs(kept + written - now) <= 3  # eighths: each is rounded, and none is less than one


def test_scales_are_printed_beside_what_is_drawn_on_them() -> None:
    text = draw_gates(readings("shakespeare")[-1], 84, 17).text()
    assert text.count("±8") == 3  # c_prev, kept, written
    assert text.count("±1") == 3  # g, tanh c, h
    assert "±8" in draw_gates(readings("shakespeare")[6], 50, 6).text()


@pytest.mark.parametrize("model", MODELS)
def test_no_value_stands_on_a_wire_or_on_another_value(model: str) -> None:
    for size in (*((width, 9) for width in range(49, 70, 3)), (69, 12), (70, 12), (72, 12), (118, 20), (160, 40)):
        for reading in readings(model):
            width, height = size
            canvas = draw_module(reading, width, height)
            wiring = stretched(family_of(reading).wiring(width - 3, height - 2), width - 3, height - 2, True)
            left, top = 1 + max(0, (width - 2 - wiring.width) // 2), 1 + max(0, (height - 2 - wiring.height) // 2)
            state = module.State(reading.notation, reading.phases, reading.cursor.phase)
            bare = module._wired(width, height, "", "", wiring, left, top, state)
            written: set[tuple[int, int]] = set()
            for wire in wiring.wires:
                if wire.label is None:
                    continue
                born = wire.quantity in reading.born
                text = f"{wire.name} {reading.short(wire.quantity).strip() if born else ''}".strip()
                x, y = left + wire.label[0], top + wire.label[1]
                cells = {(at, y) for at in range(x, x + len(text))}
                assert all(bare.characters[row][at] == " " for at, row in cells), (wire.quantity, size)
                assert not cells & written
                assert "".join(canvas.characters[y][x : x + len(text)]) == text
                written |= cells


SIZES = ((46, 7), (47, 8), (67, 10), (69, 12), (81, 13), (116, 20))


@pytest.mark.parametrize("kind", list(FAMILIES))
def test_no_value_stands_on_a_name_or_touches_it(kind: str) -> None:
    family = FAMILIES[kind]
    for (width, height), top in itertools.product(SIZES, (True, False)):
        wiring = stretched(family.wiring(width, height), width, height, top)
        names: dict[int, list[tuple[int, int, str]]] = {}
        for node in wiring.nodes:
            if not node.boxed:
                begun = node.at[0] - len(node.text) // 2
                names.setdefault(node.at[1], []).append((begun, begun + len(node.text), node.text))
        for wire in wiring.wires:
            if wire.label is not None:
                x, y = wire.label
                digits = 5 if family.notation.quantities[wire.quantity].signed else 4
                long = len(f"{wire.name} ") * bool(wire.name) + digits
                for begun, end, text in names.get(y, ()):
                    assert end < x or x + long < begun, (width, height, wire.quantity, text)


def test_every_layer_is_named_under_its_box_and_the_symbol_stands_at_x() -> None:
    for width, height in ((72, 12), (49, 9)):
        text = draw_module(readings("shakespeare")[0], width, height).text()
        for name in ("forget", "input", "candidate", "output", "[h,x]", "W_hy", "'b'"):
            assert name in text, (name, width)
    assert {family.kind for family in CELLS.values()} >= {"lstm", "rnn"}
    for name in ("hidden", "[h,x]", "W_hy", "'b'"):
        assert name in draw_module(readings("shakespeare-rnn")[0], 72, 12).text()


def test_a_bare_module_has_no_numbers_and_the_same_wires() -> None:
    for model in MODELS:
        for full, bare in zip(readings(model), readings(model, look=Look(bare=True)), strict=True):
            text = (
                draw_module(bare, 72, 12).text().replace("t-1", "").replace("1−", "")
            )  # 1 − u is a part of the wiring
            assert not any(character.isdigit() for character in text)
            wires = [[c for c in row if c in "─━┃│╌╎⊗⊕"] for row in draw_module(full, 72, 12).characters[1:]]
            assert wires == [[c for c in row if c in "─━┃│╌╎⊗⊕"] for row in draw_module(bare, 72, 12).characters[1:]]


def test_one_column_less_is_no_cliff() -> None:
    """The module at 119 columns is the one of 120, and grows from there."""
    reading = readings("shakespeare")[6]
    for width in (70, 71, 72):
        assert "└forget─┘" in draw_module(reading, width, 12).text()
    spans = [len(draw_module(reading, width, 12).text().split("\n")[2].strip("│ ")) for width in range(70, 110)]
    assert all(0 <= b - a <= 2 for a, b in itertools.pairwise(spans))
    columns = [combs(draw_gates(reading, width, 17))["c_prev"].count for width in range(70, 90)]
    assert all(0 <= b - a <= 1 for a, b in itertools.pairwise(columns))
    assert columns[83 - 70] == 64
