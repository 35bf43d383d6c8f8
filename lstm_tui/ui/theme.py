"""Colours: one hue a quantity, the same everywhere, in a dark and a light theme and for terminals of 16 colours.

The hues follow the palette of Okabe and Ito (2008), which people with the common forms of colour-blindness can tell
apart; a value is never told by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rich.style import Style
from textual.theme import Theme


@dataclass(frozen=True, eq=False)
class Palette:
    """The colours of one theme: ground, ink, and a hue for each quantity. There is one object for each theme."""

    ground: str
    bar: str
    ink: str
    faint: str
    frame: str
    hues: tuple[tuple[str, str], ...]
    up: str
    down: str
    paper: str = "#f6e58d"
    paper_ink: str = "#3a3000"
    paper_faint: str = "#6b5a10"
    paper_new: str = "#00594b"
    paper_tint: str = "#e6cb55"  # behind the selected unit
    flat_new: str = "#5f9a6b"  # what ▒ and ░ look like from afar, for blocks that fill a part of a cell
    flat_erased: str = "#cbb96a"
    behind: str = "#c9ae4b"  # the sheet under the one on top
    tint: str = "#2b3040"  # the ground behind the selected unit
    ghost: str = "#a7b6d8"  # what belongs to the untouched run
    paper_ghost: str = "#4a5a86"
    was: str = "#434c66"  # the ground of a cell in which the untouched run's bar ends elsewhere
    paper_was: str = "#b9bda0"


DARK = Palette(
    ground="#12131a", bar="#1e212b", ink="#dfe1e8", faint="#9297a6", frame="#4a4f5e",
    hues=(("plain", "#c9ccd6"), ("vermilion", "#f0765a"), ("green", "#3fc08c"), ("purple", "#d08ad0"), ("blue", "#62b0f0"),
                ("gold", "#f2d46b")),
    up="#f2a544", down="#6ea0ff",
)  # fmt: skip
LIGHT = Palette(
    ground="#fbfaf6", bar="#ebe8df", ink="#23262e", faint="#5f6472", frame="#b9b5a8",
    hues=(("plain", "#3c414d"), ("vermilion", "#b3361a"), ("green", "#0c7048"), ("purple", "#8a348a"), ("blue", "#155a9e"),
                ("gold", "#725600")),
    up="#a85a00", down="#2a56c6", paper="#f8e68a", tint="#ebe6d6", ghost="#56648c", was="#c9d0e4",
)  # fmt: skip
SIXTEEN = Palette(
    ground="default", bar="default", ink="default", faint="default", frame="default",
    hues=(("plain", "default"), ("vermilion", "red"), ("green", "green"), ("purple", "magenta"), ("blue", "cyan"), ("gold", "yellow")),
    up="yellow", down="blue", paper="yellow", paper_ink="black", paper_faint="black", paper_new="blue", paper_tint="bright_yellow",
    flat_new="blue", flat_erased="bright_black", behind="bright_black", tint="default", ghost="default", paper_ghost="black", was="bright_black",
    paper_was="white",
)  # fmt: skip

PALETTES = {"lstm-dark": DARK, "lstm-light": LIGHT}


def palette_for(theme: str, color_system: str | None) -> Palette:
    """Return the theme's palette; in a terminal of 16 colours the one that keeps to those, whatever they look like."""
    return SIXTEEN if color_system in ("standard", "windows") else PALETTES.get(theme, DARK)


def themes() -> list[Theme]:
    """Return the two themes, as Textual's own widgets (dialogs, palette) use them."""
    return [
        Theme(
            name=name, primary=dict(palette.hues)["gold"], secondary=dict(palette.hues)["blue"],
            foreground=palette.ink, background=palette.ground, surface=palette.bar, error=dict(palette.hues)["vermilion"], panel=palette.bar, dark=palette is DARK,
        )
        for name, palette in PALETTES.items()
    ]  # fmt: skip


