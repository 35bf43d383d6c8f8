"""Which models read the same symbols as another with a different kind of cell: what it is worth comparing with."""

from __future__ import annotations

from lstm_tui.models import registry
from lstm_tui.models.bundle import ModelBundle


def kin(bundle: ModelBundle) -> tuple[ModelBundle, ...]:
    """Return the bundled models of the same name up to a kind, such as shakespeare and shakespeare-rnn."""
    base = bundle.source.partition("-")[0]
    named = [name for name in registry.names() if base and name != bundle.source and name.partition("-")[0] == base]
    return tuple(
        other
        for other in map(registry.load, named)
        if other.network.cell.kind != bundle.network.cell.kind and other.tokens.symbols == bundle.tokens.symbols
    )
