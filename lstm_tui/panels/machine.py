"""The machine that a network has become, as a graph: the state that the text leads to is lit, and the move that led there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lstm_tui.automata.answers import possible
from lstm_tui.automata.extraction import Found, Progress
from lstm_tui.drawing.canvas import HEAVY, LIGHT, Canvas
from lstm_tui.drawing.frame import framed, wrap
from lstm_tui.drawing.graph import HEADS, Edge, Laid
from lstm_tui.explain.reading import Reading
from lstm_tui.visible import on_tape, tape_width

LONGEST = 20_000  # symbols of a text along which the machine is followed
BAR = 30


@dataclass(frozen=True, eq=False)
class Drawn:
    """What is shown of a machine.

    Attributes: reading: of the cursor. found: None while it is looked for. doing: how far that is. laid: the graph, None
        while it is laid out. states: the machine's state before each symbol of the text and behind the last, see `Machine`.
        by_hand: whether something was done to the run by hand.
    """

    reading: Reading
    found: Found | None = None
    doing: Progress | None = None
    laid: Laid | None = None
    states: Sequence[int | None] = field(default_factory=tuple)
    by_hand: bool = False

    @property
    def state(self) -> int | None:
        """The state that the text leads to, the symbol at the cursor included; None where the machine was left."""
        at = self.reading.cursor.timestep + 1
        return self.states[at] if at < len(self.states) else None

    @property
    def before(self) -> int | None:
        """The state before the symbol at the cursor."""
        at = self.reading.cursor.timestep
        return self.states[at] if at < len(self.states) else None

    @property
    def network(self) -> str:
        """What the network itself lets follow the symbol at the cursor."""
        run = self.reading.run
        p = run.trace.step(self.reading.cursor.timestep, run.layers - 1)["probs"]
        allowed = possible(p, run.bundle.network.output)
        return "".join(symbol for symbol, may in zip(run.tokens.symbols, allowed, strict=True) if may)


def shown(symbol: str) -> str:
    """Return a symbol as it stands on a line: one narrow character."""
    return on_tape(symbol) if tape_width(symbol) == 1 else "?"


def names_of(found: Found) -> list[str]:
    """Return the names of the states: their numbers in brackets, square ones where a text has ended.

    Where brackets are symbols too, in others.
    """
    through, ended = ("‹{}›", "«{}»") if set("()[]") & set(found.machine.symbols) else ("({})", "[{}]")
    return [(through if allowed else ended).format(state) for state, allowed in enumerate(found.machine.allows)]


def draw_machine(drawn: Drawn, width: int, height: int) -> Canvas:
    """Draw the graph, or how far it is; what is too large is shown round the state that is lit."""
    found, laid = drawn.found, drawn.laid
    if found is None or laid is None:
        return _progress(drawn, width, height)
    held = f"{len(found.machine)} states" + ("" if found.finite else f", for texts of up to {found.longest} symbols")
    canvas = framed(width, height, "what machine it is", held)
    inner = Canvas(width - 2, height - 2)
    x, y = _corner(drawn, laid, inner)
    last = (drawn.before, drawn.state)
    for edge in sorted(laid.edges, key=lambda edge: (edge.source, edge.target) == last):
        _line(inner, edge, x, y, (edge.source, edge.target) == last)
    for edge in laid.edges:
        _ends(inner, edge, x, y, edge.source == drawn.state, (edge.source, edge.target) == last)
    for node, (column, row) in enumerate(laid.places):
        lit = node == drawn.state
        inner.write(column - x, row - y, laid.names[node], "cursor" if lit else "title")
        if node in laid.loops:
            role = "gold.bold" if last == (node, node) else "green.bold" if lit else "faint"
            inner.write(column - x, row - y - 1, "↻" + laid.loops[node], role)
    _into(canvas, inner)
    for at, edge in enumerate(laid.lost[: height - 2]):
        canvas.write(2, height - 2 - at, f"no room for {edge.source} {edge.label} ▸ {edge.target}", "faint")
    return canvas


def _progress(drawn: Drawn, width: int, height: int) -> Canvas:
    canvas = framed(width, height, "what machine it is")
    doing = drawn.doing or Progress("beginning", 0.0)
    y = max(1, height // 2 - 1)
    for line in wrap(f"Asking {drawn.reading.run.bundle.name} what may follow: {doing.doing}", max(1, width - 4)):
        canvas.write_any(2, y, line, "text")
        y += 1
    full = int(doing.share * BAR)
    canvas.write(canvas.write(2, y, "█" * full, "gold"), y, "░" * (BAR - full), "faint")
    canvas.write(4 + BAR, y, f"{doing.share * 100:.0f} %", "faint")
    return canvas


def _corner(drawn: Drawn, laid: Laid, inner: Canvas) -> tuple[int, int]:
    """Return the cell of the graph that stands in the corner: the lit state in the middle where not all fits."""
    x, y = laid.places[drawn.state or 0]
    return (
        max(0, min(x - inner.width // 2, laid.width - inner.width)),
        max(0, min(y - inner.height // 2, laid.height - inner.height)),
    )


def _line(inner: Canvas, edge: Edge, x: int, y: int, taken: bool) -> None:
    points = [(column - x, row - y) for column, row in edge.way]
    inner.line(points, HEAVY if taken else LIGHT, "gold" if taken else "frame")


def _ends(inner: Canvas, edge: Edge, x: int, y: int, next_one: bool, taken: bool) -> None:
    role = "gold.bold" if taken else "green.bold" if next_one else "text"
    inner.write(edge.at[0] - x, edge.at[1] - y, edge.label, role)
    if edge.head is not None:
        (column, row), direction = edge.head
        inner.write(column - x, row - y, HEADS[direction], "gold.bold" if taken else "faint")


def _into(canvas: Canvas, inner: Canvas) -> None:
    """Put a picture into a frame."""
    for row in range(inner.height):
        canvas.cells(1, row + 1, inner.characters[row], inner.roles[row])
