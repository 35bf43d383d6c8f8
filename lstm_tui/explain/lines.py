"""What words and worked arithmetic are made of: spans, lines and stories."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_tui.core.place import Place
from lstm_tui.explain.source import CodeLine


@dataclass(frozen=True)
class Span:
    """A piece of text.

    Attributes: role: in which it is drawn: a quantity's name, "text" or "faint". place: what number it is. aside: it
        explains, and is left out where room is short.
    """

    text: str
    role: str = "text"
    place: Place | None = None
    aside: bool = False


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Story:
    """What happens in a phase: its title, plain sentences, the equation and the code that computed it."""

    title: str
    sentences: tuple[str, ...]
    equation: str
    code: tuple[CodeLine, ...]
