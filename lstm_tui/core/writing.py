"""A network writes on: each symbol is chosen from what it predicts, and read as the next."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lstm_tui.core.network import Network
from lstm_tui.core.sampling import Sampling
from lstm_tui.core.tokens import Tokens


def written(
    network: Network, tokens: Tokens, text: str, length: int, sampling: Sampling, rng: np.random.Generator
) -> Iterator[tuple[str, float]]:
    """Yield each further symbol with the probability with which it was chosen."""
    trace = network.forward(tokens.encode(text))
    for _ in range(length):
        index, p = sampling.choose(trace.column("logits", 0, len(trace) - 1)[-1], rng)
        yield tokens.symbols[index], p
        trace = trace.fork(np.append(trace.inputs, np.int32(index)))
        trace.advance_to(len(trace))
