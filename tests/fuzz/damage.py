"""Damaged, hostile and absurd model files, made from a sound one."""

from __future__ import annotations

import json
import random
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from lstm_tui.models import registry

KEY = "lstm-tui"
HOSTILE = "\x1b]0;owned\x07\x9b31m\u202eevil\u200b\u2028"
NAN = float("nan")
Header = dict  # of the safetensors file, "__metadata__" decoded


def parts(content: bytes) -> tuple[dict, dict, bytes]:
    """Return the header, what is ours in it, and the numbers."""
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    return header, json.loads(header["__metadata__"][KEY]), content[8 + length :]


def joined(header: dict, about: object, numbers: bytes) -> bytes:
    """Return a file of these."""
    header = {
        **header,
        "__metadata__": {**header.get("__metadata__", {}), KEY: about if isinstance(about, str) else json.dumps(about)},
    }
    head = json.dumps(header).encode()
    return struct.pack("<Q", len(head)) + head + numbers


def _set(*path: str, value: object) -> Callable[[dict, dict, bytes], bytes]:
    def damage(header: dict, about: dict, numbers: bytes) -> bytes:
        where = about
        for name in path[:-1]:
            where = where[name]
        where[path[-1]] = value
        return joined(header, about, numbers)

    return damage


def _without(name: str) -> Callable[[dict, dict, bytes], bytes]:
    def damage(header: dict, about: dict, numbers: bytes) -> bytes:
        about.pop(name, None)
        return joined(header, about, numbers)

    return damage


def _all_weights(value: float) -> Callable[[dict, dict, bytes], bytes]:
    def damage(header: dict, about: dict, numbers: bytes) -> bytes:
        del header, numbers
        bundle = registry.load("counter")
        from safetensors.numpy import save

        tensors = {name: np.full_like(array, value) for name, array in bundle.network.parameters.items()}
        about["snapshots"] = []
        return save(tensors, metadata={KEY: json.dumps(about)})

    return damage


def _signs(value: float) -> Callable[[dict, dict, bytes], bytes]:
    def damage(header: dict, about: dict, numbers: bytes) -> bytes:
        del header, numbers
        from safetensors.numpy import save

        random = np.random.default_rng(0)
        found = registry.load("counter").network.parameters
        tensors = {
            name: (random.choice([-1, 1], array.shape) * value).astype(array.dtype) for name, array in found.items()
        }
        about["snapshots"] = []
        return save(tensors, metadata={KEY: json.dumps(about)})

    return damage


def _tensor(name: str, **changes: object) -> Callable[[dict, dict, bytes], bytes]:
    def damage(header: dict, about: dict, numbers: bytes) -> bytes:
        header[name] = {**header[name], **changes}
        return joined(header, about, numbers)

    return damage


def _raw(change: Callable[[bytes], bytes]) -> Callable[[dict, dict, bytes], bytes]:
    return lambda header, about, numbers: change(joined(header, about, numbers))


