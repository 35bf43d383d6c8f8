"""A number by its name: f[20], z_f[20], logit['o'], p['o'], loss; what a command takes and what the screen says."""

from __future__ import annotations

import re

from lstm_tui.core.place import Place
from lstm_tui.errors import LstmTuiError
from lstm_tui.run import Run
from lstm_tui.visible import quoted, visible

LOSS = "loss"
PREDICTED = {"logits": "logit", "probs": "p"}  # how one number of a prediction is called
NAMED = re.compile(r"(?:layer(?P<layer>[1-9]\d{0,3})\.)?(?P<name>[A-Za-z_]+)(?:\[(?P<unit>.+)\])?", re.DOTALL)


def name_of(run: Run, place: Place, timestep: bool = False) -> str:
    """Return a number's name, with its timestep (from 1) where wanted: 'f[20] at timestep 7'."""
    layer = f"layer{place.layer + 1}." if run.layers > 1 else ""
    cell = run.bundle.network.cells[place.layer]
    if place.quantity == LOSS:
        said = LOSS
    elif place.quantity in PREDICTED:
        symbols = run.tokens.symbols
        said = f"{PREDICTED[place.quantity]}[{quoted(symbols[place.unit]) if symbols else place.unit}]"
    elif place.quantity == "z":
        block, unit = divmod(place.unit, cell.hidden_size)
        said = f"{layer}z_{cell.fused[block]}[{unit}]"
    else:
        said = f"{layer}{place.quantity}[{place.unit}]"
    return f"{said} at timestep {place.timestep + 1}" if timestep else said


def place_named(run: Run, text: str, timestep: int, layer: int | None = None, unit: int | None = None) -> Place:
    """Return the place that a name means, at a timestep (from 0).

    Args: layer (from 0), unit: where the name says none; without a unit the one that the model's text moves most.

    Raises:
        LstmTuiError: no such name, unit, symbol or layer; says which there are.
    """
    network, top = run.bundle.network, run.layers - 1
    match = NAMED.fullmatch(text.strip())
    if match is None:
        raise LstmTuiError(f"'{visible(text)}' names no number.", "Such as f[20], z_f[20], logit['o'], p['o'] or loss.")
    name, at = match["name"], match["unit"]
    if match["layer"]:
        layer = int(match["layer"]) - 1
    wanted = {spoken: quantity for quantity, spoken in PREDICTED.items()} | {n: n for n in PREDICTED}
    if name in wanted or name == LOSS:
        return Place(wanted.get(name, LOSS), top, timestep, _symbol(run, name, at, timestep))
    layer = 0 if layer is None else layer
    if not 0 <= layer <= top:
        raise LstmTuiError(f"There is no layer {layer + 1}.", f"This model has {run.layers}.")
    cell = network.cells[layer]
    gate = name.removeprefix("z_")
    pre_activation = name.startswith("z_") and gate in cell.fused
    if not pre_activation and (name not in cell.quantities or (name == "z" and len(cell.fused) > 1)):
        known = [n for n in cell.quantities if n != "z"] + [f"z_{n}" for n in cell.fused] + ["logit", "p", LOSS]
        raise LstmTuiError(f"There is no '{visible(name)}' in this {cell.title}.", f"There are: {', '.join(known)}.")
    width = network.width("h" if pre_activation else name, layer)
    chosen = _unit(at, width, unit if unit is not None else run.default_unit(layer))
    if pre_activation:
        return Place("z", layer, timestep, cell.fused.index(gate) * cell.hidden_size + chosen)
    return Place(name, layer, timestep, chosen)


def _unit(text: str | None, width: int, otherwise: int) -> int:
    if text is None:
        return min(otherwise, width - 1)
    if not text.strip().isdecimal() or int(text) >= width:
        raise LstmTuiError(f"There is no unit '{visible(text)}'.", f"There are 0 to {width - 1}.")
    return int(text)


def _symbol(run: Run, name: str, text: str | None, timestep: int) -> int:
    """Return the output that a name means: a symbol in quotes, a number, or what the text says next."""
    if text is None:
        if timestep + 1 >= len(run) or not run.tokens.symbols:
            if run.tokens.symbols:
                raise LstmTuiError("The text ends here: nothing comes next.", f"Name a symbol, such as {name}['e'].")
            return 0
        index = run.tokens.index(run.symbols[timestep + 1])
        if index is None:
            raise LstmTuiError(
                f"The text goes on with {quoted(run.symbols[timestep + 1])}, which this model does not know.",
                f"Name a symbol, such as {name}['e'].",
            )
        return index
    inner = text[1:-1] if len(text) > 2 and text[0] == text[-1] and text[0] in "'\"" else None
    if inner is not None:
        index = run.tokens.index(inner)
        if index is None:
            raise LstmTuiError(f"This model does not know {quoted(inner)}.", "Only what it knows is predicted.")
        return index
    return _unit(text, run.bundle.network.output_size, 0)
