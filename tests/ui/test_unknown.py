"""What the model does not know of a text is counted in one line, and where it is too much one key leads to its own."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_notice import foot
from test_snapshots import grid
from test_stepper import OBEYED, stepping

from lstm_tui.core.tokens import Vocabulary
from lstm_tui.explain.unknown import sequences, unknown_in_words
from lstm_tui.models import registry
from lstm_tui.run import Run, opening_text

FAMILY = "👩\u200d👩\u200d👧"


@given(text=st.text(min_size=1, max_size=60), symbols=st.sets(st.characters(), min_size=1, max_size=8), data=st.data())
def test_unknown_symbols_are_those_that_are_not_in_the_vocabulary(text, symbols, data) -> None:
    listed = sorted(symbols)
    tokens = Vocabulary(listed, data.draw(st.none() | st.integers(0, len(listed) - 1)))

    class Stub:
        inputs = tokens.encode(text)

    class Bundle:
        pass

    Bundle.tokens = tokens
    run = Run(Bundle, text, Stub)
    assert run.unknown == sum(symbol not in symbols for symbol in text)


def test_signs_of_several_symbols() -> None:
    assert sequences(f"hello {FAMILY} 🇩🇪 e\u0301 👍🏽 字 é") == 3
    assert sequences("plain\r\n") == 0
    run = Run.open(registry.load("shakespeare"), f"hi {FAMILY}")
    assert unknown_in_words(run) == "5 of 8 symbols unknown to this model (1 emoji sequence)"


@pytest.mark.parametrize(
    ("model", "text", "said"),
    [("counter", "aaaabbbbxxxx", "4 of 12 symbols unknown to this model."),
     ("counter", "aaabbxxx", "3 of 8 symbols unknown to this model. M: its own text."),
     ("counter", "aab", ""), ("adding", "0.5,1 0.25,0", "")],
)  # fmt: skip
async def test_less_than_two_thirds_offers_its_own_text(model: str, text: str, said: str) -> None:
    async with stepping(text, model=model) as (app, pilot):
        assert (app.notice.words if app.notice else "") == said
        heading = grid(app).splitlines()[0]
        assert (f"{said.split(' unknown')[0]} unknown" in heading) == bool(said)
        await pilot.press("down", "M")
        assert app.standing.session.run.text == opening_text(app.standing.session.run.bundle)
        assert app.standing.session.cursor.timestep == 0
        assert app.notice is None


async def test_another_model_and_another_text_are_told_of() -> None:
    async with stepping("hello", model="shakespeare") as (app, pilot):
        await pilot.press("slash", "end", *"ЖЖ", "enter")
        assert foot(app).startswith(" 2 of 7 symbols unknown to this model.")
    async with stepping(f"{FAMILY} \u202e\x9b", size=(80, 24)) as (app, pilot):
        assert foot(app).startswith(" 7 of 8 symbols unknown to this model (1 emoji sequence)")
        assert not OBEYED & set(grid(app).replace("\n", ""))


def test_trace_says_it_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lstm_tui", "trace", "abxyz", "--model", "counter"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[1] == "3 of 5 symbols unknown to this model"
