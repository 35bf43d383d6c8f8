"""What is said of LSTMs assembled from parts is true of them, and their worked lines can be recomputed."""

from __future__ import annotations

import numpy as np
import pytest
from test_true_sentences import hold, readings
from test_worked_lines import checked, equations

from lstm_tui.core.cells import CELLS, VARIED
from lstm_tui.core.initialise import new_network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.family import FAMILIES, read_lead, tell
from lstm_tui.family.assembled import _exchanged
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.session import Session

ASSEMBLED = ["peephole", *(cell.kind for cell in VARIED)]
TOLD = [*ASSEMBLED, "layernorm", "mingru", "minlstm", "slstm"]


def opened(kind: str, scale: float = 1.0, layers: int = 1, seed: int = 0) -> Session:
    network = new_network(kind, 4, 3, 4, np.random.default_rng(seed), layers=layers)
    for array in network.parameters.values():
        array *= scale
    network.refresh()
    return Session.open(ModelBundle("made", network, Vocabulary("abc "), Card("made")), "ab? cb")


@pytest.mark.parametrize("kind", TOLD)
@pytest.mark.parametrize(("scale", "layers"), [(0.0, 1), (1.0, 2), (20.0, 1)])
def test_every_sentence_is_true(kind: str, scale: float, layers: int) -> None:
    assert sum(map(hold, readings(opened(kind, scale, layers), [0, 2], [0, 2, 5]))) > 20


@pytest.mark.parametrize("kind", TOLD)
@pytest.mark.parametrize("scale", [0.3, 4.0])
def test_every_worked_line_gives_the_printed_result(kind: str, scale: float) -> None:
    session, held = opened(kind, scale, seed=1), 0
    for timestep in (0, 2, 5):
        for stop in range(len(session.stops)):
            for unit in range(3):
                held += checked(equations(session._at(timestep, stop), unit))
    assert held > 50


@pytest.mark.parametrize("kind", ASSEMBLED)
def test_what_is_exchanged_was_there_to_be_exchanged(kind: str) -> None:
    lstm = [" ".join(tell(reading).sentences) for reading in readings(opened("lstm"), [0], [0])]
    for sentence, instead in _exchanged(CELLS[kind].parts).items():
        assert any(sentence in told for told in lstm), sentence
        mine = [tell(reading).sentences for reading in readings(opened(kind), [0], [0])]
        assert not any(sentence in sentences for sentences in mine)
        assert any(instead in sentences for sentences in mine) or "sigmoid answers" in instead, instead


@pytest.mark.parametrize("kind", ASSEMBLED)
def test_what_is_not_there_is_drawn_nowhere(kind: str) -> None:
    parts, family = CELLS[kind].parts, FAMILIES[kind]
    for wiring in (*family.wirings, *family.little):
        drawn = {node.quantity for node in wiring.nodes} | {wire.quantity for wire in wiring.wires}
        for gate in "ifo":
            assert (gate in drawn) == parts.there(gate), (gate, wiring.height)
        assert drawn <= {*CELLS[kind].quantities, "probs"}
    assert set(family.words) == set(family.worked) == {phase.key for phase in CELLS[kind].phases} | {"prediction"}


def test_the_output_gate_of_peepholes_is_asked_when_the_new_note_is_there() -> None:
    session = opened("peephole").to_phase("output-gate")
    assert "c" in read_lead(session, 0).born
    assert "p_o ⊙ c" in tell(read_lead(session, 0)).equation
