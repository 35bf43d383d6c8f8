"""The package's own model format: a safetensors file whose header also holds the vocabulary and the card.

    metadata["lstm-tui"] = JSON {"version": 1, "cell": "lstm", "layers": L, "vocabulary": "...", "unknown": k or null,
                                 "card": {...}, "output": "softmax", "task": "", "snapshots": [[step, loss], ...],
                                 "numbers": null, or {"mean": m, "deviation": s} of a model that reads
                                 numbers, "scale": s or null, "training": {...} where a training can go on from here}
    tensors              = layer1.W_ih, layer1.W_hh, layer1.b, ..., output.W_hy, output.b_y   (rows as the cell orders them)
                           snapshot.1 (P,), ...; training.weights (P,), ...

Nothing in it is code, and every length is checked before memory is taken.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors
from safetensors.numpy import save as save_tensors

from lstm_tui import files
from lstm_tui.core.cells import CELLS
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import tokens_from
from lstm_tui.errors import LstmTuiError
from lstm_tui.models.bundle import ModelBundle, Snapshot
from lstm_tui.models.card import Card
from lstm_tui.visible import visible

if TYPE_CHECKING:
    from lstm_tui.core.training import Checkpoint

KEY = "lstm-tui"
VERSION = 1
SUFFIX = ".safetensors"
MAX_BYTES = 512 * 2**20
MAX_LAYERS = 64
MAX_HEADER, MAX_CARD = 2**20, 2**16  # bytes


@dataclass(frozen=True, eq=False)
class Paused:
    """A training that can go on.

    Attributes:
        checkpoint: from which it goes on. about: what it is a training of (JSON).
        moments: how many of the model's snapshots are moments of the training; one more is the model as it was saved.
        edition: of what the training draws and keeps (see training/workshop.py).
    """

    checkpoint: Checkpoint
    about: dict[str, Any]
    moments: int
    edition: int


def save(bundle: ModelBundle, path: Path, paused: Paused | None = None) -> None:
    """Write the model; a file that stands there stays whole until the new one is complete.

    Raises:
        LstmTuiError: the folder cannot be written to, or the disk is full.
    """
    network = bundle.network
    tensors = dict(network.parameters)
    about = {
        "version": VERSION,
        "cell": network.cell.kind,
        "layers": len(network.cells),
        **bundle.tokens.as_json(),
        "card": bundle.card.as_json(),
        "output": network.output,
        "task": bundle.task,
        "snapshots": [[snapshot.step, snapshot.loss] for snapshot in bundle.snapshots],
        "scale": bundle.scale,
    }
    for number, snapshot in enumerate(bundle.snapshots, 1):
        tensors[f"snapshot.{number}"] = snapshot.weights
    if paused is not None:
        about["training"] = {
            "about": paused.about,
            "numbers": paused.checkpoint.numbers,
            "moments": paused.moments,
            "edition": paused.edition,
        }
        tensors |= {f"training.{name}": array for name, array in paused.checkpoint.arrays.items()}
    if len(json.dumps(about["card"])) > MAX_CARD:
        raise LstmTuiError(f"The card would be larger than {MAX_CARD // 2**10} kB.", "Open it on a shorter text.")
    header = json.dumps(about)
    if len(header) > MAX_HEADER // 2:
        raise LstmTuiError(
            "The model's header would be too large.", "Its vocabulary is too large, or its moments too many."
        )
    tensors = {name: np.ascontiguousarray(array) for name, array in tensors.items()}
    content = save_tensors(tensors, metadata={KEY: header})
    with files.replacing(path, "Choose another with --out.") as file:
        file.write(content)


def load(path: Path, name: str | None = None) -> ModelBundle:
    """Read a model that `save` wrote; its name is the file's stem unless one is given.

    Raises:
        LstmTuiError: the file is missing, unreadable, too large, cut off, of another kind, or does not fit itself.
    """
    return load_with_training(path, name)[0]


def load_with_training(path: Path, name: str | None = None) -> tuple[ModelBundle, Paused | None]:
    """Read a model and the training that can go on from it, where there is one; see `load`."""
    shown = visible(str(path))
    content = files.read_bytes(path, MAX_BYTES, "See 'lstm-tui models' for the ones at hand.")
    about = _about(content, shown)
    try:
        tensors = load_tensors(content)
    except (SafetensorError, ValueError, KeyError) as error:
        raise LstmTuiError(f"'{shown}' is damaged or cut off.", "Get the file once more.") from error
    try:
        network = _network(about, tensors)
        tokens = tokens_from(about, network.input_size)
        tokens.check_fits(network.input_size, network.output_size, network.output)
        card = Card.from_json(about.get("card", {}))
        snapshots = _snapshots(about, tensors, network)
        scale = _scale(about)
        paused = _paused(about, tensors)
    except LstmTuiError as error:
        raise LstmTuiError(f"'{shown}' does not fit itself: {visible(error.message)}", visible(error.hint)) from error
    task = about.get("task")
    bundle = ModelBundle(
        visible(name or path.stem),
        network,
        tokens,
        card,
        task if isinstance(task, str) else "",
        snapshots,
        str(path),
        scale,
    )
    return bundle, paused


def _snapshots(about: dict[str, Any], tensors: dict[str, np.ndarray], network: Network) -> tuple[Snapshot, ...]:
    listed = about.get("snapshots", [])
    if not isinstance(listed, list):
        raise LstmTuiError("The list of the moments of its training is damaged.")
    found = []
    for number, entry in enumerate(listed, 1):
        weights = tensors.get(f"snapshot.{number}")
        if (
            weights is None
            or weights.shape != (network.parameter_count,)
            or weights.dtype not in (np.float16, np.float32, np.float64)
            or not np.isfinite(weights).all()
            or not _is_moment(entry)
        ):
            raise LstmTuiError(f"The snapshot {number} of its training is damaged.")
        found.append(Snapshot(int(entry[0]), float(entry[1]), weights))
    return tuple(found)


def _is_moment(entry: object) -> bool:
    """Say whether this is [update, loss]: a whole number from 0 and a finite one."""
    if not isinstance(entry, list) or len(entry) != 2:
        return False
    update, loss = entry
    return type(update) is int and 0 <= update < 2**63 and type(loss) in (int, float) and abs(loss) < 1e300


def _scale(about: dict[str, Any]) -> float | None:
    scale = about.get("scale")
    if scale is None:
        return None
    if type(scale) not in (int, float) or not 0 < scale < 1e300:
        raise LstmTuiError("The scale of its note is damaged.")
    return float(scale)


def _paused(about: dict[str, Any], tensors: dict[str, np.ndarray]) -> Paused | None:
    training = about.get("training")
    if training is None:
        return None
    arrays = {
        name.removeprefix("training."): array.copy() for name, array in tensors.items() if name.startswith("training.")
    }
    if not isinstance(training, dict) or not all(isinstance(training.get(part), dict) for part in ("about", "numbers")):
        raise LstmTuiError("The training that it holds is damaged.")
    moments, edition = training.get("moments", 0), training.get("edition", 1)
    if type(moments) is not int or moments < 0 or type(edition) is not int:
        raise LstmTuiError("The training that it holds is damaged.")
    from lstm_tui.core.training import Checkpoint

    return Paused(Checkpoint(arrays, training["numbers"]), training["about"], moments, edition)


def training_in(head: bytes) -> dict[str, Any] | None:
    """Return what the header of a model says of a training that can go on; None where there is none.

    Args: head: the beginning of the file, its whole header within.
    """
    training = _about(head, "the file").get("training")
    return training if isinstance(training, dict) else None


def _about(content: bytes, shown: str) -> dict[str, Any]:
    """Return the header's part that is ours; refuse a file that has none before anything else is read."""
    wrong = LstmTuiError(f"'{shown}' is not an lstm-tui model.", "See 'lstm-tui models' for the ones at hand.")
    if len(content) < 8:
        raise wrong
    (length,) = struct.unpack("<Q", content[:8])
    if length > len(content) - 8:
        raise LstmTuiError(f"'{shown}' is damaged or cut off.", "Get the file once more.")
    if length > MAX_HEADER:
        raise LstmTuiError(f"'{shown}' has a header of more than {MAX_HEADER // 2**20} MiB.", "Get the file once more.")
    try:
        header = json.loads(content[8 : 8 + length])
        about = json.loads(header["__metadata__"][KEY])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise wrong from error
    if not isinstance(about, dict) or type(about.get("version")) is not int or about["version"] != VERSION:
        raise LstmTuiError(f"'{shown}' is of a version that this lstm-tui does not read.", "A newer one may.")
    if len(json.dumps(about.get("card"))) > MAX_CARD:
        raise LstmTuiError(f"'{shown}' has a card of more than {MAX_CARD // 2**10} kB.", "Get the file once more.")
    cell, layers = about.get("cell"), about.get("layers")
    if not isinstance(cell, str) or cell not in CELLS or type(layers) is not int or not 1 <= layers <= MAX_LAYERS:
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
        shapes = kind.shapes(1, 1)  # for the names and numbers of dimensions
        cells.append(kind.from_weights({name: tensor(f"layer{number}.{name}", len(shapes[name])) for name in shapes}))
    output = about.get("output", "softmax")
    return Network(cells, tensor("output.W_hy", 2), tensor("output.b_y", 1), output if isinstance(output, str) else "")
