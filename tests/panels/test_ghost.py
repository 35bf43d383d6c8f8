"""The untouched run beside an operated one: every number of it says so and is its trace's, every mark stands where it ended."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from models import model, text_for

from lstm_tui.core.cells import CELLS
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.drawing.bars import tall_columns
from lstm_tui.drawing.canvas import Canvas, Comb
from lstm_tui.drawing.ghost import CUT, LEAST, LINE, PAIR, TINT, end_of, marks_of
from lstm_tui.drawing.targets import Untouched
from lstm_tui.explain.digits import number
from lstm_tui.explain.glossary import signs_of
from lstm_tui.explain.naming import LOSS
from lstm_tui.explain.reading import GHOST, Look, Reading
from lstm_tui.family import read_lead
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.operations.grammar import parse
from lstm_tui.panels.gates import draw_gates
from lstm_tui.panels.heading import draw_heading
from lstm_tui.panels.next_symbols import draw_next_symbols
from lstm_tui.panels.note import draw_note
from lstm_tui.panels.story import draw_story
from lstm_tui.panels.tape import draw_tape
from lstm_tui.panels.timestep import draw_whole_story
from lstm_tui.panels.units_time import draw_units_time
from lstm_tui.panels.unrolled import draw_unrolled
from lstm_tui.session import Session
from lstm_tui.ui.help import help_lines
from lstm_tui.ui.stage import seats_of
from lstm_tui.ui.views.stepper import StepperView

SIZES = {  # of the seats that say numbers
    "module": ((49, 9), (72, 12)), "story": ((31, 9), (48, 12)), "note": ((30, 6), (36, 17), (80, 40)),
    "gates": ((50, 6), (84, 17), (160, 40)), "next-symbols": ((50, 6), (48, 5)), "whole-story": ((150, 50),),
}  # fmt: skip
DRAWINGS = {seat.name: seat.drawing for seat in seats_of(StepperView.STAGE) if seat.name in SIZES}
DRAWINGS["whole-story"] = draw_whole_story
CASES = [  # a model, what is done to it, and the timesteps looked at
    ("shakespeare", ("tear @4",), (3, 6)),
    ("shakespeare", ("f[26]@3:5=0", "o=mean"), (4,)),
    ("counter", ("f@3=0",), (2, 4)),
    ("shakespeare-rnn", ("h[5]@2:=1",), (5,)),
    ("two", ("layer2.c[1]@2:4=2",), (3,)),
    ("adding", ("c@3=0",), (5,)),
    ("shakespeare", ('insert @3="x"',), (2, 6)),
    ("shakespeare", ("delete @3", 'change @5="q"'), (3, 6)),
    ("shakespeare", ("bias f=3",), (4,)),
    *((kind, ("h[1]@2:3=0.5",), (2, 4)) for kind in CELLS if kind not in ("lstm", "rnn") and "~" not in kind),
]


def of_kind(kind: str) -> ModelBundle:
    """Five units of a kind of cell that reads three letters."""
    rng = np.random.default_rng(1)
    cell = CELLS[kind].from_weights({name: rng.normal(size=shape) for name, shape in CELLS[kind].shapes(3, 5).items()})
    return ModelBundle("two", Network([cell], rng.normal(size=(3, 5))), Vocabulary("abc"), Card(kind))


def operated(name: str, *operations: str) -> Session:
    bundle = of_kind(name) if name in CELLS else model(name)
    return Session.open(bundle, text_for(bundle)).operated([parse(text) for text in operations])


def readings(session: Session, timestep: int, unit: int = 1) -> list[Reading]:
    at = session.seek(timestep)
    return [read_lead(at.to_layer(stop.layer).to_phase(stop.phase.key), unit) for stop in session.stops]


def written(canvas: Canvas) -> list[tuple[str, object]]:
    """What stands on each place that answers to a click."""
    return [
        ("".join(canvas.characters[target.row][max(0, target.start) : target.stop]), target.meaning)
        for target in canvas.targets
        if 0 <= target.row < canvas.height
    ]


def prints(value: float, text: str) -> bool:
    digits = len(text.partition(".")[2])
    return abs(number(text) - value) <= 0.500001 * 10**-digits


@pytest.mark.parametrize(("name", "operations", "timesteps"), CASES)
def test_every_number_of_the_untouched_run_says_so_and_is_the_one_of_its_trace(
    name: str, operations: tuple[str, ...], timesteps: tuple[int, ...]
) -> None:
    session, found = operated(name, *operations), 0
    free = session.free
    assert free is not None
    for timestep in timesteps:
        for reading in readings(session, timestep):
            for name_of, drawing in DRAWINGS.items():
                for size in SIZES[name_of]:
                    canvas = drawing(reading, *size)
                    marked = 0
                    for text, meaning in written(canvas):
                        if not isinstance(meaning, Untouched):
                            continue
                        place, marked = meaning.place, marked + 1
                        assert GHOST in text, (name_of, size, text)
                        said = re.sub(r"[^\d.+−]", "", text.partition(GHOST)[2])
                        if place.quantity == LOSS:
                            p = free.trace.column("probs", free.layers - 1)[place.timestep, place.unit]
                            assert prints(-math.log(p), said), (text, p)
                        else:
                            value = float(free.trace.column(place.quantity, place.layer)[place.timestep, place.unit])
                            share = prints(value * 100, said) if place.quantity == "probs" else False
                            assert share or prints(value, said), (name_of, size, text, place, value)
                    found += marked
                    if name_of in ("module", "note", "gates"):
                        assert marked == len(re.findall(GHOST + r"[+−\d]", canvas.text())), (name_of, size)
    assert found or timesteps[0] == 1 or name == "adding"


@pytest.mark.parametrize("name", ["shakespeare", "counter", "shakespeare-rnn"])
def test_before_anything_is_touched_nothing_is_marked(name: str) -> None:
    session, plain = operated(name, "h[0]@5=1"), Session.open(model(name), text_for(model(name)))
    for reading, untouched in zip(readings(session, 2), readings(plain, 2), strict=True):
        for drawing, size in ((draw_gates, (84, 36)), (draw_note, (36, 17)), (draw_next_symbols, (60, 8))):
            canvas, before = drawing(reading, *size), drawing(untouched, *size)
            assert GHOST not in canvas.text().replace("─ ◌", "")
            assert not [meaning for _, meaning in written(canvas) if isinstance(meaning, Untouched)]
            if drawing is draw_gates and reading.hidden_size > 8:
                assert canvas.characters == before.characters
                assert canvas.roles == before.roles


@pytest.mark.parametrize("rows", [1, 2, 4])
@pytest.mark.parametrize("low", [0.0, -1.0])
@given(now=st.lists(st.floats(-1, 1), min_size=1, max_size=20), seed=st.integers(0, 999))
@settings(max_examples=40)
def test_a_mark_stands_where_the_old_column_ended(rows: int, low: float, now: list[float], seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = np.maximum(low, np.array(now))
    olds = np.maximum(low, rng.uniform(-1, 1, len(now)))
    above = rows if low >= 0 else max(1, rows // 2)
    if low < 0 and rows % 2 and rows > 1:
        return
    found = {mark.column: mark for mark in marks_of(values.tobytes(), olds.tobytes(), low, 1.0, rows)}
    glyphs, marks = tall_columns(values.tobytes(), low, 1.0, rows)
    for column, (value, old) in enumerate(zip(values.tolist(), olds.tolist(), strict=True)):
        apart = abs(value - old) * (8 * above - 1)
        mark = found.get(column)
        if mark is None:
            assert apart < LEAST + 1
            continue
        assert apart > LEAST - 2  # what is not nothing fills an eighth at least
        zero = above if low < 0 and rows > 1 else rows
        reach = zero - mark.row - 0.5  # of the cell's middle, in cells from zero
        if rows > 1 or low >= 0:
            assert abs(reach - old * (above - 1 / 8)) <= 0.6 + 1 / 8
        glyph, kind = glyphs[mark.row][column], marks[mark.row][column]
        ink = glyph not in " ·"
        assert (mark.kind == LINE) == (not ink)
        if mark.kind == CUT:
            assert glyph == "█"
        elif mark.kind == LINE:
            assert mark.glyph in "▁─▔"
        assert mark.kind in (LINE, CUT, PAIR, TINT), kind


def test_what_is_covered_is_cut_what_is_not_is_drawn_and_an_end_of_ink_is_halved() -> None:
    assert end_of(0, 8, False)[1:] == ("▔", LINE)
    assert end_of(0, 8, True)[1:] == ("▁", LINE)
    assert end_of(16, 4, False) == (0, "─", CUT)
    assert end_of(3, 7, False) == (0, "▙", PAIR)  # the old one on the left
    assert end_of(3, 7, True) == (0, "▛", PAIR)
    assert end_of(7, 3, False) == (0, "▟", PAIR)
    assert end_of(7, 3, False, lies=True) == (0, "▙", PAIR)  # the old one above
    assert end_of(1, 3, False) == (0, "", TINT)
    assert end_of(5, 7, False) == (0, "", TINT)  # halves would make too much of it
    assert end_of(4, 5, False) is None
    assert end_of(-1, 1, False) is None  # next to nothing on both sides of zero
    assert end_of(2, 20, False) == (2, "─", LINE)


def table(reading: Reading, width: int, height: int) -> dict[str, list[str]]:
    """The comparison in the story, row by row."""
    lines = [line.strip("│ ") for line in draw_story(reading, width, height).text().split("\n")]
    rows = {}
    for line in lines:
        match = re.match(r"(p\(.*\)|loss|so far|last 256)(?:, (?:%|nats))?\s+(\S+)\s+(\S+)\s+(\S+)$", line)
        if match:
            rows[match[1].split("(")[0]] = [match[2], match[3], match[4]]
    return rows


@pytest.mark.parametrize(("width", "height"), [(31, 9), (48, 12), (80, 20)])
def test_the_comparison_is_what_both_traces_say(width: int, height: int) -> None:
    session = operated("shakespeare", "c[26]@3:5=0", "tear @7")
    free = session.free
    for timestep in range(1, len(session) - 1):
        for phase, at in (("prediction", timestep), ("cell", timestep - 1)):
            rows = table(read_lead(session.seek(timestep).to_phase(phase), 26), width, height)
            assert [*rows] == ["p", "loss", "so far"]
            for run, column in ((session.run, 0), (free, 1)):
                probs = run.trace.column("probs", 0).astype(float)
                index = [run.tokens.index(symbol) for symbol in run.symbols]
                p = [probs[t, index[t + 1]] for t in range(at + 1)]
                figures = [row[column].lstrip(GHOST) for row in rows.values()]
                assert prints(p[at] * (1 if width < 44 else 100), figures[0])
                assert prints(-math.log(p[at]), figures[1])
                assert prints(sum(-math.log(x) for x in p) / len(p), figures[2])
                assert all(row[1].startswith(GHOST) for row in rows.values())
            for now, old, change in rows.values():
                digits = len(now.partition(".")[2])
                assert f"{number(now) - number(old[1:]):+.{digits}f}" == f"{number(change):+.{digits}f}"


@pytest.mark.parametrize(("width", "height"), [(31, 9), (48, 12), (80, 20)])
def test_before_the_first_prediction_nothing_is_compared(width: int, height: int) -> None:
    session, free = (
        operated("shakespeare", "ablate 13"),
        Session.open(model("shakespeare"), text_for(model("shakespeare"))),
    )
    for now, old in zip(readings(session, 0)[:-1], readings(free, 0)[:-1], strict=True):
        rows = draw_story(now, width, height).text()
        assert table(now, width, height) == {}
        assert len(rows) == len(draw_story(old, width, height).text()), "the story has its room"
        assert "nothing r" not in rows
        assert "nothing read" not in draw_whole_story(now, width, height).text()
    assert [*table(readings(session, 0)[-1], width, height)] == ["p", "loss", "so far"]


def test_the_loss_so_far_is_bounded_and_says_so() -> None:
    bundle = model("counter")
    session = Session.open(bundle, ("a" * 5 + "b" * 5) * 150).operated([parse("f@3=0")])
    session.advance_to(1300)
    rows = table(read_lead(session.seek(1200).to_phase("prediction"), 0), 60, 14)
    assert "last 256" in rows
    probs = session.run.trace.column("probs", 0).astype(float)
    index = [bundle.tokens.index(symbol) for symbol in session.run.symbols]
    known = [-math.log(probs[t, index[t + 1]]) for t in range(1200 + 1 - 256, 1201)]
    assert prints(sum(known) / 256, rows["last 256"][0])


def test_the_heading_says_what_is_in_force_and_which_timestep_stands_beside() -> None:
    def heading(width: int, *operations: str, timestep: int = 5) -> str:
        return draw_heading(readings(operated("shakespeare", *operations), timestep)[0], width, 2).text().split("\n")[0]

    assert "◌ unit 26's forget gate held at 0 from timestep 3 to 5" in heading(120, "f[26]@3:5=0")
    assert "◌ f[26]@3:5=0" in heading(80, "f[26]@3:5=0")
    assert "◌ unit 2 silenced: h is 0 for everyone who listens and 1 more" in heading(120, "ablate 2", "tear @3")
    assert "timestep 6 of 19" in heading(120, "ablate 2")
    assert "◌" not in heading(120, "ablate 2").partition("timestep")[2]
    assert "timestep 6 of 20, ◌ 5" in heading(120, 'insert @3="x"')
    assert "timestep 3 of 20, ◌ none" in heading(120, 'insert @3="x"', timestep=2)
    assert "timestep 6 of 18, ◌ 7" in heading(120, "delete @3")
    assert GHOST not in draw_heading(readings(Session.open(model("shakespeare"), "To be"), 3)[0], 120, 2).text()


def test_the_tape_says_where_the_texts_do_not_line_up() -> None:
    for text, sign, column in (('insert @3="x"', "+", 2 + 2 * 3 + 1), ("delete @3", "−", 2 + 2 * 3 - 1)):
        canvas = draw_tape(readings(operated("shakespeare", text), 6)[0], 120, 3)
        row = "".join(canvas.characters[2])
        assert row[column] == sign
        assert f"{sign} " in row[60:]
        assert "put in" in row


def test_the_tape_shows_surprise_then_and_now() -> None:
    session = operated("counter", "f@3=0")
    reading = readings(session, 5)[-1]
    canvas = draw_tape(reading, 80, 2)
    most, label = math.log(3), 2 + len(" ")
    label = next(x for x, role in enumerate(canvas.roles[0]) if role == "text" and canvas.characters[0][x] == "a")
    for timestep in range(1, 6):
        x = label + timestep * 3
        for run, cell, role in ((session.run, x, "blue"), (session.free, x + 1, "ghost")):
            p = float(run.trace.column("probs", 0)[timestep - 1, run.tokens.index(run.symbols[timestep])])
            share = -math.log(p) / most
            glyph = canvas.characters[1][cell]
            if canvas.roles[1][cell] != role:
                assert role == "ghost"  # not seen to differ from the one beside it
                continue
            drawn = {"↑": 8, "·": 0}.get(glyph, " ▁▂▃▄▅▆▇█".find(glyph))
            assert (glyph == "↑") == (share > 1.001)
            assert drawn == pytest.approx(min(8, share * 7), abs=1)


def test_the_likeliest_of_the_untouched_run_is_among_the_symbols() -> None:
    session = operated("shakespeare", "c=0")
    for timestep in range(3, 9):
        reading = readings(session, timestep)[-1]
        rows = draw_next_symbols(reading, 60, 5).text().split("\n")[1:-1]
        named = [row[2:6].strip("' ") for row in rows]
        assert reading.ghost.guesses(1)[0].symbol in "".join(named).replace("␣", " ").replace("↵", "\n")
        assert sum("◀" in row for row in rows) == 1


@pytest.mark.parametrize("quantity", ["f", "c", "h"])
def test_what_is_held_is_underlined_over_units_and_time_and_its_number_begins_with_a_sign(quantity: str) -> None:
    session = operated("shakespeare", f"{quantity}[2,5]@3:6=0.5", f"{quantity}[7]@5:=0")
    held = {(t, u) for t in range(2, 6) for u in (2, 5)} | {(t, 7) for t in range(4, len(session))}
    for unit in (2, 7, 9):
        reading = read_lead(session.seek(4).to_phase("hidden"), unit, Look(quantity=quantity))
        for size in ((120, 40), (60, 90)):
            canvas = draw_units_time(reading, *size)
            found = {
                (comb.meaning(k).timestep, comb.meaning(k).unit)
                for comb in (target for target in canvas._targets if isinstance(target, Comb))
                for k in range(comb.count)
                if canvas.roles[comb.y + comb.rows - 1][comb.x + k * comb.pitch].endswith(".held")
            }
            shown = {target.meaning.unit for target in canvas.targets if target.meaning.__class__.__name__ == "Place"}
            assert found == {(t, u) for t, u in held if u in shown}
            signed = {int(u) for u in re.findall(r"^│ *▸?(\d+) .*=[+\d−.]+ *│$", canvas.text(), re.MULTILINE)}
            assert signed == {2, 5, 7} & shown


def test_a_copy_of_the_chain_says_what_is_held() -> None:
    reading = read_lead(operated("counter", "f[0]@2=0").seek(3), 0)
    text = draw_unrolled(reading, 160, 30).text()
    assert re.search(r"f= ?0\.00", text)
    assert len(re.findall(r"\b[ifgo]= ", text) + re.findall(r"\b[ifgo]=[+\d−]", text)) == 1


def test_the_answers_of_a_model_over_numbers_are_compared() -> None:
    session = operated("adding", "tear @3")
    reading = readings(session, len(session) - 1)[-1]
    answers = [run.trace.column("logits", 0)[-1, 0] for run in (session.run, session.free)]
    wanted = reading.asked().value
    lines = draw_story(reading, 48, 14).text().split("\n")
    for name, values in (("answer", answers), ("off by", [abs(wanted - answer) for answer in answers])):
        (line,) = [line for line in lines if line.startswith(f"│ {name}")]
        now, old, change = line.strip("│ ").removeprefix(name).split()
        assert prints(float(values[0]), now)
        assert prints(float(values[1]), old.lstrip(GHOST))
        assert number(change) == pytest.approx(number(now) - number(old.lstrip(GHOST)), abs=1e-9)
    before = draw_next_symbols(readings(session, len(session) - 1)[0], 70, 5).text()
    said = [float(run.trace.column("logits", 0)[-2, 0]) for run in (session.run, session.free)]
    match = re.search(r"it answered ([+−\d.]+) ◌([+−\d.]+)", before)
    assert all(prints(value, text) for value, text in zip(said, match.groups(), strict=True))


def test_the_help_explains_the_signs_of_an_operated_run_where_one_is_read() -> None:
    session = operated("counter", "f@3=0")
    for reading, there in ((read_lead(session, 0), True), (read_lead(session.operated([]), 0), False)):
        assert any(sign == GHOST for sign, _ in signs_of(reading)) == there
        assert any("held by hand" in line for line, _ in help_lines((), reading, 80)) == there
