"""lstm-tui ink: who wrote what on the note, symbol by symbol, and how long what is written lasts."""

from __future__ import annotations

import argparse
import json
import math
from typing import TYPE_CHECKING

from lstm_tui.commands.options import add_operations, add_place, add_text, wish_from

if TYPE_CHECKING:
    from lstm_tui.explain.ink import Ask, Ink
    from lstm_tui.session import Session

DESCRIPTION = "Say how much of a unit of the note, of the whole note or of a logit each symbol wrote."
LONGEST_TRIANGLE = 64  # timesteps, where --last says none


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_text(parser)
    add_place(parser)
    add_operations(parser)
    parser.add_argument(
        "--of",
        choices=("unit", "note", "logit", "likeliest"),
        default="unit",
        help="what is asked about (default unit)",
    )
    parser.add_argument("--symbol", metavar="S", help="of a logit: which symbol's (default: what the text says next)")
    parser.add_argument("--last", type=int, metavar="N", help="tell the last N symbols apart, all before them as one")
    parser.add_argument(
        "--half-lives", action="store_true", help="list the half-life of each unit's ink: that of the mean share kept"
    )
    parser.add_argument(
        "--order", choices=("life", "unit", "now"), default="life",
        help="of half-lives: the longest first, by unit, or by what stands on the note now",
    )  # fmt: skip
    parser.add_argument(
        "--triangle", action="store_true", help="of a unit: who of the past stands on the note at each timestep"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> None:
    """Print the shares, at the timestep asked for or at the end of the text."""
    from lstm_tui.errors import LstmTuiError
    from lstm_tui.opening import open_session

    if options.last is not None and options.last < 1:
        raise LstmTuiError("--last is at least 1.", "It says how many symbols are told apart.")
    session = open_session(wish_from(options))
    if options.timestep is None:
        session = session.seek(len(session) - 1)
    if options.half_lives:
        _half_lives(session, options)
    elif options.triangle:
        _triangle(session, options)
    else:
        _shares(session, options)


def _ask(session: Session, options: argparse.Namespace) -> Ask:
    from lstm_tui.explain.ink import LOGIT, Ask
    from lstm_tui.explain.naming import place_named

    if options.of != "logit":
        return Ask(options.of)
    asked = "logit" if options.symbol is None else f"logit['{options.symbol}']"
    return Ask(LOGIT, place_named(session.run, asked, session.cursor.timestep).unit)


def _shares(session: Session, options: argparse.Namespace) -> None:
    from lstm_tui.core.provenance import FARTHEST
    from lstm_tui.explain.ink import fate, ink_of
    from lstm_tui.family import FAMILIES
    from lstm_tui.opening import unit_for

    run, cursor = session.run, session.cursor
    unit, ask = unit_for(session, wish_from(options)), _ask(session, options)
    notation = FAMILIES[run.bundle.network.cells[cursor.layer].kind].notation
    ink = ink_of(run, notation, cursor.layer, cursor.timestep, unit, ask, min(options.last or FARTHEST, FARTHEST))
    if options.format == "text":
        _print(ink, session)
        return
    parts = ink.parts
    print(json.dumps({
        "of": ink.name, "layer": ink.layer + 1, "timestep": ink.timestep + 1, "value": ink.value, "printed": ink.printed,
        "before": ink.before.value if ink.before else 0.0, "rest": ink.rest.value if ink.rest else 0.0,
        "rounding": ink.rounding, "itself": ink.itself, "first": (parts[0].timestep or 0) + 1,
        "symbols": [run.symbols[part.timestep or 0] for part in parts], "written": [part.value for part in parts],
        "lines": [{"label": part.label, "printed": part.printed} for part in ink.lines],
        "fresh": [part.fresh for part in parts], "left": [part.left for part in parts],
        "by_hand": [(part.timestep or 0) + 1 for part in parts if part.by_hand],
        "fates": [fate(ink, part) for part in parts], "captions": ink.captions,
    }))  # fmt: skip


def _print(ink: Ink, session: Session) -> None:
    from lstm_tui.explain.ink import left_as, percent_left

    equals = "=" if ink.holds else "≈"
    print(f"{session.run.bundle.name}: who wrote {ink.name} at timestep {ink.timestep + 1} {equals} {ink.printed}")
    for part in ink.lines:
        number = f"{part.timestep + 1:>10} {part.label:>7}" if part.timestep is not None else f"{part.label:>18}"
        fate = f"   {percent_left(part.left):>5} {left_as(ink)}" if part.timestep is not None else ""
        print(f"  {number}  {part.printed:>12}{fate}{'   set by hand' if part.by_hand else ''}")
    if ink.rounding is not None:
        print(f"  {'rounding':>18}  {ink.rounding:>12.1e}")
    print("\n".join(ink.captions))


def _half_lives(session: Session, options: argparse.Namespace) -> None:
    from lstm_tui.core.provenance import half_lives
    from lstm_tui.explain.digits import short
    from lstm_tui.explain.ink import BOOKKEEPING, COUNTED, in_order

    run, cursor = session.run, session.cursor
    lives = half_lives(run.trace, cursor.layer).tolist()
    cell = run.bundle.network.cells[cursor.layer]
    note, captions = (
        run.trace.step(cursor.timestep, cursor.layer)[cell.note].tolist(),
        [COUNTED.format(kept=cell.keeps), BOOKKEEPING],
    )
    ordered = in_order(lives, note, options.order)
    if options.format == "json":
        print(json.dumps({
            "layer": cursor.layer + 1, "timesteps": len(run), "timestep": cursor.timestep + 1,
            "half_lives": [None if math.isinf(life) else life for life in lives], "now": note,
            "order": [life.unit for life in ordered], "of": f"ln ½ / ln(mean {cell.keeps})", "captions": captions,
        }))  # fmt: skip
        return
    print(
        f"{run.bundle.name}: half-life of what is written on a unit, ln ½ / ln(mean {cell.keeps}), in symbols, "
        f"over {len(run):,} symbols; what stands there at timestep {cursor.timestep + 1}"
    )
    for life in ordered:
        print(f"  unit {life.unit:>4}  {life.printed:>10}  {short(life.now)}")
    print("\n".join(captions))


def _triangle(session: Session, options: argparse.Namespace) -> None:
    from lstm_tui.core.provenance import added, triangle
    from lstm_tui.explain.digits import short
    from lstm_tui.explain.ink import BOOKKEEPING, called
    from lstm_tui.opening import unit_for

    run, cursor, unit = session.run, session.cursor, unit_for(session, wish_from(options))
    first = max(0, cursor.timestep + 1 - (options.last or LONGEST_TRIANGLE))
    rows = triangle(run.trace, cursor.layer, unit, first, cursor.timestep + 1)
    note = run.bundle.network.cells[cursor.layer].note
    values = run.trace.column(note, cursor.layer, first, cursor.timestep + 1)[:, unit].tolist()
    if options.format == "json":
        print(json.dumps({
            "unit": unit, "layer": cursor.layer + 1, "first": first + 1, "values": values,
            "rows": [row[: at + 1] for at, row in enumerate(rows.tolist())], "captions": [BOOKKEEPING],
        }))  # fmt: skip
        return
    print(
        f"{run.bundle.name}: who of the past stands on unit {unit} of {note}: a row a timestep, its shares and their sum"
    )
    for at, (row, value) in enumerate(zip(rows.tolist(), values, strict=True)):
        before = added((value, *(-share for share in row)))
        old = f"{short(before)} " if first else ""
        shares = " ".join(short(share) for share in row[: at + 1])
        print(f"  {first + at + 1:>6} {called(run, first + at):>4}  {old}{shares}  = {short(value)}")
    print(BOOKKEEPING)
