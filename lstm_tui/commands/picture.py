"""lstm-tui picture: the screen at a place as a file, without a screen."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from lstm_tui import files
from lstm_tui.commands.options import add_place, add_text, wish_from
from lstm_tui.errors import LstmTuiError
from lstm_tui.visible import visible

if TYPE_CHECKING:
    from lstm_tui.drawing.printed import Picture
    from lstm_tui.session import Session

DESCRIPTION = "Save what the stepper shows at a place, as SVG, HTML or plain text."
KINDS = (".svg", ".html", ".txt")
SMALLEST, LARGEST = (80, 24), (400, 200)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_text(parser)
    add_place(parser)
    parser.add_argument(
        "--all-phases", action="store_true", help="each phase of the timestep: numbered files, one HTML page"
    )
    parser.add_argument(
        "--size", default="120x40", metavar="CxR", help="columns and rows of the screen (default 120x40)"
    )
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    parser.add_argument("-o", dest="out", metavar="FILE", required=True, help=f"ending in {', '.join(KINDS)}")


def run(options: argparse.Namespace) -> None:
    """Draw the places asked for as the stepper does, write the files, and say where they are."""
    size, kind = size_of(options.size), Path(options.out).suffix.lower()
    if kind not in KINDS:
        raise LstmTuiError(
            f"'{visible(options.out)}' ends in none of {', '.join(KINDS)}.", "The end says what is made."
        )
    os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"  # whatever the terminal can show that nobody looks at
    os.environ.pop("NO_COLOR", None)
    from lstm_tui.opening import open_session, unit_for
    from lstm_tui.ui.still import pictures

    wish = wish_from(options)
    session = open_session(wish)
    unit = unit_for(session, wish)
    places = phases_of(session) if options.all_phases else [session]
    taken = pictures(places, unit, size, options.theme)
    names = [options.out]
    if kind == ".html":
        _write(options.out, page_of(places, taken))
    elif not options.all_phases:
        _write(options.out, content_of(taken[0], kind))
    else:
        names = numbered(options.out, places)
        for name, picture in zip(names, taken, strict=True):
            _write(name, content_of(picture, kind))
    print(f"Saved {visible(names[0])}" + (f" to {visible(names[-1])}" if len(names) > 1 else ""))


def size_of(said: str) -> tuple[int, int]:
    """Return columns and rows.

    Raises:
        LstmTuiError: it is no size, or one that the stepper cannot be drawn in.
    """
    found = re.fullmatch(r"(\d{1,4})[x×](\d{1,4})", said)
    if found is None:
        raise LstmTuiError(f"'{visible(said)}' is not a size.", "Write columns and rows, such as 120x40.")
    columns, rows = map(int, found.groups())
    if not (SMALLEST[0] <= columns <= LARGEST[0] and SMALLEST[1] <= rows <= LARGEST[1]):
        limits = " to ".join(f"{width}x{height}" for width, height in (SMALLEST, LARGEST))
        raise LstmTuiError(f"The size {columns}x{rows} is not within {limits}.", "120x40 shows everything.")
    return columns, rows


def phases_of(session: Session) -> list[Session]:
    """Return the session at every stop of its timestep, in order."""
    at = session.to_layer(0).to_phase(session.stops[0].phase.key)
    places = [at]
    for _ in session.stops[1:]:
        places.append(at := at.next_phase())
    return places


def numbered(out: str, places: list[Session]) -> list[str]:
    """Return the name of the file of each place: its number and its phase before the end."""
    path, names = Path(out), []
    for number, place in enumerate(places, 1):
        layer = f"layer-{place.cursor.layer + 1}-" if place.run.layers > 1 else ""
        names.append(str(path.with_name(f"{path.stem}-{number:02}-{layer}{place.phase.key}{path.suffix}")))
    return names


def content_of(picture: Picture, kind: str) -> str:
    """Return what stands in the file of one picture."""
    from lstm_tui.drawing.printed import as_svg, as_text

    return as_svg(picture) if kind == ".svg" else as_text(picture)


def page_of(places: list[Session], taken: list[Picture]) -> str:
    """Return a page with every picture under the command that leads there."""
    from lstm_tui.drawing.printed import as_html

    run, timestep = places[0].run, places[0].cursor.timestep
    return as_html(taken, f"{run.bundle.name}, timestep {timestep + 1} of {len(run)}")


def _write(name: str, content: str) -> None:
    with files.replacing(name, "Choose another file with -o.") as file:
        file.write(content.encode())
