"""lstm-tui path: the note as a path in the plane, symbol by symbol."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from lstm_tui.commands.options import add_run, wish_from

if TYPE_CHECKING:
    from lstm_tui.paths import Path, Plane
    from lstm_tui.session import Session

DESCRIPTION = "Follow the note in the plane: two of its units, or two of its principal components, symbol by symbol."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_run(parser)
    axes = parser.add_mutually_exclusive_group()
    axes.add_argument("--units", metavar="A,B", help="two units, from 0; one alone: its note, and what it says of it")
    axes.add_argument(
        "--components", metavar="A,B", nargs="?", const="1,2", help="two principal components, from 1 (default 1,2)"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> None:
    """Print where the note stands after each symbol."""
    from lstm_tui.opening import open_session
    from lstm_tui.paths import path_of

    session = open_session(wish_from(options))
    plane = plane_from(options, session.run.hidden_size(session.cursor.layer))
    path = path_of(session.run, session.cursor.layer, plane, session.free)
    if options.format == "json":
        print(json.dumps(as_json(session, path)))
    else:
        _print(session, path)


def plane_from(options: argparse.Namespace, units: int) -> Plane:
    """Return the axes that were asked for, or those looked at first.

    Raises:
        LstmTuiError: they cannot be read.
    """
    from lstm_tui.errors import LstmTuiError
    from lstm_tui.paths import Plane, first_plane

    given = options.units or options.components
    if given is None:
        return first_plane(units)
    try:
        numbers = [int(part) for part in given.split(",")]
    except ValueError:
        numbers = []
    if not 1 <= len(numbers) <= 2 or (len(numbers) == 1 and options.components):
        raise LstmTuiError(f"'{given}' is no pair of axes.", "Give two numbers, such as 0,1.")
    if options.components:
        return Plane(True, numbers[0] - 1, numbers[1] - 1)
    return Plane(False, numbers[0], numbers[-1])


def as_json(session: Session, path: Path) -> dict[str, object]:
    """Return the path as what JSON can hold."""
    run, found = session.run, path.components
    truth = run.truth()
    return {
        "model": run.bundle.name, "layer": session.cursor.layer + 1, "quantity": path.quantity, "axes": path.names,
        "shares": path.shares, "all_shares": None if found is None else found.shares.tolist(),
        "centre": None if found is None else found.centre.tolist(),
        "directions": None if found is None else found.directions.tolist(),
        "points": [
            {"timestep": t + 1, "symbol": run.symbols[t], "x": x, "y": y, "z": _third(path, t)}
            | ({} if truth is None else {"truth": truth[t]})
            for t, (x, y) in enumerate(path.points.tolist())
        ],
        "untouched": None if path.free is None else path.free.tolist(),
    }  # fmt: skip


def _third(path: Path, timestep: int) -> float | None:
    return None if path.third is None else float(path.third[1][timestep])


def _print(session: Session, path: Path) -> None:
    from lstm_tui.visible import quoted, visible

    run, truth = session.run, session.run.truth()
    print(f"{visible(run.bundle.name)}: the note, {path.quantity}, in the plane of {path.title}")
    if path.said:
        print(f"  {path.said}, over {len(path.points):,} symbols")
    third = f"{path.third[0]:>16}" if path.third is not None else ""
    print(f"\n  {'timestep':>8}  {'symbol':<8}{path.names[0]:>16}{path.names[1]:>22}{third}")
    for t, (x, y) in enumerate(path.points.tolist()):
        z = _third(path, t)
        depth = "" if z is None else f"{z:>+16.6f}"
        word = f"  {truth[t]}" if truth is not None else ""
        print(f"  {t + 1:>8}  {quoted(run.symbols[t]):<8}{x:>+16.6f}{y:>+22.6f}{depth}{word}")
    if len(path.points) < len(run):
        print(f"  … of {len(run):,} symbols the first {len(path.points):,} are followed")
