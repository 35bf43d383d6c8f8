"""Train the bundled character models with PyTorch and write them with their cards.

    pip install torch
    OMP_NUM_THREADS=1 python -m lstm_tui.models.bundled.make_characters --cell lstm --text tinyshakespeare.txt

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

from lstm_tui.core.cells import CELLS
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.models import native
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.models.registry import BUNDLED

if TYPE_CHECKING:
    import torch

STREAMS, LENGTH = 32, 100
HELD_OUT = 0.1


def train(
    ids: np.ndarray, symbols: int, cell: str, hidden: int, epochs: int, rate: float, seed: int
) -> dict[str, np.ndarray]:
    """Train on ids (N,) int; return the weights as float32 arrays under the package's names, the two biases added."""
    import torch

    torch.manual_seed(seed)
    layer = {"lstm": torch.nn.LSTM, "rnn": torch.nn.RNN}[cell](symbols, hidden)
    head = torch.nn.Linear(hidden, symbols)
    parameters = [*layer.parameters(), *head.parameters()]
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
    """Train one model and save it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cell", choices=["lstm", "rnn"], default="lstm")
    parser.add_argument("--text", type=Path, required=True, help="the text to train on (UTF-8)")
    parser.add_argument("--out", type=Path, help="default: among the bundled models")
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--rate", type=float, default=8e-3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    text = options.text.read_text(encoding="utf-8")
    vocabulary = Vocabulary(sorted(set(text)))
    ids = vocabulary.encode(text)
    split = int(len(ids) * (1 - HELD_OUT))
    started = time.monotonic()
    weights = train(
        ids[:split].astype(np.int64),
        len(vocabulary),
        options.cell,
        options.hidden,
        options.epochs,
        options.rate,
        options.seed,
    )
    layer = CELLS[options.cell](*(weights[f"layer1.{part}"] for part in ("W_ih", "W_hh", "b")))
    network = Network([layer], weights["output.W_hy"], weights["output.b_y"])
    loss = network.mean_loss(ids[split:-1], ids[split + 1 :])
    print(f"trained in {time.monotonic() - started:.0f} s; held-out loss {loss:.4f} nats a character")
    card = Card(
        what=f"Predicts the next character of Shakespeare's plays; {layer.title}, {options.hidden} units, one layer.",
        data="tiny Shakespeare: 1,115,394 characters of the plays, 65 different ones; the first 90 %",
        how=(
            f"PyTorch, Adam, one-cycle rate to {options.rate:g}, {options.epochs} epochs of {STREAMS} streams by {LENGTH} "
            f"symbols; python -m lstm_tui.models.bundled.make_characters --cell {options.cell} --text tinyshakespeare.txt"
        ),
        seed=options.seed,
        held_out=f"{loss:.3f} nats a character on the last 10 % ({len(ids) - split:,} characters)",
        licence="public domain (the text)",
        default_text="To be, or not to be",
    )
    name = "shakespeare" if options.cell == "lstm" else f"shakespeare-{options.cell}"
    native.save(ModelBundle(name, network, vocabulary, card), options.out or BUNDLED / f"{name}{native.SUFFIX}")


if __name__ == "__main__":
    main()
