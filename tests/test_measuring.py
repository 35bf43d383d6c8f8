"""What counts, measured: against the loss that the core gives, and on hand-set models whose units have known parts."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lstm_tui.core.loss import mean_loss
from lstm_tui.errors import LstmTuiError
from lstm_tui.measuring import at_means, loss_of, silencing, surprises
from lstm_tui.models import registry
from lstm_tui.operations.force import operate
from lstm_tui.operations.kinds import Tear
from lstm_tui.reaching import AT_ONCE, MOST_POSITIONS, Over, reaches
from lstm_tui.run import Run

TEXT = "ROMEO:\nBut, soft! what light through yonder window breaks?\nIt is the east, and Juliet is the sun."


@pytest.mark.parametrize("model", ["shakespeare", "shakespeare-rnn"])
def test_the_loss_is_the_trainers(model: str) -> None:
    bundle = registry.load(model)
    run = Run.open(bundle, TEXT)
    inputs = bundle.tokens.encode(TEXT)
    assert loss_of(run) == pytest.approx(mean_loss(bundle.network, inputs[:-1], inputs[1:]), rel=1e-9)
    p = run.trace.column("probs", 0, 0, 4)
    assert surprises(run)[3] == pytest.approx(-math.log(float(p[3][inputs[4]])), rel=1e-4)


def test_the_counting_unit_counts_and_the_other_does_not_hold_the_count() -> None:
    """counter: unit 0 counts, unit 1 answers nothing of it (its card); the loss rises where the count is silenced."""
    run = Run.open(registry.load("counter"), "aaabbb." * 4)
    free, *rows = silencing(run, 0)
    assert free.operation is None
    assert free.loss == pytest.approx(loss_of(run))
    assert [row.rise for row in rows] == [pytest.approx(row.loss - free.loss) for row in rows]
    assert rows[0].rise > 0
    assert rows[-1].share == 1


def test_gates_at_their_mean() -> None:
    run = Run.open(registry.load("counter"), "aaabbb." * 2)
    rows = list(at_means(run, 0))
    assert len(rows) == 1 + 3 + 3 * 2
    with pytest.raises(LstmTuiError, match="no gates"):
        list(at_means(Run.open(registry.load("shakespeare-rnn"), "ab"), 0))


@pytest.mark.parametrize("model", ["shakespeare", "shakespeare-rnn"])
def test_the_reach_is_the_loss_after_the_note_was_torn_off(model: str) -> None:
    run = Run.open(registry.load(model), TEXT)
    found = [reach for reach in reaches(run) if not math.isnan(reach.loss)]
    assert found[-1].symbols is None
    assert found[-1].share == 1
    largest = found[-2].symbols
    free = surprises(run)
    assert found[-1].loss == pytest.approx(float(free[largest - 1 :].mean()))
    for reach in (found[0], found[4], found[-2]):
        back = reach.symbols - 1
        every = [surprises(operate(run, [Tear(t - back)], len(run)).run)[t] for t in range(largest - 1, len(free))]
        assert reach.loss == pytest.approx(float(np.mean(every)), rel=1e-4)


def test_what_has_no_loss_is_refused() -> None:
    with pytest.raises(LstmTuiError, match="answers with numbers"):
        surprises(Run.open(registry.load("adding"), registry.load("adding").card.default_text))
    with pytest.raises(LstmTuiError, match="nothing to predict"):
        surprises(Run.open(registry.load("counter"), "a"))
    with pytest.raises(LstmTuiError, match="knows none"):
        surprises(Run.open(registry.load("counter"), "a???"))
    unknown = surprises(Run.open(registry.load("counter"), "aa?a"))
    assert np.isnan(unknown).tolist() == [False, True, False]


def test_a_gate_at_its_mean_is_the_operation_that_says_so() -> None:
    run = Run.open(registry.load("reber"), "BTBTSSXSETE" * 3)
    for row in list(at_means(run, 0))[1:6]:
        assert row.loss == loss_of(operate(run, [row.operation], len(run)).run)


@pytest.mark.parametrize(
    ("symbols", "everything"), [(620, True), (900, True), (1223, True), (1224, True), (1300, False)]
)
def test_every_prediction_with_enough_before_it_is_measured_or_blocks_of_a_long_text(
    symbols: int, everything: bool
) -> None:
    """419 places are no whole number of blocks: the last one counts as well. Each row is the mean over the same ones."""
    run = Run.open(registry.load("counter"), ("aaabbb.ab." * symbols)[:symbols])
    found = list(reaches(run))
    (over,) = {reach.over for reach in found}
    places = symbols - 1 - 199  # the last symbol foretells nothing; the first that has read 200 stands at 199
    assert over == Over(min(places, MOST_POSITIONS), symbols - 1, 200, everything)
    assert over.predictions <= 4 * AT_ONCE
    if everything:
        assert found[-1].loss == pytest.approx(float(surprises(run)[199:].mean()), rel=1e-12)
