"""A run as data: JSON, CSV and npz, at full precision."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TextIO

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.phases import PREDICTION
from lstm_tui.errors import LstmTuiError
from lstm_tui.family import FAMILIES
from lstm_tui.family.operated import told
from lstm_tui.operations.kinds import Operation
from lstm_tui.run import Run
from lstm_tui.visible import visible

MAX_BYTES = 2**30
JSON_BYTES_A_NUMBER = 40  # as text and as Python's floats on the way there


@dataclass(frozen=True)
class Selection:
    """Which part of a run is wanted: timesteps start..stop, layers (from 0), the quantities of each, the prediction.

    Attributes: operations: what is in force in the run.
    """

    run: Run
    start: int
    stop: int
    layers: tuple[int, ...]
    phase: str | None
    operations: tuple[Operation, ...] = ()

    @classmethod
    def of(
        cls,
        run: Run,
        timestep: int | None,
        layer: int | None,
        phase: str | None,
        operations: tuple[Operation, ...] = (),
    ) -> Selection:
        """Return the part that the options (timestep and layer from 1) ask for; all of it where they are None."""
        layers = range(len(run.bundle.network.cells)) if layer is None else (layer - 1,)
        start, stop = (0, len(run)) if timestep is None else (timestep - 1, timestep)
        return cls(run, start, stop, tuple(layers), phase, operations)

    @property
    def in_force(self) -> list[tuple[str, str]]:
        """What is in force: as the grammar spells it, and in words."""
        return told(self.operations, FAMILIES[self.run.bundle.network.cell.kind], self.run.layers)

    def names(self, layer: int) -> list[str]:
        """Return the quantities of a layer that are born by the phase asked for, in the cell's order."""
        cell, born = self.run.bundle.network.cells[layer], set[str]()
        for phase in self.run.bundle.network.phases(layer):
            born.update(phase.born)
            if phase.key == self.phase:
                break
        return [name for name in cell.quantities if name in born or (name == "z" and "c" in born)]

    @property
    def predicts(self) -> bool:
        """Say whether the prediction belongs to it."""
        top = len(self.run.bundle.network.cells) - 1
        return self.phase in (None, PREDICTION.key) and top in self.layers

    def column(self, name: str, layer: int) -> Array:
        """Return a quantity over the timesteps chosen, (T, K)."""
        return self.run.trace.column(name, layer, self.start, self.stop)

    @property
    def numbers(self) -> int:
        """How many numbers it has."""
        network = self.run.bundle.network
        width = 2 * network.output_size * self.predicts
        for layer in self.layers:
            width += sum(network.width(name, layer) for name in self.names(layer))
        return width * (self.stop - self.start)

    def refuse_beyond(self, bytes_a_number: int) -> None:
        """Refuse what would not fit into memory, with the estimate."""
        size = self.numbers * bytes_a_number
        if size > MAX_BYTES:
            raise LstmTuiError(
                f"The whole run would take about {size / 2**30:.1f} GiB; at most {MAX_BYTES // 2**30} GiB is made at once.",
                "Choose --timestep, --layer or --phase, or --format csv.",
            )


def json_to(file: TextIO, selection: Selection) -> None:
    """Write the JSON object that the README describes."""
    selection.refuse_beyond(JSON_BYTES_A_NUMBER)
    run = selection.run
    network, top = run.bundle.network, len(run.bundle.network.cells) - 1
    content = {
        "model": run.bundle.name,
        "cell": network.cell.kind,
        "hidden_size": network.cell.hidden_size,
        "operations": [{"operation": text, "words": words} for text, words in selection.in_force],
        "symbols": list(run.symbols[selection.start : selection.stop]),
        "layers": [
            {name: selection.column(name, layer).tolist() for name in selection.names(layer)}
            for layer in selection.layers
        ],
    }
    if selection.predicts:
        content |= {name: selection.column(name, top).tolist() for name in ("logits", "probs")}
    content["vocabulary"] = list(run.bundle.tokens.symbols)
    json.dump(content, file)
    file.write("\n")


def csv_to(file: TextIO, selection: Selection) -> None:
    """Write a row a number, timestep by timestep: timestep and layer from 1, unit from 0."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("timestep", "layer", "quantity", "unit", "symbol", "value"))
    run, top = selection.run, selection.run.layers - 1
    names = {
        layer: [*selection.names(layer), *(("logits", "probs") if selection.predicts and layer == top else ())]
        for layer in selection.layers
    }
    sweeps = [run.trace.sweep(names[layer], layer, selection.start, selection.stop) for layer in selection.layers]
    for parts in zip(*sweeps, strict=True):  # the windows of all layers, side by side
        first = parts[0][0]
        columns = [{name: rows.tolist() for name, rows in part[1].items()} for part in parts]
        count = len(next(iter(parts[0][1].values())))
        for row in range(count):
            symbol = visible(run.symbols[first + row])
            for layer, found in zip(selection.layers, columns, strict=True):
                for name, rows in found.items():
                    for unit, value in enumerate(rows[row]):
                        writer.writerow((first + row + 1, layer + 1, name, unit, symbol, value))


def npz(selection: Selection) -> bytes:
    """Return an npz file: layer1.f (T, H) and so on, logits, probs, symbols, vocabulary."""
    selection.refuse_beyond(2 * selection.run.bundle.network.dtype.itemsize)
    run, top = selection.run, len(selection.run.bundle.network.cells) - 1
    arrays: dict[str, np.ndarray] = {
        f"layer{layer + 1}.{name}": selection.column(name, layer)
        for layer in selection.layers
        for name in selection.names(layer)
    }
    if selection.predicts:
        arrays |= {name: selection.column(name, top) for name in ("logits", "probs")}
    arrays["symbols"] = np.array(list(run.symbols[selection.start : selection.stop]))
    arrays["vocabulary"] = np.array(run.bundle.tokens.symbols)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()
