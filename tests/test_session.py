"""The cursor's laws: forwards then back is the identity, places stay in bounds, a text's common prefix is kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.core.cells import LSTM
from lstm_tui.core.network import Network
from lstm_tui.core.sampling import Sampling
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import registry
from lstm_tui.models.bundle import ModelBundle, Snapshot
from lstm_tui.models.card import Card
from lstm_tui.session import Cursor, Session


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


def deep() -> ModelBundle:
    """Two layers that were trained, with three moments."""
    bundle = two_layers()
    weights = np.concatenate([array.reshape(-1) for array in bundle.network.parameters.values()])
    moments = tuple(Snapshot(step, 1.0, weights * share) for step, share in ((0, 0.1), (5, 0.5), (9, 1.0)))
    return replace(bundle, snapshots=moments)


def test_a_session_opens_at_the_beginning() -> None:
    session = Session.open(deep(), "abca", 2)
    assert session.cursor == Cursor(0, 0, 0)
    assert (session.computed, session.read, len(session)) == (2, False, 4)
    assert Session.open(deep(), "abca").read


def test_where_nothing_is_read_yet_nobody_steps() -> None:
    session = Session.open(deep(), "abca", 2).seek(1)
    assert session.next_timestep() is session
    last = session.to_phase("prediction")
    assert last.next_phase() is last
    with pytest.raises(LstmTuiError, match="not computed yet"):
        session.seek(2)
    first = session.seek(0)
    assert first.previous_timestep() is first
    assert first.to_phase("input").previous_phase() is first or first.previous_phase() is first


def test_layers_are_gone_to_with_the_phase_where_they_have_it() -> None:
    session = Session.open(deep(), "abca").seek(1).to_phase("kept")
    above = session.to_layer(1)
    assert (above.cursor.timestep, above.cursor.layer, above.phase.key) == (1, 1, "kept")
    assert above.to_layer(0).cursor == session.cursor
    predicting = above.to_phase("prediction")
    assert predicting.cursor == Cursor(1, 1, 9)
    assert predicting.to_layer(0).cursor == Cursor(1, 0, 8)
    assert predicting.to_phase("cell").cursor == Cursor(1, 1, 6), "the layer at hand first"
    for layer, named in ((2, "layer 3"), (-1, "layer 0")):
        with pytest.raises(LstmTuiError) as refused:
            session.to_layer(layer)
        assert (refused.value.message, refused.value.hint) == (f"There is no {named}.", "This model has 2.")
    with pytest.raises(LstmTuiError) as refused:
        session.to_phase("reset-gate")
    assert refused.value.message == "There is no phase 'reset-gate' in this LSTM."
    assert refused.value.hint.startswith("There are: input, forget-gate, kept, ")
    assert refused.value.hint.endswith(", hidden, prediction.")


def test_moments_keep_the_place_and_change_the_numbers() -> None:
    session = Session.open(deep(), "abca").seek(2).to_phase("cell")
    early = session.to_snapshot(0)
    assert (early.cursor, early.run.text, early.run.snapshot, early.run.moment) == (session.cursor, "abca", 0, 0)
    assert early.computed == 4
    assert not np.array_equal(early.run.trace.column("c"), session.run.trace.column("c"))
    last = early.to_snapshot(2)
    np.testing.assert_array_equal(last.run.trace.column("c"), session.run.trace.column("c"))
    assert session.run.moment == 2, "as it is means the last"
    for index, named in ((3, "moment 4"), (-1, "moment 0")):
        with pytest.raises(LstmTuiError) as refused:
            session.to_snapshot(index)
        assert (refused.value.message, refused.value.hint) == (
            f"There is no {named}.",
            "This model brings 3 of its training.",
        )
    with pytest.raises(LstmTuiError, match="no moments"):
        Session.open(two_layers(), "ab").to_snapshot(0)


def test_a_long_run_s_moment_is_read_as_far_as_it_is_shown_first() -> None:
    session = Session.open(deep(), "abc" * 1000).seek(1500)
    assert session.to_snapshot(0).computed == 1501
    assert session.seek(3).to_snapshot(0).computed == 1024


def test_a_shorter_text_takes_the_cursor_to_its_end() -> None:
    session = Session.open(deep(), "abcabc").seek(4).to_phase("cell")
    assert session.with_text("ab").cursor == Cursor(1, 0, session.cursor.phase)
    longer = session.with_text("abcabcabc")
    assert (longer.cursor, longer.computed) == (session.cursor, 9)
    assert session.with_text("b" * 600, 1).computed == 5, "as far as the cursor"
    assert session.with_text("b" * 600, 7).computed == 7


def test_another_model_reads_what_it_is_given() -> None:
    session = Session.open(deep(), "abcabc").seek(4).to_phase("kept")
    counter = session.with_model(registry.load("counter"), "ab")
    assert (counter.run.text, counter.cursor.timestep, counter.phase.key) == ("ab", 1, "kept")
    rnn = session.with_model(registry.load("shakespeare-rnn"))
    assert (rnn.run.text, rnn.cursor) == ("abcabc", Cursor(4, 0, 0))


def test_what_is_written_stands_at_the_end() -> None:
    session = Session.open(registry.load("counter"), "aab").to_phase("cell")
    written, p = session.write(Sampling(0), 1)
    assert (written.run.text, p) == ("aabb", 1.0)
    assert (written.cursor.timestep, written.phase.key, written.computed) == (3, "cell", 4)
