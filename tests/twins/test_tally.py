"""What several runs held against a text: equal to `measure` and to the trace, in bounded memory, whatever the slices."""

from __future__ import annotations

import json
import math
import re
import tracemalloc
from decimal import Decimal

import numpy as np
import pytest

from lstm_tui import measuring
from lstm_tui.cli import main
from lstm_tui.models import registry
from lstm_tui.opening import named_beside
from lstm_tui.operations.grammar import parse
from lstm_tui.run import Run
from lstm_tui.session import Session
from lstm_tui.twins.naming import names_of, proposals, spelled
from lstm_tui.twins.spoken import unknown_to
from lstm_tui.twins.tally import Tally

TEXT = "To be, or not to be, that is the question: "


def twins(*others: str, lead: str = "shakespeare", text: str = TEXT, timesteps: int | None = None) -> Session:
    session = Session.open(registry.load(lead), text, timesteps)
    return session.beside([named_beside(session, other) for other in others])


def counted(session: Session, by: int = 100) -> Tally:
    session.advance_to(len(session))
    tally = Tally(session)
    while not tally.done:
        tally.advance(by)
    return tally


def test_the_same_model_beside_itself_differs_nowhere() -> None:
    tally = counted(twins("shakespeare"))
    assert tally.apart == ()
    said = tally.said(0, len(tally))
    assert (said[0, 1:] == said[1, 1:]).all()
    assert tally.whole.totals[0] == tally.whole.totals[1] > 0


def test_losses_are_those_of_measure_and_of_the_trace() -> None:
    session = twins("shakespeare-rnn", "names")
    tally = counted(session)
    for run, (total, count) in zip(session.runs, tally.own, strict=True):
        assert total / count == pytest.approx(measuring.loss_of(run), rel=1e-12)
    said = tally.said(0, len(tally))
    for index, run in enumerate(session.runs[:2]):  # these know every symbol
        by_hand = [-math.log(run.trace.step(t - 1)["probs"][run.tokens.index(TEXT[t])]) for t in range(1, len(TEXT))]
        assert said[index, 1:] == pytest.approx(by_hand, rel=1e-4)  # the trace's probabilities are float32
    assert np.isnan(said[:, 0]).all(), "nobody was asked about the first symbol"


def test_sums_stand_up_to_each_symbol_over_what_all_know() -> None:
    session = twins("names", text="hello wörld, hello")
    tally = counted(session, 5)
    said = tally.said(0, len(tally))
    for timestep in range(len(tally)):
        shared = ~np.isnan(said[:, : timestep + 1]).any(axis=0)
        sums = tally.up_to(timestep)
        assert sums.count == shared.sum()
        assert sums.totals == pytest.approx(tuple(said[:, : timestep + 1][:, shared].sum(axis=1)))
    assert unknown_to(session.runs[1]) == (" ", "ö", ",")
    assert unknown_to(session.run) == ("ö",)


@pytest.mark.parametrize("by", [1, 7, 256, 5000])
def test_slices_do_not_matter_and_where_they_part_most_is_the_largest_difference(by: int) -> None:
    session = twins("shakespeare-rnn", text=TEXT * 16)
    tally = counted(session, by)
    free = [measuring.surprises(run) for run in session.runs]
    apart = np.abs(free[0] - free[1])
    assert tally.apart[0].timestep == apart.argmax() + 1
    assert [place.by for place in tally.apart] == pytest.approx(sorted(apart, reverse=True)[: len(tally.apart)])
    assert tally.whole.totals == pytest.approx([free[0].sum(), free[1].sum()], rel=1e-12)
    assert tally.up_to(600).totals == pytest.approx([one[:600].sum() for one in free], rel=1e-12)


