"""Units × time: each cell is one number of the trace, its sign is seen without colour, and only what is in view is asked."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from models import model, text_for

from lstm_tui.core.place import Place
from lstm_tui.core.provenance import of_unit
from lstm_tui.core.trace import Trace
from lstm_tui.drawing.shades import ABOVE, BELOW, shades
from lstm_tui.drawing.targets import Do
from lstm_tui.explain.reading import Look
from lstm_tui.family import read_lead
from lstm_tui.models import registry
from lstm_tui.panels.units_time import INK, choices, draw_units_time, quantities, shown_from
from lstm_tui.session import Session

SIZES = ((80, 18), (40, 44), (80, 54), (200, 53))


@pytest.mark.parametrize("name", ["counter", "shakespeare", "shakespeare-rnn", "shakespeare-gru", "adding", "two"])
def test_every_cell_is_a_number_of_the_trace_and_a_bar_never_points_away_from_its_sign(name: str) -> None:
    bundle = model(name)
    session = Session.open(bundle, text_for(bundle)).seek(3)
    for layer in range(session.run.layers):
        plain = read_lead(session.to_layer(layer), 1)
        for quantity in quantities(plain):
            reading = read_lead(session.to_layer(layer), 1, Look(quantity=quantity))
            column = session.run.trace.column(quantity, layer)
            for width, height in SIZES:
                canvas = draw_units_time(reading, width, height)
                seen = set()
                for target in canvas.targets:
                    place = target.meaning
                    if not isinstance(place, Place) or place.quantity != quantity or target.row >= height - 2:
                        continue
                    glyph, role = canvas.characters[target.row][target.start], canvas.roles[target.row][target.start]
                    seen.add(place)
                    value = float(column[place.timestep, place.unit])
                    if glyph in ABOVE or (glyph in "▁▂▃▄▅▆▇█↑" and not role.endswith(".hang") and "down" not in role):
                        assert value > 0 or glyph == "█", (glyph, role, value)
                    if glyph in BELOW or role.endswith(".hang") or glyph == "↓":
                        assert value < 0, (glyph, role, value)
                assert {place.timestep for place in seen} >= {3}
                assert {place.unit for place in seen} >= {1}


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=30), st.sampled_from([1.0, 4.0, 8.0]))
def test_shades_say_sign_and_quarter(values: list[float], scale: float) -> None:
    glyphs, marks = shades(np.array(values), scale)
    for value, glyph, mark in zip(values, glyphs, marks, strict=True):
        share = abs(value) / scale
        if share <= 0.001:
            assert (glyph, mark) == ("·", "zero")
        elif share > 1.001:
            assert glyph == ("↑" if value > 0 else "↓")
        else:
            step = (ABOVE if value > 0 else BELOW).index(glyph)
            assert step / 4 <= share <= (step + 1) / 4 * 1.0011
            assert mark == ("up" if value > 0 else "down")


def test_what_is_no_number_is_a_question() -> None:
    assert shades(np.array([[np.nan, np.inf, -np.inf]]), 1.0)[0] == [["?", "↑", "↓"]]


@given(st.integers(1, 10**6), st.integers(1, 300), st.data())
def test_the_cursor_is_always_in_view(length: int, places: int, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, length - 1))
    first = shown_from(cursor, length, places)
    assert first <= cursor < first + places
    assert 0 <= first <= max(0, length - places)


def test_most_steps_leave_the_view_where_it_is() -> None:
    views = [shown_from(cursor, 1000, 60) for cursor in range(200)]
    assert sum(a != b for a, b in itertools.pairwise(views)) <= 10


def test_of_a_very_long_text_only_what_is_in_view_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session.open(registry.load("shakespeare"), "to be, or not to be " * 50_000, 1024).seek(700)
    asked: list[int] = []
    column = Trace.column

    def watched(self: Trace, name: str, layer: int = 0, start: int = 0, stop: int | None = None) -> np.ndarray:
        found = column(self, name, layer, start, stop)
        asked.append(len(found))
        return found

    monkeypatch.setattr(Trace, "column", watched)
    canvas = draw_units_time(read_lead(session.to_phase("cell"), 20), 80, 54)
    assert "1,000,000 timesteps" in canvas.text()
    assert asked
    assert max(asked) <= 80


def test_what_is_not_read_yet_is_dim_and_the_choice_is_marked() -> None:
    session = Session.open(registry.load("counter"), "aaabbb.").seek(2)
    for phase, dim in (("kept", {2, 3, 4, 5, 6}), ("cell", {3, 4, 5, 6})):
        reading = read_lead(session.to_phase(phase), 0)
        canvas = draw_units_time(reading, 80, 18)
        found = {
            target.meaning.timestep
            for target in canvas.targets
            if isinstance(target.meaning, Place) and target.row < 16 and target.meaning.quantity == "c"
            and canvas.roles[target.row][target.start].split(".")[0] in ("frame", "faint")
            and canvas.characters[target.row][target.start] not in " ▸0123456789"
        }  # fmt: skip
        assert found == dim
    meanings = [target.meaning for target in canvas.targets]
    assert [m.action for m in meanings if isinstance(m, Do)] == [
        f"show_quantity('{name}')" for name in ("c", "h", "f", "kept", "i", "g", "written", "o", "tanh_c", "ink")
    ]
    assert quantities(read_lead(Session.open(registry.load("shakespeare-rnn"), "ab"), 0)) == ("h", "z")
    gone = read_lead(Session.open(registry.load("shakespeare-rnn"), "ab"), 0, Look(quantity="f"))
    assert "units × time: h" in draw_units_time(gone, 80, 18).text(), "an RNN has no forget gate"


@pytest.mark.parametrize("name", ["counter", "shakespeare", "two", "adding"])
@pytest.mark.parametrize("phase", ["input", "cell"])
def test_who_wrote_it_is_a_choice_of_its_own_and_the_shares_are_those_of_the_core(name: str, phase: str) -> None:
    """In every row the shares of one unit; before the note is born, those of the note that is found."""
    bundle = model(name)
    session = Session.open(bundle, text_for(bundle)).seek(3).to_phase(phase)
    plain = read_lead(session, 1)
    assert choices(plain) == (*quantities(plain), INK)
    canvas = draw_units_time(read_lead(session, 1, Look(quantity=INK)), 120, 53)
    note = bundle.network.cells[session.cursor.layer].note
    last = 3 if phase == "cell" else 2
    shares = {unit: of_unit(session.run.trace, session.cursor.layer, unit, last).written
              for unit in range(session.run.hidden_size(session.cursor.layer))}  # fmt: skip
    seen = set()
    for target in canvas.targets:
        place = target.meaning
        if (
            not isinstance(place, Place)
            or target.row >= 50
            or target.start < 6
            or target.stop > 110
            or place.timestep > last
        ):
            continue
        assert place.quantity == note
        glyph, role = canvas.characters[target.row][target.start], canvas.roles[target.row][target.start]
        value = float(shares[place.unit][place.timestep])
        seen.add(place)
        if glyph in BELOW or role.endswith(".hang") or glyph == "↓":
            assert value < 0
        elif glyph in ABOVE or glyph == "↑":
            assert value > 0 or glyph == "█"
    assert len(seen) >= last + 1
    assert "who wrote it" in canvas.text()
    assert INK not in choices(read_lead(Session.open(registry.load("shakespeare-rnn"), "ab"), 0))
