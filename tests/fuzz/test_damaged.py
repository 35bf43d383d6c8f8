"""Every damaged model against every command and every panel: 0, or 2 and one line; nothing else, and soon."""

from __future__ import annotations

import os
import re
import sys
import time
import traceback
import warnings
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from damage import KINDS, corpus
from drive import CONTROLS

from lstm_tui.cli import main
from lstm_tui.errors import LONGEST
from lstm_tui.family import read_lead
from lstm_tui.models import registry
from lstm_tui.opening import open_text
from lstm_tui.ui.stage import seats_of
from lstm_tui.ui.views.stepper import StepperView
from lstm_tui.wish import Wish

SOON = 2.0  # seconds, the slowest
COMMANDS = (
    ("trace", "ab", "--model", "M", "--timestep", "2"), ("trace", "--model", "M", "--format", "json", "--timestep", "1"),
    ("diagram", "--model", "M"), ("sample", "--model", "M", "--length", "3"), ("models", "M"),
    ("train", "--resume", "M", "--steps", "1"),
)  # fmt: skip


def wrong_with(path: Path, capfd: pytest.CaptureFixture[str]) -> str:
    """Return what is wrong with how a damaged model is met; "" for nothing."""
    for command in COMMANDS:
        capfd.readouterr()
        begun = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            status = main([str(path) if word == "M" else word for word in command])
        out, err = capfd.readouterr()
        taken = time.perf_counter() - begun
        training = command[0] == "train" and status == 0
        if status not in (0, 2):
            return f"{command[0]} ended with {status}: {err[-300:]}"
        if status == 2 and (len(err.splitlines()) != 1 or len(err) > LONGEST + 20):
            return f"{command[0]} said {len(err)} characters in {len(err.splitlines())} lines: {err[:300]}"
        if (found := CONTROLS.findall(out.replace("\n", "") + err)) and not training:
            return f"{command[0]} let through {found[:3]!r}"
        if "Warning" in err or "something went wrong" in err:
            return f"{command[0]} warned: {err[-300:]}"
        if taken > SOON:
            return f"{command[0]} took {taken:.1f} s"
    return drawn(path)


def drawn(path: Path) -> str:
    """Step the model, where it opens, through a few phases, and draw every panel."""
    from lstm_tui.errors import LstmTuiError

    try:
        session = open_text(None, Wish(model=str(path)), 64)
    except LstmTuiError:
        return ""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for timestep in (0, min(3, len(session) - 1)):
            session = session.seek(timestep)
            for phase in session.run.bundle.network.phases(0):
                reading = read_lead(session.to_phase(phase.key), 0)
                for seat in seats_of(StepperView.STAGE):
                    text = seat.drawing(reading, 70, 14).text()
                    if found := CONTROLS.findall(text.replace("\n", "")):
                        return f"{seat.name} shows {found!r}"
    return ""


def check(count: int, seed: int, folder: Path, capfd: pytest.CaptureFixture[str]) -> list[str]:
    wrong = []
    path = folder / "damaged.safetensors"
    for name, content in corpus(count, seed):
        path.write_bytes(content)
        try:
            found = wrong_with(path, capfd)
        except Exception as error:
            found = f"{error!r} {traceback.format_tb(error.__traceback__)[-1]}"
        if found:
            wrong.append(f"{name}: {found}")
    return wrong


def test_damaged_models(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert len(KINDS) >= 40
    assert check(200, 1, tmp_path, capfd) == []


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_a_thousand_damaged_models(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    seed = int(os.environ.get("LSTM_TUI_SEED", "2"))
    assert check(1000, seed, tmp_path, capfd) == []


def test_the_list_names_each_damaged_model_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lstm_tui.files.models_folder", lambda: tmp_path)
    for number, (_, content) in enumerate(corpus(len(KINDS), 1)):
        (tmp_path / f"m{number:03}.safetensors").write_bytes(content)
    known = registry.known()
    assert len(known) == len(registry.names()) + len(KINDS)
    damaged = [one for one in known if one.bundle is None]
    assert len(damaged) > 40
    assert all(
        one.wrong and len(one.wrong) <= LONGEST and not re.search(r"[\x00-\x1f\x9b]", one.wrong) for one in damaged
    )
