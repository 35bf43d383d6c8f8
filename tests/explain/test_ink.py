"""Who wrote a number, as it is told: what is printed adds up, whatever is folded; the words are those of the numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.core import provenance
from lstm_tui.explain.digits import number
from lstm_tui.explain.ink import LIKELIEST, LOGIT, NOTE, TRUE, UNIT, Ask, fate, in_order, ink_of, largest
from lstm_tui.family import FAMILIES
from lstm_tui.models import registry
from lstm_tui.operations.force import operate
from lstm_tui.operations.grammar import parse
from lstm_tui.run import Run

MODELS = {
    "shakespeare": "To be, or not to be, that is",
    "counter": "aaabbb.aab",
    "reber": "BTBTSSXSETE",
    "adding": None,
}


def opened(name: str) -> Run:
    bundle = registry.load(name)
    return Run.open(bundle, MODELS[name] or bundle.card.default_text)


def told(run: Run, timestep: int, ask: Ask, unit: int = 0, farthest: int = 64):
    return ink_of(run, FAMILIES[run.bundle.network.cell.kind].notation, 0, timestep, unit, ask, farthest)


RUNS = {name: opened(name) for name in MODELS}


@given(st.data())
def test_what_is_printed_adds_up(data: st.DataObject) -> None:
    run = RUNS[data.draw(st.sampled_from(sorted(RUNS)))]
    timestep = data.draw(st.integers(0, len(run) - 1))
    ask = Ask(data.draw(st.sampled_from([UNIT, NOTE, LIKELIEST, TRUE, LOGIT])), data.draw(st.integers(0, 9)))
    ink = told(run, timestep, ask, data.draw(st.integers(0, run.hidden_size(0) - 1)), data.draw(st.integers(1, 70)))
    for shown in (ink, ink.last(data.draw(st.integers(1, 70)))):
        decimals = len(shown.printed.partition(".")[2])
        added = math.fsum(number(part.printed) for part in shown.lines)
        if shown.holds:
            assert f"{added + 0.0:.{decimals}f}".lstrip("-") == f"{number(shown.printed):.{decimals}f}".lstrip("-")
        exact = math.fsum((*(part.value for part in shown.lines), ink.rounding or 0.0))
        assert exact == pytest.approx(ink.value, rel=1e-12, abs=1e-12)
        assert shown.value == ink.value


def test_where_the_text_ends_the_likeliest_is_told_and_numbers_have_answers() -> None:
    run = RUNS["shakespeare"]
    assert told(run, 3, Ask(TRUE)).ask == Ask(TRUE, run.tokens.index("e"))
    end = told(run, len(run) - 1, Ask(TRUE))
    assert end.ask.of == LIKELIEST
    assert end.ask.symbol == int(run.trace.step(len(run) - 1)["logits"].argmax())
    assert told(RUNS["adding"], 5, Ask(TRUE)).name == "logit[0]"


def test_the_caption_says_what_is_held() -> None:
    run = RUNS["shakespeare"]
    unit, logit = told(run, 3, Ask(UNIT)), told(run, 3, Ask(TRUE))
    assert "gates are held as they were" in unit.captions[0]
    assert "Bookkeeping" in unit.captions[0]
    assert "cause needs surgery" in unit.captions[0]
    assert len(unit.captions) == 1
    assert "o and tanh(c)/c" in logit.captions[1]


def test_the_fate_of_a_symbol() -> None:
    """counter: unit 0 keeps all; a torn note is set by hand, and nothing of before is left."""
    run = RUNS["counter"]
    ink = told(run, 3, Ask(UNIT))
    assert fate(ink, ink.parts[0]) == "'a' at timestep 1 wrote +1.000: 100 % of that is left, +1.000."
    held = told(operate(run, [parse("c[0]@3=7")], len(run)).run, 3, Ask(UNIT))
    assert [part.by_hand for part in held.parts] == [False, False, True, False]
    assert fate(held, held.parts[2]) == "At timestep 3 the note was set by hand to +7.000: 100 % of that is left."
    assert fate(held, held.parts[0]).endswith("0 % of that is left, 0.000.")
    assert largest(held) == 2


def test_half_lives_in_order() -> None:
    run = RUNS["shakespeare"]
    lives = provenance.half_lives(run.trace, 0).tolist()
    now = run.trace.step(9)["c"].tolist()
    by_life = in_order(lives, now)
    assert [life.steps for life in by_life] == sorted(lives, reverse=True)
    assert [life.unit for life in in_order(lives, now, "unit")] == list(range(64))
    assert abs(in_order(lives, now, "now")[0].now) == max(map(abs, now))
    kept = run.trace.column("f").astype(float).mean(axis=0)
    assert by_life[0].mean == pytest.approx(kept[by_life[0].unit])


def test_the_sizes_of_a_whole_note_are_not_its_size_and_both_are_told() -> None:
    run = Run.open(registry.load("shakespeare"), "hello world")
    ink = told(run, 10, Ask(NOTE))
    size = math.fsum(abs(float(value)) for value in run.trace.step(10)["c"])
    assert ink.itself == size < ink.value
    assert ink.captions[1] == f"Opposite shares on a unit cancel: sizes come to {ink.printed}, but Σ|c| to {size:.3f}."
    assert ink.rounding is None
    alike = told(RUNS["counter"], 2, Ask(NOTE))
    assert len(alike.captions) == 1, "where nothing cancels the two are one"


def test_the_fate_in_a_logit_is_by_size_in_its_weights() -> None:
    run = RUNS["shakespeare"]
    ink = told(run, 3, Ask(TRUE))
    step, part = run.trace.step(3), ink.parts[1]
    said = run.bundle.network.W_hy[ink.ask.symbol].astype(float) * step["h"].astype(float) / step["c"].astype(float)
    added = run.trace.step(1)["written"].astype(float)
    kept = run.trace.step(2)["f"].astype(float) * run.trace.step(3)["f"].astype(float)
    assert part.fresh == pytest.approx(float(abs(said * added).sum()), rel=1e-9)
    assert part.left == pytest.approx(float(abs(said * kept * added).sum()) / part.fresh, rel=1e-9)
    assert f"wrote {part.fresh:.3f} of it by size: {part.left * 100:.0f} % is left, worth {part.value:+.3f}".replace(
        "-", "−"
    ) in fate(ink, part)
