"""What is measured of a network on sequences that it does not learn from: its loss, and how far its note reaches."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lstm_tui.core.batch import Batch, BatchRun
from lstm_tui.core.network import Network

MOST_NUMBERS = 8_000_000  # that the quantities of the sequences run at once may take


@dataclass(frozen=True)
class Measured:
    """How a network does on a sample.

    Attributes:
        loss: as in core/loss.py, the mean over what is asked for; not finite where the network's numbers are not.
        scale: the smallest power of two that no value of the note passes, over all layers, units and timesteps read.
    """

    loss: float
    scale: float


def measured(network: Network, batch: Batch) -> Measured:
    """Run a network over a batch from an empty state, as many sequences at once as memory is meant for it."""
    T, B = batch.weights.shape
    numbers = T * sum((len(cell.row_names) + 6) * cell.hidden_size for cell in network.cells)
    at_once = max(1, MOST_NUMBERS // numbers)
    total, reach, weight = 0.0, 0.0, float(batch.weights.sum()) or 1.0
    for start in range(0, B, at_once):
        part = slice(start, min(B, start + at_once))
        loss, highest = _part(network, _sequences(batch, part))
        total += loss * float(batch.weights[:, part].sum()) / weight
        reach = max(reach, highest)
    return Measured(total, covering(reach))


def _sequences(batch: Batch, part: slice) -> Batch:
    return Batch(batch.inputs[..., part], batch.targets[..., part], batch.weights[:, part])


def _part(network: Network, batch: Batch) -> tuple[float, float]:
    """Return the loss over a batch, and the largest |note| in it."""
    run = BatchRun(network, *batch.weights.shape)
    run.start()
    with np.errstate(all="ignore"):
        run.forward(batch)
        loss = run.loss(batch)
    read = np.maximum.accumulate(batch.weights[::-1] > 0)[::-1]  # (T, B): up to the last timestep asked for
    reach = 0.0
    for cell, window in zip(network.cells, run.windows, strict=True):
        note = np.abs(window.columns[cell.note]).max(axis=1)  # (T, B)
        reach = max(reach, float(note[read].max(initial=0.0)))
    return loss, reach


def covering(reach: float) -> float:
    """Return the smallest power of two that is at least `reach`; 1 where that is 0 or not finite, at most 2^1023."""
    if not 0 < reach < math.inf:
        return 1.0
    fraction, exponent = math.frexp(reach)  # reach = fraction · 2^exponent, ½ ≤ fraction < 1
    return math.ldexp(1.0, min(exponent - (fraction == 0.5), 1023))
