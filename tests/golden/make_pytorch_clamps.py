"""Write pytorch_clamps.npz: what PyTorch computes when numbers of an LSTM are set by hand between its stages.

    python tests/golden/make_pytorch_clamps.py

A timestep is written out in torch (linear, sigmoid, tanh), each number set as soon as it is made; with nothing set it is
first held against torch.nn.LSTM. Keys are `LAYERS.array` for the weights (W_ih_0, W_hh_0, b_ih_0, b_hh_0 … as PyTorch keeps
them, rows in the order i f g o; W_hy, b_y), the inputs x (T,) and the free logits (T, V), and `LAYERS.OPERATION.logits` for
each operation, which the key spells as the program's grammar does.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

T, D, H, V = 24, 4, 5, 4
OUTPUT = Path(__file__).with_name("pytorch_clamps.npz")


class Held(NamedTuple):
    """Units of a quantity set to a value from one timestep to another, all counted from 0, ends included; layer None: all."""

    spelled: str
    quantity: str
    layer: int | None
    units: list[int]
    first: int
    last: int
    value: float


ALL = list(range(H))
ONE = [
    Held("f[2]@5:9=0", "f", 0, [2], 4, 8, 0.0),
    Held("i[0,3]=0.25", "i", 0, [0, 3], 0, T - 1, 0.25),
    Held("g[1]@4=-0.5", "g", 0, [1], 3, 3, -0.5),
    Held("o@7:=1", "o", 0, ALL, 6, T - 1, 1.0),
    Held("kept[1]@5=2", "kept", 0, [1], 4, 4, 2.0),
    Held("written[0]@3:=0", "written", 0, [0], 2, T - 1, 0.0),
    Held("c[4]@3:6=1.5", "c", 0, [4], 2, 5, 1.5),
    Held("tanh_c[2]@8=-1", "tanh_c", 0, [2], 7, 7, -1.0),
    Held("ablate 2", "h", 0, [2], 0, T - 1, 0.0),
    Held("tear c@6", "c_prev", None, ALL, 5, 5, 0.0),
    Held("tear h@11", "h_prev", None, ALL, 10, 10, 0.0),
]
THREE = [
    *ONE,
    Held("layer2.f[1]@2:=0.5", "f", 1, [1], 1, T - 1, 0.5),
    Held("layer3.h@12=0.1", "h", 2, ALL, 11, 11, 0.1),
    Held("tear layer2.c@9", "c_prev", 1, ALL, 8, 8, 0.0),
]


def read(weights: dict[str, torch.Tensor], layers: int, x: torch.Tensor, held: Held | None) -> torch.Tensor:
    """Return the logits (T, V) of a text that is read with a number set by hand."""

    def made(quantity: str, layer: int, t: int, values: torch.Tensor) -> torch.Tensor:
        if held is None or quantity != held.quantity or not held.first <= t <= held.last:
            return values
        if held.layer not in (None, layer):
            return values
        values = values.clone()
        values[held.units] = held.value
        return values

    h = [torch.zeros(H, dtype=torch.float64) for _ in range(layers)]
    c = [torch.zeros(H, dtype=torch.float64) for _ in range(layers)]
    logits = []
    for t in range(T):
        below = torch.nn.functional.one_hot(x[t], D).to(torch.float64)
        for k in range(layers):
            h_prev, c_prev = made("h_prev", k, t, h[k]), made("c_prev", k, t, c[k])
            z = torch.nn.functional.linear(below, weights[f"W_ih_{k}"], weights[f"b_ih_{k}"])
            z = z + torch.nn.functional.linear(h_prev, weights[f"W_hh_{k}"], weights[f"b_hh_{k}"])
            z_i, z_f, z_g, z_o = z.chunk(4)
            f = made("f", k, t, torch.sigmoid(z_f))
            kept = made("kept", k, t, f * c_prev)
            i, g = made("i", k, t, torch.sigmoid(z_i)), made("g", k, t, torch.tanh(z_g))
            written = made("written", k, t, i * g)
            c[k] = made("c", k, t, kept + written)
            o = made("o", k, t, torch.sigmoid(z_o))
            tanh_c = made("tanh_c", k, t, torch.tanh(c[k]))
            h[k] = below = made("h", k, t, o * tanh_c)
        logits.append(torch.nn.functional.linear(below, weights["W_hy"], weights["b_y"]))
    return torch.stack(logits)


def case(layers: int, operations: list[Held]) -> dict[str, np.ndarray]:
    """Return the arrays of a network of so many layers."""
    module = torch.nn.LSTM(D, H, layers, dtype=torch.float64)
    head = torch.nn.Linear(H, V, dtype=torch.float64)
    for parameter in (*module.parameters(), *head.parameters()):
        torch.nn.init.normal_(parameter)
    x = torch.randint(0, D, (T,))
    weights = {"W_hy": head.weight, "b_y": head.bias}
    for k in range(layers):
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
            weights[f"{name.replace('weight', 'W').replace('bias', 'b')}_{k}"] = getattr(module, f"{name}_l{k}")
    whole, _ = module(torch.nn.functional.one_hot(x, D).to(torch.float64))
    free = read(weights, layers, x, None)
    torch.testing.assert_close(free, head(whole), rtol=1e-12, atol=1e-12)
    arrays = weights | {"x": x, "logits": free}
    for held in operations:
        arrays[f"{held.spelled}.logits"] = read(weights, layers, x, held)
    return {f"{layers}.{name}": array.detach().numpy() for name, array in arrays.items()}


def main() -> None:
    torch.manual_seed(0)
    arrays = case(1, ONE) | case(3, THREE)
    np.savez_compressed(OUTPUT, **arrays)
    print(f"{OUTPUT.name}: {len(arrays)} arrays, {OUTPUT.stat().st_size} bytes, torch {torch.__version__}")


if __name__ == "__main__":
    main()
