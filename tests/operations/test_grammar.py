"""The grammar of operations: what is written is what is meant, and a slip of the pen is pointed at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.errors import LstmTuiError
from lstm_tui.operations.grammar import parse, spelled
from lstm_tui.operations.kinds import (
    Change,
    Delete,
    Hold,
    Insert,
    SetBias,
    SetWeight,
    Silence,
    StartAfter,
    StartRandom,
    Tear,
)


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("f[20]@5:9=0", Hold("f", 0, (20,), 0.0, 4, 8)),
        ("f[20]@5=0", Hold("f", 0, (20,), 0.0, 4, 4)),
        ("f[20]@5:=0", Hold("f", 0, (20,), 0.0, 4, None)),
        ("f[20]=0", Hold("f", 0, (20,), 0.0)),
        (" layer2.c [ 4 ] = −1.5 ", Hold("c", 1, (4,), -1.5)),
        ("g=mean", Hold("g", 0, None, None)),
        ("h[0,2-4,2]=1e-3", Hold("h", 0, (0, 2, 3, 4), 0.001)),
        ("ablate 12", Silence(0, (12,))),
        ("ablate layer2.12,15-17", Silence(1, (12, 15, 16, 17))),
        ("tear @7", Tear(6)),
        ("tear c@7", Tear(6, "c")),
        ("tear layer1.h@1", Tear(0, "h", 0)),
        ("bias f=3", SetBias("f", 3.0)),
        ("bias layer2.f[0-1]=-1", SetBias("f", -1.0, 1, (0, 1))),
        ("weight layer1.W_hh[20,5]=.3", SetWeight("layer1.W_hh", (20, 5), 0.3)),
        ("weight output.b_y[2]=0", SetWeight("output.b_y", (2,), 0.0)),
        ('change @3="x"', Change(2, "x")),
        ("change @3='''", Change(2, "'")),
        ("change @3==", Change(2, "=")),
        (r'insert @1="\n"', Insert(0, "\n")),
        ("delete @2", Delete(1)),
        ("start random 7", StartRandom(7)),
        ('start after "to be"', StartAfter("to be")),
        ("start after to be", StartAfter("to be")),
    ],
)
def test_what_is_written_is_what_is_meant(text: str, operation: object) -> None:
    assert parse(text) == operation
    assert parse(spelled(parse(text))) == operation


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("", 1, "a quantity"),
        ("f[20@5=0", 5, "']' is wanted"),
        ("f[x]=0", 3, "a unit is wanted"),
        ("f[5-3]=0", 6, "from the smaller to the larger"),
        ("f[3]@0=1", 6, "counted from 1"),
        ("f[3]@9:5=1", 8, "before the first"),
        ("f[3]", 5, "'=' is wanted"),
        ("f[3]=", 6, "a number is wanted"),
        ("f[3]=nan", 6, "a number is wanted"),
        ("f[3]=1e999", 6, "a finite number"),
        ("f[3]=0 and more", 8, "nothing more"),
        ("layer0.f=1", 6, "counted from 1"),
        ("layer2.ablate 3", 1, "behind the word"),
        ("ablate", 7, "a unit is wanted"),
        ("tear c", 7, "'@' is wanted"),
        ("bias =3", 6, "a gate is wanted"),
        ("weight W[]=1", 10, "a place in the array"),
        ('change @3="x', 11, "has no end"),
        ("change @3=", 11, "a symbol is wanted"),
        ("start late", 7, "'random' or 'after'"),
        ("f\x1b]0;x=1", 2, "after a quantity '=' and a value are wanted"),
        ("foo", 4, "'foo' is no operation, and after a quantity '=' and a value are wanted"),
        ("ablat 12", 7, "'ablat' is no operation"),
        ("f[1:4]=0.5", 4, "']' is wanted; units are given as [1,2] or [1-4]"),
        ("f@3", 4, "'=' is wanted"),
    ],
)
def test_a_slip_is_pointed_at(text: str, at: int, words: str) -> None:
    with pytest.raises(LstmTuiError) as told:
        parse(text)
    said = str(told.value)
    assert f"character {at}:" in said
    assert words in said
    assert "\x1b" not in said


whole = st.integers(0, 10**6)
units = st.none() | st.lists(st.integers(0, 400), min_size=1, max_size=6, unique=True).map(lambda u: tuple(sorted(u)))
some = st.lists(st.integers(0, 400), min_size=1, max_size=6, unique=True).map(lambda u: tuple(sorted(u)))
values = st.floats(allow_nan=False, allow_infinity=False)
names = st.sampled_from(["f", "i", "g", "o", "c", "h", "kept", "written", "c_prev", "tanh_c"])
layers = st.integers(0, 40)
symbols = st.text(min_size=1, max_size=1)
operations = st.one_of(
    st.tuples(whole, st.none() | whole).flatmap(
        lambda when: st.builds(
            Hold, names, layers, units, st.none() | values, st.just(when[0]),
            st.just(None if when[1] is None else when[0] + when[1]),
        )
    ),
    st.builds(Silence, layers, some),
    st.builds(Tear, whole, st.none() | st.sampled_from("ch"), st.none() | layers),
    st.builds(SetBias, st.sampled_from("ifgo"), values, layers, units),
    st.builds(SetWeight, st.sampled_from(["layer1.W_hh", "output.b_y"]), st.lists(whole, min_size=1, max_size=2).map(tuple), values),
    st.builds(Change, whole, symbols), st.builds(Insert, whole, symbols), st.builds(Delete, whole),
    st.builds(StartRandom, whole), st.builds(StartAfter, st.text(min_size=1, max_size=20)),
)  # fmt: skip


@given(operations)
def test_what_is_spelled_is_read_back(operation) -> None:
    assert parse(spelled(operation)) == operation


@given(st.text(max_size=30) | st.text("f[]0123456789@:=-,.ablteroyhing \"'", max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    try:
        operation = parse(text)
    except LstmTuiError:
        return
    assert parse(spelled(operation)) == operation
