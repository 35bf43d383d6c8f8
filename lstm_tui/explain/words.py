"""What happens now: two or three plain sentences on each phase, with the real numbers of this step."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lstm_tui.explain.digits import percent, plain
from lstm_tui.explain.lines import Story
from lstm_tui.explain.reading import Reading
from lstm_tui.explain.source import lines_for
from lstm_tui.visible import quoted

OPEN, SHUT = 0.9, 0.1  # the thresholds of Karpathy, Johnson & Fei-Fei 2015 for a saturated gate


def tell(reading: Reading) -> Story:
    """Return the story of the phase under the cursor."""
    phase = reading.phase
    sentences = _TOLD[reading.kind, phase.key](reading)
    equation = phase.equation
    if phase.key == "prediction" and reading.run.reads_numbers:
        equation = "y = W_hy h + b_y"
    if phase.key == "input" and reading.run.reads_numbers:
        equation = "x_t = the numbers just read"
    if phase.key == "prediction" and reading.run.bundle.network.output == "sigmoid":
        equation = equation.replace("softmax", "σ")
    return Story(phase.title.capitalize(), sentences, equation, lines_for(reading.kind, phase.focus))


def _counts(reading: Reading, gate: str, verb: str) -> str:
    values = reading.step[gate]
    wide, shut = int((values > OPEN).sum()), int((values < SHUT).sum())
    return f"Of {len(values)} unit{'s' * (len(values) > 1)}, {wide} {verb} over 90 %, {shut} under 10 %."


def _first(reading: Reading) -> bool:
    return reading.cursor.timestep == 0


def _input(reading: Reading) -> tuple[str, ...]:
    layer = reading.cursor.layer
    if layer > 0:
        return (f"Layer {layer + 1} does not see the text: its input is what layer {layer} just said aloud (its h).",)
    symbol = quoted(reading.symbol)
    before = "On his note stands nothing yet." if _first(reading) else "He has no other memory than his one note."
    if reading.kind == "rnn":
        before = "He has said nothing yet." if _first(reading) else "All he has of the past is what he last said: h."
    if not reading.run.knows(reading.cursor.timestep):
        return (
            f"The amnesiac reads {symbol}, which this model does not know: it is fed {reading.run.bundle.card.unknown}, "
            "so that only h and the biases speak.",
            before,
        )
    network = reading.run.bundle.network
    if reading.run.reads_numbers:
        many = f"{network.input_size} number{'s' * (network.input_size > 1)}"
        return (
            f"The amnesiac reads {symbol}: {many}. {before}",
            f"x and h t-1 ({network.cells[0].hidden_size} numbers, what he last said aloud) go into the module's layers.",
        )
    layers = "one tanh layer" if reading.kind == "rnn" else "all four layers of the module"
    return (
        f"The amnesiac reads one symbol, {symbol}. {before}",
        f"x ({network.input_size} numbers, a single 1) and h t-1 ({network.cells[0].hidden_size} numbers, what he last said "
        f"aloud) go into {layers}.",
    )


def _forget(reading: Reading) -> tuple[str, ...]:
    n = reading.numbers
    return (
        "How much of each number on the note stays? A sigmoid answers for every unit: 1 keeps it, 0 rubs it out.",
        f"Unit {reading.unit} keeps {percent(n['f'])} of its {n['c_prev']}.",
        _counts(reading, "f", "keep"),
    )


def _kept(reading: Reading) -> tuple[str, ...]:
    n = reading.numbers
    if _first(reading):
        return ("Each number on the note times its own gate. The note is still empty: there is nothing to keep.",)
    return (
        "The amnesiac rubs out what the gate told him to: each number on the note times its own gate, unit by unit.",
        f"Unit {reading.unit} keeps {percent(n['f'])}: {n['c_prev']} becomes {n['kept']}.",
    )


def _input_gate(reading: Reading) -> tuple[str, ...]:
    return (
        "How much of the news gets written? A second sigmoid answers for every unit: 1 lets it on the note, 0 keeps it off.",
        f"Unit {reading.unit} lets in {percent(reading.numbers['i'])}.",
        _counts(reading, "i", "let in"),
    )


def _candidate(reading: Reading) -> tuple[str, ...]:
    g = reading.step["g"]
    return (
        "What would be written: the tanh layer proposes a number between −1 and 1 for every unit.",
        f"Unit {reading.unit} proposes {reading.numbers['g']}. Units that would go up: {int((g > 0).sum())} of {len(g)}.",
        "Up or down is decided here; how much of it counts, by the gate.",
    )


def _written(reading: Reading) -> tuple[str, ...]:
    n = reading.numbers
    return (
        "The proposal times its gate, unit by unit: what is really written on the note.",
        f"Unit {reading.unit} lets in {percent(n['i'])} of {n['g']}: {n['written']} is written.",
    )


def _cell(reading: Reading) -> tuple[str, ...]:
    n = reading.numbers
    change = abs(reading.step["c"] - reading.step["c_prev"])
    most = int(change.argmax())
    tail = f" Of all units, unit {most} changes most." if len(change) > 1 and most != reading.unit else ""
    return (
        "The new note: what was kept plus what was written.",
        f"Unit {reading.unit}: {n['kept']} kept, {n['written']} written: it was {n['c_prev']}, it is {n['c']}.",
        f"Nothing else touches the note, and so it can last.{tail}",
    )


def _output_gate(reading: Reading) -> tuple[str, ...]:
    return (
        "How much of the note is said aloud? A third sigmoid answers for every unit. What it holds back stays on the note.",
        f"Unit {reading.unit} says {percent(reading.numbers['o'])}.",
        _counts(reading, "o", "speak up"),
    )


def _hidden(reading: Reading) -> tuple[str, ...]:
    n = reading.numbers
    return (
        "The note, squashed by tanh into −1..1, times the output gate: h, what the amnesiac says aloud.",
        f"Unit {reading.unit} says {n['h']}, while its note holds {n['c']}.",
        "The prediction and his next self's gates hear only this.",
    )


def _rnn_hidden(reading: Reading) -> tuple[str, ...]:
    h, before = reading.step["h"], reading.step["h_prev"]
    turned = int((np.sign(h) * np.sign(before) < 0).sum())
    return (
        "The whole note is written anew: the new symbol and all of the old note go through one tanh. "
        "No gate protects anything, and so it fades.",
        f"Units that changed sign: {turned} of {len(h)}. Unit {reading.unit} goes from {before[reading.unit]:+.3f} to "
        f"{reading.numbers['h']}.".replace("-", "−"),
    )


def _prediction(reading: Reading) -> tuple[str, ...]:
    if reading.run.reads_numbers:
        answer = ", ".join(plain(value, 4) for value in reading.answers())
        following = reading.next_symbol
        said = f"The data go on with {quoted(following)}." if following is not None else "The data end here."
        return (f"Having read {quoted(reading.symbol)}, the network answers {answer}, from h alone.", said)
    best, truth, following = reading.guesses(1)[0], reading.truth(), reading.next_symbol
    if reading.run.bundle.network.output == "sigmoid":
        allowed = [
            quoted(guess.symbol) for guess in reading.guesses(len(reading.step["probs"])) if guess.probability > 0.5
        ]
        said = f"The text says {quoted(following)}." if following is not None else "The text ends here."
        return (
            f"Having read {quoted(reading.symbol)}, the network says of each symbol by itself whether it may "
            f"follow: {' and '.join(allowed) if allowed else 'none'} (above 50 %).",
            said,
        )
    first = (
        f"Having read {quoted(reading.symbol)}, the network says what it expects now, from h alone: "
        f"most of all {quoted(best.symbol)}, {best.probability * 100:.1f} %."
    )
    if truth is not None:
        return (
            first,
            f"The text really says {quoted(truth.symbol)}: it held that for {truth.probability * 100:.1f} % likely.",
        )
    if following is not None:
        return (first, f"The text really says {quoted(following)}, which this model does not know and cannot expect.")
    return (first, "The text ends here.")


_TOLD: dict[tuple[str, str], Callable[[Reading], tuple[str, ...]]] = {
    ("lstm", "input"): _input,
    ("lstm", "forget-gate"): _forget,
    ("lstm", "kept"): _kept,
    ("lstm", "input-gate"): _input_gate,
    ("lstm", "candidate"): _candidate,
    ("lstm", "written"): _written,
    ("lstm", "cell"): _cell,
    ("lstm", "output-gate"): _output_gate,
    ("lstm", "hidden"): _hidden,
    ("lstm", "prediction"): _prediction,
    ("rnn", "input"): _input,
    ("rnn", "hidden"): _rnn_hidden,
    ("rnn", "prediction"): _prediction,
}
