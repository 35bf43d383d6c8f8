"""What is shown of the LSTM with layer normalisation: the LSTM's, with each layer's sum normalised over its units first."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.cells.layernorm import LayerNormLSTM, deviation
from lstm_tui.drawing.wiring import Wiring
from lstm_tui.explain.digits import agrees, plain, product, settle, total
from lstm_tui.explain.lines import Line, Span
from lstm_tui.explain.notation import SQUASHES, Quantity, Relation, Scale
from lstm_tui.explain.reading import Reading
from lstm_tui.family.base import Group, Words, Worked
from lstm_tui.family.common import PLUS, TIMES, equals, printed, share_written
from lstm_tui.family.lstm import LSTM
from lstm_tui.family.words import lesson

SAID = "The note, squashed by tanh into −1..1, times the output gate: that is h, what he says aloud."
SAYS = "The note, normalised and squashed by tanh, times the output gate: that is h, what he says aloud."
HANDED_ON = "What is handed on as the note is not normalised."
EACH = "First the layer's sums are brought to mean 0 and deviation 1 over its units; then each has its own γ and b."
WHOLE = (
    "This is an LSTM with layer normalisation (Ba et al. 2016), and was trained as one: each layer by itself, and what is "
    "said of the note."
)
LEAST, MOST = 3, 7  # decimals


def normalised(gain: float, a: float, mean: float, spread: float, b: float) -> float:
    """γ (a − mean) / deviation + b."""
    return gain * (a - mean) / spread + b if spread else math.inf


# in words ------------------------------------------------------------------------------------


def _telling(key: str) -> Words:
    def tell(reading: Reading) -> tuple[str, ...]:
        told = tuple(SAYS if sentence == SAID else sentence for sentence in LSTM.words[key](reading))
        if key == "input":
            return (*told, *lesson(reading, WHOLE))
        if key == "hidden":
            return (*told, *lesson(reading, HANDED_ON))
        first = 2 if lesson(reading, EACH) else 1
        return (*told[:first], *lesson(reading, EACH), *told[first:])

    return tell


# worked out ----------------------------------------------------------------------------------


def _layer_worked(layer: str) -> Worked:
    """Return the lines of a layer: its sum, the sum normalised, and squashed."""

    def work(reading: Reading) -> tuple[Line, ...]:
        cell = _cell(reading)
        rows, unit = cell.block(layer), reading.unit
        a = reading.step["a"][rows].astype(np.float64)
        W, U, _ = cell.weights_of(layer)
        shares = [
            float(W[unit].astype(np.float64) @ reading.step["x"]),
            float(U[unit].astype(np.float64) @ reading.step["h_prev"]),
        ]
        values = _values(cell.parameters["gain"][rows], a, cell.parameters["b"][rows], unit)
        z, result = float(reading.step["z"][rows][unit]), float(reading.step[layer][unit])
        squash = reading.notation.quantities[layer].squash
        (least,), decimals = settle(SQUASHES[squash], [z], [LEAST], result, LEAST)
        for at_least in range(least, MOST):
            places, z_places = settle(normalised, values, [LEAST] * 5, z, at_least)
            if agrees(SQUASHES[squash], [z], [z_places], result, decimals):
                break
        share_places, a_places = settle(total, shares, [LEAST, LEAST], values[1], places[1])
        from_x, from_h = (
            (*share_written(reading, layer, name), Span(plain(share, place), role))
            for name, share, place, role in zip("xh", shares, share_places, ("x", "h_prev"), strict=True)
        )
        place = reading.place("z", rows.start + unit)
        summed = equals(
            Span(f"a_{layer}", layer), (*from_x, PLUS, *from_h), Span(plain(values[1], a_places), layer),
            holds=agrees(total, shares, share_places, values[1], a_places),
        )  # fmt: skip
        brought = equals(
            Span(f"z_{layer}", layer), Span(f"γ·LN(a_{layer}) + b", "faint"),
            _in_digits(values, places), Span(plain(z, z_places), layer, place),
            holds=agrees(normalised, values, places, z, z_places),
        )  # fmt: skip
        squashed = equals(
            Span(layer, layer), Span(f"{squash}(z_{layer})"), Span(f"{squash}({plain(z, z_places)})"),
            Span(plain(result, decimals, reading.numbers.signed(layer)), layer, reading.place(layer)),
            holds=agrees(SQUASHES[squash], [z], [z_places], result, decimals),
        )  # fmt: skip
        return summed, brought, squashed

    return work


def _cell(reading: Reading) -> LayerNormLSTM:
    cell = reading.run.bundle.network.cells[reading.cursor.layer]
    assert isinstance(cell, LayerNormLSTM)
    return cell


def _values(gain: Array, a: Array, b: Array, unit: int) -> list[float]:
    """Return γ, a, the mean and the deviation over all units, and b, of one unit."""
    return [float(gain[unit]), float(a[unit]), float(a.mean()), float(deviation(a)[0]), float(b[unit])]


def _in_digits(values: list[float], places: list[int]) -> Line:
    gain, a, mean, spread, b = (plain(value, place) for value, place in zip(values, places, strict=True))
    return (Span(gain), TIMES, Span(f"({a} − {mean}) / {spread.lstrip('+')}"), PLUS, Span(b))


def _hidden_worked(reading: Reading) -> tuple[Line, ...]:
    cell, n, unit = _cell(reading), reading.numbers, reading.unit
    gain, shift = cell.parameters["gain_c"], cell.parameters["shift_c"]
    values = _values(gain, reading.step["c"].astype(np.float64), shift, unit)
    value = n.values["normal_c"]
    places, decimals = settle(normalised, values, [2] * 5, value, n.decimals["normal_c"])
    brought = equals(
        Span("LN c", "normal_c"), Span("γ·LN(c) + β", "faint"), _in_digits(values, places),
        Span(plain(value, decimals), "normal_c", reading.place("normal_c")),
        holds=agrees(normalised, values, places, value, decimals),
    )  # fmt: skip
    squashed = equals(
        Span("tanh(LN c)", "tanh_c"), Span(f"tanh({n['normal_c']})", "normal_c"), printed(reading, "tanh_c"),
        holds="tanh_c" not in n.rounded,
    )  # fmt: skip
    said = equals(
        Span("h", "h"), Span("o × tanh(LN c)", "faint"), (printed(reading, "o"), TIMES, printed(reading, "tanh_c")),
        printed(reading, "h"), holds="h" not in n.rounded,
    )  # fmt: skip
    return brought, squashed, said


# the module -----------------------------------------------------------------------------------


def _normalising(wiring: Wiring) -> Wiring:
    """Return the LSTM's drawing with LN named in its boxes."""
    nodes = tuple(
        replace(node, text=f"LN {node.text}") if node.boxed and not node.top else node for node in wiring.nodes
    )
    return replace(wiring, nodes=nodes)


