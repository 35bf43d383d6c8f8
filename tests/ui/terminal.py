"""A real pseudo-terminal for a test: the program runs in it, pyte shows what a person would see. Every wait is bounded.

Run as a script this file is the session leader, which the tests start in place of a shell: it takes the terminal, runs
the command in the foreground and writes to its standard output what becomes of it. It outlives the command, because a
terminal whose leader ends is hung up and gets fresh attributes, whatever state the command left it in.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

WAIT = 15.0
LEAVE_ALTERNATE = b"\x1b[?1049l"
ENTER_ALTERNATE = b"\x1b[?1049h"
_UNFINISHED = re.compile(rb"\x1b(\[[0-9;<>=?$ ]*)?\Z")
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=?][0-9;]*[^hl0-9;]|\x1b\[[0-9;?]*\$[a-z]|\x1b\[[0-9;]*[tu]")


class Terminal:
    """A command in a pseudo-terminal of columns × rows; with `stdin`, those bytes come through a pipe instead."""

    def __init__(
        self,
        command: list[str],
        columns: int = 120,
        rows: int = 40,
        environment: Mapping[str, str] | None = None,
        stdin: bytes | None = None,
        cwd: Path | None = None,
    ) -> None:
        import pyte

        self.master, slave = os.openpty()
        self.resize(columns, rows, tell=False)
        self.before = termios.tcgetattr(slave)
        self.raw = bytearray()
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._pending = b""
        self._reports = b""
        piped = "" if stdin is None else stdin.hex()
        self._leader = subprocess.Popen(
            [
                sys.executable,
                "-I",
                "-S",
                __file__,
                os.ttyname(slave),
                "pipe" if stdin is not None else "terminal",
                piped,
            ]
            + command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict(environment if environment is not None else surroundings()),
            start_new_session=True,
            cwd=cwd,
        )
        self._slave = slave
        self.pid = 0
        try:
            self.wait_for(lambda: self._report(b"pid") is not None, "the command to start")
        except BaseException:
            self.close()
            raise
        self.pid = int(self._report(b"pid") or 0)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # what is seen ------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The screen, line by line."""
        row, columns = (
            self.screen.buffer,
            range(self.screen.columns),
        )  # pyte's own `display` fails on half a wide character
        return "\n".join("".join(row[y][x].data for x in columns) for y in range(self.screen.lines))

    @property
    def attributes(self) -> list[object]:
        """The terminal's attributes now."""
        return termios.tcgetattr(self._slave)

    def _report(self, name: bytes) -> bytes | None:
        found = re.findall(rb"^" + name + rb" ?(.*)\n", self._reports, re.MULTILINE)
        return found[-1] if found else None

    def stopped(self) -> bool:
        """Whether the command has been stopped at least once."""
        return self._report(b"stopped") is not None

    @property
    def status(self) -> int | None:
        """The exit status, negative for the signal that killed it; None while it runs."""
        status = self._report(b"exit")
        return None if status is None else int(status)

    def pump(self, seconds: float = 0.02) -> bool:
        """Take in what there is, waiting at most that long for the first of it; say whether there was any."""
        assert self._leader.stdout is not None
        ready = select.select([self.master, self._leader.stdout], [], [], seconds)[0]
        took = False
        if self.master in ready:
            with contextlib.suppress(OSError):
                self._feed(os.read(self.master, 65536))
                took = True
        if self._leader.stdout in ready:
            report = os.read(self._leader.stdout.fileno(), 65536)
            self._reports += report
            took = took or bool(report)
        return took

    def _feed(self, data: bytes) -> None:
        self.raw += data
        data = self._pending + data
        cut = _UNFINISHED.search(data)
        self._pending = data[cut.start() :] if cut else b""
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data[: cut.start()] if cut else data))

    def wait_for(self, wanted: str | Callable[[], bool], what: str = "", seconds: float = WAIT) -> None:
        """Wait until words stand on the screen, or something holds."""

        def there() -> bool:
            return wanted in self.text if isinstance(wanted, str) else wanted()

        end = time.monotonic() + seconds
        while not there():
            took = self.pump()
            over = self.status is not None and not took
            if (over or time.monotonic() > end) and not there():
                why = f"it ended with {self.status}" if over else f"not within {seconds:g} s"
                raise AssertionError(f"waited for {what or wanted!r}: {why}; the screen:\n{self.text}")

    def settle(self, quiet: float = 0.15, seconds: float = WAIT) -> None:
        """Wait until nothing more is written."""
        end = time.monotonic() + seconds
        while self.pump(quiet) and time.monotonic() < end:
            pass

    # what is done ------------------------------------------------------------------

    def send(self, keys: bytes) -> None:
        """Type."""
        os.write(self.master, keys)

    def signal(self, number: int) -> None:
        """Send the command a signal, while it runs."""
        assert self.pid and self.status is None
        os.kill(self.pid, number)

    def resize(self, columns: int, rows: int, tell: bool = True) -> None:
        """Change the window; the kernel sends SIGWINCH to the foreground, and so do we."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if tell:
            self._stream.listener.resize(rows, columns)
            with contextlib.suppress(ProcessLookupError):  # it may just have ended
                self.signal(signal.SIGWINCH)

    def ended(self, seconds: float = WAIT) -> int:
        """Wait for the end and return the exit status."""
        self.wait_for(lambda: self.status is not None, "the end", seconds)
        while self.pump(0.05):
            pass
        assert self.status is not None
        return self.status

    def close(self) -> None:
        """End what still runs."""
        if self.pid and self.status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            with contextlib.suppress(AssertionError):
                self.ended(5)
        assert self._leader.stdin is not None
        assert self._leader.stdout is not None
        self._leader.stdin.close()
        try:
            self._leader.wait(5)
        except subprocess.TimeoutExpired:
            self._leader.kill()
            self._leader.wait(5)
        self._leader.stdout.close()
        os.close(self._slave)
        os.close(self.master)


def surroundings(**changes: str) -> dict[str, str]:
    """Return an environment in which the program can show itself, with changes."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "PYTHON", "TEXTUAL", "PYTEST", "COV_", "COLUMNS", "LINES"))
    }
    return kept | {"TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "truecolor"} | changes


def program() -> list[str]:
    """Return the command that starts the program."""
    script = Path(sys.executable).with_name("lstm-tui")
    return [str(script)] if script.exists() else [sys.executable, "-m", "lstm_tui"]


def _lead(name: str, source: str, piped: str, command: list[str]) -> None:
    terminal = os.open(name, os.O_RDWR)
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for number in (signal.SIGHUP, signal.SIGTTOU, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        signal.signal(number, signal.SIG_IGN)
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(terminal, os.getpid())
        for number in (signal.SIGHUP, signal.SIGTTOU, signal.SIGQUIT, signal.SIGTSTP):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if source == "pipe":
            reader, writer = os.pipe()
            os.write(writer, bytes.fromhex(piped))
            os.close(writer)
            os.dup2(reader, 0)
            os.close(reader)
        else:
            os.dup2(terminal, 0)
        os.dup2(terminal, 1)
        os.dup2(terminal, 2)
        os.close(terminal)
        try:
            os.execv(command[0], command)
        finally:
            os._exit(127)
    print(f"pid {pid}", flush=True)
    while True:
        _, status = os.waitpid(pid, os.WUNTRACED | os.WCONTINUED)
        if os.WIFSTOPPED(status):
            print("stopped", flush=True)
        elif os.WIFCONTINUED(status):
            print("continued", flush=True)
        else:
            print(f"exit {os.waitstatus_to_exitcode(status)}", flush=True)
            break
    sys.stdin.read()


if __name__ == "__main__":
    _lead(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
