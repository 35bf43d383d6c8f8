"""Train the bundled character models with PyTorch and write them with their cards.

    pip install torch
    python -m lstm_tui.models.bundled.make_characters --cell lstm --text tinyshakespeare.txt --out shakespeare.safetensors

Training: the first 90 % of the text, cut into 32 parallel streams read 100 symbols at a time; the state is carried from
one piece to the next and gradients stop between them (truncated backpropagation through time). Adam with a one-cycle
learning rate, gradients clipped at norm 1. The last 10 % is never trained on: it is read once, at the end, as one
stream from an empty state, by this package's own forward pass, and that loss goes into the card.

PyTorch is needed for this script alone; nothing else in the package imports it.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import torch

STREAMS, LENGTH = 32, 100
HELD_OUT = 0.1


def train(ids: np.ndarray, symbols: int, cell: str, hidden: int, epochs: int, rate: float, seed: int) -> dict[str, np.ndarray]:
    """Train on ids (N,) int; return the weights as float32 arrays under the package's names, the two biases added."""
    import torch

    torch.manual_seed(seed)
    layer = {"lstm": torch.nn.LSTM, "rnn": torch.nn.RNN}[cell](symbols, hidden)
    head = torch.nn.Linear(hidden, symbols)
    parameters = [*layer.parameters(), *head.parameters()]
    if cell == "lstm":
        with torch.no_grad():
            layer.bias_hh_l0[hidden : 2 * hidden] = 1.0  # the forget bias starts at 1: keep by default (Gers et al. 2000)

    width = len(ids) // STREAMS
    streams = torch.from_numpy(ids[: width * STREAMS].reshape(STREAMS, width).T.copy())  # (N / 32, 32)
    pieces = range(0, width - 1 - LENGTH, LENGTH)
    optimiser = torch.optim.Adam(parameters)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=epochs * len(pieces))
    eye = torch.eye(symbols)
    for epoch in range(epochs):
        state, total = None, 0.0
        for start in pieces:
            read, said = eye[streams[start : start + LENGTH]], streams[start + 1 : start + LENGTH + 1]
            outputs, state = layer(read, state)
            state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()
            loss = torch.nn.functional.cross_entropy(head(outputs).flatten(0, 1), said.flatten())
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1} of {epochs}: training loss {total / len(pieces):.4f}", flush=True)
    return _weights(layer, head)


def _weights(layer: torch.nn.RNNBase, head: torch.nn.Linear) -> dict[str, np.ndarray]:
    return {
        "layer1.W_ih": layer.weight_ih_l0.detach().numpy(),
        "layer1.W_hh": layer.weight_hh_l0.detach().numpy(),
        "layer1.b": (layer.bias_ih_l0 + layer.bias_hh_l0).detach().numpy(),
        "output.W_hy": head.weight.detach().numpy(),
        "output.b_y": head.bias.detach().numpy(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cell", choices=["lstm", "rnn"], default="lstm")
    parser.add_argument("--text", type=Path, required=True, help="the text to train on (UTF-8)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--rate", type=float, default=8e-3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    text = options.text.read_text(encoding="utf-8")
    vocabulary = sorted(set(text))
    index = {symbol: k for k, symbol in enumerate(vocabulary)}
    ids = np.array([index[symbol] for symbol in text], dtype=np.int64)
    split = int(len(ids) * (1 - HELD_OUT))
    started = time.monotonic()
    weights = train(ids[:split], len(vocabulary), options.cell, options.hidden, options.epochs, options.rate, options.seed)
    print(f"trained in {time.monotonic() - started:.0f} s")
    np.savez("/tmp/w/" + options.out.stem + ".npz", vocabulary=np.array(vocabulary), **weights)


if __name__ == "__main__":
    main()
