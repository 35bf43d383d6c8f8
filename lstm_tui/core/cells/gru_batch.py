"""Both conventions of the GRU over sequences side by side, forward and back: what training runs.

The equations are those of gru.py and gru_before.py; how a batch lies in memory is told in lstm_batch.py. z is not needed
on the way back, and dz takes its place.
"""

from __future__ import annotations

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.cells.base import BackWindow, Window
from lstm_tui.core.cells.fused import FusedCell


def window(cell: FusedCell, timesteps: int, batch: int, past_name: str) -> Window:
    """Return an empty window that keeps what going back needs; its rows are (B, ...) for each timestep, as `run` unpacks them.

    Args: past_name: what is kept of the candidate's past, "past" (the product) or "heard" (what goes into it).
    """
    H, B, n = cell.hidden_size, batch, timesteps
    h, z = np.zeros((n + 1, B, H), cell.dtype), np.empty((n, B, 3 * H), cell.dtype)
    gates, (candidate, past) = np.empty((n, 2, B, H), cell.dtype), np.empty((2, n, B, H), cell.dtype)
    r, u = gates.transpose(1, 0, 2, 3)
    laid = {"z": z, "r": r, "u": u, "n": candidate, "h_prev": h[:-1], "h": h[1:]}
    laid[past_name] = past
    columns = {name: values.transpose(0, 2, 1) for name, values in laid.items()}
    rows = zip(z, gates, r, u, candidate, past, h[:-1], h[1:], strict=True)
    work = np.empty((B, 2 * H), cell.dtype), np.empty((B, H), cell.dtype)
    return Window(columns, {"h": h.transpose(0, 2, 1)}, cell.row_names, work, rows)


def run(cell: FusedCell, window: Window, start: int, stop: int, b_hn: Array | None = None) -> None:
    """Advance timesteps start..stop: h = n + u ⊙ (h_prev − n), the same sum with one product less.

    Args: b_hn: (H,) where the reset comes after the product, None where it comes before.
    """
    (now, heard), gated = window.work, 2 * cell.hidden_size
    W_ru, W_hn = cell.recurrent_rows[:, :gated], cell.recurrent_rows[:, gated:]
    now_by_gate = now.reshape(len(now), 2, -1).transpose(1, 0, 2)
    half = np.array(0.5, cell.dtype)
    dot, add, multiply, subtract, tanh = np.dot, np.add, np.multiply, np.subtract, np.tanh
    for z, gates, r, u, n, past, h_prev, h in window.rows[start:stop]:
        dot(h_prev, W_ru, now)
        add(z[:, :gated], now, now)
        tanh(now_by_gate, gates)
        multiply(gates, half, gates)
        add(gates, half, gates)
        if b_hn is None:
            multiply(r, h_prev, past)
            dot(past, W_hn, heard)
        else:
            dot(h_prev, W_hn, past)
            add(past, b_hn, past)
            multiply(r, past, heard)
        add(z[:, gated:], heard, heard)
        tanh(heard, n)
        subtract(h_prev, n, h)
        multiply(h, u, h)
        add(h, n, h)


def run_back(cell: FusedCell, window: Window, back: BackWindow, before: bool) -> None:
    """Go back through the window; see `GRU.run_back` and `ResetBeforeGRU.run_back`.

    Args: before: whether it resets before the product.
    """
    B, H, gated = len(window.work[0]), cell.hidden_size, 2 * cell.hidden_size
    W_ru, W_hn = cell.W_hh[:gated], cell.W_hh[gated:]
    said = np.empty((B, gated), cell.dtype)
    said_r, said_u = said[:, :H], said[:, H:]
    slope, dheard, kept, through = np.empty((4, B, H), cell.dtype)
    dh_next = back.carry["h"].T
    dot, add, multiply, subtract = np.dot, np.add, np.multiply, np.subtract
    dzs, dhs = (back.columns[name].transpose(0, 2, 1) for name in ("dz", "dh"))
    for (_, _, r, u, n, past, h_prev, _), dz, dh in reversed(list(zip(window.rows, dzs, dhs, strict=True))):
        dz_n = dz[:, gated:]
        add(dh, dh_next, dh)
        multiply(dh, u, kept)
        subtract(dh, kept, through)
        multiply(n, n, slope)
        multiply(slope, through, slope)
        subtract(through, slope, through)  # dz_n
        dz_n[...] = through
        if before:
            dot(through, W_hn, dheard)
            multiply(dheard, h_prev, said_r)
            multiply(dheard, r, dheard)
        else:
            multiply(through, past, said_r)
            multiply(through, r, through)
            dot(through, W_hn, dheard)
        multiply(r, r, slope)
        subtract(r, slope, slope)
        multiply(said_r, slope, said_r)
        subtract(h_prev, n, said_u)
        multiply(said_u, dh, said_u)
        multiply(u, u, slope)
        subtract(u, slope, slope)
        multiply(said_u, slope, said_u)
        dz[:, :gated] = said
        dot(said, W_ru, dh_next)
        add(dh_next, kept, dh_next)
        add(dh_next, dheard, dh_next)
