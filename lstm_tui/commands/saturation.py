"""lstm-tui saturation: how much of the time each unit's gates are shut, and wide open."""

from __future__ import annotations

import argparse
import json

from lstm_tui.commands.options import add_run, wish_from

DESCRIPTION = "Say for which share of time each unit of each gate is saturated: below 0.1, and above 0.9."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_run(parser)
    parser.add_argument("--unit", type=int, metavar="J", help="the unit that is marked, from 0")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> None:
    """Print a row a unit, those most saturated first."""
    from lstm_tui.family import family_of, read_lead
    from lstm_tui.opening import open_session, unit_for
    from lstm_tui.overview.looking import over_all
    from lstm_tui.panels.saturation import counted

    session = open_session(wish_from(options))
    reading = read_lead(session, unit_for(session, wish_from(options)))
    found = counted(reading)
    for _ in over_all(found, 1.0):
        pass
    units, layer = range(reading.hidden_size), reading.cursor.layer + 1
    if options.format == "json":
        print(json.dumps({
            "model": reading.run.bundle.name, "layer": layer, "timesteps": found.read,
            "gates": {
                name: {"below": low, "above": high, "units": [
                    {"unit": unit, "below": float(found.low(name)[unit]), "above": float(found.high(name)[unit])} for unit in units
                ]}
                for name, (low, high) in found.bounds.items()
            },
        }))  # fmt: skip
        return
    print(f"{reading.run.bundle.name}: share of {found.read:,} timesteps at which a unit is saturated")
    for name, (low, high) in found.bounds.items():
        words = family_of(reading).gate_words.get(name, reading.notation.quantities[name].symbol)
        print(f"{words}: {'below ' + format(low, 'g'):>16} {'above ' + format(high, 'g'):>12}")
        for unit in sorted(units, key=lambda j: -(found.low(name)[j] + found.high(name)[j])):
            mark = "▸" if unit == reading.unit else " "
            print(
                f"  {mark} unit {unit:>4} {found.low(name)[unit] * 100:10.1f} % {found.high(name)[unit] * 100:10.1f} %"
            )
