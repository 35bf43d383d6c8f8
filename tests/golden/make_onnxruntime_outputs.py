"""Write onnxruntime_gru.npz: what ONNX Runtime answers as the GRU operator, whose default is to reset before the product.

    python tests/golden/make_onnxruntime_outputs.py

Keys are `kind.layers.array`, all float32, the kinds those of core/cells: linear_before_reset = 0 is gru~reset-before, 1 is gru.
W_k (3H, D), R_k (3H, H) and B_k (6H,) are layer k's weights as ONNX orders them, z r h, Wb then Rb; x (T, D), h0 (L, H),
and h_k layer k's output (T, H).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

T, D, H = 40, 5, 7
OUTPUT = Path(__file__).with_name("onnxruntime_gru.npz")
KINDS = {"gru~reset-before": 0, "gru": 1}


def answered(x: np.ndarray, W: np.ndarray, R: np.ndarray, B: np.ndarray, h0: np.ndarray, after: int) -> np.ndarray:
    """Return the outputs (T, H) of one layer."""
    feeds = {"X": x[:, None], "W": W[None], "R": R[None], "B": B[None], "initial_h": h0[None, None]}
    node = helper.make_node(
        "GRU", ["X", "W", "R", "B", "", "initial_h"], ["Y"], hidden_size=H, linear_before_reset=after
    )
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, value.shape) for name, value in feeds.items()]
    outputs = [helper.make_tensor_value_info("Y", TensorProto.FLOAT, (len(x), 1, 1, H))]
    graph = helper.make_graph([node], "gru", inputs, outputs)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, feeds)[0][:, 0, 0]


def main() -> None:
    arrays: dict[str, np.ndarray] = {}
    rng = np.random.default_rng(1)

    def normal(*shape: int) -> np.ndarray:
        return (0.5 * rng.normal(size=shape)).astype(np.float32)

    for kind, after in KINDS.items():
        for layers in (1, 3):
            x, h0 = normal(T, D), normal(layers, H)
            made, said = {"x": x, "h0": h0}, x
            for k in range(layers):
                W, R, B = normal(3 * H, said.shape[1]), normal(3 * H, H), normal(6 * H)
                said = answered(said, W, R, B, h0[k], after)
                made |= {f"W_{k}": W, f"R_{k}": R, f"B_{k}": B, f"h_{k}": said}
            arrays |= {f"{kind}.{layers}.{name}": array for name, array in made.items()}
    np.savez_compressed(OUTPUT, **arrays)
    version = f"ONNX Runtime {onnxruntime.__version__}"
    print(f"{OUTPUT.name}: {len(arrays)} arrays, {OUTPUT.stat().st_size} bytes, {version}")


if __name__ == "__main__":
    main()
