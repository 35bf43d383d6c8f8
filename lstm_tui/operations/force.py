"""Operations in force: the run that they make of an untouched one, and which of its timesteps belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lstm_tui.core.intervention import Clamp, Operations, State
from lstm_tui.core.network import Network
from lstm_tui.errors import LstmTuiError
from lstm_tui.operations.kinds import (
    Change,
    Delete,
    Hold,
    Insert,
    Operation,
    SetBias,
    SetWeight,
    Silence,
    StartAfter,
    StartRandom,
    Tear,
    Units,
)
from lstm_tui.run import Run

LONGEST_MEAN = 100_000  # timesteps over which a mean is taken


@dataclass(frozen=True)
class Alignment:
    """Which timestep of the untouched run stands where one of the operated run stands.

    Attributes: sources: for each timestep of the operated run that of the untouched one, None where a symbol was put in;
        None as a whole where no symbol was put in or taken out.
    """

    sources: tuple[int | None, ...] | None = None

    def untouched(self, timestep: int) -> int | None:
        """Return the timestep of the untouched run beside a timestep; None where there is none."""
        if self.sources is None:
            return timestep
        return self.sources[timestep] if timestep < len(self.sources) else None


@dataclass(frozen=True, eq=False)
class Operated:
    """A run with operations in force, and how it lines up with the untouched one."""

    run: Run
    alignment: Alignment


def operate(free: Run, operations: Sequence[Operation], timesteps: int) -> Operated:
    """Return what becomes of a run, at least its first `timesteps`; with no operations the run itself.

    The symbols are edited first, in order; then the weights; then the state to begin with is set, and values are held.

    Raises:
        LstmTuiError: an operation that the run does not have: a unit, a timestep, a quantity, an array.
    """
    if not operations:
        return Operated(free, Alignment())
    text, alignment = _edited(free, operations)
    network = _with_weights(free.bundle.network, operations)
    clamps = [clamp for operation in operations for clamp in _clamps(free, operation, len(free.tokens.split(text)))]
    for clamp in clamps:
        clamp.check(network.cells[clamp.layer])
    inforce = Operations(tuple(clamps), _start(free, operations))
    inputs = free.tokens.encode(text)
    if network is free.bundle.network:
        trace = free.trace.fork(inputs, inforce)
    else:
        trace = (
            replace(free, bundle=replace(free.bundle, network=network))
            .bundle.network.forward(inputs, 0)
            .fork(inputs, inforce)
        )
    trace.advance_to(timesteps)
    return Operated(Run(replace(free.bundle, network=network), text, trace, free.snapshot), alignment)


# the text -------------------------------------------------------------------------------


def _edited(run: Run, operations: Sequence[Operation]) -> tuple[str, Alignment]:
    edits = [operation for operation in operations if isinstance(operation, Change | Insert | Delete)]
    if not edits:
        return run.text, Alignment()
    symbols: list[str] = list(run.symbols)
    sources: list[int | None] = list(range(len(symbols)))
    for edit in edits:
        beyond = edit.timestep > len(symbols) if isinstance(edit, Insert) else edit.timestep >= len(symbols)
        if beyond:
            raise LstmTuiError(
                f"There is no timestep {edit.timestep + 1}: the text has {len(symbols)}.",
                "Timesteps are counted from 1.",
            )
        if not isinstance(edit, Delete) and len(run.tokens.split(edit.symbol)) != 1:
            raise LstmTuiError(f"'{edit.symbol}' is not one symbol.", "Insert or change one at a time.")
        match edit:
            case Change(timestep, symbol):
                symbols[timestep] = symbol
            case Insert(timestep, symbol):
                symbols.insert(timestep, symbol)
                sources.insert(timestep, None)
            case Delete(timestep):
                del symbols[timestep], sources[timestep]
    if not symbols:
        raise LstmTuiError("Nothing would be left to read.", "Leave at least one symbol.")
    moved = any(not isinstance(edit, Change) for edit in edits)
    return run.tokens.join(symbols), Alignment(tuple(sources) if moved else None)


# the weights ----------------------------------------------------------------------------


def _with_weights(network: Network, operations: Sequence[Operation]) -> Network:
    changes = [operation for operation in operations if isinstance(operation, SetBias | SetWeight)]
    if not changes:
        return network
    changed = network.copy()
    arrays = changed.parameters
    for change in changes:
        _check_range(change.value, network)
        if isinstance(change, SetBias):
            _check_layer(network, change.layer)
            name, rows = changed.cells[change.layer].bias_of(change.gate)
            values = arrays[f"layer{change.layer + 1}.{name}"][rows]
            values[_chosen(change.units, len(values))] = change.value
            continue
        if change.name not in arrays:
            raise LstmTuiError(f"There is no array '{change.name}'.", f"There are: {', '.join(arrays)}.")
        array = arrays[change.name]
        if len(change.index) != array.ndim or any(k >= n for k, n in zip(change.index, array.shape, strict=True)):
            raise LstmTuiError(f"{change.name} has shape {array.shape}.", "Each place is counted from 0.")
        array[change.index] = change.value
    changed.refresh()
    return changed


def _check_range(value: float, network: Network) -> None:
    if not abs(value) <= float(np.finfo(network.dtype).max):
        raise LstmTuiError(f"{value:g} is not a finite number of {network.dtype}.", "Choose a smaller one.")


def _check_layer(network: Network, layer: int) -> None:
    if not 0 <= layer < len(network.cells):
        raise LstmTuiError(f"There is no layer {layer + 1}.", f"This model has {len(network.cells)}.")


def _chosen(units: Units, hidden: int) -> list[int] | slice:
    if units is None:
        return slice(None)
    if any(unit >= hidden for unit in units):
        raise LstmTuiError(f"There is no unit {max(units)}.", f"This layer has units 0 to {hidden - 1}.")
    return list(units)


# what is held ---------------------------------------------------------------------------


def _clamps(free: Run, operation: Operation, length: int) -> list[Clamp]:
    network = free.bundle.network
    if isinstance(operation, Hold | Silence):
        _check_layer(network, operation.layer)
    if isinstance(operation, Hold | Tear):
        at = operation.first if isinstance(operation, Hold) else operation.timestep
        if at >= length:
            raise LstmTuiError(
                f"There is no timestep {at + 1}: the text has {length}.", "Timesteps are counted from 1."
            )
    match operation:
        case Hold(quantity, layer, units, None, first, last):
            Clamp(quantity, layer, units, 0.0).check(network.cells[layer])
            means = _means(free, quantity, layer)
            return [
                Clamp(quantity, layer, (unit,), float(means[unit]), first, last)
                for unit in (range(len(means)) if units is None else units)
            ]
        case Hold(quantity, layer, units, float(value), first, last):
            return [Clamp(quantity, layer, units, value, first, last)]
        case Silence(layer, units):
            return [Clamp("h", layer, units, 0.0)]
        case Tear(timestep, state, layer):
            layers = range(len(network.cells)) if layer is None else (layer,)
            return [clamp for at in layers for clamp in _torn(network, at, state, timestep)]
    return []


def _torn(network: Network, layer: int, state: str | None, timestep: int) -> list[Clamp]:
    _check_layer(network, layer)
    names = network.cells[layer].state_names
    if state is not None and state not in names:
        raise LstmTuiError(f"There is no state '{state}' to tear off.", f"There are: {', '.join(names)}.")
    return [Clamp(f"{name}_prev", layer, None, 0.0, timestep, timestep) for name in names if state in (None, name)]


def _means(free: Run, quantity: str, layer: int) -> np.ndarray:
    """Return each unit's mean over the text (its first LONGEST_MEAN symbols), (H,) float64."""
    total, count = np.zeros(free.hidden_size(layer)), 0
    for _, columns in free.trace.sweep((quantity,), layer, 0, LONGEST_MEAN):
        total += columns[quantity].sum(axis=0, dtype=np.float64)
        count += len(columns[quantity])
    return total / count


# the state to begin with ------------------------------------------------------------------


def _start(free: Run, operations: Sequence[Operation]) -> State | None:
    wanted = [operation for operation in operations if isinstance(operation, StartRandom | StartAfter)]
    if not wanted:
        return free.trace.operations.start
    network, last = free.bundle.network, wanted[-1]
    if isinstance(last, StartRandom):
        rng = np.random.default_rng(last.seed)
        return tuple(
            {name: rng.uniform(-1, 1, cell.hidden_size).astype(network.dtype) for name in cell.state_names}
            for cell in network.cells
        )
    before = Run.open(free.bundle, last.text)
    return tuple(
        {name: before.trace.step(len(before) - 1, layer)[name].copy() for name in cell.state_names}
        for layer, cell in enumerate(network.cells)
    )
