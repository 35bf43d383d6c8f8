"""lstm-tui diagram: the module of a model, drawn in characters."""

from __future__ import annotations

import argparse
from dataclasses import replace

from lstm_tui.commands.options import add_place, add_text, wish_from
from lstm_tui.errors import LstmTuiError

WIDEST = 500
DESCRIPTION = "Print the module of a model at one phase of one timestep."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_text(parser)
    add_place(parser)
    parser.add_argument(
        "--width", type=int, default=78, metavar="N", help="columns to draw in (default 78, at least 49)"
    )
    parser.add_argument("--bare", action="store_true", help="names and no numbers, the equations under it")


def run(options: argparse.Namespace) -> None:
    """Print the module at the phase asked for, or when everything is known; bare, with its equations.

    Raises:
        LstmTuiError: there is no room for it.
    """
    from lstm_tui.explain.reading import Look
    from lstm_tui.family import equation_of, read_lead
    from lstm_tui.opening import open_session, unit_for
    from lstm_tui.panels.module import NARROWEST, draw_module, rows_for

    if not NARROWEST <= options.width <= WIDEST:
        raise LstmTuiError(f"The module is not drawn in {options.width} columns.", f"Give {NARROWEST} to {WIDEST}.")
    wish = wish_from(options)
    session = open_session(replace(wish, phase=wish.phase or "prediction"))
    reading = read_lead(session, unit_for(session, wish), Look(bare=options.bare))
    print(draw_module(reading, options.width, rows_for(reading, options.width)).text())
    if options.bare:
        phases = reading.phases[: reading.cursor.phase + 1] if wish.phase is None else (reading.phase,)
        print("\n".join(("", *(f"  {equation_of(reading, phase)}" for phase in phases))))
