"""What all kinds of cell share: quantities, and the worked lines of reading, of a learned layer and of the prediction."""

from __future__ import annotations

import math
from collections.abc import Callable

from lstm_tui.core.activations import sigmoid_number
from lstm_tui.explain.digits import agrees, plain, settle, total
from lstm_tui.explain.lines import Line, Span
from lstm_tui.explain.notation import Quantity, Scale
from lstm_tui.explain.reading import Guess, Reading
from lstm_tui.visible import quoted

EQUALS, TIMES, PLUS = Span(" = ", "faint"), Span(" × ", "faint"), Span(" + ", "faint")
SET = Span("   set by hand", "faint")
ROUNDED = Span("   rounded: float32 carries no more digits", "faint")


def equals(*parts: Span | tuple[Span, ...], holds: bool = True) -> Line:
    """Return sides with = between them; where the printed digits do not give the last one, with ≈ before it, and why."""
    sides = [part if isinstance(part, tuple) else (part,) for part in parts]
    line = list(sides[0])
    for place, side in enumerate(sides[1:], 2):
        line += [EQUALS if holds or place < len(sides) else Span(" ≈ ", "faint"), *side]
    return tuple(line) if holds else (*line, ROUNDED)


QUANTITIES = {
    "x": Quantity("x", Scale.OPEN, "plain"),
    "h_prev": Quantity("h_prev", Scale.SIGNED, "blue"),
    "z": Quantity("z", Scale.OPEN, "plain"),
    "h": Quantity("h", Scale.SIGNED, "blue"),
    "logits": Quantity("y", Scale.OPEN, "blue"),
    "probs": Quantity("p", Scale.SHARE, "blue"),
}


def printed(reading: Reading, name: str) -> Span:
    """Return the selected unit's number of a quantity as printed."""
    return Span(reading.numbers[name], name, reading.place(name))


# reading a symbol --------------------------------------------------------------------


def input_equation(reading: Reading) -> str:
    """Return what x is: what was read, above the first layer the h of the layer below."""
    if reading.cursor.layer > 0:
        return f"x_t = h of layer {reading.cursor.layer}"
    return f"x_t = {reading.run.tokens.read}"


def input_worked(reading: Reading) -> tuple[Line, ...]:
    """Return how x comes from what was read."""
    if reading.cursor.layer > 0:
        return (
            (
                Span("x = h of layer ", "faint"),
                Span(str(reading.cursor.layer), "x"),
                Span(f": {len(reading.step['x'])} numbers"),
            ),
        )
    if reading.run.trace.inputs.ndim == 2:
        x = reading.step["x"].tolist()
        values = ", ".join(plain(value, 4) for value in x[:8])
        scaled = "  (value − mean) / deviation" if reading.run.tokens.scale else ""
        return ((Span("x = ", "faint"), Span(f"({values}{', …' if len(x) > 8 else ''})", "x"), Span(scaled, "faint")),)
    index = int(reading.run.trace.inputs[reading.cursor.timestep])
    size = reading.run.bundle.network.input_size
    symbol = quoted(reading.symbol)
    if index < 0:
        return ((Span(f"{symbol} is not one of the {size} symbols: ", "text"), Span("x = 0, a zero vector", "x")),)
    line = (
        Span("x = one-hot of ", "faint"),
        Span(symbol, "x"),
        Span(f": 1 at place {index}, 0 at the other {size - 1};  "),
    )
    cell = reading.run.bundle.network.cells[0]
    first = next(phase.focus for phase in reading.phases if phase.focus in cell.fused)
    return (line, (Span(f"so W_x{first}·x is column {index} of W_x{first}: a look-up, no product", "faint"),))


# a layer -----------------------------------------------------------------------------


def gate_worked(name: str) -> Callable[[Reading], tuple[Line, ...]]:
    """Return the worked lines of a learned layer: its pre-activation from its shares, then squashed.

    The matrix that leads from x to f is W_xf, the one from h_prev W_hf (Graves 2013).
    """

    def work(reading: Reading) -> tuple[Line, ...]:
        layer = reading.numbers.gate(name)
        fused = reading.run.bundle.network.cells[reading.cursor.layer].fused
        row = reading.place("z", fused.index(name) * reading.hidden_size + reading.unit)
        z = f"z_{name}" if len(fused) > 1 else "z"
        shares: Line = ()
        for share, value in layer.shares.items():
            said = (*share_written(reading, name, share), Span(value, {"x": "x", "h": "h_prev"}.get(share, "text")))
            shares = (*shares, PLUS, *said) if shares else said
        summed = equals(Span(z, name), shares, Span(layer.z, name, row), holds=layer.adds_up)
        squash = reading.notation.quantities[name].squash
        if not squash:
            return (summed, equals(Span(name, name), Span(z), Span(layer.result, name, reading.place(name))))
        return (
            summed,
            equals(
                Span(name, name), Span(f"{squash}({z})"), Span(f"{squash}({layer.z})"),
                Span(layer.result, name, reading.place(name)), holds=layer.squashes,
            ),
        )  # fmt: skip

    return work


def _what_x_is(reading: Reading) -> str:
    """Return what the product with x amounts to: "(column of 'o') "."""
    inputs = reading.run.trace.inputs
    if reading.cursor.layer > 0 or inputs.ndim == 2:
        return f"({products(len(reading.step['x']))}) "
    index = int(inputs[reading.cursor.timestep])
    return "(x is 0) " if index < 0 else f"(column of {quoted(reading.run.tokens.symbols[index])}) "


