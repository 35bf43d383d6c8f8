"""Train the same network on the same text by this package and by PyTorch, and print both held-out losses.

    pip install torch
    OMP_NUM_THREADS=1 python tests/benchmarks/text_beside_pytorch.py --text tinyshakespeare.txt --hidden 64

Same initial weights, same batches in the same order, same learning rates, Adam and clipping; PyTorch's second bias is
held at zero, as this package has one. Both held-out losses are computed by this package's forward pass in float32.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from lstm_tui.core.cells import CELLS
from lstm_tui.core.initialise import new_network
from lstm_tui.core.network import Network
from lstm_tui.core.optimisers import scheduled
from lstm_tui.core.training import Trainer
from lstm_tui.tasks.text import Text


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=16)
    options = parser.parse_args()
    recipe = replace(Text.recipe, hidden=options.hidden)
    task = Text(options.text.read_text(encoding="utf-8"), recipe)
    recipe = replace(recipe, steps=options.epochs * task.pieces)
    rng = np.random.default_rng(1)
    network = new_network("lstm", task.input_size, recipe.hidden, task.output_size, rng, forget_bias=recipe.forget_bias)
    trainer = Trainer(network, task, recipe, rng)
    cell, V = trainer.network.cell, task.output_size
    lstm, head = torch.nn.LSTM(V, options.hidden), torch.nn.Linear(options.hidden, V)
    with torch.no_grad():
        for theirs, ours in (
            (lstm.weight_ih_l0, cell.W_ih), (lstm.weight_hh_l0, cell.W_hh), (lstm.bias_ih_l0, cell.b),
            (lstm.bias_hh_l0, np.zeros_like(cell.b)), (head.weight, trainer.network.W_hy), (head.bias, trainer.network.b_y),
        ):  # fmt: skip
            theirs.copy_(torch.from_numpy(ours.copy()))
    lstm.bias_hh_l0.requires_grad_(False)
    began = time.monotonic()
    for _ in trainer.steps():
        pass
    ours_seconds, began = time.monotonic() - began, time.monotonic()

    parameters = [p for p in (*lstm.parameters(), *head.parameters()) if p.requires_grad]
    adam, state = torch.optim.Adam(parameters), None
    task.seek(0)
    for step in range(recipe.steps):
        batch = task.next_batch(np.random.default_rng(0), recipe.batch)
        x = torch.nn.functional.one_hot(torch.from_numpy(batch.inputs), V).float()
        out, state = lstm(x, None if batch.fresh else state)
        state = tuple(part.detach() for part in state)
        loss = torch.nn.functional.cross_entropy(head(out).flatten(0, 1), torch.from_numpy(batch.targets).flatten())
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, recipe.clip_norm)
        adam.param_groups[0]["lr"] = scheduled(recipe.schedule, recipe.rate, step, recipe.steps)
        adam.step()
    theirs_seconds = time.monotonic() - began
    arrays = [
        p.detach().numpy() for p in (lstm.weight_ih_l0, lstm.weight_hh_l0, lstm.bias_ih_l0, head.weight, head.bias)
    ]
    reference = Network([CELLS["lstm"](*arrays[:3])], *arrays[3:])
    ours, theirs = task.held_out_loss(trainer.network), task.held_out_loss(reference)
    print(f"{options.hidden} units, {options.epochs} epochs: {ours:.4f} nats a character here, {theirs:.4f} PyTorch's; "
          f"{ours_seconds:.0f} s here, {theirs_seconds:.0f} s PyTorch's")  # fmt: skip


if __name__ == "__main__":
    main()
