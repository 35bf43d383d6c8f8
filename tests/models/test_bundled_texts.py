"""The bundled models of texts: what their cards say, what the README says, what they write."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.cli import main
from lstm_tui.models import registry
from lstm_tui.tasks.lines import Lines

TEXTS = ("shakespeare", "shakespeare-rnn", "shakespeare-gru", "shakespeare-deep", "names")
README = Path(__file__).parents[2] / "README.md"


def figures(name: str) -> tuple[float, float, float, float]:
    """Return from a card: test, validation, unigram and 5-gram."""
    words = registry.load(name).card.held_out
    found = re.match(r"([\d.]+) nats a character on the test, .*?; ([\d.]+) on the validation, .*unigram ([\d.]+), "
                     r"5-gram with back-off ([\d.]+)", words)  # fmt: skip
    assert found, words
    test, validation, unigram, grams = map(float, found.groups())
    return test, validation, unigram, grams


@pytest.mark.parametrize("name", TEXTS)
def test_a_card_has_test_validation_and_baseline(name: str) -> None:
    """An LSTM or a GRU knows more than counting; a vanilla RNN of that size does not reach the 5-gram on plays it never read."""
    test, validation, unigram, grams = figures(name)
    assert grams < unigram
    assert (test < grams) == (name != "shakespeare-rnn")
    assert 0 < test - validation < 0.3 if name != "names" else abs(test - validation) < 0.05


@pytest.mark.parametrize("name", TEXTS)
def test_the_readme_says_what_the_card_says(name: str) -> None:
    (line,) = (line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{name}` |"))
    assert f"{figures(name)[0]:.3f}" in line


@pytest.mark.parametrize("name", TEXTS)
def test_moments_are_measured_one_by_one(name: str) -> None:
    """Update 0 knows nothing: its loss is near ln V, and its own; the last is near the validation's, on a part of it."""
    bundle = registry.load(name)
    losses = [moment.loss for moment in bundle.snapshots]
    assert len(set(losses)) == len(losses)
    assert losses[0] == pytest.approx(np.log(len(bundle.tokens.symbols)), abs=0.1)
    assert losses[-1] == pytest.approx(figures(name)[1], abs=0.12)
    assert bundle.scale is not None


def test_the_recipe_of_names_learns_no_line_that_judges_it() -> None:
    """A list as names are: its parts as the bundled model's command cuts them, and all that three readings learn."""
    words = shlex.split(registry.load("names").card.how.split("; ")[1])
    assert "--lines" in words
    lines = sorted("".join(letters) for letters in product("abcde", "fghij", "klmno", "pqrst"))
    recipe = replace(Lines.recipe, batch=int(words[words.index("--batch") + 1]), timesteps=20)
    task = Lines("\n".join(lines * 2), recipe, int(words[words.index("--seed") + 1]))
    learned: set[str] = set()
    for _ in range(3):
        batches = [task.next_batch(np.random.default_rng(0), task.batch) for _ in range(task.pieces)]
        for stream in np.concatenate([batch.inputs for batch in batches]).T:
            learned |= {*"".join(task.tokens.symbols[k] for k in stream).split("\n")[1:-1]}
    held = {*"".join(task.tokens.symbols[k] for k in [*task.validation, *task.test]).split("\n")} - {""}
    assert len(held) == 125
    assert not learned & held
    assert learned <= set(lines)
    assert len(learned) > 300  # of 500; the ends of the streams cut some


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_names_are_varied(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    """They begin with many letters, not with one as in a sorted file, and hardly one comes twice."""
    assert main(["sample", "emma", "--model", "names", "--length", "400", "--seed", str(seed)]) == 0
    names = capsys.readouterr().out.strip().split("\n")[1:-1]
    assert len(names) > 35
    assert len(set(names)) > 0.9 * len(names)
    firsts = [name[:1] for name in names]
    assert len(set(firsts)) >= 10
    assert max(firsts.count(letter) for letter in set(firsts)) < 0.35 * len(names)
