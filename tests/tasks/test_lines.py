"""A list is read as a list: different lines, shuffled, split between lines, and nothing of one part in another."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.cli import main
from lstm_tui.core.initialise import new_network
from lstm_tui.core.training import Recipe, Trainer
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native
from lstm_tui.tasks.lines import Lines
from lstm_tui.tasks.text import Text

LINES = [
    "".join(letters) + "." * (k % 5) for k, letters in enumerate(product("abcde", "fghij", "klmno", "pqrst"))
]  # 625
LIST = "\n".join(sorted(LINES * 2)) + "\n\n"  # sorted, each twice, an empty line at the end


def parts(task: Lines) -> list[list[str]]:
    """Return the lines of the three parts, as they are read."""
    return [read(task, part).strip("\n").split("\n") for part in (task.known, task.validation, task.test)]


def read(task: Lines, symbols: np.ndarray) -> str:
    return "".join(task.tokens.symbols[k] for k in symbols)


def test_every_different_line_stands_in_one_part_once() -> None:
    known, validation, test = parts(Lines(LIST, Recipe(batch=4, timesteps=10)))
    assert sorted(known + validation + test) == sorted(LINES)
    assert (len(known), len(validation), len(test)) == (500, 62, 63)


def test_the_order_of_the_file_is_forgotten_and_the_seeds_is_kept() -> None:
    recipe = Recipe(batch=4, timesteps=10)
    shuffled = LIST.split("\n")
    np.random.default_rng(5).shuffle(shuffled)
    first, again, other = (Lines(LIST, recipe, seed) for seed in (1, 1, 2))
    assert first.lines == again.lines != other.lines
    ranks = np.argsort(np.argsort(first.lines))
    assert abs(np.corrcoef(ranks, np.arange(625))[0, 1]) < 0.1
    assert sorted(Lines("\n".join(shuffled), recipe).lines) == sorted(first.lines)


def batches(task: Lines, readings: int) -> list[str]:
    """Return what each stream learns in each reading of the list."""
    streams = []
    for _ in range(readings):
        pieces = [task.next_batch(np.random.default_rng(0), task.batch) for _ in range(task.pieces)]
        assert [piece.fresh for piece in pieces] == [True] + [False] * (task.pieces - 1)
        whole = np.concatenate([piece.inputs for piece in pieces] + [pieces[-1].targets[-1:]])
        streams += [read(task, whole[:, b]) for b in range(task.batch)]
    return streams


def test_streams_begin_before_a_line_and_the_next_reading_has_another_order() -> None:
    task = Lines(LIST, Recipe(batch=4, timesteps=10))
    first, second = batches(task, 1), batches(task, 1)
    assert all(stream.startswith("\n") for stream in first + second)
    assert first != second
    known = set(parts(task)[0])
    for stream in first + second:
        assert set(stream.split("\n")[1:-1]) <= known
    lines = [line for stream in first for line in stream.split("\n")[1:-1]]
    assert len(set(lines)) > 0.95 * len(known)  # the ends of the streams cut a few


def test_going_back_to_a_place_reads_the_same() -> None:
    task = Lines(LIST, Recipe(batch=4, timesteps=10))
    rng = np.random.default_rng(0)
    read = [task.next_batch(rng, 4).inputs for _ in range(2 * task.pieces + 3)]
    for place in (2 * task.pieces + 1, 0, task.pieces - 1, task.pieces):
        task.seek(place)
        np.testing.assert_array_equal(task.next_batch(rng, 4).inputs, read[place])


def test_shuffled_lines_hide_the_alphabet_of_a_sorted_file() -> None:
    """Lines of one letter four times, sorted: read in file order the first letter is known, as lines it is not."""
    letters = "abcdefgh"
    lines = sorted(f"{a}{a}{a}{a}{b}{c}" for a, b, c in product(letters, letters, "xyz"))
    text = "\n".join(lines) + "\n"
    recipe = Recipe(hidden=24, batch=4, timesteps=30, steps=300, rate=0.02)

    def first_letters(task: Text) -> float:
        """Return the mean −ln p of the symbols after a break, in the validation read on."""
        rng = np.random.default_rng(1)
        network = new_network("lstm", task.input_size, 24, task.output_size, rng)
        for _ in Trainer(network, task, recipe, rng).steps():
            pass
        p = network.forward(task.validation[:-1]).column("probs")
        after = np.flatnonzero(task.validation[:-1] == task.tokens.index("\n"))
        return float(-np.log(p[after, task.validation[after + 1]]).mean())

    assert first_letters(Lines(text, recipe)) > 0.8 * np.log(8)
    assert first_letters(Text(text, recipe)) != pytest.approx(np.log(8), rel=0.15)


def test_a_list_of_a_few_lines_is_refused() -> None:
    with pytest.raises(LstmTuiError, match="9 different lines"):
        Lines("\n".join("abcdefghi" * 3))


def test_the_command_says_lines_in_the_card_and_resumes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list.txt").write_text(LIST)
    text, out = ["--text", str(tmp_path / "list.txt")], tmp_path / "a.safetensors"
    small = ["--hidden", "8", "--batch", "4", "--timesteps", "10", "--steps", "6"]
    assert main(["train", *text, "--lines", *small, "--out", str(out)]) == 0
    card = native.load(out).card
    assert "--text list.txt --lines" in card.how
    assert card.default_text.split("\n") == parts(Lines(LIST, Recipe(batch=4, timesteps=10)))[1][:4]
    assert "63 of 625 different lines" in card.held_out
    assert "unigram" in card.held_out
    assert "5-gram with back-off" in card.held_out
    assert "62 other lines" in card.held_out
    assert main(["train", "--resume", str(out), *text, "--steps", "8"]) == 0
    assert native.load(out).snapshots[-1].step == 8
    capsys.readouterr()
    assert main(["train", "--task", "latch", "--lines"]) == 2
    assert "--text FILE" in capsys.readouterr().err
