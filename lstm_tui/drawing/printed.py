"""A picture of a screen for paper, a page or a letter: coloured runs of characters as SVG, HTML or plain text.

It is looked at where there is no network and where other fonts are installed: the fonts named are those that systems bring,
and every run is set to the width of its cells, so that bars and wires meet in any of them. Nothing in it is markup by
chance: all text is made visible, then escaped.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from lstm_tui.visible import columns_of, visible

FONTS = "'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', 'Noto Sans Mono', monospace"
SIZE, CELL, LINE = 16.0, 9.6, 18.4  # of the font, of a cell across, and of a line, in pixels
BASELINE = 14.2  # pixels from the top of a line


@dataclass(frozen=True)
class Pen:
    """How a run of characters is set: ink and paper as #rrggbb."""

    ink: str
    paper: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


Line = list[tuple[str, Pen]]


@dataclass(frozen=True, eq=False)
class Picture:
    """A screen: its lines, their width in cells, the colour behind them, and what is to be seen on it, in words."""

    lines: list[Line]
    width: int
    paper: str
    title: str


def as_text(picture: Picture) -> str:
    """Return the characters alone, without trailing spaces."""
    lines = (visible("".join(text for text, _ in line)).rstrip() for line in picture.lines)
    return "\n".join(lines) + "\n"


def as_svg(picture: Picture) -> str:
    """Return the picture as an SVG document of its own."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_svg(picture)}\n'


def as_html(pictures: list[Picture], title: str) -> str:
    """Return a page with the pictures below each other, each with its words; printed, each has a page of its own."""
    parts = [f"<section>\n<h2>{_plain(picture.title)}</h2>\n{_svg(picture)}\n</section>" for picture in pictures]
    style = (
        f"body {{ font-family: {FONTS}; margin: 2em; }} h1 {{ font-size: 1.1em; }} h2 {{ font-size: 1em; }} "
        "svg { max-width: 100%; height: auto; } section { break-inside: avoid; break-after: page; }"
    )
    head = f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{_plain(title)}</title>\n'
    return (
        f"{head}<style>{style}</style>\n</head>\n<body>\n<h1>{_plain(title)}</h1>\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def _plain(text: str) -> str:
    return escape(visible(text))


def _svg(picture: Picture) -> str:
    width, height = picture.width * CELL, len(picture.lines) * LINE
    grounds: list[str] = []
    runs: list[str] = []
    for row, line in enumerate(picture.lines):
        x = 0
        for text, pen in line:
            columns = _columns(text)
            if pen.paper != picture.paper:
                grounds.append(
                    f'<rect x="{x * CELL:g}" y="{row * LINE:.5g}" width="{columns * CELL:g}" height="{LINE:g}" fill="{pen.paper}"/>'
                )
            runs += _runs(text, pen, x, row)
            x += columns
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" role="img">',
            f"<title>{_plain(picture.title)}</title>",
            f'<rect width="100%" height="100%" fill="{picture.paper}"/>',
            f'<g shape-rendering="crispEdges">{"".join(grounds)}</g>',
            f'<g font-family="{FONTS}" font-size="{SIZE:g}" xml:space="preserve">',
            *runs,
            "</g>",
            "</svg>",
        ]
    )


def _runs(text: str, pen: Pen, x: int, row: int) -> list[str]:
    """Return the text elements of a run: words with single spaces between, each as wide as its cells."""
    marks = f' fill="{pen.ink}"'
    marks += ' font-weight="bold"' if pen.bold else ""
    marks += ' font-style="italic"' if pen.italic else ""
    marks += ' text-decoration="underline"' if pen.underline else ""
    found = []
    for part, at in _parts(visible(text)):
        place = f'x="{(x + at) * CELL:.6g}" y="{row * LINE + BASELINE:.6g}"'
        length = f'textLength="{_columns(part) * CELL:.6g}" lengthAdjust="spacingAndGlyphs"'
        found.append(f"<text {place} {length}{marks}>{escape(part).replace(' ', '&#160;')}</text>")
    return found


def _parts(text: str) -> list[tuple[str, int]]:
    """Return the parts of a text between two spaces or more, with the columns where they begin; no part mixes widths."""
    parts: list[tuple[str, int]] = []
    part, begun, at, before = "", 0, 0, 1
    for character in text + "  ":
        width = max(0, columns_of(character))
        apart = width and (width != before or character == " " == part[-1:])
        if part and apart:
            if part.strip():
                parts.append((part.rstrip(), begun))
            part = ""
        if not part and character != " ":
            begun = at
        if part or character != " ":
            part += character
        at, before = at + width, width or before
    return parts


def _columns(text: str) -> int:
    return sum(max(0, columns_of(character)) for character in visible(text))
