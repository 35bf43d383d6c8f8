"""Models over numbers step like those over symbols; what they read and say is in the data's units."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.core.tokens import NumberTokens
from lstm_tui.errors import LstmTuiError
from lstm_tui.family import read_lead, work_out
from lstm_tui.models import native, registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.session import Session


def test_numbers_are_read_as_words_and_scaled():
    tokens = NumberTokens(2, mean=10.0, deviation=4.0)
    np.testing.assert_allclose(tokens.encode("12,10  6,−2"), [[0.5, 0.0], [-1.0, -3.0]])
    assert tokens.said([0.5])[0] == 12.0


@pytest.mark.parametrize("text", ["", "  ", "1", "1,2,3", "1,x", "nan,1", "1e999,0", "1,2 3"])
def test_what_is_not_numbers_is_refused(text: str):
    with pytest.raises(LstmTuiError):
        NumberTokens(2).encode(text)


def adding() -> Session:
    return Session.open(registry.load("adding"), registry.load("adding").card.default_text)


def test_adding_answers_the_sum_of_the_two_marked_numbers():
    session = adding()
    rows = [tuple(map(float, word.split(","))) for word in session.run.symbols]
    assert 100 <= len(rows) <= 110
    total = sum(number for place, (number, mark) in enumerate(rows) if mark == 1 and place > 0)
    last = session.seek(len(session) - 1).to_phase("prediction")
    assert read_lead(last, 0).answers()[0] == pytest.approx(0.5 + total / 4, abs=0.04)
    assert session.run.truth()[-1] == f"{total:+.2f}"


def test_every_printed_sum_of_the_answer_can_be_calculated():
    last = adding().to_phase("prediction")
    for timestep in (0, 50, len(last) - 1):
        line = work_out(read_lead(last.seek(timestep), 0))[0]
        text = "".join(span.text for span in line).replace("−", "-").replace(" ", "")
        a, b, y = re.fullmatch(r"y=W_hyh\+b_y=([-+][\d.]+)\+([-+][\d.]+)=([-+][\d.]+)", text).groups()
        assert abs(Decimal(a) + Decimal(b) - Decimal(y)) <= Decimal(10) ** -len(y.split(".")[1]) / 2


def test_a_shorter_text_keeps_what_it_shares(tmp_path: Path):
    session = adding()
    words = session.run.text.split()
    before = session.run.trace.steps_run
    edited = session.with_text(" ".join([*words[:60], "0.5,0"]))
    assert len(edited) == 61
    assert edited.run.trace.steps_run <= 1 + before
    np.testing.assert_array_equal(edited.run.trace.step(59)["c"], session.run.trace.step(59)["c"])


def test_another_model_brings_its_own_text_where_one_reads_numbers():
    session = adding().seek(90)
    to_symbols = session.with_model(registry.load("reber"))
    assert to_symbols.run.text == registry.load("reber").card.default_text
    back = to_symbols.with_model(registry.load("adding"))
    assert len(back) == len(session)


def test_a_saved_model_keeps_its_scale(tmp_path: Path):
    bundle = registry.load("adding")
    scaled = ModelBundle("x", bundle.network, NumberTokens(2, 3.0, 5.0), bundle.card)
    native.save(scaled, tmp_path / "x.safetensors")
    tokens = native.load(tmp_path / "x.safetensors").tokens
    assert isinstance(tokens, NumberTokens)
    assert (tokens.mean, tokens.deviation) == (3.0, 5.0)


def test_a_model_of_numbers_does_not_write():
    from lstm_tui.core.sampling import Sampling

    with pytest.raises(LstmTuiError, match="cannot write"):
        adding().write(Sampling(), 1)


def test_truth_and_answer_stand_in_one_unit():
    from lstm_tui.panels.next_symbols import draw_next_symbols
    from lstm_tui.panels.tape import draw_tape

    session = adding().to_phase("prediction")
    assert "nothing is asked yet" in draw_next_symbols(read_lead(session.seek(50), 0), 42, 5).text()
    reading = read_lead(session.seek(len(session) - 1), 0)
    answer, total = reading.answers()[0], float(session.run.truth()[-1])
    wide = draw_next_symbols(reading, 80, 5).text().splitlines()[1].strip("│ ")
    assert wide == f"answer {answer:+.4f} · wanted ½ + {total:g}/4 = {0.5 + total / 4:+.4f} · off by {abs(0.5 + total / 4 - answer):.4f}"  # fmt: skip
    for width in (30, 42, 60):
        text = draw_next_symbols(reading, width, 6).text()
        assert all(word in text for word in ("answer", "wanted", "off by"))
        assert max(map(len, text.splitlines())) <= width
    assert draw_tape(reading, 120, 3).text().splitlines()[2].startswith("sum  ")
