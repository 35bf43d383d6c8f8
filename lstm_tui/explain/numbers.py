"""The printed numbers of one unit at one step, chosen together so that every equation on the screen holds as printed."""

from __future__ import annotations

import math

from lstm_tui.core.activations import sigmoid_number
from lstm_tui.core.trace import StepTrace
from lstm_tui.explain.digits import agrees, plain, settle, total
from lstm_tui.explain.notation import Notation, Relation

LEAST, GATE_LEAST, GATE_MOST = 2, 3, 7


class Numbers:
    """The values of one unit at one step, and as they are printed.

    z.f is the forget gate's pre-activation; x.f, h.f and b.f are the shares of it that come from the input, the hidden
    state before and the bias.

    Args: step: the timestep and layer; unit: from 0; notation: of the kind of cell.
    """

    def __init__(self, step: StepTrace, unit: int, notation: Notation) -> None:
        self.quantities = notation.quantities
        cell = step.trace.network.cells[step.layer]
        self.values = {name: float(step[name][unit]) for name in cell.quantities if name not in ("x", "z")}
        z, x, h_prev = step["z"], step["x"], step["h_prev"]
        for block, gate in enumerate(cell.fused):
            total_z = float(z[block * cell.hidden_size + unit])
            shares = cell.shares(gate, unit, x, h_prev)
            # W_hh h_prev is what is left of z: the kernel adds just these three, rounding each sum once.
            self.values |= {
                f"z.{gate}": total_z, f"x.{gate}": shares["x"], f"b.{gate}": shares["b"],
                f"h.{gate}": total_z - shares["x"] - shares["b"],
            }  # fmt: skip
        self.decimals = {name: LEAST + (not self.signed(name)) for name in self.values}
        for _ in range(4):  # a result that needs one digit more may unsettle those settled before it
            before = dict(self.decimals)
            for relation in notation.relations:
                self._settle(relation)
            if before == self.decimals:
                break

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

    def gate(self, name: str) -> tuple[str, list[str], str]:
        """Return z, its three shares (x, h, b) and the gate as printed in the gate's own equations.

        These have fewer digits than the gate may have beside its product: float32 does not carry more through σ.
        """
        compute = math.tanh if self.signed(name) else sigmoid_number
        z, shares = self.values[f"z.{name}"], [self.values[f"{part}.{name}"] for part in "xhb"]
        for decimals in range(GATE_LEAST, GATE_MOST):
            (places,), wanted = settle(compute, [z], [GATE_LEAST], self.values[name], decimals)
            share_places, places = settle(total, shares, [places] * 3, z, places)
            if agrees(compute, [z], [places], self.values[name], wanted):
                break
        printed = [plain(share, place) for share, place in zip(shares, share_places, strict=True)]
        return plain(z, places), printed, plain(self.values[name], wanted, signed=self.signed(name))

    def __getitem__(self, name: str) -> str:
        """Return a quantity as printed, with a sign unless it is a share."""
        return plain(self.values[name], self.decimals[name], signed=self.signed(name))
