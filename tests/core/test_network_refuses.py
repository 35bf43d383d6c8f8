"""What cannot be computed is refused with the name of the array, what it is and what it should be."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from random_networks import random_network

from lstm_tui.core.cells import LSTM, RNN
from lstm_tui.core.network import Network
from lstm_tui.errors import LstmTuiError

GOOD = {"W_ih": (12, 5), "W_hh": (12, 3), "b": (12,), "W_hy": (4, 3), "b_y": (4,)}  # an LSTM of 3 units


def network_of(arrays: dict[str, np.ndarray]) -> Network:
    return Network([LSTM(arrays["W_ih"], arrays["W_hh"], arrays["b"])], arrays["W_hy"], arrays["b_y"])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", list(GOOD))
def test_a_weight_that_is_not_finite(name: str, value: float) -> None:
    arrays = {key: np.zeros(shape) for key, shape in GOOD.items()}
    arrays[name].flat[-1] = value
    with pytest.raises(LstmTuiError, match=rf"^{name} holds a number that is not finite"):
        network_of(arrays)


@pytest.mark.parametrize("name", ["W_ih", "b", "W_hy", "b_y"])
def test_a_weight_too_large_for_the_dtype_of_the_network(name: str) -> None:
    arrays = {key: np.zeros(shape, np.float32) for key, shape in GOOD.items()}
    arrays[name] = np.full(GOOD[name], 1e300)  # finite in float64, infinite in float32
    with pytest.raises(LstmTuiError, match=rf"^{name} "):
        network_of(arrays)


@pytest.mark.parametrize(
    ("name", "shape"),
    [("W_ih", (11, 5)), ("W_ih", (3, 5)), ("W_ih", (12,)), ("W_hh", (12, 4)), ("W_hh", (3, 3)), ("W_hh", ()),
     ("b", (11,)), ("b", (12, 1)), ("W_hy", (4, 2)), ("W_hy", (3,)), ("b_y", (3,)), ("b_y", (4, 1))],
)  # fmt: skip
def test_a_shape_that_does_not_fit(name: str, shape: tuple[int, ...]) -> None:
    arrays = {key: np.zeros(shape if key == name else good) for key, good in GOOD.items()}
    with pytest.raises(LstmTuiError) as refused:
        network_of(arrays)
    assert str(shape) in refused.value.message  # what it is


def test_the_message_says_which_shapes_would_fit() -> None:
    with pytest.raises(LstmTuiError) as refused:
        LSTM(np.zeros((6, 5)), np.zeros((12, 3)))
    assert "(12, 3)" in refused.value.message
    assert "(12, D)" in refused.value.hint
    with pytest.raises(LstmTuiError, match=r"RNN.*\(3, D\)"):
        RNN(np.zeros((12, 5)), np.zeros((3, 3)))


def stack(*cells: LSTM | RNN) -> Callable[[], Network]:
    return lambda: Network(cells, np.zeros((2, 3)))


def lstm(D: int, H: int, dtype: str = "float64") -> LSTM:
    return LSTM(np.zeros((4 * H, D), dtype), np.zeros((4 * H, H), dtype))


@pytest.mark.parametrize(
    "make",
    [
        stack(),
        stack(lstm(5, 4), lstm(3, 3)),
        stack(lstm(5, 3, "float32"), lstm(3, 3, "float64")),
        stack(RNN(np.zeros((3, 5)), np.zeros((3, 3))), lstm(3, 3)),
    ],
    ids=["no layer", "sizes", "dtypes", "kinds"],
)
def test_layers_that_do_not_stack(make: Callable[[], Network]) -> None:
    with pytest.raises(LstmTuiError, match="layer"):
        make()


def test_layers_of_different_kinds_are_told_so() -> None:
    """The sizes fit (3 on 3), so a message about sizes would send the reader the wrong way."""
    with pytest.raises(LstmTuiError) as refused:
        stack(RNN(np.zeros((3, 5)), np.zeros((3, 3))), lstm(3, 3))()
    assert "LSTM" in str(refused.value) or "kind" in str(refused.value)


@pytest.mark.parametrize("empty", [np.array([], np.int64), np.zeros((0, 5))], ids=["symbols", "vectors"])
def test_an_empty_input(empty: np.ndarray) -> None:
    with pytest.raises(LstmTuiError, match="empty"):
        random_network().forward(empty)


@pytest.mark.parametrize("index", [5, 6, -2, 2**40])
def test_an_index_outside_the_input_map(index: int) -> None:
    with pytest.raises(LstmTuiError, match=r"outside -1\.\.4"):
        random_network().forward(np.array([0, index, 1]))


@pytest.mark.parametrize("index", [-1, 0, 4])
def test_the_outermost_indices_are_read(index: int) -> None:
    assert len(random_network().forward(np.array([index])).column("h")) == 1


@pytest.mark.parametrize("shape", [(3, 4), (3, 6), (3,), (3, 5, 1)])
def test_an_input_of_the_wrong_width(shape: tuple[int, ...]) -> None:
    with pytest.raises(LstmTuiError) as refused:
        random_network().forward(np.zeros(shape))
    assert str(shape) in refused.value.message
    assert "(T, 5)" in refused.value.message


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_an_input_that_is_not_finite(value: float) -> None:
    x = np.zeros((3, 5))
    x[2, 4] = value
    with pytest.raises(LstmTuiError, match=r"^x holds a number that is not finite"):
        random_network().forward(x)
