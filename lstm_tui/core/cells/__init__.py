"""The cell kinds, one file each."""

from __future__ import annotations

from lstm_tui.core.cells.base import Cell, Window
from lstm_tui.core.cells.lstm import LSTM
from lstm_tui.core.cells.rnn import RNN

CELLS: dict[str, type[Cell]] = {cell.kind: cell for cell in (LSTM, RNN)}

__all__ = ["CELLS", "LSTM", "RNN", "Cell", "Window"]
