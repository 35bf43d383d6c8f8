"""The ghost: the untouched run, bit for bit, read at the timestep that stands beside; and the run itself where nothing is done."""

from __future__ import annotations

from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_tui.core.cells import CELLS
from lstm_tui.core.intervention import clampable
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.explain.reading import Reading
from lstm_tui.family import FAMILIES, read_lead
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.operations.kinds import Delete, Hold, Insert, Operation, Tear
from lstm_tui.session import Session

SYMBOLS, HIDDEN = "abc", 4


@cache
def bundle(kind: str, layers: int) -> ModelBundle:
    rng = np.random.default_rng(layers)
    cells = []
    for layer in range(layers):
        shapes = CELLS[kind].shapes(len(SYMBOLS) if layer == 0 else HIDDEN, HIDDEN)
        cells.append(CELLS[kind].from_weights({name: rng.normal(size=shape) for name, shape in shapes.items()}))
    return ModelBundle(kind, Network(cells, rng.normal(size=(3, HIDDEN))), Vocabulary(SYMBOLS), Card(""))


def everything(reading: Reading) -> list[bytes]:
    cell = reading.run.bundle.network.cells[reading.cursor.layer]
    return [reading.step[name].tobytes() for name in (*cell.quantities, "logits", "probs")]


@st.composite
def done(draw) -> tuple[Session, list[Operation]]:
    """A session on a text, and some operations on it."""
    made = bundle(draw(st.sampled_from(sorted(set(FAMILIES) & set(CELLS)))), draw(st.integers(1, 2)))
    text = draw(st.text(SYMBOLS, min_size=3, max_size=9))
    quantity = st.sampled_from(clampable(made.network.cells[0]))
    at, unit = st.integers(0, len(text) - 1), st.integers(0, HIDDEN - 1)
    layer = st.integers(0, len(made.network.cells) - 1)
    holds = st.builds(lambda q, k, j, v, t: Hold(q, k, (j,), v, t), quantity, layer, unit, st.floats(-2, 2), at)
    tears = st.builds(Tear, at)
    return Session.open(made, text), draw(st.lists(st.one_of(holds, tears), max_size=3))


@given(done())
@settings(max_examples=40, deadline=None)
def test_the_ghost_is_the_untouched_run_and_before_an_operation_the_run_itself(case):
    session, operations = case
    operated = session.operated(operations)
    first = min((getattr(one, "first", getattr(one, "timestep", 0)) for one in operations), default=len(session))
    for timestep in range(len(session)):
        for layer in range(session.run.layers):
            free = read_lead(session.seek(timestep).to_layer(layer), 0)
            reading = read_lead(operated.seek(timestep).to_layer(layer), 0)
            assert free.ghost is None
            if not operations:
                assert reading.ghost is None
                assert reading.run is session.run
                continue
            assert everything(reading.ghost) == everything(free)
            if timestep < first:
                assert everything(reading.ghost) == everything(reading)
    assert session.operated(operations).operated([]).run is session.run


@given(st.text(SYMBOLS, min_size=2, max_size=8), st.data())
@settings(max_examples=40, deadline=None)
def test_texts_that_were_edited_are_read_beside_each_other_symbol_by_symbol(text, data):
    session = Session.open(bundle("lstm", 1), text)
    edits: list[Operation] = []
    length = len(text)
    for _ in range(data.draw(st.integers(1, 3))):
        if data.draw(st.booleans()) or length < 2:
            edits.append(Insert(data.draw(st.integers(0, length)), "b"))
            length += 1
        else:
            edits.append(Delete(data.draw(st.integers(0, length - 1))))
            length -= 1
    operated = session.operated(edits)
    beside = []
    for timestep in range(len(operated)):
        reading = read_lead(operated.seek(timestep), 0)
        if reading.ghost is None:
            assert reading.symbol == "b"
            continue
        assert reading.ghost.symbol == reading.symbol
        assert reading.ghost.run.text == text
        beside.append(reading.ghost.cursor.timestep)
    assert beside == sorted(set(beside))
    put_in, taken_out = len(operated) - len(beside), len(text) - len(beside)
    assert put_in <= sum(isinstance(edit, Insert) for edit in edits)
    assert taken_out <= sum(isinstance(edit, Delete) for edit in edits)
