"""Pictures of the screen: what stands there, cell by cell, as a drawing that needs no terminal."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rich.color import Color, blend_rgb
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, SVG_EXPORT_THEME, TerminalTheme
from textual._context import visible_screen_stack

from lstm_tui import files
from lstm_tui.drawing.printed import Line, Pen, Picture, as_svg
from lstm_tui.errors import LstmTuiError
from lstm_tui.ui.theme import PALETTES
from lstm_tui.visible import visible

if TYPE_CHECKING:
    from textual.app import App

DIM = 0.4  # how far dim ink goes toward its paper


def picture_of(app: App[None], title: str) -> Picture:
    """Return the screen as it stands, with windows over it; its title says what is to be seen."""
    terminal = SVG_EXPORT_THEME if app.current_theme.dark else DEFAULT_TERMINAL_THEME  # of colours left to the terminal
    visible_screen_stack.set(app._background_screens)
    lines = [[_run(segment, terminal) for segment in strip] for strip in app.screen._compositor.render_strips()]
    ground = PALETTES[app.theme].ground
    return Picture([_joined(line) for line in lines], app.size.width, ground, title)


def save_picture(app: App[None], title: str) -> str:
    """Save an SVG in the person's pictures folder, or here where there is none; return where it is.

    Raises:
        LstmTuiError: neither folder can be written to.
    """
    name, content = f"lstm-tui-{datetime.now():%Y%m%d-%H%M%S-%f}.svg", as_svg(picture_of(app, title)).encode()
    reasons = []
    for folder in (files.pictures_folder(), Path.cwd()):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with files.replacing(folder / name, "") as file:
                file.write(content)
            return visible(str(folder / name))
        except OSError as error:
            reasons.append(f"{folder}: {error.strerror}")
        except LstmTuiError as error:
            reasons.append(error.message)
    raise LstmTuiError("The picture cannot be saved.", visible("; ".join(reasons)))


def _run(segment: Segment, terminal: TerminalTheme) -> tuple[str, Pen]:
    return ("" if segment.control else segment.text), _pen(segment.style or Style(), terminal)


def _joined(line: Line) -> Line:
    """Return a line in which no two neighbours are set alike."""
    found: Line = []
    for text, pen in line:
        if found and found[-1][1] == pen:
            found[-1] = (found[-1][0] + text, pen)
        elif text:
            found.append((text, pen))
    return found


@lru_cache(maxsize=1024)
def _pen(style: Style, terminal: TerminalTheme) -> Pen:
    """Return how a style looks."""
    ink, paper = _colour(style.color, terminal, True), _colour(style.bgcolor, terminal, False)
    if style.reverse:
        ink, paper = paper, ink
    if style.dim:
        ink = blend_rgb(Color.parse(ink).get_truecolor(), Color.parse(paper).get_truecolor(), DIM).hex
    return Pen(ink, paper, bool(style.bold), bool(style.italic), bool(style.underline))


def _colour(colour: Color | None, terminal: TerminalTheme, front: bool) -> str:
    default = terminal.foreground_color if front else terminal.background_color
    return default.hex if colour is None or colour.is_default else colour.get_truecolor(terminal, front).hex
