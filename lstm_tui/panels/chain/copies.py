"""The copies of the one module: the open one shows its layers at work, the others what theirs said."""

from __future__ import annotations

from lstm_tui.drawing.bars import tall_column
from lstm_tui.explain.digits import short
from lstm_tui.explain.notation import Scale
from lstm_tui.panels.chain.chain import Chain
from lstm_tui.panels.gates import TONES

ROOMY = 7  # cells inside a closed copy that hold a name and a number, or taller bars
TALLEST = 6


def draw_copies(chain: Chain) -> None:
    """Write the same weights into every copy's upper edge and what the layers said into those that are read.

    A click on a copy goes to its timestep, one in the open copy to a phase.
    """
    layout, reading = chain.layout, chain.reading
    for place in range(len(layout)):
        x, width = layout.edges[place], layout.widths[place]
        chain.canvas.write(x + 1, layout.top, chain.weights[: width - 2], "faint")
        rows = [*range(layout.said, layout.top + 1), *range(layout.bottom, layout.symbol + 1)]
        for y in rows if place == layout.open else range(layout.said, layout.symbol + 1):
            chain.canvas.target(x, y, width, reading.place(chain.note, timestep=layout.first + place))
    names = [phase.focus for phase in reading.phases if phase.focus in chain.cell.fused]
    columns = {name: chain.of_unit(name) for name in names}
    for place in range(layout.open):
        _said_by_layers(chain, place, {name: columns[name][place] for name in names})


def _said_by_layers(chain: Chain, place: int, values: dict[str, float]) -> None:
    """Write what the layers of a closed copy said for the selected unit: a letter and a bar each, or a number."""
    layout, reading, canvas = chain.layout, chain.reading, chain.canvas
    inner, x = layout.widths[place] - 2, layout.edges[place] + 1
    numbers = inner >= ROOMY and layout.inside >= len(values)
    tall = min(TALLEST, layout.inside - 4) if layout.inside >= ROOMY else 1
    y = layout.top + 1 + (layout.inside - (len(values) if numbers else 1 + tall)) // 2
    left = x + (inner - len(values)) // 2
    for k, (name, value) in enumerate(values.items()):
        quantity = reading.notation.quantities[name]
        meaning = reading.place(name, timestep=layout.first + place)
        held = reading.run.trace.operations.hold(name, reading.cursor.layer, meaning.timestep, reading.unit)
        if numbers:
            text = f"{quantity.symbol}{'=' if held else ' '}{short(value, quantity.signed):>5}"
            canvas.write(x + (inner - len(text)) // 2, y + k, text, quantity.hue)
            canvas.target(x, y + k, inner, meaning)
            continue
        canvas.write(left + k, y, quantity.symbol[:1], "chosen.mark.held" if held else "faint")
        canvas.target(left + k, y, 1, meaning)
        tones = TONES | {"up": quantity.hue} if quantity.scale is Scale.SHARE else TONES
        for row, (glyph, mark) in enumerate(zip(*tall_column(value, *reading.scale(name), tall), strict=True), y + 1):
            canvas.write(left + k, row, glyph, tones[mark])
            canvas.target(left + k, row, 1, meaning)
