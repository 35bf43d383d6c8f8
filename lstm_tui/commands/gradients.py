"""lstm-tui gradients: how much one timestep's loss hangs on what the states were, symbol by symbol back."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from lstm_tui.commands.options import add_run, wish_from

if TYPE_CHECKING:
    from lstm_tui.panels.gradients import Backwards

DESCRIPTION = "Go back from one timestep's loss: the sizes of dL/dh and dL/dc, and what the forget gate lets through."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_run(parser)
    parser.add_argument("--timestep", type=int, metavar="N", help="whose loss, from 1 (default: the last but one)")
    parser.add_argument("--unit", type=int, metavar="J", help="the unit whose ∏f is printed, from 0")
    parser.add_argument("--beside", action="append", default=[], metavar="M", help="another model on the same text")
    parser.add_argument("--bias", type=float, metavar="B", help="set the forget bias of every unit")
    parser.add_argument("--times", type=float, default=1.0, metavar="X", help="the recurrent weights times this")
    parser.add_argument("--reach", type=int, default=100, metavar="N", help="symbols back (default 100)")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> None:
    """Print the sizes."""
    from lstm_tui.errors import LstmTuiError

    if options.reach < 1 or not 0 < abs(options.times) < 1e6:
        raise LstmTuiError("Go back at least one symbol, with weights times a finite number that is not 0.")
    shown = gone_back(options)
    if options.format == "json":
        print(json.dumps(_numbers(shown)))
        return
    from lstm_tui.overview.gradients import rate
    from lstm_tui.panels.gradients import COLUMN, STEPS, lines_of

    asked, lines = shown.goings[0].asked, lines_of(shown)
    assert asked is not None
    place = f"timestep {shown.reading.cursor.timestep + 1:,}"
    print(f"{shown.reading.run.bundle.name}: back from L = {asked.name} = {asked.value:.4f} {asked.unit} at {place}")
    wide = max(COLUMN, *(len(line.name) + 2 for line in lines))
    print("  back" + "".join(f"{line.name:>{wide}}" for line in lines))
    count = max(len(line.values) for line in lines)
    for step in dict.fromkeys((*(step for step in STEPS if step < count), count - 1)):
        print(f"{step:>6}" + "".join(f"{line.values[step]:>{wide}.2e}" for line in lines))
    rates = [rate(line.values) for line in lines]
    print("     ×" + "".join(f"{'' if found is None else format(found, '.3f'):>{wide}}" for found in rates))


def gone_back(options: argparse.Namespace) -> Backwards:
    """Return what the options ask for, computed."""
    from lstm_tui.family import read_lead
    from lstm_tui.models import registry
    from lstm_tui.opening import open_session, unit_for
    from lstm_tui.overview.gradients import GoingBack, forget_bias, turned
    from lstm_tui.overview.looking import over_all
    from lstm_tui.panels.gradients import Backwards
    from lstm_tui.run import Run

    session = open_session(wish_from(options))
    if options.timestep is None:
        session = session.seek(max(0, len(session) - 2))
    run, cursor = session.run, session.cursor
    reading = read_lead(session, unit_for(session, wish_from(options)))
    runs = [run, *(Run.open(registry.load(name), run.text, 0) for name in options.beside)]
    goings = []
    for one in runs:
        going = GoingBack(
            turned(one, options.bias, options.times),
            min(cursor.layer, one.layers - 1),
            cursor.timestep,
            options.reach + 1,
        )
        for _ in over_all(going, 1.0):
            pass
        goings.append(going)
    trained = forget_bias(run, cursor.layer)
    return Backwards(reading, tuple(goings), options.reach, options.bias, options.times, trained)


def _numbers(shown: Backwards) -> dict[str, object]:
    unit = shown.reading.unit
    return {
        "timestep": shown.reading.cursor.timestep + 1, "bias": shown.bias, "times": shown.factor,
        "runs": [
            {
                "model": going.run.bundle.name, "loss": None if going.asked is None else going.asked.value,
                "of": None if going.asked is None else going.asked.name,
                "sizes": {name: sizes.tolist() for name, sizes in going.sizes.items()},
                "left": None if going.left is None or place else {
                    "unit": unit, "of_unit": going.left[:, unit].tolist(), "mean": going.left.mean(axis=1).tolist(),
                },
            }
            for place, going in enumerate(shown.goings)
        ],
    }  # fmt: skip
