"""A session saved as a small file that a person can read and write: model, text, place and operations, as TOML.

Read with tomllib. Written by hand: a few strings, whole numbers and yes or no need no library, and so what no editor or
terminal shows as it is (a control, a change of direction) is written as an escape.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from lstm_tui import files
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.operations.bench import Item, Items
from lstm_tui.operations.grammar import parse, spelled
from lstm_tui.session import Session
from lstm_tui.visible import visible
from lstm_tui.wish import MAX_BYTES, Wish, read_text

VERSION = 1
HINT = "The format stands in docs/formats.md."
Value = TypeVar("Value", str, int, bool)
Writable = str | int | bool | tuple[str, ...] | None


@dataclass(frozen=True)
class Saved:
    """What is saved of a session.

    Attributes: wish: model, text or file, and place. items: the operations laid out. model_hash, text_hash: of what was read;
        "" where nobody noted it.
    """

    wish: Wish
    items: Items = ()
    model_hash: str = ""
    text_hash: str = ""


@dataclass(frozen=True)
class Opened:
    """A saved session as it can be opened now.

    Attributes: wish: without operations. text: what is read; None: the model's own. items: the operations to lay out.
        changed: what is not as it was when it was saved, as one sentence; "" where all is.
    """

    wish: Wish
    text: str | None
    items: Items
    changed: str = ""


def hash_of_text(text: str) -> str:
    """Return a hash of a text."""
    return _said(hashlib.sha256(text.encode("utf-8", "surrogatepass")))


def hash_of_model(bundle: ModelBundle) -> str:
    """Return a hash of all weights of a model, those of its moments included, and of what its indices mean."""
    known = hashlib.sha256(json.dumps(bundle.tokens.as_json(), sort_keys=True).encode())
    known.update(" ".join(cell.kind for cell in bundle.network.cells).encode())
    moments = [moment.weights for moment in bundle.snapshots]
    for array in moments or [*bundle.network.parameters.values()]:
        known.update(f"{array.dtype.str} {array.shape}".encode())
        known.update(array.tobytes())
    return _said(known)


def _said(known: hashlib._Hash) -> str:
    return f"sha256:{known.hexdigest()[:16]}"


def saved_of(session: Session, unit: int, items: Items, wish: Wish) -> Saved:
    """Return what is saved of a session under a wish that leads to where it stands.

    Raises:
        LstmTuiError: the model was never kept.
    """
    bundle = session.base.bundle
    if not bundle.source:
        raise LstmTuiError(f"The model '{visible(bundle.name)}' is in no file.", "Save it first.")
    model = bundle.source if bundle.source in registry.names() else str(files.place(bundle.source).resolve())
    file = None if wish.file is None else str(files.place(wish.file).resolve())
    wish = replace(wish, model=model, file=file, unit=unit, operations=())
    text_hash = hash_of_text(session.base.text) if file is not None else ""
    return Saved(wish, items, hash_of_model(bundle), text_hash)


# into words ----------------------------------------------------------------------------


def written(saved: Saved) -> str:
    """Return the file's content.

    Raises:
        LstmTuiError: the text holds half of a pair of surrogates, which no file can.
    """
    wish = saved.wish
    text = {"file": wish.file, "hash": saved.text_hash} if wish.file is not None else {"text": wish.text}
    names = ("timestep", "layer", "phase", "unit", "moment")
    tables: list[tuple[str, Mapping[str, Writable]]] = [
        ("[model]", {"name": wish.model, "hash": saved.model_hash, "beside": wish.beside}),
        ("[text]", text),
        ("[place]", {name: getattr(wish, name) for name in names}),
    ]
    tables += [("[[operation]]", {"do": spelled(item.operation), "on": item.on}) for item in saved.items]
    lines = ["# a session of lstm-tui: lstm-tui open FILE", f"version = {VERSION}"]
    for title, pairs in tables:
        given = [f"{name} = {_value(value)}" for name, value in pairs.items() if value not in (None, "", ())]
        lines += ["", title, *given] if given else []
    content = "\n".join(lines) + "\n"
    try:
        content.encode()
    except UnicodeEncodeError as error:
        raise LstmTuiError("The text holds half of a pair of surrogates: no file can.", "Take it out.") from error
    return content


def _value(value: Writable) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return '"' + "".join(map(_escaped, value or "")) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character in "\n\t":
        return "\\n" if character == "\n" else "\\t"
    code = ord(character)
    if visible(character) == character or 0xD800 <= code < 0xE000:
        return character
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


# out of words ----------------------------------------------------------------------------


def read(content: str, name: str) -> Saved:
    """Return what a file says.

    Args: name: of the file, for what is said of it.

    Raises:
        LstmTuiError: it is no TOML, or not what a session says; the message says where.
    """
    shown = visible(name)
    try:
        said = tomllib.loads(content)
    except (ValueError, RecursionError) as error:
        raise LstmTuiError(f"'{shown}' cannot be read: {visible(str(error))}.", HINT) from error
    version = _taken(said, "version", int, shown) or VERSION
    if version > VERSION:
        raise LstmTuiError(f"'{shown}' is of version {version}; this program reads {VERSION}.", "Use a later one.")
    model, text, place = (_table(said, table, shown) for table in ("model", "text", "place"))
    wish = Wish(
        text=_taken(text, "text", str, shown),
        file=_taken(text, "file", str, shown),
        model=_taken(model, "name", str, shown),
        phase=_taken(place, "phase", str, shown),
        timestep=_taken(place, "timestep", int, shown),
        layer=_taken(place, "layer", int, shown),
        unit=_taken(place, "unit", int, shown),
        moment=_taken(place, "moment", int, shown),
        beside=_names(model, "beside", shown),
    )
    listed = said.get("operation", [])
    if not isinstance(listed, list) or not all(isinstance(table, dict) for table in listed):
        raise LstmTuiError(f"In '{shown}' each operation is a table [[operation]].", HINT)
    items = tuple(_item(table, number, shown) for number, table in enumerate(listed, 1))
    return Saved(wish, items, _taken(model, "hash", str, shown) or "", _taken(text, "hash", str, shown) or "")


def _item(table: Mapping[str, object], number: int, shown: str) -> Item:
    text, on = _taken(table, "do", str, shown), _taken(table, "on", bool, shown)
    if text is None:
        raise LstmTuiError(f"In '{shown}' operation {number} says nothing to do.", HINT)
    return Item(parse(text), on is not False)


def _table(said: Mapping[str, object], name: str, shown: str) -> Mapping[str, object]:
    table = said.get(name, {})
    if not isinstance(table, dict):
        raise LstmTuiError(f"In '{shown}' [{name}] is a table.", HINT)
    return table


def _names(table: Mapping[str, object], name: str, shown: str) -> tuple[str, ...]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise LstmTuiError(f"In '{shown}' {name} is a list of texts in quotes.", HINT)
    return tuple(value)


def _taken(table: Mapping[str, object], name: str, kind: type[Value], shown: str) -> Value | None:
    value = table.get(name)
    if value is None:
        return None
    if type(value) is not kind:
        wanted = {str: "text in quotes", int: "a whole number", bool: "true or false"}[kind]
        raise LstmTuiError(f"In '{shown}' {name} is {wanted}.", HINT)
    return value


# from and to a file ------------------------------------------------------------------------


def save(saved: Saved, path: str) -> None:
    """Write a session to a file, as a whole or not at all.

    Raises:
        LstmTuiError: it cannot be written.
    """
    content = written(saved)
    with files.replacing(path, "Choose another file.") as file:
        file.write(content.encode())


def open_saved(path: str) -> Opened:
    """Read a saved session, and look whether its model and text are what they were.

    Where one is not, its operations come switched off. Names of files are seen from the folder of this one.

    Raises:
        LstmTuiError: it cannot be read, or its model or text is not there.
    """
    saved = read(files.as_text(files.read_bytes(path, 2 * MAX_BYTES)), path)
    folder, wish = files.place(path).parent, saved.wish
    if wish.model is not None and wish.model not in registry.names():
        model = folder / files.place(wish.model)
        if model.suffix in registry.READERS or model.is_file():
            wish = replace(wish, model=str(model))
    if wish.file is not None:
        wish = replace(wish, file=str(folder / files.place(wish.file)))
    text, bundle = read_text(wish), registry.load(wish.model or registry.DEFAULT)
    changed = []
    if saved.model_hash and saved.model_hash != hash_of_model(bundle):
        changed.append(f"the model '{visible(bundle.name)}'")
    if saved.text_hash and text is not None and saved.text_hash != hash_of_text(text):
        changed.append("the text")
    if not changed:
        return Opened(wish, text, saved.items)
    what = " and ".join(changed)
    verb = "are" if len(changed) > 1 else "is"
    off = "; its operations are switched off (o)" if saved.items else ""
    sentence = f"{what[:1].upper()}{what[1:]} {verb} not what {'they were' if len(changed) > 1 else 'it was'} when this was saved{off}."
    return Opened(wish, text, tuple(replace(item, on=False) for item in saved.items), sentence)


def free_name(text: str) -> str:
    """Return a name for a session's file in this folder that is not taken, after the beginning of its text."""
    words = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in text[:24].lower()).split()) or "session"
    numbers = itertools.chain([""], (f"-{k}" for k in itertools.count(2)))
    return next(name for k in numbers if not files.place(name := f"{words}{k}.toml").exists())
