"""The module unrolled and rolled up: every number is the trace's, copies stand one timestep apart, clicks go where they say."""

from __future__ import annotations

import re

import numpy as np
import pytest
from leaky import FAMILY, Leaky
from models import model, text_for

from lstm_tui.core.cells import CELLS
from lstm_tui.core.network import Network
from lstm_tui.core.place import Place
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.targets import Do, ToPhase
from lstm_tui.explain.digits import number
from lstm_tui.explain.reading import Reading
from lstm_tui.family import FAMILIES, family_of, read_lead, work_out
from lstm_tui.family.little import little_wiring, ports, stretched
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.panels.chain.layout import LEAST, lay_out, room_for
from lstm_tui.panels.rolled import draw_rolled
from lstm_tui.panels.timestep import at_phase, draw_whole_arithmetic, draw_whole_story
from lstm_tui.panels.units_time import draw_units_time
from lstm_tui.panels.unrolled import draw_unrolled
from lstm_tui.session import Session

NUMBER = re.compile(r"[+−]?\d+\.\d+|\b\d+e\d+")
MODELS = ("counter", "shakespeare", "shakespeare-rnn", "shakespeare-gru", "adding", "two", "leaky")
DRAWINGS = {"unrolled": draw_unrolled, "rolled": draw_rolled}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch):
    """Open a model by its name; the third kind of cell is made known for it."""

    def open_(name: str) -> Session:
        if name != "leaky":
            bundle = model(name)
            return Session.open(bundle, text_for(bundle))
        monkeypatch.setitem(CELLS, "leaky", Leaky)
        monkeypatch.setitem(FAMILIES, "leaky", FAMILY)
        random = np.random.default_rng(1)
        cell = Leaky(random.normal(size=(10, 3)), random.normal(size=(10, 5)))
        bundle = ModelBundle("leaky", Network([cell], random.normal(size=(3, 5))), Vocabulary("abc"), Card("leaky"))
        return Session.open(bundle, "abcabcab")

    return open_


def printed(canvas: Canvas) -> list[tuple[str, Place]]:
    """Every number on a canvas that answers to a click with its place, as it is printed."""
    found = []
    for target in canvas.targets:
        cells = range(target.start, target.stop)
        whole = all(canvas.target_at(x, target.row) == target for x in cells)  # nothing else stands on it
        text = "".join(canvas.characters[target.row][x] for x in cells)
        numbers = [] if "," in text else NUMBER.findall(text)  # what is read may be numbers too
        if isinstance(target.meaning, Place) and target.meaning.quantity != "probs" and whole and numbers:
            found.append((numbers[-1], target.meaning))
    return found


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("drawing", DRAWINGS)
def test_every_number_is_the_one_at_its_place_and_nothing_unborn_is_shown(opened, name: str, drawing: str) -> None:
    session = opened(name)
    seen: set[tuple[str, int]] = set()
    for layer in range(session.run.layers):
        for timestep in (0, 3, len(session) - 1):
            for phase in range(len(session.run.bundle.network.phases(layer))):
                reading = read_lead(session.seek(timestep).to_layer(layer), 1)
                reading = type(reading)(
                    reading.run, reading.cursor.__class__(timestep, layer, phase), 1, reading.notation
                )
                for size in ((48, 9), (78, 14), (120, 32)):
                    for text, place in printed(DRAWINGS[drawing](reading, *size)):
                        column = session.run.trace.column(place.quantity, place.layer)
                        value = float(column[place.timestep, place.unit])
                        if place.quantity == "logits":
                            value = session.run.tokens.said([value])[0]
                        digits = len(text.partition(".")[2])
                        assert abs(number(text) - value) <= 0.5000001 * 10**-digits, (text, place, value)
                        assert place.timestep < timestep or (
                            place.timestep == timestep and place.quantity in reading.born
                        ), (text, place)
                        seen.add((place.quantity, place.timestep))
    states = session.run.bundle.network.cell.state_names
    before = 2 if drawing == "unrolled" else 3
    assert {name for name, timestep in seen if timestep == before} >= set(states)


@pytest.mark.parametrize("width", [48, 60, 78, 100, 120, 160, 198])
def test_three_to_nine_copies_a_timestep_apart_with_the_same_weights(opened, width: int) -> None:
    session = opened("shakespeare")
    before = 0
    for timestep in range(len(session)):
        reading = read_lead(session.seek(timestep).to_phase("cell"), 20)
        canvas = draw_unrolled(reading, width, 14)
        little = little_wiring(family_of(reading), session.run.bundle.network.cell, width - 2 - LEAST, 5)
        layout = lay_out(reading, width, 14, stretched(little, *room_for(reading, little, width, 14)))
        assert 3 <= len(layout) <= 9
        steps = [canvas.target_at(x + 1, layout.bottom).meaning.timestep for x in layout.edges]
        assert steps == list(range(steps[0], steps[0] + len(layout)))
        assert steps[layout.open] == timestep
        symbols = [canvas.characters[layout.symbol][layout.middle(place)] for place in range(len(layout))]
        assert symbols == [session.run.text[step].replace(" ", "␣") for step in steps]
        tags = {"".join(canvas.characters[layout.top][x + 1 : x + 5]) for x in layout.edges}
        assert len(tags) == 1, "the same weights in every copy"
        assert tags.pop()[0] == "W"
        if len(layout) - 2 <= timestep < len(session) - 1:
            assert layout.open == len(layout) - 2, "one copy is still to come, all others were"
        if timestep:
            assert steps[0] - before in (0, 1), "the chain moves by one copy, or the cursor does"
        before = steps[0]
    assert layout.open == len(layout) - 1


