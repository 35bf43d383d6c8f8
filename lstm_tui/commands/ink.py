"""lstm-tui ink: who wrote what on the note, symbol by symbol, and how long what is written lasts."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from lstm_tui.commands.options import add_operations, add_place, add_text, wish_from

if TYPE_CHECKING:
    from lstm_tui.core.provenance import Shares
    from lstm_tui.session import Session

DESCRIPTION = "Say how much of a unit of the note, of the whole note or of a logit each symbol wrote."
CAPTION = "The gates are taken as they were: this is bookkeeping. For a cause, change something (--operate)."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_text(parser)
    add_place(parser)
    add_operations(parser)
    parser.add_argument(
        "--of", choices=("unit", "note", "logit"), default="unit", help="what is asked about (default unit)"
    )
    parser.add_argument("--symbol", metavar="S", help="of a logit: which symbol's (default: what the text says next)")
    parser.add_argument(
        "--half-lives", action="store_true", help="list after how many symbols half of a unit's ink is left"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> None:
    """Print the shares, at the timestep asked for or at the end of the text."""
    from lstm_tui.opening import open_session

    session = open_session(wish_from(options))
    if options.timestep is None:
        session = session.seek(len(session) - 1)
    if options.half_lives:
        _half_lives(session, options)
        return
    shares, name = _shares(session, options)
    symbols = [session.run.symbols[shares.first + k] for k in range(len(shares.written))]
    if options.format == "json":
        print(json.dumps({
            "of": name, "timestep": session.cursor.timestep + 1, "value": shares.value, "before": shares.before,
            "rest": shares.rest, "rounding": shares.rounding, "first": shares.first + 1, "symbols": symbols,
            "written": shares.written.tolist(), "caption": CAPTION,
        }))  # fmt: skip
        return
    _print(shares, name, symbols, session)


def _shares(session: Session, options: argparse.Namespace) -> tuple[Shares, str]:
    from lstm_tui.core import provenance
    from lstm_tui.explain.naming import name_of, place_named
    from lstm_tui.opening import unit_for

    run, cursor = session.run, session.cursor
    note = run.bundle.network.cells[cursor.layer].note
    if options.of == "unit":
        unit = unit_for(session, wish_from(options))
        place = place_named(run, f"{note}[{unit}]", cursor.timestep, cursor.layer)
        return provenance.of_unit(run.trace, cursor.layer, unit, cursor.timestep), name_of(run, place)
    if options.of == "note":
        return provenance.of_note(run.trace, cursor.layer, cursor.timestep), "the whole note, by size"
    asked = "logit" if options.symbol is None else f"logit['{options.symbol}']"
    place = place_named(run, asked, cursor.timestep)
    return provenance.of_logit(run.trace, place.unit, cursor.timestep), name_of(run, place)


def _print(shares: Shares, name: str, symbols: list[str], session: Session) -> None:
    from lstm_tui.explain.digits import plain
    from lstm_tui.visible import quoted

    print(
        f"{session.run.bundle.name}: who wrote {name} at timestep {session.cursor.timestep + 1}: {plain(shares.value, 6)}"
    )
    print(f"  {'before':>18}  {plain(shares.before, 6):>12}")
    for k, (symbol, value) in enumerate(zip(symbols, shares.written.tolist(), strict=True), shares.first + 1):
        print(f"  {k:>10} {quoted(symbol):>7}  {plain(value, 6):>12}")
    if shares.rest:
        print(f"  {'bias':>18}  {plain(shares.rest, 6):>12}")
    print(f"  {'rounding':>18}  {shares.rounding:>12.1e}")
    print(CAPTION)


def _half_lives(session: Session, options: argparse.Namespace) -> None:
    from lstm_tui.core.provenance import half_lives

    layer = session.cursor.layer
    lives = half_lives(session.run.trace, layer)
    order = sorted(range(len(lives)), key=lambda unit: -lives[unit])
    if options.format == "json":
        print(
            json.dumps(
                {"layer": layer + 1, "half_lives": [None if life == float("inf") else life for life in lives.tolist()]}
            )
        )
        return
    print(
        f"{session.run.bundle.name}: after so many symbols half of what is written on a unit is left, by its mean share kept"
    )
    for unit in order:
        print(
            f"  unit {unit:>4}  " + (f"{lives[unit]:>10.2f}" if lives[unit] != float("inf") else "for ever".rjust(10))
        )
    print(CAPTION)
