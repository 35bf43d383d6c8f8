"""What a phase is, and where it stands among those of another kind of cell. Which a kind has is said by the cell itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

STAGES = ("input", "look back", "forget", "take in", "candidate", "note", "speak", "hidden", "prediction")


@dataclass(frozen=True)
class Phase:
    """One stage inside a timestep.

    Attributes:
        key: its name on the command line.
        title: its name on the screen.
        born: the quantities that exist from this phase on.
        focus: the quantity that the phase is about.
        equation: the formula, as the literature writes it.
        stage: which of STAGES it is, by what it means and whatever this kind of cell calls it: "look back" says how much
            of the state is heard, "forget" what share of the note stays, "take in" what share of what is new comes, "note"
            what is handed on, "speak" what share of it is said. "": that of the phase before, or what `born` says.
    """

    key: str
    title: str
    born: tuple[str, ...]
    focus: str
    equation: str
    stage: str = ""


PREDICTION = Phase("prediction", "prediction", ("logits", "probs"), "probs", "p = softmax(W_hy h + b_y)", "prediction")


def stages_of(phases: Sequence[Phase]) -> tuple[int, ...]:
    """Return the place in STAGES of each phase; one that says none and makes h is "hidden"."""
    found: list[int] = []
    for phase in phases:
        stage = phase.stage or ("hidden" if "h" in phase.born else "")
        found.append(STAGES.index(stage) if stage else found[-1] if found else 0)
    return tuple(found)


def phase_beside(phases: Sequence[Phase], at: int, others: Sequence[Phase]) -> int:
    """Return where another cell stands, by meaning, while this one stands at a phase (from 0).

    That is the phase of the same stage: of several the one that comes as early among them. Where the other has none, it
    stands at the last phase before that stage. It never goes back while this one goes on: where the other has two stages in
    another order, it stands at the later of them.
    """
    stages, there = stages_of(phases), stages_of(others)
    return max(_alike(stages, place, there) for place in range(at + 1))


def _alike(stages: tuple[int, ...], at: int, there: Sequence[int]) -> int:
    stage = stages[at]
    alike = [place for place, found in enumerate(there) if found == stage]
    if alike:
        return alike[min(stages[:at].count(stage), len(alike) - 1)]
    return max((place for place, found in enumerate(there) if found < stage), default=0)
