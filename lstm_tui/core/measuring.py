"""What is measured of a network on sequences that it does not learn from: its loss, and how far its note reaches."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lstm_tui.core.batch import Batch, BatchRun
from lstm_tui.core.network import Network


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
    """Run a network over a batch from an empty state; nothing in it is changed."""
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
    return Measured(loss, covering(reach))


def covering(reach: float) -> float:
    """Return the smallest power of two that is at least `reach`; 1 where that is 0 or not finite."""
    if not 0 < reach < math.inf:
        return 1.0
    fraction, exponent = math.frexp(reach)  # reach = fraction · 2^exponent, ½ ≤ fraction < 1
    return 2.0 ** (exponent - (fraction == 0.5))
