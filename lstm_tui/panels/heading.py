"""The two lines at the top: which model, where in the text; and the rail of phases."""

from __future__ import annotations

from lstm_tui.diagram.canvas import Canvas
from lstm_tui.explain.reading import Reading


def draw_heading(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the model line and the rail of phases, with the layers where there are several."""
    session = reading.session
    canvas = Canvas(width, height, "bar")
    canvas.write(0, 0, " " * width, "bar")
    x = canvas.write(1, 0, "lstm-tui", "bar.bold")
    x = canvas.write_any(x + 2, 0, session.bundle.name, "bar.model")
    place = f"timestep {session.cursor.timestep + 1} of {len(session)}"
    right = width - len(place) - 2
    about = f" · {session.bundle.title} · {len(session.bundle.vocabulary)} symbols"
    canvas.write(x, 0, about[: max(0, right - x - 1)], "bar.faint")
    canvas.write(right, 0, place, "bar")
    canvas.target(1, 0, x, "action", "choose_model")
    if height > 1:
        canvas.write(0, 1, " " * width, "text")
        _rail(canvas, reading, width)
    return canvas


def _rail(canvas: Canvas, reading: Reading, width: int) -> None:
    session = reading.session
    phases, here = session.phases, session.cursor.phase
    layers = len(session.bundle.network.cells)
    x = 1
    if layers > 1:
        for layer in range(layers):
            role = "chosen" if layer == session.cursor.layer else "faint"
            label = f" layer {layer + 1} " if layers < 5 else f" {layer + 1} "
            canvas.target(x, 1, len(label), "layer", layer)
            x = canvas.write(x, 1, label, role)
        x += 1
    count = f"{here + 1} / {len(phases)}"
    gap = " › " if sum(len(phase.title) + 3 for phase in phases) + x + len(count) <= width else " "
    room = width - x - len(count) - 3
    titles = [phase.title for phase in phases]
    first = 0
    while sum(len(title) + len(gap) for title in titles[first:]) > room and first < max(0, here - 1):
        first += 1
    for index in range(first, len(phases)):
        phase = phases[index]
        if x + len(phase.title) + 2 > width - len(count) - 2:
            canvas.write(x, 1, "…", "faint")
            break
        canvas.target(x, 1, len(phase.title) + 2, "phase", phase.key)
        if index == here:
            x = canvas.write(x, 1, f" {phase.title} ", f"{phase.colour}.chosen")
        else:
            x = canvas.write(x, 1, phase.title, f"{phase.colour}" if index < here else "faint")
        if index + 1 < len(phases):
            x = canvas.write(x, 1, gap, "faint")
    canvas.write(width - len(count) - 2, 1, count, "faint")
