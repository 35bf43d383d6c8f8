"""Operations in force: the run that they make of an untouched one, and which of its timesteps belong together."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from lstm_tui.core.intervention import Clamp, Operations, State
from lstm_tui.core.network import Network
from lstm_tui.errors import LstmTuiError
from lstm_tui.models.bundle import ModelBundle
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


@dataclass(frozen=True)
class Alignment:
    """Which timestep of the untouched run stands where one of the operated run stands.

    Attributes:
        sources: for each timestep of the operated run that of the untouched one, None where a symbol was put in; None as
            a whole where no symbol was put in or taken out.
        ahead: by how many timesteps the one of the untouched run may be the later.
    """

    sources: tuple[int | None, ...] | None = None
    ahead: int = 0

    def untouched(self, timestep: int) -> int | None:
        """Return the timestep of the untouched run beside a timestep; None where there is none."""
        if self.sources is None:
            return timestep
        return self.sources[timestep] if timestep < len(self.sources) else None


@dataclass(frozen=True, eq=False)
class Operated:
    """What becomes of an untouched run under operations.

    Attributes:
        free: the untouched run. run: the one with the operations in force; `free` itself where none is.
        wanted: the operations asked for. reasons: for each of them why it is not in force; "" where it is.
    """

    free: Run
    run: Run
    alignment: Alignment = Alignment()
    wanted: tuple[Operation, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def operations(self) -> tuple[Operation, ...]:
        """What is in force."""
        return tuple(wish for wish, reason in zip(self.wanted, self.reasons, strict=True) if not reason)


def operate(free: Run, operations: Sequence[Operation], timesteps: int, before: Operated | None = None) -> Operated:
    """Return what becomes of a run, at least its first `timesteps`; with no operations the run itself.

    The symbols are edited first, in order; then the weights; then the state to begin with is set, and values are held.

    Args: before: the same model under other operations, or with another text; what it shares is not computed again.

    Raises:
        LstmTuiError: an operation that the run does not have: a unit, a timestep, a quantity, an array.
    """
    operations = tuple(operations)
    if not operations:
        return Operated(free, free)
    text, alignment = _edited(free, operations)
    bundle = _with_weights(free.bundle, operations, before)
    network = bundle.network
    clamps = [clamp for operation in operations for clamp in _clamps(free, operation, len(free.tokens.split(text)))]
    for clamp in clamps:
        clamp.check(network.cells[clamp.layer])
    inforce = Operations(tuple(clamps), _start(free, operations))
    inputs = free.tokens.encode(text)
    likely = [run.trace for run in (free, before.run if before else free) if run.bundle.network is network]
    forks = [trace.fork(inputs, inforce) for trace in likely or [network.forward(inputs, 0)]]
    trace = max(forks, key=lambda fork: fork.computed)
    trace.advance_to(timesteps)
    return Operated(free, Run(bundle, text, trace, free.snapshot), alignment, operations, ("",) * len(operations))


def operate_as_far_as_it_goes(
    free: Run, operations: Sequence[Operation], timesteps: int, before: Operated | None = None
) -> Operated:
    """Operate with those that the run has; each of the others has its reason."""
    with suppress(LstmTuiError):
        return operate(free, operations, timesteps, before)
    held: list[Operation] = []
    reasons = []
    for operation in operations:
        try:
            operate(free, [*held, operation], 0)
        except LstmTuiError as error:
            reasons.append(str(error))
        else:
            held.append(operation)
            reasons.append("")
    made = operate(free, held, timesteps, before)
    return Operated(free, made.run, made.alignment, tuple(operations), tuple(reasons))


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
    ahead = sum(isinstance(edit, Delete) for edit in edits)
    return run.tokens.join(symbols), Alignment(tuple(sources), ahead) if moved else Alignment()


# the weights ----------------------------------------------------------------------------


def _with_weights(bundle: ModelBundle, operations: Sequence[Operation], before: Operated | None) -> ModelBundle:
    """Return the model with weights set by hand, on the scales that it has without."""
    changes = [operation for operation in operations if isinstance(operation, SetBias | SetWeight)]
    if not changes:
        return bundle
    if before is not None and changes == [done for done in before.operations if isinstance(done, SetBias | SetWeight)]:
        return before.run.bundle
    network = bundle.network
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
    return replace(bundle, network=changed, kept_scales=bundle.scales)


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
            means = free.means(quantity, layer)
            held = means if units is None else means[list(units)]
            return [Clamp(quantity, layer, units, tuple(held.tolist()), first, last)]
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
