"""A session under operations: after every change both runs are what a fresh start gives, and nothing is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_tui.core.sampling import Sampling
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import registry
from lstm_tui.operations.force import operate
from lstm_tui.operations.grammar import parse
from lstm_tui.run import Run
from lstm_tui.session import Session
from lstm_tui.ui.standing import Standing

OPERATIONS = [
    parse(text)
    for text in (
        "f[20]@3:5=0", "g[1]=mean", "ablate 12", "tear @4", "bias f=-2", 'insert @2="x"', "delete @3", 'change @1="q"',
        "start random 3", "f[20]@4=0.5", "o[63]=1", "f[64]=0", "tear @400",
    )
]  # fmt: skip


def same(run: Run, other: Run) -> bool:
    known = min(run.trace.computed, other.trace.computed)
    assert known > 0
    return run.text == other.text and all(
        np.array_equal(run.trace.column(name, 0, 0, known), other.trace.column(name, 0, 0, known))
        for name in ("f", "c", "h", "probs")
    )


def holds(session: Session) -> None:
    """What must be true of every session."""
    fresh = Run.open(session.base.bundle, session.base.text)
    assert same(session.base, fresh), "the untouched run is untouched"
    again = operate(fresh, session.operations, len(fresh) + 20)
    assert same(session.run, again.run), "the other is what the operations make of it"
    assert again.alignment == session.alignment
    assert (session.free is None) == (not session.operations)
    assert 0 <= session.cursor.timestep < session.computed
    assert session.read, "what was read to its end stays so"
    assert len(session.wanted) == len(session.reasons)


CHANGES = st.one_of(
    st.tuples(st.just("wanting"), st.lists(st.sampled_from(OPERATIONS), max_size=4)),
    st.tuples(st.just("with_text"), st.sampled_from(["hello", "To be, or not to be", "x"])),
    st.tuples(st.just("seek"), st.integers(0, 4)),
    st.tuples(st.just("to_snapshot"), st.integers(0, 2)),
    st.tuples(st.just("write"), st.just(Sampling(0.5))),
)


@settings(max_examples=25)
@given(st.lists(CHANGES, max_size=6))
def test_after_every_change_both_runs_are_right(changes: list[tuple[str, object]]) -> None:
    session = Session.open(registry.load("shakespeare"), "hello you")
    for name, value in changes:
        if name == "write":
            session, _ = session.write(value, 1)
        elif name == "seek":
            session = session.seek(min(value, len(session) - 1))
        else:
            session = getattr(session, name)(value)
        holds(session)


def test_with_nothing_in_force_it_is_the_very_same_run() -> None:
    session = Session.open(registry.load("counter"), "aaa")
    held = session.operated([parse("f[0]@2=0")])
    assert held.free is session.run is held.operated([]).run
    assert held.operated([]).free is None is session.free
    assert session.operations == ()


def test_what_the_new_model_lacks_waits_and_comes_back_with_the_old_one() -> None:
    shakespeare = registry.load("shakespeare")
    session = Session.open(shakespeare, "aaab").operated([parse("f[20]=0"), parse("f[1]=0")])
    counter = session.with_model(registry.load("counter"))
    assert counter.operations == (parse("f[1]=0"),)
    assert "no unit 20" in counter.reasons[0]
    assert counter.with_model(shakespeare).operations == session.operations


def test_a_shorter_text_lets_an_operation_wait() -> None:
    session = Session.open(registry.load("counter"), "aaaa").operated([parse("f[0]@4=0")])
    short = session.with_text("aa")
    assert (short.operations, short.free) == ((), None)
    assert short.with_text("aaaa").operations == session.operations


def test_of_a_long_text_both_runs_are_read() -> None:
    text = "ab" * 3000
    session = Session.open(registry.load("shakespeare"), text, 1024)
    held = session.operated([parse("f[3]@9=0"), parse("delete @5"), parse("delete @5")])
    assert 1000 < held.computed <= 1024
    assert not held.read
    held.advance_to(2000)
    assert held.computed == 2000
    held.run.trace.advance_to(2500)
    assert held.computed == 2000, "what stands beside timestep 2,001 is not read yet"
    while not held.read:
        held.advance_to(held.computed + 500)
    assert held.computed == len(held) == 5998
    assert [trace.computed for trace in held.traces] == [5998, 6000]
    last = held.seek(5997)
    assert last.alignment.untouched(5997) == 5999


def test_undo_is_the_inverse_of_do_for_the_runs_too() -> None:
    standing = Standing.at(Session.open(registry.load("shakespeare"), "hello"))
    one = standing.done(parse("f[20]@2=0"))
    two = one.done(parse("ablate 3"))
    assert two.undone().undone().session.run is standing.session.run
    assert same(two.undone().session.run, one.session.run)
    assert same(two.undone().redone().session.run, two.session.run)
    assert same(two.switched(1).session.run, one.session.run)
    assert same(two.removed(0).session.run, standing.done(parse("ablate 3")).session.run)
    assert two.switched(0).switched(1).session.run is standing.session.run


def test_what_the_run_does_not_have_is_refused_and_nothing_is_lost() -> None:
    standing = Standing.at(Session.open(registry.load("counter"), "aaa")).done(parse("f[0]@2=0"))
    for wrong in ("f[7]=0", "q=1", "f@9=0", "f=1e300", "tear x@1", "weight W[0]=1"):
        with pytest.raises(LstmTuiError):
            standing.done(parse(wrong))
    assert standing.session.operations == (parse("f[0]@2=0"),)


def test_an_older_session_is_looked_at_under_the_operations_that_are_laid_out() -> None:
    before = Session.open(registry.load("shakespeare"), "hello")
    standing = Standing.at(before.write(Sampling(0), 1)[0]).done(parse("f[20]@2=0"))
    assert standing.moved(before).session.operations == standing.session.operations


def test_one_weight_set_and_then_another_is_the_other_one_alone() -> None:
    session = Session.open(registry.load("shakespeare"), "hello")
    twice = session.operated([parse("bias f=-2")]).operated([parse("bias f=1")])
    assert same(twice.run, operate(session.run, [parse("bias f=1")], 5).run)
    assert not same(twice.run, session.operated([parse("bias f=-2")]).run)
    held = twice.operated([parse("bias f=1"), parse("f[3]@2=0")])
    assert held.run.bundle is twice.run.bundle, "weights that stay as they are set are not copied again"
