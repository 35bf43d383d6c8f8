"""The two lines at the top: which model, where in the text; and the rail of phases."""

from __future__ import annotations

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.targets import Do, ToLayer, ToMoment, ToPhase
from lstm_tui.explain.reading import GHOST, Reading
from lstm_tui.family import family_of
from lstm_tui.family.operated import in_words
from lstm_tui.operations.grammar import spelled
from lstm_tui.visible import columns_of, visible

GAP = " › "


def draw_heading(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the model line and the rail of phases, with the layers where there are several."""
    canvas = Canvas(width, height, "bar")
    canvas.write(0, 0, " " * width, "bar")
    x = canvas.write(1, 0, "lstm-tui", "bar.bold")
    x = canvas.write_any(x + 2, 0, reading.run.bundle.name, "bar.model")
    canvas.target(1, 0, x - 1, Do("choose_model"))
    place = f"timestep {reading.cursor.timestep + 1:,} of {len(reading.run):,}{_aligned(reading)}"
    right = width - len(place) - 2
    if reading.run.unknown:
        words = f" · {reading.run.unknown:,} of {len(reading.run):,} symbols unknown"
        if x + len(words) < right:
            x = canvas.write(x, 0, words, "bar.wrong")
    x = _in_force(canvas, reading, x, right)
    if reading.run.bundle.snapshots:
        x = _slider(canvas, reading, x + 2, right)
    for part in (
        *reading.run.bundle.title.split(" · "),
        reading.run.tokens.summary(reading.run.bundle.network.output_size),
    ):
        if x + len(part) + 3 < right:
            x = canvas.write(x, 0, f" · {part}", "bar.faint")
    canvas.write(right, 0, place, "bar")
    if height > 1:
        canvas.write(0, 1, " " * width, "text")
        _rail(canvas, reading, width)
    return canvas


def _in_force(canvas: Canvas, reading: Reading, x: int, right: int) -> int:
    """Say what is done to the run: in words, or as short as it takes to fit."""
    operations = reading.work.operations if reading.work is not None else ()
    if not operations:
        return x
    family, layers = family_of(reading), reading.run.layers
    more = f" and {len(operations) - 1} more" if len(operations) > 1 else ""
    words = in_words(operations[0], family, layers) + more
    ways = (words, spelled(operations[0]) + more, f"{len(operations)} operation{'s' * (len(operations) > 1)} in force")
    text = next((visible(way) for way in ways if x + sum(map(columns_of, visible(way))) + 4 < right), "")
    return canvas.write_any(canvas.write(x + 1, 0, f" {GHOST} ", "bar.ghost"), 0, text, "bar.bold")


def _aligned(reading: Reading) -> str:
    """Say which timestep of the untouched run stands beside this one, where they are not of the same number."""
    if reading.work is None or reading.work.alignment.sources is None:
        return ""
    timestep = reading.work.alignment.untouched(reading.cursor.timestep)
    return f", {GHOST} none" if timestep is None else f", {GHOST} {timestep + 1:,}"


def _slider(canvas: Canvas, reading: Reading, x: int, right: int) -> int:
    """Draw the moments of the training, the one at hand filled; a click goes there."""
    snapshots, chosen = reading.run.bundle.snapshots, reading.run.moment
    words = f"update {snapshots[chosen].step:,}"
    if x + 2 * len(snapshots) + len(words) + 4 > right:
        return x
    x = canvas.write(x, 0, "‹", "bar.faint")
    for index in range(len(snapshots)):
        canvas.target(x, 0, 2, ToMoment(index))
        x = canvas.write(x, 0, " ●" if index == chosen else " ○", "bar.model" if index == chosen else "bar.faint")
    return canvas.write(canvas.write(x, 0, " › ", "bar.faint"), 0, words, "bar")


def _rail(canvas: Canvas, reading: Reading, width: int) -> None:
    phases, here = reading.phases, reading.cursor.phase
    layers = len(reading.run.bundle.network.cells)
    x = 1
    if layers > 1:
        for layer in range(layers):
            role = "chosen" if layer == reading.cursor.layer else "faint"
            label = f" layer {layer + 1} " if layers < 5 else f" {layer + 1} "
            canvas.target(x, 1, len(label), ToLayer(layer))
            x = canvas.write(x, 1, label, role)
        x += 1
    count = f"{here + 1} / {len(phases)}"
    room = width - x - len(count) - 3
    widths = [len(phase.title) + len(GAP) for phase in phases]
    first, last = (0, len(phases)) if sum(widths) <= room else _around(here, widths, room - 3)
    if first > 0:
        x = canvas.write(x, 1, "… ", "faint")
    for index in range(first, last):
        phase = phases[index]
        canvas.target(x, 1, len(phase.title) + 2, ToPhase(phase.key))
        if index == here:
            x = canvas.write(x, 1, f" {phase.title} ", f"{reading.hue(phase.focus)}.chosen")
        else:
            x = canvas.write(x, 1, phase.title, reading.hue(phase.focus) if index < here else "faint")
        if index + 1 < last:
            x = canvas.write(x, 1, GAP, "faint")
    if last < len(phases):
        canvas.write(x, 1, " …", "faint")
    canvas.write(width - len(count) - 2, 1, count, "faint")


def _around(here: int, widths: list[int], room: int) -> tuple[int, int]:
    """Return the widest run of phases round the one at hand that fits, growing forwards first."""
    first, last, used = here, here + 1, widths[here] + 2
    while True:
        if last < len(widths) and used + widths[last] <= room:
            used, last = used + widths[last], last + 1
        elif first > 0 and used + widths[first - 1] <= room:
            first, used = first - 1, used + widths[first - 1]
        else:
            return first, last
