"""What a recurrent cell is, and the windows of columns that its passes fill."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple, Protocol, Self

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.core.phases import Phase
from lstm_tui.errors import LstmTuiError

Row = tuple[Array, ...]
Shape = tuple[int, ...]


class Step(Protocol):
    """The quantities of one timestep by name."""

    def __getitem__(self, name: str, /) -> Array:
        """Return all units of a quantity."""


class Terms(NamedTuple):
    """Products of weights (K,) and the numbers first, first + 1, ... of a quantity, all of which stand in one sum.

    Attributes: label: the weights' name; "" where the numbers themselves are added (the weights are 1). quantity: "" of a
        bias, a weight that is multiplied with nothing.
    """

    label: str
    weights: Array
    quantity: str
    first: int = 0


class Window:
    """Columns of one layer over n consecutive timesteps: a quantity is (n, H), or (n, G·H) for fused ones.

    A window of a batch has the sequences as last axis, (n, H, B); how that lies in memory is the cell's choice, best
    sequence after sequence, since all timesteps are then the rows of one matrix without a copy (core/cells/rows.py). The states
    h and c have one row more, so that what was before timestep t and what is after it are two views of the same memory:
    h_prev = h[:-1].

    Attributes:
        columns: name -> (n, K) array, in the cell's order; written by the kernel.
        shown: the same, for everybody else: these cannot be written to.
        state: name -> (n + 1, H) array; row 0 is the state before the first timestep.
        rows: what the forward loop unpacks for each timestep: of every row name its row, or what the cell lays there.
        work: what the kernel works with: a buffer for W_hh h_prev and constants, in the shape of one row of z.
    """

    def __init__(
        self,
        columns: dict[str, Array],
        state: dict[str, Array],
        row_names: Sequence[str],
        work: tuple[Array, ...],
        rows: Iterable[Row] | None = None,
    ) -> None:
        self.columns = columns
        self.shown = {name: read_only(column) for name, column in columns.items()}
        self.state = state
        self.work = work
        unpacked = zip(*(list(columns[name]) for name in row_names), strict=True) if rows is None else rows
        self.rows: list[Row] = list(unpacked)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def nbytes(self) -> int:
        """The bytes of its columns."""
        return sum(column.nbytes for column in self.columns.values())

    def copy_rows(self, source: Window, stop: int) -> None:
        """Take over the first `stop` timesteps of another window of the same cell, and the state after them."""
        for name, column in self.columns.items():
            column[:stop] = source.columns[name][:stop]
        for name, states in self.state.items():
            states[: stop + 1] = source.state[name][: stop + 1]


class BackWindow:
    """What the loss says of one layer over the timesteps of a window, in the window's shapes.

    Attributes:
        columns: "dz" (n, G·H), and "dh", "dc", ... (n, H): the derivative of the loss by that quantity. Before
            `run_back`, dh holds what the loss and the layer above say directly; after it, what later timesteps say too.
        carry: state name -> (H,): the derivative by the state after the window, then by the state before it.

    Args:
        window: that was run.
        over_z: write dz over the window's z, which going back does not need: a fifth less memory.
    """

    def __init__(self, window: Window, over_z: bool = False) -> None:
        z = window.columns["z"]
        states = {name: values[1:] for name, values in window.state.items()}
        self.columns = {"dz": z if over_z else np.empty_like(z)} | {
            f"d{name}": np.zeros_like(rows) for name, rows in states.items()
        }
        self.carry = {name: np.zeros_like(rows[0]) for name, rows in states.items()}


class Cell(ABC):
    """One recurrent layer: its weights by name, its passes over a window of timesteps, and its plain step.

    Args:
        weights: every name of `shapes`, all float32 or all float64; contiguous copies are kept.

    Raises:
        LstmTuiError: shapes that do not fit each other, or a number that is not finite, naming the array.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    state_names: ClassVar[tuple[str, ...]]
    note: ClassVar[str]  # the state that is handed on as the sticky note
    gates: ClassVar[tuple[str, ...]] = ()  # the quantities that are shares between 0 and 1, in teaching order
    fused: ClassVar[tuple[str, ...]]  # the learned layers, whose pre-activations (H,) stand in z in this order
    quantities: ClassVar[tuple[str, ...]]  # every exported quantity, in order
    phases: ClassVar[tuple[Phase, ...]]
    row_names: ClassVar[tuple[str, ...]]  # what the forward loop unpacks for each timestep
    biases: ClassVar[tuple[str, ...]] = ()  # how the forget gate's bias may begin; empty where there is none
    keeps: ClassVar[str] = ""  # the quantity that is the share of the note that stays; "" where there is none
    adds: ClassVar[str] = ""  # the quantity that is added to what stays
    hears_itself: ClassVar[bool] = True  # its learned layers hear the state before, and not x alone
    has: ClassVar[frozenset[str]] = (
        frozenset()
    )  # the parts of a kind that may lack some, as its lines of code name them

    hidden_size: int
    input_size: int
    dtype: np.dtype[np.floating]

    @classmethod
    @abstractmethod
    def shapes(cls, D: int, H: int) -> dict[str, Shape]:
        """Return the learned arrays by name, in order, with their shapes for D inputs and H units."""

    @classmethod
    @abstractmethod
    def from_weights(cls, weights: Mapping[str, Array]) -> Self:
        """Return a cell with these weights."""

    @classmethod
    def begin(cls, weights: dict[str, Array], choice: str, longest: int, rng: np.random.Generator) -> None:
        """Set fresh weights as the named choice of bias wants them; nothing to do where there is none to choose."""
        del weights, choice, longest, rng

    @property
    @abstractmethod
    def parameters(self) -> dict[str, Array]:
        """The learned arrays by name, as in `shapes`."""

    @property
    def parameter_count(self) -> int:
        """How many numbers were learned."""
        return sum(array.size for array in self.parameters.values())

    @property
    def pre_activation_size(self) -> int:
        """How many pre-activations a timestep has: the width of z."""
        return len(self.fused) * self.hidden_size

    def bias_of(self, gate: str) -> tuple[str, slice]:
        """Return the array, and the rows of it, that are the bias (H,) of one of the learned layers.

        Raises:
            LstmTuiError: there is no such layer, or it has no bias of its own.
        """
        raise LstmTuiError(f"There is no bias of '{gate}' in this {self.title}.")

    @abstractmethod
    def refresh(self) -> None:
        """Take over the weights after they were changed in place."""

    @abstractmethod
    def window(self, timesteps: int, batch: int | None = None) -> Window:
        """Return an empty window of this many timesteps, of one sequence or of a batch of them."""

    @abstractmethod
    def project_symbols(self, symbols: np.ndarray, window: Window, start: int, stop: int) -> None:
        """Fill z[start:stop] with what one-hot inputs and biases add: a look-up, not a product; -1 stands for x = 0."""

    @abstractmethod
    def project_vectors(self, x: Array, window: Window, start: int, stop: int) -> None:
        """Fill z[start:stop] with what vectors (T, D) or (T, D, B) and biases add."""

    @abstractmethod
    def run(self, window: Window, start: int, stop: int) -> None:
        """Advance timesteps start..stop, whose z holds the input's share and whose state row `start` is set."""

    @classmethod
    def code(cls, kernel: bool) -> Callable[..., object]:
        """Return the function whose marked lines are shown: what ran, or the plain step that says the same."""
        return cls.run if kernel else cls.plain_step

    def staged(self, window: Window, row: int) -> Iterator[tuple[str, ...]]:
        """Advance one timestep as `run` does, to the bit, and yield the names of what was just made, stage by stage.

        First the states before, named h_prev and so on, then each quantity in the order in which the kernel makes them.
        Whoever goes through the stages may change the window's columns there; what comes after hears the change. The
        window must be `apart`, since its states before are columns of their own.

        Raises:
            LstmTuiError: this kind of cell does not tell its stages.
        """
        del window, row
        raise LstmTuiError(f"The stages of this {self.title} are not told.", "It can be stepped, not operated on.")

    @classmethod
    def apart(cls, window: Window) -> Window:
        """Return the window with states before a timestep that are columns of their own, for `staged`."""
        columns = dict(window.columns)
        for name in cls.state_names:
            columns[f"{name}_prev"] = np.empty_like(columns[f"{name}_prev"])
        return Window(columns, window.state, cls.row_names, window.work)

    def _take_states(self, window: Window, row: int) -> tuple[str, ...]:
        """Copy the states before a timestep of an apart window; return their names."""
        names = tuple(f"{name}_prev" for name in self.state_names)
        for name, column in zip(self.state_names, names, strict=True):
            window.columns[column][row] = window.state[name][row]
        return names

    @abstractmethod
    def run_back(self, window: Window, back: BackWindow) -> None:
        """Go back through a window that was run: fill `back` (see there) from its last timestep to its first."""

    @abstractmethod
    def weight_gradients(self, window: Window, back: BackWindow, x: np.ndarray, into: Mapping[str, Array]) -> None:
        """Add dL/dweight of every weight to `into`, by name, after `run_back`.

        Args: x: what the layer read: indices (n,) or (n, B), or vectors (n, D) or (n, D, B).
        """

    @abstractmethod
    def input_gradient(self, back: BackWindow) -> Array:
        """Return dL/dx after `run_back`, (n, D) or (n, D, B): what the layer below hears."""

    @abstractmethod
    def plain_step(self, x: Array, state: Mapping[str, Array]) -> dict[str, Array]:
        """Return every quantity of one timestep, computed as the papers write it: slow, and easy to read."""

    def terms(self, name: str, unit: int) -> tuple[Terms, ...]:
        """Return what a unit's number is the sum of, its bias last: of a learned layer's name its pre-activation.

        None where a quantity is no such sum, or a kind of cell tells its `shares` alone.
        """
        del name, unit
        return ()

    def held(self, gate: str) -> float | None:
        """Return the value at which a layer stands whatever is read, of every unit alike; None where it does not."""
        del gate
        return None

    @property
    def described(self) -> str:
        """What kind of cell this is, and what it lacks."""
        return self.title

    @abstractmethod
    def shares(self, gate: str, unit: int, step: Step) -> dict[str, float]:
        """Return what adds up to a unit's pre-activation of a layer: "x", "h" and "b"; what else a kind hears, as written.

        Args: step: the quantities of the timestep as they are, whatever made them.
        """


def read_only(array: Array) -> Array:
    """Return a view that cannot be written to."""
    view = array.view()
    view.flags.writeable = False
    return view


def checked(name: str, array: Array, dtype: np.dtype[np.floating]) -> Array:
    """Return the array contiguous and in this dtype; refuse one that holds a number that is not finite."""
    with np.errstate(over="ignore"):
        converted = np.ascontiguousarray(array, dtype=dtype)
    if not np.isfinite(converted).all():
        raise LstmTuiError(
            f"{name} holds a number that is not finite in {dtype}.", "Infinity and NaN would spread to every value."
        )
    return converted
