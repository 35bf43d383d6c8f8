"""Cells from weights as other frameworks keep them: orders of rows, and biases that are one here or stay two."""

from __future__ import annotations

import numpy as np

from lstm_tui.core.cells import CELLS, Cell


def from_pytorch(kind: str, W_ih: np.ndarray, W_hh: np.ndarray, b_ih: np.ndarray, b_hh: np.ndarray) -> Cell:
    """PyTorch's two biases are added, but the GRU's two of the candidate, where the reset comes after the product."""
    weights = {"W_ih": W_ih, "W_hh": W_hh, "b": b_ih + b_hh}
    if kind == "gru":
        H = W_hh.shape[1]
        weights["b"][2 * H :] = b_ih[2 * H :]
        weights["b_hn"] = b_hh[2 * H :]
    return CELLS[kind].from_weights(weights)


def from_onnx(kind: str, W: np.ndarray, R: np.ndarray, B: np.ndarray) -> Cell:
    """ONNX orders a GRU's rows z r h; B is Wb and then Rb."""
    H = R.shape[1]
    order = np.r_[H : 2 * H, 0:H, 2 * H : 3 * H]
    Wb, Rb = B[: 3 * H][order], B[3 * H :][order]
    return from_pytorch(kind, W[order], R[order], Wb, Rb)
