"""The foot of a view: as many keys as fit, the most used first, how far a long text has been read, and what is said."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.targets import Do
from lstm_tui.ui.actions import Action, in_order_of_use
from lstm_tui.ui.notice import Notice

BETWEEN = 2  # columns between two entries


@dataclass(frozen=True, eq=False)
class Foot:
    """What stands at the foot: the actions of the view, how much of the text is read (0 to 1), and a notice."""

    actions: tuple[Action, ...]
    read: float = 1.0
    notice: Notice | None = None

    @property
    def progress(self) -> str:
        """How far a long text has been read; nothing where it is read."""
        if self.read >= 1:
            return ""
        return f" {'█' * int(self.read * 10)}{'░' * (10 - int(self.read * 10))} read {self.read * 100:.0f} % "

    def said(self, width: int) -> list[str]:
        """Return the notice in lines that leave room for the progress."""
        return self.notice.lines(width - 2 - len(self.progress)) if self.notice else []

    def height(self, width: int) -> int:
        """Return how many rows it takes."""
        return max(1, len(self.said(width)))


def draw_footer(foot: Foot, width: int, height: int) -> Canvas:
    """Draw keys and labels in one row, behind what is said in the place of the first of them, if anything."""
    canvas = Canvas(width, height, "bar")
    for y in range(height):
        canvas.write(0, y, " " * width, "bar")
    x, last = 1, height - 1
    said = foot.said(width)
    for y, line in enumerate(said):
        x = canvas.write_any(1, y, line, "bar.wrong" if foot.notice and foot.notice.wrong else "bar.bold") + 3
    _keys(canvas, foot.actions, x, max(0, len(said) - 1), width - len(foot.progress))
    canvas.write(width - len(foot.progress), last, foot.progress, "bar.model")
    return canvas


def _keys(canvas: Canvas, actions: tuple[Action, ...], x: int, y: int, width: int) -> None:
    """Write keys and labels as far as they fit; a click on a key does what that key does."""
    by_name = {action.name: action for action in actions}
    for action in in_order_of_use(actions):
        keys = [action, by_name[action.back]] if action.back else [action]
        if x + sum(len(key.shown) + 1 for key in keys) + len(action.label) >= width:
            continue
        for key in keys:
            start = x
            x = canvas.write(x, y, key.shown, "bar.model")
            canvas.target(start, y, x - start, Do(key.name))
            x += 1
        start = x
        x = canvas.write(x, y, action.label, "bar.faint")
        canvas.target(start, y, x - start, Do((keys[-1] if action.name == "previous_unit" else action).name))
        x += BETWEEN
