"""A batch of sequences run side by side, forward and back, in memory taken once: what training needs of a network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lstm_tui.core.activations import Array, sigmoid, softmax
from lstm_tui.core.backward import Gradient, run_back
from lstm_tui.core.cells.base import BackWindow, Window
from lstm_tui.core.cells.rows import rows_of
from lstm_tui.core.loss import loss_into
from lstm_tui.core.network import Network
from lstm_tui.errors import LstmTuiError


@dataclass(frozen=True, eq=False)
class Batch:
    """B sequences of T timesteps each, and what should come out.

    Attributes:
        inputs: (T, B) symbols (−1: a zero vector) or (T, D, B) numbers.
        targets: (T, B) symbols for a softmax; (T, V, B) numbers for sigmoid and linear outputs.
        weights: (T, B), how much each timestep counts in the loss; 0 where there is nothing to predict.
        fresh: whether the sequences begin here; where not, the state goes on from the batch before.
    """

    inputs: np.ndarray
    targets: np.ndarray
    weights: Array
    fresh: bool = True


class BatchRun:
    """The network over batches of one size; the same cells and the same equations as in a trace.

    loss = Σ weight · ℓ / Σ weight, ℓ as in core/loss.py.
    """

    def __init__(self, network: Network, timesteps: int, batch: int) -> None:
        self.network = network
        self.windows = [cell.window(timesteps, batch) for cell in network.cells]
        self.backs = [BackWindow(window, over_z=True) for window in self.windows]
        self.shape = (timesteps, batch)
        self._logits = np.empty((timesteps * batch, network.output_size), network.dtype)
        self.logits = self._logits.reshape(timesteps, batch, -1).transpose(0, 2, 1)  # (T, V, B)
        self.dlogits = np.empty_like(self.logits)

    def start(self, state: list[dict[str, Array]] | None = None) -> None:
        """Begin from this state, for each layer name -> (H, B); from zeros where None."""
        for layer, window in enumerate(self.windows):
            for name, values in window.state.items():
                values[0] = 0 if state is None else state[layer][name]

    def state(self) -> list[dict[str, Array]]:
        """Return the state after the last timestep, to carry into the next batch."""
        return [{name: values[-1].copy() for name, values in window.state.items()} for window in self.windows]

    def forward(self, batch: Batch) -> Array:
        """Run the batch from the state set by `start`; return the logits (T, V, B)."""
        if batch.inputs.shape[0] != self.shape[0] or batch.inputs.shape[-1] != self.shape[1]:
            raise LstmTuiError(f"The batch has shape {batch.inputs.shape}, not {self.shape}.")
        below = self._run(self.windows, batch.inputs)
        np.dot(rows_of(below), self.network.W_hy.T, self._logits)
        self._logits += self.network.b_y
        return self.logits

    def loss(self, batch: Batch, total: float | None = None) -> float:
        """Return the mean loss in nats (½ squared error for numbers) and keep dL/dlogits for `backward`.

        Args: total: the weight of the whole, where the batch is a part of a larger one.
        """
        total = total or float(batch.weights.sum()) or 1.0
        share = (batch.weights / total).astype(self.network.dtype)[:, None, :]
        return loss_into(self.network.output, self.logits, batch.targets, share, self.dlogits)

    def backward(self, batch: Batch, gradient: Gradient) -> None:
        """Fill `gradient` with dL/dparameter of the batch run last; the state that it began with counts as given."""
        gradient.flat[:] = 0
        for back in self.backs:
            for values in back.carry.values():
                values[...] = 0
        run_back(self.network, self.windows, self.backs, batch.inputs, self.dlogits, gradient)

    def first_not_finite(self, batch: Batch) -> tuple[int, str, int] | None:
        """Return the timestep, quantity and layer (both from 1) where numbers of a batch that was run cease to be finite.

        Each sequence is run again by itself, since a batch keeps only what going back needs; None: in the output map.
        """
        found = []
        for b in range(self.shape[1]):
            alone = [cell.window(self.shape[0]) for cell in self.network.cells]
            for window, whole in zip(alone, self.windows, strict=True):
                for name, values in window.state.items():
                    values[0] = whole.state[name][0, :, b]
            with np.errstate(all="ignore"):
                self._run(alone, batch.inputs[..., b])
            for layer, window in enumerate(alone, 1):
                for name, column in window.columns.items():
                    broken = ~np.isfinite(column).all(axis=1)
                    if broken.any():
                        found.append((int(broken.argmax()) + 1, name, layer))
        return min(found, key=lambda place: place[0], default=None)

    def _run(self, windows: list[Window], inputs: np.ndarray) -> np.ndarray:
        """Run every layer over these windows, from the states that stand in them; return h of the top layer."""
        below = inputs
        for cell, window in zip(self.network.cells, windows, strict=True):
            if np.issubdtype(below.dtype, np.integer):
                cell.project_symbols(below, window, 0, len(window))
            else:
                cell.project_vectors(below, window, 0, len(window))
            cell.run(window, 0, len(window))
            below = window.columns["h"]
        return below

    def gradient_norms(self, layer: int = -1) -> Array:
        """Return |dL/dh| of every timestep, (T,): how far back the loss is still heard."""
        dh = rows_of(self.backs[layer].columns["dh"]).reshape(self.shape[0], -1)
        return np.asarray(np.sqrt(np.einsum("tk,tk->t", dh, dh)))


def probabilities(network: Network, logits: Array) -> Array:
    """Return the outputs (T, V, B) that logits (T, V, B) stand for."""
    if network.output == "softmax":
        return np.moveaxis(softmax(np.moveaxis(logits, 1, -1)), -1, 1)
    return sigmoid(logits) if network.output == "sigmoid" else logits
