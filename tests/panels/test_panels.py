"""Every panel as text and roles, and the laws of what is marked and coloured."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.explain.digits import number
from lstm_tui.explain.reading import Reading
from lstm_tui.family import read_lead, tell, work_out
from lstm_tui.models import registry
from lstm_tui.panels.arithmetic import draw_arithmetic
from lstm_tui.panels.gates import draw_gates
from lstm_tui.panels.heading import draw_heading
from lstm_tui.panels.module import draw_module
from lstm_tui.panels.next_symbols import draw_next_symbols
from lstm_tui.panels.note import draw_note
from lstm_tui.panels.tape import draw_tape
from lstm_tui.run import opening_text
from lstm_tui.session import Session
from lstm_tui.ui.stage import seats_of
from lstm_tui.ui.views.stepper import StepperView

PANELS = {
    "heading": draw_heading, "tape": draw_tape, "module": draw_module, "note": draw_note, "gates": draw_gates,
    "arithmetic": draw_arithmetic, "next-symbols": draw_next_symbols,
}  # fmt: skip
SIZES = {  # of the seats in a window of this size
    "80x24": {"heading": (80, 2), "tape": (80, 2), "module": (49, 9), "note": (30, 6), "gates": (50, 6),
              "arithmetic": (80, 4), "next-symbols": (50, 6)},
    "119x40": {"tape": (119, 3), "module": (71, 12), "note": (35, 17), "gates": (84, 17), "next-symbols": (48, 5)},
    "120x40": {"heading": (120, 2), "tape": (120, 3), "module": (72, 12), "note": (36, 17), "gates": (84, 17),
               "arithmetic": (72, 5), "next-symbols": (48, 5)},
    "160x50": {"note": (36, 24), "gates": (84, 24), "next-symbols": (48, 6)},
    "200x60": {"heading": (200, 2), "tape": (200, 3), "module": (72, 14), "note": (36, 34), "gates": (84, 34),
               "arithmetic": (72, 6), "next-symbols": (48, 6)},
    "large": {"module": (160, 42), "note": (160, 42), "gates": (160, 42), "next-symbols": (160, 42)},
}  # fmt: skip


def at(model: str, text: str, timestep: int, phase: str, unit: int) -> Reading:
    return read_lead(Session.open(registry.load(model), text).seek(timestep).to_phase(phase), unit)


def with_roles(canvas: Canvas) -> str:
    """Each row as it reads, then its runs: how many cells in which role."""
    lines = []
    for text, runs in zip(canvas.text().split("\n"), canvas.rows(), strict=True):
        lines += [f"|{text}", "  " + " ".join(f"{role}*{len(run)}" for run, role in runs)]
    return "\n".join(lines)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("model", "text", "timestep", "phase", "unit"),
    [("shakespeare", "To be, or", 4, "cell", 18), ("shakespeare-rnn", "To be, or", 4, "hidden", 5),
     ("shakespeare-gru", "To be, or", 4, "reset-gate", 20), ("shakespeare-gru", "To be, or", 4, "hidden", 20),
     ("counter", "aaabb.", 3, "kept", 0), ("shakespeare", "To be, or", 4, "prediction", 18),
     ("counter", "aaabb.", 4, "written", 0)],
)  # fmt: skip
def test_panels(
    model: str, text: str, timestep: int, phase: str, unit: int, size: str, snapshot: SnapshotAssertion
) -> None:
    reading = at(model, text, timestep, phase, unit)
    drawn = {name: with_roles(PANELS[name](reading, *room)) for name, room in SIZES[size].items()}
    assert "\n\n".join(f"{name}\n{rows}" for name, rows in drawn.items()) == snapshot


@pytest.mark.parametrize("unit", [0, 17, 40, 63])
def test_the_unit_that_is_marked_is_the_one_selected(unit: int) -> None:
    reading = at("shakespeare", "To be, or", 4, "hidden", unit)
    gates = draw_gates(reading, 84, 15)
    marked = {x for row in gates.roles for x, role in enumerate(row) if ".sel" in role}
    assert len(marked) == 1
    (x,) = marked
    row = next(y for y, roles in enumerate(gates.roles) if ".sel" in roles[x])
    assert gates.target_at(x, row).meaning.unit == unit
    foot = "".join(gates.characters[-1])
    assert f"unit {unit}" in foot
    assert foot.index("▲") == x


def test_the_truth_is_always_among_the_guesses() -> None:
    reading = at("shakespeare", "Tq!x", 0, "prediction", 0)
    assert reading.guesses(65)[-1].probability < reading.truth().probability
    for width, height in ((42, 5), (84, 8)):
        canvas = draw_next_symbols(reading, width, height)
        (row,) = [line for line in canvas.text().split("\n") if "◀" in line]
        assert "'q'" in row


def test_units_that_changed_sign_are_counted() -> None:
    reading = at("shakespeare-rnn", "To be, or", 3, "hidden", 0)
    h, before = reading.step["h"], reading.step["h_prev"]
    turned = sum((a > 0 > b) or (a < 0 < b) for a, b in zip(h.tolist(), before.tolist(), strict=True))
    assert 0 < turned != len(h) - turned
    assert f"{turned} of {len(h)} units changed sign." in " ".join(tell(reading).sentences)


@pytest.mark.parametrize("model", ["shakespeare", "shakespeare-rnn", "shakespeare-gru", "counter", "adding"])
def test_every_printed_number_is_the_one_at_its_place(model: str) -> None:
    bundle = registry.load(model)
    session = Session.open(bundle, bundle.card.default_text).seek(3)
    found = 0
    for stop in session.stops:
        reading = read_lead(session.to_phase(stop.phase.key), 1)
        for span in (span for line in work_out(reading) for span in line if span.place is not None):
            place = span.place
            value = session.run.trace.column(place.quantity, place.layer)[place.timestep, place.unit]
            digits = len(span.text.partition(".")[2])
            assert abs(number(span.text) - float(value)) <= 0.5000001 * 10**-digits, (span, float(value))
            found += 1
    assert found >= (1 if model in ("shakespeare-rnn", "adding") else 20)


def test_the_forget_gate_is_warm_and_the_input_gate_green() -> None:
    canvas = draw_gates(at("shakespeare", "To be, or", 4, "cell", 0), 84, 15)
    rows = {"".join(line[2:10]).strip(): roles for line, roles in zip(canvas.characters, canvas.roles, strict=True)}
    assert {role.split(".")[0] for role in rows["f"][12:70]} - {"value", "text"} == {"vermilion"}
    assert {role.split(".")[0] for role in rows["i"][12:70]} - {"value", "text"} == {"green"}


@pytest.mark.parametrize("model", ["counter", "shakespeare", "shakespeare-rnn", "shakespeare-gru", "adding"])
def test_every_panel_draws_in_any_room(model: str) -> None:
    bundle = registry.load(model)
    session = Session.open(bundle, opening_text(bundle)).seek(3)
    last = session.to_phase("prediction")
    for seat in seats_of(StepperView.STAGE):
        for reading in (read_lead(session, 1), read_lead(last, bundle.network.cells[0].hidden_size - 1)):
            for width, height in [(w, h) for w in (*range(25), 40) for h in (0, 1, 2, 3, 4, 9)]:
                canvas = seat.drawing(reading, width, height)
                assert (canvas.width, canvas.height) == (width, height)
                assert all(len(row) == width for row in canvas.characters)


@pytest.mark.parametrize("model", ["shakespeare", "shakespeare-rnn"])
def test_before_the_last_phase_the_last_expectation_stands_there_dim(model: str) -> None:
    reading, last = at(model, "hello world", 6, "input", 0), at(model, "hello world", 5, "prediction", 0)
    canvas = draw_next_symbols(reading, 48, 6)
    head, *rows = canvas.text().split("\n")
    assert "after '␣' he expected" in head
    assert "it was 'w'" in head
    assert [row[2:5] for row in rows[:3]] == [f"'{guess.symbol}'" for guess in last.guesses(3)]
    (marked,) = [row for row in rows if "◀" in row]
    assert "'w'" in marked
    assert f"{last.truth().probability * 100:.1f} %" in marked
    assert {role for row in canvas.roles for role in row} <= {"frame", "faint", "text"}
    assert "before the first" in draw_next_symbols(at(model, "hello", 0, "input", 0), 60, 6).text()


def test_likely_symbols_stand_in_one_column_with_bars_of_their_probability() -> None:
    reading = at("shakespeare", "hello world", 6, "prediction", 0)
    for width in (30, 48, 80):
        canvas = draw_next_symbols(reading, width, 9)
        full = width - 2 - 10 - 6
        for y, guess in enumerate(reading.guesses(7), 1):
            bar = [glyph for glyph in canvas.characters[y][6:] if glyph in "▏▎▍▌▋▊▉█"]
            length = sum(" ▏▎▍▌▋▊▉█".index(glyph) for glyph in bar) / 8
            assert length == pytest.approx(guess.probability * full, abs=0.13)
