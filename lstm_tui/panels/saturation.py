"""Saturation: one scatter a gate; across the share of time above the upper bound, up the share below the lower one.

A unit whose gate is mostly open lies at the right, one whose gate is mostly shut at the top, one that is neither near
the corner (Karpathy, Johnson & Fei-Fei 2015, figure 3). No unit can lie beyond the diagonal.
"""

from __future__ import annotations

from dataclasses import dataclass

from lstm_tui.core.place import Place
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.curve import Area, Curve, area_of, draw_axes, draw_curves
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.scale import Scale
from lstm_tui.explain.reading import Reading
from lstm_tui.family import family_of
from lstm_tui.overview.saturation import Saturation
from lstm_tui.panels.overview import beyond

NARROWEST = 25  # columns of a scatter and its numbers
MOSTLY = 0.9  # of the time
PERCENT = Scale(0, 100)
WORDS = 5  # rows under a scatter


@dataclass(frozen=True, eq=False)
class Saturated:
    """What is shown: the cursor's reading, and how much of the time its layer's units were saturated."""

    reading: Reading
    counted: Saturation

    @property
    def share(self) -> float:
        """How much of the text is counted, 0 to 1."""
        return self.counted.share


def counted(reading: Reading) -> Saturation:
    """Return what counts the layer's gates; where the cell has none, its note."""
    run, layer = reading.run, reading.cursor.layer
    names = run.bundle.network.cells[layer].gates or (reading.notation.note,)
    return Saturation(run.trace, layer, {name: beyond(reading, name) for name in names})


def draw_saturation(shown: Saturated, width: int, height: int) -> Canvas:
    """Draw a scatter for each gate side by side, as many in a row as there is room for."""
    reading, names = shown.reading, shown.counted.names
    right = f"{reading.hidden_size} units, {shown.counted.read:,} timesteps"
    canvas = framed(width, height, "saturation", right)
    across = max(1, min(len(names), (width - 2) // NARROWEST))
    down = -(-len(names) // across)
    wide, tall = (width - 2) // across, (height - 2) // down
    for place, name in enumerate(names):
        x, y = 1 + place % across * wide, 1 + place // across * tall
        if wide >= NARROWEST - 3 and tall >= 6:
            _scatter(canvas, shown, name, x, y, wide, tall)
    return canvas


def _scatter(canvas: Canvas, shown: Saturated, name: str, x: int, y: int, width: int, height: int) -> None:
    reading, quantity = shown.reading, shown.reading.notation.quantities[name]
    title = family_of(reading).gate_words.get(name, quantity.symbol)
    low, high = (f"{bound:g}".replace("-", "−") for bound in shown.counted.bounds[name])
    end = canvas.write(x + 1, y, title, f"{quantity.hue}.bold")
    axes = (f"% of time: ↑ below {low}, → above {high}", f"% ↑ <{low} → >{high}", f"↑<{low} →>{high}")
    canvas.write(end + 1, y, next((words for words in axes if len(words) + 1 < x + width - end), ""), "faint")
    words = min(WORDS, height - 6)
    area = area_of(x, y + 1, width - 1, height - 1 - words, PERCENT, PERCENT)
    if area is not None:
        draw_axes(canvas, area, "%")
        draw_curves(canvas, area, [Curve([(0, 100), (100, 0)], "frame", 1, 3)])
        _units(canvas, shown, name, area)
    _words(canvas, shown, name, x + 1, y + height - words, width - 2, words)


def _units(canvas: Canvas, shown: Saturated, name: str, area: Area) -> None:
    """Put every unit in its cell: one as a dot, several as their number, the selected one as a mark of its own."""
    cells: dict[tuple[int, int], list[int]] = {}
    lows, highs = shown.counted.low(name).tolist(), shown.counted.high(name).tolist()
    for unit, (low, high) in enumerate(zip(lows, highs, strict=True)):
        cells.setdefault((area.column(100 * high), area.row(100 * low)), []).append(unit)
    hue, chosen = shown.reading.hue(name), shown.reading.unit
    for (column, row), units in cells.items():
        glyph = "•" if len(units) == 1 else str(len(units)) if len(units) < 10 else "+"
        here = chosen in units
        canvas.write(column, row, "◆" if here else glyph, "chosen.mark" if here else f"{hue}.bold")
        following = units[(units.index(chosen) + 1) % len(units)] if here else units[0]
        canvas.target(column, row, 1, _place(shown, name, following))


def _place(shown: Saturated, name: str, unit: int) -> Place:
    return shown.reading.place(name, unit)


def _words(canvas: Canvas, shown: Saturated, name: str, x: int, y: int, width: int, rows: int) -> None:
    """Say the selected unit's shares and the mean of all, and which units are mostly at one end; these can be clicked."""
    unit, bounds = shown.reading.unit, [f"{bound:g}".replace("-", "−") for bound in shown.counted.bounds[name]]
    ends = ((f"< {bounds[0]}", shown.counted.low(name)), (f"> {bounds[1]}", shown.counted.high(name)))
    if rows > 2:
        canvas.write(x + 8, y, f"{f'◆ {unit}':>6}", "chosen.mark")
        canvas.write(x + 17, y, "mean"[: max(0, width - 17)], "faint")
        for row, (words, shares) in enumerate(ends, 1):
            canvas.write(x, y + row, words, "faint")
            canvas.write(x + 6, y + row, f"{shares[unit] * 100:6.1f} %", "text")
            canvas.write(x + 14, y + row, f"{shares.mean() * 100:6.1f} %"[: max(0, width - 14)], "faint")
    for row, (words, shares) in enumerate(ends, 3):
        if row < rows:
            found = [int(j) for j in (-shares).argsort(kind="stable") if shares[j] >= MOSTLY]
            _listed(canvas, shown, name, x, y + row, width, f"mostly {words}", found)


def _listed(
    canvas: Canvas, shown: Saturated, name: str, x: int, y: int, width: int, words: str, units: list[int]
) -> None:
    end = x + width
    x = canvas.write(x, y, f"{words}:{'' if units else ' none'}", "faint") + 1
    for unit in units:
        label = str(unit)
        if x + len(label) + 2 > end:
            canvas.write(x, y, "…", "faint")
            return
        canvas.target(x, y, len(label), _place(shown, name, unit))
        x = canvas.write(x, y, label, shown.reading.hue(name)) + 1
