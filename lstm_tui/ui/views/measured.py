"""What counts, measured on the screen: computed in slices, stopped and gone on with, and put in force from a row."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from lstm_tui.errors import LstmTuiError
from lstm_tui.explain.measured import MEMORY, ORDERS, SILENCE, WAYS, Table, Tables, torn_before
from lstm_tui.family import read_lead
from lstm_tui.operations.kinds import Operation
from lstm_tui.panels.heading import draw_heading
from lstm_tui.panels.measured import Shown, draw_measured
from lstm_tui.ui.actions import ACTIONS, EVERYWHERE, Action, bindings, shown
from lstm_tui.ui.slices import in_slices
from lstm_tui.ui.stage import Seat, Stage
from lstm_tui.ui.views.walking import WalkingView

MEASURED_ACTIONS = (
    Action("next_row", "down,j", "↓", "row", "The next row.", 1, "previous_row", group="look"),
    Action("previous_row", "up,k", "↑", "row before", "The row before.", group="look"),
    Action("put_in_force", "enter", "Enter", "put in force", "Do to the run what the row says, and step through it.", 2, group="model"),
    Action("next_way", "w", "w", "which table", "Units silenced, gates at their mean, the note torn off.", 3, group="look"),
    Action("pause", "p", "p", "stop, go on", "Stop measuring, and go on.", 4, group="look"),
    Action("order", "a", "a", "order", "The largest rise first, or unit by unit.", 5, group="look"),
    *(action for action in ACTIONS if action.name == "next_layer"),
    Action("first_row", "home", "Home", "first", "The first row.", 17, "last_row", group="look"),
    Action("last_row", "end", "End", "last", "The last row.", group="look"),
    Action("close", "escape,C", "Esc", "leave", "Back; what was measured is kept as long as the run is.", 6, group="program"),
    *EVERYWHERE,
)  # fmt: skip


class MeasuredView(WalkingView):
    """Attributes: tables: what was measured. way: one of WAYS. chosen: the place of a row. order: one of ORDERS."""

    ACTIONS: ClassVar[tuple[Action, ...]] = MEASURED_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(MEASURED_ACTIONS)
    STAGE: ClassVar[Stage] = (Seat("heading", draw_heading), Seat("measured", draw_measured))

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self.tables = tables
        self.way, self.order, self.chosen = SILENCE, ORDERS[0], 0
        self.going = True
        self._working: Table | None = None  # the table that is being measured

    def on_mount(self) -> None:
        """Measure."""
        super().on_mount()
        self.call_after_refresh(self._work)

    @property
    def table(self) -> Table:
        """What is looked at: of the run as it is without operations."""
        return self.tables.of(self.session.base, self.way, self.session.cursor.layer)

    def show(self) -> None:
        """Show the table as far as it is."""
        if self._seated and self._working is not None and self._working is not self.table:
            self._work()
        super().show()

    def subject(self, seat: Seat) -> object:
        """Return the table as it is looked at."""
        if seat.name == "heading":
            return read_lead(self.session, self.unit)
        table = self.table
        self.chosen = max(0, min(self.chosen, self._count(table) - 1))
        going = self.going and not table.done
        return Shown(
            table,
            table.share,
            self.order,
            self.chosen,
            going,
            dict(self.tables.curves(table)),
            shown("pause", MEASURED_ACTIONS),
            bool(self.session.operations),
        )

    @staticmethod
    def _count(table: Table) -> int:
        return len(table.reaches if table.way == MEMORY else table.rows)

    # measuring -----------------------------------------------------------------------

    def _work(self) -> None:
        self._working = self.table
        if self.going and not self._working.done:
            self.run_worker(self._measure, group="measure", exclusive=True)  # type: ignore[arg-type]  # not begun, not awaited

    async def _measure(self) -> None:
        table = self._working
        if table is not None:
            await in_slices(table.steps(), self.show)

    def action_pause(self) -> None:
        """Stop measuring, or go on."""
        self.going = not self.going
        if self.going:
            self._work()
        else:
            self.workers.cancel_group(self, "measure")
        self.show()

    def action_measure(self, way: str) -> None:
        """Look at another table, and measure it."""
        self.way, self.chosen = way, 0
        self.workers.cancel_group(self, "measure")
        self._work()
        self.show()

    def action_next_way(self) -> None:
        """The next table."""
        self.action_measure(WAYS[(WAYS.index(self.way) + 1) % len(WAYS)])

    # choosing ------------------------------------------------------------------------

    def action_choose(self, place: int) -> None:
        """Choose a row; the one that is chosen already is put in force."""
        if place == self.chosen:
            self.action_put_in_force()
            return
        self.chosen = place
        self.show()

    def _choose(self, place: int) -> None:
        self.chosen = max(0, min(place, self._count(self.table) - 1))
        self.show()

    def action_next_row(self) -> None:
        """The next row."""
        self._choose(self.chosen + 1)

    def action_previous_row(self) -> None:
        """The row before."""
        self._choose(self.chosen - 1)

    def action_first_row(self) -> None:
        """The first row."""
        self._choose(0)

    def action_last_row(self) -> None:
        """The last row."""
        self._choose(self._count(self.table) - 1)

    def action_order(self) -> None:
        """The other order."""
        self.action_sort(ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)])

    def action_sort(self, order: str) -> None:
        """This order."""
        self.order, self.chosen = order, 0
        self.show()

    def _operation(self) -> Operation | None:
        table = self.table
        if not self._count(table):
            return None
        if table.way == MEMORY:
            return torn_before(table.reaches[self.chosen], self.session.cursor.timestep)
        return table.in_order(self.order)[self.chosen].operation

    def action_put_in_force(self) -> None:
        """Do to the run what the chosen row says, and go back to the stepper."""
        try:
            operation = self._operation()
            if operation is None:
                self.say("Nothing is measured yet.")
                return
            self.owner.stand(self.owner.standing.done(operation))
        except LstmTuiError as error:
            self.tell(error)
            return
        self.dismiss(None)


def open_measured(view: WalkingView) -> None:
    """Open the tables over a view; what was measured of the run before is there."""
    owner = view.owner
    owner.tables = owner.tables or Tables()
    view.app.push_screen(MeasuredView(owner.tables))
