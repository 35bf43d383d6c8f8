"""Where the copies of an unrolled module stand: how many fit, which timesteps they are, the rows of what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_tui.drawing.wiring import Wiring
from lstm_tui.explain.reading import Reading

CLOSED, GAP, TAIL = 6, 5, 4  # cells at least: a closed copy, a wire between two, the wire that leads on
FEWEST, MOST = 3, 9
WIDEST_COPY, WIDEST_GAP = 12, 9
BESIDE = 7  # rows of a chain besides the little module: edges, what is read, said and expected, and arrows
ROOMY, FARTHEST = (
    100,
    4,
)  # columns beyond which the little module is wider for the loss of a copy; how many times at most
LEAST = CLOSED * (FEWEST - 1) + GAP * FEWEST + TAIL + 2  # columns of all but the little module and the frame


@dataclass(frozen=True)
class Layout:
    """Columns and rows of a chain.

    Attributes:
        first: the timestep of the first copy. open: which copy (from 0) is the cursor's.
        edges, widths: of each copy, in cells. gap, tail: cells between two, and behind the last.
        guess, said, top, bottom, symbol, grid: rows of what is expected (0: not shown), what is said, a copy's upper and
            lower edge, what is read, and the copies' notes.
    """

    first: int
    open: int
    edges: tuple[int, ...]
    widths: tuple[int, ...]
    gap: int
    tail: int
    guess: int
    said: int
    top: int
    bottom: int
    symbol: int
    grid: int

    def __len__(self) -> int:
        return len(self.edges)

    def middle(self, place: int) -> int:
        """Return the column of a copy's middle."""
        return self.edges[place] + self.widths[place] // 2

    def wire(self, place: int) -> tuple[int, int]:
        """Return the first and last column of the wire into a copy, or of the one behind the last copy."""
        if place < len(self):
            return self.edges[place] - self.gap, self.edges[place] - 1
        start = self.edges[-1] + self.widths[-1]
        return start, start + self.tail - 1

    @property
    def end(self) -> int:
        """The column after all that belongs to the chain, the frame's among them."""
        return self.edges[-1] + self.widths[-1] + self.tail + 1

    @property
    def inside(self) -> int:
        """The rows inside a copy."""
        return self.bottom - self.top - 1

    @property
    def slot(self) -> int:
        """The cells that each copy has for what stands above or below it."""
        return min(self.widths) + self.gap - 1


def room_for(reading: Reading, little: Wiring, width: int, height: int) -> tuple[int, int]:
    """Return how many times as far apart, across and down, the places of the little module can stand in a large panel.

    Across it costs no copy, down none of the copies' notes.
    """
    least, length = (2 if width > ROOMY else 1), len(reading.run)

    def fitting(across: int) -> int:
        return _fit(width - 2, (little.width - 1) * across + 3)

    copies = min(length, MOST, fitting(least))
    across = max(k for k in range(1, FARTHEST + 1) if k <= least or fitting(k) >= copies)
    lines, spare = -(-reading.hidden_size // (CLOSED + GAP - 1)), height - 2 - BESIDE - little.height
    notes = next((rows for rows in (1 + max(2 * lines, 6), 1 + lines) if rows <= spare), 0)
    down = [k for k in range(1, FARTHEST + 1) if (little.height - 1) * (k - 1) + notes <= spare]
    return across, max(down, default=1)


def _fit(room: int, opened: int) -> int:
    """Return how many copies fit, one of them open and so wide."""
    return 1 + (room - opened - GAP - TAIL) // (CLOSED + GAP)


def lay_out(reading: Reading, width: int, height: int, little: Wiring) -> Layout:
    """Return where everything stands in a panel of this size: as many copies as fit, the one at hand last but one."""
    room, length, timestep = width - 2, len(reading.run), reading.cursor.timestep
    opened = little.width + 2
    count = min(max(FEWEST, min(MOST, _fit(room, opened))), length)
    first = max(0, min(timestep - max(1, count - 2), length - count))
    spare = max(0, room - opened - TAIL - GAP * count - CLOSED * (count - 1))
    gap, closed, tail = GAP, CLOSED, min(TAIL + spare, GAP)
    spare -= tail - TAIL
    for widest_gap, widest_copy in ((6, 9), (WIDEST_GAP, WIDEST_COPY)):  # what is left over goes to both in turn
        more = min(widest_gap - gap, spare // count)
        gap, spare = gap + more, spare - more * count
        more = min(widest_copy - closed, spare // max(1, count - 1))
        closed, spare = closed + more, spare - more * (count - 1)
    x, edges, widths = 1 + gap + spare // 2, [], []
    for place in range(count):
        edges.append(x)
        widths.append(opened if first + place == timestep else closed)
        x += widths[-1] + gap
    return Layout(first, timestep - first, tuple(edges), tuple(widths), gap, tail, *_rows(height - 2, little.height))


def _rows(rows: int, inside: int) -> tuple[int, int, int, int, int, int]:
    """Return the rows guess, said, top, bottom, symbol, grid of a panel with so many rows in its frame."""
    spare = rows - (inside + 4)
    guess = spare >= 1
    arrows = spare >= 2 + guess
    spare -= guess + 2 * arrows
    above = (min(2, spare) + 1) // 2 if 0 < spare < 5 else 0  # where no grid follows, a little goes above
    top = 2 + guess + arrows + above
    bottom = top + inside + 1
    said, symbol = top - 1 - arrows, bottom + 1 + arrows
    return (said - 1 if guess else 0), said, top, bottom, symbol, symbol + 2
