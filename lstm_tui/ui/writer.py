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
        text = longer.base.text
        self._before = [*(before for before in self._before if text.startswith(before.base.text)), session]
        self.view.go(longer)
        self.view.say(
            f"Wrote {quoted(text[-1])}, chosen with {p * 100:.1f} %. {shown('unwrite')} takes it back, "
            f"{shown('sampling')} changes how it chooses."
        )

    def unwrite(self) -> None:
        """Take back what was written last."""
        if self._before:
            before, session = self._before.pop(), self.view.session
            if session.run.text.startswith(before.base.text) and len(session) == len(before) + 1:
                self.view.go(before)

    @property
    def values(self) -> tuple[str, ...]:
        """Temperature, top-k, top-p and seed as they are now, to be changed."""
        s = self.sampling
        return (f"{s.temperature:g}", str(s.top_k), f"{s.top_p:g}", str(self.seed))

    def choose_by(self, values: tuple[str, ...]) -> None:
        """Take temperature, top-k, top-p and seed as they were typed.

        Raises:
            LstmTuiError: one that is no number, or one outside its range; all stays as it was.
        """
        temperature, top_k, top_p, seed = values
        sampling = Sampling(_number("temperature", temperature), _whole("top-k", top_k), _number("top-p", top_p))
        number = _whole("seed", seed)
        if number < 0:
            raise LstmTuiError("The seed is below 0.", "Any number from 0 is one.")
        self.sampling, self.seed = sampling, number


def _number(name: str, typed: str) -> float:
    try:
        return float(typed)
    except ValueError:
        raise LstmTuiError(f"The {name} '{visible(typed)}' is not a number.") from None


def _whole(name: str, typed: str) -> int:
    try:
        return int(typed)
    except ValueError:
        raise LstmTuiError(f"The {name} '{visible(typed)}' is not a whole number.") from None
