"""Every sentence that may stand on the screen as a pattern, each with a check of what it claims against the trace.

The checks read the printed words alone and recompute from the arrays of the step; they share no code with the sentences.
A sentence that no pattern knows fails: whoever writes one says here how it is held against the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

N = r"(almost 0|[+−]?\d[\d.]*|> 1e38|< −1e38)"
P = r"(under 0\.1 %|over 99\.9 %|[\d.]+ %)"
U = r"(\d+ units|[Uu]nits? \d+(?:, \d+)*(?: and \d+)?)"
CLAIMS: list[tuple[re.Pattern[str], Callable]] = []
GATE = {"let in": "i", "let out": "o", "take in": "a", "let through": "r"}


def claim(pattern: str):
    def note(check: Callable) -> Callable:
        CLAIMS.append((re.compile(pattern), check))
        return check

    return note


def near(text: str, value: float) -> bool:
    if text == "almost 0":
        return 0 < abs(value) < 0.0005
    if text in ("> 1e38", "< −1e38"):
        return abs(value) > 1e38 and (value > 0) == (text[0] == ">")
    if text == "0":
        return value == 0
    number = float(text.replace("−", "-"))
    signs = text[0] in "+−" and number * value > 0
    return signs and abs(number - value) <= 0.5000001 * 10 ** -len(text.partition(".")[2])


def alike(text: str, size: float) -> bool:
    """A size printed without its sign."""
    return near(text if text in ("0", "almost 0") else "+" + text, size)


def share(text: str, value: float) -> bool:
    if text in ("nothing", "0 %"):
        return value == 0
    if text in ("everything", "all", "100 %"):
        return value == 1
    if text == "under 0.1 %":
        return 0 < value < 0.001
    if text == "over 99.9 %":
        return 0.999 < value < 1
    number = text.removesuffix(" %")
    return 0 < value < 1 and abs(float(number) - 100 * value) <= 0.5000001 * 10 ** -len(number.partition(".")[2])


def named(text: str) -> list[int] | int:
    """The units that are named, or how many."""
    numbers = list(map(int, re.findall(r"\d+", text)))
    return numbers[0] if re.fullmatch(r"\d+ units", text) else numbers


def are(text: str, truth: list[int]) -> bool:
    found = named(text)
    return len(truth) == found if isinstance(found, int) else truth == found


def largest_two(sizes: np.ndarray) -> tuple[float, float]:
    ordered = np.sort(sizes)
    return float(ordered[-1]), float(ordered[-2])


def is_most(unit: int, sizes: np.ndarray) -> bool:
    """Of several, and larger than every other one."""
    first, second = largest_two(sizes)
    return len(sizes) > 1 and sizes[unit] == first > second


def are_most(text: str, sizes: np.ndarray, size: str) -> bool:
    """These print alike, and all others are smaller."""
    those = [k for k in range(len(sizes)) if alike(size, float(sizes[k]))]
    return len(those) > 1 and are(text, those) and float(sizes.max()) == max(float(sizes[k]) for k in those)


def gate(r, verb: str) -> np.ndarray:
    """The gate that does this; the one that keeps is the cell's own word."""
    verb = re.sub("^(let|take|keep|give)s", r"\1", verb)
    if verb == "give":
        return r.step[r.phase.focus]
    return r.step[cell(r).keeps if verb == "keep" else lets_in(r) if verb == "let in" else GATE[verb]]


def lets_in(r) -> str:
    """The share of what is new that is written: of a note that is rewritten by shares alone, what is not kept."""
    return "w" if "w" in cell(r).row_names else GATE["let in"]


def cell(r):
    return r.run.bundle.network.cells[r.cursor.layer]


def old_note(r) -> np.ndarray:
    return r.step[f"{cell(r).note}_prev"]


def candidate(r) -> np.ndarray:
    return r.step[next(phase.focus for phase in cell(r).phases if phase.key == "candidate")]


def before(r, name: str) -> np.ndarray:
    return r.run.trace.step(r.cursor.timestep - 1, r.cursor.layer)[name]


# true of the phase itself: what the architecture is, checked where it hangs on the model ------------------------------

for words in (
    "How much of each number on the note stays? A sigmoid answers for every unit: 1 keeps all of it, 0 rubs it out.",
    "Each number on the note times its own gate, unit by unit: what is left is kept.",
    "How much of the news may be written? A second sigmoid answers for every unit: 1 lets all of it in, 0 nothing.",
    "What could be written? A tanh layer proposes a number from −1 to 1 for every unit.",
    "It is no more than a proposal: the input gate lets its share of it in, and the old note counts too.",
    "Each proposal times its own gate, unit by unit: this is written on the note.",
    "The new note: what was kept plus what was written.",
    "Nothing else touches the note.",
    "How much of the note is said aloud? A third sigmoid answers for every unit. What it holds back stays on the note.",
    "The note, squashed by tanh into −1..1, times the output gate: that is h, what he says aloud.",
    "The whole note is written anew: the new symbol and all of the old note go through one tanh. No gate guards it.",
    "He says it from h alone: the note itself is not heard.",
    "Of all that came before he has only his note (c) and what he last said aloud (h).",
    "Of all that came before he has only what he last said aloud: h.",
    "Of all that came before he has his note (c), what he last said aloud (h) and how his gates stood.",
    "What was said before leaks away.",
    "Of all that came before he has only his note, h; the gates and others hear just that.",
    "How much of the old note may the candidate hear? A sigmoid answers for every unit: 1 all of it, 0 nothing.",
    "How much of each number on the note stays? A second sigmoid answers for every unit.",
    "It is no more than a proposal: it gets the share that the update gate does not keep.",
):
    claim(re.escape(words))(lambda r: True)


@claim(r"(Layer (\d+)|The prediction) hears h alone; his next self gets both, h and the note\.")
@claim(r"(Layer (\d+)|The prediction) hears this h, and so does his next self: he has nothing else\.")
def _(r, who, above):
    layers = r.run.layers
    return r.cursor.layer == layers - 1 if above is None else int(above) == r.cursor.layer + 2 <= layers


