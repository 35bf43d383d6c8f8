"""Write the two hand-set models: every weight is chosen, and the card says why.

    python -m lstm_tui.models.bundled.make_by_hand

20 stands for "certain": in float32 σ(20) is 1, σ(-20) is 0 and tanh(20) is 1 to the last digit, so that every value on
the note is a whole number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from lstm_tui.core.batch import Batch
from lstm_tui.core.cells import LSTM
from lstm_tui.core.measuring import measured
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.models import native
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.models.registry import BUNDLED

BY_HAND = "set by hand; written by python -m lstm_tui.models.bundled.make_by_hand"


def network(
    symbols: str,
    hidden: int,
    inputs: Mapping[tuple[str, int, str], float],
    biases: Mapping[tuple[str, int], float],
    outputs: Mapping[tuple[str, int], float],
    output_biases: Mapping[str, float],
) -> Network:
    """Build an LSTM from the weights that are not zero, named by (gate, unit, symbol); W_hh is all zero."""
    order = "ifgo"
    W_ih, b = np.zeros((4 * hidden, len(symbols))), np.zeros(4 * hidden)
    W_hy, b_y = np.zeros((len(symbols), hidden)), np.zeros(len(symbols))
    for (gate, unit, symbol), weight in inputs.items():
        W_ih[order.index(gate) * hidden + unit, symbols.index(symbol)] = weight
    for (gate, unit), bias in biases.items():
        b[order.index(gate) * hidden + unit] = bias
    for (symbol, unit), weight in outputs.items():
        W_hy[symbols.index(symbol), unit] = weight
    for symbol, bias in output_biases.items():
        b_y[symbols.index(symbol)] = bias
    arrays = (np.asarray(a, np.float32) for a in (W_ih, np.zeros((4 * hidden, hidden)), b))
    return Network([LSTM(*arrays)], W_hy.astype(np.float32), b_y.astype(np.float32))


def counter() -> ModelBundle:
    """Unit 0 counts: a is +1, b is -1; unit 1 remembers that a b has been read; a full stop wipes both."""
    inputs = {
        ("g", 0, "a"): 20.0, ("g", 0, "b"): -20.0, ("g", 1, "b"): 20.0,
        ("i", 0, "a"): 40.0, ("i", 0, "b"): 40.0, ("i", 1, "b"): 40.0,
        ("f", 0, "."): -40.0, ("f", 1, "."): -40.0, ("f", 1, "b"): -40.0,
    }  # fmt: skip
    biases = {(gate, unit): size for unit in (0, 1) for gate, size in (("i", -20.0), ("f", 20.0), ("o", 20.0))}
    outputs = {("a", 1): -10.0, ("b", 0): 8.0, (".", 0): -8.0, (".", 1): 8.0}
    reasons = (
        "b_i = -20: the input gates are shut unless a symbol opens them.",
        "W_xi = +40 (unit 0 for a and b, unit 1 for b): 40 - 20 = 20 opens the gate, so that something is written.",
        "W_xg = +20 for a, -20 for b in unit 0: tanh makes +1 and -1 of them: a goes up by one, b goes down by one.",
        "W_xg = +20 for b in unit 1: what it writes when a b is read is 1.",
        "b_f = +20: both units keep all of their note, so that a count never fades.",
        "W_xf = -40 for the full stop (both units): 20 - 40 = -20 shuts the forget gate: a new word starts from 0.",
        "W_xf = -40 for b in unit 1: the old 1 is rubbed out before the new one is written, so that it stays 1.",
        "b_o = +20: the output gates are open: h is always tanh(c).",
        "W_hy, b_y for a = -10 · unit 1 + 4: an a may come until a b has been read.",
        "W_hy, b_y for b = +8 · unit 0 - 2: a b may come while the count is above 0.",
        "W_hy for the full stop = -8 · unit 0 + 8 · unit 1: the word ends when a b has been read and the count is 0.",
        "All other weights are 0; W_hi, W_hf, W_hg and W_ho are 0: no gate needs to know what was said before.",
    )
    card = Card(
        what="Counts on its note: a goes up, b goes down, a full stop wipes it; says when the word must end.",
        data="none",
        how=BY_HAND,
        held_out="none: it was not trained; the word's end is right for any aⁿbⁿ (n ≥ 1)",
        licence="MIT, with this package",
        default_text="aaabbb.aabb.",
        reasons=reasons,
    )
    return ModelBundle(
        "counter", network("ab.", 2, inputs, biases, outputs, {"a": 4.0, "b": -2.0}), Vocabulary("ab."), card
    )


def latch() -> ModelBundle:
    """One unit holds one bit as +1 or -1 until # wipes it, and says it aloud only when asked with ?."""
    inputs = {
        ("g", 0, "1"): 20.0, ("g", 0, "0"): -20.0,
        ("i", 0, "1"): 40.0, ("i", 0, "0"): 40.0,
        ("f", 0, "1"): -40.0, ("f", 0, "0"): -40.0, ("f", 0, "#"): -40.0,
        ("o", 0, "?"): 40.0,
    }  # fmt: skip
    biases = {("i", 0): -20.0, ("f", 0): 20.0, ("o", 0): -20.0}
    reasons = (
        "b_i = -20: the input gate is shut: reading '.', '?' or '#' writes nothing.",
        "W_xi = +40 for 1 and 0: 40 - 20 = 20 opens the input gate for a bit.",
        "W_xg = +20 for 1, -20 for 0: tanh makes +1 and -1 of them: the two ways the bit can stand on the note.",
        "b_f = +20: the forget gate is open: the bit is kept, however long the wait.",
        "W_xf = -40 for 1 and 0: 20 - 40 = -20: the old bit is rubbed out before the new one is written.",
        "W_xf = -40 for #: the bit is rubbed out and nothing is written: the latch is told to forget.",
        "b_o = -20: the output gate is shut: the note keeps the bit (c) but says nothing aloud (h = 0).",
        "W_xo = +40 for ?: 40 - 20 = 20 opens it: only when asked is the bit said aloud.",
        "W_hy = +8 for 1, -8 for 0: a bit of +1 said aloud predicts a 1, one of -1 a 0.",
        "All other weights are 0; W_hi, W_hf, W_hg and W_ho are 0: no gate needs to know what was said before.",
    )
    card = Card(
        what="Remembers one bit (1 or 0) until # tells it to forget; says it aloud only when asked with ?.",
        data="none",
        how=BY_HAND,
        held_out="none: it was not trained; the answer to ? is right after any wait",
        licence="MIT, with this package",
        default_text="1...?1..0..?0.#.?",
        reasons=reasons,
    )
    outputs = {("1", 0): 8.0, ("0", 0): -8.0}
    return ModelBundle("latch", network("10.?#", 1, inputs, biases, outputs, {}), Vocabulary("10.?#"), card)


def with_scale(bundle: ModelBundle) -> ModelBundle:
    """Return the model with the scale of its note on its own text."""
    read = bundle.tokens.encode(bundle.card.default_text)[:, None]
    return replace(bundle, scale=measured(bundle.network, Batch(read, read, np.ones(read.shape))).scale)


if __name__ == "__main__":
    for bundle in map(with_scale, (counter(), latch())):
        native.save(bundle, BUNDLED / f"{bundle.name}{native.SUFFIX}")
