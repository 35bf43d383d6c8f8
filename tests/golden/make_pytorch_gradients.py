"""Write pytorch_gradients.npz and pytorch_gru_gradients.npz: what torch.autograd finds for batches with carried state.

    python tests/golden/make_pytorch_gradients.py [lstm,rnn | gru,gru~reset-before]

All is float64. torch.nn has no GRU that resets before the product: that one is written out in torch's operations.

Keys are `kind.layers.array`: the weights as in make_pytorch_outputs.py, inputs (T, B) and targets (T, B) indices, the
initial states h0 and c0 (L, B, H), the mean cross-entropy `loss`, grad.<weight> for every weight, and dh (T, B, H):
the derivative of the loss by the top layer's output of each timestep through the head only.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch

T, B, D, H, V = 12, 3, 5, 4, 5
FILES = {"lstm,rnn": "pytorch_gradients.npz", "gru,gru~reset-before": "pytorch_gru_gradients.npz"}


class ResetBefore(torch.nn.GRU):
    """n = tanh(W_in x + b_in + W_hn (r ⊙ h) + b_hn): Cho et al. 2014, with torch.nn.GRU's weights."""

    def forward(self, x: torch.Tensor, state: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return h of the top layer (T, B, H) and of every layer at the end (L, B, H)."""
        last = []
        for layer, h in enumerate(state):
            W_ih, W_hh, b_ih, b_hh = (getattr(self, f"{name}_l{layer}") for name in self.NAMES)
            W_hr, W_hz, W_hn = W_hh.chunk(3)
            said = []
            for row in x:
                x_r, x_z, x_n = (row @ W_ih.T + b_ih + b_hh).chunk(3, dim=1)
                r, z = torch.sigmoid(x_r + h @ W_hr.T), torch.sigmoid(x_z + h @ W_hz.T)
                n = torch.tanh(x_n + (r * h) @ W_hn.T)
                h = (1 - z) * n + z * h
                said.append(h)
            x = torch.stack(said)
            last.append(h)
        return x, torch.stack(last)

    NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


MODULES = {"lstm": torch.nn.LSTM, "rnn": torch.nn.RNN, "gru": torch.nn.GRU, "gru~reset-before": ResetBefore}


def case(kind: str, layers: int) -> dict[str, np.ndarray]:
    """Run one module forward and back and return everything by name."""
    module = MODULES[kind](D, H, layers, dtype=torch.float64)
    head = torch.nn.Linear(H, V, dtype=torch.float64)
    inputs, targets = torch.randint(0, D, (T, B)), torch.randint(0, V, (T, B))
    h0 = torch.randn(layers, B, H, dtype=torch.float64)
    c0 = torch.randn(layers, B, H, dtype=torch.float64)
    x = torch.nn.functional.one_hot(inputs, D).double()
    out, _ = module(x, (h0, c0) if kind == "lstm" else h0)
    out.retain_grad()
    loss = torch.nn.functional.cross_entropy(head(out).reshape(-1, V), targets.reshape(-1))
    loss.backward()
    arrays = {"inputs": inputs, "targets": targets, "h0": h0, "c0": c0, "loss": loss, "dh": out.grad}
    for name, weight in (*module.named_parameters(), *head.named_parameters()):
        arrays |= {name: weight, f"grad.{name}": weight.grad}
    return {name: tensor.detach().numpy() for name, tensor in arrays.items()}


def write(kinds: str) -> None:
    """Write the file of these kinds."""
    arrays: dict[str, np.ndarray] = {}
    torch.manual_seed(1)
    for kind in kinds.split(","):
        for layers in (1, 2, 3):
            arrays |= {f"{kind}.{layers}.{name}": array for name, array in case(kind, layers).items()}
    output = Path(__file__).with_name(FILES[kinds])
    np.savez_compressed(output, **arrays)
    print(f"{output.name}: {len(arrays)} arrays, {output.stat().st_size} bytes, torch {torch.__version__}")


if __name__ == "__main__":
    for kinds in sys.argv[1:] or FILES:
        write(kinds)
