"""The loss over the updates, on a scale of its own: in training, on what is held out, and of a twin on the same data."""

from __future__ import annotations

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.curve import Area, Curve, Level, area_of, draw_axes, draw_curves
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.scale import Scale, linear, logarithmic
from lstm_tui.panels.course import Course

TRAINING, HELD_OUT, TWIN, LEVEL = "gold", "blue", "purple", "green"
HELD_OUT_INK, TWIN_INK = (3, 2), (1, 1)  # dots drawn and left out: curves are told apart without colours too


def draw_loss(course: Course, width: int, height: int) -> Canvas:
    """Draw the curves, a legend with where they stand, and the losses that they are held against."""
    up = scale_of(course)
    canvas = framed(width, height, "loss", f"{course.measure.unit} · {up.kind} scale")
    area = area_of(1, 2, width - 3, height - 3, Scale(0, max(1, course.steps)), up)
    _legend(canvas, course, width)
    if area is not None:
        draw_axes(canvas, area, "update")
        mark_moment(canvas, course, area)
        curves = [
            Curve(course.points, TRAINING),
            Curve([(number, found.loss) for number, found in course.held_out], HELD_OUT, *HELD_OUT_INK),
        ]
        if course.twin is not None:
            curves.append(Curve(course.twin.points, TWIN, *TWIN_INK))
        draw_curves(canvas, area, curves, [Level(loss, name, LEVEL) for name, loss in course.levels])
    return canvas


def scale_of(course: Course) -> Scale:
    """Return the scale on which all curves have room: linear where a part is left to chance, else logarithmic."""
    trainings = (course, course.twin) if course.twin else (course,)
    losses = [loss for one in trainings for _, loss in one.points]
    losses += [found.loss for one in trainings for _, found in one.held_out] + [loss for _, loss in course.levels]
    losses = [loss for loss in losses if 0 < loss < 1e30] or [1.0]
    highest = max(losses)
    if course.chance:
        return linear(min(*losses, highest / 2), highest)
    return logarithmic(max(min(losses), highest / 1e6), highest)


def printed(loss: float) -> str:
    """Return a loss with digits enough to be told from 0."""
    return f"{loss:.4f}" if loss >= 0.01 or loss != loss else f"{loss:.3g}"


def _legend(canvas: Canvas, course: Course, width: int) -> None:
    """Say which curve is which, and its last value; where all of it has no room, in fewer words."""
    entries: list[tuple[str, str, str, str]] = []
    if course.points:
        loss = course.points[-1][1]
        entries.append(("⠒⠒", f"training {printed(loss)}, smoothed", f"training {printed(loss)}", TRAINING))
    if course.held_out:
        number, found = course.held_out[-1]
        entries.append(
            ("⠒⠐", f"held out {printed(found.loss)} at {number:,}", f"held out {printed(found.loss)}", HELD_OUT)
        )
    if course.twin is not None and course.twin.points:
        update, loss = course.twin.points[-1]
        kind = course.twin.kind
        entries.append(("⠂⠂", f"{kind} {printed(loss)} at {update:,.0f}", f"{kind} {printed(loss)}", TWIN))
    long = sum(len(words) + 6 for _, words, _, _ in entries) < width
    x = 2
    for mark, words, fewer, role in entries:
        words = words if long else fewer
        if x + 3 + len(words) < width:
            x = canvas.write(x, 1, f"{mark} ", role)
            x = canvas.write(x, 1, words, role) + 3


def mark_moment(canvas: Canvas, course: Course, area: Area) -> None:
    """Draw a line at the update of the moment that is looked at."""
    if course.looking is not None and course.shown is not None:
        for row in range(area.height):
            canvas.write(area.column(course.shown.number), area.y + row, "┊", "chosen.mark")