@cache
def style(palette: Palette, role: str) -> Style:
    """Return the style of a role: a hue with .bold, .chosen or .sel, a value's sign, a part of the note or a named part.

    A role that ends in .hang has its front and ground exchanged, one that ends in .held is underlined: set by hand. In a cell
    on the ground .was the untouched run's bar ends elsewhere.
    """
    if role.endswith(".held"):
        return style(palette, role.removesuffix(".held")) + Style(underline=True)
    if role.endswith(".hang"):
        return style(palette, role.removesuffix(".hang")) + Style(reverse=True)
    colours = dict(palette.hues) | {
        "value.up": palette.up,
        "value.down": palette.down,
        "value.zero": palette.faint,
    }
    base = role.removesuffix(".sel").removesuffix(".was").removesuffix(".bold").removesuffix(".chosen")
    if base in colours:
        if role.endswith(".chosen"):
            return Style(color=colours[base], bgcolor=palette.ground, bold=True, reverse=True)
        if role.endswith((".was", ".was.sel")):
            return Style(color=colours[base], bgcolor=palette.was)
        if role.endswith(".sel"):
            return Style(color=colours[base], bgcolor=palette.tint)
        return Style(color=colours[base], bgcolor=palette.ground, bold=role.endswith(".bold"))
    if role.startswith("note."):
        return _on_paper(palette, role)
    gold = colours["gold"]
    others = {
        "text": Style(color=palette.ink, bgcolor=palette.ground),
        "title": Style(color=palette.ink, bgcolor=palette.ground, bold=True),
        "faint": Style(color=palette.faint, bgcolor=palette.ground),
        "faint.sel": Style(color=palette.faint, bgcolor=palette.tint),
        "ghost": Style(color=palette.ghost, bgcolor=palette.ground),
        "ghost.sel": Style(color=palette.ghost, bgcolor=palette.tint),
        "unborn": Style(color=palette.faint, bgcolor=palette.ground),
        "frame": Style(color=palette.frame, bgcolor=palette.ground),
        "frame.was": Style(color=palette.frame, bgcolor=palette.was),
        "code": Style(color=colours["green"], bgcolor=palette.ground),
        "unknown": Style(color=colours["vermilion"], bgcolor=palette.ground, underline=True),
        "cursor": Style(color=gold, bgcolor=palette.ground, bold=True, reverse=True),
        "chosen": Style(color=palette.ink, bgcolor=palette.ground, bold=True, reverse=True),
        "chosen.mark": Style(color=gold, bgcolor=palette.ground, bold=True),
        "bar": Style(color=palette.ink, bgcolor=palette.bar),
        "bar.bold": Style(color=palette.ink, bgcolor=palette.bar, bold=True),
        "bar.model": Style(color=gold, bgcolor=palette.bar, bold=True),
        "bar.wrong": Style(color=colours["vermilion"], bgcolor=palette.bar, bold=True),
        "bar.faint": Style(color=palette.faint, bgcolor=palette.bar),
        "bar.ghost": Style(color=palette.ghost, bgcolor=palette.bar),
    }
    return others.get(role, others["text"])


def _on_paper(palette: Palette, role: str) -> Style:
    """Return the style of a part of the note: words, one ink alone, or "note.inner.outer" where two inks meet in a cell."""
    paper = palette.paper_tint if role.endswith(".sel") else palette.paper
    inks = {
        "solid": palette.paper_ink,
        "new": palette.flat_new,
        "erased": palette.flat_erased,
        "paper": paper,
        "was": palette.paper_was,
    }
    _, first, *rest = role.removesuffix(".sel").split(".")
    if rest:
        return Style(color=inks[first], bgcolor=inks[rest[0]])
    if first in ("edge", "behind"):
        return Style(color=palette.paper if first == "edge" else palette.behind, bgcolor=palette.ground)
    if first == "old":
        return Style(color=palette.paper_ink, bgcolor=palette.behind)
    words = {
        "faint": palette.paper_faint,
        "ghost": palette.paper_ghost,
        "erased": palette.paper_faint,
        "new": palette.paper_new,
    }
    return Style(color=words.get(first, palette.paper_ink), bgcolor=paper, bold=first == "title")
