"""What counting alone reaches on a text, beside which the figures of the bundled models stand.

    python docs/baselines.py --text tinyshakespeare.txt
    python docs/baselines.py --text names.txt --lines --seed 1

Learned from the first eight tenths and judged on the test, as the models are (lstm_tui/tasks/text.py, lines.py); how is
written in lstm_tui/tasks/ngrams.py.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from lstm_tui.tasks.lines import Lines
from lstm_tui.tasks.text import Text
from lstm_tui.training.material import read_text

ORDERS = range(1, 8)


def main() -> None:
    """Print a line for each order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--lines", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    text = read_text(options.text)
    task = Lines(text, seed=options.seed) if options.lines else Text(text)
    print(f"test: {task.test_in_words}")
    for order in ORDERS:
        loss = task.counting.loss(order)
        print(f"{order}-gram with back-off: {loss:.3f} nats a character ({loss / math.log(2):.3f} bits)", flush=True)


if __name__ == "__main__":
    main()
