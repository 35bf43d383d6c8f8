"""python -m lstm_tui is lstm-tui."""

from __future__ import annotations

import sys

from lstm_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
