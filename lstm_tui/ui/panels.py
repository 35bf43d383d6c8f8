"""What the screen needs NumPy for: loaded after the first paint. Knows which drawing each region shows."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from lstm_tui.core.sampling import Sampling
from lstm_tui.errors import LstmTuiError
from lstm_tui.explain.reading import Reading
from lstm_tui.family import read_lead
from lstm_tui.models import native, registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.panels.arithmetic import draw_arithmetic
from lstm_tui.panels.gates import draw_gates
from lstm_tui.panels.heading import draw_heading
from lstm_tui.panels.module import draw_module
from lstm_tui.panels.next_symbols import draw_next_symbols
from lstm_tui.panels.note import draw_note
from lstm_tui.panels.story import draw_story
from lstm_tui.panels.tape import draw_tape
from lstm_tui.run import FALLBACK_TEXT, FIRST_TIMESTEPS
from lstm_tui.session import Session
from lstm_tui.tasks.base import SymbolTask
from lstm_tui.tasks.catalogue import TASKS, task_named
from lstm_tui.ui.footer import draw_footer
from lstm_tui.ui.region import PanelRegion
from lstm_tui.visible import visible

if TYPE_CHECKING:
    from textual.screen import Screen

    from lstm_tui.ui.views.training import TrainingScreen

DRAWINGS = {
    "heading": draw_heading,
    "tape": draw_tape,
    "module": draw_module,
    "story": draw_story,
    "note": draw_note,
    "gates": draw_gates,
    "arithmetic": draw_arithmetic,
    "next-symbols": draw_next_symbols,
    "footer": draw_footer,
}


class Panels:
    """The drawings of the regions, and the models to choose from."""

    def __init__(self) -> None:
        self._reading: Reading | None = None
        self._regions: list[tuple[PanelRegion, str]] = []

    def show(self, screen: Screen[None], session: Session, unit: int) -> None:
        """Show the session's step in every region of the screen."""
        before, reading = self._reading, read_lead(session, unit)
        if before is not None and before.unit == unit and before.run.trace is session.run.trace:
            old, new = before.cursor, session.cursor
            if (old.timestep, old.layer) == (new.timestep, new.layer):
                reading.numbers = before.numbers  # the same step: only the phase moved
        self._reading = reading
        if not self._regions:
            self._regions = [(screen.query_one(f"#{name}", PanelRegion), name) for name in DRAWINGS]
        for region, name in self._regions:
            folds = screen.has_class("-small") and not screen.has_class("-zoomed")
            folded = name == "gates" and folds and session.phase.key == "prediction"
            region.show(reading, draw_next_symbols if folded else DRAWINGS[name])

    def default_unit(self, session: Session) -> int:
        """Return the unit worth watching first."""
        return session.run.default_unit(session.cursor.layer)

    def write(self, session: Session, how: tuple[float, int, float, int]) -> tuple[Session, float]:
        """Let the model write one symbol; return the longer session and the probability of the choice."""
        return session.write(Sampling(*how[:3]), how[3])

    def sampling_from(self, answer: str, now: tuple[float, int, float, int]) -> tuple[float, int, float, int]:
        """Read temperature, top-k, top-p and seed from a line; what is left out stays as it is.

        Raises:
            LstmTuiError: a word that is no number, or one outside its range.
        """
        words = answer.replace(",", " ").split()
        kinds = (float, int, float, int)
        try:
            given = [kind(word) for kind, word in zip(kinds, words, strict=False)]
        except ValueError:
            raise LstmTuiError(f"'{visible(answer)}' is not up to four numbers.", "Such as: 0.8 0 1 1") from None
        values = (*given, *now[len(given) :])
        Sampling(*values[:3])
        if values[3] < 0:
            raise LstmTuiError("The seed is below 0.", "Any number from 0 is one.")
        return (float(values[0]), int(values[1]), float(values[2]), int(values[3]))

    def tasks(self) -> list[tuple[str, str, str]]:
        """Return name, title and the story's first sentence of each task whose model can be stepped."""
        return [
            (name, task.title, task.story.split(". ")[0].rstrip(".") + ".")
            for name, task in TASKS.items()
            if issubclass(task, SymbolTask)
        ]

    def training_screen(self, name: str) -> TrainingScreen:
        """Return a screen on which a model for this task is trained."""
        from lstm_tui.ui.views.training import TrainingScreen

        return TrainingScreen(task_named(name), model_path(name))

    def trained(self, path: Path) -> ModelBundle:
        """Return the model that a training wrote."""
        return registry.load(str(path))

    def bundles(self) -> list[ModelBundle]:
        """Return all bundled models, and those that were trained on the training screen."""
        own = [path for path in sorted(model_path("").parent.glob(f"*{native.SUFFIX}")) if path.is_file()]
        found = [registry.load(name) for name in registry.names()]
        for path in own:
            with suppress(LstmTuiError):  # a damaged file there must not hide the others
                found.append(native.load(path))
        return found


def model_path(name: str) -> Path:
    """Return where the training screen writes its models: the person's data folder."""
    from platformdirs import user_data_path

    return user_data_path("lstm-tui") / "models" / f"my-{name}{native.SUFFIX}"


def open_session(text: str | None, model: str | None) -> Session:
    """Open a text, or the model's own default text; of a long one only the beginning is computed at once."""
    bundle = registry.load(model or registry.DEFAULT)
    return Session.open(bundle, text or bundle.card.default_text or FALLBACK_TEXT, FIRST_TIMESTEPS)
