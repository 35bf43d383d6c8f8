"""What a training tells whoever watches it: immutable, so that it can be kept, and looked at again later."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_tui.core.activations import Array
from lstm_tui.tasks.showing import Sample


@dataclass(frozen=True)
class HeldOut:
    """How the network does on what no training draws.

    Attributes:
        loss: the mean, in the loss's unit. right, total: by the criterion, in words; right is None where it was not judged.
        reach: of a task whose sizes have no end, the largest up to which everything is right; None elsewhere.
    """

    loss: float
    right: int | None = None
    total: int = 0
    reach: int | None = None
    criterion: str = ""

    @property
    def share(self) -> float | None:
        """Right of all, 0 to 1; None where it was not judged."""
        return None if self.right is None else self.right / max(1, self.total)


@dataclass(frozen=True, eq=False)
class Report:
    """How a training stands.

    Attributes:
        number, sequences, loss, gradient_norm, rate: of the last update (the loss smoothed).
        speed: updates a second.
        heard: (T,), |dL/dh| of each timestep of the last batch.
        symbols, note: one fixed text, and the note of every unit after each of its symbols, (T, H).
        scale: the power of two that the note of that text has not passed in this training, at least 1.
        gates: name -> (T·H,) values of a gate over that text; empty where the cell has none. kind: of cell.
        held_out: where it was measured here. moment: whether the network is kept as it is here; then there are samples.
        levels: losses that the curve is held against, by name.
        verdict: at the end, the figure for the model's card in words. done: it came to its end, or was stopped.
    """

    number: int
    sequences: int
    loss: float
    gradient_norm: float
    rate: float
    speed: float
    heard: Array
    symbols: tuple[str, ...]
    note: Array
    gates: dict[str, Array]
    kind: str
    scale: float = 1.0
    held_out: HeldOut | None = None
    moment: bool = False
    samples: tuple[Sample, ...] = ()
    levels: tuple[tuple[str, float], ...] = ()
    verdict: str = ""
    done: bool = False
