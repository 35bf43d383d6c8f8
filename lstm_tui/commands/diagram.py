"""lstm-tui diagram: the module of a model, drawn in characters."""

from __future__ import annotations

import argparse
from dataclasses import replace

from lstm_tui.commands.options import add_place, add_text, wish_from

DESCRIPTION = "Print the module of a model at one phase of one timestep."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_text(parser)
    add_place(parser)
    parser.add_argument("--width", type=int, default=78, metavar="N", help="columns to draw in (default 78)")


def run(options: argparse.Namespace) -> None:
    """Print the module at the phase asked for, or when everything is known."""
    from lstm_tui.family import read_lead
    from lstm_tui.opening import open_session, unit_for
    from lstm_tui.panels.module import draw_module

    wish = wish_from(options)
    session = open_session(replace(wish, phase=wish.phase or "prediction"))
    reading = read_lead(session, unit_for(session, wish))
    wide = options.width >= 77
    print(draw_module(reading, 78 if wide else 49, 14 if wide else 9).text())
