"""What a person may choose of a training before it starts: the recipe's values, the choices there are, what is wrong."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from lstm_tui.core.cells import CELLS, VARIED
from lstm_tui.core.training import Recipe
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native
from lstm_tui.tasks.catalogue import OWN, recipe_of, task_named
from lstm_tui.training.limits import check_recipe, check_size
from lstm_tui.training.material import read_column, read_text
from lstm_tui.training.workshop import Order, fingerprint, task_for

MOST = 10**9


@dataclass(frozen=True)
class Field:
    """Something that can be chosen.

    Attributes: name: of the recipe's field, or "data" or "seed". label: as it is shown. kind: of its values. low, high: of
    whole numbers. hint: in a few words, what it is.
    """

    name: str
    label: str
    kind: Literal["file", "choice", "whole", "rate"]
    hint: str = ""
    low: int = 1
    high: int = MOST


FIELDS = (
    Field("data", "file", "file"),
    Field("cell", "cell", "choice"),
    Field("layers", "layers", "whole", "one above the other", high=native.MAX_LAYERS),
    Field("hidden", "units", "whole", "of each layer"),
    Field("forget_bias", "forget bias", "choice"),
    Field("rate", "rate", "rate", "how far an update goes"),
    Field("steps", "updates", "whole", "of the whole training"),
    Field("batch", "sequences", "whole", "side by side"),
    Field("timesteps", "length", "whole", "timesteps of a piece"),
    Field("seed", "seed", "whole", "of every random choice", low=0),
)
RECIPE = tuple(field.name for field in FIELDS if field.name not in ("data", "seed"))


class RefusedError(LstmTuiError):
    """What cannot be trained, and the field that says so."""

    def __init__(self, field: str, error: LstmTuiError) -> None:
        super().__init__(error.message, error.hint)
        self.field = field


def usual(learn: str, data: str = "", seed: int = 1) -> dict[str, str]:
    """Return the values of all fields as the recipe of what is to be learned has them."""
    return values_of(recipe_of(learn), data, seed)


def values_of(recipe: Recipe, data: str, seed: int) -> dict[str, str]:
    """Return a recipe as values of the fields."""
    values = {name: getattr(recipe, name) for name in RECIPE}
    return {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in values.items()} | {
        "data": data, "seed": str(seed),
    }  # fmt: skip


def choices(name: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a field can be chosen from; for the forget bias, what the chosen cell knows."""
    if name == "cell":
        return tuple(kind for kind, cell in CELLS.items() if cell not in VARIED or kind == values.get(name))
    return CELLS[values["cell"]].biases if values["cell"] in CELLS else ()


def applies(name: str, learn: str, values: Mapping[str, str]) -> bool:
    """Say whether a field means anything for what is to be learned and the chosen cell."""
    if name in ("data", "timesteps"):
        return learn in OWN
    return name != "forget_bias" or bool(choices(name, values))


def wrong_with(field: Field, learn: str, values: Mapping[str, str]) -> str:
    """Return in one sentence what is wrong with the value of a field, "" where nothing is."""
    text = values[field.name].strip()
    if not applies(field.name, learn, values):
        return ""
    if field.kind == "file" and not text:
        return "Name a file and a column: FILE:COLUMN." if learn == "csv" else "Name a file to learn from."
    if field.kind == "choice" and text not in choices(field.name, values):
        return f"Choose one of: {', '.join(choices(field.name, values))}."
    if field.kind == "rate" and not 0 < _number(text) < 100:
        return "Write a number above 0 and below 100."
    if field.kind == "whole" and not (text.isascii() and text.isdecimal() and field.low <= int(text) <= field.high):
        most = f" to {field.high}" if field.high < MOST else ""
        return f"Write a whole number from {field.low}{most}."
    return ""


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def order_of(learn: str, values: Mapping[str, str]) -> Order:
    """Return what is to be made; the data are read, and the sizes held against the limits.

    Raises:
        RefusedError: something of it cannot be; it names the field.
    """
    for field in FIELDS:
        wrong = wrong_with(field, learn, values)
        if wrong:
            raise RefusedError(field.name, LstmTuiError(wrong))
    known = recipe_of(learn)
    recipe = replace(
        known, cell=values["cell"], layers=int(values["layers"]), hidden=int(values["hidden"]),
        rate=float(values["rate"]), steps=int(values["steps"]), batch=int(values["batch"]),
        timesteps=int(values["timesteps"]),
    )  # fmt: skip
    if applies("forget_bias", learn, values):
        recipe = replace(recipe, forget_bias=values["forget_bias"])
    seed = int(values["seed"])
    source = str(Path(values["data"].strip()).expanduser().absolute()) if learn in OWN else ""
    text: str | None = None
    series: np.ndarray | None = None
    try:
        text = read_text(source) if learn in OWN and learn != "csv" else None
        series = read_column(source) if learn == "csv" else None
        task = task_for(learn, text, series, recipe, seed) if learn in OWN else task_named(learn)
    except LstmTuiError as error:
        raise RefusedError("data", error) from error
    try:
        check_recipe(recipe)
        check_size(recipe, task.input_size, task.output_size)
    except LstmTuiError as error:
        raise RefusedError("hidden", error) from error
    return Order(
        learn, recipe, seed, data=Path(source).name if source else "", source=source,
        fingerprint=fingerprint(text, series),
    )  # fmt: skip
