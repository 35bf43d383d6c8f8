"""A batch as the rows of one matrix, timestep after timestep and in each sequence after sequence: for large products."""

from __future__ import annotations

import itertools

import numpy as np

from lstm_tui.core.activations import Array


def rows_of(columns: Array) -> Array:
    """Return (n, K, B) as (n·B, K), without a copy where that is how it lies in memory, and (n, K) as it is."""
    return columns if columns.ndim == 2 else columns.transpose(0, 2, 1).reshape(-1, columns.shape[1])


def columns_of(rows: Array, like: np.ndarray) -> Array:
    """Return rows (n·B, K) as (n, K, B) for the n and B of `like`, a view; (n, K) as it is where `like` has no batch."""
    return rows if like.ndim == 2 else rows.reshape(len(like), like.shape[-1], -1).transpose(0, 2, 1)


def add_by_symbol(rows: Array, symbols: np.ndarray, into: Array) -> None:
    """Add to column s of `into` (K, V) every row (K,) whose symbol is s: rowsᵀ times the one-hot matrix, without it.

    Args: rows: (n·B, K). symbols: (n,) or (n, B); −1 belongs to no column.
    """
    flat = symbols.reshape(-1)
    order = np.argsort(flat, kind="stable")
    last = np.cumsum(np.bincount(flat + 1, minlength=into.shape[1] + 1)).tolist()
    sorted_rows, sums = rows.take(order, axis=0), np.zeros(into.shape[::-1], rows.dtype)  # (n·B, K), (V, K)
    for total, (start, stop) in zip(sums, itertools.pairwise(last), strict=True):
        if stop > start:
            np.add.reduce(sorted_rows[start:stop], axis=0, out=total)
    into += sums.T


def one_hot(symbols: np.ndarray, size: int, dtype: np.dtype[np.floating]) -> Array:
    """Return a row (size,) with a single 1 for each symbol, all zeros for −1; of (n, B) symbols (n·B, size)."""
    flat = symbols.reshape(-1)
    rows: Array = np.zeros((len(flat), size), dtype)
    known = np.flatnonzero(flat >= 0)
    rows[known, flat[known]] = 1
    return rows
