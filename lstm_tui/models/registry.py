"""Which models there are, and how a name becomes one."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from lstm_tui import files
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native, variant
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.bundled import ABOUT
from lstm_tui.visible import visible

BUNDLED = Path(__file__).parent / "bundled"
DEFAULT = "shakespeare"
READERS: dict[str, Callable[[Path], ModelBundle]] = {native.SUFFIX: native.load}  # of a file, by its suffix
ORDER = (
    "shakespeare", "shakespeare-rnn", "shakespeare-gru", "shakespeare-deep", "names", "counter", "latch",
    "anbn", "anbn-rnn", "anbn-gru", "anbncn", "brackets", "reber", "reber-rnn", "reber-gru", "agreement", "adding",
)  # fmt: skip


def names() -> list[str]:
    """Return the names of the bundled models, the default first."""
    found = {path.stem for path in BUNDLED.glob(f"*{native.SUFFIX}")}
    return [name for name in ORDER if name in found] + sorted(found.difference(ORDER))


@dataclass(frozen=True)
class Known:
    """A model that can be opened by a person: its key, where it lies, and what is wrong with it, if anything.

    Attributes: key: how it is asked for. bundle: None where the file cannot be read; then `wrong` says why.
    """

    key: str
    bundle: ModelBundle | None
    wrong: str = ""


def load(name: str = DEFAULT) -> ModelBundle:
    """Return the bundled model of this name, or the one in the file of this path.

    "shakespeare~NOG" is a model with the weights of another, without its output gate: see models/variant.py.

    Raises:
        LstmTuiError: neither is there (the nearest name is the hint), or the file cannot be read.
    """
    whole, lacks = variant.split(name)
    if lacks:
        return variant.without(load(whole), lacks)
    if name in names():
        bundle = native.load(BUNDLED / f"{name}{native.SUFFIX}")
        return replace(bundle, source=name, card=replace(bundle.card, what=ABOUT.get(name, bundle.card.what)))
    path = files.place(name)
    if path.suffix in READERS or "/" in name or "\\" in name or path.is_file():
        if path.suffix not in READERS and path.is_file():
            raise LstmTuiError(
                f"'{visible(name)}' is not a file that can be read as a model.",
                f"Models are read from {', '.join(READERS)} files that 'lstm-tui train' wrote.",
            )
        return READERS.get(path.suffix, native.load)(path)
    nearest = difflib.get_close_matches(name.lower(), names(), n=1, cutoff=0.4)
    hint = f"Did you mean '{nearest[0]}'?" if nearest else f"There are: {', '.join(names())}."
    raise LstmTuiError(f"There is no model '{visible(name)}'.", hint)


def own_path(name: str) -> Path:
    """Return where a model of this name is kept that a person trained on the screen."""
    return files.models_folder() / f"my-{name}{native.SUFFIX}"


def free_path(name: str) -> Path:
    """Return where a new model of this name can be kept: nothing that is kept already is written over."""
    path, number = own_path(name), 2
    while path.exists():
        path, number = own_path(f"{name}-{number}"), number + 1
    return path


def known() -> list[Known]:
    """Return all bundled models, then the person's own; a damaged file is among them and says what is wrong."""
    return [_known(key) for key in (*names(), *map(str, own()))]


def _known(key: str) -> Known:
    try:
        return Known(key, load(key))
    except LstmTuiError as error:
        return Known(key, None, visible(str(error)))


def own() -> list[Path]:
    """Return the files of the person's own models, by name."""
    try:
        return sorted(path for path in files.models_folder().glob(f"*{native.SUFFIX}") if path.is_file())
    except OSError:
        return []
