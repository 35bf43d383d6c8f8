"""What a hunt is for and what it finds: where a feature holds, a unit that says so, and how well it does at its threshold."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_tui.hunting.scoring import Flags


@dataclass(frozen=True, eq=False)
class Labels:
    """Where a feature holds: in the first text and in the second."""

    name: str
    first: Flags
    second: Flags


@dataclass(frozen=True)
class Find:
    """A unit and a feature, as the second text has them.

    Attributes:
        sign: −1 where the feature holds where the value is low. chosen: AUC on the first text; auc: on the second.
        p: how often borrowed labels reach this AUC, None while it is not known. symbol: AUC of the symbol alone.
        twins: the best AUC of an untrained twin; rotated: of a random rotation. beats: None while it is not known.
    """

    feature: str
    unit: int
    quantity: str
    sign: int
    chosen: float
    auc: float
    p: float | None = None
    symbol: float = 0.5
    twins: float | None = None
    rotated: float | None = None
    beats: bool | None = None


@dataclass(frozen=True)
class Miss:
    """A symbol of the second text, counted over its pieces, where a find is wrong: whether the feature holds, the value."""

    position: int
    holds: bool
    value: float


@dataclass(frozen=True)
class Detail:
    """A find at its threshold: shares of the second text where it is right to say so, and wrong; the worst misses."""

    cut: float
    hits: float
    false_alarms: float
    misses: tuple[Miss, ...]
