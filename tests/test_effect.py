"""What operations change: held against a plain count over both runs, and the command says what the screen says."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_tui.cli import main
from lstm_tui.effect import FELT, Effect, effects, here
from lstm_tui.explain.effects import effect_lines, felt_words
from lstm_tui.family import read_lead
from lstm_tui.family.proposals import proposals
from lstm_tui.models import registry
from lstm_tui.operations.grammar import parse, spelled
from lstm_tui.session import Session

LONG = "To be, or not to be: that is the question. " * 20  # more than three windows


def of(text: str, *operations: str, model: str = "shakespeare") -> Session:
    return Session.open(registry.load(model), text).operated([parse(each) for each in operations])


def whole(session: Session) -> Effect:
    *parts, last = effects(session)
    shares = [part.share for part in (*parts, last)]
    assert shares == sorted(shares)
    assert last.share == 1
    return last


OPERATIONS = st.lists(
    st.sampled_from(["f[20]@3:5=0", "ablate 12", "tear @400", 'insert @2="x"', 'insert @500="y"', "delete @300", "delete @1",
                     "start random 3", "bias f=-1", 'change @9="z"']),
    min_size=1, max_size=3,
)  # fmt: skip


@settings(max_examples=12)
@given(OPERATIONS)
def test_it_is_what_a_plain_count_gives(operations: list[str]) -> None:
    session = of(LONG, *operations)
    effect = whole(session)
    for loss, run in ((effect.operated, session.run), (effect.free, session.base)):
        probs, symbols = run.trace.column("probs"), run.tokens.symbols
        plain = [-np.log(float(probs[t][symbols.index(c)])) for t, c in enumerate(run.text[1:])]
        assert loss.mean == pytest.approx(np.mean(plain), rel=1e-5)
    now, then = session.run.trace.column("probs"), session.base.trace.column("probs")
    beside = [session.alignment.untouched(t) for t in range(len(session.run))]
    felt = [t for t, s in enumerate(beside) if s is None or np.abs(now[t] - then[s]).max() >= FELT]
    assert (effect.first, effect.last) == ((felt[0], felt[-1]) if felt else (None, None))
    assert (effect.differing, effect.compared) == (len(felt), len(session.run))


def test_another_start_is_forgotten_after_a_while_and_it_is_said() -> None:
    session = of(LONG, "start random 3")
    effect, words = whole(session), dict(effect_lines(whole(session), session))
    assert effect.first == 0
    assert effect.last is not None
    assert f"after {effect.last + 1} timesteps it no longer matters" in words["felt"]
    rows = [
        np.abs(session.run.trace.column("probs")[t] - session.base.trace.column("probs")[t]).max()
        for t in range(len(LONG))
    ]
    assert max(rows[effect.last + 1 :]) < FELT <= rows[effect.last]


def test_the_rise_is_that_of_the_losses_as_printed(capsys: pytest.CaptureFixture[str]) -> None:
    for unit in range(16):
        main(["operate", "--model", "reber", "--operate", f"ablate {unit % 8}", "--operate", f"i[{unit // 2}]=1"])
        line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("loss over the text"))
        then, now, rise = (Decimal(each.replace("−", "-")) for each in re.findall(r"[+−]?\d+\.\d{4}", line))
        assert now - then == rise, line


@pytest.mark.parametrize(("first", "last", "differing", "said"), [
    (2, 40, 39, "from timestep 3 to the end of the text an output differs by 0.01 or more"),
    (2, 40, 37, "at 37 of the 39 timesteps from 3 to the end of the text an output differs by 0.01 or more"),
    (2, 9, 8, "from timestep 3 to 10 an output differs by 0.01 or more; from 11 on it no longer matters"),
    (2, 9, 2, "at 2 of the 8 timesteps from 3 to 10 an output differs by 0.01 or more; from 11 on it no longer matters"),
    (2, 2, 1, "at timestep 3 alone an output differs by 0.01 or more; from 4 on it no longer matters"),
    (40, 40, 1, "at timestep 41 alone an output differs by 0.01 or more"),
])  # fmt: skip
def test_it_is_said_at_how_many_timesteps_it_is_felt(first: int, last: int, differing: int, said: str) -> None:
    effect = Effect(first=first, last=last, differing=differing, share=1.0)
    assert felt_words(effect, of("a" * 41, "ablate 12")) == said


def test_where_nothing_is_in_force_there_is_one_loss_and_nothing_is_felt() -> None:
    session = of("hello")
    effect = whole(session)
    assert effect.free == effect.operated
    assert [about for about, _ in effect_lines(effect, session)] == ["loss over the text", "at timestep 1"]
    assert "→" not in effect_lines(effect, session)[0][1]


def test_a_model_over_numbers_has_no_such_loss_and_says_so() -> None:
    session = Session.open(registry.load("adding"), registry.load("adding").card.default_text).operated(
        [parse("tear @3")]
    )
    effect = whole(session)
    assert "answers with numbers" in effect.lacking
    assert effect.first is not None
    assert here(session).symbol == ""


def test_what_is_beyond_the_range_is_said() -> None:
    session = of("aab", "weight output.W_hy[0,0]=3e38", "weight output.W_hy[1,0]=-3e38", "h=3e38", model="counter")
    lines = dict(effect_lines(whole(session), session))
    assert "beyond the range of its numbers" in lines["at timestep 1"]
    assert "inf" not in " ".join(lines.values())
    assert "nan" not in " ".join(lines.values())


@pytest.mark.parametrize("model", ["shakespeare", "shakespeare-rnn", "counter", "adding"])
def test_every_proposal_can_be_done_and_stands_in_words(model: str) -> None:
    bundle = registry.load(model)
    session = Session.open(bundle, bundle.card.default_text).seek(3)
    for _ in session.stops:
        offered = proposals(read_lead(session, 1))
        for each in offered:
            if each.operation is None:
                assert each.words.endswith("…")
                continue
            assert spelled(each.operation) == each.text
            done = session.operated([each.operation])
            assert done.free is session.run
        assert any(each.text.startswith("tear") for each in offered)
        session = session.next_phase()


def test_the_command_says_what_the_screen_says(capsys: pytest.CaptureFixture[str]) -> None:
    session = of("hello world", "f[20]@5:9=0", "ablate 12").seek(5)
    effect = whole(session)
    arguments = [
        "operate",
        "hello world",
        "--operate",
        "f[20]@5:9=0",
        "--operate",
        "ablate 12",
        "--timestep",
        "6",
        "--unit",
        "20",
    ]
    assert main([*arguments, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["loss"] == {"untouched": effect.free.mean, "operated": effect.operated.mean, "lacking": ""}
    assert said["felt"] == [effect.first + 1, effect.last + 1]
    assert said["differing"] == effect.differing > 0
    at = here(session)
    assert (said["here"]["symbol"], said["here"]["operated"], said["here"]["untouched"]) == ("w", at.operated, at.free)
    assert said["operations"][0] == {
        "operation": "f[20]@5:9=0", "words": "unit 20's forget gate held at 0 from timestep 5 to 9",
    }  # fmt: skip
    offered = proposals(read_lead(session, 20))
    assert [each["operation"] for each in said["proposals"]] == [each.text for each in offered]
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    for _, words in effect_lines(effect, session):
        assert words in printed
    assert main(["operate", "hello", "--operate", "f[20@5=0"]) == 2
    assert "at character 5: ']' is wanted" in capsys.readouterr().err
