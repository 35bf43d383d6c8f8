"""The note as a path in the plane: a line from symbol to symbol, what was read last bright, what is to come faint."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.curve import LABEL, Area, Curve, draw_curves
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.scale import Scale, linear
from lstm_tui.explain.reading import Reading
from lstm_tui.paths import LONGEST, Path
from lstm_tui.visible import on_tape, quoted, tape_width

TRAIL = 16  # steps behind the cursor that are bright
LINED = 600  # timesteps up to which all of the path is a line; of longer ones the trail alone


@dataclass(frozen=True, eq=False)
class Walked:
    """A path, and where one stands on it. Attributes: words: whether what is true stands at the points, not the symbols."""

    reading: Reading
    path: Path
    words: bool = False


def draw_path(walked: Walked, width: int, height: int) -> Canvas:
    """Draw axes with their numbers, the line, the symbols at its points; the cursor's on top."""
    path, reading = walked.path, walked.reading
    canvas = framed(width, height, f"the note, {path.quantity}: {path.title}", path.said)
    area = _area(path, width, height)
    if area is None:
        return canvas
    _axes(canvas, area)
    now = min(reading.cursor.timestep, len(path.points) - 1)
    _lines(canvas, area, path, now)
    _symbols(canvas, area, walked, now)
    _foot(canvas, walked, now, width, height)
    return canvas


def _area(path: Path, width: int, height: int) -> Area | None:
    """Return where points are drawn, on scales that hold them all; None where there is no room."""
    scales = []
    for axis in (0, 1):
        values = [path.points[:, axis], *([path.free[:, axis]] if path.free is not None else [])]
        low, high = min(0.0, *(float(each.min()) for each in values)), max(0.0, *(float(each.max()) for each in values))
        scales.append(linear(low, high) if high > low else Scale(-1, 1))
    area = Area(2 + LABEL, 1, width - 6 - LABEL, height - 4, *scales)
    return area if area.width >= 8 and area.height >= 3 else None


def _axes(canvas: Canvas, area: Area) -> None:
    """Draw both axes, each number where it is true, and the lines of zero."""
    left, foot = area.x - 1, area.y + area.height
    for row in range(area.height):
        canvas.write(left, area.y + row, "│", "frame")
    for value in area.up.ticks(max(2, area.height // 3)):
        label = f"{value:g}"[: LABEL - 1]
        canvas.write(left, area.row(value), "┤", "frame")
        canvas.write(left - len(label), area.row(value), label, "faint")
    end = area.x
    for value in area.across.ticks(max(2, area.width // 10)):
        label = f"{value:g}"
        start = min(max(area.x, area.column(value) - len(label) // 2), area.x + area.width - len(label))
        if start >= end:
            end = canvas.write(start, foot, label, "faint") + 1
    zero = [Curve([(area.across.low, 0.0), (area.across.high, 0.0)], "frame", 1, 3)]
    draw_curves(canvas, area, [*zero, Curve([(0.0, area.up.low), (0.0, area.up.high)], "frame")])


def _lines(canvas: Canvas, area: Area, path: Path, now: int) -> None:
    """Draw the line: what is to come, what was, and the last steps."""
    points = [(x, y) for x, y in path.points.tolist()]
    begun = max(0, now - TRAIL)
    whole = len(points) <= LINED
    curves = [Curve(points[begun : now + 1], "gold")]
    if whole:
        curves += [Curve(points[: begun + 1], "blue"), Curve(points[now:], "frame")]
    else:
        curves += [Curve([point], "blue" if at < now else "frame") for at, point in enumerate(points)]
    if path.free is not None and len(path.free) <= LINED:
        curves.append(Curve([(x, y) for x, y in path.free.tolist()], "vermilion", 1, 1))
    draw_curves(canvas, area, curves)


def _symbols(canvas: Canvas, area: Area, walked: Walked, now: int) -> None:
    """Write each symbol at its point, the latest on top, those to come where nothing stands; a click goes there."""
    reading, points = walked.reading, walked.path.points
    truth = reading.run.truth() if walked.words else None
    note, taken = walked.path.quantity, set[tuple[int, int]]()
    behind = range(now, -1, -1) if len(points) <= LINED else range(now, max(-1, now - TRAIL), -1)
    for at in itertools.chain(behind, range(now + 1, min(len(points), now + LINED))):
        x, y = area.column(float(points[at][0])), area.row(float(points[at][1]))
        said = truth[at] if truth is not None else _mark(reading.run.symbols[at])
        cells = {(x + k, y) for k in range(len(said))}
        if cells & taken or x + len(said) > area.x + area.width:
            continue
        role = "cursor" if at == now else "gold.bold" if now - TRAIL <= at < now else "text" if at < now else "faint"
        canvas.write(x, y, said, role)
        canvas.target(x, y, len(said), reading.place(note, timestep=at))
        taken |= cells


def _mark(symbol: str) -> str:
    """Return one narrow character for a symbol; a dot for a word, or one that is wide."""
    return on_tape(symbol) if len(symbol) == 1 and tape_width(symbol) == 1 and len(on_tape(symbol)) == 1 else "•"


def _foot(canvas: Canvas, walked: Walked, now: int, width: int, height: int) -> None:
    """Say in numbers where the cursor stands."""
    path, reading = walked.path, walked.reading
    x, y = path.points[now].tolist()
    truth = reading.run.truth()
    word = f" ({truth[now]})" if truth is not None else ""
    third, room = path.third, width - 4
    said = f"Timestep {now + 1}, {quoted(reading.run.symbols[now])}{word}: {path.names[0]} {x:+.4f}, {path.names[1]} {y:+.4f}"
    parts = [f", {third[0]} {third[1][now]:+.4f}"] if third is not None else []
    parts += ["   ┄ untouched"] if path.free is not None else []
    for part in parts:
        said += part if len(said) + len(part) <= room else ""
    if reading.cursor.timestep >= len(path.points):
        said = f"The first {len(path.points):,} timesteps are followed, at most {LONGEST:,}."
    canvas.write_any(2, height - 2, said if len(said) <= room else said[: max(0, room - 1)] + "…", "title")
