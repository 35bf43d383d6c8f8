"""What is asked for is what one gets: the model's own text, whole texts, the layer that was named, plain words on files."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.core.cells import LSTM
from lstm_tui.core.network import Network
from lstm_tui.core.sampling import Sampling
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.explain.reading import Reading
from lstm_tui.family import read_lead
from lstm_tui.models import native, registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.panels.tape import draw_tape
from lstm_tui.session import Session


def run(*arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "lstm_tui", *arguments]
    return subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    """A model of two layers with 5 and 3 units."""
    random = np.random.default_rng(0)
    cells = [LSTM(random.normal(size=(20, 3)), random.normal(size=(20, 5))),
             LSTM(random.normal(size=(12, 5)), random.normal(size=(12, 3)))]  # fmt: skip
    path = tmp_path / "deep.safetensors"
    native.save(ModelBundle("deep", Network(cells, random.normal(size=(3, 3))), Vocabulary("abc"), Card("deep")), path)
    return path


def test_without_a_text_the_model_s_own_is_read() -> None:
    content = json.loads(run("trace", "--model", "counter", "--format", "json").stdout)
    assert "".join(content["symbols"]) == registry.load("counter").card.default_text


def test_a_text_begins_at_its_beginning_and_a_mark_of_byte_order_is_none_of_it(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_bytes("\ufeffabcdefghij".encode())
    for words, given in ((["--file", str(path)], None), (["-"], path.read_bytes())):
        content = json.loads(run("trace", *words, "--format", "json", given=given).stdout)
        assert "".join(content["symbols"]) == "abcdefghij"


def test_the_layer_named_is_the_layer_given(deep: Path) -> None:
    bundle = native.load(deep)
    trace = bundle.network.forward(bundle.tokens.encode("abca"))
    for layer, units in ((1, 5), (2, 3)):
        done = run("trace", "abca", "--model", str(deep), "--layer", str(layer), "--format", "json")
        (found,) = json.loads(done.stdout)["layers"]
        assert np.shape(found["c"]) == (4, units)
        np.testing.assert_array_equal(found["c"], trace.column("c", layer - 1))
    assert b"This model has 2" in run("trace", "abca", "--model", str(deep), "--layer", "0").stderr


def test_a_text_longer_than_what_is_shown_at_first_is_whole() -> None:
    done = run("trace", "-", "--model", "counter", "--format", "csv", given=b"ab" * 1000)
    rows = [row for row in done.stdout.decode().splitlines() if ",c,0," in row]
    assert len(rows) == 2000
    assert [float(row.split(",")[-1]) for row in rows[-2:]] == [1.0, 0.0]


@pytest.mark.parametrize("name", ["a.pt", "model.keras", "notes.txt"])
def test_a_file_of_another_kind_says_what_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK")
    for words in (["trace", "hi", "--model"], ["models"]):
        done = run(*words, str(tmp_path / name))
        assert done.returncode == 2
        assert done.stderr.count(b"\n") == 1
        assert b".safetensors" in done.stderr
        assert b"no model" not in done.stderr


def test_tasks_say_texts_and_not_what_python_calls_them() -> None:
    said = run("tasks").stdout.decode()
    assert "property object" not in said
    assert "<" not in said
    assert "+" in said[said.index("adding") :], "a sequence of numbers to try"


def test_a_home_of_nobody_is_one_line() -> None:
    for words in (["--file", "~nobody-here/x"], ["--model", "~nobody-here/x"], ["-o", "~nobody-here/x"]):
        done = run("trace", *(["hi"] if words[0] != "--file" else []), *words)
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done.stderr


def test_what_is_written_keeps_mode_links_and_devices(tmp_path: Path) -> None:
    target, link = tmp_path / "run.json", tmp_path / "link.json"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    assert run("trace", "hi", "--format", "json", "-o", str(link)).returncode == 0
    assert link.is_symlink()
    assert json.loads(target.read_text())["symbols"] == ["h", "i"]
    assert target.stat().st_mode & 0o777 == 0o640
    assert run("trace", "hi", "-o", "/dev/null").returncode == 0
    assert Path("/dev/null").is_char_device()
    assert b"Forget gate" in run("trace", "hi", "-o", "/dev/fd/1").stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.json", "run.json"]
    command = f"{sys.executable} -m lstm_tui trace 'hello world' --format csv -o /dev/fd/1 | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b""), "who reads it may have heard enough"


def test_a_text_given_with_a_model_is_the_only_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    session, read, forward = Session.open(registry.load(), "hello"), [], Network.forward
    monkeypatch.setattr(Network, "forward", lambda self, x, t=None: read.append(len(x)) or forward(self, x, t))
    assert session.with_model(registry.load("counter"), "ab").run.text == "ab"
    assert read == [2]


def test_the_pitch_of_the_tape_stands_still() -> None:
    session = Session.open(registry.load("adding"), registry.load("adding").card.default_text)

    def pitch(reading: Reading) -> set[int]:
        starts = sorted({target.start for target in draw_tape(reading, 120, 2).targets})
        return {after - before for before, after in itertools.pairwise(starts)}

    pitches = [pitch(read_lead(session.seek(t), 0)) for t in range(0, len(session), 7)]
    assert all(found == pitches[0] and len(found) == 1 for found in pitches)


def test_the_tape_follows_the_cursor() -> None:
    session = Session.open(registry.load("counter"), "ab." * 100)
    for t in (0, 5, 150, 299):
        shown = [target.meaning.timestep for target in draw_tape(read_lead(session.seek(t), 0), 80, 2).targets]
        assert t in shown
        assert set(shown) == set(range(min(shown), max(shown) + 1))
        assert min(shown) == 0 if t < 9 else min(shown) > 0


def test_top_p_keeps_just_as_many_as_reach_it() -> None:
    logits = np.log(np.array([0.5, 0.25, 0.125, 0.125]))
    assert (Sampling(top_p=0.5).distribution(logits) > 0).tolist() == [True, False, False, False]
    assert (Sampling(top_p=0.75).distribution(logits) > 0).tolist() == [True, True, False, False]
    assert (Sampling(top_p=0.76).distribution(logits) > 0).sum() == 3


def test_the_seed_of_writing_on_is_used() -> None:
    one, again, other = (run("sample", "To be", "--length", "40", "--seed", seed).stdout for seed in ("1", "1", "2"))
    assert one == again != other


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)
    done = run("trace", "--file", str(path))
    assert done.returncode == 2
    assert b"larger than 64 MiB" in done.stderr


def test_the_plain_text_gives_every_value() -> None:
    said = run("trace", "To", "--timestep", "1", "--phase", "cell").stdout.decode()
    trace = registry.load().network.forward(registry.load().tokens.encode("To"))
    lines = said[said.index("c (64,)") :].splitlines()[1:9]
    printed = [float(word) for line in lines for word in line.partition(":")[2].split()]
    np.testing.assert_allclose(printed, trace.step(0)["c"], rtol=1e-5)


def test_a_one_hot_is_printed_as_its_place() -> None:
    """The place is the one at which the exported x has its 1; an unknown symbol's x has none."""
    columns = json.loads(run("trace", "aqb", "--model", "counter", "--format", "json").stdout)["layers"][0]["x"]
    printed = run("trace", "aqb", "--model", "counter", "--phase", "input").stdout.decode()
    lines = [line for line in printed.splitlines() if line.startswith("  x (3,)")]
    assert lines == [
        f"  x (3,)  one-hot: 1 at place {columns[0].index(1.0)}, 0 at the other 2",
        "  x (3,)  all 0",
        f"  x (3,)  one-hot: 1 at place {columns[2].index(1.0)}, 0 at the other 2",
    ]


def test_an_x_that_is_no_choice_of_one_is_printed_in_full(deep: Path) -> None:
    above = run("trace", "ab", "--model", str(deep), "--phase", "input", "--layer", "2").stdout.decode()
    assert "  x (5,)\n       0:" in above
    numbers = run("trace", "1,0 0,1", "--model", "adding", "--phase", "input").stdout.decode()
    assert "  x (2,)\n       0:            1            0" in numbers
