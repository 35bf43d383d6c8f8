"""One step as a person reads it: the session's cursor, one unit, its printed numbers, and the words about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lstm_tui.core.tokens import NumberTokens
from lstm_tui.core.trace import StepTrace
from lstm_tui.explain.numbers import Numbers
from lstm_tui.explain.source import CodeLine
from lstm_tui.session import Session


@dataclass(frozen=True)
class Span:
    """A piece of text and the role (a quantity's colour, "text" or "faint") in which it is drawn."""

    text: str
    role: str = "text"


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Story:
    """What happens in a phase: its title, plain sentences, the equation and the code that computed it."""

    title: str
    sentences: tuple[str, ...]
    equation: str
    code: tuple[CodeLine, ...]


@dataclass(frozen=True)
class Guess:
    """One symbol that may come next: its index in the vocabulary, the character and its probability."""

    index: int
    symbol: str
    probability: float


class Reading:
    """The step under the session's cursor as seen from one unit.

    Args: session; unit: from 0, of the cursor's layer.
    """

    def __init__(self, session: Session, unit: int) -> None:
        self.session = session
        self.unit = unit
        self.step: StepTrace = session.step

    @property
    def kind(self) -> str:
        """The kind of the cursor's cell."""
        return self.session.bundle.network.cells[self.session.cursor.layer].kind

    @property
    def state_name(self) -> str:
        """The quantity that is carried from step to step: the note c, or the RNN's h."""
        return "c" if self.kind == "lstm" else "h"

    @cached_property
    def numbers(self) -> Numbers:
        """The unit's values, and as they are printed."""
        return Numbers(self.step, self.unit)

    @cached_property
    def born(self) -> frozenset[str]:
        """The names of all quantities that exist at this phase."""
        phases = self.session.phases[: self.session.cursor.phase + 1]
        return frozenset(name for phase in phases for name in phase.born)

    def guesses(self, most: int) -> list[Guess]:
        """Return the symbols that the network holds likeliest to come next, likeliest first."""
        probs = self.step["probs"]
        order = np.argsort(-probs, kind="stable")[:most]
        symbols = self.session.bundle.vocabulary.symbols
        return [Guess(int(k), symbols[int(k)], float(probs[k])) for k in order]

    def truth(self) -> Guess | None:
        """Return what the text really says next; None at its end or where the model does not know it."""
        following = self.session.next_symbol
        if following is None or self.session.reads_numbers or not self.session.bundle.vocabulary.knows(following):
            return None
        index = self.session.bundle.vocabulary.symbols.index(following)
        return Guess(index, following, float(self.step["probs"][index]))

    def answers(self) -> list[float]:
        """Return what a model over numbers says, in the units of its data."""
        tokens, outputs = self.session.bundle.vocabulary, self.step["logits"].tolist()
        return [tokens.said(output) for output in outputs] if isinstance(tokens, NumberTokens) else outputs

    @property
    def scaled(self) -> bool:
        """Whether the network's own numbers differ from the data's."""
        tokens = self.session.bundle.vocabulary
        return isinstance(tokens, NumberTokens) and (tokens.mean, tokens.deviation) != (0.0, 1.0)

    def story(self) -> Story:
        """Return the words on this phase, filled with this step's numbers."""
        from lstm_tui.explain.words import tell

        return tell(self)

    def worked(self) -> tuple[Line, ...]:
        """Return the selected unit's arithmetic in this phase, one equation a line."""
        from lstm_tui.explain.worked import work_out

        return work_out(self)
