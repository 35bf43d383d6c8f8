"""Write pytorch_lstm_rnn.npz and pytorch_gru.npz: what torch's modules answer to fixed weights and inputs.

    python tests/golden/make_pytorch_outputs.py [lstm_rnn | gru]

Keys are `kind.layers.dtype.inputs.array`. W_ih_0, W_hh_0, b_ih_0, b_hh_0 are layer 0's weights as PyTorch keeps them
(LSTM rows in the order i f g o, GRU rows r z n); x is the input, (T, D) numbers or (T,) indices of one-hot vectors; h_0 is layer 0's
output (T, H); h_n and c_n are (L, H) at the end; logits (T, V) come from a Linear head, W_hy and b_y.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch

T, D, H, V = 40, 5, 7, 6
MODULES = {"lstm": torch.nn.LSTM, "rnn": torch.nn.RNN, "gru": torch.nn.GRU}


def one_layer(whole: torch.nn.RNNBase, layer: int) -> torch.nn.RNNBase:
    """Return a module of one layer that shares the weights of that layer."""
    alone = type(whole)(whole.input_size if layer == 0 else H, H, 1, dtype=whole.weight_hh_l0.dtype)
    for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
        setattr(alone, f"{name}_l0", getattr(whole, f"{name}_l{layer}"))
    return alone


def case(kind: str, layers: int, dtype: torch.dtype, inputs: str) -> dict[str, np.ndarray]:
    """Run one module and return its weights, inputs and outputs by name."""
    module = MODULES[kind](D, H, layers, dtype=dtype)
    head = torch.nn.Linear(H, V, dtype=dtype)
    indices = torch.randint(0, D, (T,))
    x = torch.randn(T, D, dtype=dtype) if inputs == "real" else torch.nn.functional.one_hot(indices, D).to(dtype)
    arrays = {"x": x if inputs == "real" else indices, "W_hy": head.weight, "b_y": head.bias}
    whole, state = module(x)
    h = x
    for layer in range(layers):
        arrays[f"W_ih_{layer}"] = getattr(module, f"weight_ih_l{layer}")
        arrays[f"W_hh_{layer}"] = getattr(module, f"weight_hh_l{layer}")
        arrays[f"b_ih_{layer}"] = getattr(module, f"bias_ih_l{layer}")
        arrays[f"b_hh_{layer}"] = getattr(module, f"bias_hh_l{layer}")
        h, _ = one_layer(module, layer)(h)
        arrays[f"h_{layer}"] = h
    torch.testing.assert_close(h, whole)
    arrays["logits"] = head(whole)
    if kind == "lstm":
        arrays["h_n"], arrays["c_n"] = state
    else:
        arrays["h_n"] = state
    return {name: tensor.detach().numpy() for name, tensor in arrays.items()}


def write(kinds: str) -> None:
    """Write the file of these kinds, whose names stand in its own."""
    arrays: dict[str, np.ndarray] = {}
    seed = 0
    for kind in kinds.split("_"):
        for layers in (1, 3):
            for dtype in (torch.float32, torch.float64):
                for inputs in ("real", "onehot"):
                    torch.manual_seed(seed)
                    seed += 1
                    prefix = f"{kind}.{layers}.{str(dtype).removeprefix('torch.')}.{inputs}"
                    made = case(kind, layers, dtype, inputs)
                    arrays |= {f"{prefix}.{name}": array for name, array in made.items()}
    output = Path(__file__).with_name(f"pytorch_{kinds}.npz")
    np.savez_compressed(output, **arrays)
    print(f"{output.name}: {len(arrays)} arrays, {output.stat().st_size} bytes, torch {torch.__version__}")


if __name__ == "__main__":
    for kinds in sys.argv[1:] or ("lstm_rnn", "gru"):
        write(kinds)
