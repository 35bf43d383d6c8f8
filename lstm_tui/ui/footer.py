"""The foot of a view: as many keys as fit, the most used first, and how far a long text has been read."""

from __future__ import annotations

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.targets import Do
from lstm_tui.ui.actions import Action, in_order_of_use

BETWEEN = 2  # columns between two entries


def draw_footer(actions: tuple[Action, ...], read: float, width: int) -> Canvas:
    """Draw keys and labels in one row; while a text is being read (`read` below 1), its progress."""
    canvas = Canvas(width, 1, "bar")
    canvas.write(0, 0, " " * width, "bar")
    progress = ""
    if read < 1:
        progress = f" {'█' * int(read * 10)}{'░' * (10 - int(read * 10))} read {read * 100:.0f} % "
        canvas.write(width - len(progress), 0, progress, "bar.model")
    _keys(canvas, actions, width - len(progress))
    return canvas


def _keys(canvas: Canvas, actions: tuple[Action, ...], width: int) -> None:
    """Write keys and labels as far as they fit; a click on a key does what that key does."""
    by_name = {action.name: action for action in actions}
    x = 1
    for action in in_order_of_use(actions):
        keys = [action, by_name[action.back]] if action.back else [action]
        if x + sum(len(key.shown) + 1 for key in keys) + len(action.label) > width:
            continue
        for key in keys:
            start = x
            x = canvas.write(x, 0, key.shown, "bar.model")
            canvas.target(start, 0, x - start, Do(key.name))
            x += 1
        start = x
        x = canvas.write(x, 0, action.label, "bar.faint")
        canvas.target(start, 0, x - start, Do((keys[-1] if action.name == "previous_unit" else action).name))
        x += BETWEEN
