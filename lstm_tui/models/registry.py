"""Which models there are, and how a name becomes one."""

from __future__ import annotations

import difflib
from pathlib import Path

from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.visible import visible

BUNDLED = Path(__file__).parent / "bundled"
DEFAULT = "shakespeare"
ORDER = (
    "shakespeare", "shakespeare-rnn", "names", "counter", "latch", "anbn", "anbncn", "brackets", "reber", "agreement", "adding",
)  # fmt: skip


def names() -> list[str]:
    """Return the names of the bundled models, the default first."""
    found = {path.stem for path in BUNDLED.glob(f"*{native.SUFFIX}")}
    return [name for name in ORDER if name in found] + sorted(found.difference(ORDER))


def load(name: str = DEFAULT) -> ModelBundle:
    """Return the bundled model of this name, or the one in the file of this path.

    Raises:
        LstmTuiError: neither is there (the nearest name is the hint), or the file cannot be read.
    """
    if name in names():
        return native.load(BUNDLED / f"{name}{native.SUFFIX}")
    if name.endswith(native.SUFFIX) or "/" in name or "\\" in name:
        return native.load(Path(name).expanduser())
    nearest = difflib.get_close_matches(name.lower(), names(), n=1, cutoff=0.4)
    hint = f"Did you mean '{nearest[0]}'?" if nearest else f"There are: {', '.join(names())}."
    raise LstmTuiError(f"There is no model '{visible(name)}'.", hint)
