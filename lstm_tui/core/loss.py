"""What a network is judged by, and its derivative by the logits.

softmax   ℓ = −ln p(target) = ln Σ_k e^(y_k) − y_target        dℓ/dy = p − one-hot(target)      nats
sigmoid   ℓ = Σ_k binary cross-entropy of output k             dℓ/dy = σ(y) − target            nats
linear    ℓ = ½ Σ_k (y_k − target_k)²                          dℓ/dy = y − target               ½ squared error
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lstm_tui.core.activations import Array, sigmoid
from lstm_tui.core.network import Network


@dataclass(frozen=True)
class Measure:
    """What a loss is called and counted in.

    Attributes:
        name: of the loss. unit: of its figures. information: whether they are information, which bits say too.
    """

    name: str
    unit: str
    information: bool

    def said(self, loss: float, decimals: int = 4) -> str:
        """Return a loss with its unit: '1.7010 nats (2.454 bits)', or '0.0123 (½ squared error)'."""
        if not self.information:
            return f"{loss:.{decimals}f} ({self.unit})"
        return f"{loss:.{decimals}f} {self.unit} ({loss / math.log(2):.{max(decimals - 1, 0)}f} bits)"


MEASURES = {  # by the output of the network
    "softmax": Measure("cross-entropy", "nats", True),
    "sigmoid": Measure("binary cross-entropy", "nats", True),
    "linear": Measure("½ squared error", "½ squared error", False),
}


def log_sum_exp(logits: Array, axis: int) -> Array:
    """Return ln Σ e^y along an axis, which is kept with length 1; no finite logits overflow."""
    highest = logits.max(axis=axis, keepdims=True)
    return np.asarray(highest + np.log(np.exp(logits - highest).sum(axis=axis, keepdims=True)))


def loss_into(output: str, logits: Array, targets: np.ndarray, share: Array, dlogits: Array) -> float:
    """Return Σ share · ℓ, and write its derivative by the logits.

    Args:
        output: "softmax", "sigmoid" or "linear".
        logits, dlogits: (T, V, B).
        targets: (T, B) symbols for a softmax, else (T, V, B) numbers.
        share: (T, 1, B), how much each timestep counts.
    """
    if output == "softmax":
        np.subtract(logits, logits.max(axis=1, keepdims=True), dlogits)
        at_target = (*np.ogrid[: len(targets), : targets.shape[1]], targets)  # of an array (T, B, V)
        by_sequence = dlogits.transpose(0, 2, 1)
        picked = by_sequence[at_target][:, None, :]
        np.exp(dlogits, dlogits)
        normaliser = dlogits.sum(axis=1, keepdims=True)
        losses = np.log(normaliser) - picked
        np.multiply(dlogits, share / normaliser, dlogits)
        by_sequence[at_target] -= share[:, 0]
        return float((losses * share).sum(dtype=np.float64))
    if output == "sigmoid":
        y = logits
        losses = (np.maximum(y, 0) - y * targets + np.log1p(np.exp(-np.abs(y)))).sum(axis=1, keepdims=True)
        np.subtract(sigmoid(y), targets, dlogits)
    else:
        np.subtract(logits, targets, dlogits)
        losses = 0.5 * (dlogits * dlogits).sum(axis=1, keepdims=True)
    np.multiply(dlogits, share, dlogits)
    return float((losses * share).sum(dtype=np.float64))


def mean_loss(network: Network, inputs: np.ndarray, targets: np.ndarray) -> float:
    """Return the mean of −ln p(target) over all timesteps, in nats; inputs and targets (T,) indices.

    The logits are computed again from h in float64, so that the figure has digits to spare.
    """
    W_hy, total = network.W_hy.astype(np.float64), 0.0
    for start, columns in network.forward(inputs, 0).sweep(("h",), len(network.cells) - 1):
        logits = columns["h"].astype(np.float64) @ W_hy.T + network.b_y  # (n, V)
        wanted = targets[start : start + len(logits)]
        total += float((log_sum_exp(logits, 1)[:, 0] - logits[np.arange(len(logits)), wanted]).sum())
    return total / len(inputs)
