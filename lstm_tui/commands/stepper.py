"""Opening the stepper: is there a terminal that can show it? Asked before Textual is loaded."""

from __future__ import annotations

import argparse
import gc
import locale
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from lstm_tui import streams
from lstm_tui.commands.options import add_beside, add_operations, add_place, add_text, wish_from
from lstm_tui.errors import LstmTuiError
from lstm_tui.wish import Wish, read_text

if TYPE_CHECKING:
    from lstm_tui.ui.app import LstmTuiApp

PLAIN = "For plain text: lstm-tui trace TEXT"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the stepper."""
    add_text(parser)
    add_place(parser)
    add_operations(parser)
    add_beside(parser)
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")


def run(options: argparse.Namespace) -> int:
    """Open the stepper; return its exit status. What was asked for by name is opened first, so that errors are plain."""
    wish = wish_from(options)
    text, session, unit = read_text(wish), None, None
    if wish != Wish(text=wish.text, file=wish.file):
        from lstm_tui.opening import in_the_middle, open_text, unit_for
        from lstm_tui.run import FIRST_TIMESTEPS

        session = open_text(text, wish, FIRST_TIMESTEPS)
        if text is None and wish == Wish(model=wish.model):
            session = in_the_middle(session)
        unit = unit_for(session, wish)
    check_terminal(from_stdin=options.text == "-")
    return show(lambda app: app(text, session=session, theme=options.theme, unit=unit, file=options.file))


def show(make: Callable[[type[LstmTuiApp]], LstmTuiApp]) -> int:
    """Let the app that is made be used; return its exit status. Textual is loaded here."""
    os.environ.setdefault("TEXTUAL_FPS", "240")  # a key press is painted at once instead of at the next 60th
    gc.disable()  # until the first paint is done: importing makes no garbage
    from lstm_tui.ui.app import HUNG_UP, LstmTuiApp

    app = make(LstmTuiApp)
    app.run()
    if app.return_code == HUNG_UP:
        streams.silence(1, 2)  # there is no terminal left to write to
    if app.failure is not None:
        from lstm_tui.aftermath import keep, report

        if hasattr(app, "standing"):
            keep(app.standing.wish)
        print(f"lstm-tui: {report(app.failure)}\nWhere you stood is kept: the next start offers it.", file=sys.stderr)
        return 1
    return 1 if app.return_code is None else app.return_code


def check_terminal(from_stdin: bool) -> None:
    """Make sure that keys can be read and box characters shown.

    Raises:
        LstmTuiError: no terminal, a dumb one, or one that is not UTF-8; the hint names the plain-text way.
    """
    if sys.stdin is None:
        raise LstmTuiError("Standard input is closed: there are no keys to read.", PLAIN)
    if from_stdin and not sys.stdin.isatty():
        try:
            terminal = os.open("/dev/tty", os.O_RDWR)
        except OSError as error:
            raise LstmTuiError("There is no terminal to read keys from.", PLAIN) from error
        os.dup2(terminal, 0)
        os.close(terminal)
        sys.stdin = open(0, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115 (stays open)
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise LstmTuiError("The stepper needs a terminal for both input and output.", PLAIN)
    if os.name != "nt" and os.environ.get("TERM", "") in ("", "dumb"):
        raise LstmTuiError("This terminal (TERM=dumb) cannot show the stepper.", PLAIN)
    encoding = sys.stdout.encoding or locale.getpreferredencoding(False)
    if encoding.lower().replace("-", "") not in ("utf8", "utf_8"):
        raise LstmTuiError(f"This terminal's encoding is {encoding}, not UTF-8.", f"Try LC_ALL=C.UTF-8. {PLAIN}")