@claim(r"It stands (before|behind) the product with W_hn: .+")
def _(r, where):
    """What is heard is r times what is multiplied with W_hn, or times the product."""
    step, H = r.step, r.hidden_size
    product = cell(r).W_hh[2 * H :].astype(float) @ step["h_prev"] + cell(r).parameters.get("b_hn", 0)
    heard = step["r"] * (step["h_prev"] if where == "before" else product)
    return np.allclose(step["heard"], heard, rtol=1e-5, atol=1e-5 * max(1, abs(product).max()))


@claim(r"In the papers it is z, and as in PyTorch z keeps: 1 keeps all, and 1 − u goes to the news\.")
@claim(r"The note is rewritten by shares: u of the old one, 1 − u of the proposal\. What one gains the other loses\.")
def _(r):
    u, old, n = (r.step[name].astype(float) for name in ("u", "h_prev", "n"))
    return np.allclose(r.step["h"], u * old + (1 - u) * n, rtol=0, atol=1e-6)


@claim(rf"Of unit (\d+)'s (past|number) the candidate hears (nothing|everything|{P[1:-1]})\.")
def _(r, unit, what, amount):
    known = what == ("past" if "past" in cell(r).quantities else "number")
    return known and int(unit) == r.unit and share(amount, float(r.step["r"][r.unit]))


@claim(rf"Of its proposal, {N}, unit (\d+) takes {P}\.")
def _(r, proposal, unit, amount):
    rest = 1 - float(r.step["u"][r.unit])
    return int(unit) == r.unit and near(proposal, float(r.step["n"][r.unit])) and share(amount, rest)


@claim(
    r"His note is blank: he has said nothing yet\.|His note is blank, and he has said nothing yet\.|He has said nothing yet\.|Nothing was said yet\."
)
def _(r):
    return all(not r.step[f"{name}_prev"].any() for name in r.run.bundle.network.cells[0].state_names)


@claim(r"Each symbol is judged by itself, so that they need not add up to 100 %\.")
def _(r):
    return r.run.bundle.network.output == "sigmoid"


@claim(r"This model has no forget gate: it was trained without one, and every number stays\.|f is held at 1\.")
def _(r):
    W_ih, W_hh = (r.run.bundle.network.cells[r.cursor.layer].weights_of("f")[k] for k in (0, 1))
    return bool((r.step["f"] == 1).all()) and not W_ih.any() and not W_hh.any()


@claim(rf"Unit (\d+) (?:keeps all of its {N}|has next to nothing on the note; it keeps all of that): f is held at 1\.")
def _(r, unit, note):
    old = float(r.step["c_prev"][r.unit])
    held = bool((r.run.trace.column("f") == 1).all())
    return int(unit) == r.unit and held and (near(note, old) if note else 0 < abs(old) < 0.001)


# which parts an LSTM has, checked against its numbers --------------------------------------------------------------------


def parts_of(r) -> tuple[bool, str]:
    """Whether it has peepholes, and which variant it is, by its name."""
    kind, _, name = r.run.bundle.network.cells[r.cursor.layer].kind.partition("~")
    return kind == "peephole", name


def is_product(whole, a, b) -> bool:
    return bool(np.allclose(whole, a * b, rtol=1e-5, atol=1e-7))


