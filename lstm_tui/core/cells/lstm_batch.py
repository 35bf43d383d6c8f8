"""The LSTM over sequences side by side, forward and back: what training runs. The equations are those of lstm.py.

A batch lies in memory sequence after sequence, so that all timesteps are the rows of one matrix (rows.py). A timestep has
room for 4·B·H numbers, which hold its z (B, 4H), then its gates (4, B, H), each in one piece, then its dz (B, 4H): what is
read again is still in the cache, and half the memory is enough.
"""

from __future__ import annotations

import numpy as np

from lstm_tui.core.cells.base import BackWindow, Window
from lstm_tui.core.cells.fused import FusedCell


def window(cell: FusedCell, timesteps: int, batch: int) -> Window:
    """Return an empty window that keeps what going back needs: after `run` its z is gone, and kept and written never were.

    Its rows are (B, ...) for each timestep, as `run` unpacks them.
    """
    H, B, n = cell.hidden_size, batch, timesteps
    h, c = np.zeros((n + 1, B, H), cell.dtype), np.zeros((n + 1, B, H), cell.dtype)
    z, tanh_c = np.empty((n, B, 4 * H), cell.dtype), np.empty((n, B, H), cell.dtype)
    gates = z.reshape(n, 4, B, H)
    laid = {"z": z, "h_prev": h[:-1], "c_prev": c[:-1]}
    laid_gates = gates.transpose(1, 0, 2, 3)
    laid |= dict(zip(cell.fused, laid_gates, strict=True))
    laid |= {"tanh_c": tanh_c, "c": c[1:], "h": h[1:]}
    columns = {name: values.transpose(0, 2, 1) for name, values in laid.items()}
    states = {name: values.transpose(0, 2, 1) for name, values in (("h", h), ("c", c))}
    rows = zip(z, gates, gates[:, :2], *laid_gates, c[:-1], c[1:], tanh_c, h[:-1], h[1:], strict=True)
    return Window(columns, states, cell.row_names, (np.empty((B, 4 * H), cell.dtype),), rows)


def run(cell: FusedCell, window: Window, start: int, stop: int) -> None:
    """Advance timesteps start..stop; see `LSTM.run`, whose equations and order these are."""
    W_hh, (z_now,) = cell.recurrent_rows, window.work
    H, B = cell.hidden_size, len(z_now)
    z_by_gate = z_now.reshape(B, 4, H).transpose(1, 0, 2)
    kept, written = np.empty((2, B, H), cell.dtype)
    half = np.array(0.5, cell.dtype)
    dot, add, multiply, tanh = np.dot, np.add, np.multiply, np.tanh
    for z, gates, i_f, i, f, g, o, c_prev, c, tanh_c, h_prev, h in window.rows[start:stop]:
        dot(h_prev, W_hh, z_now)
        add(z, z_now, z_now)
        tanh(z_by_gate, gates)
        multiply(i_f, half, i_f)
        add(i_f, half, i_f)
        multiply(o, half, o)
        add(o, half, o)
        multiply(f, c_prev, kept)
        multiply(i, g, written)
        add(kept, written, c)
        tanh(c, tanh_c)
        multiply(o, tanh_c, h)


def run_back(cell: FusedCell, window: Window, back: BackWindow) -> None:
    """Go back through the window; see `LSTM.run_back`.

    o ⊙ (1 − tanh²c) = o − h ⊙ tanh c        σ' = σ − σ²        tanh' = 1 − tanh²
    """
    H, (slope_rows,) = cell.hidden_size, window.work
    B = len(slope_rows)
    slope, said = np.empty((2, 4, B, H), cell.dtype)
    (said_i, said_f, said_g, said_o), (_, _, slope_g, slope_o) = said, slope
    slope_i_f = slope[:2]
    through, one = np.empty((B, H), cell.dtype), np.array(1, cell.dtype)
    dh_next, dc_next = back.carry["h"].T, back.carry["c"].T
    dot, add, multiply, subtract = np.dot, np.add, np.multiply, np.subtract
    dhs, dcs = back.columns["dh"].transpose(0, 2, 1), back.columns["dc"].transpose(0, 2, 1)
    dzs = back.columns["dz"].transpose(0, 2, 1)
    for row, dz, dh, dc in reversed(list(zip(window.rows, dzs, dhs, dcs, strict=True))):
        _, gates, i_f, i, f, g, o, c_prev, _, tanh_c, _, h = row
        add(dh, dh_next, dh)
        multiply(h, tanh_c, through)
        subtract(o, through, through)
        multiply(through, dh, through)
        add(through, dc_next, dc)
        multiply(gates, gates, slope)
        subtract(i_f, slope_i_f, slope_i_f)
        subtract(one, slope_g, slope_g)
        subtract(o, slope_o, slope_o)
        multiply(dc, g, said_i)
        multiply(dc, c_prev, said_f)
        multiply(dc, i, said_g)
        multiply(dh, tanh_c, said_o)
        multiply(dc, f, dc_next)
        multiply(said, slope, dz.reshape(B, 4, H).transpose(1, 0, 2))
        dot(dz, cell.W_hh, dh_next)