def test_more_room_more_copies(opened) -> None:
    reading = read_lead(opened("shakespeare").seek(6), 0)
    little = little_wiring(family_of(reading), reading.run.bundle.network.cell, 20, 5)
    counts = [len(lay_out(reading, width, 14, little)) for width in range(40, 200)]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (3, 9)


@pytest.mark.parametrize("name", MODELS)
def test_what_a_copy_hands_on_the_next_one_gets(opened, name: str) -> None:
    """The value on each wire into a copy is what the trace has before that timestep."""
    session = opened(name).seek(4)
    last = session.run.layers - 1
    reading = read_lead(session.to_layer(last), 1)
    canvas = draw_unrolled(reading, 120, 14)
    found = 0
    for text, place in printed(canvas):
        if place.quantity in reading.run.bundle.network.cell.state_names:
            after = session.run.trace.column(f"{place.quantity}_prev", place.layer)[place.timestep + 1, place.unit]
            assert abs(number(text) - float(after)) <= 0.00500001
            found += 1
    assert found >= 4


def test_the_open_copy_leads_to_its_phases_and_the_title_turns_the_module(opened) -> None:
    reading = read_lead(opened("shakespeare").seek(6).to_phase("cell"), 20)
    for draw in DRAWINGS.values():
        targets = draw(reading, 78, 14).targets
        keys = {target.meaning.key for target in targets if isinstance(target.meaning, ToPhase)}
        assert keys == {"forget-gate", "kept", "input-gate", "candidate", "written", "cell", "output-gate", "hidden"}
        assert Do("turn_module") in [target.meaning for target in targets]


def test_units_do_not_grow_with_the_text(opened) -> None:
    """The notes under the copies have as many units after one symbol as after ten."""
    session = opened("shakespeare")
    counts = set()
    for timestep in (0, 4, 10):
        reading = read_lead(session.seek(timestep).to_phase("hidden"), 0)
        canvas = draw_unrolled(reading, 120, 32)
        little = little_wiring(family_of(reading), session.run.bundle.network.cell, 20, 5)
        little = stretched(little, *room_for(reading, little, 120, 32))
        layout = lay_out(reading, 120, 32, little)
        places = {
            target.meaning
            for target in canvas.targets
            if isinstance(target.meaning, Place) and target.row >= layout.grid
        }
        for step in {place.timestep for place in places}:
            counts.add(len({place.unit for place in places if place.timestep == step}))
    assert counts == {64}


@pytest.mark.parametrize("name", MODELS)
def test_a_little_module_has_every_layer_and_every_state(opened, name: str) -> None:
    reading = read_lead(opened(name), 0)
    cell = reading.run.bundle.network.cell
    for rows in (3, 5):
        little = little_wiring(family_of(reading), cell, 20, rows)
        assert little.height <= rows
        assert {node.quantity for node in little.nodes} >= set(cell.fused)
        assert set(ports(little, cell.state_names)) == set(cell.state_names)
        far = stretched(little, 3, 2)
        assert [node.at for node in far.nodes] == [(3 * x, 2 * y) for x, y in (node.at for node in little.nodes)]


def test_the_rolled_loop_says_what_comes_back(opened) -> None:
    reading: Reading = read_lead(opened("counter").seek(3).to_phase("cell"), 0)
    text = draw_rolled(reading, 78, 14).text()
    assert "c_prev +3.00" in text, "three a's were read before"
    assert " c +2.00" in text, "and now a b"
    assert " h ╌" in text, "h is not born yet"


@pytest.mark.parametrize("name", MODELS)
def test_every_drawing_of_the_module_fits_any_room_and_any_text(opened, name: str) -> None:
    session = opened(name)
    texts = [
        session.run.text,
        *([] if name == "adding" else [session.run.text[:1], session.run.text[:2], "日本語é\u0301?\n"]),
    ]
    for text in texts:
        run = session.with_text(text)
        for at in (run.seek(0), run.seek(len(run) - 1).to_phase("prediction")):
            reading = read_lead(at, 1)
            for draw in (draw_unrolled, draw_rolled, draw_whole_story, draw_whole_arithmetic, draw_units_time):
                for width, height in [(w, h) for w in (0, 2, 20, 44, 48, 78, 120) for h in (0, 1, 6, 9, 14, 40)]:
                    canvas = draw(reading, width, height)
                    assert (canvas.width, canvas.height) == (width, height)
                    assert all(len(row) == width for row in canvas.characters)


@pytest.mark.parametrize("name", MODELS)
def test_the_whole_timestep_is_told_as_far_as_it_is_read(opened, name: str) -> None:
    """Each phase's worked lines stand there word for word up to the one at hand, and none after it."""
    session = opened(name).seek(3)
    last = len(session.run.bundle.network.phases(session.run.layers - 1)) - 1
    for phase in (0, 1, last):
        top = session.to_layer(session.run.layers - 1).to_phase(
            session.run.bundle.network.phases(session.run.layers - 1)[phase].key
        )
        reading = read_lead(top, 1)
        told = " ".join(draw_whole_arithmetic(reading, 240, 80).text().split())
        for place in range(last + 1):
            lines = ["".join(span.text for span in line) for line in work_out(at_phase(reading, place))]
            for line in lines:
                assert (" ".join(line.split()) in told) == (place <= phase), (place, line)
