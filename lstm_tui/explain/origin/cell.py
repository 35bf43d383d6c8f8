"""The numbers of a cell, opened: what was read, gates, products, sums and states."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lstm_tui.core.cells.base import Terms
from lstm_tui.explain.digits import agrees, plain, product, settle, total
from lstm_tui.explain.naming import name_of
from lstm_tui.explain.notation import SQUASHES, Relation
from lstm_tui.explain.origin.spot import Spot
from lstm_tui.explain.origin.terms import LEAST, Origin, Term
from lstm_tui.explain.source import lines_for
from lstm_tui.visible import quoted


def open_quantity(spot: Spot) -> Origin:
    """Open a number that the cell made, or was given."""
    quantity = spot.place.quantity
    if spot.held():
        return spot.leaf("", "set by hand: an operation holds it")
    if quantity == "x":
        return _input(spot)
    if quantity.endswith("_prev"):
        return _before(spot, quantity.removesuffix("_prev"))
    if quantity == "z":
        return _pre_activation(spot)
    if quantity in spot.cell.fused:
        return _squashed(spot)
    if parts := spot.cell.terms(quantity, spot.place.unit):
        return _summed(spot, quantity, parts)
    for relation in spot.notation.relations:
        if relation.result == quantity:
            return _related(spot, relation)
    code = lines_for(spot.cell.kind, quantity, False)
    return spot.leaf(code[0].code if code else "", "")


def _input(spot: Spot) -> Origin:
    if spot.place.layer > 0:
        return spot.same("x = h of the layer below", spot.at("h", spot.place.unit, layer=-1))
    symbol = quoted(spot.run.symbols[spot.place.timestep])
    if spot.run.trace.inputs.ndim == 2:
        return spot.leaf("", f"read from the text: {symbol}")
    index = int(spot.run.trace.inputs[spot.place.timestep])
    if index < 0:
        return spot.leaf("", f"{symbol} is not known: x is all zeros")
    known = quoted(spot.run.tokens.symbols[index])
    return spot.leaf("", f"one-hot: 1 at place {index}, for {known}; the text says {symbol}")


def _before(spot: Spot, state: str) -> Origin:
    if spot.place.timestep == 0:
        given = spot.run.trace.operations.start is not None
        return spot.leaf("", "the state that the run was given to begin with" if given else "the run begins with zeros")
    return spot.same(f"{state} of the timestep before", spot.at(state, spot.place.unit, timestep=-1))


def _squashed(spot: Spot) -> Origin:
    gate = spot.place.quantity
    source = spot.at("z", spot.cell.fused.index(gate) * spot.cell.hidden_size + spot.place.unit)
    argument = spot.value("z", source.unit)
    squash = spot.notation.quantities[gate].squash
    if not squash:
        return spot.same(f"{gate} = {name_of(spot.run, source)}", source)
    return spot.function(squash, SQUASHES[squash], source, argument)


def _pre_activation(spot: Spot) -> Origin:
    block, unit = divmod(spot.place.unit, spot.cell.hidden_size)
    gate = spot.cell.fused[block]
    parts = spot.cell.terms(gate, unit)
    if parts:
        return _summed(spot, f"z_{gate}", parts)
    shares = spot.cell.shares(gate, unit, spot.step)
    told = [Term(f"b_{gate}" if name == "b" else f"what {name} adds", share) for name, share in shares.items()]
    return spot.sum(f"z_{gate}", told)


def _summed(spot: Spot, name: str, parts: Sequence[Terms]) -> Origin:
    """Open a sum into its products one by one."""
    terms = [term for part in parts for term in spot.products(part)]
    named = [f"{part.label}·{part.quantity}".strip("·") for part in parts]
    return spot.sum(f"{name} = {' + '.join(named)}", terms)


def _related(spot: Spot, relation: Relation) -> Origin:
    places = [spot.at(name, spot.place.unit) for name in relation.factors]
    values = [spot.value(name) for name in relation.factors]
    if relation.compute is total:
        terms = [Term(name_of(spot.run, place), value, place) for place, value in zip(places, values, strict=True)]
        return spot.sum(f"{relation.result} = {' + '.join(relation.factors)}", terms)
    if len(values) == 1 and not relation.form:
        return spot.function("tanh" if relation.compute is math.tanh else "f", relation.compute, places[0], values[0])
    value, signed = spot.value(), [spot.notation.quantities[name].signed for name in relation.factors]
    least = [LEAST if sign else LEAST + 1 for sign in signed]
    digits, decimals = settle(relation.compute, values, least, value, LEAST)
    holds = agrees(relation.compute, values, digits, value, decimals)
    printed = [plain(*one) for one in zip(values, digits, signed, strict=True)]
    said = plain(value, decimals)
    form = relation.form or (" × " if relation.compute is product else ", ").join(["{}"] * len(values))
    in_symbols, in_digits = form.format(*relation.factors), form.format(*printed)
    equation = f"{relation.result} = {in_symbols} = {in_digits} {'=' if holds else '≈'} {said}"
    terms = [
        Term(name_of(spot.run, place), one, place, printed=text)
        for place, one, text in zip(places, values, printed, strict=True)
    ]
    return Origin(spot.place, spot.name, value, said, equation, tuple(terms), holds=holds)
