"""A model ready to be stepped: the network, what its indices mean, its card, and how it came to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from lstm_tui.core.activations import Array
from lstm_tui.core.backward import views_of
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Tokens
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import scales
from lstm_tui.models.card import Card


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The weights at one moment of a training.

    Attributes:
        step: updates made so far. loss: on a sample that it did not learn from, the same at every moment; its unit is
            that of the network's output (core/loss.py).
        weights: (P,), in the order of Network.parameters.
    """

    step: int
    loss: float
    weights: Array


@dataclass(frozen=True, eq=False)
class ModelBundle:
    """A named network with what it reads, and its card.

    Attributes:
        task: the name of the task that it was trained on; "" where there was none.
        snapshots: moments of its training, the first before any update, the last the network itself.
        source: by what it can be asked for again: its name, or the path of its file; "" where it was never kept.
        scale: a power of two that no value of the note passed on sequences like those it learned from; None where
            nobody measured.
        kept_scales: on which its quantities are drawn; none: they are measured when asked for.
        taken_from, lacks: whose weights these are where they were trained in another kind of cell, and which variant of
            that it is (core/cells/parts.py); "" where they were trained as they stand.
    """

    name: str
    network: Network
    tokens: Tokens
    card: Card
    task: str = ""
    snapshots: tuple[Snapshot, ...] = ()
    source: str = ""
    scale: float | None = None
    kept_scales: Mapping[str, float] = field(default_factory=dict)
    taken_from: str = ""
    lacks: str = ""

    @cached_property
    def scales(self) -> Mapping[str, float]:
        """For each quantity the power of two on which it is drawn: see `scales.measured`; where there is no text, `scale`."""
        found = self.kept_scales or scales.measured(self.network, self.tokens, self.card.default_text)
        return found or ({self.network.cell.note: self.scale} if self.scale else {})

    @property
    def title(self) -> str:
        """What kind and how large: 'LSTM · 64 units · 37,505 weights'."""
        cells = self.network.cells
        units = f"{self.network.cell.hidden_size} unit{'s' if self.network.cell.hidden_size != 1 else ''}"
        layers = f"{len(cells)} layers of {units}" if len(cells) > 1 else units
        return f"{cells[0].described} · {layers} · {self.network.parameter_count:,} weights"

    def check_writes(self) -> None:
        """Refuse to let a model write that does not choose one symbol of many.

        Raises:
            LstmTuiError: it predicts something else.
        """
        if self.network.output != "softmax" or not self.tokens.symbols:
            raise LstmTuiError(
                f"'{self.name}' does not choose one symbol of many: it cannot write.",
                "Use a model that predicts the next symbol.",
            )

    def at_snapshot(self, index: int) -> ModelBundle:
        """Return this model as it was at a moment of its training, on the scales that it has at its end."""
        flat = self.snapshots[index].weights.astype(self.network.dtype)
        network = self.network.with_weights(views_of(flat, self.network))
        return replace(self, network=network, kept_scales=self.scales)
