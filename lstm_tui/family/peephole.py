"""What is shown of the LSTM with peepholes: each gate also sees its own unit's note, the output gate the new one."""

from __future__ import annotations

from lstm_tui.core.cells.peephole import Peephole
from lstm_tui.family.assembled import assembled

PEEPHOLE = assembled("peephole", Peephole.parts)
