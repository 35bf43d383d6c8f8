"""Which parts an LSTM has: a variant is a declaration of them, from which its arrays, quantities and phases follow.

    i = σ(W_xi x + W_hi h_prev [+ p_i ⊙ c_prev] [+ R_ii i_prev + R_fi f_prev + R_oi o_prev] + b_i)     else 1
    f likewise, or 1 − i;   g = tanh(…), or the sum itself;   c = f ⊙ c_prev + i ⊙ g
    o likewise, but its peephole sees the new c;   h = o ⊙ tanh(c), or o ⊙ c

The baseline V of Greff, Srivastava, Koutník, Steunebrink & Schmidhuber (2017) has peepholes; each of their eight variants
lacks, changes or adds one part of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lstm_tui.core.phases import Phase

GATES = ("i", "f", "o")
NAMES = {"i": "input", "f": "forget", "o": "output"}


@dataclass(frozen=True)
class Parts:
    """Which parts there are; as it is: the LSTM of 2000 without peepholes.

    Attributes:
        input_gate, forget_gate, output_gate: is there; else it is 1 for every unit.
        squashed_candidate: g = tanh(z_g); else g = z_g. squashed_note: h = o ⊙ tanh(c); else h = o ⊙ c.
        coupled: f = 1 − i, with no weights of its own.
        peepholes: i and f also see c_prev, and o the new c, each unit its own, through p (H,).
        recurrent_gates: each gate also hears what the three gates were at the timestep before.
    """

    input_gate: bool = True
    forget_gate: bool = True
    output_gate: bool = True
    squashed_candidate: bool = True
    squashed_note: bool = True
    coupled: bool = False
    peepholes: bool = False
    recurrent_gates: bool = False

    def there(self, gate: str) -> bool:
        """Say whether a gate is there, coupled or not."""
        return {"i": self.input_gate, "f": self.forget_gate, "o": self.output_gate}[gate]

    @property
    def gates(self) -> tuple[str, ...]:
        """The gates that are learned, in the order of their rows."""
        return tuple(gate for gate in GATES if self.there(gate) and not (gate == "f" and self.coupled))

    @property
    def fused(self) -> tuple[str, ...]:
        """The learned layers, in the order of their rows."""
        return tuple(name for name in ("i", "f", "g", "o") if name == "g" or name in self.gates)

    @property
    def quantities(self) -> tuple[str, ...]:
        """What is exported; of a gate that is not there nothing."""
        before = ("x", "h_prev", "c_prev", *(f"{gate}_prev" for gate in GATES if self.recurrent_gates), "z")
        layers = tuple(name for name in ("i", "f", "g", "o") if name == "g" or self.there(name))
        said = ("tanh_c",) if self.squashed_note and self.output_gate else ()
        return (*before, *layers, "kept", "written", "c", *said, "h")

    @property
    def has(self) -> frozenset[str]:
        """The parts by the words that lines of code name them with."""
        hearing = "recurrent" if self.recurrent_gates else "peepholes" if self.peepholes else "bare"
        return frozenset(
            {
                hearing,
                "coupled" if self.coupled else "uncoupled",
                "squashed-candidate" if self.squashed_candidate else "candidate-as-it-is",
                "squashed-note" if self.squashed_note else "note-as-it-is",
                *(gate if self.there(gate) else f"no-{gate}" for gate in GATES),
            }
        )

    def heard(self, layer: str) -> str:
        """Return the sum that goes into a learned layer, as formulas write it."""
        terms = [f"W_x{layer} x", f"W_h{layer} h_prev"]
        if layer in GATES and self.peepholes:
            terms.append(f"p_{layer} ⊙ {peeped(layer)}")
        if layer in GATES and self.recurrent_gates:
            terms += [f"R_{gate}{layer} {gate}_prev" for gate in GATES]
        return " + ".join([*terms, f"b_{layer}"])

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases: one for each gate that is there and each product; the output gate's comes after the new note."""
        kept = Phase("kept", "kept", ("kept",), "kept", "kept = f ⊙ c_prev")
        forget = "f = 1 − i" if self.coupled else f"f = σ({self.heard('f')})"
        forgetting = (Phase("forget-gate", "forget gate", ("f",), "f", forget, "forget"), kept)
        let_in = (Phase("input-gate", "input gate", ("i",), "i", f"i = σ({self.heard('i')})", "take in"),)
        proposed = f"tanh({self.heard('g')})" if self.squashed_candidate else self.heard("g")
        written = (Phase("written", "written", ("written",), "written", "written = i ⊙ g"),)
        of_old = ("h_prev", "c_prev", *(f"{gate}_prev" for gate in GATES if self.recurrent_gates))
        made = (*(() if self.forget_gate else ("kept",)), *(() if self.input_gate else ("written",)), "c")
        phases = [Phase("input", "input", ("x", *of_old), "x", "x_t = the symbol just read", "input")]
        if self.forget_gate and not self.coupled:
            phases += forgetting
        if self.input_gate:
            phases += let_in
        if self.coupled:
            phases += forgetting
        phases.append(Phase("candidate", "candidate", ("g",), "g", f"g = {proposed}", "candidate"))
        if self.input_gate:
            phases += written
        phases.append(Phase("cell", "cell", made, "c", f"c = {self.kept} + {self.written}", "note"))
        if self.output_gate:
            phases.append(Phase("output-gate", "output gate", ("o",), "o", f"o = σ({self.heard('o')})", "speak"))
        said = ("tanh_c", "h") if "tanh_c" in self.quantities else ("h",)
        note = "tanh(c)" if self.squashed_note else "c"
        equation = f"h = o ⊙ {note}" if self.output_gate else f"h = {note}"
        phases.append(Phase("hidden", "hidden", said, "h", equation, "hidden"))
        return tuple(phases)

    @property
    def variants(self) -> tuple[str, ...]:
        """The variants that are kinds of their own; gates hear gates where they have peepholes, as Greff et al. had it."""
        return tuple(
            name
            for name, variant in VARIANTS.items()
            if variant.of(self) != self and name != "NP" and (self.peepholes or name != "FGR")
        )

    @property
    def kept(self) -> str:
        """What stays of the note, as formulas write it."""
        return "f ⊙ c_prev" if self.forget_gate else "c_prev"

    @property
    def written(self) -> str:
        """What is added to it."""
        return "i ⊙ g" if self.input_gate else "g"


def peeped(gate: str) -> str:
    """Return the note that a gate's peephole sees."""
    return "c" if gate == "o" else "c_prev"


@dataclass(frozen=True)
class Variant:
    """One of Greff et al.'s variants: a name, and what it does to the parts. words: "without input gate", after "LSTM"."""

    name: str
    words: str
    changes: tuple[tuple[str, bool], ...]

    def of(self, parts: Parts) -> Parts:
        """Return parts with this one lacking, changed or added."""
        return replace(parts, **dict(self.changes))


VARIANTS = {
    variant.name: variant
    for variant in (
        Variant("NIG", "without input gate", (("input_gate", False),)),
        Variant("NFG", "without forget gate", (("forget_gate", False),)),
        Variant("NOG", "without output gate", (("output_gate", False),)),
        Variant("NIAF", "without tanh on the candidate", (("squashed_candidate", False),)),
        Variant("NOAF", "without tanh on the note", (("squashed_note", False),)),
        Variant("CIFG", "with coupled gates, f = 1 − i", (("coupled", True),)),
        Variant("NP", "without peepholes", (("peepholes", False),)),
        Variant("FGR", "with full gate recurrence", (("recurrent_gates", True),)),
    )
}
