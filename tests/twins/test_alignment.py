"""Several runs under one cursor: each stands where it means the same, whatever its kind calls it."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.core.cells import CELLS
from lstm_tui.core.network import Network
from lstm_tui.core.phases import STAGES, Phase, phase_beside, stages_of
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.opening import named_beside
from lstm_tui.operations.grammar import parse
from lstm_tui.run import Run
from lstm_tui.session import Session
from lstm_tui.twins.place import cursor_of, to_phase_of

sys.path.insert(0, str(Path(__file__).parents[1]))
from leaky import Leaky

TEXT = "To be, or not to be"
# by hand: where an RNN and a leaky cell stand while an LSTM goes through its phases
BESIDE_AN_LSTM = {
    "input": ("input", "input"), "forget-gate": ("input", "leak"), "kept": ("input", "leak"), "input-gate": ("input", "leak"),
    "candidate": ("input", "candidate"), "written": ("input", "candidate"), "cell": ("input", "candidate"),
    "output-gate": ("input", "candidate"), "hidden": ("hidden", "hidden"), "prediction": ("prediction", "prediction"),
}  # fmt: skip


def of_kind(cell: type, layers: int = 1, hidden: int = 4) -> ModelBundle:
    random = np.random.default_rng(layers)
    cells = [
        cell.from_weights({name: random.normal(size=shape) for name, shape in cell.shapes(D, hidden).items()})
        for D in (3, *[hidden] * (layers - 1))
    ]
    name = f"{cell.kind}-{layers}"
    return ModelBundle(name, Network(cells, random.normal(size=(3, hidden))), Vocabulary("abc"), Card(name))


def beside(lead: ModelBundle, *others: ModelBundle, text: str = "abcab") -> Session:
    session = Session.open(lead, text)
    return session.beside([Run.open(other, text) for other in others])


def stands(session: Session, index: int) -> str:
    cursor = cursor_of(session, index)
    return session.runs[index].bundle.network.phases(cursor.layer)[cursor.phase].key


def test_an_rnn_and_a_leaky_cell_beside_an_lstm_stand_where_they_mean_the_same() -> None:
    session = beside(of_kind(CELLS["lstm"]), of_kind(CELLS["rnn"]), of_kind(Leaky))
    found = {}
    for _ in session.stops:
        found[session.phase.key] = (stands(session, 1), stands(session, 2))
        session = session.next_phase()
    assert found == BESIDE_AN_LSTM


def test_the_gates_of_a_gru_stand_beside_those_that_mean_the_same() -> None:
    session, found = beside(of_kind(CELLS["gru"]), of_kind(CELLS["lstm"])), {}
    for _ in session.stops:
        found[session.phase.key] = stands(session, 1)
        session = session.next_phase()
    assert found == {"input": "input", "reset-gate": "input", "update-gate": "forget-gate", "candidate": "candidate",
                     "hidden": "hidden", "prediction": "prediction"}  # fmt: skip


def test_led_by_the_rnn_the_lstm_stands_at_hidden_when_it_does() -> None:
    session = beside(of_kind(CELLS["rnn"]), of_kind(CELLS["lstm"]))
    assert [stands(at, 1) for at in (session, session.next_phase(), session.next_phase().next_phase())] == [
        "input", "hidden", "prediction",
    ]  # fmt: skip


def test_a_phase_of_a_run_beside_leads_to_where_that_run_stands_at_it() -> None:
    session = beside(of_kind(CELLS["lstm"]), of_kind(CELLS["rnn"]), of_kind(Leaky))
    assert to_phase_of(session, 1, "hidden").phase.key == "hidden"
    assert to_phase_of(session, 2, "leak").phase.key == "forget-gate"
    assert to_phase_of(session, 0, "kept").phase.key == "kept"
    assert to_phase_of(session, 2, "no such phase") is session


@pytest.mark.parametrize(("lead", "other"), list(itertools.product(sorted(CELLS), repeat=2)))
def test_no_kind_goes_back_while_another_goes_on_and_hidden_is_hidden_for_all(lead: str, other: str) -> None:
    phases, others = CELLS[lead].phases, CELLS[other].phases
    places = [phase_beside(phases, at, others) for at in range(len(phases))]
    if lead == other:
        assert places == list(range(len(phases)))
    assert places == sorted(places)
    assert "h" in others[places[-1]].born
    reached = {name for phase in others[: places[0] + 1] for name in phase.born}
    assert "h" not in reached
    assert {phase.stage for phase in phases} <= {*STAGES, ""}


def test_a_kind_that_says_no_stages_stands_at_input_and_at_hidden() -> None:
    phases = (
        Phase("in", "in", ("x",), "x", ""),
        Phase("mix", "mix", ("m",), "m", ""),
        Phase("out", "out", ("h",), "h", ""),
    )
    assert [STAGES[stage] for stage in stages_of(phases)] == ["input", "input", "hidden"]


def test_fewer_layers_wait_at_their_end_and_every_prediction_is_made_at_once() -> None:
    one, three = of_kind(CELLS["lstm"]), of_kind(CELLS["lstm"], layers=3)
    session = beside(three, one)
    first = len(CELLS["lstm"].phases)
    seen = []
    for _ in session.stops:
        seen.append((cursor_of(session, 1).layer, cursor_of(session, 1).phase))
        session = session.next_phase()
    assert seen == [(0, k) for k in range(first)] + [(0, first - 1)] * 2 * first + [(0, first)]
    deep = beside(one, three)
    assert [cursor_of(deep, 1).layer for deep in (deep, deep.to_phase("hidden"), deep.to_phase("prediction"))] == [
        0,
        0,
        2,
    ]


def test_the_untouched_run_stands_where_its_text_has_the_same_symbol() -> None:
    session = Session.open(registry.load("shakespeare"), "abcd").operated([parse('insert @2="x"')])
    session = session.beside([session.free])
    at = [cursor_of(session.seek(timestep), 1) for timestep in range(5)]
    assert session.run.text == "axbcd"
    assert [cursor.timestep if cursor else None for cursor in at] == [0, None, 1, 2, 3]


def test_runs_beside_go_along_with_text_model_moment_operations_and_what_is_written() -> None:
    from lstm_tui.core.sampling import Sampling

    session = Session.open(registry.load("shakespeare"), TEXT)
    session = session.beside([named_beside(session, "shakespeare-rnn"), named_beside(session, "shakespeare@1")])
    longer = session.with_text(TEXT + ".")
    assert [run.text for run in longer.runs] == [TEXT + "."] * 3
    assert longer.runs[2].moment == 0
    wrote, _ = longer.write(Sampling(), 1)
    assert len({run.text for run in wrote.runs}) == 1
    assert len(wrote.runs[1]) == len(TEXT) + 2
    operated = session.operated([parse("delete @1")])
    assert [run.text for run in operated.runs] == [TEXT[1:]] * 3
    withfree = operated.beside([operated.free])
    assert withfree.operated([parse("ablate 3")]).runs[1].text == TEXT
    assert withfree.operated([]).runs == (withfree.free,)
    other = session.with_model(registry.load("names"))
    assert [run.bundle.name for run in other.runs] == ["names", "shakespeare-rnn", "shakespeare"]
    assert len(session.with_model(registry.load("adding")).runs) == 1
    assert [run.bundle.name for run in session.to_snapshot(2).runs] == ["shakespeare", "shakespeare-rnn", "shakespeare"]


def test_what_reads_something_else_is_refused_in_a_sentence() -> None:
    session = Session.open(registry.load("shakespeare"), "ab")
    with pytest.raises(LstmTuiError, match="share no text"):
        named_beside(session, "adding")
    with pytest.raises(LstmTuiError, match="There is no model"):
        named_beside(session, "shakespere")
    with pytest.raises(LstmTuiError, match="no moment"):
        named_beside(session, "shakespeare@99")
    with pytest.raises(LstmTuiError, match="untouched"):
        named_beside(session, "untouched")
