"""What a network shows of itself: from the start symbol to the end, marked where it goes wrong, counted as far as it counts."""

from __future__ import annotations

import re

import numpy as np
import pytest

from lstm_tui.core.initialise import new_network
from lstm_tui.models import registry
from lstm_tui.tasks.catalogue import TASKS, task_named
from lstm_tui.tasks.numbers import Series
from lstm_tui.tasks.reber import ContinualReber, EmbeddedReber
from lstm_tui.tasks.showing import LONGEST, judged, stated
from lstm_tui.tasks.text import Text


def test_the_reber_strings_that_the_model_writes_begin_and_end_as_the_grammar_does() -> None:
    """B, T or P, a Reber string B … E, the same T or P, E: after Hochreiter & Schmidhuber 1997, figure 4."""
    samples = EmbeddedReber().samples(registry.load("reber").network)
    for sample in samples:
        text = sample.given + sample.said
        assert sample.given == "B"
        if sample.right:
            assert re.fullmatch(r"B([TP])B[TPSXV]*E\1E", text)
    assert sum(sample.right is True for sample in samples) >= len(samples) - 2


@pytest.mark.parametrize(
    ("said", "wrong", "right"),
    [("TBTXSETE", None, True), ("TBPVVEPETE", 6, False), ("TBTXSEPE", 6, False), ("TBTXSET", None, False), ("BTXSE", 0, False)],
)  # fmt: skip
def test_the_first_symbol_that_may_not_stand_there_is_marked(said: str, wrong: int | None, right: bool) -> None:
    task = EmbeddedReber()
    sample = judged("B", said, task.legal("B" + said), task.ended("B" + said))
    assert (sample.wrong, sample.right) == (wrong, right)


@pytest.mark.parametrize(
    ("text", "ended"), [("BTBTXSETE", True), ("BTBTXSET", False), ("BTBTXSE", False), ("E", False), ("", False)]
)
def test_only_the_outer_e_ends_a_string_and_nothing_ends_a_stream(text: str, ended: bool) -> None:
    assert EmbeddedReber().ended(text) is ended
    assert ContinualReber().ended(text) is False


def test_the_counting_model_shows_each_n_that_it_accepts_and_where_it_fails() -> None:
    task, network = task_named("anbn"), registry.load("anbn").network
    for sample in task.samples(network):
        assert re.fullmatch(r"Sa+b*T?", sample.given + sample.said)
        n = sample.given.count("a")
        assert sample.right == task.accepts(network, n)
        assert sample.right == ((sample.given + sample.said) == "S" + "a" * n + "b" * n + "T")
    fresh = new_network("lstm", 4, 6, 4, np.random.default_rng(1), output="sigmoid")
    assert task.reach(fresh) == 0
    failed = task.samples(fresh)[0]
    assert failed.right is False
    assert "may come" in failed.note
    assert task.reach(network) == min(100, task.furthest(network, 300))


@pytest.mark.parametrize("name", TASKS)
def test_every_task_shows_something_of_an_untrained_network_of_any_kind(name: str) -> None:
    task = task_named(name)
    for cell in ("lstm", "rnn"):
        network = new_network(cell, task.input_size, 3, task.output_size, np.random.default_rng(2), output=task.output)
        samples = task.samples(network)
        assert samples == task.samples(network), "from the same seed"
        assert samples
        for sample in samples:
            assert len(sample.said) <= LONGEST
            assert sample.wrong is None or sample.right is False


def test_an_answer_in_numbers_adds_up() -> None:
    for sample in task_named("adding").samples(registry.load("adding").network):
        marked = [float(word) for word in re.findall(r"[+-]\d\.\d+", sample.given)]
        wanted, off = map(float, re.findall(r"wanted ([+-][\d.]+), off by ([\d.e-]+)", sample.note)[0])
        assert wanted == pytest.approx(0.5 + sum(marked) / 4, abs=4e-4)
        assert abs(float(sample.said) - wanted) == pytest.approx(off, abs=2e-4)
        assert sample.right == (off < 0.04)
    assert stated("", 1.0, 1.5, 0.6).right
    assert stated("", 1.0, 1.5, 0.4).right is False


def test_a_text_begins_at_a_line_and_a_series_is_told_in_its_own_units() -> None:
    task = Text("one two\nthree\n" * 300)
    network = new_network("rnn", task.input_size, 3, task.output_size, np.random.default_rng(2))
    (sample,) = task.samples(network)
    assert (sample.given, sample.right, len(sample.said)) == ("", None, 480)
    series = Series(np.arange(100, 200, dtype=float))
    flat = new_network("rnn", 1, 3, 1, np.random.default_rng(2), output="linear")
    flat.parameters["output.W_hy"][...] = 0
    flat.parameters["output.b_y"][...] = 0
    last = series.samples(flat)[-1]  # zero in its own scale is the mean of what is known, 100 … 189
    assert (last.given, last.said) == ("after +198", "+144.5")
    assert last.note == "wanted +199, off by 54.5"


@pytest.mark.parametrize("name", TASKS)
def test_a_glance_judges_by_the_criterion_what_the_words_say(name: str) -> None:
    """An untrained network and, where there is one, the bundled model: the words are the task's, the count is of the sample."""
    task = task_named(name)
    batch = task.measured_on(np.random.default_rng(0))
    fresh = new_network("rnn", task.input_size, 3, task.output_size, np.random.default_rng(2), output=task.output)
    verdict = task.glance(fresh, batch)
    assert 0 <= verdict.right <= verdict.total
    assert verdict.criterion == task.criterion
    if name in registry.names():
        trained = registry.load(name)
        if trained.task == name:
            assert task.glance(trained.network, batch).share >= 0.97


def test_counting_is_judged_beyond_what_was_trained_also_on_the_way() -> None:
    task = task_named("anbn")
    verdict = task.glance(registry.load("anbn").network, task.measured_on(np.random.default_rng(0)))
    accepted = sum(task.accepts(registry.load("anbn").network, n) for n in range(11, 51))
    assert (verdict.right, verdict.total) == (accepted, 40)


def test_the_levels_are_what_they_are_called() -> None:
    """ln 2 where two symbols may follow, 0 where one may; ½ · .04²; the guess that nothing changes."""
    task = EmbeddedReber()
    text = "BTBTXSETE"  # B: T or P; T: B; B: T or P; T: S or X; X: X or S; S: E; E: T; T: E
    ((_, loss),) = task.levels(task.batch([text]))
    assert loss == pytest.approx(4 * np.log(2) / 8)
    adding = task_named("adding")
    ((_, error),) = adding.levels(adding.measured_on(np.random.default_rng(0)))
    assert error == pytest.approx(0.0008)
    series = Series(np.arange(20, dtype=float))
    ((_, lazy),) = series.levels(series.measured_on(np.random.default_rng(0)))
    assert lazy == pytest.approx(0.5 / series.deviation**2)
