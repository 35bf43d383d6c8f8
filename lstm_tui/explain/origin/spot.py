"""The place of a number that is opened, and what stands around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from lstm_tui.core.cells.base import Terms
from lstm_tui.core.place import Place
from lstm_tui.explain.digits import agrees, carried, plain, settle, total
from lstm_tui.explain.naming import name_of
from lstm_tui.explain.notation import Notation
from lstm_tui.explain.origin.terms import LEAST, Origin, Term, by_size, summed
from lstm_tui.run import Run
from lstm_tui.visible import quoted


class Spot:
    """A number of a run, and the ways in which it may be opened.

    Args: run; notation: of its kind of cell; place; shown: how many terms of a sum are told one by one.
    """

    def __init__(self, run: Run, notation: Notation, place: Place, shown: int) -> None:
        self.run, self.notation, self.place, self.shown = run, notation, place, shown
        self.network = run.bundle.network
        self.cell = self.network.cells[place.layer]
        self.step = run.trace.step(place.timestep, place.layer)
        self.name = name_of(run, place, timestep=True)

    def at(self, quantity: str, unit: int, timestep: int = 0, layer: int = 0) -> Place:
        """Return a place that is so many timesteps and layers away."""
        return Place(quantity, self.place.layer + layer, self.place.timestep + timestep, unit)

    def value(self, quantity: str | None = None, unit: int | None = None) -> float:
        """Return the number, or another one of the same step."""
        values = self.step[self.place.quantity if quantity is None else quantity]
        return float(values[self.place.unit if unit is None else unit])

    def held(self, place: Place | None = None) -> bool:
        """Say whether an operation holds the number, or another one."""
        place = place or self.place
        return self.run.trace.operations.hold(place.quantity, place.layer, place.timestep, place.unit)

    def leaf(self, equation: str, remark: str) -> Origin:
        """Open what has nothing behind it."""
        value = self.value()
        return Origin(self.place, self.name, value, plain(value, min(4, carried(value))), equation, remark=remark)

    def same(self, equation: str, source: Place) -> Origin:
        """Open what is another number, handed on."""
        value = self.value()
        printed = plain(value, min(4, carried(value)))
        term = Term(name_of(self.run, source, timestep=True), value, source, printed=printed)
        return Origin(self.place, self.name, value, printed, equation, (term,))

    def function(self, symbol: str, compute: Callable[[float], float], source: Place, argument: float) -> Origin:
        """Open a function of one number."""
        value, signed = self.value(), symbol != "σ"
        places, decimals = settle(compute, [argument], [LEAST], value, LEAST)
        holds = agrees(compute, [argument], places, value, decimals)
        said, printed = plain(argument, places[0]), plain(value, decimals, signed)
        label = name_of(self.run, source)
        name = name_of(self.run, self.place)
        equation = f"{name} = {symbol}({label}) = {symbol}({said}) {'=' if holds else '≈'} {printed}"
        term = Term(label, argument, source, printed=said)
        return Origin(self.place, self.name, value, printed, equation, (term,), holds=holds, curve=symbol)

    def sum(self, equation: str, terms: Sequence[Term]) -> Origin:
        """Open a sum."""
        value = self.value()
        chosen, folded = by_size(terms, self.shown)
        values = [term.value for term in chosen]
        digits, decimals = settle(total, values, [min(LEAST, carried(one)) for one in values], value, LEAST)
        most = max(digits, default=LEAST)
        holds = agrees(total, values, [most] * len(values), value, decimals)
        return Origin(
            self.place, self.name, value, plain(value, decimals), equation, summed(chosen, most), folded, holds
        )

    def products(self, terms: Terms) -> list[Term]:
        """Return weights[k] × source[k] for each k; of a one-hot x the one column that it chooses."""
        label, weights, source, first = terms
        if not source:
            return [Term(label, float(weights[0]))]
        if source == "x" and self.place.layer == 0 and self.run.trace.inputs.ndim == 1:
            index = int(self.run.trace.inputs[self.place.timestep])
            if index < 0:
                return []
            symbol = quoted(self.run.tokens.symbols[index])
            return [Term(f"{label}·x (column of {symbol})", float(weights[index]))]
        values = self.step[source][first : first + len(weights)].astype(np.float64).tolist()
        if not label:
            return [Term(f"{source}[{k}]", value, self._source(source, k)) for k, value in enumerate(values, first)]
        return [
            Term(f"{label}[{k}] × {source}[{k}]", weight * value, self._source(source, k), (weight, value))
            for k, (weight, value) in enumerate(zip(weights.tolist(), values, strict=True), first)
        ]

    def _source(self, source: str, k: int) -> Place:
        """Return where a number that a layer hears comes from: h_prev[k] is h of the timestep before."""
        place = self.at(source, k)
        if source == "x" and self.place.layer > 0:
            return self.at("h", k, layer=-1)
        if source.endswith("_prev") and self.place.timestep > 0 and not self.held(place):
            return self.at(source.removesuffix("_prev"), k, timestep=-1)
        return place