def share_written(reading: Reading, layer: str, share: str) -> Line:
    """Return how a share of a pre-activation is written, and in how many products it was made."""
    if share == "x":
        return (Span(f"W_x{layer}·x "), Span(_what_x_is(reading), "faint", aside=True))
    if share == "h":
        return (Span(f"W_h{layer}·h_prev "), Span(f"({products(reading.hidden_size)}) ", "faint", aside=True))
    return (Span(f"b_{layer} " if share == "b" else f"{share} "),)


def products(count: int) -> str:
    """Return how many products there are, in words."""
    return f"{count:,} product{'s' * (count != 1)}"


# saying what comes next ---------------------------------------------------------------


def prediction_equation(reading: Reading) -> str:
    """Return what is made of the logits."""
    output = reading.run.bundle.network.output
    if output == "linear":
        return "y = W_hy h + b_y"
    return f"p = {'σ' if output == 'sigmoid' else output}(W_hy h + b_y)"


def prediction_worked(reading: Reading) -> tuple[Line, ...]:
    """Return how the probability of what the text says, or of the likeliest, comes from the logits."""
    if not reading.run.tokens.symbols:
        return _answer(reading)
    guess = reading.truth() or reading.guesses(1)[0]
    if reading.run.bundle.network.output == "sigmoid":
        return (_by_itself(reading, guess),)
    return (_probability(reading, guess), _surprise(guess) if reading.truth() else ())


def _probability(reading: Reading, guess: Guess) -> Line:
    logits = reading.step["logits"].astype(float)
    logit = float(logits[guess.index])
    rest = math.fsum(math.exp(float(y)) for y in logits) if logits.max() < 600 else math.inf
    name = quoted(guess.symbol)
    if not 0 < rest < math.inf:
        return (Span(f"p({name})", "h"), EQUALS, Span(_rough(guess.probability), "h"))
    places, decimals = settle(_softmax, (logit, rest), (3, 2), guess.probability, 4)
    return equals(
        Span(f"p({name})", "h"), Span("e^y / sum of e^y", "faint"),
        (Span(f"e^{plain(logit, places[0])}", "h"), Span(" / ", "faint"), Span(plain(rest, places[1], signed=False))),
        Span(plain(guess.probability, decimals, signed=False), "h"),
        holds=agrees(_softmax, (logit, rest), places, guess.probability, decimals),
    )  # fmt: skip


def _rough(p: float) -> str:
    return plain(p, 0) if p != p else f"{p:.3g}"


def _softmax(y: float, rest: float) -> float:
    return math.exp(y) / rest if rest > 0 else math.inf


def _answer(reading: Reading) -> tuple[Line, ...]:
    network, output = reading.run.bundle.network, float(reading.step["logits"][0])
    bias = float(network.b_y[0])
    shares = (output - bias, bias)
    places, decimals = settle(total, shares, (3, 3), output, 4)
    line = equals(
        Span("y", "h"), Span("W_hy h + b_y", "faint"),
        (Span(plain(shares[0], places[0]), "h"), PLUS, Span(plain(shares[1], places[1]))),
        Span(plain(output, decimals), "h"), holds=agrees(total, shares, places, output, decimals),
    )  # fmt: skip
    scale = reading.run.tokens.scale
    if scale is None:
        return (line,)
    deviation, mean = scale
    answer, parts = reading.answers()[0], (output, deviation, mean)
    (y, s, m), places_out = settle(_in_data_units, parts, (decimals, 3, 3), answer, 3)
    back = equals(
        Span("in the data's units: y × deviation + mean", "faint"),
        (Span(plain(output, y), "h"), TIMES, Span(plain(deviation, s, signed=False)), PLUS, Span(plain(mean, m))),
        Span(plain(answer, places_out), "h"), holds=agrees(_in_data_units, parts, (y, s, m), answer, places_out),
    )  # fmt: skip
    return (line, back)


def _in_data_units(y: float, deviation: float, mean: float) -> float:
    return y * deviation + mean


def _by_itself(reading: Reading, guess: Guess) -> Line:
    logit = float(reading.step["logits"][guess.index])
    places, decimals = settle(sigmoid_number, (logit,), (3,), guess.probability, 4)
    holds = agrees(sigmoid_number, (logit,), places, guess.probability, decimals)
    line = equals(
        Span(f"p({quoted(guess.symbol)})", "h"), Span(f"σ({plain(logit, places[0])})", "h"),
        Span(plain(guess.probability, decimals, signed=False), "h"), holds=holds,
    )  # fmt: skip
    return (*line, Span("   each symbol by itself", "faint"))


def _surprise(guess: Guess) -> Line:
    if guess.probability != guess.probability:
        return (Span("surprise = −ln p, and p is no number", "faint"),)
    if guess.probability <= 0:
        return (Span("surprise = −ln 0: beyond what float32 can hold", "faint"),)
    surprise = -math.log(guess.probability)
    places, decimals = settle(lambda p: -math.log(p) if p > 0 else math.inf, (guess.probability,), (4,), surprise, 2)
    p = plain(guess.probability, places[0], signed=False) if guess.probability > 1e-6 else f"{guess.probability:.6e}"
    return (
        Span("surprise = ", "faint"),
        Span(f"−ln {p}"),
        EQUALS,
        Span(f"{plain(surprise, decimals, signed=False)} nats", "h"),
    )
