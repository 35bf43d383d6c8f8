"""lstm-tui train, sample and tasks, as a person runs them."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from lstm_tui.cli import main
from lstm_tui.models import native


def lstm_tui(*words: str, cwd: Path, status: int = 0) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "COLUMNS": "300"}
    done = subprocess.run([sys.executable, "-m", "lstm_tui", *words], cwd=cwd, env=environment, capture_output=True, text=True, timeout=100)  # fmt: skip
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_a_task_becomes_a_model_that_opens_with_its_snapshots(tmp_path: Path):
    words = ["--task", "latch", "--steps", "400", "--seed", "1", "--try", "1..? 0?", "--licence", "none", "--final"]
    done = lstm_tui("train", *words, "--out", "bit", cwd=tmp_path)
    assert done.stdout == "bit.safetensors\n"
    bundle = native.load(tmp_path / "bit.safetensors")
    assert [snapshot.step for snapshot in bundle.snapshots] == [0, 4, 12, 32, 80, 160, 280, 400]
    assert bundle.task == "latch"
    assert shlex.split(bundle.card.how.split("; ")[1]) == ["lstm-tui", "train", *words]
    np.testing.assert_array_equal(
        bundle.snapshots[-1].weights[: bundle.network.cell.W_ih.size], bundle.network.cell.W_ih.ravel()
    )
    before = bundle.at_snapshot(0).network
    assert not np.array_equal(before.W_hy, bundle.network.W_hy)
    trace = lstm_tui("trace", "1..?", "--model", "bit.safetensors", cwd=tmp_path)
    assert "bit" in trace.stdout
    assert "bit  (LSTM" in lstm_tui("models", "bit.safetensors", cwd=tmp_path).stdout


def test_the_same_seed_makes_the_same_model_and_another_another(tmp_path: Path):
    for name, seed in (("a", "3"), ("b", "3"), ("c", "4")):
        lstm_tui("train", "--task", "latch", "--steps", "50", "--seed", seed, "--out", name, cwd=tmp_path)
    a, b, c = (load_file(tmp_path / f"{name}.safetensors")["layer1.W_hh"] for name in "abc")
    assert np.array_equal(a, b)
    assert not np.array_equal(a, c)


def test_interrupted_and_resumed_equals_never_interrupted(tmp_path: Path):
    words = ["train", "--task", "order", "--steps", "150", "--seed", "2"]
    lstm_tui(*words, "--out", "whole", cwd=tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-m", "lstm_tui", *words, "--out", "parts"], cwd=tmp_path, stderr=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, env={**os.environ, "OMP_NUM_THREADS": "1", "COLUMNS": "300"},
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if line.strip().startswith("12 "):
            break
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    if process.returncode == 130:  # a machine may be so quick that it was done
        assert "Go on with: lstm-tui train --resume parts.safetensors" in said
        lstm_tui("train", "--resume", "parts.safetensors", cwd=tmp_path)
    whole, parts = (load_file(tmp_path / f"{name}.safetensors") for name in ("whole", "parts"))
    for name in ("layer1.W_ih", "layer1.W_hh", "output.W_hy", "training.optimiser.mean"):
        np.testing.assert_array_equal(whole[name], parts[name])


def test_a_text_is_learned_and_written_on(tmp_path: Path):
    (tmp_path / "text.txt").write_text("the cat sat on the mat. " * 300)
    lstm_tui("train", "--text", "text.txt", "--steps", "400", "--batch", "8", "--timesteps", "24", "--hidden", "24",
             "--out", "cat", cwd=tmp_path)  # fmt: skip
    written = lstm_tui(
        "sample", "the c", "--model", "cat.safetensors", "--length", "40", "--temperature", "0", cwd=tmp_path
    )
    assert "cat sat on the mat." in written.stdout
    shown = lstm_tui(
        "sample", "the c", "--model", "cat.safetensors", "--length", "3", "--show", "--seed", "5", cwd=tmp_path
    )
    assert len(shown.stdout.splitlines()) == 3
    again = lstm_tui(
        "sample", "the c", "--model", "cat.safetensors", "--length", "3", "--show", "--seed", "5", cwd=tmp_path
    )
    assert again.stdout == shown.stdout


def test_a_column_of_numbers_is_learned(tmp_path: Path):
    rows = "\n".join(f"{k},{np.sin(k / 3):.4f}" for k in range(400))
    (tmp_path / "wave.csv").write_text("k,wave\n" + rows)
    done = lstm_tui("train", "--csv", "wave.csv:wave", "--steps", "300", cwd=tmp_path)
    right, total = done.stderr[done.stderr.index("held out: ") + 10 :].split()[:3:2]
    assert int(right) > 0.8 * int(total)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["train"], "Give --task NAME"),
        (["train", "--task", "rebr"], "Did you mean 'reber'?"),
        (["train", "--task", "reber", "--hidden", "0"], "--hidden 0 is below 1"),
        (["train", "--text", "none.txt"], "no file 'none.txt'"),
        (["train", "--text", "empty.txt"], "empty"),
        (["train", "--text", "short.txt"], "need"),
        (["train", "--text", "short.txt", "--batch", "0"], "--batch 0 is below 1"),
        (["train", "--task", "reber", "--hidden", "100000"], "GiB of memory"),
        (["train", "--task", "reber", "--rate", "-1"], "learning rate -1"),
        (["train", "--task", "reber", "--out", "nowhere/x"], "no folder 'nowhere'"),
        (["train", "--csv", "gaps.csv:b"], "Row 3 has nothing in column 'b'"),
        (["train", "--csv", "words.csv:a"], "Row 3 has x in column 'a'"),
        (["train", "--csv", "one.csv:a"], "1 values"),
        (["train", "--csv", "gaps.csv:z"], "no column 'z'. There are: a, b."),
        (["train", "--csv", "gaps.csv"], "names no column"),
        (["train", "--resume", "short.txt"], "not an lstm-tui model"),
        (["train", "--resume", "none.safetensors"], "There is no file"),
        (["sample", "--temperature", "-1"], "temperature -1"),
        (["sample", "--top-p", "0"], "top-p 0"),
        (["sample", "--top-k", "-2"], "top-k -2"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_a_hint(words: list[str], said: str, tmp_path: Path):
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "short.txt").write_text("ab")
    (tmp_path / "gaps.csv").write_text("a,b\n1,2\n3,\n")
    (tmp_path / "words.csv").write_text("a\n1\nx\n")
    (tmp_path / "one.csv").write_text("a\n1\n")
    done = lstm_tui(*words, cwd=tmp_path, status=2)
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_said_at_once(tmp_path: Path):
    tmp_path.chmod(0o500)
    assert "cannot be written to" in lstm_tui("train", "--task", "latch", cwd=tmp_path, status=2).stderr


def test_the_old_file_stays_whole_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    lstm_tui("train", "--task", "latch", "--steps", "10", "--out", "bit", cwd=tmp_path)
    path = tmp_path / "bit.safetensors"
    before = path.read_bytes()
    bundle = native.load(path)

    def full(self: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(native.LstmTuiError, match="No space left"):
        native.save(bundle, path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_tasks_are_listed_with_their_stories(tmp_path: Path):
    listed = lstm_tui("tasks", cwd=tmp_path).stdout
    for name in (
        "reber",
        "continual-reber",
        "anbn",
        "anbncn",
        "adding",
        "order",
        "lag",
        "latch",
        "brackets",
        "agreement",
    ):
        assert f"{name}  (" in listed


@pytest.mark.parametrize(
    ("kind", "said"), [("foo", "lstm, rnn, gru"), ("gru~foo", "There are: gru~"), ("a~b", "KIND~NAME")]
)
def test_a_kind_that_is_none_is_told_which_there_are_uncut(kind: str, said: str, capsys) -> None:
    assert main(["train", "--task", "reber", "--cell", kind]) == 2
    told = capsys.readouterr().err
    assert f"There is no cell '{kind}'." in told
    assert said in told
    assert "…" not in told