def test_a_long_text_takes_little_memory_and_can_be_counted_before_it_is_read() -> None:
    session = twins("counter", lead="counter", text="aab." * 25_000, timesteps=10)
    tracemalloc.start()
    tally = Tally(session)
    while not tally.done:
        tally.advance(1000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert session.computed == 10
    assert peak < 6e6
    assert tally.up_to(9) is not None


def test_an_edited_run_is_compared_where_the_symbols_are_the_same() -> None:
    session = Session.open(registry.load("shakespeare"), TEXT).operated(
        [parse('insert @3="x"'), parse('change @6="z"')]
    )
    session = session.beside([session.free])
    tally = counted(session, 3)
    said = tally.said(0, len(tally))
    free = measuring.surprises(session.free)
    for timestep, symbol in enumerate(session.run.symbols):
        there = session.alignment.untouched(timestep)
        if there and session.free.symbols[there] == symbol:
            assert said[1, timestep] == free[there - 1]
        else:
            assert np.isnan(said[1, timestep])
    assert names_of(session) == ("shakespeare operated", "shakespeare untouched")


def test_models_over_numbers_part_by_their_answers() -> None:
    tally = counted(twins("adding@1", lead="adding", text=registry.load("adding").card.default_text))
    assert not tally.likely
    assert tally.own == [(0.0, 0)] * 2
    last = [run.tokens.said(run.trace.step(5)["logits"].tolist())[0] for run in tally.session.runs]
    assert tally.said(5, 6)[:, 0] == pytest.approx(last, abs=1e-6)
    assert tally.apart


def test_one_symbol_is_said_to_nobody() -> None:
    tally = counted(twins("shakespeare-rnn", text="T"))
    assert tally.apart == ()
    assert tally.up_to(0).count == 0


def test_who_is_proposed_reads_alike_and_is_named_as_the_command_line_takes_it() -> None:
    session = twins("shakespeare-rnn")
    session = session.operated([parse("ablate 3")])
    found = {one.spelled: one for one in proposals(session, registry.known())}
    assert {"untouched", "shakespeare-rnn", "shakespeare@1"} <= set(found)
    assert not {"adding", "counter", "shakespeare", "shakespeare@9"} & set(found)
    for said in ("untouched", "shakespeare-rnn", "shakespeare@1"):
        assert spelled(session, named_beside(session, said)) == said


def test_the_command_gives_the_same_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    main(["twins", TEXT, "--beside", "shakespeare-rnn", "--beside", "names", "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    tally = counted(twins("shakespeare-rnn", "names"))
    said = tally.said(0, len(tally)).T.tolist()
    for row, values in zip(told["symbols"], said, strict=True):
        assert row["surprise"] == [None if math.isnan(value) else value for value in values]
    assert [place["timestep"] - 1 for place in told["apart"]] == [place.timestep for place in tally.apart]
    assert [model["total"] for model in told["models"]] == [total for total, _ in tally.own]
    assert told["models"][2]["unknown"] == ["T", " ", ",", ":"]
    main(["twins", TEXT, "--beside", "shakespeare-rnn", "--beside", "names"])
    text = capsys.readouterr().out
    assert all(f"{total / count:.4f} nats a symbol" in text for total, count in tally.own)
    assert "does not know 'T' '␣' ',' ':'" in text


@pytest.mark.parametrize(
    "words",
    [[TEXT * 3, "--beside", "shakespeare-rnn"], [TEXT, "--beside", "shakespeare-gru", "--beside", "shakespeare-deep"],
     ["--model", "adding", "--operate", "tear @9", "--beside", "untouched"]],
    ids=str,
)  # fmt: skip
def test_every_row_adds_up_as_printed(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(["twins", *words])
    rows = re.findall(r"^ +\d+ +\S+((?:  +-?\d+\.\d{4}){3,4})$", capsys.readouterr().out, re.MULTILINE)
    assert len(rows) > 40
    for row in rows:
        *values, by = map(Decimal, row.split())
        assert max(values) - min(values) == by, row


def test_what_the_command_cannot_do_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["twins", "ab"]) == 2
    assert main(["twins", "ab", *["--beside", "names"] * 3]) == 2
    assert main(["twins", "ab", "--beside", "adding"]) == 2
    said = capsys.readouterr().err
    assert "--beside" in said
    assert "at most 2" in said
    assert "share no text" in said


def test_one_unit_alone_carries_where_the_line_began() -> None:
    """The control of docs/twins.md: what the line break after the comma says, with each of the 64 units silenced."""
    session = Session.open(registry.load("shakespeare"), "To be, or not to be,\n")

    def surprise(run: Run) -> float:
        return float(measuring.surprises(run)[-1])

    silenced = {unit: surprise(session.operated([parse(f"ablate {unit}")]).run) for unit in range(64)}
    assert silenced.pop(51) > 1
    assert max(silenced.values()) == silenced[56] < 0.1
    assert surprise(session.run) < 0.05


def test_the_number_behind_an_at_is_a_moment_everywhere() -> None:
    session = twins("shakespeare@2")
    assert names_of(session)[1] == "shakespeare@2"
    found = {one.spelled: one for one in proposals(twins("shakespeare-rnn"), registry.known())}
    assert found["shakespeare@2"].title == "shakespeare@2"
    step = session.run.bundle.snapshots[1].step
    assert found["shakespeare@2"].words == f"The same model after {step:,} updates."
    for name in names_of(session):
        named_beside(session, name)
