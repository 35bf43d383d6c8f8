"""lstm-tui open: the stepper where it stood when a session was saved."""

from __future__ import annotations

import argparse
from dataclasses import replace

from lstm_tui.commands.stepper import check_terminal, show
from lstm_tui.errors import LstmTuiError

DESCRIPTION = "Open a saved session: model, text, place and operations (docs/formats.md says what stands in its file)."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("session", metavar="FILE", help="a session that S saved in the stepper, or that you wrote")
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")


def run(options: argparse.Namespace) -> int:
    """Open it; what is wrong with it is said before the screen is touched."""
    from lstm_tui.opening import open_text, unit_for
    from lstm_tui.operations.bench import Bench
    from lstm_tui.run import FIRST_TIMESTEPS
    from lstm_tui.saved import open_saved

    opened = open_saved(options.session)
    wish, bench = opened.wish, Bench.begun(opened.items)
    try:
        session = open_text(opened.text, wish, FIRST_TIMESTEPS, bench.wanted)
        unit = unit_for(session, wish)
    except LstmTuiError:
        if not opened.changed:
            raise
        wish = replace(wish, timestep=None, layer=None, phase=None, unit=None, moment=None, beside=())
        session = open_text(opened.text, wish, FIRST_TIMESTEPS)  # the place may be gone with what has changed
        unit = unit_for(session, wish)
    check_terminal(from_stdin=False)
    return show(
        lambda app: app(
            session=session, theme=options.theme, unit=unit, file=wish.file, bench=bench, said=opened.changed
        )
    )
