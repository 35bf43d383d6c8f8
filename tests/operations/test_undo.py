"""The bench: undo is the inverse of every change, redo of undo, as often as one likes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.operations.bench import EMPTY, Bench, Item
from lstm_tui.operations.kinds import Delete, Operation, Silence

CHANGES = st.one_of(
    st.tuples(st.just("done"), st.sampled_from([Silence(0, (1,)), Silence(0, (2,)), Delete(3)])),
    st.tuples(st.sampled_from(["switched", "removed"]), st.integers(-1, 5)),
)


def changed(bench: Bench, change: tuple[str, object]) -> Bench:
    return getattr(bench, change[0])(change[1])


@given(st.lists(CHANGES, max_size=40))
def test_every_list_that_there_was_comes_back_and_forth(changes: list[tuple[str, object]]) -> None:
    bench, lists = EMPTY, [EMPTY.items]
    for change in changes:
        after = changed(bench, change)
        if after is not bench:
            assert after.undone().items == bench.items
            assert after.undone().redone() == after
            lists.append(after.items)
        bench = after
    for items in reversed(lists):
        assert bench.items == items
        bench = bench.undone()
    assert bench.undone() is bench, "there is nothing before the beginning"
    for items in lists:
        assert bench.items == items
        bench = bench.redone()
    assert bench.redone() is bench


def test_a_new_change_forgets_what_was_undone() -> None:
    bench = EMPTY.done(Delete(3)).undone().done(Delete(4))
    assert bench.redone() is bench
    assert bench.undone().items == ()


def test_what_is_switched_off_stays_where_it_lies() -> None:
    bench = EMPTY.done(Delete(3)).done(Delete(4)).switched(0)
    assert (bench.wanted, len(bench.items)) == ((Delete(4),), 2)
    assert bench.switched(0).wanted == (Delete(3), Delete(4))


@given(st.lists(st.tuples(st.sampled_from([Silence(0, (1,)), Silence(0, (2,)), Delete(3)]), st.booleans()), max_size=8))
def test_what_one_begins_with_is_undone_one_by_one(laid: list[tuple[Operation, bool]]) -> None:
    items = tuple(Item(*each) for each in laid)
    bench = Bench.begun(items)
    for count in range(len(items), -1, -1):
        assert bench.items == items[:count]
        bench = bench.undone()
    assert bench.undone() is bench
    done = EMPTY
    for operation, _ in laid:
        done = done.done(operation)
    assert Bench.of(done.wanted) == done, "as if they had been done one by one"
