"""What is shown of the sLSTM: two weights without bounds, brought within them by a stabiliser, and the note by a normaliser."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from lstm_tui.core.activations import sigmoid_number
from lstm_tui.drawing.wiring import Wiring
from lstm_tui.explain.digits import agrees, plain, product, settle, total
from lstm_tui.explain.lines import Line, Span
from lstm_tui.explain.notation import Notation, Quantity, Relation, Scale
from lstm_tui.explain.phrases import percent_of, spoken
from lstm_tui.explain.reading import Reading
from lstm_tui.family.base import Group, Words
from lstm_tui.family.common import PLUS, TIMES, equals, gate_worked, printed
from lstm_tui.family.lstm import LSTM
from lstm_tui.family.words import input_words, lesson

SQUASHED = "The note, squashed by tanh into −1..1, times the output gate: that is h, what he says aloud."
DIVIDED = "The note over its normaliser, times the output gate: that is h, what he says aloud."
BOTH = "hears h alone; his next self gets both, h and the note."
ALL = "hears h alone; his next self gets h, the note, its normaliser and the stabiliser."
PROPOSAL = "It is no more than a proposal: the input gate lets its share of it in, and the old note counts too."
WEIGHED = "It is no more than a proposal: i of it comes in, and the old note counts too."
THIRD, ONLY = "A third sigmoid answers", "A sigmoid answers"


def log_share(v: float) -> float:
    """ln σ(v)."""
    return -math.log1p(math.exp(-v)) if v > -30 else v


def _stabiliser(v: float, m: float, u: float, n: float) -> float:
    return max(log_share(v) + m, u) if n else u


def _forget(v: float, before: float, m: float, n: float) -> float:
    return math.exp(min(0.0, log_share(v) + before - m)) if n else 0.0


def _input(u: float, m: float) -> float:
    return math.exp(u - m)


def _normaliser(f: float, n: float, i: float) -> float:
    return f * n + i


def _ratio(c: float, n: float) -> float:
    return c / n


def _notation() -> Notation:
    kept = {name: quantity for name, quantity in LSTM.notation.quantities.items() if name != "tanh_c"}
    own = {
        "u": Quantity("u", Scale.OPEN, "green", through=""),
        "v": Quantity("v", Scale.OPEN, "vermilion", through=""),
        "m": Quantity("m", Scale.OPEN, "purple"),
        "m_prev": Quantity("m_prev", Scale.OPEN, "purple", beside="m"),
        "n": Quantity("n", Scale.OPEN, "gold"),
        "n_prev": Quantity("n_prev", Scale.OPEN, "gold", beside="n"),
        "r": Quantity("c/n", Scale.SIGNED, "gold"),
    }
    relations = (
        Relation("h", ("o", "r"), product),
        Relation("r", ("c", "n"), _ratio, "{} / {}"),
        Relation("n", ("f", "n_prev", "i"), _normaliser, "{} × {} + {}"),
        Relation("c", ("kept", "written"), total),
        Relation("kept", ("f", "c_prev"), product),
        Relation("written", ("i", "g"), product),
        Relation("i", ("u", "m"), _input, "e^({} − {})", settles=False),
        Relation("f", ("v", "m_prev", "m", "n_prev"), _forget, "e^(ln σ({}) + {} − {}), n_prev {}", settles=False),
        Relation("m", ("v", "m_prev", "u", "n_prev"), _stabiliser, "max(ln σ({}) + {}, {}), n_prev {}", settles=False),
    )
    return Notation("slstm", "c", kept | own, relations, said="o and 1/n")


# in words ------------------------------------------------------------------------------------


def _blank(reading: Reading) -> bool:
    return reading.numbers.values["n_prev"] == 0


def _forget_weight(reading: Reading) -> tuple[str, ...]:
    ask = "What weight has the old note? A layer without bounds answers for every unit; σ of it counts, as a logarithm."
    v = reading.numbers.values["v"]
    return (
        *lesson(reading, ask),
        f"Unit {reading.unit} says v = {spoken(v)}: σ(v) is {percent_of(sigmoid_number(v))}.",
    )


def _input_weight(reading: Reading) -> tuple[str, ...]:
    ask = "What weight has the news? A layer without bounds answers for every unit; e to the power of it counts."
    return (*lesson(reading, ask), f"Unit {reading.unit} says u = {spoken(reading.numbers.values['u'])}.")


def _stabilised(reading: Reading) -> tuple[str, ...]:
    values = reading.numbers.values
    task = "Powers of e run away: the larger of the two weights, e^m, is divided out of both. h does not change by it."
    if _blank(reading):
        own = f"Unit {reading.unit} has nothing on the note: m is u, and all of the news comes in."
    else:
        kept, news = percent_of(values["f"]), percent_of(values["i"])
        own = f"Unit {reading.unit}: m is {spoken(values['m'])}; of the old note f = {kept} counts, of the news i = {news}."
    return (*lesson(reading, task), own)


def _normalised(reading: Reading) -> tuple[str, ...]:
    task = "The weights themselves are added up as the note is: n is how much weight stands on it."
    old, new = spoken(reading.numbers.values["n_prev"]), spoken(reading.numbers.values["n"])
    return (*lesson(reading, task), f"Unit {reading.unit}'s normaliser was {old}, it is {new}.")


def _telling(key: str) -> Words:
    exchanged = {SQUASHED: DIVIDED, PROPOSAL: WEIGHED}

    def tell(reading: Reading) -> tuple[str, ...]:
        told = (exchanged.get(sentence, sentence) for sentence in LSTM.words[key](reading))
        return tuple(sentence.replace(BOTH, ALL).replace(THIRD, ONLY) for sentence in told)

    return tell


# worked out ----------------------------------------------------------------------------------


def _kept_share(v: float, before: float, m: float) -> float:
    return math.exp(log_share(v) + before - m)


def _larger(v: float, before: float, u: float) -> float:
    return _stabiliser(v, before, u, 1.0)


def _stabiliser_worked(reading: Reading) -> tuple[Line, ...]:
    if _blank(reading):
        m, i = printed(reading, "m"), printed(reading, "i")
        first = (*equals(Span("m", "m"), Span("u", "faint"), m), Span("   nothing was read before", "faint"))
        return (first, equals(Span("i", "i"), Span("e^(u − m)", "faint"), i))
    return (
        _line(reading, "m", _larger, ("v", "m_prev", "u"), ("max(ln(σ(", ")) + ", ", ", ")")),
        _line(reading, "f", _kept_share, ("v", "m_prev", "m"), ("e^(ln(σ(", ")) + ", " − ", ")")),
        _line(reading, "i", _input, ("u", "m"), ("e^(", " − ", ")")),
    )


def _line(
    reading: Reading, result: str, compute: Callable[..., float], factors: tuple[str, ...], around: tuple[str, ...]
) -> Line:
    """Return an equation with digits of its own. Args: around: what stands before, between and after the factors."""
    values, value = [reading.numbers.values[name] for name in factors], reading.numbers.values[result]
    places, decimals = settle(compute, values, [3] * len(values), value, reading.numbers.decimals[result])
    sides: Line = (Span(around[0]),)
    for name, one, place, after in zip(factors, values, places, around[1:], strict=True):
        sides = (*sides, Span(plain(one, place), name, reading.place(name)), Span(after))
    said = Span(plain(value, decimals, reading.numbers.signed(result)), result, reading.place(result))
    return equals(Span(result, result), sides, said, holds=agrees(compute, values, places, value, decimals))


def _normaliser_worked(reading: Reading) -> tuple[Line, ...]:
    f, before, i, n = (printed(reading, name) for name in ("f", "n_prev", "i", "n"))
    names, holds = Span("f × n_prev + i", "faint"), "n" not in reading.numbers.rounded
    return (equals(Span("n", "n"), names, (f, TIMES, before, PLUS, i), n, holds=holds),)


def _hidden_worked(reading: Reading) -> tuple[Line, ...]:
    c, n, r, o, h = (printed(reading, name) for name in ("c", "n", "r", "o", "h"))
    rounded = reading.numbers.rounded
    ratio = equals(Span("r", "r"), Span("c / n", "faint"), (c, Span(" / "), n), r, holds="r" not in rounded)
    return ratio, equals(Span("h", "h"), Span("o × r", "faint"), (o, TIMES, r), h, holds="h" not in rounded)


# the module -----------------------------------------------------------------------------------

_LAYERS = {"f": ("v", "forget-weight"), "i": ("u", "input-weight")}


def _weighed(wiring: Wiring) -> Wiring:
    """Return the LSTM's drawing with e^ where its two sigmoids are, and ÷n where its second tanh is."""
    nodes = []
    for node in wiring.nodes:
        if node.quantity in _LAYERS:
            quantity, phase = _LAYERS[node.quantity]
            node = replace(node, text="exp" if node.boxed else "e" if node.text == "σ" else node.text, quantity=quantity, phase=phase)  # fmt: skip
        elif node.quantity == "tanh_c":
            node = replace(node, text="÷n" if node.text == "tanh" else "÷", quantity="r")
        nodes.append(node)
    phases = {"forget-gate": "forget-weight", "input-gate": "input-weight"}
    wires = tuple(
        replace(
            wire, quantity="r" if wire.quantity == "tanh_c" else wire.quantity,
            phases=tuple(phases.get(phase, phase) for phase in wire.phases),
        )
        for wire in wiring.wires
    )  # fmt: skip
    return Wiring(wiring.width, wiring.height, tuple(nodes), wires)


