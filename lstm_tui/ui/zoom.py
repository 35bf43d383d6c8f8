"""One panel large, over all that stands between the tape and the foot: which panels can be, and which one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.targets import Do
from lstm_tui.explain.reading import Look
from lstm_tui.panels.gates import draw_gates
from lstm_tui.panels.next_symbols import draw_next_symbols
from lstm_tui.panels.note import draw_note
from lstm_tui.panels.turned import draw_one_timestep
from lstm_tui.panels.units_time import draw_units_time
from lstm_tui.ui.stage import Drawing, later

if TYPE_CHECKING:
    from lstm_tui.ui.views.base import View

MODULES: dict[str, Drawing] = {
    "step": draw_one_timestep,
    "unrolled": later("unrolled.draw_unrolled"),
    "rolled": later("rolled.draw_rolled"),
}
LARGE: dict[str, tuple[str, Drawing]] = {
    "module": ("module", draw_one_timestep),
    "story": ("story", later("timestep.draw_whole_story")),
    "note": ("note", draw_note),
    "gates": ("gates", draw_gates),
    "arithmetic": ("worked", later("timestep.draw_whole_arithmetic")),
    "next-symbols": ("next", draw_next_symbols),
    "units-time": ("units × time", draw_units_time),
}


def drawing_of(name: str, look: Look) -> Drawing:
    """Return what is drawn where a panel stands large."""
    return MODULES[look.module] if name == "module" else LARGE[name][1]


class Zoom:
    """Which panel of a view is large. Attributes: name: of its seat; "" where all are shown."""

    def __init__(self, view: View[None]) -> None:
        self.view = view
        self.name = ""
        self._last = next(iter(LARGE))

    def __bool__(self) -> bool:
        return bool(self.name)

    def on(self) -> None:
        """Enlarge the panel under the pointer, else the one that was large last; then the next, then show all again."""
        names = [*LARGE, ""]
        if self.name:
            self.to(names[names.index(self.name) + 1])
            return
        pointed = self.view.app.mouse_over
        self.to(pointed.id if pointed is not None and pointed.id in LARGE else self._last)

    def to(self, name: str) -> None:
        """Enlarge this panel; "": show all."""
        self._last = self.name if self.name and not name else next(iter(LARGE))
        self.name = name
        self.view.set_class(bool(name), "-zoomed")
        self.view.show()


def draw_zoomed(chosen: str, width: int, height: int) -> Canvas:
    """Draw the caption over a large panel: the names of all that can be, this one marked; a click enlarges another."""
    canvas = Canvas(width, height)
    x = canvas.write(1, 0, "large: ", "faint")
    for name, (words, _) in LARGE.items():
        canvas.target(x, 0, len(words) + 2, Do(f"enlarge('{name}')"))
        x = canvas.write(x, 0, f" {words} ", "chosen" if name == chosen else "faint")
    home = "Esc: all"
    if x + len(home) + 2 < width:
        canvas.target(width - len(home) - 2, 0, len(home), Do("enlarge('')"))
        canvas.write(width - len(home) - 2, 0, home, "chosen.mark")
    return canvas
