"""The cursor's laws: forwards then back is the identity, places stay in bounds, a text's common prefix is kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.core.cells import LSTM
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.session import Session


def two_layers() -> ModelBundle:
    random = np.random.default_rng(0)
    cells = [LSTM(random.normal(size=(12, 3)), random.normal(size=(12, 3))) for _ in range(2)]
    return ModelBundle("two", Network(cells, random.normal(size=(3, 3))), Vocabulary("abc"), Card("two layers"))


MOVES = ("next_phase", "previous_phase", "next_timestep", "previous_timestep")


@given(st.text("abcx", min_size=1, max_size=12), st.lists(st.sampled_from(MOVES), max_size=60))
def test_every_move_has_its_way_back(text: str, moves: list[str]) -> None:
    session = Session.open(two_layers(), text)
    back = dict(zip(MOVES, (MOVES[1], MOVES[0], MOVES[3], MOVES[2]), strict=True))
    for move in moves:
        moved = getattr(session, move)()
        assert 0 <= moved.cursor.timestep < len(text)
        if moved is not session:
            assert getattr(moved, back[move])().cursor == session.cursor
        session = moved


def test_the_phases_of_a_timestep_are_walked_in_teaching_order() -> None:
    session, seen = Session.open(registry.load("counter"), "ab"), []
    while session.cursor.timestep == 0:
        seen.append(session.phase.key)
        session = session.next_phase()
    assert seen == ["input", "forget-gate", "kept", "input-gate", "candidate", "written", "cell", "output-gate", "hidden",
                    "prediction"]  # fmt: skip


def test_layer_one_comes_before_layer_two_and_only_the_top_predicts() -> None:
    session, seen = Session.open(two_layers(), "ab"), []
    while session.cursor.timestep == 0:
        seen.append((session.cursor.layer, session.phase.key))
        session = session.next_phase()
    assert [layer for layer, _ in seen] == [0] * 9 + [1] * 10
    assert [key for layer, key in seen if layer == 0][-1] == "hidden"


@given(st.text("abc", min_size=1, max_size=40), st.text("abc", min_size=1, max_size=40))
def test_a_new_text_computes_only_what_differs(old: str, new: str) -> None:
    session = Session.open(two_layers(), old)
    changed = session.with_text(new)
    shared = next((k for k, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    assert changed.run.trace.steps_run == len(new) - shared
    assert np.array_equal(changed.run.trace.column("c", 1), Session.open(two_layers(), new).run.trace.column("c", 1))


def test_another_model_keeps_the_place() -> None:
    session = Session.open(registry.load("shakespeare"), "hello").seek(3).to_phase("hidden")
    other = session.with_model(registry.load("shakespeare-rnn"))
    assert (other.cursor.timestep, other.phase.key) == (3, "hidden")


@pytest.mark.parametrize("timestep", [-1, 5, 10**9])
def test_a_timestep_outside_says_what_there_is(timestep: int) -> None:
    with pytest.raises(LstmTuiError, match="1 to 5"):
        Session.open(registry.load("counter"), "aabba").seek(timestep)


def test_an_empty_text_is_refused_and_nothing_is_lost() -> None:
    session = Session.open(registry.load("counter"), "ab")
    with pytest.raises(LstmTuiError, match="no text"):
        session.with_text("")
    assert session.run.text == "ab"
