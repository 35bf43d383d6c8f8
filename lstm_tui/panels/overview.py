"""What the lens shows of a run: which quantity, which timesteps in how many columns, and the units in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from lstm_tui.core.place import Place
from lstm_tui.explain.digits import short
from lstm_tui.explain.notation import OPEN, SHUT, Quantity, Scale
from lstm_tui.explain.reading import Reading
from lstm_tui.overview.columns import Picture, Table
from lstm_tui.overview.looking import Overlooker
from lstm_tui.overview.order import ACTIVITY, HALF_LIFE, SATURATED, figures, ordered, orders
from lstm_tui.overview.survey import Survey
from lstm_tui.panels.units_time import quantities, shown_from

LABEL, VALUE, WIDEST = 5, 9, 8  # cells: a unit's number, its figure, a timestep at most
MARGIN = LABEL + VALUE + 2  # cells of the width that hold no columns


@dataclass(frozen=True)
class Wanted:
    """What a person chose. Attributes: quantity: "" is the note. per: timesteps a column, 0: the whole text in the window.
    extreme: of each column, not the mean. by: the order of the units.
    """

    quantity: str = ""
    per: int = 0
    extreme: bool = False
    by: str = ACTIVITY


class Window(NamedTuple):
    """What is in view: the first timestep, how many columns, timesteps of each, and the cells that each takes."""

    first: int
    columns: int
    per: int
    pitch: int

    @property
    def stop(self) -> int:
        """The timestep behind the last column."""
        return self.first + self.columns * self.per


def widest(length: int, width: int) -> int:
    """Return how many timesteps a column has where the whole text is in the window: 4 to 7 times a power of two, or fewer."""
    needed = -(-length // max(1, width - MARGIN))
    step = 1 << max(0, needed.bit_length() - 3)
    return -(-needed // step) * step


def zoomed(per: int, whole: int, by: int) -> int:
    """Return how many timesteps a column has one step farther (+1) or nearer (−1): a power of two, or the whole text."""
    wanted = 2 ** (per.bit_length() if by > 0 else (per - 1).bit_length() - 1) if by > 0 or per > 1 else 1
    return min(whole, wanted)


def window(length: int, width: int, per: int, timestep: int) -> Window:
    """Return what is in view of a text, with the timestep in it, in a panel of this width."""
    room, columns = max(1, width - MARGIN), -(-length // per)
    pitch = max(1, min(WIDEST, room // columns)) if per == 1 else 1
    first = shown_from(timestep // per, columns, room // pitch)
    return Window(first * per, min(columns - first, room // pitch), per, pitch)


@dataclass(frozen=True, eq=False)
class Overview:
    """What the lens shows.

    Attributes:
        reading: the cursor's. name: of the quantity; names: of all that can be shown.
        picture: its columns. extreme: each column shows its extreme, not its mean.
        by: the order; order: the units in it; figures: what they are ordered by, of every unit.
        survey: what the order rests on.
    """

    reading: Reading
    name: str
    names: tuple[str, ...]
    window: Window
    picture: Picture
    extreme: bool
    by: str
    order: tuple[int, ...]
    figures: tuple[float, ...] | None
    survey: Survey

    @property
    def share(self) -> float:
        """How much of the text the order rests on, 0 to 1."""
        return self.survey.share

    @property
    def quantity(self) -> Quantity:
        """How it is written."""
        return self.reading.notation.quantities[self.name]

    @property
    def values(self) -> Table:
        """What the columns show, (n, H)."""
        return self.picture.extreme() if self.extreme else self.picture.mean

    def at(self, unit: int, column: int) -> Place:
        """Return the place that a column of a unit's row means: its first timestep."""
        return self.reading.place(self.name, unit, min(self.window.first + column * self.window.per, self.last))

    @property
    def last(self) -> int:
        """The last timestep of the text."""
        return len(self.reading.run) - 1

    def figure(self, unit: int) -> str:
        """Return what a unit is ordered by; by number, its value in the column at the cursor."""
        if self.figures is not None:
            value = self.figures[unit]
            if self.by == SATURATED:
                return f"{value * 100:.1f} %"
            if self.by == HALF_LIFE:
                return "for ever" if value == float("inf") else f"{value:.1f}" if value < 10_000 else f"{value:.1e}"
            return short(value, self.by != ACTIVITY)
        here = (self.reading.cursor.timestep - self.window.first) // self.window.per
        value = float(self.values[here][unit]) if 0 <= here < len(self.values) else float("nan")
        return "" if value != value else short(value, self.quantity.signed)


def beyond(reading: Reading, name: str) -> tuple[float, float]:
    """Return below and above which a value of a quantity counts as saturated; of a signed one, near both its ends."""
    low, high = reading.scale(name)
    share = reading.notation.quantities[name].scale is Scale.SHARE
    return (SHUT, OPEN) if share else (OPEN * low, OPEN * high)


def overview_of(reading: Reading, wanted: Wanted, width: int, looker: Overlooker) -> Overview:
    """Return what is known of what a person wants to see in a panel of this width; a column has the whole text at most."""
    names, length = quantities(reading), len(reading.run)
    name = wanted.quantity if wanted.quantity in names else reading.notation.note
    view = window(length, width, min(wanted.per or widest(length, width), length), reading.cursor.timestep)
    picture = looker.look(
        reading.run.trace, reading.cursor.layer, name, beyond(reading, name), view.per, view.first, view.columns
    )
    survey = looker.survey
    by = wanted.by if wanted.by in orders(survey) else ACTIVITY
    found = figures(survey, by, reading.unit)
    return Overview(
        reading, name, names, view, picture, wanted.extreme and view.per > 1, by, ordered(survey, by, reading.unit),
        None if found is None else tuple(found.tolist()), survey,
    )  # fmt: skip
