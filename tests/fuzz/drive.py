"""Drive the program through a history in a real pseudo-terminal, and say what is wrong with it, if anything."""

from __future__ import annotations

import itertools
import os
import re
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "ui"))
from histories import Event
from terminal import LEAVE_ALTERNATE, Terminal, program, surroundings

ANSWER = float(
    os.environ.get("LSTM_TUI_ANSWER", "4")
)  # seconds within which a key is answered; 1 where nothing else runs
PATIENCE = 8.0  # seconds until it counts as hanging
SAVED = b"# a session of lstm-tui"
ESCAPES = re.compile(
    rb"\x1b\[[0-9;:<=>?]*[ -/]*[@-~]|\x1b\][0-9]*;[^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\|\x1b[()][0-9A-Z]|\x1b[=>78cM]"
)
CONTROLS = re.compile("[\x00-\x06\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
WORDS = ("Traceback", "something went wrong inside", "RecursionError", "NoMatches", "RuntimeWarning")


class WrongError(Exception):
    """What the program did that it must not."""


def run(events: list[Event], arguments: tuple[str, ...] = ("hello",)) -> tuple[str, float]:
    """Return what is wrong, "" for nothing, and the slowest answer in seconds."""
    with tempfile.TemporaryDirectory(prefix="lstm-tui-fuzz-") as folder:
        home = Path(folder) / "home"
        cwd = Path(folder) / "cwd"
        home.mkdir()
        cwd.mkdir()
        homes = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
        environment = surroundings(HOME=str(home), XDG_PICTURES_DIR=str(home / "pictures"), **homes)
        with Terminal([*program(), *arguments], environment=environment, cwd=cwd) as terminal:
            try:
                slowest = _drive(terminal, events)
            except WrongError as wrong:
                return f"{wrong}\n{terminal.text}\n{_reports(home)}", 0.0
            except (AssertionError, OSError) as error:
                return f"{error!r}\n{terminal.text}\n{_reports(home)}", 0.0
        touched = [path for path in cwd.rglob("*") if path.is_file() and not _saved_session(path)]
        touched += [
            path
            for path in home.rglob("*")
            if path.is_file() and path.parts[len(home.parts)] not in ("data", "state", "pictures")
        ]
        return (f"files outside its folders: {touched}", slowest) if touched else ("", slowest)


def _saved_session(path: Path) -> bool:
    """Whether a file is what S writes where the person says."""
    return path.read_bytes().startswith(SAVED)


def _reports(home: Path) -> str:
    return "\n".join(path.read_text() for path in home.rglob("error-*.txt"))[-4000:]


def _drive(terminal: Terminal, events: list[Event]) -> float:
    terminal.wait_for("timestep ")
    terminal.settle(0.1)
    for event in events:
        if terminal.status is not None:
            break
        if event.kind == "resize":
            terminal.resize(*event.what)
        else:
            terminal.send(event.what)
        if event.pause:
            terminal.pump(event.pause)
        while terminal.pump(0):
            pass
    slowest = _come_home(terminal)
    if terminal.status is None:
        terminal.send(b"q")
        terminal.ended(2 * PATIENCE)
    _look(terminal)
    return slowest


def _come_home(terminal: Terminal) -> float:
    """Escape leads home from everywhere, in time; the picture is whole."""
    slowest = 0.0
    if terminal.status is not None:
        return slowest
    terminal.resize(120, 40)
    terminal.settle(0.1, PATIENCE)
    begun = time.monotonic()
    for press in itertools.count():  # on a busy machine two of them may be read as one
        if terminal.status is not None:
            return slowest
        terminal.send(b"\x1b")
        terminal.settle(0.25, PATIENCE)
        if press >= 3 and _home(terminal):
            break
        if press >= 10 and time.monotonic() - begun > PATIENCE:
            raise WrongError("Escape does not lead home")
    terminal.settle(0.4, PATIENCE)  # so that no key is taken for one with Escape before it
    for _ in range(2):  # a key is answered
        slowest = max(slowest, _answered(terminal))
        terminal.settle(0.1, PATIENCE)
    if slowest > ANSWER:
        raise WrongError(f"a key was answered after {slowest:.1f} s")
    corners = {corner: terminal.text.count(corner) for corner in "╭╮╰╯"}
    if len(set(corners.values())) != 1:
        raise WrongError(f"frames are not whole: {corners}")
    return slowest


def _answered(terminal: Terminal) -> float:
    """Return the seconds until something is written after a key; a key that a cut-off sequence swallowed is typed again."""
    for _ in range(3):
        begun, seen = time.monotonic(), len(terminal.raw)
        terminal.send(b"d")
        while len(terminal.raw) == seen and time.monotonic() - begun < PATIENCE / 2:
            terminal.pump(0.05)
        if len(terminal.raw) > seen:
            return time.monotonic() - begun
    raise WrongError("no key is answered")


def _home(terminal: Terminal) -> bool:
    """Whether the stepper alone stands there: its heading, and its keys at the foot."""
    lines = terminal.text.splitlines()
    return "lstm-tui" in lines[0] and "timestep" in lines[0] and "phase" in lines[-1]


def _look(terminal: Terminal) -> None:
    if terminal.status != 0:
        raise WrongError(f"it ended with {terminal.status}")
    if LEAVE_ALTERNATE not in terminal.raw or terminal.attributes != terminal.before:
        raise WrongError("the terminal is not as it was")
    written = bytes(terminal.raw[: terminal.raw.rindex(LEAVE_ALTERNATE)])  # behind it the terminal echoes what is typed
    shown = ESCAPES.sub(b"", written).decode("utf-8", "replace")
    found = CONTROLS.findall(shown)
    if found:
        raise WrongError(f"raw controls on the screen: {sorted(set(found))!r}")
    for word in WORDS:
        if word in shown:
            at = shown.index(word)
            raise WrongError(f"it said {shown[max(0, at - 300) : at + 300]}")


def shrunk(events: list[Event], arguments: tuple[str, ...], tries: int = 60) -> list[Event]:
    """Return a shorter history that fails too, by leaving out halves, then quarters and so on."""
    size = len(events) // 2
    while size and tries:
        at = 0
        while at < len(events) and tries:
            shorter = events[:at] + events[at + size :]
            tries -= 1
            if shorter and run(shorter, arguments)[0]:
                events = shorter
            else:
                at += size
        size //= 2
    return events
