"""What a training lives through: signals, full disks, kills while it saves, a file that an older release ruined."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from lstm_tui import files
from lstm_tui.cli import main
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native
from lstm_tui.training.workshop import Workshop


def begun(out: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "lstm_tui",
        "train",
        "--task",
        "latch",
        "--steps",
        "100000",
        "--out",
        str(out),
        *more,
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stderr is not None
    assert b"weights" in process.stderr.readline()
    assert b"loss" in process.stderr.readline()  # the first milestone
    return process


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_saves_and_says_how_to_go_on(number: signal.Signals, tmp_path: Path) -> None:
    out = tmp_path / "a.safetensors"
    process = begun(out)
    process.send_signal(number)
    said = process.communicate(timeout=30)[1].decode()
    assert process.returncode == 130
    assert "--resume" in said
    _, paused = native.load_with_training(out)
    assert paused is not None


def test_a_full_disk_at_the_end_saves_elsewhere_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out, save = tmp_path / "out" / "a.safetensors", native.save
    out.parent.mkdir()
    monkeypatch.setattr("lstm_tui.files.models_folder", lambda: tmp_path / "models")

    def full(bundle, path, paused=None):
        if path.parent == out.parent:
            raise LstmTuiError("It cannot be written: No space left on device.")
        save(bundle, path, paused)

    monkeypatch.setattr(native, "save", full)
    assert main(["train", "--task", "latch", "--steps", "3", "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert "No space left" in said.err
    other = tmp_path / "models" / "a.safetensors"
    assert said.out.splitlines()[-1] == str(other)
    assert native.load(other).snapshots[-1].step == 3


def test_a_full_disk_on_the_way_does_not_end_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saves, save = [], native.save

    def sometimes(bundle, path, paused=None):
        saves.append(path)
        if len(saves) < 3:
            raise LstmTuiError("It cannot be written: No space left on device.")
        save(bundle, path, paused)

    monkeypatch.setattr(native, "save", sometimes)
    monkeypatch.setattr("lstm_tui.training.saving.SECONDS", 0.0)
    out = tmp_path / "a.safetensors"
    assert main(["train", "--task", "latch", "--steps", "5", "--out", str(out)]) == 0
    assert native.load(out).snapshots[-1].step == 5


def test_what_a_killed_save_left_is_swept_at_the_next_start(tmp_path: Path) -> None:
    out = tmp_path / "a[1].safetensors"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f".{out.name}.{dead.pid}.abcd"
    alive = tmp_path / f".{out.name}.{os.getpid()}.abcd"
    other = tmp_path / f".b.safetensors.{dead.pid}.abcd"
    for path in (left, alive, other):
        path.write_bytes(b"half")
    files.check_writable(out, "with --out")
    assert not left.exists()
    assert alive.exists()
    assert other.exists()


def test_a_kill_leaves_the_file_whole(tmp_path: Path) -> None:
    out = tmp_path / "a.safetensors"
    assert main(["train", "--task", "latch", "--steps", "3", "--out", str(out)]) == 0
    process = begun(out, "--hidden", "64")
    process.kill()  # whenever it comes, the file is the old one or a new one
    process.communicate(timeout=30)
    native.load(out)


def ruined(path: Path, **recipe: object) -> None:
    """Write into the training that a file holds what an older release accepted."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    about = json.loads(header["__metadata__"]["lstm-tui"])
    about["training"]["about"]["recipe"] |= recipe
    header["__metadata__"]["lstm-tui"] = json.dumps(about)
    head = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(head)) + head + content[8 + length :])


@pytest.mark.parametrize(
    ("recipe", "option"), [({"rate": -3.0}, "--rate"), ({"rate": float("nan")}, "--rate"), ({"steps": -5}, "--steps")]
)
def test_a_file_ruined_so_far_opens_again(
    recipe: dict[str, object], option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.safetensors"
    assert main(["train", "--task", "latch", "--steps", "3", "--out", str(out)]) == 0
    ruined(out, **recipe)
    before = out.read_bytes()
    assert main(["train", "--resume", str(out)]) == 2
    assert len(capsys.readouterr().err.splitlines()) > 0
    assert out.read_bytes() == before, "nothing is changed"
    assert main(["trace", "1..", "--model", str(out), "--timestep", "1"]) == 0
    given = [option, "0.01" if option == "--rate" else "5"]
    more = [] if option == "--steps" else ["--steps", "5"]
    assert main(["train", "--resume", str(out), *given, *more]) == 0
    assert Workshop.resume(out).trainer.number == 5


@pytest.mark.parametrize("options", [["--rate", "-3"], ["--rate", "nan"], ["--steps", "-5"]])
def test_a_resume_is_checked_before_anything_is_changed(options: list[str], tmp_path: Path) -> None:
    out = tmp_path / "a.safetensors"
    assert main(["train", "--task", "latch", "--steps", "3", "--out", str(out)]) == 0
    before = out.read_bytes()
    assert main(["train", "--resume", str(out), *options]) == 2
    assert out.read_bytes() == before


def test_another_text_is_refused_and_the_same_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, other, out = tmp_path / "t.txt", tmp_path / "o.txt", tmp_path / "a.safetensors"
    text.write_text("abcabd" * 400)
    other.write_text("abcabe" * 400)
    small = ["--hidden", "4", "--batch", "2", "--timesteps", "10"]
    assert main(["train", "--text", str(text), "--steps", "3", *small, "--out", str(out)]) == 0
    assert main(["train", "--resume", str(out), "--text", str(other), "--steps", "5"]) == 2
    assert "differs" in capsys.readouterr().err
    assert main(["train", "--resume", str(out), "--text", str(text), "--steps", "5"]) == 0


@pytest.mark.parametrize("name", [".", "/", "..", "~"])
def test_a_folder_is_no_place_for_a_model(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--task", "latch", "--steps", "2", "--out", name]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert "folder" in said


def test_a_model_that_could_not_be_opened_is_not_trained(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["train", "--task", "latch", "--hidden", "2000", "--layers", "1", "--batch", "1", "--timesteps", "2"]) == 2
    )
    (said,) = capsys.readouterr().err.splitlines()
    assert "512 MiB" in said
