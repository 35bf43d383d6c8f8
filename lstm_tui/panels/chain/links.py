"""What goes through a chain: states from copy to copy, what is read below each, what is said and expected above it."""

from __future__ import annotations

from lstm_tui.core.place import Place
from lstm_tui.explain.digits import SHORT, short
from lstm_tui.family.little import ports
from lstm_tui.panels.chain.chain import Chain, token
from lstm_tui.visible import on_tape


def draw_links(chain: Chain) -> None:
    """Write what goes from copy to copy for the selected unit, and what stands above and below each copy."""
    for state in chain.states:
        _handed_on(chain, state)
    said = chain.of_unit("h")
    for place in range(len(chain.layout)):
        _said(chain, place, said[place] if chain.born(place, "h") else None)
        _read(chain, place)
    if chain.layout.guess and chain.reading.cursor.layer + 1 == chain.reading.run.layers:
        for place in range(chain.layout.open + chain.born(chain.layout.open, "probs")):
            _expected(chain, place)


def _handed_on(chain: Chain, state: str) -> None:
    """Write the selected unit's number of a state over each wire on which it is handed on."""
    canvas, layout, hue = chain.canvas, chain.layout, chain.reading.hue(state)
    role = f"{hue}.bold" if state == chain.note else hue
    values = [chain.of_unit(f"{state}_prev")[0], *chain.of_unit(state)]
    enters, leaves = ports(chain.little, chain.states)[state]
    for place, value in enumerate(values[: layout.open + 1 + chain.born(layout.open, state)]):
        (start, end), y = layout.wire(place), layout.top + (enters if place == layout.open else leaves)
        if end - start + 1 < SHORT:
            continue
        x = canvas.write(start, y, short(value), role)
        if layout.first + place > 0:
            canvas.target(start, y, x - start, chain.reading.place(state, timestep=layout.first + place - 1))


def _said(chain: Chain, place: int, value: float | None) -> None:
    layout, canvas, hue = chain.layout, chain.canvas, chain.reading.hue("h")
    role = "unborn" if value is None else f"{hue}.bold" if place == layout.open else hue
    text = "h" if value is None else f"h {short(value)}"
    x = layout.middle(place) - len(text) // 2
    canvas.write(x, layout.said, text, role)
    if value is not None:
        canvas.target(x, layout.said, len(text), chain.reading.place("h", timestep=layout.first + place))
    if layout.top - layout.said > 1:
        canvas.write(layout.middle(place), layout.said + 1, "▲", role)


def _read(chain: Chain, place: int) -> None:
    layout, canvas = chain.layout, chain.canvas
    symbol = chain.reading.run.symbols[layout.first + place]
    role = "cursor" if place == layout.open else "text" if place < layout.open else "unborn"
    shown, taken = token(symbol, layout.slot - 2)
    canvas.write(layout.middle(place) - (taken + 2) // 2, layout.symbol, f" {shown} ", role)
    if layout.symbol - layout.bottom > 1:
        canvas.write(layout.middle(place), layout.bottom + 1, "▲", "unborn" if role == "unborn" else "text")


def _expected(chain: Chain, place: int) -> None:
    """Write the likeliest next symbol over what a copy says, or the answer of a model over numbers."""
    layout, hue = chain.layout, chain.reading.hue("probs")
    text, meaning = _likeliest(chain, place)
    x = layout.middle(place) - len(text) // 2
    chain.canvas.write(x, layout.guess, text, f"{hue}.bold" if place == layout.open else hue)
    chain.canvas.target(x, layout.guess, len(text), meaning)


def _likeliest(chain: Chain, place: int) -> tuple[str, Place]:
    tokens, timestep = chain.reading.run.tokens, chain.layout.first + place
    if not tokens.symbols:
        answer = tokens.said(chain.known("logits")[place].tolist())[0]
        return f"y {short(answer)}", chain.reading.place("logits", 0, timestep)
    probs = chain.known("probs")[place]
    best = int(probs.argmax())
    return f"{on_tape(tokens.symbols[best])} {probs[best] * 100:.0f} %", chain.reading.place("probs", best, timestep)
