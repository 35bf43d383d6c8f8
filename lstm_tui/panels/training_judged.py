"""How much is right by the task's criterion, on what is held out; for tasks whose sizes have no end, how far it reaches."""

from __future__ import annotations

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.curve import Curve, Level, area_of, draw_axes, draw_curves
from lstm_tui.drawing.frame import framed, wrap
from lstm_tui.drawing.scale import Scale, linear
from lstm_tui.panels.course import Course
from lstm_tui.panels.training_loss import HELD_OUT, LEVEL, TWIN, TWIN_INK, mark_moment

ROOMY = 14  # rows from which the criterion is told in full


def draw_judged(course: Course, width: int, height: int) -> Canvas:
    """Draw the curve of what is right, the line to be reached, and in words what counts as right."""
    canvas = framed(width, height, "accepted" if course.trained_to else "right", "held out · linear scale")
    y = 1
    for line in _words(course, width - 4, height):
        canvas.write_any(2, y, line, "text" if y == 1 else "faint")
        y += 1
    up = _scale(course)
    area = area_of(1, y, width - 3, height - 1 - y, Scale(0, max(1, course.steps)), up)
    if area is None:
        return canvas
    draw_axes(canvas, area, "update", "g" if course.trained_to else ".0%")
    mark_moment(canvas, course, area)
    curves = [Curve(_points(course), HELD_OUT)]
    if course.twin is not None:
        curves.append(Curve(_points(course.twin), TWIN, *TWIN_INK))
    goal = (
        Level(course.trained_to, f"trained up to n = {course.trained_to}", LEVEL)
        if course.trained_to
        else Level(1.0, "all", LEVEL)
    )
    draw_curves(canvas, area, curves, [goal])
    return canvas


def _points(course: Course) -> list[tuple[float, float]]:
    if course.trained_to is not None:
        return [(number, found.reach) for number, found in course.held_out if found.reach is not None]
    return [(number, found.share) for number, found in course.held_out if found.share is not None]


def _scale(course: Course) -> Scale:
    if course.trained_to is None:
        return Scale(0.0, 1.0)
    points = _points(course) + (_points(course.twin) if course.twin else [])
    return linear(0.0, max(2.0 * course.trained_to, *(reach for _, reach in points), 1.0))


def _words(course: Course, width: int, height: int) -> list[str]:
    """Say how it did when it was judged last, and what counts as right as far as there is room."""
    found = course.judged
    if found is None or found.right is None:
        told = wrap(f"not judged yet: {course.criterion}", width)
    elif found.reach is not None:
        told = [f"accepts n = 1 to {found.reach}" if found.reach else "accepts not even n = 1"]
        told += wrap(f"{found.right:,} of {found.total:,} {found.criterion or course.criterion}", width)
    else:
        told = wrap(f"{found.right:,} of {found.total:,} {found.criterion or course.criterion}", width)
    if height < ROOMY and found is not None and found.reach is not None:
        return told[:1]
    room = 1 if height < ROOMY else 4
    return told if len(told) <= room else [*told[: room - 1], f"{told[room - 1][: width - 2]} …"]
