"""The same weights in a kind of cell that lacks one part of theirs: 'shakespeare~NOG' is without its output gate.

Nobody trained such a model: it shows what a part does for the weights that were trained with it. What a variant does
once it is trained as one, a training shows (lstm-tui train --cell).
"""

from __future__ import annotations

from dataclasses import replace

from lstm_tui.core.cells import VARIES
from lstm_tui.core.cells.parts import VARIANTS
from lstm_tui.core.cells.varied import lacking_named
from lstm_tui.core.network import Network
from lstm_tui.models.bundle import ModelBundle


def split(name: str) -> tuple[str, str]:
    """Return a model's name and the variant of it that is asked for: ("shakespeare", "NOG"), ("shakespeare", "")."""
    model, mark, variant = name.rpartition(VARIES)
    return (model, variant.upper()) if mark and model and variant.isalpha() else (name, "")


def without(bundle: ModelBundle, variant: str) -> ModelBundle:
    """Return a model with the weights of another, in its kind of cell with one part lacking or changed.

    Raises:
        LstmTuiError: there is no such variant, or not of this kind of cell.
    """
    network = bundle.network
    made = Network([lacking_named(cell, variant) for cell in network.cells], network.W_hy, network.b_y, network.output)
    words = VARIANTS[variant].words.replace("without", "without its")
    card = replace(
        bundle.card,
        what=f"The weights of '{bundle.name}' {words}; not trained so. {bundle.card.what}",
        held_out="",
        reasons=(),
    )
    return replace(
        bundle, name=f"{bundle.name}{VARIES}{variant}", network=made, card=card, snapshots=(), taken_from=bundle.name,
        lacks=variant, source=f"{bundle.source}{VARIES}{variant}" if bundle.source else "",
    )  # fmt: skip