_kept, _written, _ = LSTM.groups
SAID = Group("h = o ⊙ c / n", (("o", "o"), ("⊙ c / n", "r"), ("= h", "h")))
WEIGHTS = Group("v, u, and m", (("v", "v"), ("u", "u"), ("m", "m")))
SHARES = Group("f and i", (("m", "m"), ("f", "f"), ("i", "i")))
NORMALISER = Group("n = f ⊙ n_prev + i", (("n_prev", "n_prev"), ("i", "i"), ("= n", "n")))
_input_told = input_words(
    "all four layers of the module",
    "His note is blank, and he has said nothing yet.",
    "Of all that came before he has only his note (c), its normaliser (n), the stabiliser (m) and what he last said (h).",
)

SLSTM = replace(
    LSTM,
    notation=_notation(),
    wirings=tuple(_weighed(wiring) for wiring in LSTM.wirings),
    little=tuple(_weighed(wiring) for wiring in LSTM.little),
    groups=(_kept, _written, SAID),
    in_hand={
        "input": WEIGHTS, "forget-weight": WEIGHTS, "input-weight": WEIGHTS, "stabiliser": SHARES, "kept": _kept,
        "candidate": _written, "written": _written, "cell": LSTM.in_hand["cell"], "normaliser": NORMALISER,
        "output-gate": SAID, "hidden": SAID, "prediction": SAID,
    },
    gate_words={"f": "forget gate", "i": "input gate", "o": "output gate"},
    words={
        "input": _input_told,
        "forget-weight": _forget_weight,
        "input-weight": _input_weight,
        "stabiliser": _stabilised,
        "normaliser": _normalised,
        **{key: _telling(key) for key in ("kept", "candidate", "written", "cell", "output-gate", "hidden")},
        "prediction": LSTM.words["prediction"],
    },
    worked={
        **{key: LSTM.worked[key] for key in ("input", "kept", "candidate", "written", "cell", "output-gate", "prediction")},
        "forget-weight": gate_worked("v"),
        "input-weight": gate_worked("u"),
        "stabiliser": _stabiliser_worked,
        "normaliser": _normaliser_worked,
        "hidden": _hidden_worked,
    },
)  # fmt: skip