_kept, _written, _said = LSTM.groups
SAYING = Group("h = o ⊙ tanh LN c", (("o", "o"), ("⊙ tanh LN", "tanh_c"), ("= h", "h")))
_KEYS: dict[str, Callable[[Reading], tuple[Line, ...]]] = {
    "forget-gate": _layer_worked("f"),
    "input-gate": _layer_worked("i"),
    "candidate": _layer_worked("g"),
    "output-gate": _layer_worked("o"),
    "hidden": _hidden_worked,
}

LAYERNORM = replace(
    LSTM,
    notation=replace(
        LSTM.notation,
        kind="layernorm",
        quantities={**LSTM.notation.quantities, "normal_c": Quantity("LN c", Scale.OPEN, "gold")},
        relations=(
            Relation("h", ("o", "tanh_c"), product),
            Relation("tanh_c", ("normal_c",), math.tanh),
            *(relation for relation in LSTM.notation.relations if relation.result not in ("h", "tanh_c")),
        ),
    ),
    wirings=tuple(_normalising(wiring) for wiring in LSTM.wirings),
    groups=(_kept, _written, SAYING),
    in_hand={key: SAYING if group is _said else group for key, group in LSTM.in_hand.items()},
    words={**LSTM.words, **{key: _telling(key) for key in ("input", *_KEYS)}},
    worked={**LSTM.worked, **_KEYS},
)
