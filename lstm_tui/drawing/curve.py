"""A curve of text, two steps to a line (▀ ▄), with axes and numbers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from lstm_tui.drawing.canvas import Canvas

LABEL = 7


def draw_curve(
    canvas: Canvas,
    x: int,
    y: int,
    width: int,
    height: int,
    points: Sequence[tuple[float, float]],
    last: float,
    role: str,
) -> None:
    """Draw points (x from 0 to `last`, y ≥ 0) into a part of a canvas; the y axis is logarithmic, in decades."""
    across, down = width - LABEL, height - 1
    if across < 4 or down < 2:
        return
    values = [max(value, 1e-9) for _, value in points if value == value]
    top = math.ceil(math.log10(max(values))) if values else 1
    bottom = min(top - 1, math.floor(math.log10(min(values)))) if values else top - 1
    for decade in range(bottom, top + 1):
        row = round((top - decade) / (top - bottom) * (down - 1))
        label = f"{10.0**decade:g}"[: LABEL - 2]
        canvas.write(x + LABEL - 1 - len(label), y + row, label, "faint")
        canvas.write(x + LABEL, y + row, "·" * across, "frame")
    for row in range(down):
        canvas.write(x + LABEL - 1, y + row, "┤" if row in (0, down - 1) else "│", "frame")
    canvas.write(x + LABEL - 1, y + down, "└", "frame")
    end = f"{last:,.0f} updates"
    canvas.write(x + LABEL, y + down, "0", "faint")
    canvas.write(x + width - len(end), y + down, end, "faint")
    columns: dict[int, list[float]] = {}
    for place, value in points:
        if value == value:
            columns.setdefault(min(across - 1, int(place / max(last, 1) * (across - 1))), []).append(max(value, 1e-9))
    means = {column: math.fsum(map(math.log10, found)) / len(found) for column, found in columns.items()}
    before: int | None = None
    for column, mean in sorted(_joined(means).items()):
        step = min(2 * down - 1, max(0, round((top - mean) / (top - bottom) * 2 * (down - 1))))
        if before is not None:
            for row in range(min(step, before) // 2 + 1, max(step, before) // 2):
                canvas.write(x + LABEL + column, y + row, "│", role)
        canvas.write(x + LABEL + column, y + step // 2, "▄" if step % 2 else "▀", role)
        before = step


def _joined(means: dict[int, float]) -> dict[int, float]:
    """Return a value for every column from the first to the last, on straight lines between those that are known."""
    known = sorted(means)
    filled = dict(means)
    for left, right in itertools.pairwise(known):
        for column in range(left + 1, right):
            filled[column] = means[left] + (means[right] - means[left]) * (column - left) / (right - left)
    return filled
