"""Write onnx_lstm.npz: what ONNX Runtime's LSTM answers with peepholes, with input_forget (f = 1 − i), and with both.

    pip install onnx onnxruntime && python tests/golden/make_onnx_outputs.py

Keys are `case.array`, float32. W (4H, D), R (4H, H) and B (4H,) stand in ONNX's row order i o f c, P (3H,) in its order
i o f; x is (T, D), h is (T, H), h_n and c_n are (H,). ONNX Runtime ignores the rows of f and p_f where input_forget is 1.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
from onnx import TensorProto, helper

T, D, H = 20, 3, 5
OUTPUT = Path(__file__).with_name("onnx_lstm.npz")
CASES = {"peephole": (True, 0), "coupled": (False, 1), "both": (True, 1)}


def answers(arrays: dict[str, np.ndarray], peepholes: bool, input_forget: int) -> list[np.ndarray]:
    """Run ONNX Runtime's LSTM over one sequence; return Y, Y_h and Y_c."""
    inputs = {"X": arrays["x"][:, None], "W": arrays["W"][None], "R": arrays["R"][None]}
    inputs["B"] = np.concatenate([arrays["B"], np.zeros(4 * H, np.float32)])[None]
    inputs |= {"P": arrays["P"][None]} if peepholes else {}
    names = ["X", "W", "R", "B", "", "", "", "P"] if peepholes else ["X", "W", "R", "B"]
    outputs = ["Y", "Y_h", "Y_c"]
    node = helper.make_node("LSTM", names, outputs, hidden_size=H, input_forget=input_forget)
    given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, a.shape) for name, a in inputs.items()]
    made = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
    graph = helper.make_graph([node], "lstm", given, made)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, inputs)


def main() -> None:
    kept = {}
    for seed, (case, choice) in enumerate(CASES.items()):
        rng = np.random.default_rng(seed)
        shapes = {"W": (4 * H, D), "R": (4 * H, H), "B": (4 * H,), "P": (3 * H,), "x": (T, D)}
        arrays = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
        h, h_n, c_n = answers(arrays, *choice)
        arrays |= {"h": h[:, 0, 0], "h_n": h_n[0, 0], "c_n": c_n[0, 0]}
        kept |= {f"{case}.{name}": array for name, array in arrays.items()}
    np.savez_compressed(OUTPUT, **kept)


if __name__ == "__main__":
    main()
