"""lstm-tui lens: the whole run at once: one quantity of every unit over time, and what units can be ordered by."""

from __future__ import annotations

import argparse
import json
import math
from typing import TYPE_CHECKING

from lstm_tui.commands.options import add_run, wish_from
from lstm_tui.visible import visible

if TYPE_CHECKING:
    from lstm_tui.panels.overview import Overview
    from lstm_tui.session import Session

DESCRIPTION = "Show one quantity of every unit over the whole text: its mean or extreme in each of so many columns."
LONGEST_ROWS = 10_000


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_run(parser)
    parser.add_argument("--unit", type=int, metavar="J", help="the unit that correlations are with, from 0")
    parser.add_argument("--timestep", type=int, metavar="N", help="a timestep that shall be in view, from 1")
    parser.add_argument("--quantity", metavar="Q", help="such as c, h, f or i (default: the note)")
    parser.add_argument(
        "--per", type=int, default=0, metavar="N", help="timesteps a column (default: the whole text fits)"
    )
    parser.add_argument("--extreme", action="store_true", help="of each column the extreme, not the mean")
    parser.add_argument(
        "--order", default="activity", choices=("number", "activity", "saturated", "half-life", "correlation", "clustered"),
        help="how the units stand (default activity)",
    )  # fmt: skip
    parser.add_argument("--width", type=int, default=120, metavar="W", help="columns of text (default 120)")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> None:
    """Print the picture, or its numbers."""
    from lstm_tui.errors import LstmTuiError
    from lstm_tui.opening import open_session, unit_for
    from lstm_tui.panels.lens import draw_lens

    if not 20 <= options.width <= LONGEST_ROWS or options.per < 0:
        raise LstmTuiError("The picture is 20 to 10,000 columns wide, and a column at least one timestep.")
    session = open_session(wish_from(options))
    shown = looked_over(session, unit_for(session, wish_from(options)), options)
    if options.format == "json":
        print(json.dumps(_numbers(shown)))
        return
    print(draw_lens(shown, options.width, session.run.hidden_size(session.cursor.layer) + 3).text())


def looked_over(session: Session, unit: int, options: argparse.Namespace) -> Overview:
    """Return what the lens shows of a session, once it is read to its end.

    Raises:
        LstmTuiError: no such quantity, or an order that this kind of cell does not know.
    """
    from lstm_tui.errors import LstmTuiError
    from lstm_tui.family import read_lead
    from lstm_tui.overview.looking import Overlooker
    from lstm_tui.panels.overview import Wanted, overview_of

    reading, looker = read_lead(session, unit), Overlooker()
    wanted = Wanted(options.quantity or "", options.per, options.extreme, options.order)
    shown = overview_of(reading, wanted, options.width, looker)
    if options.quantity and shown.name != options.quantity:
        raise LstmTuiError(
            f"There is no '{visible(options.quantity)}' to show.", f"There are: {', '.join(shown.names)}."
        )
    if shown.by != options.order:
        raise LstmTuiError("Nothing says how long the ink of this kind of cell lasts.", "Choose another order.")
    for _ in looker.steps(1.0):
        pass
    return overview_of(reading, wanted, options.width, looker)


def _numbers(shown: Overview) -> dict[str, object]:
    run, survey = shown.reading.run, shown.survey
    lives = survey.half_lives()
    return {
        "model": run.bundle.name, "layer": shown.reading.cursor.layer + 1, "quantity": shown.name, "timesteps": len(run),
        "first": shown.window.first + 1, "per": shown.window.per, "extreme": shown.extreme, "order": shown.by,
        "units": [
            {
                "unit": unit, "activity": float(survey.activity()[unit]), "saturated": float(survey.saturated()[unit]),
                "half_life": None if lives is None or math.isinf(lives[unit]) else float(lives[unit]),
                "correlation": float(survey.correlations()[shown.reading.unit, unit]),
                "columns": [float(value) for value in shown.values[:, unit]],
            }
            for unit in shown.order
        ],
    }  # fmt: skip
