"""The kinds of cell, one file each, and the registry that everything else asks."""

from __future__ import annotations

from lstm_tui.core.cells.assembled import VARIES
from lstm_tui.core.cells.base import Cell, Window
from lstm_tui.core.cells.fused import FusedCell
from lstm_tui.core.cells.gru import GRU
from lstm_tui.core.cells.gru_before import ResetBeforeGRU
from lstm_tui.core.cells.layernorm import LayerNormLSTM
from lstm_tui.core.cells.lstm import LSTM
from lstm_tui.core.cells.mingru import MinGRU
from lstm_tui.core.cells.minlstm import MinLSTM
from lstm_tui.core.cells.peephole import Peephole
from lstm_tui.core.cells.rnn import RNN
from lstm_tui.core.cells.slstm import SLSTM
from lstm_tui.core.cells.varied import VARIED
from lstm_tui.errors import LstmTuiError

KINDS: tuple[type[Cell], ...] = (
    LSTM,
    RNN,
    GRU,
    ResetBeforeGRU,
    Peephole,
    LayerNormLSTM,
    MinGRU,
    MinLSTM,
    SLSTM,
    *VARIED,
)
CELLS: dict[str, type[Cell]] = {cell.kind: cell for cell in KINDS}


def cell_named(kind: str) -> type[Cell]:
    """Return the kind of cell of this name.

    Raises:
        LstmTuiError: there is none; the hint names those that there are.
    """
    if kind in CELLS:
        return CELLS[kind]
    own = [each for each in CELLS if each.startswith(kind.partition(VARIES)[0] + VARIES)] if VARIES in kind else []
    base = ", ".join(each for each in CELLS if VARIES not in each)
    hint = (
        f"There are: {', '.join(own)}."
        if own
        else f"There are: {base}; variants are written KIND{VARIES}NAME, see docs/cells.md."
    )
    raise LstmTuiError(f"There is no cell '{kind}'.", hint)


__all__ = [
    "CELLS",
    "GRU",
    "LSTM",
    "RNN",
    "VARIED",
    "VARIES",
    "Cell",
    "FusedCell",
    "ResetBeforeGRU",
    "Window",
    "cell_named",
]