KINDS: dict[str, Callable[[dict, dict, bytes], bytes]] = {
    "empty": _raw(lambda content: b""),
    "seven bytes": _raw(lambda content: content[:7]),
    "half": _raw(lambda content: content[: len(content) // 2]),
    "one byte short": _raw(lambda content: content[:-1]),
    "one byte more": _raw(lambda content: content + b"\0"),
    "header length of all": _raw(lambda content: b"\xff" * 8 + content[8:]),
    "header length 0": _raw(lambda content: b"\0" * 8 + content[8:]),
    "header of 2 MB": lambda header, about, numbers: joined({**header, "__metadata__": {"x": "y" * 2_000_000}}, about, numbers),
    "card of 100 kB": _set("card", "what", value="w" * 100_000),
    "deep header": _raw(lambda content: struct.pack("<Q", 60_000) + b"[" * 60_000),
    "deep in ours": lambda header, about, numbers: joined(header, "[" * 60_000, numbers),
    "not json": lambda header, about, numbers: joined(header, "{", numbers),
    "ours is a list": lambda header, about, numbers: joined(header, [1], numbers),
    "ours is null": lambda header, about, numbers: joined(header, None, numbers),
    "metadata is a list": _raw(lambda content: b'\x15\0\0\0\0\0\0\0{"__metadata__": [1]}'),
    "version 2": _set("version", value=2), "version true": _set("version", value=True), "version text": _set("version", value="1"),
    "cell list": _set("cell", value=[]), "cell object": _set("cell", value={}), "cell unknown": _set("cell", value="gru9"),
    "cell hostile": _set("cell", value=HOSTILE), "no cell": _without("cell"),
    "layers 0": _set("layers", value=0), "layers 65": _set("layers", value=65), "layers 2": _set("layers", value=2),
    "layers 1e400": _set("layers", value=10**400), "layers true": _set("layers", value=True), "layers half": _set("layers", value=1.5),
    "vocabulary number": _set("vocabulary", value=3), "vocabulary empty": _set("vocabulary", value=""),
    "vocabulary twice": _set("vocabulary", value="aaa"), "vocabulary hostile": _set("vocabulary", value="\x1b\x9b\u202e"),
    "vocabulary long": _set("vocabulary", value="ab" * 50), "vocabulary surrogate": _set("vocabulary", value="\ud800bc"),
    "vocabulary list": _set("vocabulary", value=["a", "b", "."]), "no vocabulary": _without("vocabulary"),
    "unknown far": _set("unknown", value=10**9), "unknown text": _set("unknown", value="x"), "unknown negative": _set("unknown", value=-1),
    "unknown true": _set("unknown", value=True),
    "card number": _set("card", value=5), "card list": _set("card", value=[1, 2]), "card nulls": _set("card", value=None),
    "card hostile": _set("card", value={"what": HOSTILE, "held_out": HOSTILE, "how": HOSTILE, "data": HOSTILE, "licence": HOSTILE}),
    "card words are lists": _set("card", value={"what": [], "reasons": 5, "seed": "x", "default_text": 7}),
    "card seed huge": _set("card", "seed", value=10**400),
    "card text empty": _set("card", "default_text", value=""), "card text unknown": _set("card", "default_text", value="日本\x1b"),
    "card text huge": _set("card", "default_text", value="ab" * 200_000),
    "output unknown": _set("output", value="relu"), "output list": _set("output", value=[]), "output hostile": _set("output", value=HOSTILE),
    "task list": _set("task", value=[]), "task unknown": _set("task", value="nothing"), "task hostile": _set("task", value=HOSTILE),
    "task of another kind": _set("task", value="adding"),
    "moments text": _set("snapshots", value="many"), "moments nested": _set("snapshots", value=[[[]]]),
    "moment infinite": _set("snapshots", value=[[float("inf"), 1.0]]), "moment nan": _set("snapshots", value=[[0, NAN]]),
    "moment huge": _set("snapshots", value=[[10**400, 1.0]]), "moment object": _set("snapshots", value=[{}]),
    "moments a million": _set("snapshots", value=[[0, 1.0]] * 100_000),
    "numbers text": _set("numbers", value="x"), "numbers mean huge": _set("numbers", value={"mean": 10**400, "deviation": 1}),
    "numbers infinite": _set("numbers", value={"mean": float("inf"), "deviation": 1}),
    "numbers zero": _set("numbers", value={"mean": 0, "deviation": 0}), "numbers empty": _set("numbers", value={}),
    "numbers list": _set("numbers", value=[1, 2]), "numbers small": _set("numbers", value={"mean": 0, "deviation": 5e-324}),
    "training text": _set("training", value="x"), "training empty": _set("training", value={}),
    "training odd": _set("training", value={"about": {}, "numbers": {}, "edition": 2}),
    "training hostile": _set("training", value={"about": {"task": HOSTILE, "recipe": {"cell": HOSTILE}}, "numbers": {}, "edition": 2}),
    "training numbers": _set("training", value={"about": {"task": "anbn", "recipe": {"rate": NAN, "steps": -5}, "seed": -1}, "numbers": {"number": 1e400}, "edition": 2}),
    "training moments": _set("training", value={"about": {}, "numbers": {}, "moments": -1}),
    "training edition": _set("training", value={"about": {}, "numbers": {}, "edition": HOSTILE}),
    "scale hostile": _set("scale", value=HOSTILE), "scale infinite": _set("scale", value=1e400),
    "weights nan": _all_weights(NAN), "weights infinite": _all_weights(float("inf")), "weights huge": _all_weights(3e38),
    "weights tiny": _all_weights(1e-45), "weights huge of both signs": _signs(3e38), "weights large": _signs(1e20), "weights 0": _all_weights(0.0),
    "shape huge": _tensor("layer1.W_ih", shape=[2**62, 2**62]), "shape negative": _tensor("layer1.W_ih", shape=[-8, -3]),
    "shape empty": _tensor("layer1.W_ih", shape=[]), "shape zero": _tensor("layer1.W_ih", shape=[0, 3]),
    "offsets beyond": _tensor("layer1.W_ih", data_offsets=[0, 10**12]), "offsets backwards": _tensor("layer1.W_ih", data_offsets=[96, 0]),
    "type whole": _tensor("layer1.W_ih", dtype="I32"), "type unknown": _tensor("layer1.W_ih", dtype="F8"),
    "type bfloat": _tensor("layer1.W_ih", dtype="BF16"),
}  # fmt: skip


def sound() -> bytes:
    """The file that is damaged."""
    return (registry.BUNDLED / "counter.safetensors").read_bytes()


def corpus(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield every kind once, then flips and truncations of bytes until there are as many."""
    content = sound()
    for name, damage in KINDS.items():
        yield name, damage(*parts(content))
    chance = random.Random(seed)
    for number in range(count - len(KINDS)):
        changed = bytearray(content)
        if chance.random() < 0.2:
            yield f"cut {number}", bytes(changed[: chance.randrange(len(changed))])
            continue
        for _ in range(chance.choice((1, 1, 2, 5, 20))):
            where = (
                chance.randrange(len(changed)) if chance.random() < 0.5 else chance.randrange(min(len(changed), 1500))
            )
            changed[where] = chance.randrange(256)
        yield f"flipped {number}", bytes(changed)


def written(folder: Path, count: int, seed: int) -> list[tuple[str, Path]]:
    """Write the corpus; return what each is and where."""
    found = []
    for number, (name, content) in enumerate(corpus(count, seed)):
        path = folder / f"damaged-{number:04}.safetensors"
        path.write_bytes(content)
        found.append((name, path))
    return found
