"""lstm-tui twins: two or three models on one text, their surprise at each symbol, and where they part most."""

from __future__ import annotations

import argparse
import json
import math
from typing import TYPE_CHECKING

from lstm_tui.commands.options import add_beside, add_operations, add_place, add_text, wish_from
from lstm_tui.errors import LstmTuiError

if TYPE_CHECKING:
    from lstm_tui.twins.tally import Tally

DESCRIPTION = "Let two or three models read one text: the surprise of each at every symbol, and where they part most."
LONGEST = 1_000_000  # symbols
DECIMALS = 4  # of a surprise or an answer; the difference is that of the numbers as printed


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_text(parser)
    add_place(parser)
    add_operations(parser)
    add_beside(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> None:
    """Print what each model held against every symbol, the losses, and where they part."""
    from lstm_tui.opening import open_session
    from lstm_tui.twins.tally import BLOCK, Tally

    wish = wish_from(options)
    if not wish.beside:
        raise LstmTuiError("No model is beside the first.", "Add --beside MODEL, such as --beside shakespeare-rnn.")
    session = open_session(wish, 1)
    if len(session) > LONGEST:
        raise LstmTuiError(f"The text has {len(session):,} symbols; at most {LONGEST:,} are told.", "Cut it.")
    session.advance_to(len(session))
    tally = Tally(session)
    while not tally.done:
        tally.advance(BLOCK)
    if options.format == "json":
        _as_json(tally)
    else:
        _as_text(tally)


def _as_json(tally: Tally) -> None:
    from lstm_tui.twins.naming import names_of
    from lstm_tui.twins.spoken import unknown_to

    session, unit = tally.session, "surprise" if tally.likely else "answer"
    models = [
        {"name": name, "title": run.bundle.title, "loss": _number(total / count if count else math.nan),
         "total": _number(total), "symbols": count, "shared_total": _number(shared), "shared_loss": _number(mean),
         "unknown": list(unknown_to(run))}
        for name, run, (total, count), shared, mean in zip(
            names_of(session), session.runs, tally.own, tally.whole.totals, tally.whole.means, strict=True)
    ]  # fmt: skip
    said = tally.said(0, len(tally)).T.tolist()
    print(json.dumps({
        "says": unit, "models": models, "shared_symbols": tally.whole.count,
        "symbols": [{"timestep": t + 1, "symbol": symbol, unit: list(map(_number, values))}
                    for t, (symbol, values) in enumerate(zip(session.run.symbols, said, strict=True))],
        "apart": [{"timestep": place.timestep + 1, "symbol": session.run.symbols[place.timestep], "by": _number(place.by),
                   unit: list(map(_number, place.values))} for place in tally.apart],
    }))  # fmt: skip


def _number(value: float) -> float | str | None:
    return None if math.isnan(value) else value if math.isfinite(value) else "infinity"


def _as_text(tally: Tally) -> None:
    from lstm_tui.twins.naming import names_of
    from lstm_tui.twins.spoken import unknown_to
    from lstm_tui.visible import quoted, visible

    session = tally.session
    names = [visible(name) for name in names_of(session)]
    width = max(9, *map(len, names))
    for name, run, (total, count) in zip(names, session.runs, tally.own, strict=True):
        loss = f"{total / count:8.4f} nats a symbol, {total:10.3f} in all over {count:,}" if count else ""
        print(f"{name:<{width}}  {run.bundle.title}" + (f"  {loss}" if loss else ""))
        lacks = unknown_to(run)
        if lacks:
            print(f"{'':<{width}}  does not know {' '.join(map(quoted, lacks[:12]))}{' …' if len(lacks) > 12 else ''}")
    what = "surprise by it, nats" if tally.likely else "the answer to it"
    print(
        f"\n{'timestep':>10} {'symbol':>8}"
        + "".join(f"  {name:>{width}}" for name in names)
        + f"       apart   ({what})"
    )
    for t, values in enumerate(tally.said(0, len(tally)).T.tolist()):
        print(f"{t + 1:>10} {quoted(session.run.symbols[t]):>8}" + _row(values, width))
    if tally.apart:
        print("\nthey part most at")
    for place in tally.apart:
        print(f"{place.timestep + 1:>10} {quoted(session.run.symbols[place.timestep]):>8}" + _row(place.values, width))


def _row(values: tuple[float, ...] | list[float], width: int) -> str:
    from lstm_tui.explain.digits import apart

    by = apart(values, DECIMALS)
    numbers = [f"{value:>z{width}.{DECIMALS}f}" if value == value else f"{'·':>{width}}" for value in values]
    return "  " + "  ".join([*numbers, f"{by:>8.{DECIMALS}f}" if by == by else f"{'·':>8}"])
