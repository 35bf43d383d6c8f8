"""Encoded is not used: what the loss does when a unit is clamped, where a feature holds and where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from lstm_tui.errors import LstmTuiError
from lstm_tui.hunting.finds import Find
from lstm_tui.hunting.hunt import Hunt
from lstm_tui.hunting.scoring import Flags, Numbers
from lstm_tui.measuring import surprises
from lstm_tui.operations.force import operate
from lstm_tui.operations.kinds import Hold
from lstm_tui.run import Run

MEASURED = 2048  # symbols of the second text
OTHERS = 5  # units of like spread that are clamped for comparison


@dataclass(frozen=True)
class Effect:
    """The mean loss in nats where a feature holds and where it does not, free and clamped.

    Attributes: others: by how much it rises in the one and in the other when each of some units of like spread is clamped.
    """

    operation: Hold
    holds: tuple[float, float]
    rest: tuple[float, float]
    others: tuple[tuple[float, float], ...] = ()

    @property
    def rise(self) -> float:
        """By how much the loss rises where the feature holds."""
        return self.holds[1] - self.holds[0]

    @property
    def rise_elsewhere(self) -> float:
        """By how much it rises where the feature does not hold."""
        return self.rest[1] - self.rest[0]

    @property
    def matters(self) -> bool:
        """Whether in one of the two it rises more than with any of the other units."""
        rises = (self.rise, self.rise_elsewhere)
        return any(rise > max([0.0, *others]) for rise, others in zip(rises, self.most, strict=True))

    @property
    def most(self) -> tuple[list[float], list[float]]:
        """The rises of the other units, where the feature holds and where it does not."""
        return [holds for holds, _ in self.others], [rest for _, rest in self.others]


class Measuring:
    """Clamps the unit of a find at its mean over the first text; `effect` is there once all steps are done, `share` of them.

    Raises:
        LstmTuiError: the model answers with numbers: there is no loss of what comes next.
    """

    def __init__(self, hunt: Hunt, find: Find) -> None:
        if hunt.run.bundle.network.output == "linear" or not hunt.run.tokens.symbols:
            raise LstmTuiError("This model answers with numbers: there is no loss of what comes next.")
        self.hunt, self.find = hunt, find
        self.effect: Effect | None = None
        self.share = 0.0

    def operation(self, unit: int) -> Hold:
        """Return what is done to a unit: its quantity held at its own mean over the first text."""
        return Hold(self.find.quantity, self.hunt.layer, (unit,), self.hunt.value(replace(self.find, unit=unit)))

    def steps(self) -> Iterator[None]:
        """Measure, a piece of the text at a time."""
        hunt, find = self.hunt, self.find
        label = next(one for one in hunt.labels if one.name == find.feature)
        spread = hunt.spread(find.quantity)
        near = [int(u) for u in np.argsort(np.abs(spread - spread[find.unit]), kind="stable") if u != find.unit]
        held = [None, self.operation(find.unit), *(self.operation(unit) for unit in near[:OTHERS])]
        losses: list[list[Numbers]] = [[] for _ in held]
        flags: list[Flags] = []
        for piece, (start, stop) in zip(hunt.second.pieces, hunt.second.bounds(), strict=True):
            if len(piece) < 2:
                continue
            run = Run.open(hunt.run.bundle, hunt.run.tokens.join(list(piece)), 0)
            for into, operation in zip(losses, held, strict=True):
                own = run if operation is None else operate(run, [operation], 0).run
                while own.trace.computed < len(own):
                    own.trace.advance_to(own.trace.computed + 48)
                    yield
                    self.share = min(1.0, sum(map(len, flags)) / min(MEASURED, len(hunt.second)))
                into.append(surprises(own))
            flags.append(label.second[start : stop - 1])
            if sum(map(len, flags)) >= MEASURED:
                break
        holds = np.concatenate(flags)
        means = [(_mean(loss[holds]), _mean(loss[~holds])) for loss in map(np.concatenate, losses)]
        free, clamped = means[0], means[1]
        self.effect = Effect(
            self.operation(find.unit),
            (free[0], clamped[0]),
            (free[1], clamped[1]),
            tuple((other[0] - free[0], other[1] - free[1]) for other in means[2:]),
        )


def _mean(losses: Numbers) -> float:
    known = losses[~np.isnan(losses)]
    return float(known.mean()) if len(known) else float("nan")