LACKING = {
    "NIG": lambda s: is_product(s["written"], 1, s["g"]),
    "NFG": lambda s: is_product(s["kept"], 1, s["c_prev"]),
    "NOG": lambda s: is_product(s["h"], 1, np.tanh(s["c"])),
    "NOAF": lambda s: is_product(s["h"], s["o"], s["c"]),
    "CIFG": lambda s: is_product(s["f"], 1, 1 - s["i"]),
    "NIAF": lambda s: is_product(s["g"], 1, s["z"][(len(s["z"]) // len(s["g"]) - 2) * len(s["g"]) :][: len(s["g"])]),
    "FGR": lambda s: all(f"{gate}_prev" in s.trace.network.cells[s.layer].quantities for gate in "ifo"),
}
WORDED = {
    "It is more than a proposal: there is no input gate, and all of it is written.": "NIG",
    "The new note: all of the old one plus what was written. There is no forget gate.": "NFG",
    "The note, squashed by tanh into −1..1: that is h, what he says aloud. No gate holds anything back.": "NOG",
    "The note as it is times the output gate: that is h, what he says aloud, however large.": "NOAF",
    "How much of each number on the note stays? What the input gate leaves room for: f = 1 − i.": "CIFG",
    "What could be written? A layer without tanh proposes a number for every unit, however large.": "NIAF",
}
for words, variant in WORDED.items():
    claim(re.escape(words))(lambda r, variant=variant: parts_of(r)[1] == variant and LACKING[variant](r.step))


@claim(r"How much of the (?:news may be written|note is said aloud)\? A sigmoid answers for every unit.+")
def _(r):
    return parts_of(r)[1] in ("NIG", "NFG", "CIFG")


@claim(r"(Layer \d+|The prediction) hears h alone; his next self gets h, the note and the gates\.")
def _(r, who):
    top = r.cursor.layer == r.run.layers - 1
    return parts_of(r)[1] == "FGR" and (who == "The prediction") == top


@claim(
    r"Through its peephole it (?:also sees the note as it was, .+: p_([if]) ⊙ c_prev|sees the note .+, p_(o) ⊙ c: .+)\."
)
def _(r, gate, last):
    cell, unit = r.run.bundle.network.cells[r.cursor.layer], r.unit
    gate, note = gate or last, "c" if last else "c_prev"
    row = cell.fused.index(gate) * cell.hidden_size + unit
    without = cell.W_ih[row] @ r.step["x"] + cell.W_hh[row] @ r.step["h_prev"] + cell.b[row]
    sum_of_gates = 0.0
    if parts_of(r)[1] == "FGR":
        heard = np.concatenate([r.step[f"{each}_prev"] for each in "ifo"])
        sum_of_gates = float(cell.parameters["R"]["ifo".index(gate) * cell.hidden_size + unit] @ heard)
    seen = float(r.step["z"][row]) - float(without) - sum_of_gates
    expected = float(cell.parameters[f"p_{gate}"][unit]) * float(r.step[note][unit])
    size = max(1.0, abs(float(r.step["z"][row])), abs(float(without)))
    return parts_of(r)[0] and gate == r.phase.focus and abs(seen - expected) <= 1e-5 * size


NAMED = {
    "without input gate": "NIG", "without forget gate": "NFG", "without output gate": "NOG",
    "without tanh on the candidate": "NIAF", "without tanh on the note": "NOAF", "with coupled gates, f = 1 − i": "CIFG",
    "without peepholes": "NP", "with full gate recurrence": "FGR",
}  # fmt: skip


@claim(
    r"This is an LSTM( with peepholes)?(?: (with.+?))? \(Greff et al\.'s (baseline V|\w+)\), and was trained as one\."
)
def _(r, peepholes, words, name):
    has, variant = parts_of(r)
    called = NAMED[words] == name == variant and LACKING[name](r.step) if words else name == "baseline V" and has
    return not r.run.bundle.taken_from and bool(peepholes) == has and called


@claim(r"These are the weights of '(.+)' (with.+): it was not trained so\.")
def _(r, model, words):
    variant = NAMED[words.replace("without its", "without")]
    lacks = not parts_of(r)[0] if variant == "NP" else parts_of(r)[1] == variant and LACKING[variant](r.step)
    return r.run.bundle.taken_from == model and lacks


def normalised(values) -> np.ndarray:
    values = values.astype(float)
    return (values - values.mean(axis=-1, keepdims=True)) / np.sqrt(values.var(axis=-1, keepdims=True) + 1e-5)


@claim(r"First the layer's sums are brought to mean 0 and deviation 1 over its units; then each has its own γ and b\.")
def _(r):
    cell, rows = r.run.bundle.network.cells[r.cursor.layer], len(r.step["h"])
    sums = (cell.W_ih.astype(float) @ r.step["x"] + cell.W_hh.astype(float) @ r.step["h_prev"]).reshape(-1, rows)
    z = cell.parameters["gain"] * normalised(sums).reshape(-1) + cell.b
    return r.phase.focus in cell.fused and np.allclose(z, r.step["z"], rtol=1e-3, atol=1e-3)


@claim(r"The note, normalised and squashed by tanh, times the output gate: that is h, what he says aloud\.|What is handed on as the note is not normalised\.")  # fmt: skip
def _(r):
    more = r.run.bundle.network.cells[r.cursor.layer].parameters
    said = np.tanh(more["gain_c"] * normalised(r.step["c"]) + more["shift_c"])
    summed = np.allclose(r.step["c"], r.step["kept"] + r.step["written"], atol=1e-6)
    return np.allclose(r.step["h"], r.step["o"] * said, rtol=1e-3, atol=1e-4) and summed


@claim(r"This is an LSTM with layer normalisation .+, and was trained as one: each layer by itself, and what is said of the note\.")  # fmt: skip
def _(r):
    return r.run.bundle.network.cells[r.cursor.layer].kind == "layernorm" and not r.run.bundle.taken_from


def heard_alone(r) -> bool:
    """The layers' sums are x's and the biases' alone."""
    made = cell(r).W_ih.astype(float) @ r.step["x"] + cell(r).b
    return not cell(r).hears_itself and np.allclose(made, r.step["z"], rtol=1e-4, atol=1e-5)


for words in (
    "Every layer sees what the layer below says now, and nothing of its own past.",
    "Every layer sees the symbol alone: of all that was read before it knows nothing.",
    "So what it says is one row of a table, the same wherever the symbol stands: lstm-tui table shows it whole.",
    "How much of the news takes the old note's place? A sigmoid answers for every unit, from the symbol alone.",
    "What weight has each number on the note? A sigmoid answers for every unit, from the symbol alone.",
    "What weight has the news? A second sigmoid answers for every unit, from the symbol alone.",
    "Of all that came before he has only his note, h.",
):
    claim(re.escape(words))(heard_alone)


@claim(r"What could be written\? A layer without tanh proposes a number for every unit, however large\.")
def _(r):
    return heard_alone(r) and np.array_equal(r.step["g"], r.step["z"][-len(r.step["g"]) :])


@claim(r"x \((\d+) numbers?(, a single 1)?\) goes into .+; h_prev does not\.")
def _(r, D, single):
    x = r.step["x"]
    return heard_alone(r) and len(x) == int(D) and (not single or (x.sum() == 1 and x.max() == 1))


@claim(r"Before the first symbol the note is 0 itself\.")
def _(r):
    return r.cursor.timestep == 0 and not r.step["h_prev"].any()


@claim(r"In the paper it is z, and z writes: 1 takes all that is new, 0 keeps all that is old\.")
@claim(r"The note is rewritten by shares that add up to 1: what the news gains, the old note loses\.")
def _(r):
    w = r.step[lets_in(r)]
    return np.allclose(r.step["h"], (1 - w) * r.step["h_prev"] + w * r.step["g"], rtol=1e-4, atol=1e-5)


@claim(r"Each (?:number on the note|proposal) times its own share, unit by unit: .+\.")
def _(r):
    kept = np.allclose(r.step["kept"], (1 - r.step[lets_in(r)]) * r.step["h_prev"], rtol=1e-4, atol=1e-5)
    return kept and np.allclose(r.step["written"], r.step[lets_in(r)] * r.step["g"], rtol=1e-4, atol=1e-5)


@claim(
    r"(Layer (\d+)|The prediction) hears this h; his next self rewrites it by shares, and no layer of his hears it\."
)
def _(r, who, above):
    layers = r.run.layers
    return heard_alone(r) and (r.cursor.layer == layers - 1 if above is None else int(above) == r.cursor.layer + 2)


@claim(rf"Unit (\d+) gives the (old note|news) (nothing|everything|{P[1:-1]})\.")
def _(r, unit, what, amount):
    name = "f" if what == "old note" else "i"
    return int(unit) == r.unit and name == r.phase.focus and share(amount, float(r.step[name][r.unit]))


@claim(rf"Unit (\d+) keeps (0 %|100 %|{P[1:-1]}) of the old note and takes (0 %|100 %|{P[1:-1]}) of the news\.")
def _(r, unit, kept, taken):
    k, w = float(r.step["k"][r.unit]), float(r.step["w"][r.unit])
    return int(unit) == r.unit and share(kept, k) and share(taken, w)


@claim(r"The two weights become shares that add up to 1, f′ and i′ in the paper: what one gains the other loses\.")
def _(r):
    f, i = r.step["f"].astype(float), r.step["i"].astype(float)
    some = f + i > 1e-30
    return np.allclose(r.step["k"][some], (f / np.where(some, f + i, 1))[some], atol=1e-4) and np.allclose(r.step["k"] + r.step["w"], 1)  # fmt: skip


# the sLSTM, against its equations ------------------------------------------------------------------------------------------


def weighed(r) -> bool:
    s = {name: r.step[name].astype(float) for name in ("v", "u", "m", "f", "i", "m_prev", "n_prev", "n", "c", "o", "h")}
    old = -np.logaddexp(0, -s["v"]) + s["m_prev"]
    m = np.where(s["n_prev"] == 0, s["u"], np.maximum(old, s["u"]))
    f = np.where(s["n_prev"] == 0, 0, np.exp(np.minimum(0, old - m)))
    same = [(s["m"], m), (s["f"], f), (s["i"], np.exp(np.minimum(0, s["u"] - m))), (s["n"], f * s["n_prev"] + s["i"])]
    same.append((s["h"], s["o"] * s["c"] / s["n"]))
    return all(np.allclose(a, b, rtol=1e-3, atol=1e-4) for a, b in same)


for words in (
    "What weight has the old note? A layer without bounds answers for every unit; σ of it counts, as a logarithm.",
    "What weight has the news? A layer without bounds answers for every unit; e to the power of it counts.",
    "Powers of e run away: the larger of the two weights, e^m, is divided out of both. h does not change by it.",
    "The weights themselves are added up as the note is: n is how much weight stands on it.",
    "The note over its normaliser, times the output gate: that is h, what he says aloud.",
    "It is no more than a proposal: i of it comes in, and the old note counts too.",
    "Of all that came before he has only his note (c), its normaliser (n), the stabiliser (m) and what he last said (h).",
    "How much of the note is said aloud? A sigmoid answers for every unit. What it holds back stays on the note.",
):
    claim(re.escape(words))(lambda r: "m" in r.notation.quantities and weighed(r))


@claim(r"(Layer \d+|The prediction) hears h alone; his next self gets h, the note, its normaliser and the stabiliser\.")
def _(r, who):
    return weighed(r) and (who == "The prediction") == (r.cursor.layer == r.run.layers - 1)


@claim(rf"Unit (\d+) says v = {N}: σ\(v\) is (0 %|100 %|{P[1:-1]})\.")
def _(r, unit, v, amount):
    value = float(r.step["v"][r.unit])
    return int(unit) == r.unit and near(v, value) and share(amount, 0.5 * float(np.tanh(value / 2)) + 0.5)


@claim(rf"Unit (\d+) says u = {N}\.")
def _(r, unit, u):
    return int(unit) == r.unit and near(u, float(r.step["u"][r.unit]))


@claim(r"Unit (\d+) has nothing on the note: m is u, and all of the news comes in\.")
def _(r, unit):
    s = {name: float(r.step[name][r.unit]) for name in ("n_prev", "c_prev", "m", "u", "i")}
    return int(unit) == r.unit and s["n_prev"] == 0 == s["c_prev"] and s["m"] == s["u"] and s["i"] == 1


@claim(
    rf"Unit (\d+): m is {N}; of the old note f = (0 %|100 %|{P[1:-1]}) counts, of the news i = (0 %|100 %|{P[1:-1]})\."
)
def _(r, unit, m, f, i):
    step = {name: float(r.step[name][r.unit]) for name in ("m", "f", "i")}
    return int(unit) == r.unit and near(m, step["m"]) and share(f, step["f"]) and share(i, step["i"])


@claim(rf"Unit (\d+)'s normaliser was {N}, it is {N}\.")
def _(r, unit, old, new):
    before, after = float(r.step["n_prev"][r.unit]), float(r.step["n"][r.unit])
    return int(unit) == r.unit and near(old, before) and near(new, after)


# reading ------------------------------------------------------------------------------------------------------------


@claim(r"The amnesiac reads ('.+?'|\S+)\.")
def _(r, symbol):
    return symbol.strip("'") in (r.symbol, "␣" if r.symbol == " " else r.symbol) and r.run.knows(r.cursor.timestep)


@claim(r"The amnesiac reads '.+', which this model does not know: (.+)\.")
def _(r, what):
    x, h = r.step["x"], r.step["h_prev"]
    if what == "x is all zeros, and only h_prev and the biases speak":
        return not x.any() and h.any()
    if what == "x is all zeros, and only the biases speak":
        return not x.any() and (not h.any() or heard_alone(r))
    return what == f"he is fed '{r.run.tokens.symbols[r.run.tokens.unknown]}'" and x[r.run.tokens.unknown] == 1


@claim(r"x \((\d+) numbers?(, a single 1)?\) and h_prev \((\d+) numbers?\) go into .+\.")
def _(r, D, single, H):
    x = r.step["x"]
    return len(x) == int(D) and len(r.step["h_prev"]) == int(H) and (not single or (x.sum() == 1 and x.max() == 1))


@claim(r"Layer (\d+) does not see the text: it reads what layer (\d+) just said aloud, its h\.")
def _(r, layer, below):
    said = r.run.trace.step(r.cursor.timestep, r.cursor.layer - 1)["h"]
    return int(layer) == r.cursor.layer + 1 == int(below) + 1 and np.array_equal(said, r.step["x"])


@claim(r"Layer (\d+) said nothing aloud\.")
def _(r, below):
    return int(below) == r.cursor.layer and not r.step["x"].any()


@claim(rf"In layer (\d+) unit (\d+) spoke loudest: {N}\.")
def _(r, below, unit, value):
    sizes, unit = abs(r.step["x"]), int(unit)
    alone = len(sizes) == 1 or is_most(unit, sizes)
    return int(below) == r.cursor.layer and near(value, float(r.step["x"][unit])) and alone


@claim(rf"In layer (\d+) {U} spoke loudest\.")
def _(r, below, those):
    sizes, found = abs(r.step["x"]), named(those)
    most = [k for k in range(len(sizes)) if sizes[k] > sizes.max() - 0.0101]
    return found <= len(most) if isinstance(found, int) else set(found) <= set(most)


def awaited(r):
    p = r.run.trace.step(r.cursor.timestep - 1, r.run.layers - 1)["probs"]
    return p, float(p[r.run.tokens.index(r.symbol)])


@claim(rf"Just what he expected: he had given it {P}\.")
def _(r, given):
    p, mine = awaited(r)
    return share(given, mine) and mine == p.max() and (p == mine).sum() == 1


@claim(rf"It was among the (\d+) likeliest: he had given each {P}\.")
def _(r, count, given):
    p, mine = awaited(r)
    return sum(share(given, float(q)) for q in p) >= int(count) > 1 and share(given, mine) and p.max() - mine <= 0.001


@claim(rf"(A surprise: he|He) had given it {P}; ('.+?'|\d+ others) stood first, with {P}\.( A blind guess would have given it more\.)?")  # fmt: skip
def _(r, surprise, given, who, best, blind):
    p, mine = awaited(r)
    symbols = r.run.tokens.symbols
    if who.startswith("'"):
        shown = {" ": "␣", "\n": "↵"}.get(symbols[int(p.argmax())], symbols[int(p.argmax())])
        first = (p == p.max()).sum() == 1 and who.strip("'") == shown
    else:
        first = sum(f"{q * 100:.1f}" == f"{p.max() * 100:.1f}" for q in p.astype(float)) == int(who.split()[0])
    blindly = (mine < 1 / len(p)) == bool(blind) == surprise.startswith("A surprise")
    return share(given, mine) and share(best, float(p.max())) and mine < p.max() and first and blindly


@claim(rf"He had said that it may come: {P}\.")
def _(r, given):
    return share(given, awaited(r)[1]) and awaited(r)[1] > 0.5


@claim(rf"A surprise: he had held it for {P} likely\.")
def _(r, given):
    return share(given, awaited(r)[1]) and awaited(r)[1] <= 0.5


# gates --------------------------------------------------------------------------------------------------------------


@claim(rf"Unit (\d+) (keeps|lets in|lets out) (nothing|all|everything|{P[1:-1]})(?: of its {N})?\.")
def _(r, unit, verb, amount, note):
    return (
        int(unit) == r.unit
        and share(amount, float(gate(r, verb)[r.unit]))
        and (note is None or near(note, float(old_note(r)[r.unit])))
        and (note is not None) == (verb == "keeps")
        and note not in ("0", "almost 0")
    )


@claim(r"Unit (\d+) has nothing on the note(: there is nothing to keep| to keep)\.")
def _(r, unit, _):
    return int(unit) == r.unit and old_note(r)[r.unit] == 0


@claim(rf"Unit (\d+) has next to nothing on the note; it keeps (nothing|all|{P[1:-1]}) of that\.")
def _(r, unit, amount):
    return (
        int(unit) == r.unit and 0 < abs(old_note(r)[r.unit]) < 0.001 and share(amount, float(gate(r, "keep")[r.unit]))
    )


@claim(r"(Both|All (\d+)) (keep|let in|let out|let through|take in|give) (over 90|under 10) %\.")
def _(r, every, count, verb, side):
    values = gate(r, verb)
    enough = len(values) == (2 if every == "Both" else int(count)) > 1
    return enough and bool((values > 0.9).all() if side == "over 90" else (values < 0.1).all())


@claim(r"(Both|All (\d+)) (keep|let in|let out|let through|take in|give) between 10 % and 90 %\.")
def _(r, every, count, verb):
    values = gate(r, verb)
    enough = len(values) == (2 if every == "Both" else int(count)) > 1
    return enough and bool(((values >= 0.1) & (values <= 0.9)).all())


@claim(
    r"(\d+) of (\d+) units (keeps?|lets? in|lets? out|lets? through|takes? in|gives?) (over 90|under 10) %, (\d+|none) (over 90|under 10) %\."
)
def _(r, first, count, verb, side, second, other):
    values = gate(r, verb)
    sides = {"over 90": int((values > 0.9).sum()), "under 10": int((values < 0.1).sum())}
    numbers = (int(first), 0 if second == "none" else int(second))
    plural = (int(first) == 1) == (verb.split()[0].endswith("s"))
    return numbers == (sides[side], sides[other]) and side != other and len(values) == int(count) and plural


@claim(rf"{U} swung (open|shut) since the last symbol(?:, {U} shut)?\.")
def _(r, first, way, second):
    old, new = before(r, r.phase.focus), r.step[r.phase.focus]
    opened, shut = (np.flatnonzero(w).tolist() for w in ((old < 0.1) & (new > 0.9), (old > 0.9) & (new < 0.1)))
    if way == "open":
        return are(first, opened) and (are(second, shut) if second else not shut)
    return are(first, shut) and not opened


def flips(r):
    old, new = before(r, r.phase.focus), r.step[r.phase.focus]
    return ((old < 0.1) & (new > 0.9)).any() or ((old > 0.9) & (new < 0.1)).any()


@claim(r"(?:No gate moved by|Its gate moved by no) more than 0\.01 since the last symbol\.")
def _(r):
    return abs(r.step[r.phase.focus] - before(r, r.phase.focus)).max() <= 0.01


@claim(rf"Unit (\d+)'s gate moved most since the last symbol: {P} → {P}\.")
def _(r, unit, old, new):
    unit = int(unit)
    was, now = before(r, r.phase.focus), r.step[r.phase.focus]
    alone = len(now) == 1 or is_most(unit, abs(now - was))
    return alone and share(old, float(was[unit])) and share(new, float(now[unit])) and not flips(r)


@claim(rf"{U} moved most since the last symbol, by ([\d.]+) each\.")
def _(r, those, by):
    moves = abs(r.step[r.phase.focus] - before(r, r.phase.focus))
    return are(those, [k for k in range(len(moves)) if abs(moves[k] - float(by)) <= 0.005001]) and not flips(r)


# products and the note ----------------------------------------------------------------------------------------------


@claim(r"Nothing on the note is rubbed out\.")
def _(r):
    return bool((r.step["kept"] == r.step["c_prev"]).all())


@claim(r"The note is blank: there is nothing to keep\.")
def _(r):
    return not old_note(r).any()


@claim(rf"Unit (\d+) keeps all of its {N}\.")
def _(r, unit, note):
    return int(unit) == r.unit and r.step["kept"][r.unit] == r.step["c_prev"][r.unit] and near(note, float(r.step["c_prev"][r.unit]))  # fmt: skip


@claim(rf"Unit (\d+)'s {N} is rubbed out: nothing is left\.")
def _(r, unit, note):
    return int(unit) == r.unit and r.step["kept"][r.unit] == 0 and near(note, float(r.step["c_prev"][r.unit]))


@claim(rf"Unit (\d+) keeps {P}: of its {N} hardly anything goes\.")
def _(r, unit, amount, note):
    old, kept = float(old_note(r)[r.unit]), float(r.step["kept"][r.unit])
    little = abs(old - kept) <= max(0.05 * abs(old), 0.001)
    return int(unit) == r.unit and share(amount, float(gate(r, "keep")[r.unit])) and near(note, old) and little


@claim(rf"Unit (\d+) keeps {P}: {N} becomes {N}\.")
def _(r, unit, amount, old, new):
    values = [float(values[r.unit]) for values in (gate(r, "keep"), old_note(r), r.step["kept"])]
    return (
        int(unit) == r.unit
        and share(amount, values[0])
        and near(old, values[1])
        and near(new, values[2])
        and old != new
    )


@claim(rf"Unit (\d+) (loses|changes) the most: {N} → {N}\.")
def _(r, unit, verb, old, new):
    was, now = changing(r, verb)
    unit = int(unit)
    return is_most(unit, abs(now - was)) and near(old, float(was[unit])) and near(new, float(now[unit]))


@claim(rf"{U} (lose|change) the most, by {N} each\.")
def _(r, those, verb, by):
    was, now = changing(r, verb)
    return are_most(those, abs(now - was), by)


@claim(r"No unit (loses|changes) more than 0\.01\.")
def _(r, verb):
    was, now = changing(r, verb)
    return abs(now - was).max() <= 0.01


def changing(r, verb):
    note = r.notation.note
    return r.step[f"{note}_prev"], r.step["kept" if verb.startswith("lose") else note]


@claim(r"(Both units|(\d+) of (\d+) units|All (\d+) units) changed sign\.")
def _(r, _, some, count, every):
    note = r.notation.note
    turned = int((r.step[note].astype(float) * r.step[f"{note}_prev"] < 0).sum())
    return turned == int(some or every or 2) and len(r.step[note]) == int(count or every or 2)


@claim(rf"Unit (\d+) proposes (no change|{N[1:-1]})\.")
def _(r, unit, value):
    g = float(candidate(r)[r.unit])
    return int(unit) == r.unit and (g == 0 if value == "no change" else near(value, g))


WHICH = {"gets the most": "written", "get the most": "written", "speaks loudest": "h", "speak loudest": "h"}  # fmt: skip


@claim(rf"Unit (\d+) (proposes the most|gets the most|speaks loudest): {N}\.")
def _(r, unit, verb, value):
    values, unit = candidate(r) if verb.startswith("propose") else r.step[WHICH[verb]], int(unit)
    return is_most(unit, abs(values)) and near(value, float(values[unit]))


@claim(rf"{U} (propose the most|get the most|speak loudest): ([±+−])([\d.]+) each\.")
def _(r, those, verb, sign, size):
    values = candidate(r) if verb.startswith("propose") else r.step[WHICH[verb]]
    signs = {float(np.sign(v)) for v in values if alike(size, abs(float(v)))}
    return are_most(those, abs(values), size) and signs == {"±": {1.0, -1.0}, "+": {1.0}, "−": {-1.0}}[sign]


@claim(r"(Both|All (\d+)) units propose to go (up|down)\.")
def _(r, every, count, way):
    g = candidate(r)
    return len(g) == int(count or 2) and bool((g > 0).all() if way == "up" else (g < 0).all())


@claim(r"(\d+) of (\d+) units proposes? to go up, (\d+|none) down\.")
def _(r, up, count, down):
    g = candidate(r)
    return ((g > 0).sum(), (g < 0).sum(), len(g)) == (int(up), 0 if down == "none" else int(down), int(count))


@claim(r"Nothing is written to unit (\d+)\.")
def _(r, unit):
    return int(unit) == r.unit and r.step["written"][r.unit] == 0


@claim(rf"Unit (\d+) lets in all of {N}\.")
def _(r, unit, value):
    return int(unit) == r.unit and r.step["written"][r.unit] == r.step["g"][r.unit] and near(value, float(r.step["g"][r.unit]))  # fmt: skip


@claim(rf"Unit (\d+) lets in {P} of {N}: {N} is written\.")
def _(r, unit, amount, g, written):
    values = [float(r.step[name][r.unit]) for name in (lets_in(r), "g", "written")]
    return int(unit) == r.unit and share(amount, values[0]) and near(g, values[1]) and near(written, values[2])


@claim(rf"Unit (\d+) stays at {N}: {N} kept, {N} written\.")
def _(r, unit, note, kept, written):
    unmoved = r.step[cell(r).note][r.unit] == old_note(r)[r.unit]
    return int(unit) == r.unit and unmoved and parts(r, kept, written, note, note)


@claim(rf"Unit (\d+): {N} kept, {N} written\. It hardly moves from {N}\.")
def _(r, unit, kept, written, note):
    new = float(r.step[cell(r).note][r.unit])
    moved = abs(new - float(old_note(r)[r.unit]))
    little = moved <= max(0.011, 0.05 * abs(new))
    return int(unit) == r.unit and moved > 0 and little and parts(r, kept, written, note, note)


@claim(rf"Unit (\d+): {N} kept, {N} written\. It was {N}, it is {N}\.")
def _(r, unit, kept, written, old, new):
    return int(unit) == r.unit and old != new and parts(r, kept, written, old, new)


def parts(r, *printed):
    return all(near(text, float(r.step[name][r.unit])) for text, name in zip(printed, ("kept", "written", f"{cell(r).note}_prev", cell(r).note), strict=True))  # fmt: skip


# h ------------------------------------------------------------------------------------------------------------------


@claim(r"Unit (\d+) has nothing on the note and says nothing\.")
def _(r, unit):
    return int(unit) == r.unit and r.step["c"][r.unit] == 0 == r.step["h"][r.unit]


@claim(rf"Unit (\d+) says (nothing|{N[1:-1]}) aloud; on the note it holds {N}\.")
def _(r, unit, said, note):
    h = float(r.step["h"][r.unit])
    return (
        int(unit) == r.unit
        and (h == 0 if said == "nothing" else near(said, h))
        and near(note, float(r.step["c"][r.unit]))
    )


@claim(rf"Unit (\d+) (stays at|hardly moves from) {N}\.")
def _(r, unit, how, value):
    moved = abs(float(r.step["h"][r.unit]) - float(r.step["h_prev"][r.unit]))
    return int(unit) == r.unit and near(value, float(r.step["h_prev"][r.unit])) and (moved == 0) == (how == "stays at") and moved <= 0.011  # fmt: skip


@claim(rf"Unit (\d+) goes from {N} to {N}\.")
def _(r, unit, old, new):
    return int(unit) == r.unit and near(old, float(r.step["h_prev"][r.unit])) and near(new, float(r.step["h"][r.unit]))


@claim(r"After '.+?' he expects nothing: his numbers are beyond what float32 can hold\.")
def _(r):
    return not np.isfinite(r.step["probs"]).all()


# what comes next ----------------------------------------------------------------------------------------------------


def glyph(symbol: str) -> str:
    return {" ": "␣", "\n": "↵"}.get(symbol, symbol)


def quotes(text: str) -> list[str]:
    return re.findall(r"'(.+?)'(?=[ ,:.]|$)", text)


@claim(rf"After '.+?' he expects '(.+?)' most of all: {P}\.")
def _(r, symbol, given):
    p = r.step["probs"]
    return symbol == glyph(r.run.tokens.symbols[int(p.argmax())]) and (p == p.max()).sum() == 1 and share(given, float(p.max()))  # fmt: skip


@claim(rf"After '.+?' he expects (.+) alike: {P} each\.")
def _(r, those, given):
    p, symbols = r.step["probs"], r.run.tokens.symbols
    best = {glyph(symbols[k]) for k in range(len(p)) if f"{p[k] * 100:.1f}" == f"{p.max() * 100:.1f}"}
    return set(quotes(those)) == best and len(best) > 1 and share(given, float(p.max()))


@claim(rf"After '.+?' he cannot decide: (\d+) symbols stand first alike, {P} each\.")
def _(r, count, given):
    p = r.step["probs"].astype(float)
    return sum(f"{q * 100:.1f}" == f"{p.max() * 100:.1f}" for q in p) == int(count) and share(given, float(p.max()))


@claim(r"The text ends here\.|The data end here\.")
def _(r):
    return r.cursor.timestep == len(r.run) - 1


@claim(r"The text goes on with '.+?', which this model does not know and cannot expect\.")
def _(r):
    return not r.run.tokens.knows(r.run.symbols[r.cursor.timestep + 1])


@claim(r"The text does go on with '(.+?)'\.")
def _(r, symbol):
    p = r.step["probs"]
    mine = p[r.run.tokens.index(r.run.symbols[r.cursor.timestep + 1])]
    return symbol == glyph(r.run.symbols[r.cursor.timestep + 1]) and mine == p.max() and (p == mine).sum() == 1


@claim(rf"The text goes on with '(.+?)': he gave it {P}(, less than a blind guess would)?\.")
def _(r, symbol, given, blind):
    following, p = r.run.symbols[r.cursor.timestep + 1], r.step["probs"]
    mine = float(p[r.run.tokens.index(following)])
    return symbol == glyph(following) and share(given, mine) and (mine < 1 / len(p)) == bool(blind)


@claim(r"After '.+?' he expects (.+): (?:it is|each is) above 50 %\.")
def _(r, those):
    allowed = {glyph(s) for s, p in zip(r.run.tokens.symbols, r.step["probs"], strict=True) if p > 0.5}
    return set(quotes(those)) == allowed


@claim(r"After '.+?' no symbol is above 50 %: he expects none of them\.")
def _(r):
    return not (r.step["probs"] > 0.5).any()


@claim(r"The text goes on with '(.+?)', (as he expects|which he does not expect)\.")
def _(r, symbol, how):
    following = r.run.symbols[r.cursor.timestep + 1]
    p = r.step["probs"][r.run.tokens.index(following)]
    return symbol == glyph(following) and (p > 0.5) == (how == "as he expects")


@claim(r"After '?\S+?'? he answers ([−+\d.]+)\.")
def _(r, answer):
    decimals = len(answer.partition(".")[2])
    return (
        abs(float(answer.replace("−", "-")) - r.run.tokens.said(r.step["logits"].tolist())[0]) <= 0.5001 * 10**-decimals
    )


@claim(r"The data go on with '?(.+?)'?\.")
def _(r, following):
    return following == r.run.symbols[r.cursor.timestep + 1]


# what a task says, recomputed from the text alone -----------------------------------------------------------------------


@claim(r"The row '(\w+)' under the text: .+\.")
def _(r, name):
    names = {"reber": "place", "anbn": "count", "anbncn": "count", "brackets": "depth", "agreement": "noun"}
    return name == (names | {"adding": "sum"})[r.run.bundle.task]


REBER = {0: "B", 1: "TP", 2: "SX", 3: "TV", 4: "XS", 5: "PV", 6: "E"}
ROADS = {"0B": 1, "1T": 2, "1P": 3, "2S": 2, "2X": 4, "3T": 3, "3V": 5, "4X": 3, "4S": 6, "5P": 4, "5V": 6, "6E": 7}


def so_far(r) -> str:
    return r.run.text[: r.cursor.timestep + 1]


@claim(r"(B opens the string: next comes the branch, T or P|E ends the string)\.")
def _(r, what):
    return so_far(r) == "B" if what[0] == "B" else so_far(r) == r.run.text and so_far(r)[1] == so_far(r)[-2]


@claim(r"([TP]) (is the branch|has come back: only E is left)\.")
def _(r, branch, what):
    return branch == so_far(r)[-1] == so_far(r)[1] and (len(so_far(r)) == 2) == (what == "is the branch")


@claim(r"Place (\d) of the inner grammar: (.+) may follow\.")
def _(r, place, ways):
    at = 0
    for symbol in so_far(r)[2:]:
        at = ROADS[f"{at}{symbol}"]
    return at == int(place) and set(ways.split(" or ")) == set(REBER[at])


@claim(r"The inner string is over: the branch, ([TP]), must come back\.")
def _(r, branch):
    return r.run.text[1] == branch and so_far(r)[-1] == "E" and len(r.run.text) - len(so_far(r)) == 2


@claim(r"To remember: the branch, ([TP])\.")
def _(r, branch):
    return r.run.text[1] == branch and 2 <= len(so_far(r)) <= len(r.run.text) - 2


@claim(r"S begins a string: now each a counts\.|T ends the string\.")
def _(r):
    return so_far(r)[-1] in "ST" and (so_far(r)[-1] == "S" or so_far(r).count("a") == so_far(r).count("b"))


@claim(r"That makes (\d+) a\.|To remember: (\d+) b must follow\.")
def _(r, count, owed):
    return so_far(r)[-1] == "a" and so_far(r).count("a") == int(count or owed)


@claim(r"That makes (\d+) of (\d+) ([bc]): (?:(\d+) more|(.)) must follow\.")
def _(r, seen, total, letter, left, after):
    n, k = so_far(r).count("a"), so_far(r).count(letter)
    follows = {"b": r.run.task.letters[2:3] or "T", "c": "T"}[letter]
    return (n, k) == (int(total), int(seen)) and (n - k == int(left) if left else after == follows and n == k)


@claim(r"To remember: (\d+) ([bc]) to come\.")
def _(r, left, letter):
    return so_far(r)[-1] == letter and so_far(r).count("a") - so_far(r).count(letter) == int(left) > 0


def opened(text: str) -> tuple[int, bool]:
    outside = "".join(text.split('"')[::2])
    return outside.count("(") - outside.count(")"), text.count('"') % 2 == 1


@claim(r"To remember: (?:(\d+) open brackets?)?(?: and )?(an open quote)?\.")
def _(r, count, quote):
    return opened(so_far(r)) == (int(count or 0), quote is not None) and (count != "0") and bool(count or quote)


@claim(r"It (opens|closes) bracket number (\d+)\.")
def _(r, what, number):
    now, before_it = opened(so_far(r))[0], opened(so_far(r)[:-1])[0]
    return max(now, before_it) == int(number) and (now > before_it) == (what == "opens")


@claim(r"It closes the quote\.|It opens a quote: brackets in it do not count\.")
def _(r):
    return so_far(r)[-1] == '"'


@claim(r"In a quote a bracket does not count\.")
def _(r):
    return opened(so_far(r)[:-1])[1] and so_far(r)[-1] in "()"


@claim(r"It ends the text\.")
def _(r):
    return so_far(r)[-1] == "." and opened(so_far(r)) == (0, False)


@claim(r"The first noun, '(\w+)', is (plural|singular)\.")
def _(r, noun, number):
    return so_far(r).endswith(f" {noun} ") and len(so_far(r).split()) == 2 and (noun[-1] == "s") == (number == "plural")


@claim(r"'(\w+)' is (plural|singular), but it is not the first noun\.")
def _(r, noun, number):
    return so_far(r).endswith(f" {noun} ") and len(so_far(r).split()) > 2 and (noun[-1] == "s") == (number == "plural")


@claim(r"The verb has come\.")
def _(r):
    words = so_far(r).split()
    return words[-1] == ("are" if words[1].endswith("s") else "is")


@claim(r"To remember: the verb must be '(is|are)'\.")
def _(r, verb):
    words = so_far(r).split()
    return verb == ("are" if words[1].endswith("s") else "is") and not {"is", "are"} & set(so_far(r).split(" ")[:-1])


@claim(r"It is not marked: it must leave no trace in the sum\.|The mark −1: .+\.")
def _(r):
    return not r.symbol.endswith(",1")


@claim(r"([+−][\d.]+) is marked: it must be added\.")
def _(r, value):
    number, mark = r.symbol.split(",")
    return mark == "1" and float(value.replace("−", "-")) == float(number)


@claim(r"To remember: the sum so far, ([+−][\d.]+)\.")
def _(r, value):
    marked = [word.split(",")[0] for word in r.run.text.split()[: r.cursor.timestep + 1] if word.endswith(",1")]
    return abs(float(value.replace("−", "-")) - sum(map(float, marked))) < 0.0051


@claim(r"Nothing is asked yet\.")
def _(r):
    return r.cursor.timestep < len(r.run) - 1


@claim(r"Wanted is ½ ([+−]) ([\d.]+)/4 = ([+−][\d.]+): he is off by ([\d.]+)\.")
def _(r, sign, sum_, wanted, off):
    value = 0.5 + float(sum_) / (4 if sign == "+" else -4)
    marked = [float(word.split(",")[0]) for word in r.run.text.split() if word.endswith(",1")]
    answer = float(r.step["logits"][0])
    right = abs(value - 0.5 - sum(marked) / 4) < 1e-4 and abs(float(wanted.replace("−", "-")) - value) <= 0.000051
    return right and abs(abs(answer - value) - float(off)) <= 0.000051
