"""The characters of any text: predict the next one (Karpathy 2015)."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

import numpy as np

from lstm_tui.core.batch import Batch
from lstm_tui.core.loss import mean_loss
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.core.training import Recipe
from lstm_tui.errors import LstmTuiError
from lstm_tui.tasks.base import Task, Verdict, outputs
from lstm_tui.tasks.ngrams import Counting
from lstm_tui.tasks.showing import LONG, Sample, wrote

LEARNED, VALIDATED = 0.8, 0.9  # of a text: learned from, then validated on; the rest is the test
OPENING = 34  # characters
SAMPLE_STREAMS, SAMPLE_TIMESTEPS = 64, 200  # at most, of the validation part: on these the moments are measured
GUESSED = 20_000  # characters of the test of which the likeliest is counted


class Text(Task):
    """A text, read as parallel streams; the state is carried from piece to piece.

    Its first eight tenths are learned from; the ninth is the validation, by which recipes are chosen and moments of a
    training are measured; the last is the test, for the figure of the finished model alone.

    Args:
        text: at least one piece of (timesteps + 1) symbols for one stream.
        recipe: its batch and timesteps say how the text is cut.

    Raises:
        LstmTuiError: the text is too short to be cut so.
    """

    name = "text"
    learns = (
        "Writes like its text: it was shown one character after the other, and had to find words and lines by itself."
    )
    title = "characters of a text"
    story = (
        "One character after the other: what comes next? Nobody says what words are, or plays, or names; all of it has "
        "to be found (Karpathy 2015)."
    )
    chance = True
    criterion = "characters of the test predicted (most probable of all)"
    recipe: ClassVar[Recipe] = Recipe(
        hidden=64, batch=32, timesteps=100, steps=5000, rate=0.008, schedule="one-cycle", forget_bias="0"
    )

    def __init__(self, text: str, recipe: Recipe | None = None) -> None:
        recipe = recipe or self.recipe
        if not text:
            raise LstmTuiError("There is no text to learn from: it is empty.", "Give a longer one.")
        self._tokens = Vocabulary(sorted(set(text)))
        self.known, self.validation, self.test = self._parts(text)
        self.timesteps, self.batch = recipe.timesteps, recipe.batch
        self.width = len(self.known) // recipe.batch  # symbols of a stream
        if self.width < self.timesteps + 1 or len(self.validation) < 2 or len(self.test) < 2:
            needed = int((self.timesteps + 1) * recipe.batch / LEARNED) + 1
            raise LstmTuiError(
                f"The text has {len(text):,} symbols; {recipe.batch} sequences of {self.timesteps} need {needed:,}.",
                "Give a longer text, or smaller --batch and --timesteps.",
            )
        self.pieces = (self.width - 1) // self.timesteps  # of a stream, read one after the other
        self.at = 0
        self._reading = 0
        self._streams = self.streams(0)

    def _parts(self, text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return what is learned from, the validation and the test, as symbols."""
        symbols = self._tokens.encode(text).astype(np.int64)
        learned, validated = int(len(symbols) * LEARNED), int(len(symbols) * VALIDATED)
        return symbols[:learned], symbols[learned:validated], symbols[validated:]

    def streams(self, reading: int) -> np.ndarray:
        """Return what is read side by side when the text is read once more (from 0), (width, B)."""
        del reading  # the same every time
        return np.ascontiguousarray(self.known[: self.width * self.batch].reshape(self.batch, self.width).T)

    @property
    def tokens(self) -> Vocabulary:
        """The characters that stand in the text."""
        return self._tokens

    @property
    def default_text(self) -> str:
        """The beginning of the first line of the validation that is whole, or of the validation."""
        text = self._tokens.join([self._tokens.symbols[index] for index in self.validation[: 4 * OPENING]])
        start = text.find("\n") + 1
        return text[start : start + OPENING].strip("\n") or text[:OPENING]

    @property
    def longest(self) -> int:
        """The length of a piece."""
        return self.timesteps

    def next_batch(self, rng: np.random.Generator, size: int) -> Batch:
        """Return the next piece of every stream; at the end it begins anew from an empty state."""
        reading, piece = divmod(self.at, self.pieces)
        if reading != self._reading:
            self._reading, self._streams = reading, self.streams(reading)
        self.at += 1
        start = piece * self.timesteps
        read = self._streams[start : start + self.timesteps + 1]
        return Batch(read[:-1], read[1:], np.ones((self.timesteps, size), np.float32), fresh=piece == 0)

    def place(self) -> int:
        """The pieces read so far."""
        return self.at

    def seek(self, place: int) -> None:
        """Go on after so many pieces."""
        self.at = place

    def measured_on(self, rng: np.random.Generator) -> Batch:
        """Return parts of the validation, each from an empty state."""
        streams = max(1, min(SAMPLE_STREAMS, (len(self.validation) - 1) // SAMPLE_TIMESTEPS))
        width = (len(self.validation) - 1) // streams
        T = min(SAMPLE_TIMESTEPS, width)
        read = self.validation[np.arange(T + 1)[:, None] + np.arange(streams) * width]  # (T + 1, B)
        return Batch(read[:-1], read[1:], np.ones((T, streams), np.float32))

    # judging --------------------------------------------------------------------------

    def held_out(self, network: Network, rng: np.random.Generator) -> str:
        """Return the losses over test and validation, what counting reaches, and how many of the test were guessed."""
        return (
            f"{self.held_out_loss(network):.3f} nats a character on the test, {self.test_in_words}, read on from an empty "
            f"state; {self.loss_over(network, self.validation):.3f} on the validation, {self.validation_in_words}; beside "
            f"it, on the test: {self.counting.words}; {self.verdict(network, rng)}"
        )

    @property
    def test_in_words(self) -> str:
        """Which part of the text the test is."""
        return f"the last tenth ({len(self.test):,} characters)"

    @property
    def validation_in_words(self) -> str:
        """Which part of the text the validation is."""
        return "the tenth before it"

    def held_out_loss(self, network: Network) -> float:
        """Return the mean loss over the test, in nats a character, read as one stream from an empty state."""
        return self.loss_over(network, self.test)

    def loss_over(self, network: Network, symbols: np.ndarray) -> float:
        """Return the mean loss over symbols read as one stream from an empty state."""
        return mean_loss(network, symbols[:-1], symbols[1:])

    @cached_property
    def counting(self) -> Counting:
        """What counting reaches on the test: of its first symbol nobody is asked."""
        judged = np.arange(len(self.test)) > 0
        return Counting(self.known, np.ones(len(self.known), bool), self.test, judged, len(self._tokens))

    def verdict(self, network: Network, rng: np.random.Generator) -> Verdict:
        """Count the characters of the test that were thought most probable; of at most 20,000."""
        read, said = self.test[:GUESSED], self.test[1 : GUESSED + 1]
        guesses = network.forward(read[: len(said)]).column("logits").argmax(axis=1)
        return Verdict(int((guesses == said).sum()), len(said), self.criterion)

    def glance(self, network: Network, batch: Batch) -> Verdict:
        """Count the characters of the validation that were thought most probable."""
        guesses = outputs(network, batch).argmax(axis=1)
        right = int(((guesses == batch.targets) * batch.weights).sum())
        return Verdict(right, int(batch.weights.sum()), "characters of the validation predicted (most probable of all)")

    def levels(self, batch: Batch) -> tuple[tuple[str, float], ...]:
        """Return the loss of who knows how often each character stands in what is learned from, and nothing else."""
        counts = np.bincount(self.known, minlength=len(self._tokens)) + 1
        return (
            (
                "letters alone",
                float(-(np.log(counts / counts.sum())[batch.targets] * batch.weights).sum() / batch.weights.sum()),
            ),
        )

    def samples(self, network: Network) -> tuple[Sample, ...]:
        """Return a page that a network writes, from the beginning of a line where the text has lines."""
        symbols = self.tokens.symbols
        begin = "\n" if "\n" in symbols else symbols[int(self.known[0])]
        said = wrote(network, self.tokens, begin, np.random.default_rng(0), longest=LONG)
        return (Sample("" if begin == "\n" else begin, said),)
