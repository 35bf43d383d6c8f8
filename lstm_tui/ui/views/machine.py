"""What machine the model has become: drawn out of it beside everything else, then walked along with the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType

from lstm_tui.automata.extraction import Extraction, Found, Progress
from lstm_tui.drawing.graph import Laid, lay_out
from lstm_tui.errors import LstmTuiError
from lstm_tui.family import read_lead
from lstm_tui.panels.heading import draw_heading
from lstm_tui.panels.machine import LONGEST, Drawn, draw_machine, names_of, shown
from lstm_tui.panels.machine_facts import draw_machine_facts
from lstm_tui.panels.tape import draw_tape
from lstm_tui.ui.actions import Action, bindings
from lstm_tui.ui.machine_actions import MACHINE_ACTIONS
from lstm_tui.ui.slices import in_slices
from lstm_tui.ui.stage import Row, Seat, Stage
from lstm_tui.ui.views.base import NARROW
from lstm_tui.ui.views.placed import PlacedView
from lstm_tui.ui.views.walking import WalkingView


def open_machine(view: WalkingView) -> None:
    """Open the machine of the model that a view's session reads, or say why there is none."""
    run = view.session.run
    try:
        if view.machine is None or view.machine.bundle is not run.bundle:
            view.machine = Extraction(run.bundle, run.task)
        view.app.push_screen(MachineView(view.machine))
    except LstmTuiError as error:
        view.tell(error)


class MachineView(PlacedView):
    """Draws a machine out of a model, beside everything else, and follows the app's text in it."""

    ACTIONS: ClassVar[tuple[Action, ...]] = MACHINE_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(MACHINE_ACTIONS)
    STAGE: ClassVar[Stage] = (
        Seat("heading", draw_heading),
        Seat("tape", draw_tape),
        Row("machine-body", (Seat("machine", draw_machine), Seat("machine-facts", draw_machine_facts))),
    )

    def __init__(self, extraction: Extraction) -> None:
        super().__init__()
        self.extraction = extraction
        self._doing: Progress | None = None
        self._laid: Laid | None = None
        self._next: Laid | None = None  # while it is being laid out
        self._states: Sequence[int | None] = ()
        self._drawn: Drawn | None = None

    @property
    def found(self) -> Found | None:
        """What was found, once it is."""
        return self.extraction.found

    def on_mount(self) -> None:
        """Show what there is, and begin."""
        super().on_mount()
        self.run_worker(self._work, group="machine", exclusive=True)  # type: ignore[arg-type]  # not begun, not awaited

    async def _work(self) -> None:
        if self.found is None:
            try:
                await in_slices(self._extracted(), self.show)
            except LstmTuiError as error:
                self.tell(error)
                if self.is_current:
                    self.dismiss(None)
                return
        await in_slices(self._layout(), lambda: None)
        self.show()

    def _extracted(self) -> Iterator[None]:
        for progress in self.extraction.run():
            self._doing = progress
            yield

    def _layout(self) -> Iterator[None]:
        """Lay the graph out in the room that there is."""
        found = self.found
        if found is None or not self._seated:
            return
        self._states = found.machine.states(self.session.run.text[:LONGEST])
        size = next(region.size for region, seat in self._seated if seat.name == "machine")  # there though it be closed
        moves = [(state, shown(symbol), after) for state, symbol, after in found.machine.edges]
        for laid in lay_out(names_of(found), moves, size.width - 2, size.height - 2):
            self._next = laid
            yield
        self._laid = self._next

    def on_resize(self, event: events.Resize) -> None:
        """Lay the graph out anew."""
        super().on_resize(event)
        if self.is_mounted and self.found is not None:
            self.call_after_refresh(self._again)

    def _again(self) -> None:
        self.run_worker(self._work, group="machine", exclusive=True)  # type: ignore[arg-type]  # not begun, not awaited

    # what is shown ---------------------------------------------------------------

    def show(self) -> None:
        """Show the session in the machine."""
        self.set_class(bool(self.session.run.bundle.task), "-truth")
        reading = read_lead(self.session, self.unit)
        self._drawn = Drawn(reading, self.found, self._doing, self._laid, self._states, self.session.free is not None)
        super().show()

    def subject(self, seat: Seat) -> object:
        """Return the cursor's reading; of the graph and the facts what is drawn."""
        assert self._drawn is not None
        return self._drawn if seat.name in ("machine", "machine-facts") else self._drawn.reading

    def walks(self, region: str) -> bool:
        """Everywhere."""
        return True

    # what can be done ------------------------------------------------------------

    def action_zoom(self) -> None:
        """The graph, or what is known of it."""
        self.toggle_class("-facts")
        if self.size.width >= NARROW or not self.has_class("-facts"):
            self.call_after_refresh(self._again)
