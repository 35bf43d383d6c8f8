"""Which drawing sits in which seat, for which run: what a view declares instead of code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from lstm_tui.drawing.canvas import Canvas

Drawing = Callable[[Any, int, int], Canvas]  # from what is shown (mostly a Reading), width and height


def later(name: str) -> Drawing:
    """Return a drawing of lstm_tui.panels ("module.function") that is loaded when it is first wanted, not at the start."""
    module, _, function = name.rpartition(".")

    def drawn(reading: Any, width: int, height: int) -> Canvas:
        return cast("Drawing", getattr(import_module(f"lstm_tui.panels.{module}"), function))(reading, width, height)

    return drawn


@dataclass(frozen=True)
class Seat:
    """A region of a view: its name, the drawing that sits there, and which of the session's runs it draws."""

    name: str
    drawing: Drawing
    run: int = 0


@dataclass(frozen=True)
class Row:
    """Seats side by side, or columns of them."""

    name: str
    seats: tuple[Seat | Column, ...]


@dataclass(frozen=True)
class Column:
    """Seats and rows under each other."""

    name: str
    seats: tuple[Seat | Row, ...]


Stage = tuple[Seat | Row, ...]


def seats_of(stage: tuple[Seat | Row | Column, ...]) -> tuple[Seat, ...]:
    """Return every seat, from top to bottom."""
    return tuple(seat for part in stage for seat in ((part,) if isinstance(part, Seat) else seats_of(part.seats)))
