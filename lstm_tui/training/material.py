"""What a person's own training learns from: the characters of a file, or a column of numbers."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np

from lstm_tui import files
from lstm_tui.errors import LstmTuiError
from lstm_tui.tasks.base import Task
from lstm_tui.tasks.catalogue import OWN
from lstm_tui.training.workshop import Order, fingerprint, task_for
from lstm_tui.visible import visible

MAX_BYTES = 256 * 2**20


def read_text(path: str | Path) -> str:
    """Return the characters of a file; see `files.read_bytes` for what can be wrong."""
    return files.as_text(files.read_bytes(path, MAX_BYTES))


def read_column(name: str) -> np.ndarray:
    """Return one column of a CSV file, (N,) float64; `name` is FILE:COLUMN, the column by its name or number from 1.

    Raises:
        LstmTuiError: no such file or column, or a value that is missing or no number; the message says in which row.
    """
    path, _, column = name.rpartition(":")
    if not path or not column:
        raise LstmTuiError(f"'{visible(name)}' names no column.", "Write FILE:COLUMN, such as prices.csv:close.")
    lines = files.as_text(files.read_bytes(path, MAX_BYTES)).splitlines()
    try:
        rows = [row for row in csv.reader(lines) if row]
    except csv.Error as error:
        raise LstmTuiError(f"'{visible(path)}' is not a CSV file: {visible(str(error))}.") from error
    if not rows:
        raise LstmTuiError(f"'{visible(path)}' has no rows.")
    header = rows[0]
    if column in header:
        place, body = header.index(column), rows[1:]
    elif column.isdecimal() and 1 <= int(column) <= len(header):
        place = int(column) - 1
        body = rows if _number(header[place]) is not None else rows[1:]
    else:
        names = ", ".join(visible(part) for part in header[:8])
        raise LstmTuiError(f"There is no column '{visible(column)}'.", f"There are: {names}.")
    values = []
    for number, row in enumerate(body, len(rows) - len(body) + 1):
        value = _number(row[place]) if place < len(row) else None
        if value is None:
            said = visible(row[place]) if place < len(row) and row[place] else "nothing"
            raise LstmTuiError(
                f"Row {number} has {said} in column '{visible(column)}', not a number.", "Fill or cut it."
            )
        values.append(value)
    return np.array(values)


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def task_of(order: Order) -> Task:
    """Return the task of an order; what a person gave to learn from is read again.

    Raises:
        LstmTuiError: it cannot be read, or is not what the order was made for.
    """
    text = read_text(order.source) if order.task in OWN and order.task != "csv" else None
    values = read_column(order.source) if order.task == "csv" else None
    if order.fingerprint and order.fingerprint != fingerprint(text, values):
        raise LstmTuiError(f"'{visible(order.source)}' is not what this training learned from.", "Begin a new one.")
    return task_for(order.task, text, values, order.recipe, order.seed)
