"""A place as one line: whatever the text and wherever one stands, a shell that reads the line leads back there."""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_tui.address import LONGEST, command_for
from lstm_tui.commands import stepper
from lstm_tui.commands.options import wish_from
from lstm_tui.core.cells import LSTM
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.models import native
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.opening import open_session, open_text, unit_for
from lstm_tui.operations.grammar import parse
from lstm_tui.operations.kinds import Hold, Insert, Silence, StartAfter
from lstm_tui.ui.standing import Standing
from lstm_tui.visible import visible
from lstm_tui.wish import Wish

SAYS_WHAT_IT_HEARS = """lstm-tui() { printf '%s\\0' "$#" "$@"; cat; }\n"""


def heard(line: str) -> tuple[list[str], bytes]:
    """The arguments and the standard input that the program gets from a shell that reads the line."""
    done = subprocess.run(["bash", "-c", SAYS_WHAT_IT_HEARS + line], capture_output=True, check=True, input=b"")
    count, rest = done.stdout.split(b"\0", 1)
    *words, given = rest.split(b"\0", int(count))
    return [word.decode("utf-8", "surrogateescape") for word in words], given


def opened(line: str, monkeypatch: pytest.MonkeyPatch) -> Standing:
    """Where the program stands when it is started with the line."""
    parser = argparse.ArgumentParser()
    stepper.add_options(parser)
    words, given = heard(line)
    wish = wish_from(parser.parse_args(words))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(given)))
    session = open_session(wish)
    return Standing.at(session, unit_for(session, wish))


@pytest.fixture(scope="module")
def deep(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two layers of 5 and 3 units, in a file whose name a shell must not read as it stands."""
    random = np.random.default_rng(0)
    cells = [LSTM(random.normal(size=(20, 3)), random.normal(size=(20, 5))),
             LSTM(random.normal(size=(12, 5)), random.normal(size=(12, 3)))]  # fmt: skip
    path = tmp_path_factory.mktemp("models") / "it's $HOME; 'deep'\n.safetensors"
    native.save(ModelBundle("deep", Network(cells, random.normal(size=(3, 3))), Vocabulary("abc"), Card("deep")), path)
    return str(path)


HARD = ("-", "--", "-x", "trace", "'", '"', "$(reboot)", "\\", "a\0b", "!!", "*", "~", "\x1b]0;x\x07", "\u202e\u200b\x9b", "\n",
        "%s", "#", "\\n'", "\x01\x80")  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@pytest.mark.parametrize("text", HARD)
def test_no_text_is_too_hard(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    line = command_for(Standing.at(open_text(text, Wish(model="counter"))).wish)
    assert visible(line) == line
    assert opened(line, monkeypatch).session.run.text == text


@settings(max_examples=40)
@given(text=TEXTS, model=st.sampled_from(["counter", "reber", "shakespeare-rnn", ""]), data=st.data())
def test_a_shell_that_reads_the_line_leads_back(text: str, model: str, data: st.DataObject, deep: str) -> None:
    session = open_text(text, Wish(model=model or deep))
    moments = len(session.run.bundle.snapshots)
    if moments:
        session = session.to_snapshot(data.draw(st.integers(0, moments - 1)))
    if data.draw(st.booleans()):
        inserted = data.draw(st.sampled_from(["a", "'", "\n", "\x9b", "\u202e", "\\", '"']))
        session = session.operated(
            [Insert(0, inserted), Silence(0, (0,)), StartAfter(text), Hold("h", 0, (1,), -0.1, 0)]
        )
    session = session.seek(data.draw(st.integers(0, len(session) - 1)))
    for _ in range(data.draw(st.integers(0, len(session.stops) - 1))):
        session = session.next_phase()
    there = Standing.at(session).with_unit(data.draw(st.integers(0, 63)))
    line = command_for(there.wish)
    assert visible(line) == line, "nothing in it is obeyed by a terminal"
    assert line.startswith(("lstm-tui --model ", "printf %b "))
    with pytest.MonkeyPatch.context() as patch:
        again = opened(line, patch)
    assert again.session.base.text == text
    assert again.session.operations == session.operations
    assert (again.session.cursor, again.unit) == (session.cursor, there.unit)
    assert again.session.run.bundle.source == session.run.bundle.source
    assert again.session.run.moment == session.run.moment
    c = session.run.bundle.network.cells[0].note
    t = session.cursor.timestep
    assert np.array_equal(again.session.run.trace.step(t)[c], session.run.trace.step(t)[c])


def test_the_line_that_a_person_would_write() -> None:
    session = open_text("To be", Wish(model="shakespeare")).seek(2).to_phase("cell")
    line = command_for(Standing.at(session, 20).wish)
    assert line == "lstm-tui --model shakespeare --timestep 3 --phase cell --unit 20 'To be'"
    held = session.operated([parse("f[20] @5 = 0"), parse("ablate 12")])
    assert command_for(Standing.at(held, 20).wish) == line.replace(
        " 'To", " --operate 'f[20]@5=0' --operate 'ablate 12' 'To"
    )


def test_a_file_is_named_and_a_text_too_long_for_a_line_is_sent(tmp_path: Path) -> None:
    wish = Wish("x" * (LONGEST + 1), model="counter", timestep=2)
    assert command_for(wish) == "lstm-tui --model counter --timestep 2 -"
    named = command_for(replace(wish, text=None, file="-my book.txt"))
    assert heard(named)[0] == ["--model", "counter", "--timestep", "2", "--file=-my book.txt"]


@pytest.mark.parametrize(("words", "unit"), [
    ("--operate 'f[20]@3:9=0'", 20),
    ("--operate 'tear @2' --operate 'f@3:9=0' --operate 'ablate 12,3' --operate 'bias f[5]=1'", 3),
    ("--operate 'bias f[5]=1' --operate 'ablate 12'", 5),
    ("--operate 'f[20]@3:9=0' --unit 7", 7),
    ("--operate 'tear @2'", None),
    ("--model shakespeare-deep --layer 2 --operate 'layer1.f[20]=0' --operate 'layer2.c[9]=0'", 9),
    ("--model shakespeare-deep --layer 2 --operate 'layer1.f[20]=0'", None),
])  # fmt: skip
def test_one_stands_at_the_unit_that_is_operated_on(
    words: str, unit: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = opened(f"lstm-tui {words} 'To be, or not'", monkeypatch)
    assert there.unit == (there.session.run.default_unit(there.session.cursor.layer) if unit is None else unit)
