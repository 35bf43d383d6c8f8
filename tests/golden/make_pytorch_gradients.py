"""Write pytorch_gradients.npz: the gradients that torch.autograd finds for batches with carried state, in float64.

    python tests/golden/make_pytorch_gradients.py

Keys are `kind.layers.array`: the weights as in make_pytorch_outputs.py, inputs (T, B) and targets (T, B) indices, the
initial states h0 and c0 (L, B, H), the mean cross-entropy `loss`, grad.<weight> for every weight, and dh (T, B, H):
the derivative of the loss by the top layer's output of each timestep through the head only.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

T, B, D, H, V = 12, 3, 5, 4, 5
OUTPUT = Path(__file__).with_name("pytorch_gradients.npz")


def case(kind: str, layers: int) -> dict[str, np.ndarray]:
    """Run one module forward and back and return everything by name."""
    module = {"lstm": torch.nn.LSTM, "rnn": torch.nn.RNN}[kind](D, H, layers, dtype=torch.float64)
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


def main() -> None:
    arrays: dict[str, np.ndarray] = {}
    torch.manual_seed(1)
    for kind in ("lstm", "rnn"):
        for layers in (1, 2, 3):
            arrays |= {f"{kind}.{layers}.{name}": array for name, array in case(kind, layers).items()}
    np.savez_compressed(OUTPUT, **arrays)
    print(f"{OUTPUT.name}: {len(arrays)} arrays, {OUTPUT.stat().st_size} bytes, torch {torch.__version__}")


if __name__ == "__main__":
    main()
