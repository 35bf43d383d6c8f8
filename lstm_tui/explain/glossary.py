"""The signs and the words of the screen, each explained in a sentence or two."""

from __future__ import annotations

from lstm_tui.core.phases import Phase
from lstm_tui.explain.notation import OPEN, SHUT
from lstm_tui.explain.reading import Reading

Entry = tuple[str, str]  # a sign or a word, and what it means

SIGNS: tuple[Entry, ...] = (
    ("σ tanh", "In boxes: the learned layers. What a sigmoid says is a share, what a tanh says has a sign."),
    ("⊗ ⊕", "Times and plus, unit by unit. Nothing is learned there."),
    ("━ ─ ╌", "A wire that carries something in this phase; one whose value is known; one still to come."),
    ("▁▃▅▇", "A column for each unit, above the line of zero: the value is positive."),
    ("█ ░ ▒", "On the note: what stays, what was rubbed out, what was newly written."),
    ("▔▀", "A column hanging below the line of zero: the value is negative."),
    ("▼ ▲", "They mark the selected unit, or the symbol just being read."),
    ("±4", "How far the scale of a picture reaches; it does not change from step to step."),
    ("◀", "In what comes next: the symbol that the text really goes on with."),
    ("␣ ↵ ?", "A space, a new line; under the text: a symbol that this model does not know."),
    ("‹ ›", "The text goes on there. In the first line: the moments of the model's training."),
)

OPERATED: tuple[Entry, ...] = (
    ("◌", "Before a number: the untouched run's, at the same place. In the first line: what is done to the run."),
    ("─ ▔", "A thin line, drawn or cut out of a bar: the untouched run's bar ended there."),
    (
        "▙ ▟",
        "A cell in halves: on the left how far the untouched run's column reached. A tinted cell: it ended elsewhere there.",
    ),
    ("=", "Before a number: it is held by hand. Over units and time it is underlined."),
    ("+ −", "Under the text: a symbol that was put in; one before which some were taken out."),
)

NAMES: tuple[Entry, ...] = (
    ("x", "What is read at this timestep, as numbers."),
    (
        "h",
        "The hidden state: what he says aloud. The prediction is made from it, and the gates of the next timestep hear it.",
    ),
    ("c", "The cell state: his sticky note. Only h shows anything of it to others."),
    ("_prev", "Of the timestep before: h_prev, c_prev."),
    ("W_xf", "The weights that lead from x to f; W_hf lead from h_prev to f, and b_f is its bias. So for every layer."),
    (
        "unit",
        "One place on the note with its own gates. A model has a fixed number of units; timesteps are as many as the text has.",
    ),
)

_WORDS: tuple[tuple[str, Entry], ...] = (
    ("x_t", ("one-hot", "All zeros but a single 1 at the symbol's place: W·x is then just one column of W.")),
    ("σ", ("sigmoid", "σ(z) = 1 / (1 + e^−z), between 0 and 1: how much gets through. σ(0) is one half.")),
    ("σ", ("gate", f"Open is above {OPEN:.0%}, shut below {SHUT:.0%}. A forget gate of 1 keeps, of 0 rubs out.".replace("%", " %"))),
    ("tanh", ("tanh", "Squashes any number into −1..1 and keeps its sign. tanh(0) is 0.")),
    ("h_prev + b", ("z", "The sum before it is squashed: W·x + W·h_prev + b. The worked line adds it up.")),
    ("⊙", ("⊙", "Times, unit by unit: each number by the one at its own place.")),
    ("softmax", ("logit", "y, a score for every symbol, any number: W_hy h + b_y.")),
    ("softmax", ("softmax", "Turns logits into shares that add up to 1: e^y over the sum of all e^y.")),
    ("softmax", ("nat", "−ln p, how surprising a symbol was: 0 where it was certain, 0.69 (ln 2) where it stood at one half.")),
)  # fmt: skip


def words_of(phase: Phase, equation: str, reading: Reading) -> tuple[Entry, ...]:
    """Return the words that a phase uses, each explained; which these are stands in its equation."""
    vocabulary = bool(reading.run.tokens.symbols)
    return tuple(entry for sign, entry in _WORDS if sign in equation and (vocabulary or entry[0] != "one-hot"))


def signs_of(reading: Reading) -> tuple[Entry, ...]:
    """Return the signs of the screen; those of an operated run where one is read."""
    return SIGNS if reading.work is None else (*SIGNS, *OPERATED)


def truth_row(reading: Reading) -> tuple[Entry, ...]:
    """Return what the row of truths under the text means, where the model was trained on a task that has one."""
    task = reading.run.task
    if task is None or reading.run.truth() is None:
        return ()
    return ((task.truth_name, f"The row under the text, what is true after each symbol: {task.truth_means}."),)


def names_of(reading: Reading) -> tuple[Entry, ...]:
    """Return the names of what is handed on and computed, as far as this kind of cell has it."""
    quantities = reading.notation.quantities
    first = next((phase.focus for phase in reading.phases if f"b_{phase.focus}" in phase.equation), "")
    names = []
    for name, meaning in NAMES:
        if name == "c" and "c_prev" not in quantities:
            continue
        if name == "h" and reading.notation.note == "h":
            meaning = "The hidden state: what he says aloud, and the only note he hands on."
        if name == "_prev" and "c_prev" not in quantities:
            meaning = "Of the timestep before: h_prev."
        if name == "W_xf" and not first:
            continue
        if name == "W_xf":
            name, meaning = f"W_x{first}", meaning.replace("to f", f"to {first}").replace("hf", f"h{first}").replace("b_f", f"b_{first}")  # fmt: skip
        names.append((name, meaning))
    return tuple(names)
