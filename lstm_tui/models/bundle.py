"""A model ready to be stepped: the network, what its indices mean, and its card."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.models.card import Card


@dataclass(frozen=True, eq=False)
class ModelBundle:
    """A named network with its vocabulary and card."""

    name: str
    network: Network
    vocabulary: Vocabulary
    card: Card

    @property
    def title(self) -> str:
        """What kind and how large: 'LSTM · 64 units · 37,505 weights'."""
        cells = self.network.cells
        units = f"{self.network.cell.hidden_size} unit{'s' if self.network.cell.hidden_size != 1 else ''}"
        layers = f"{len(cells)} layers of {units}" if len(cells) > 1 else units
        return f"{cells[0].title} · {layers} · {self.network.parameter_count:,} weights"
