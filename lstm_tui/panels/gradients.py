"""Gradients through time: their sizes going back from one loss, on one logarithmic axis, and printed beside it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from lstm_tui.core.place import Place
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.curve import Curve, area_of, draw_axes, draw_curves
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.scale import Scale
from lstm_tui.explain.reading import Reading
from lstm_tui.family import FAMILIES
from lstm_tui.overview.columns import Numbers
from lstm_tui.overview.gradients import GoingBack, rate

SMALLEST, LARGEST = 1e-30, 1e30  # beyond these a curve ends at the edge
STEPS = (0, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000)  # symbols back that are printed
COLUMN = 12  # cells of a printed number
NOTHING_BEFORE = "Nothing is before the first symbol."
PATTERNS = ((1, 0), (2, 2), (1, 2), (1, 5), (3, 1), (1, 8))  # of a curve: dots drawn, and left out


@dataclass(frozen=True, eq=False)
class Backwards:
    """What is shown.

    Attributes:
        reading: the cursor's. goings: from the same timestep back through this run and those beside it.
        reach: symbols back that are shown. bias, factor: as they were turned: see `overview.gradients.turned`.
        trained: the mean forget bias as trained; None where there is none.
    """

    reading: Reading
    goings: tuple[GoingBack, ...]
    reach: int
    bias: float | None = None
    factor: float = 1.0
    trained: float | None = None

    @property
    def share(self) -> float:
        """How much of the way is gone, 0 to 1."""
        return min(going.share for going in self.goings)


@dataclass(frozen=True, eq=False)
class Line:
    """One curve: its name, the short one of its column, its hue, and its values 0, 1, 2, ... symbols back."""

    name: str
    short: str
    hue: str
    values: Numbers


def lines_of(shown: Backwards) -> tuple[Line, ...]:
    """Return every curve: of each run the sizes of dL/dstate and, where it keeps a share, ∏ of it."""
    found = []
    for place, going in enumerate(shown.goings):
        bundle = going.run.bundle
        notation, whose = FAMILIES[bundle.network.cell.kind].notation, f"{bundle.network.cell.title} " if place else ""
        for name in reversed(list(going.sizes)):
            hue = "plain" if place else "gold" if name == notation.note else notation.quantities[name].hue
            found.append(
                Line(f"{whose}|dL/d{name}|", f"{whose[:5]}dL/d{name}", hue, going.sizes[name][: shown.reach + 1])
            )
        if going.left is not None and place == 0:
            symbol, unit = notation.quantities[going.keeps].symbol, shown.reading.unit
            hue = notation.quantities[going.keeps].hue
            left = going.left[: shown.reach + 1]
            found.append(Line(f"∏{symbol} unit {unit}", f"∏{symbol}[{unit}]", hue, left[:, unit]))
            found.append(Line(f"∏{symbol} mean", f"∏{symbol} mean", "green", left.mean(axis=1)))
    return tuple(found)


def draw_gradients(shown: Backwards, width: int, height: int) -> Canvas:
    """Draw the curves over symbols back, and their numbers below."""
    timestep = shown.reading.cursor.timestep
    canvas = framed(width, height, "gradients through time", f"from the loss at timestep {timestep + 1:,}")
    if width < 40 or height < 10:
        return canvas
    lines, asked = lines_of(shown), shown.goings[0].asked
    x = canvas.write(2, 1, "L = ", "faint")
    x = canvas.write_any(x, 1, f"{asked.name} = {asked.value:.4f} {asked.unit}" if asked else "…", "title")
    knobs = _knobs(shown)
    if x + len(knobs) + 4 < width:
        canvas.write(width - 2 - len(knobs), 1, knobs, "chosen.mark" if _turned(shown) else "faint")
    _legend(canvas, lines, 2, width - 3)
    count = max((len(line.values) for line in lines), default=0)
    steps = _steps(count, height)
    table = len(steps) + 2
    tall = height - 4 - table
    if timestep == 0:
        canvas.write(2, 4, NOTHING_BEFORE, "text")
    elif tall >= 5 and count > 1:
        _curves(canvas, lines, 1, 3, width - 3, tall, min(shown.reach, count - 1))
    _table(canvas, shown, lines, steps, height - 1 - table)
    return canvas


def _steps(count: int, height: int) -> list[int]:
    """Return which symbols back are printed: as many as a third of the panel holds, spread over the decades, and the last."""
    most = max(4, min(12, height // 3))
    steps = [step for step in STEPS if step < count]
    if len(steps) >= most:
        steps = [step for step in (0, 1, 3, 10, 30, 100, 300, 1000, 2000) if step < count]
    if len(steps) >= most:
        steps = [step for step in (0, 1, 10, 100, 1000) if step < count]
    steps = steps[:most]
    return steps if not count or count - 1 in steps else [*steps[: most - 1], count - 1]


def _turned(shown: Backwards) -> bool:
    return shown.bias is not None or shown.factor != 1


def _knobs(shown: Backwards) -> str:
    """Say how the knobs stand."""
    parts = []
    if shown.bias is not None:
        parts.append(f"forget bias {shown.bias:+g} in all units".replace("-", "−"))
    elif shown.trained is not None:
        parts.append(f"forget bias as trained, mean {shown.trained:+.2f}".replace("-", "−"))
    if shown.factor != 1:
        parts.append(f"recurrent weights × {shown.factor:.3g}")
    return ", ".join(parts)


def _legend(canvas: Canvas, lines: Sequence[Line], y: int, end: int) -> None:
    x = 2
    for line, (ink, gap) in zip(lines, itertools.cycle(PATTERNS), strict=False):
        sample = "".join("─" if k % (ink + gap) < ink else " " for k in range(4)) if gap else "────"
        if x + len(line.name) + 5 > end:
            return
        x = canvas.write(x, y, sample, line.hue)
        x = canvas.write_any(x + 1, y, line.name, "text") + 1


def _curves(canvas: Canvas, lines: Sequence[Line], x: int, y: int, width: int, height: int, reach: int) -> None:
    found = [value for line in lines for value in line.values.tolist() if SMALLEST < value < LARGEST]
    if not found:
        return
    low, high = math.floor(math.log10(min(found))), math.ceil(math.log10(max(found)))
    up = Scale(10.0**low, 10.0 ** max(high, low + 1), True)
    area = area_of(x, y, width, height, Scale(0, max(1, reach)), up)
    if area is None:
        return
    draw_axes(canvas, area, "back", ".0e")
    drawn = []
    for line, (ink, gap) in zip(lines, itertools.cycle(PATTERNS), strict=False):
        points = [(float(k), _inside(value, up)) for k, value in enumerate(line.values.tolist())]
        drawn.append(Curve(points, line.hue, ink, gap))
    draw_curves(canvas, area, drawn)


def _inside(value: float, up: Scale) -> float:
    return min(max(value, up.low), up.high) if value > 0 else math.nan


def _table(canvas: Canvas, shown: Backwards, lines: Sequence[Line], steps: Sequence[int], y: int) -> None:
    """Print the values at some symbols back, and how fast each changes; a click on a row stands there."""
    shown_lines = lines[: max(1, (canvas.width - 12) // COLUMN)]
    canvas.write(2, y, "back", "faint")
    for k, line in enumerate(shown_lines):
        canvas.write_any(
            10 + k * COLUMN + COLUMN - len(line.short[: COLUMN - 1]), y, line.short[: COLUMN - 1], line.hue
        )
    for row, step in enumerate(steps, 1):
        canvas.write(2, y + row, f"{step:>5,}", "faint")
        timestep = shown.reading.cursor.timestep - step
        canvas.target(2, y + row, canvas.width - 4, _place(shown, timestep))
        for k, line in enumerate(shown_lines):
            if step < len(line.values):
                canvas.write(10 + k * COLUMN, y + row, f"{line.values[step]:>{COLUMN}.2e}".replace("e-", "e−"), "text")
    canvas.write(2, y + len(steps) + 1, "a symbol"[:8], "faint")
    for k, line in enumerate(shown_lines):
        found = rate(line.values)
        if found is not None:
            word = "↑" if found > 1.0005 else "↓" if found < 0.9995 else " "
            role = "vermilion.bold" if found > 1.0005 else "text"
            canvas.write(10 + k * COLUMN, y + len(steps) + 1, f"{f'{word} × {found:.3f}':>{COLUMN}}", role)


def _place(shown: Backwards, timestep: int) -> Place:
    return shown.reading.place(shown.reading.notation.note, timestep=max(0, timestep))
