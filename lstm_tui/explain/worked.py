"""The worked line: a unit's arithmetic in full, with digits that a pocket calculator agrees with."""

from __future__ import annotations

import math
from collections.abc import Callable

from lstm_tui.core.activations import sigmoid_number
from lstm_tui.core.tokens import NumberTokens
from lstm_tui.explain.digits import enough, plain, settle
from lstm_tui.explain.lines import Line, Span
from lstm_tui.explain.reading import Guess, Reading
from lstm_tui.visible import quoted

EQUALS, TIMES, PLUS = Span(" = ", "faint"), Span(" × ", "faint"), Span(" + ", "faint")


def work_out(reading: Reading) -> tuple[Line, ...]:
    """Return one line an equation for the phase under the cursor."""
    key = reading.phase.key
    if key == "prediction":
        return _prediction(reading)
    if key == "input":
        return _input(reading)
    return _WORKED[reading.kind, key](reading)


def _input(reading: Reading) -> tuple[Line, ...]:
    if reading.cursor.layer > 0:
        return (
            (
                Span("x = h of layer ", "faint"),
                Span(str(reading.cursor.layer), "x"),
                Span(f": {len(reading.step['x'])} numbers"),
            ),
        )
    if reading.run.reads_numbers:
        x = reading.step["x"].tolist()
        values = ", ".join(plain(value, 4) for value in x[:8])
        scaled = "  (value − mean) / deviation" if reading.scaled else ""
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
    return (line, (Span(f"so W_ih x is column {index} of W_ih: a look-up, no product", "faint"),))


def _gate(name: str) -> Callable[[Reading], tuple[Line, ...]]:
    def work(reading: Reading) -> tuple[Line, ...]:
        squash = "σ" if name in "fio" else "tanh"
        z, (from_x, from_h, from_b), result = reading.numbers.gate(name)
        shares = (
            Span(f"z_{name}" if name != "h" else "z", name), EQUALS, Span("x "), Span(from_x, "x"), PLUS,
            Span("h "), Span(from_h, "h"), PLUS, Span("b "), Span(from_b), EQUALS, Span(z, name),
        )  # fmt: skip
        return (shares, (Span(name, name), EQUALS, Span(f"{squash}({z})"), EQUALS, Span(result, name)))

    return work


def _product(result: str, a: str, b: str) -> Callable[[Reading], tuple[Line, ...]]:
    def work(reading: Reading) -> tuple[Line, ...]:
        n = reading.numbers
        names = {"kept": "kept", "written": "written", "h": "h"}
        words = {"c_prev": "c t-1", "tanh_c": "tanh c"}
        line = (
            Span(names[result], result), EQUALS, Span(words.get(a, a), "faint"), TIMES, Span(words.get(b, b), "faint"), EQUALS,
            Span(n[a], a), TIMES, Span(n[b], b), EQUALS, Span(n[result], result),
        )  # fmt: skip
        if result != "h":
            return (line,)
        return (
            (Span("tanh c", "tanh_c"), EQUALS, Span(f"tanh({n['c']})", "c"), EQUALS, Span(n["tanh_c"], "tanh_c")),
            line,
        )

    return work


def _cell(reading: Reading) -> tuple[Line, ...]:
    n, names = reading.numbers, ("f", "c_prev", "i", "g")
    values = [n.values[name] for name in names]
    least = [n.decimals[name] for name in names]
    places = enough(lambda f, c, i, g: f * c + i * g, values, least, n.values["c"], n.decimals["c"])
    f, c_prev, i, g = (
        Span(plain(value, place, signed=name in ("c_prev", "g")), name)
        for name, value, place in zip(names, values, places, strict=True)
    )
    full = (Span("c", "c"), Span(" = f × c t-1 + i × g = ", "faint"), f, TIMES, c_prev, PLUS, i, TIMES, g)
    short = (
        Span("  = kept + written = ", "faint"), Span(n["kept"], "kept"), PLUS, Span(n["written"], "written"), EQUALS,
        Span(n["c"], "c"),
    )  # fmt: skip
    return (full, short)


def _prediction(reading: Reading) -> tuple[Line, ...]:
    if reading.run.reads_numbers:
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
        return (Span(f"p({name})", "h"), EQUALS, Span(f"{guess.probability:.3g}", "h"))
    places, decimals = settle(
        lambda y, s: math.exp(y) / s if s > 0 else math.inf, (logit, rest), (3, 2), guess.probability, 4
    )
    return (
        Span(f"p({name})", "h"), Span(" = e^y / sum of e^y = ", "faint"), Span(f"e^{plain(logit, places[0])}", "h"),
        Span(" / ", "faint"), Span(plain(rest, places[1], signed=False)), EQUALS,
        Span(plain(guess.probability, decimals, signed=False), "h"),
    )  # fmt: skip


def _answer(reading: Reading) -> tuple[Line, ...]:
    network, output = reading.run.bundle.network, float(reading.step["logits"][0])
    bias = float(network.b_y[0])
    shares = (output - bias, bias)
    places, decimals = settle(lambda a, b: a + b, shares, (3, 3), output, 4)
    line = (
        Span("y", "h"), Span(" = W_hy h + b_y = ", "faint"), Span(plain(shares[0], places[0]), "h"), PLUS,
        Span(plain(shares[1], places[1])), EQUALS, Span(plain(output, decimals), "h"),
    )  # fmt: skip
    if not reading.scaled:
        return (line,)
    tokens = reading.run.bundle.vocabulary
    assert isinstance(tokens, NumberTokens)
    factors, answer = (output, tokens.deviation, tokens.mean), tokens.said(output)
    (y, s, m), places_out = settle(lambda y, s, m: y * s + m, factors, (decimals, 3, 3), answer, 3)
    back = (
        Span("in the data's units: y × deviation + mean = ", "faint"), Span(plain(output, y), "h"), TIMES,
        Span(plain(tokens.deviation, s, signed=False)), PLUS, Span(plain(tokens.mean, m)), EQUALS,
        Span(plain(answer, places_out), "h"),
    )  # fmt: skip
    return (line, back)


def _by_itself(reading: Reading, guess: Guess) -> Line:
    logit = float(reading.step["logits"][guess.index])
    places, decimals = settle(sigmoid_number, (logit,), (3,), guess.probability, 4)
    return (
        Span(f"p({quoted(guess.symbol)})", "h"), EQUALS, Span(f"σ({plain(logit, places[0])})", "h"), EQUALS,
        Span(plain(guess.probability, decimals, signed=False), "h"), Span("   each symbol by itself", "faint"),
    )  # fmt: skip


def _surprise(guess: Guess) -> Line:
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


_WORKED: dict[tuple[str, str], Callable[[Reading], tuple[Line, ...]]] = {
    ("lstm", "forget-gate"): _gate("f"),
    ("lstm", "kept"): _product("kept", "f", "c_prev"),
    ("lstm", "input-gate"): _gate("i"),
    ("lstm", "candidate"): _gate("g"),
    ("lstm", "written"): _product("written", "i", "g"),
    ("lstm", "cell"): _cell,
    ("lstm", "output-gate"): _gate("o"),
    ("lstm", "hidden"): _product("h", "o", "tanh_c"),
    ("rnn", "hidden"): _gate("h"),
}
