"""Writing on: the model writes one symbol behind the text, and takes it back."""

from __future__ import annotations

from lstm_tui.core.sampling import Sampling
from lstm_tui.errors import LstmTuiError
from lstm_tui.session import Session
from lstm_tui.ui.actions import shown
from lstm_tui.ui.views.walking import WalkingView
from lstm_tui.visible import quoted, visible


class Writer:
    """Lets the model write, by one way of choosing.

    Attributes: sampling, seed: how it chooses.
    """

    def __init__(self, view: WalkingView) -> None:
        self.view = view
        self.sampling, self.seed = Sampling(0.8), 1
        self._before: list[Session] = []  # the sessions before each symbol that the model wrote

    def write(self) -> None:
        """Write one symbol."""
        session = self.view.session
        try:
            longer, p = session.write(self.sampling, self.seed)
        except LstmTuiError as error:
            self.view.tell(error)
            return
        text = longer.run.text
        self._before = [*(before for before in self._before if text.startswith(before.run.text)), session]
        self.view.go(longer)
        self.view.say(
            f"Wrote {quoted(text[-1])}, chosen with {p * 100:.1f} %. {shown('unwrite')} takes it back, "
            f"{shown('sampling')} changes how it chooses."
        )

    def unwrite(self) -> None:
        """Take back what was written last."""
        if self._before:
            before, session = self._before.pop(), self.view.session
            if session.run.text.startswith(before.run.text) and len(session) == len(before) + 1:
                self.view.go(before)

    @property
    def question(self) -> str:
        """What is asked for, with what it is now."""
        s = self.sampling
        return f"Temperature, top-k, top-p, seed (now {s.temperature:g} {s.top_k} {s.top_p:g} {self.seed}):"

    def choose_by(self, answer: str) -> None:
        """Take temperature, top-k, top-p and seed from a line; what is left out stays as it is.

        Raises:
            LstmTuiError: a word that is no number, or one outside its range.
        """
        words, given = answer.replace(",", " ").split(), list[float]()
        try:
            for place, word in enumerate(words[:4]):
                given.append(int(word) if place in (1, 3) else float(word))  # top-k and the seed are whole
        except ValueError:
            raise LstmTuiError(f"'{visible(answer)}' is not up to four numbers.", "Such as: 0.8 0 1 1") from None
        now = [self.sampling.temperature, self.sampling.top_k, self.sampling.top_p, self.seed]
        temperature, top_k, top_p, seed = given + now[len(given) :]
        sampling = Sampling(float(temperature), int(top_k), float(top_p))
        if seed < 0:
            raise LstmTuiError("The seed is below 0.", "Any number from 0 is one.")
        self.sampling, self.seed = sampling, int(seed)
