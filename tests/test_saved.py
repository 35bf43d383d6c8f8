"""Saved sessions: what is opened is what was saved, a person can write one, and every fault is one sentence."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_tui import files
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native, registry
from lstm_tui.opening import open_text
from lstm_tui.operations.bench import Item
from lstm_tui.operations.grammar import parse
from lstm_tui.operations.kinds import Hold, Insert, SetBias, SetWeight, Silence, StartAfter, StartRandom, Tear
from lstm_tui.saved import Saved, hash_of_model, open_saved, read, save, saved_of, written
from lstm_tui.session import Session
from lstm_tui.ui.standing import Standing
from lstm_tui.visible import visible
from lstm_tui.wish import Wish

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
UNITS = st.none() | st.sets(st.integers(0, 9_999), min_size=1, max_size=4).map(lambda units: tuple(sorted(units)))
OPERATIONS = st.one_of(
    st.builds(Hold, st.sampled_from("ifgoch"), st.integers(0, 3), UNITS, FINITE | st.none(), st.just(3), st.none() | st.just(9)),
    st.builds(Silence, st.integers(0, 3), UNITS.filter(bool)),
    st.builds(Tear, st.integers(0, 99), st.none() | st.sampled_from("ch"), st.none() | st.integers(0, 3)),
    st.builds(SetBias, st.sampled_from("ifgo"), FINITE, st.integers(0, 3), UNITS),
    st.builds(SetWeight, st.just("layer1.W_hh"), st.just((3, 4)), FINITE),
    st.builds(Insert, st.integers(0, 99), TEXTS), st.builds(StartAfter, TEXTS), st.builds(StartRandom, st.integers(0, 9**8)),
)  # fmt: skip
NUMBER = st.none() | st.integers(1, 2**40)
WISHES = st.builds(
    Wish, text=st.none() | TEXTS, model=TEXTS, timestep=NUMBER, layer=NUMBER, phase=st.none() | TEXTS, moment=NUMBER,
    unit=st.none() | st.integers(0, 2**40), beside=st.lists(TEXTS, max_size=2).map(tuple),
)  # fmt: skip


@settings(max_examples=80)
@given(
    st.builds(
        Saved, WISHES, st.lists(st.builds(Item, OPERATIONS, st.booleans()), max_size=4).map(tuple), st.just("sha256:0a")
    )
)
def test_what_is_read_is_what_was_written(saved: Saved) -> None:
    content = written(saved)
    assert read(content, "x") == saved
    assert all(visible(line) == line for line in content.split("\n")), "no editor or terminal is led astray by it"


MODELS = ("counter", "shakespeare", "shakespeare-rnn", "reber")


@settings(max_examples=25)
@given(TEXTS, st.sampled_from(MODELS), st.data())
def test_a_session_is_opened_as_it_was_saved(tmp_path_factory, text: str, model: str, data: st.DataObject) -> None:
    wish = Wish(model=model)
    standing = (
        Standing.at(open_text(text, wish))
        .done(parse("h[0]@1=0.25"))
        .done(parse("ablate 1"))
        .done(parse('insert @1="b"'))
    )
    if data.draw(st.booleans()):
        standing = standing.switched(data.draw(st.integers(0, 2)))
    session = standing.session.seek(data.draw(st.integers(0, len(standing.session) - 1)))
    for _ in range(data.draw(st.integers(0, len(session.stops) - 1))):
        session = session.next_phase()
    standing = standing.moved(session).with_unit(data.draw(st.integers(0, 63)))
    path = str(tmp_path_factory.mktemp("saved") / "x.toml")
    save(saved_of(standing.session, standing.unit, standing.bench.items, standing.wish), path)
    opened = open_saved(path)
    again = open_text(opened.text, opened.wish, None, [item.operation for item in opened.items if item.on])
    assert (opened.items, opened.changed) == (standing.bench.items, "")
    assert (again.base.text, again.run.text) == (text, standing.session.run.text)
    assert (again.cursor, opened.wish.unit) == (session.cursor, standing.unit)
    assert again.operations == session.operations
    t = session.cursor.timestep
    assert (again.run.trace.step(t)["h"] == session.run.trace.step(t)["h"]).all()


BY_HAND = """
[model]
name = "counter"
[text]
text = "aaaaa"
[place]
timestep = 3
phase = "forget-gate"
[[operation]]
do = "f[0] @3 = 0"
[[operation]]
do = "ablate 1"
on = false
"""


def test_a_person_can_write_one(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(BY_HAND)
    opened = open_saved(str(tmp_path / "mine.toml"))
    session = open_text(opened.text, opened.wish, None, [item.operation for item in opened.items if item.on])
    assert [round(float(value)) for value in session.run.trace.column("c")[:, 0]] == [1, 2, 1, 2, 3]
    assert (session.cursor.timestep, session.phase.key) == (2, "forget-gate")
    assert opened.items[1] == Item(parse("ablate 1"), on=False)
    assert tomllib.loads(BY_HAND)["operation"][1] == {"do": "ablate 1", "on": False}


def test_a_text_that_has_changed_is_said_and_its_operations_come_switched_off(tmp_path: Path) -> None:
    book = tmp_path / "book.txt"
    book.write_text("aaab")
    session = open_text("aaab", Wish(model="counter"))
    standing = Standing.at(session).done(parse("f[0]@3=0"))
    wish = replace(standing.wish, text=None, file=str(book))
    save(saved_of(standing.session, 0, standing.bench.items, wish), str(tmp_path / "s.toml"))
    assert open_saved(str(tmp_path / "s.toml")).changed == ""
    book.write_text("aabb")
    opened = open_saved(str(tmp_path / "s.toml"))
    assert opened.changed == "The text is not what it was when this was saved; its operations are switched off (o)."
    assert [(item.operation, item.on) for item in opened.items] == [(parse("f[0]@3=0"), False)]


def test_a_model_that_has_changed_is_said(tmp_path: Path) -> None:
    path = tmp_path / "my.safetensors"
    bundle = registry.load("latch")
    native.save(bundle, path)
    loaded = registry.load(str(path))
    assert hash_of_model(loaded) == hash_of_model(registry.load(str(path)))
    standing = Standing.at(Session.open(loaded, "S"))
    save(saved_of(standing.session, 0, (), standing.wish), str(tmp_path / "s.toml"))
    assert open_saved(str(tmp_path / "s.toml")).changed == ""
    network = bundle.network.copy()
    network.b_y[0] += 1
    native.save(replace(bundle, network=network), path)
    assert open_saved(str(tmp_path / "s.toml")).changed == "The model 'my' is not what it was when this was saved."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[model", "cannot be read"), ("x = " + "[" * 5000, "cannot be read"), ("version = 99", "is of version 99"),
        ("model = 3", "[model] is a table"), ('[place]\ntimestep = "x"', "timestep is a whole number"),
        ("[place]\ntimestep = true", "timestep is a whole number"), ("operation = 3", "is a table [[operation]]"),
        ("[[operation]]", "operation 1 says nothing to do"), ('[[operation]]\ndo = "f[20@5=0"', "at character 5: ']' is wanted"),
        ('[[operation]]\ndo = "f=0"\non = "yes"', "on is true or false"), ('[model]\nname = "shakespear"', "Did you mean"),
        ('[model]\nname = "no/such.safetensors"', "There is no file"), ('[text]\nfile = "gone.txt"', "There is no file"),
        ('[text]\ntext = ""', "There is no text to read"), ("[model]\nbeside = 3", "is a list of texts"), ("\0", "cannot be read"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(content)
    with pytest.raises(LstmTuiError) as error:
        open_saved(str(path))
    assert said in str(error.value)


def test_what_cannot_be_saved_is_said(tmp_path: Path) -> None:
    session = Session.open(registry.load("counter"), "a\ud800")
    with pytest.raises(LstmTuiError, match="surrogates"):
        written(saved_of(session, 0, (), Standing.at(session).wish))
    fine = saved_of(Session.open(registry.load("counter"), "a"), 0, (), Wish(text="a"))
    with pytest.raises(LstmTuiError, match="cannot be written"):
        save(fine, str(tmp_path / "no" / "such" / "x.toml"))
    nowhere = Session.open(replace(registry.load("counter"), source=""), "a")
    with pytest.raises(LstmTuiError, match="in no file"):
        saved_of(nowhere, 0, (), Wish())


def test_nothing_half_written_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.toml"
    path.write_text("as it was")
    fine = saved_of(Session.open(registry.load("counter"), "a"), 0, (), Wish(text="a"))
    monkeypatch.setattr(files.Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(LstmTuiError, match="No space left"):
        save(fine, str(path))
    assert path.read_text() == "as it was"
