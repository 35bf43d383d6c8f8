"""What is judged is never trained on: said of the tasks by a second hand, for every task whose strings can come again."""

from __future__ import annotations

import random
import zlib

import agreeing
import nesting
import numpy as np
import pytest
import reber_of_1997

from lstm_tui.core.initialise import new_network
from lstm_tui.core.training import Trainer
from lstm_tui.tasks.catalogue import TASKS, task_named
from lstm_tui.tasks.counting import AnBn
from lstm_tui.tasks.unseen import Language

LANGUAGES = [name for name, task in TASKS.items() if issubclass(task, Language)]


def judged(task: Language, seed: int) -> list[list[str]]:
    return [texts for _, _, texts in task.classes(np.random.default_rng(seed))]


def test_these_tasks_keep_strings_apart() -> None:
    assert set(LANGUAGES) == {"reber", "brackets", "agreement", "latch"}


@pytest.mark.parametrize("name", LANGUAGES)
def test_no_judged_string_is_a_training_draw(name: str) -> None:
    task = task_named(name)
    assert isinstance(task, Language)
    rng = np.random.default_rng(3)
    drawn = {task.key(task.text(rng)) for _ in range(4000)}
    assert len(drawn) > 100
    for texts in judged(task, 1):
        assert not drawn.intersection(map(task.key, texts))
    for key in drawn:  # and none can be: the rule, said again
        assert task.size(key) <= task.largest
        assert task.size(key) < task.smallest or zlib.crc32(key.encode()) % 8 != 0


@pytest.mark.parametrize("name", LANGUAGES)
def test_what_is_judged_is_distinct_not_empty_enough_and_apart(name: str) -> None:
    task = task_named(name)
    assert isinstance(task, Language)
    classes = task.classes(np.random.default_rng(2))
    assert any(not trained for _, trained, _ in classes), "some sizes are never trained on"
    for label, trained, texts in classes:
        assert len(texts) == len(set(texts)) >= (10 if name == "latch" else 40), label
        for text in texts:
            assert len(text) > 1
            far = task.size(text) > task.largest
            assert far or zlib.crc32(task.key(text).encode()) % 8 == 0
            assert far is not trained


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_training_reads_only_what_is_not_apart(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The strings that the trainer really reads, taken from its batches."""
    task = task_named(name)
    assert isinstance(task, Language)
    network = new_network("lstm", task.input_size, 3, task.output_size, np.random.default_rng(0), output=task.output)
    read: list[str] = []
    batch_of = type(task).batch
    monkeypatch.setattr(type(task), "batch", lambda self, texts: read.extend(texts) or batch_of(self, texts))
    for _ in Trainer(network, task, task.recipe, np.random.default_rng(7)).steps(40):
        pass
    assert len(read) == 40 * task.recipe.batch
    assert not any(task.apart(text) for text in read)


def test_counting_trains_on_ten_and_is_judged_beyond() -> None:
    task, rng = AnBn(), np.random.default_rng(0)
    assert {len(task.text(rng)) for _ in range(300)} == {2 * n + 2 for n in range(1, 11)}
    assert next(low for low, high in task.sizes if high > 10) == 11


def test_the_tasks_and_the_judges_agree_on_what_may_follow() -> None:
    rng, draws = random.Random(5), np.random.default_rng(5)
    reber, brackets = task_named("reber"), task_named("brackets")
    assert isinstance(reber, Language)
    assert isinstance(brackets, Language)
    for _ in range(200):
        for text in (reber_of_1997.drawn(rng), reber.of_size(draws, int(draws.integers(9, 60))), reber.draw(draws)):
            assert [set(may) for may in reber.legal(text)] == reber_of_1997.allowed(text)
        for text in (nesting.drawn(rng, 40)[0], brackets.draw(draws)):
            assert [set(may) for may in brackets.legal(text)] == nesting.allowed(text)


def test_reber_strings_of_a_length_come_as_often_as_the_grammar_walks_them() -> None:
    """16 symbols: the shares of the longest-loop strings, from walks that were kept, against those drawn by length."""
    task, rng = task_named("reber"), random.Random(16)
    assert isinstance(task, Language)
    walked = [text for text in (reber_of_1997.drawn(rng) for _ in range(40_000)) if len(text) == 16]
    draws = np.random.default_rng(16)
    by_length = [task.of_size(draws, 16) for _ in range(len(walked))]
    for part in ("SSS", "TTTT", "XX", "VP"):
        share = [np.mean([part in text[2:-2] for text in texts]) for texts in (walked, by_length)]
        assert share[0] == pytest.approx(share[1], abs=0.06), part
    assert {len(text) for text in by_length} == {16}


def test_sentences_of_the_task_are_those_of_the_judge() -> None:
    task, rng = task_named("agreement"), random.Random(2)
    assert isinstance(task, Language)
    for phrases in range(4):
        text, good, _ = agreeing.drawn(rng, phrases)
        sentence = text + ("are" if good == "a" else "is") + " old."
        assert task.key(sentence) == text
        assert task.size(sentence) == phrases
