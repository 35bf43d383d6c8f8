"""In which order units stand: by number, or so that those that are alike, or worth seeing, stand together."""

from __future__ import annotations

import numpy as np

from lstm_tui.overview.columns import Numbers
from lstm_tui.overview.survey import Survey

NUMBER, ACTIVITY, SATURATED, HALF_LIFE, CORRELATION, CLUSTERED = ORDERS = (
    "number", "activity", "saturated", "half-life", "correlation", "clustered",
)  # fmt: skip
MOST_CLUSTERED = 320  # units: more could not be clustered between two keys
WORDS = {
    NUMBER: "by number",
    ACTIVITY: "by activity: standard deviation",
    SATURATED: "by share of time saturated",
    HALF_LIFE: "by half-life of the ink, in symbols",
    CORRELATION: "by correlation with the selected unit",
    CLUSTERED: "clustered by correlation",
}


def orders(survey: Survey) -> tuple[str, ...]:
    """Return the orders that this kind of cell knows."""
    left_out = {
        *(() if survey.keeps else (HALF_LIFE,)),
        *((CLUSTERED,) if survey.sums.shape[1] > MOST_CLUSTERED else ()),
    }
    return tuple(name for name in ORDERS if name not in left_out)


def figures(survey: Survey, by: str, unit: int) -> Numbers | None:
    """Return the figure of every unit that an order goes by, (H,); None where it goes by none."""
    if by == ACTIVITY:
        return survey.activity()
    if by == SATURATED:
        return survey.saturated()
    if by == HALF_LIFE:
        return survey.half_lives()
    if by in (CORRELATION, CLUSTERED):
        return np.asarray(survey.correlations()[unit])
    return None


def ordered(survey: Survey, by: str, unit: int) -> tuple[int, ...]:
    """Return all units in an order, the largest figure first; equal ones by number.

    While the text is being read the order is taken anew each time that twice as much is known, so that rows stand still.
    """
    key = (by, unit if by == CORRELATION else 0, -1 if survey.done else survey.read.bit_length())
    if survey.order[0] != key:
        survey.order = (key, _ordered(survey, by, unit))
    return survey.order[1]


def _ordered(survey: Survey, by: str, unit: int) -> tuple[int, ...]:
    if by == CLUSTERED:
        return clustered(survey.correlations())
    found = figures(survey, by, unit)
    if found is None:
        return tuple(range(survey.sums.shape[1]))
    if by == CORRELATION:
        found = found.copy()
        found[unit] = np.inf  # itself first, whatever equals it
    return tuple(np.argsort(-found, kind="stable").tolist())


def clustered(alike: Numbers) -> tuple[int, ...]:
    """Return units so that clusters stand together: average linkage, the two clusters most alike joined first.

    Joined clusters stand end to end, turned so that the units that meet are those most alike.

    Args: alike: (H, H), symmetric.   Source: Sokal & Michener 1958 (UPGMA).
    """
    H = len(alike)
    between = np.array(alike, np.float64)
    np.fill_diagonal(between, -np.inf)
    sizes, members = np.ones(H), [[unit] for unit in range(H)]
    nearest = between.argmax(axis=1)
    best = between[np.arange(H), nearest]
    for _ in range(H - 1):
        one = int(best.argmax())
        a, b = sorted((one, int(nearest[one])))
        row = (sizes[a] * between[a] + sizes[b] * between[b]) / (sizes[a] + sizes[b])
        row[a] = row[b] = -np.inf
        between[a], between[:, a] = row, row
        between[b], between[:, b] = -np.inf, -np.inf
        sizes[a] += sizes[b]
        members[a], members[b] = _joined(members[a], members[b], alike), []
        stale = np.flatnonzero(
            (nearest == a) | (nearest == b)
        )  # no other cluster can be nearer to the new one than it was
        stale = np.union1d(stale, [a, b])
        nearest[stale] = between[stale].argmax(axis=1)
        best[stale] = between[stale, nearest[stale]]
    return tuple(next(units for units in members if units))


def _joined(left: list[int], right: list[int], alike: Numbers) -> list[int]:
    ways = [(x, y) for x in (left, left[::-1]) for y in (right, right[::-1])]
    x, y = max(ways, key=lambda way: alike[way[0][-1], way[1][0]])
    return x + y
