"""How much of the time each unit's gates are saturated, as a scatter to be clicked in."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from lstm_tui.family import read_lead
from lstm_tui.overview.looking import over_all
from lstm_tui.panels.saturation import Saturated, counted, draw_saturation
from lstm_tui.ui.actions import Action, bindings
from lstm_tui.ui.lens_actions import SATURATION_ACTIONS
from lstm_tui.ui.slices import SLICE_SECONDS, in_slices
from lstm_tui.ui.stage import Seat, Stage
from lstm_tui.ui.views.placed import PlacedView


class SaturationView(PlacedView):
    """Counts the layer of the app's cursor."""

    ACTIONS: ClassVar[tuple[Action, ...]] = SATURATION_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(SATURATION_ACTIONS)
    STAGE: ClassVar[Stage] = (Seat("saturation", draw_saturation),)

    def __init__(self) -> None:
        super().__init__()
        self._shown: Saturated | None = None

    def show(self) -> None:
        """Show what is counted; another layer or run is counted anew."""
        before, reading = self._shown, read_lead(self.session, self.unit)
        same = (
            before is not None
            and before.counted.trace is reading.run.trace
            and before.counted.layer == reading.cursor.layer
        )
        self._shown = Saturated(reading, before.counted if same and before is not None else counted(reading))
        super().show()
        if not same:
            self.run_worker(self._count, group="saturation", exclusive=True)  # type: ignore[arg-type]  # not begun, not awaited

    async def _count(self) -> None:
        assert self._shown is not None
        await in_slices(over_all(self._shown.counted, SLICE_SECONDS), self.show)

    def subject(self, seat: Seat) -> object:
        """Return what is counted."""
        return self._shown

    @property
    def progress(self) -> float:
        """How much of the text is counted."""
        return self._shown.share if self._shown is not None else 0.0
