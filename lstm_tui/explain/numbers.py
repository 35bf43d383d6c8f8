"""The printed numbers of one unit at one step, chosen together so that every equation on the screen holds as printed."""

from __future__ import annotations

from typing import NamedTuple

from lstm_tui.core.trace import StepTrace
from lstm_tui.explain.digits import agrees, beyond, carried, plain, settle, total
from lstm_tui.explain.notation import SQUASHES, Notation, Relation

LEAST, GATE_LEAST, GATE_MOST = 2, 3, 7


class Layer(NamedTuple):
    """A unit's numbers in one learned layer as printed.

    Attributes: z: the pre-activation; shares: of it, by the cell's names for them; result; adds_up, squashes: whether the sum of
        the shares = z and σ or tanh of z = result hold with just these digits.
    """

    z: str
    shares: dict[str, str]
    result: str
    adds_up: bool
    squashes: bool


class Numbers:
    """The values of one unit at one step, and as they are printed.

    z.f is the forget gate's pre-activation.

    Args: step: the timestep and layer; unit: from 0; notation: of the kind of cell.
    Attributes: shares: of each pre-activation, by its layer, each computed from the weights. rounded: the results whose equation cannot hold as printed: float32 carries no more digits of it.
    """

    def __init__(self, step: StepTrace, unit: int, notation: Notation) -> None:
        self.quantities = notation.quantities
        cell = step.trace.network.cells[step.layer]
        self.values = {name: float(step[name][unit]) for name in cell.quantities if name not in ("x", "z")}
        z = step["z"]
        self.shares = {gate: cell.shares(gate, unit, step) for gate in cell.fused}
        self.values |= {f"z.{gate}": float(z[k * cell.hidden_size + unit]) for k, gate in enumerate(cell.fused)}
        self.decimals = {
            name: min(LEAST + (not self.signed(name)), carried(value)) for name, value in self.values.items()
        }
        settling = [relation for relation in notation.relations if relation.settles]
        for _ in range(4):  # a result that needs one digit more may unsettle those settled before it
            before = dict(self.decimals)
            for relation in settling:
                self._settle(relation)
            if before == self.decimals:
                break
        self.rounded = {relation.result for relation in settling if not self.holds(relation)}

    def holds(self, relation: Relation) -> bool:
        """Say whether an equation holds with the digits as printed; what is beyond float32 is no equation to check."""
        factors = [self.values[name] for name in relation.factors]
        result = self.values[relation.result]
        places = [self.decimals[name] for name in relation.factors]
        return beyond(result, *factors) or agrees(
            relation.compute, factors, places, result, self.decimals[relation.result]
        )

    def signed(self, name: str) -> bool:
        """Say whether a quantity is printed with its sign; the parts of a pre-activation are."""
        return name not in self.quantities or self.quantities[name].signed

    def _settle(self, relation: Relation) -> None:
        places, decimals = settle(
            relation.compute,
            [self.values[name] for name in relation.factors],
            [self.decimals[name] for name in relation.factors],
            self.values[relation.result],
            self.decimals[relation.result],
        )
        self.decimals |= dict(zip(relation.factors, places, strict=True)) | {relation.result: decimals}

    def gate(self, name: str) -> Layer:
        """Return the numbers of a learned layer as printed in its own two equations.

        The result has fewer digits there than it may have beside its product: float32 does not carry more through σ.
        """
        compute = SQUASHES[self.quantities[name].squash]
        z, shares = self.values[f"z.{name}"], list(self.shares[name].values())
        least = min(GATE_LEAST, carried(z))
        for decimals in range(GATE_LEAST, GATE_MOST):
            (places,), wanted = settle(compute, [z], [least], self.values[name], decimals)
            share_places, places = settle(total, shares, [min(places, carried(share)) for share in shares], z, places)
            squashes = agrees(compute, [z], [places], self.values[name], wanted)
            if squashes:
                break
        said = {
            share: plain(value, place)
            for (share, value), place in zip(self.shares[name].items(), share_places, strict=True)
        }
        result = plain(self.values[name], wanted, signed=self.signed(name))
        adds_up = agrees(total, shares, share_places, z, places)
        past = beyond(z, *shares, self.values[name])
        return Layer(plain(z, places), said, result, adds_up or past, squashes or past)

    def __getitem__(self, name: str) -> str:
        """Return a quantity as printed, with a sign unless it is a share."""
        return plain(self.values[name], self.decimals[name], signed=self.signed(name))
