"""The command line in a process of its own: what it prints, its exit status, and what it does not load."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest


def run(*arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "lstm_tui", *arguments]
    return subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--help"], ["textual", "rich", "numpy"]),
        (["--version"], ["textual", "rich", "numpy"]),
        (["trace", "--help"], ["textual", "rich", "numpy"]),
        (["trace", "hi"], ["textual", "rich"]),
        (["diagram"], ["textual", "rich"]),
        (["models"], ["textual", "rich"]),
    ],
)
def test_what_is_not_loaded(arguments: list[str], absent: list[str]) -> None:
    code = (
        "import sys, lstm_tui.cli as c\n"
        f"try: c.main({arguments!r})\nexcept SystemExit: pass\n"
        f"print('LOADED', [m for m in {absent!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED []"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([""], "empty"),
        (["trace", ""], "empty"),
        (["trace", "hi", "--timestep", "3"], "from 1 to 2"),
        (["trace", "hi", "--timestep", "0"], "from 1 to 2"),
        (["trace", "hi", "--model", "contour"], "Did you mean 'counter'?"),
        (["trace", "hi", "--phase", "reset-gate"], "forget-gate"),
        (["trace", "hi", "--layer", "2"], "This model has 1"),
        (["trace", "--file", "/nowhere/at/all"], "no file"),
        (["trace", "--file", "/"], "not a regular file"),
        (["trace", "hi", "-o", "/nowhere/at/all"], "cannot be written"),
        (["trace", "--model", "/nowhere.safetensors", "hi"], "There is no file"),
        (["--nonsense"], "--help"),
        (["hello", "--unit", "64"], "units 0 to 63"),
        (["hello", "--unit", "-1"], "units 0 to 63"),
        (["hello", "--moment", "99"], "There is no moment 99"),
        (["diagram", "hello", "--unit", "64"], "units 0 to 63"),
        (["hello"], "lstm-tui trace"),
    ],
)
def test_what_the_user_got_wrong_is_one_line_and_status_2(arguments: list[str], words: str) -> None:
    done = run(*arguments)
    error = done.stderr.decode()
    assert done.returncode == 2
    assert error.count("\n") == 1
    assert words in error


def test_a_hostile_text_does_not_reach_the_terminal() -> None:
    for arguments in (["trace", "-"], ["trace", "-", "--format", "csv"], ["trace", "-", "--format", "json"]):
        done = run(*arguments, given=b"a\x1b]0;x\x07\xff\xe2\x80\xae\x9b")
        assert done.returncode == 0
        out = done.stdout.decode()
        assert not any(character in out for character in "\x1b\x07\u202e\x9b")


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m lstm_tui trace 'hello world' | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_json_has_the_whole_run() -> None:
    content = json.loads(run("trace", "abé", "--model", "counter", "--format", "json").stdout)
    assert list(content) == [
        "model",
        "cell",
        "hidden_size",
        "operations",
        "symbols",
        "layers",
        "logits",
        "probs",
        "vocabulary",
    ]
    assert (content["symbols"], content["vocabulary"]) == (["a", "b", "é"], ["a", "b", "."])
    (layer,) = content["layers"]
    assert list(layer) == ["x", "h_prev", "c_prev", "z", "i", "f", "g", "o", "kept", "written", "c", "tanh_c", "h"]
    arrays = {name: np.array(values, np.float32) for name, values in layer.items()}
    assert arrays["x"].tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert np.array_equal(arrays["c"], arrays["f"] * arrays["c_prev"] + arrays["i"] * arrays["g"])
    assert arrays["c"][:, 0].tolist() == [1, 0, 0]
    assert np.allclose(np.sum(content["probs"], axis=1), 1)


def test_csv_and_npz_say_what_json_says(tmp_path: Path) -> None:
    content = json.loads(run("trace", "abba", "--format", "json").stdout)
    rows = csv.DictReader(io.StringIO(run("trace", "abba", "--format", "csv").stdout.decode()))
    written = [float(row["value"]) for row in rows if row["timestep"] == "3" and row["quantity"] == "c"]
    assert written == content["layers"][0]["c"][2]
    assert run("trace", "abba", "--format", "npz", "-o", str(tmp_path / "run.npz")).returncode == 0
    with np.load(tmp_path / "run.npz") as arrays:
        assert arrays["layer1.c"].tolist() == content["layers"][0]["c"]
        assert arrays["probs"].tolist() == content["probs"]


def test_a_part_of_the_run() -> None:
    content = json.loads(run("trace", "abba", "--format", "json", "--timestep", "2", "--phase", "forget-gate").stdout)
    assert content["symbols"] == ["b"]
    assert list(content["layers"][0]) == ["x", "h_prev", "c_prev", "f"]
    assert "probs" not in content


def test_the_diagram_shows_only_what_is_born() -> None:
    early, late = (
        run("diagram", "--model", "counter", "--phase", phase).stdout.decode() for phase in ("forget-gate", "hidden")
    )
    assert "f 1.00" in early
    assert "o 1.00" not in early
    assert "o 1.00" in late


@pytest.mark.parametrize("width", [49, 60, 69, 70, 78, 120, 200])
def test_a_bare_diagram_has_names_and_no_numbers_in_any_width(width: int) -> None:
    said = run("diagram", "--bare", "--width", str(width)).stdout.decode()
    drawn, _, equations = said.partition("\n\n")
    assert {len(line) for line in drawn.split("\n")} == {width}
    for name in ("forget", "input", "candidate", "output", "[h,x]", "W_hy", "tanh"):
        assert name in drawn
    assert not any(character.isdigit() for character in drawn)
    assert "c = f ⊙ c_prev + i ⊙ g" in equations


def test_a_diagram_that_has_no_room_says_so() -> None:
    assert "49" in run("diagram", "--width", "20").stderr.decode()


def test_a_text_that_is_a_command_s_name_goes_behind_dashes() -> None:
    assert "needs a terminal" in run("--", "trace").stderr.decode()
