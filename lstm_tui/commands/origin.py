"""lstm-tui origin: where a number comes from, term by term."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lstm_tui.commands.options import add_operations, add_place, add_text, wish_from
from lstm_tui.errors import LstmTuiError

if TYPE_CHECKING:
    from lstm_tui.core.place import Place
    from lstm_tui.explain.notation import Notation
    from lstm_tui.explain.origin.terms import Origin
    from lstm_tui.run import Run

DESCRIPTION = "Open a number of a run into the terms that it is made of, and these in turn."
DEEPEST, FEWER = 6, 3  # levels; terms of a sum below the first level


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_text(parser)
    add_place(parser)
    add_operations(parser)
    parser.add_argument(
        "--place",
        metavar="NAME",
        default="loss",
        help="the number: f[20], z_f[20], c, logit['o'], p['o'] or loss (default)",
    )
    parser.add_argument(
        "--depth", type=int, default=1, metavar="N", help=f"levels to open, at most {DEEPEST} (default 1)"
    )
    parser.add_argument(
        "--terms", type=int, default=12, metavar="K", help="terms of a sum told one by one (default 12)"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> None:
    """Print the number opened."""
    from lstm_tui.explain.naming import place_named
    from lstm_tui.family import FAMILIES
    from lstm_tui.opening import open_session
    from lstm_tui.visible import visible

    if not 1 <= options.depth <= DEEPEST or options.terms < 2:
        raise LstmTuiError(f"--depth is 1 to {DEEPEST}, --terms at least 2.")
    session = open_session(wish_from(options))
    notation = FAMILIES[session.run.bundle.network.cell.kind].notation
    layer = None if options.layer is None else options.layer - 1
    place = place_named(session.run, options.place, session.cursor.timestep, layer, options.unit)
    if options.format == "json":
        print(json.dumps(_as_json(session.run, notation, place, options.depth, options.terms), indent=1))
        return
    for line in _lines(session.run, notation, place, options.depth, options.terms):
        print(visible(line))


def _lines(run: Run, notation: Notation, place: Place, depth: int, terms: int, indent: str = "") -> Iterator[str]:
    from lstm_tui.explain.origin import origin_of

    origin = origin_of(run, notation, place, terms)
    equals = "=" if origin.holds else "≈"
    yield f"{indent}{origin.name} {equals} {origin.printed}"
    if origin.equation:
        yield f"{indent}  {origin.equation}"
    if origin.remark:
        yield f"{indent}  ({origin.remark})"
    widest = max((len(term.label) for term in origin.terms), default=0)
    how = max((len(term.how) for term in origin.terms), default=0)
    sums = bool(origin.terms and origin.terms[0].running)
    for term in origin.terms:
        running = f"   sum {term.running:>10}" if sums else ""
        yield f"{indent}  {term.label:<{widest}}  {term.how:<{how}}  {term.printed:>10}{running}".rstrip()
        if depth > 1 and term.place is not None:
            yield from _lines(run, notation, term.place, depth - 1, min(terms, FEWER), indent + "    ")


def _as_json(run: Run, notation: Notation, place: Place, depth: int, terms: int) -> dict[str, Any]:
    from lstm_tui.explain.origin import origin_of

    return _told(origin_of(run, notation, place, terms)) | {
        "terms": [
            {"label": term.label, "value": term.value, "factors": list(term.factors), "how": term.how,
             "printed": term.printed, "running": term.running}
            | ({"opened": _as_json(run, notation, term.place, depth - 1, min(terms, FEWER))}
               if depth > 1 and term.place is not None else {})
            for term in origin_of(run, notation, place, terms).terms
        ]
    }  # fmt: skip


def _told(origin: Origin) -> dict[str, Any]:
    place = origin.place
    return {
        "name": origin.name, "quantity": place.quantity, "layer": place.layer + 1, "timestep": place.timestep + 1,
        "unit": place.unit, "value": origin.value, "printed": origin.printed, "equation": origin.equation,
        "holds": origin.holds, "remark": origin.remark, "folded": origin.folded,
    }  # fmt: skip
