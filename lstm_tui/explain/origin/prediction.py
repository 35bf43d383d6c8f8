"""The numbers of a prediction, opened: logits, probabilities and the loss."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from lstm_tui.core.activations import sigmoid_number
from lstm_tui.core.cells.base import Terms
from lstm_tui.errors import LstmTuiError
from lstm_tui.explain.digits import MOST, agrees, plain, settle
from lstm_tui.explain.naming import name_of
from lstm_tui.explain.origin.spot import Spot
from lstm_tui.explain.origin.terms import LEAST, Origin, Term, by_size, summed
from lstm_tui.visible import quoted


def open_logit(spot: Spot) -> Origin:
    """Open a logit into its products."""
    unit = spot.place.unit
    products = spot.products(Terms("W_hy", spot.network.W_hy[unit], "h"))
    return spot.sum("y = W_hy·h + b_y", [*products, Term("b_y", float(spot.network.b_y[unit]))])


def open_probability(spot: Spot) -> Origin:
    """Open a probability: the quotient of its own power of e and the sum of all; or σ of its logit by itself."""
    logit = spot.at("logits", spot.place.unit)
    if spot.network.output == "sigmoid":
        return spot.function("σ", sigmoid_number, logit, spot.value("logits"))
    if spot.network.output == "linear":
        return spot.same("the answer is the logit as it is", logit)
    value = spot.value()
    chosen, folded = by_size(_powers(spot), spot.shown, first=spot.place.unit)
    own, *others = (term.value for term in chosen)
    for most in range(4, MOST):  # until the quotient of what is printed is the probability as printed
        rest = math.fsum(round(other, most) for other in others)
        if holds := agrees(_share, (own, rest), (most, most), value, 4):
            break
    terms = summed(chosen, most, signed=False)
    said, equals = plain(value, 4, signed=False), "=" if holds else "≈"
    name = name_of(spot.run, spot.place)
    equation = f"{name} = e^y / sum of e^y = {terms[0].printed} / {terms[-1].running} {equals} {said}"
    remark = "the largest logit is taken off every one first: the quotient is the same"
    return Origin(spot.place, spot.name, value, said, equation, terms, folded, holds, remark)


def _powers(spot: Spot) -> list[Term]:
    """Return e^(y − max y) of each symbol: nothing overflows, and the quotient is the same."""
    logits = spot.step["logits"].astype(np.float64)
    top = float(logits.max())
    return [
        Term(f"e^(logit[{quoted(symbol)}] − {plain(top, 3)})", math.exp(y - top), spot.at("logits", k), (y - top,))
        for k, (symbol, y) in enumerate(zip(spot.run.tokens.symbols, logits.tolist(), strict=True))
    ]


def open_loss(spot: Spot) -> Origin:
    """Open −ln p of one symbol.

    Raises:
        LstmTuiError: the model chooses no symbol.
    """
    if spot.network.output != "softmax" or not spot.run.tokens.symbols:
        raise LstmTuiError("This model chooses no symbol: it has no −ln p.", "Open p or a logit.")
    source = spot.at("probs", spot.place.unit)
    p, label = spot.value("probs"), name_of(spot.run, source)
    origin = Origin(spot.place, spot.name, math.inf, "> 1e38", f"loss = −ln {label}", curve="−ln")
    if p <= 0:
        return replace(origin, terms=(Term(label, p, source, printed="0"),), remark="beyond what float32 can hold")
    value = -math.log(p)
    (places,), decimals = settle(_surprise, [p], [4], value, LEAST)
    said, printed = plain(p, places, signed=False), plain(value, decimals, signed=False)
    holds = agrees(_surprise, [p], [places], value, decimals)
    equation = f"loss = −ln {label} = −ln {said} {'=' if holds else '≈'} {printed} nats"
    term = Term(label, p, source, printed=said)
    return replace(origin, value=value, printed=printed, equation=equation, terms=(term,), holds=holds)


def _surprise(p: float) -> float:
    return -math.log(p) if p > 0 else math.inf


def _share(own: float, rest: float) -> float:
    return own / (own + rest) if own + rest > 0 else math.inf
