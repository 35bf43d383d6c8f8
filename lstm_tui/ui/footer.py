"""The foot of the screen: the main keys, from the table of actions, and how far a long text has been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.targets import Do
from lstm_tui.ui.actions import ACTIONS, Action

if TYPE_CHECKING:
    from lstm_tui.explain.reading import Reading


def draw_footer(reading: Reading, width: int, height: int) -> Canvas:
    """Draw keys and labels; while a long text is being read, its progress."""
    canvas = Canvas(width, height, "bar")
    canvas.write(0, 0, " " * width, "bar")
    trace = reading.run.trace
    progress = ""
    if trace.computed < len(trace):
        done = trace.computed / len(trace)
        progress = f" {'█' * int(done * 10)}{'░' * (10 - int(done * 10))} read {done * 100:.0f} % "
        canvas.write(width - len(progress), 0, progress, "bar.model")
    keys_row(canvas, ACTIONS, width - len(progress))
    return canvas


def keys_row(canvas: Canvas, actions: tuple[Action, ...], width: int) -> None:
    """Write the main keys and their labels as far as they fit; a click does what the key does."""
    entries = [
        (action, {"next_phase": "→ ←", "next_timestep": "↓ ↑", "next_unit": "[ ]"}.get(action.name, action.shown))
        for action in actions
        if action.footer and action.label != "back"
    ]
    for name in ("play", "choose_model", "train"):  # what the help tells too gives way first
        if sum(len(shown) + len(action.label) + 3 for action, shown in entries) + 1 > width:
            entries = [entry for entry in entries if entry[0].name != name]
    x = 1
    for action, shown in entries:
        if x + len(shown) + len(action.label) + 3 > width:
            break
        canvas.target(x, 0, len(shown) + len(action.label) + 1, Do(action.name))
        x = canvas.write(x, 0, shown, "bar.model")
        x = canvas.write(x + 1, 0, action.label, "bar.faint") + 2
