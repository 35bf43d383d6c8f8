"""What is done to a run by hand while it is computed: values held, states torn off, another state to start from.

An operation is put between the stages of a timestep (`Cell.staged`): a quantity is made by the kernel's own calls, then
some of its units are set, and everything made later hears them. Setting a value to what it was changes no bit, and
nothing before the first timestep that is touched can change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.cells.base import Cell, Window
from lstm_tui.errors import LstmTuiError

State = tuple[dict[str, Array], ...]  # for each layer: state name -> (H,)


@dataclass(frozen=True)
class Clamp:
    """Some units of one quantity held at one value.

    Attributes:
        quantity: of the cell's, or a state before the timestep ("c_prev": what the cell finds on its note).
        layer: from 0. units: from 0; all where None.
        first, last: timesteps from 0, both included; to the end where `last` is None.
        value: any finite number; or one for each of the units, in their order.
    """

    quantity: str
    layer: int
    units: tuple[int, ...] | None
    value: float | tuple[float, ...]
    first: int = 0
    last: int | None = None

    def touches(self, start: int, stop: int) -> bool:
        """Say whether some timestep of start..stop (the stop left out) is held."""
        return self.first < stop and (self.last is None or start <= self.last)

    def check(self, cell: Cell) -> None:
        """Refuse what the cell does not have.

        Raises:
            LstmTuiError: a quantity that cannot be held, a unit that is not there, or a value out of the cell's range.
        """
        known = clampable(cell)
        if self.quantity not in known:
            raise LstmTuiError(
                f"'{self.quantity}' cannot be held in this {cell.title}.", f"These can be: {', '.join(known)}."
            )
        for unit in self.units or ():
            if not 0 <= unit < cell.hidden_size:
                raise LstmTuiError(f"There is no unit {unit}.", f"This layer has units 0 to {cell.hidden_size - 1}.")
        for value in self.value if isinstance(self.value, tuple) else (self.value,):
            if not abs(value) <= float(np.finfo(cell.dtype).max):
                raise LstmTuiError(f"{value:g} is not a finite number of {cell.dtype}.", "Choose a smaller one.")


def clampable(cell: Cell) -> tuple[str, ...]:
    """Return the quantities of a cell that can be held: all but its input and its pre-activations."""
    return tuple(name for name in cell.quantities if name not in ("x", "z"))


@dataclass(frozen=True, eq=False)
class Operations:
    """Everything that is done to one run.

    Attributes: clamps: in order; where two hold the same value, the later one counts. start: the state before the first
        timestep; None for zeros.
    """

    clamps: tuple[Clamp, ...] = ()
    start: State | None = None

    @cached_property
    def first(self) -> int | None:
        """The first timestep that is touched; None where none is."""
        if self.start is not None:
            return 0
        return min((clamp.first for clamp in self.clamps), default=None)

    def within(self, layer: int, start: int, stop: int) -> tuple[Clamp, ...]:
        """Return the clamps that touch a layer somewhere in start..stop."""
        return tuple(clamp for clamp in self.clamps if clamp.layer == layer and clamp.touches(start, stop))

    def hold(self, quantity: str, layer: int, timestep: int, unit: int) -> bool:
        """Say whether a number is set by hand."""
        return any(
            clamp.quantity == quantity and (clamp.units is None or unit in clamp.units)
            for clamp in self.within(layer, timestep, timestep + 1)
        )

    def differ_from(self, other: Operations) -> int | None:
        """Return the first timestep at which two may lead to different numbers; None where they are the same."""
        if not _same_start(self.start, other.start):
            return 0
        mine, theirs = [*self.clamps], [*other.clamps]
        while mine and theirs and mine[0] == theirs[0]:
            del mine[0], theirs[0]
        while mine and theirs and mine[-1] == theirs[-1]:
            del mine[-1], theirs[-1]
        return min((clamp.first for clamp in (*mine, *theirs)), default=None)


def _same_start(one: State | None, other: State | None) -> bool:
    if one is None or other is None:
        return one is other
    return len(one) == len(other) and all(
        a.keys() == b.keys() and all(np.array_equal(a[name], b[name]) for name in a)
        for a, b in zip(one, other, strict=True)
    )


NOTHING = Operations()


def run_operated(cell: Cell, window: Window, clamps: tuple[Clamp, ...], offset: int, start: int, stop: int) -> None:
    """Advance timesteps start..stop of an apart window stage by stage, holding what is to be held.

    Args: offset: the timestep of the run at the window's row 0.
    """
    ready = [(clamp, _units_of(clamp), np.asarray(clamp.value, cell.dtype)) for clamp in clamps]
    for row in range(start, stop):
        timestep = offset + row
        held: dict[str, list[tuple[slice | np.ndarray, np.ndarray]]] = {}
        for clamp, units, values in ready:
            if clamp.touches(timestep, timestep + 1):
                held.setdefault(clamp.quantity, []).append((units, values))
        for names in cell.staged(window, row):
            for name in names:
                for units, values in held.get(name, ()):
                    window.columns[name][row][units] = values


def _units_of(clamp: Clamp) -> slice | np.ndarray:
    units = clamp.units
    if units is None:
        return slice(None)
    return slice(units[0], units[0] + 1) if len(units) == 1 else np.array(units, int)


def checked_start(cells: tuple[Cell, ...], state: Mapping[str, Array] | State) -> State:
    """Return a state to start from, in the cells' dtypes.

    Raises:
        LstmTuiError: it does not fit the cells, or is not finite.
    """
    layers = state if isinstance(state, tuple) else (dict(state),)
    if len(layers) != len(cells):
        raise LstmTuiError(f"A state of {len(layers)} layers does not fit a model of {len(cells)}.")
    for cell, values in zip(cells, layers, strict=True):
        for name in cell.state_names:
            if name not in values or values[name].shape != (cell.hidden_size,):
                raise LstmTuiError(f"The state does not fit: '{name}' must be {cell.hidden_size} numbers.")
            if not np.isfinite(values[name]).all():
                raise LstmTuiError(f"The state's '{name}' holds a number that is not finite.")
    return tuple(
        {name: np.asarray(values[name], cell.dtype) for name in cell.state_names}
        for cell, values in zip(cells, layers, strict=True)
    )
