"""The program in a real pseudo-terminal: what is seen, how it ends, and that the terminal is left as it was found."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyte")
pytest.importorskip("termios")
sys.path.insert(0, str(Path(__file__).parent))
from terminal import ENTER_ALTERNATE, LEAVE_ALTERNATE, Terminal, program, surroundings

RIGHT, DOWN, END = b"\x1b[C", b"\x1b[B", b"\x1b[F"


def started(*arguments: str, **how) -> Terminal:
    terminal = Terminal([*program(), *(arguments or ("hello",))], **how)
    try:
        terminal.wait_for("timestep 1 of")
        terminal.settle()
    except BaseException:
        terminal.close()
        raise
    return terminal


def assert_left_as_found(terminal: Terminal) -> None:
    assert terminal.attributes == terminal.before
    assert terminal.raw.rfind(LEAVE_ALTERNATE) > terminal.raw.rfind(ENTER_ALTERNATE) >= 0
    shown, hidden = terminal.raw.rfind(b"\x1b[?25h"), terminal.raw.rfind(b"\x1b[?25l")
    assert shown > hidden, "the cursor is left hidden"
    for mode in (b"1000", b"1003", b"1006", b"2004"):  # the mouse's, and bracketed paste
        on, off = terminal.raw.rfind(b"\x1b[?" + mode + b"h"), terminal.raw.rfind(b"\x1b[?" + mode + b"l")
        assert off >= on, f"mode {mode.decode()} is left on"


def test_start_shows_the_model_and_the_phases_and_q_quits():
    with started() as terminal:
        assert "forget gate" in terminal.text
        assert "shakespeare" in terminal.text
        assert "timestep 1 of 5" in terminal.text
        assert terminal.attributes != terminal.before
        terminal.send(b"q")
        assert terminal.ended() == 0
        assert_left_as_found(terminal)


def test_stepping_changes_the_screen():
    with started() as terminal:
        first = terminal.text
        terminal.send(RIGHT)
        terminal.wait_for(lambda: terminal.text != first, "another phase")
        terminal.send(DOWN)
        terminal.wait_for("timestep 2 of 5")
        terminal.send(END)
        terminal.wait_for("timestep 5 of 5")


def test_ctrl_c_typed_does_not_leave_the_terminal_broken():
    with started() as terminal:
        terminal.send(b"\x03")
        terminal.settle()
        if terminal.status is None:
            terminal.send(b"q")
        assert terminal.ended() in (0, 130)
        assert_left_as_found(terminal)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_ended_from_outside(number, status):
    with started() as terminal:
        terminal.signal(number)
        assert terminal.ended() == status
        assert_left_as_found(terminal)


def test_interrupted_from_outside():
    with started() as terminal:
        terminal.signal(signal.SIGINT)
        assert terminal.ended() in (130, -signal.SIGINT)
        assert_left_as_found(terminal)
        assert b"Traceback" not in terminal.raw


def test_stopped_and_continued():
    with started() as terminal:
        terminal.signal(signal.SIGTSTP)
        terminal.wait_for(terminal.stopped, "the stop")
        terminal.settle()
        assert terminal.attributes == terminal.before
        assert terminal.raw.rfind(LEAVE_ALTERNATE) > terminal.raw.rfind(ENTER_ALTERNATE)
        seen = len(terminal.raw)
        terminal.signal(signal.SIGCONT)
        terminal.wait_for(lambda: ENTER_ALTERNATE in terminal.raw[seen:], "the screen to come back")
        terminal.settle()
        terminal.send(DOWN)
        terminal.wait_for("timestep 2 of 5")
        terminal.send(b"q")
        assert terminal.ended() == 0
        assert_left_as_found(terminal)


def test_a_byte_that_is_not_utf8_does_not_end_it():
    with started() as terminal:
        terminal.send(b"\xff")
        terminal.settle(0.3)
        terminal.send(DOWN)
        terminal.wait_for("timestep 2 of 5")
        terminal.send(b"q")
        assert terminal.ended() == 0


def test_a_storm_of_resizes():
    chance = random.Random(7)
    with started() as terminal:
        sizes = [(1, 1), (200, 60), (2, 60), (200, 1), (79, 24), (80, 23)]
        sizes += [(chance.randint(1, 200), chance.randint(1, 60)) for _ in range(24)]
        for columns, rows in sizes:
            terminal.resize(columns, rows)
            terminal.send(chance.choice((RIGHT, DOWN, b"]")))
            terminal.pump(0.01)
        terminal.resize(120, 40)
        terminal.wait_for("worked out")
        terminal.wait_for(lambda: len(terminal.text.splitlines()[0].rstrip()) > 100, "the whole width")
        terminal.send(b"q")
        assert terminal.ended() == 0
        assert_left_as_found(terminal)


def test_too_small_from_the_start():
    with Terminal([*program(), "hello"], columns=60, rows=20) as terminal:
        terminal.wait_for("80 × 24")
        terminal.resize(80, 24)
        terminal.wait_for("timestep 1 of 5")
        terminal.send(b"q")
        assert terminal.ended() == 0


def test_text_from_a_pipe_and_keys_from_the_terminal():
    with started("-", stdin="piped é".encode() + b"\xff") as terminal:
        assert "timestep 1 of 8" in terminal.text
        terminal.send(DOWN)
        terminal.wait_for("timestep 2 of 8")
        terminal.send(b"q")
        assert terminal.ended() == 0
        assert_left_as_found(terminal)


def test_pasted_escape_sequences_are_shown_and_not_obeyed():
    with started() as terminal:
        terminal.send(b"/")
        terminal.settle()
        terminal.send(b"\x1b[200~a\x1b]0;title\x07b\x1b[201~")
        terminal.settle()
        assert b"\x1b]0;title" not in terminal.raw
        assert terminal.screen.title != "title"
        terminal.signal(signal.SIGTERM)
        assert terminal.ended() == 143


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"TERM": "dumb"}, "TERM=dumb"),
        ({"TERM": ""}, "TERM=dumb"),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "not UTF-8"),
    ],
)
def test_terminals_that_cannot_show_it(changes, words):
    with Terminal([*program(), "hello"], environment=surroundings(**changes)) as terminal:
        assert terminal.ended() == 2
        lines = terminal.raw.decode().splitlines()
        assert len(lines) == 1
        assert lines[0].startswith("lstm-tui: ")
        assert words in lines[0]
        assert "lstm-tui trace" in lines[0]
        assert "\x1b" not in lines[0]
        assert terminal.attributes == terminal.before


@pytest.mark.parametrize("text", ["hello", "-"])
def test_no_terminal_at_all(text):
    done = subprocess.run(
        [*program(), text],
        input=b"hello",
        capture_output=True,
        timeout=30,
        env=surroundings(),
        start_new_session=True,
    )
    assert done.returncode == 2
    assert done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1
    assert "terminal" in lines[0]
    assert "lstm-tui trace" in lines[0]


def test_a_model_that_is_not_there_is_one_line():
    with Terminal([*program(), "hello", "--model", "no-such\x1b]0;x\x07"]) as terminal:
        assert terminal.ended() == 2
        assert len(terminal.raw.decode().splitlines()) == 1
        assert b"\x1b" not in terminal.raw
        assert terminal.attributes == terminal.before


def test_a_terminal_that_is_gone_ends_it():
    """A closed window or a broken line sends no signal to everybody; a reader that asks again would ask for ever."""
    terminal = Terminal([*program(), "hello"])
    try:
        terminal.wait_for("timestep 1 of")
        terminal.settle()
        os.close(terminal.master)
        terminal.master = os.open(os.devnull, os.O_RDONLY)
        terminal.wait_for(lambda: terminal.status is not None, "the end")
        assert terminal.status in (129, -signal.SIGHUP)
    finally:
        terminal.close()
