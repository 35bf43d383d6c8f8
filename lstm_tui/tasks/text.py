"""The characters of any text: predict the next one (Karpathy 2015)."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from lstm_tui.core.batch import Batch
from lstm_tui.core.loss import mean_loss
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.core.training import Recipe
from lstm_tui.errors import LstmTuiError
from lstm_tui.tasks.base import Task, Verdict
from lstm_tui.tasks.showing import LONG, Sample, wrote

HELD_OUT = 0.1


class Text(Task):
    """A text, read as parallel streams; the state is carried from piece to piece, the last tenth is held out.

    Args:
        text: at least one piece of (timesteps + 1) symbols for one stream.
        recipe: its batch and timesteps say how the text is cut.

    Raises:
        LstmTuiError: the text is too short to be cut so.
    """

    name = "text"
    learns = "a text"
    title = "characters of a text"
    story = (
        "One character after the other: what comes next? Nobody says what words are, or plays, or names; all of it has "
        "to be found (Karpathy 2015)."
    )
    criterion = "held-out characters predicted (most probable of all)"
    recipe: ClassVar[Recipe] = Recipe(
        hidden=64, batch=32, timesteps=100, steps=5000, rate=0.008, schedule="one-cycle", forget_bias="0"
    )

    def __init__(self, text: str, recipe: Recipe | None = None) -> None:
        recipe = recipe or self.recipe
        if not text:
            raise LstmTuiError("There is no text to learn from: it is empty.", "Give a longer one.")
        self._tokens = Vocabulary(sorted(set(text)))
        symbols = self._tokens.encode(text).astype(np.int64)
        split = int(len(symbols) * (1 - HELD_OUT))
        self.known, self.last = symbols[:split], symbols[split:]
        self.timesteps = recipe.timesteps
        width = len(self.known) // recipe.batch
        if width < self.timesteps + 1 or len(self.last) < 2:
            needed = int((self.timesteps + 1) * recipe.batch / (1 - HELD_OUT)) + 1
            raise LstmTuiError(
                f"The text has {len(symbols):,} symbols; {recipe.batch} sequences of {self.timesteps} need {needed:,}.",
                "Give a longer text, or smaller --batch and --timesteps.",
            )
        self.streams = np.ascontiguousarray(self.known[: width * recipe.batch].reshape(recipe.batch, width).T)
        self.pieces = (width - 1) // self.timesteps
        self.at = 0

    @property
    def tokens(self) -> Vocabulary:
        """The characters that stand in the text."""
        return self._tokens

    @property
    def longest(self) -> int:
        """The length of a piece."""
        return self.timesteps

    def held_out(self, network: Network, rng: np.random.Generator) -> str:
        """Return the loss over the last tenth, and how many of its characters were thought most probable."""
        loss = self.held_out_loss(network)
        words = f"{loss:.3f} nats a character on the last 10 % ({len(self.last):,} characters)"
        return f"{words}; {self.verdict(network, rng)}"

    def next_batch(self, rng: np.random.Generator, size: int) -> Batch:
        """Return the next piece of every stream; at the end it begins anew from an empty state."""
        piece = self.at % self.pieces
        self.at += 1
        start = piece * self.timesteps
        read = self.streams[start : start + self.timesteps + 1]
        return Batch(read[:-1], read[1:], np.ones((self.timesteps, size), np.float32), fresh=piece == 0)

    def place(self) -> int:
        """The pieces read so far."""
        return self.at

    def seek(self, place: int) -> None:
        """Go on after so many pieces."""
        self.at = place

    def held_out_loss(self, network: Network) -> float:
        """Return the mean loss over the held-out tenth, in nats a character, read as one stream from an empty state."""
        return mean_loss(network, self.last[:-1], self.last[1:])

    def verdict(self, network: Network, rng: np.random.Generator) -> Verdict:
        """Count the held-out characters that were thought most probable; of at most 20,000."""
        read, said = self.last[:20_000], self.last[1:20_001]
        guesses = network.forward(read[: len(said)]).column("logits").argmax(axis=1)
        return Verdict(int((guesses == said).sum()), len(said), self.criterion)

    def samples(self, network: Network) -> tuple[Sample, ...]:
        """Return a page that a network writes, from the beginning of a line where the text has lines."""
        symbols = self.tokens.symbols
        begin = "\n" if "\n" in symbols else symbols[int(self.known[0])]
        said = wrote(network, self.tokens, begin, np.random.default_rng(0), longest=LONG)
        return (Sample("" if begin == "\n" else begin, said),)
