"""An error inside: the terminal is whole, the details lie in a file, and the person goes on where they stood."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from terminal import LEAVE_ALTERNATE, Terminal, surroundings

from lstm_tui import aftermath
from lstm_tui.cli import main
from lstm_tui.wish import Wish

BROKEN = """
import sys
from lstm_tui.ui.views.walking import WalkingView
def broken(self):
    raise RuntimeError("the wheel came off \\x1b]0;x")
WalkingView.action_next_unit = broken
from lstm_tui.cli import main
sys.exit(main(["--model", "counter", "aab.aab"]))
"""


def homes(folder: Path) -> dict[str, str]:
    return surroundings(HOME=str(folder), XDG_STATE_HOME=str(folder / "state"), XDG_DATA_HOME=str(folder / "data"))


def test_an_error_inside_is_one_sentence_and_the_place_is_offered_again(tmp_path: Path) -> None:
    with Terminal([sys.executable, "-c", BROKEN], environment=homes(tmp_path)) as terminal:
        terminal.wait_for("timestep 1 of 7")
        terminal.send(b"\x1b[B\x1b[B\x1b[C")
        terminal.wait_for("timestep 3 of 7")
        terminal.send(b"]")
        assert terminal.ended() == 1
        assert terminal.attributes == terminal.before
        left = bytes(terminal.raw).rpartition(LEAVE_ALTERNATE)[2].decode()
    assert "something went wrong inside: RuntimeError('the wheel came off" in left
    assert "Traceback" not in left
    assert "\x1b]0;x" not in left
    (report,) = (tmp_path / "state" / "lstm-tui").glob("error-*.txt")
    assert "in broken" in report.read_text()
    assert str(report) in left.replace("\r\n", "")

    command = [sys.executable, "-m", "lstm_tui"]
    with Terminal(command, environment=homes(tmp_path)) as terminal:
        terminal.wait_for("The last run ended by an error inside")
        terminal.send(b"\r")
        terminal.wait_for("timestep 3 of 7")
        terminal.wait_for("counter")
        terminal.wait_for("Forget gate")
        terminal.send(b"q")
        assert terminal.ended() == 0
    with Terminal(command, environment=homes(tmp_path)) as terminal:
        terminal.wait_for("timestep ")
        terminal.settle()
        assert "ended by an error" not in terminal.text, "it is offered once"


@pytest.mark.parametrize(
    "said", ["[]", '{"text": 3}', '{"text": "a", "timestep": "x"}', "nonsense", '{"word": 1}', "{}"]
)
def test_what_was_kept_and_is_damaged_is_nothing(said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("lstm_tui.files.state_folder", lambda: tmp_path)
    (tmp_path / "unfinished.json").write_text(said)
    assert aftermath.kept() is None


def test_what_was_kept_comes_back_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("lstm_tui.files.state_folder", lambda: tmp_path / "new")
    wish = Wish("\ud800 text", model="counter", timestep=2, layer=1, phase="cell", operations=("f=0", "ablate 1"))
    aftermath.keep(wish)
    assert aftermath.kept() == wish
    assert aftermath.kept() is None


def test_a_command_that_fails_inside_names_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("lstm_tui.files.state_folder", lambda: tmp_path)
    monkeypatch.setattr("lstm_tui.models.registry.load", lambda name: 1 // 0)
    assert main(["trace", "abc"]) == 1
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    (report,) = tmp_path.glob("error-*.txt")
    assert str(report) in said
    assert "ZeroDivisionError" in report.read_text()


def test_only_the_last_reports_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("lstm_tui.files.state_folder", lambda: tmp_path)
    for _ in range(14):
        aftermath.report(ValueError("x"))
    assert len(list(tmp_path.glob("error-*.txt"))) == 10


def test_control_c_says_how_one_leaves_and_twice_it_leaves(tmp_path: Path) -> None:
    with Terminal([sys.executable, "-m", "lstm_tui", "abc"], environment=homes(tmp_path)) as terminal:
        terminal.wait_for("timestep 1 of 3")
        terminal.settle()
        terminal.send(b"\x03")
        terminal.wait_for("q leaves")
        terminal.send(b"\x03")
        assert terminal.ended() == 0
        assert terminal.attributes == terminal.before


def test_sigquit_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    import signal

    with Terminal([sys.executable, "-m", "lstm_tui", "abc"], environment=homes(tmp_path)) as terminal:
        terminal.wait_for("timestep 1 of 3")
        terminal.settle()
        terminal.signal(signal.SIGQUIT)
        assert terminal.ended() == 131
        assert LEAVE_ALTERNATE in terminal.raw
        assert terminal.attributes == terminal.before


def test_too_few_file_descriptors_are_one_sentence(tmp_path: Path) -> None:
    limited = ["/bin/bash", "-c", f"ulimit -n 13; exec {sys.executable} -m lstm_tui --model counter aab"]
    with Terminal(limited, environment=homes(tmp_path)) as terminal:
        terminal.wait_for("timestep 1 of 3")
        terminal.settle()
        terminal.send(b"t")
        terminal.wait_for("What shall a model learn?")
        terminal.send(b"\r")
        terminal.wait_for("Too many open files")
        terminal.send(b"\x1b[B")
        terminal.wait_for("timestep 2 of 3")
        terminal.send(b"q")
        assert terminal.ended() == 0


def test_a_paste_that_is_too_long_is_said_and_left(tmp_path: Path) -> None:
    with Terminal([sys.executable, "-m", "lstm_tui", "abc"], environment=homes(tmp_path)) as terminal:
        terminal.wait_for("timestep 1 of 3")
        terminal.settle()
        terminal.send(b"/")
        terminal.settle()
        terminal.send(b"\x1b[200~" + b"x" * 3000 + b"\x1b[201~")
        terminal.wait_for("A paste of 3,000")
        terminal.send(b"\x1b[200~y\nz\x9b\x1b[201~")
        terminal.wait_for("y↵z")
        terminal.send(b"\r")
        terminal.wait_for("of 4")
