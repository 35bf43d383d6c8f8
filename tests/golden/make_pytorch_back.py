"""Write pytorch_back.npz: dL/dh_t and dL/dc_t of every timestep and layer for one timestep's loss, by torch.autograd, float64.

    python tests/golden/make_pytorch_back.py

Keys are `kind.layers.array`: the weights by PyTorch's names, inputs (T,), the loss at the last timestep, and dh, dc
(L, T, H). Every state keeps its gradient (retain_grad): dh is what the prediction, all later timesteps and the layers above
say of h; dc what they say of c, by way of its own timestep's h as of the later ones.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

T, D, H, TARGET = 40, 5, 4, 2
OUTPUT = Path(__file__).with_name("pytorch_back.npz")


def case(kind: str, layers: int) -> dict[str, np.ndarray]:
    """Step cells by hand, so that every state of every timestep keeps its gradient."""
    made = {"lstm": torch.nn.LSTMCell, "rnn": torch.nn.RNNCell}[kind]
    cells = [made(D if layer == 0 else H, H, dtype=torch.float64) for layer in range(layers)]
    head = torch.nn.Linear(H, D, dtype=torch.float64)
    inputs = torch.randint(0, D, (T,))
    states = [(torch.zeros(1, H, dtype=torch.float64), torch.zeros(1, H, dtype=torch.float64)) for _ in cells]
    hs: list[list[torch.Tensor]] = [[] for _ in cells]
    cs: list[list[torch.Tensor]] = [[] for _ in cells]
    for symbol in inputs:
        x = torch.nn.functional.one_hot(symbol[None], D).double()
        for layer, cell in enumerate(cells):
            h, c = states[layer]
            h, c = cell(x, (h, c)) if kind == "lstm" else (cell(x, h), c)
            h.retain_grad()
            hs[layer].append(h)
            if kind == "lstm":
                c.retain_grad()
                cs[layer].append(c)
            states[layer], x = (h, c), h
    loss = torch.nn.functional.cross_entropy(head(x), torch.tensor([TARGET]))
    loss.backward()
    arrays = {"inputs": inputs, "loss": loss, "dh": torch.stack([torch.cat([h.grad for h in layer]) for layer in hs])}
    if kind == "lstm":
        arrays["dc"] = torch.stack([torch.cat([c.grad for c in layer]) for layer in cs])
    for layer, cell in enumerate(cells):
        arrays |= {f"{name}.{layer}": weight for name, weight in cell.named_parameters()}
    arrays |= {f"head.{name}": weight for name, weight in head.named_parameters()}
    return {name: tensor.detach().numpy() for name, tensor in arrays.items()}


def main() -> None:
    arrays: dict[str, np.ndarray] = {}
    torch.manual_seed(1)
    for kind in ("lstm", "rnn"):
        for layers in (1, 2):
            arrays |= {f"{kind}.{layers}.{name}": array for name, array in case(kind, layers).items()}
    np.savez_compressed(OUTPUT, **arrays)
    print(f"{OUTPUT.name}: {len(arrays)} arrays, {OUTPUT.stat().st_size} bytes, torch {torch.__version__}")


if __name__ == "__main__":
    main()
