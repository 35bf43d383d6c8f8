"""The package's own model format: a safetensors file whose header also holds the vocabulary and the card.

    metadata["lstm-tui"] = JSON {"version": 1, "cell": "lstm", "layers": L, "vocabulary": "...", "unknown": k or null,
                                 "card": {...}}
    tensors              = layer1.W_ih, layer1.W_hh, layer1.b, ..., output.W_hy, output.b_y   (rows in the order i f g o)

Nothing in it is code, and every length is checked before memory is taken.
"""

from __future__ import annotations

import json
import os
import struct
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors
from safetensors.numpy import save as save_tensors

from lstm_tui.core.cells import CELLS
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.errors import LstmTuiError
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.visible import visible

KEY = "lstm-tui"
VERSION = 1
SUFFIX = ".safetensors"
MAX_BYTES = 512 * 2**20
MAX_LAYERS = 64


def save(bundle: ModelBundle, path: Path) -> None:
    """Write the model; a file that stands there stays whole until the new one is complete."""
    network = bundle.network
    tensors = {"output.W_hy": network.W_hy, "output.b_y": network.b_y}
    for number, cell in enumerate(network.cells, 1):
        tensors |= {f"layer{number}.W_ih": cell.W_ih, f"layer{number}.W_hh": cell.W_hh, f"layer{number}.b": cell.b}
    about = {
        "version": VERSION,
        "cell": network.cell.kind,
        "layers": len(network.cells),
        "vocabulary": "".join(bundle.vocabulary.symbols),
        "unknown": bundle.vocabulary.unknown,
        "card": bundle.card.as_json(),
    }
    content = save_tensors(tensors, metadata={KEY: json.dumps(about)})
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        file.write(content)
    os.replace(file.name, path)


def load(path: Path, name: str | None = None) -> ModelBundle:
    """Read a model that `save` wrote; its name is the file's stem unless one is given.

    Raises:
        LstmTuiError: the file is missing, unreadable, too large, cut off, of another kind, or does not fit itself.
    """
    shown = visible(str(path))
    try:
        if not path.is_file():
            raise LstmTuiError(f"There is no model file '{shown}'.", "See 'lstm-tui models' for the ones at hand.")
        if path.stat().st_size > MAX_BYTES:
            raise LstmTuiError(f"'{shown}' is larger than {MAX_BYTES // 2**20} MiB.", "Such a model cannot be stepped.")
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not one a file can have"
        raise LstmTuiError(f"'{shown}' cannot be read: {reason}.") from error
    about = _about(content, shown)
    try:
        tensors = load_tensors(content)
    except (SafetensorError, ValueError, KeyError) as error:
        raise LstmTuiError(f"'{shown}' is damaged or cut off.", "Get the file once more.") from error
    try:
        network = _network(about, tensors)
        vocabulary = Vocabulary(list(about["vocabulary"]), about.get("unknown"))
        card = Card.from_json(about.get("card", {}))
        if network.input_size != len(vocabulary) or network.output_size != len(vocabulary):
            raise LstmTuiError(
                f"The vocabulary has {len(vocabulary)} symbols, the network reads {network.input_size} "
                f"and predicts {network.output_size}."
            )
    except LstmTuiError as error:
        raise LstmTuiError(f"'{shown}' does not fit itself: {error.message}", error.hint) from error
    return ModelBundle(visible(name or path.stem), network, vocabulary, card)


def _about(content: bytes, shown: str) -> dict[str, Any]:
    """Return the header's part that is ours; refuse a file that has none before anything else is read."""
    wrong = LstmTuiError(f"'{shown}' is not an lstm-tui model.", "See 'lstm-tui models' for the ones at hand.")
    if len(content) < 8:
        raise wrong
    (length,) = struct.unpack("<Q", content[:8])
    if length > len(content) - 8:
        raise LstmTuiError(f"'{shown}' is damaged or cut off.", "Get the file once more.")
    try:
        header = json.loads(content[8 : 8 + length])
        about = json.loads(header["__metadata__"][KEY])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise wrong from error
    if not isinstance(about, dict) or about.get("version") != VERSION:
        raise LstmTuiError(f"'{shown}' is of a version that this lstm-tui does not read.", "A newer one may.")
    layers, vocabulary, unknown = about.get("layers"), about.get("vocabulary"), about.get("unknown")
    if (
        about.get("cell") not in CELLS
        or not isinstance(layers, int)
        or not 1 <= layers <= MAX_LAYERS
        or not isinstance(vocabulary, str)
        or not (unknown is None or isinstance(unknown, int))
    ):
        raise LstmTuiError(f"'{shown}' does not fit itself: its header is incomplete.", "Get the file once more.")
    return about


def _network(about: dict[str, Any], tensors: dict[str, np.ndarray]) -> Network:
    def tensor(name: str, dimensions: int) -> np.ndarray:
        found = tensors.get(name)
        if found is None:
            raise LstmTuiError(f"The array {name} is missing.")
        if found.ndim != dimensions or found.dtype not in (np.float32, np.float64) or found.size == 0:
            raise LstmTuiError(f"The array {name} is {found.dtype} {found.shape}, not a float array of {dimensions}-d.")
        return found

    kind = CELLS[about["cell"]]
    cells = []
    for number in range(1, about["layers"] + 1):
        weights = (tensor(f"layer{number}.{part}", 2 if part != "b" else 1) for part in ("W_ih", "W_hh", "b"))
        cells.append(kind(*weights))
    return Network(cells, tensor("output.W_hy", 2), tensor("output.b_y", 1))
