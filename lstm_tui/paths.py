"""The note as a path in the plane: two of its units, or two of its principal components, symbol by symbol."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_tui.errors import LstmTuiError
from lstm_tui.run import Run

LONGEST = 4096  # timesteps of a path
COMPONENTS = 3  # that are found


@dataclass(frozen=True)
class Plane:
    """Which two numbers are the axes. Attributes: components: of all units, else units. first, second: from 0.

    Where a layer has one unit alone, its note stands across, and upright what it says aloud, h.
    """

    components: bool
    first: int
    second: int


@dataclass(frozen=True, eq=False)
class Components:
    """The directions in which points vary most.

    Attributes: centre (H,), the mean. directions (k, H), orthogonal, each of length 1, the largest number of each above
        zero. shares (k,): of the variance of all H numbers, falling.
    """

    centre: NDArray[np.float64]
    directions: NDArray[np.float64]
    shares: NDArray[np.float64]


def components_of(values: NDArray[np.floating], count: int = COMPONENTS) -> Components:
    """Return the first principal components of points (T, H): eigenvectors of their covariance (Pearson 1901).

    Shares are 0 where nothing varies; there are at most H components.
    """
    points = np.asarray(values, np.float64)
    centre = points.mean(axis=0)
    away = points - centre
    variances, vectors = np.linalg.eigh(away.T @ away / len(points))  # rising; a vector a column
    directions = vectors[:, ::-1].T[:count]
    largest = np.take_along_axis(directions, np.abs(directions).argmax(axis=1)[:, None], axis=1)
    found = np.maximum(variances[::-1], 0)
    total = float(found.sum())
    return Components(centre, directions * np.where(largest < 0, -1, 1), found[:count] / (total or 1.0))


@dataclass(frozen=True, eq=False)
class Path:
    """A path.

    Attributes: names: of the axes. points (T, 2). quantity: the note's name. components: None of units. third: what is
        the third number at each point, by its name and (T,), where three components were found and two of them are the
        axes. free: of an operated run, the points (T', 2) of the untouched one in the same plane.
    """

    plane: Plane
    names: tuple[str, str]
    points: NDArray[np.float64]
    quantity: str
    components: Components | None
    third: tuple[str, NDArray[np.float64]] | None = None
    free: NDArray[np.float64] | None = None

    @property
    def shares(self) -> tuple[float, float] | None:
        """How much of the variance each axis has; None of units."""
        if self.components is None:
            return None
        shares = self.components.shares
        return float(shares[self.plane.first]), float(shares[self.plane.second])

    @property
    def title(self) -> str:
        """What the axes are."""
        return f"{self.names[0]} × {self.names[1]}"

    @property
    def said(self) -> str:
        """Say in words what share of the variance is seen; "" of units."""
        if self.shares is None:
            return ""
        one, other = self.shares
        return f"{one * 100:.1f} % + {other * 100:.1f} % of the variance"


def planes(units: int, unit: int, other: int) -> tuple[Plane, ...]:
    """Return the planes that one can look at, of a layer with so many units: components, then a unit and another one."""
    pairs = [(0, 1), (0, 2), (1, 2)] if units > 2 else [(0, 1)] if units > 1 else []
    return (*(Plane(True, *pair) for pair in pairs), Plane(False, unit, other))


def first_plane(units: int) -> Plane:
    """Return the plane that is looked at first: the first two components, or of two units and fewer these."""
    return Plane(True, 0, 1) if units > 2 else Plane(False, 0, min(1, units - 1))


def partner(run: Run, layer: int, unit: int) -> int:
    """Return the unit whose note moves most besides this one; itself where it is the only one."""
    values = _values(run, layer)
    ranges = values.max(axis=0) - values.min(axis=0)
    ranges[unit] = -1
    return int(ranges.argmax()) if len(ranges) > 1 else unit


def path_of(run: Run, layer: int, plane: Plane, free: Run | None = None) -> Path:
    """Return the path over what is computed of a run, at most LONGEST timesteps.

    Args: free: the untouched run beside an operated one; components are those of the operated one for both.

    Raises:
        LstmTuiError: there is no such unit or component, or a number of the note is not finite.
    """
    cell = run.bundle.network.cells[layer]
    values = _values(run, layer)
    beside = None if free is None else _values(free, layer)
    if not np.isfinite(values).all() or not (beside is None or np.isfinite(beside).all()):
        raise LstmTuiError("The note holds a number that is not finite: it has no place in a plane.")
    wanted = [plane.first, plane.second]
    if plane.components:
        found = components_of(values)
        count = len(found.directions)
        if not all(0 <= each < count for each in wanted):
            raise LstmTuiError(f"There is no component {max(wanted) + 1}.", f"There are {count}.")
        along = (values - found.centre) @ found.directions.T  # (T, k)
        left = [each for each in range(count) if each not in wanted]
        third = (f"component {left[0] + 1}", along[:, left[0]]) if len(left) == 1 else None
        other = None if beside is None else ((beside - found.centre) @ found.directions.T)[:, wanted]
        return Path(plane, _names("component", plane, 1), along[:, wanted], cell.note, found, third, other)
    _check_units(plane, cell.hidden_size, layer)
    if plane.first == plane.second:
        names = (f"{cell.note}[{plane.first}]", f"h[{plane.first}], what it says")
        other = None if free is None or beside is None else _said(free, layer, plane.first, beside)
        return Path(plane, names, _said(run, layer, plane.first, values), cell.note, None, None, other)
    other = None if beside is None else beside[:, wanted]
    return Path(plane, _names("unit", plane, 0), values[:, wanted], cell.note, None, None, other)


def _check_units(plane: Plane, units: int, layer: int) -> None:
    wanted = (plane.first, plane.second)
    if not all(0 <= each < units for each in wanted):
        there = f"units 0 to {units - 1}." if units > 1 else "unit 0 alone: give that one."
        missing = max(wanted) if min(wanted) >= 0 else min(wanted)
        raise LstmTuiError(f"There is no unit {missing}.", f"Layer {layer + 1} has {there}")


def _said(run: Run, layer: int, unit: int, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a unit's note and what it says aloud, (T, 2)."""
    h = run.trace.column("h", layer, 0, len(values))[:, unit].astype(np.float64) + 0.0
    return np.stack([values[:, unit], h], axis=1)


def _names(what: str, plane: Plane, first: int) -> tuple[str, str]:
    return f"{what} {plane.first + first}", f"{what} {plane.second + first}"


def _values(run: Run, layer: int) -> NDArray[np.float64]:
    """Return the note after each symbol, (T, H)."""
    note = run.bundle.network.cells[layer].note
    stop = min(run.trace.computed, LONGEST)
    return np.asarray(run.trace.column(note, layer, 0, stop), np.float64) + 0.0  # no zero below zero
