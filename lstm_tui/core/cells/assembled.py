"""An LSTM assembled from declared parts (parts.py): one kernel, forward and back, for all of them; simple rather than quick."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import ClassVar, Self, cast

import numpy as np

from lstm_tui.core.activations import Array, sigmoid
from lstm_tui.core.cells import plain_lstm
from lstm_tui.core.cells.base import BackWindow, Shape, Step, Terms, Window
from lstm_tui.core.cells.fused import fitting
from lstm_tui.core.cells.parts import GATES, VARIANTS, Parts, peeped
from lstm_tui.core.cells.rows import rows_of
from lstm_tui.core.cells.staged import StagedCell

VARIES = "~"  # in a kind's name, before what it lacks or adds


class AssembledLSTM(StagedCell):
    """An LSTM of these parts; a kind of it says `kind`, `title` and `parts`, and the rest follows.

    Args: W_ih (G·H, D), W_hh (G·H, H), b (G·H,): rows of the layers that are there, in the order i f g o; more: p_i, p_f,
        p_o (H,) where there are peepholes; R (3H, 3H) where gates hear gates: rows of i f o, columns of i f o before.
    """

    parts: ClassVar[Parts]
    note = "c"
    keeps, adds = "f", "written"
    row_names: ClassVar[tuple[str, ...]] = (
        "z",
        "i",
        "f",
        "g",
        "o",
        "kept",
        "written",
        "c",
        "tanh_c",
        "h",
        "h_prev",
        "c_prev",
    )

    def __init_subclass__(cls, **named: object) -> None:
        super().__init_subclass__(**named)
        if "parts" in cls.__dict__:
            own, parts, before = cls.__dict__, cls.parts, tuple(f"{gate}_prev" for gate in GATES)
            cls.fused = own.get("fused", parts.fused)
            cls.phases = own.get("phases", parts.phases)
            cls.quantities = own.get("quantities", parts.quantities)
            cls.gates = own.get("gates", tuple(gate for gate in ("f", "i", "o") if parts.there(gate)))
            cls.state_names = own.get("state_names", ("h", "c", *(GATES if parts.recurrent_gates else ())))
            cls.row_names = (*cls.row_names, *(before if parts.recurrent_gates else ()))
            cls.biases = ("0", "1", "3", "chrono") if parts.forget_gate else ()
            cls.has = parts.has

    def __init__(self, W_ih: Array, W_hh: Array, b: Array | None = None, **more: Array) -> None:
        super().__init__(W_ih, W_hh, b)
        shapes = self.added(self.hidden_size)
        self._more = {
            name: fitting(name, more.get(name, np.zeros(shape)), shape, self.dtype) for name, shape in shapes.items()
        }

    @classmethod
    def variant(cls, name: str) -> type[AssembledLSTM]:
        """Return this kind with one part lacking, changed or added, as Greff et al. call it: a kind of its own."""
        return _variant(cls, name)

    @classmethod
    def shapes(cls, D: int, H: int) -> dict[str, Shape]:
        """Return the shapes of what is learned."""
        return super().shapes(D, H) | cls.added(H)

    @classmethod
    def added(cls, H: int) -> dict[str, Shape]:
        """Return the shapes of what is learned besides W_ih, W_hh and b."""
        peepholes: dict[str, Shape] = {f"p_{gate}": (H,) for gate in cls.parts.gates if cls.parts.peepholes}
        return peepholes | ({"R": (3 * H, 3 * H)} if cls.parts.recurrent_gates else {})

    @classmethod
    def from_weights(cls, weights: Mapping[str, Array]) -> Self:
        """Return a cell with these weights."""
        return cls(**{name: weights[name] for name in cls.shapes(1, 1)})

    @classmethod
    def begin(cls, weights: dict[str, Array], choice: str, longest: int, rng: np.random.Generator) -> None:
        """Set the forget gate's bias, or where it is 1 − i the input gate's with its sign turned."""
        b, parts = weights["b"], cls.parts
        H = len(b) // len(cls.fused)
        blocks = {name: b[k * H : (k + 1) * H] for k, name in enumerate(cls.fused)}
        if not parts.forget_gate or choice == "none":
            return
        kept = np.log(rng.uniform(1, max(2, longest - 1), H)) if choice == "chrono" else np.full(H, float(choice))
        if "f" in blocks:
            blocks["f"][...] = kept
        if "i" in blocks and (parts.coupled or choice == "chrono"):
            blocks["i"][...] = -kept

    @property
    def parameters(self) -> dict[str, Array]:
        """W_ih, W_hh, b, and what peepholes and recurrent gates add."""
        return super().parameters | self._more

    def held(self, gate: str) -> float | None:
        """Return 1 for a gate that is not there."""
        return 1.0 if gate in GATES and not self.parts.there(gate) else None

    @classmethod
    def code(cls, kernel: bool) -> Callable[..., object]:
        """Return the function whose marked lines are shown."""
        return cls._stages if kernel else plain_lstm.plain_step

    def plain_step(self, x: Array, state: Mapping[str, Array]) -> dict[str, Array]:
        """Return every quantity of one timestep; see plain_lstm.py."""
        return plain_lstm.plain_step(self, self.parts, x, state)

    def _stages(self, window: Window, row: int) -> Iterator[tuple[str, ...]]:
        """Make the quantities of one timestep, whose z holds what x and the biases add, and name each when it is made."""
        parts, p = self.parts, self._more
        z, i, f, g, o, kept, written, c, tanh_c, h, h_prev, c_prev, *before = window.rows[row]
        H = self.hidden_size
        z_of = {name: z[..., k * H : (k + 1) * H] for k, name in enumerate(self.fused)}
        z += h_prev @ self.recurrent_rows  # -> z i g o; f when uncoupled
        if parts.recurrent_gates:
            recurrent = np.concatenate(before, axis=-1) @ p["R"].T  # (…, 3H)
            for k, gate in enumerate(GATES):
                if gate in z_of:
                    z_of[gate] += recurrent[..., k * H : (k + 1) * H]  # -> z i f o when recurrent
        for gate in ("i", "f"):
            if f"p_{gate}" in p:
                z_of[gate] += p[f"p_{gate}"] * c_prev  # -> z i when peepholes; f when peepholes uncoupled
        i[...] = sigmoid(z_of["i"]) if parts.input_gate else 1  # -> i
        yield ("i",)
        if parts.coupled:
            np.subtract(1, i, f)  # -> f when coupled
        else:
            f[...] = sigmoid(z_of["f"]) if parts.forget_gate else 1  # -> f when uncoupled
        yield ("f",)
        g[...] = np.tanh(z_of["g"]) if parts.squashed_candidate else z_of["g"]  # -> g
        yield ("g",)
        np.multiply(f, c_prev, kept)  # -> kept
        yield ("kept",)
        np.multiply(i, g, written)  # -> written
        yield ("written",)
        np.add(kept, written, c)  # -> c
        yield ("c",)
        if "p_o" in p:
            z_of["o"] += p["p_o"] * c  # -> z o when peepholes
        o[...] = sigmoid(z_of["o"]) if parts.output_gate else 1  # -> o
        yield ("o",)
        tanh_c[...] = np.tanh(c) if parts.squashed_note else c  # -> tanh_c h
        yield ("tanh_c",)
        np.multiply(o, tanh_c, h)  # -> h
        yield ("h",)

    def run_back(self, window: Window, back: BackWindow) -> None:
        """Go back through the window, as in lstm.py, with what is not there left out.

        dz_o = dh ⊙ tanh c ⊙ σ'        dc = dc' + dh ⊙ o ⊙ (1 − tanh²c) + p_o ⊙ dz_o
        dc before = dc ⊙ f + p_i ⊙ dz_i + p_f ⊙ dz_f        d(i f o) before = Rᵀ (dz_i dz_f dz_o)
        """
        parts, p, H = self.parts, self._more, self.hidden_size
        batched = window.columns["z"].ndim == 3

        def laid(columns: Array) -> Array:
            return columns.transpose(0, 2, 1) if batched else columns

        carry = {name: values.T if batched else values for name, values in back.carry.items()}
        dzs, dhs, dcs = (laid(back.columns[name]) for name in ("dz", "dh", "dc"))
        for t in reversed(range(len(window))):
            _, i, f, g, o, _, _, _, tanh_c, _, _, c_prev, *_ = window.rows[t]
            dz, dh, dc = dzs[t], dhs[t], dcs[t]
            of = {name: dz[..., k * H : (k + 1) * H] for k, name in enumerate(self.fused)}
            dh += carry["h"]
            gate_said = {gate: carry[gate] if parts.recurrent_gates else 0 for gate in GATES}
            if parts.output_gate:
                of["o"][...] = (dh * tanh_c + gate_said["o"]) * o * (1 - o)
            dc[...] = carry["c"] + dh * o * (1 - tanh_c * tanh_c if parts.squashed_note else 1)
            if "p_o" in p:
                dc += p["p_o"] * of["o"]
            di, df = dc * g + gate_said["i"], dc * c_prev + gate_said["f"]
            if parts.coupled:
                di -= df
            if parts.input_gate:
                of["i"][...] = di * i * (1 - i)
            if "f" in of:
                of["f"][...] = df * f * (1 - f)
            of["g"][...] = dc * i * (1 - g * g if parts.squashed_candidate else 1)
            carry["c"][...] = dc * f
            for gate in ("i", "f"):
                if f"p_{gate}" in p:
                    carry["c"] += p[f"p_{gate}"] * of[gate]
            carry["h"][...] = dz @ self.W_hh
            if parts.recurrent_gates:
                heard = np.concatenate([of[gate] for gate in GATES], axis=-1) @ p["R"]
                for k, gate in enumerate(GATES):
                    carry[gate][...] = heard[..., k * H : (k + 1) * H]

    def weight_gradients(self, window: Window, back: BackWindow, x: np.ndarray, into: Mapping[str, Array]) -> None:
        """Add dp = Σ_t dz ⊙ c and dR = Σ_t (dz_i dz_f dz_o) (i f o before)ᵀ to what all fused cells have."""
        super().weight_gradients(window, back, x, into)
        dz = rows_of(back.columns["dz"])  # (n·B, G·H)
        for gate in self.parts.gates:
            if self.parts.peepholes:
                into[f"p_{gate}"][...] += (dz[:, self.block(gate)] * rows_of(window.columns[peeped(gate)])).sum(axis=0)
        if self.parts.recurrent_gates:
            heard = np.concatenate([rows_of(window.columns[f"{gate}_prev"]) for gate in GATES], axis=1)
            into["R"][...] += np.concatenate([dz[:, self.block(gate)] for gate in GATES], axis=1).T @ heard

    def terms(self, name: str, unit: int) -> tuple[Terms, ...]:
        """Return the products that go into a layer, what its peephole and the gates before add among them."""
        if name not in self.fused:
            return ()
        first, second, *bias = super().terms(name, unit)
        more, H = [], self.hidden_size
        if f"p_{name}" in self._more:
            more.append(Terms(f"p_{name}", self._more[f"p_{name}"][unit : unit + 1], peeped(name), unit))
        if self.parts.recurrent_gates and name in GATES:
            row = self._more["R"][GATES.index(name) * H + unit]
            more += [Terms(f"R_{gate}{name}", row[k * H : (k + 1) * H], f"{gate}_prev") for k, gate in enumerate(GATES)]
        return (first, second, *more, *bias)

    def shares(self, gate: str, unit: int, step: Step) -> dict[str, float]:
        """Return what x, h_prev, the peephole, the gates before and the bias add to a unit's pre-activation."""
        *heard, (_, bias, _, _) = self.terms(gate, unit)
        names = {"x": "x", "h_prev": "h"}
        shares = {}
        for label, weights, source, first in heard:
            values = step[source][first : first + len(weights)]
            shares[names.get(source, f"{label}·{source}")] = float(weights.astype(np.float64) @ values)
        return shares | {"b": float(bias[0])}

    def __reduce__(self) -> tuple[object, ...]:
        """Pack for another process, which makes a variant's class again."""
        kind, _, name = self.kind.partition(VARIES)
        base = next(base for base in type(self).__mro__ if base.__dict__.get("kind") == kind)
        return _unpacked, (base, name, self.parameters)


@cache
def _variant(base: type[AssembledLSTM], name: str) -> type[AssembledLSTM]:
    variant = VARIANTS[name]
    made: dict[str, object] = {
        "__doc__": f"{base.title} {variant.words}.",
        "__module__": base.__module__,
        "kind": f"{base.kind}{VARIES}{name}",
        "title": f"{base.title} {variant.words}",
        "parts": variant.of(base.parts),
    }
    return cast("type[AssembledLSTM]", type(f"{base.__name__}{name}", (base,), made))


def _unpacked(base: type[AssembledLSTM], name: str, weights: Mapping[str, Array]) -> AssembledLSTM:
    return (base.variant(name) if name else base).from_weights(weights)
