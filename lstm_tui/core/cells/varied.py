"""The variants of the LSTMs with all their parts, each a kind of its own, and the same weights in one of them."""

from __future__ import annotations

import numpy as np

from lstm_tui.core.cells.assembled import AssembledLSTM
from lstm_tui.core.cells.base import Cell
from lstm_tui.core.cells.lstm import LSTM
from lstm_tui.core.cells.parts import VARIANTS, Parts
from lstm_tui.core.cells.peephole import Peephole
from lstm_tui.errors import LstmTuiError


class PlainLSTM(AssembledLSTM):
    """The LSTM assembled from its parts: what the variants that lack one of them are made of."""

    kind = LSTM.kind
    title = LSTM.title
    parts = Parts()


ASSEMBLED: tuple[type[AssembledLSTM], ...] = (PlainLSTM, Peephole)
VARIED = tuple(base.variant(name) for base in ASSEMBLED for name in base.parts.variants)


def lacking_named(cell: Cell, variant: str) -> Cell:
    """Return a cell with the weights of another, in the kind that lacks one part of its or has it otherwise.

    Args: variant: as Greff et al. call it (core/cells/parts.py).

    Raises:
        LstmTuiError: there is none of this name, or none of this kind of cell.
    """
    base = next((base for base in ASSEMBLED if base.kind == cell.kind), None)
    if base is None:
        raise LstmTuiError(
            f"There are no variants of the weights of this {cell.title}.", "There are of LSTMs with all parts."
        )
    changed = {name: of.of(base.parts) for name, of in VARIANTS.items() if name != "FGR"}
    named = {
        name: kind
        for name, parts in changed.items()
        for kind in (*ASSEMBLED, *VARIED)
        if kind.parts == parts != base.parts
    }
    if variant not in named:
        raise LstmTuiError(
            f"There is no variant '{variant}' of the weights of this {cell.title}.", f"There are: {', '.join(named)}."
        )
    made: type[Cell] = LSTM if named[variant] is PlainLSTM else named[variant]
    rows = np.concatenate(
        [np.arange(cell.hidden_size) + base.fused.index(name) * cell.hidden_size for name in made.fused]
    )
    return made.from_weights(
        {
            name: cell.parameters[name][rows] if name in ("W_ih", "W_hh", "b") else cell.parameters[name].copy()
            for name in made.shapes(1, 1)
        }
    )
