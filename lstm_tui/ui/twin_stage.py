"""The seats and the actions of the view with models side by side."""

from __future__ import annotations

from lstm_tui.panels.heading import draw_heading
from lstm_tui.panels.next_symbols import draw_next_symbols
from lstm_tui.panels.note import draw_note
from lstm_tui.panels.twin_column import draw_twin_head, draw_twin_module
from lstm_tui.panels.twins import draw_twins_tape
from lstm_tui.ui.actions import ACTIONS, EVERYWHERE, Action
from lstm_tui.ui.stage import Column, Row, Seat, Stage
from lstm_tui.wish import MOST_BESIDE

SHARED = (
    "next_phase", "previous_phase", "next_timestep", "previous_timestep", "first_timestep", "last_timestep", "go_to",
    "previous_unit", "next_unit", "earlier", "later", "copy_place",
)  # fmt: skip
TWIN_ACTIONS = (
    *(action for action in ACTIONS if action.name in SHARED),
    Action("next_twin", "tab", "Tab", "other model", "The next model: its units and, in a small window, the model that is seen.", 4),
    Action("part", "a", "a", "where they part", "To the symbol of which they say the most different things; again: the next such.", 5),
    Action("next_layer", "shift+tab", "⇧Tab", "layer", "The next layer of the first model, where it has several."),
    Action("choose_twins", "v", "v", "whom", "Choose who stands beside the first model.", 6, group="model"),
    Action("close", "escape", "Esc", "home", "Back to the stepper; the models stay chosen.", 6, group="program"),
    *EVERYWHERE,
)  # fmt: skip

NAMES = ("first", "second", "third")


def _column(index: int) -> Column:
    side = Column(
        f"twin-side-{index}", (Seat(f"note-{index}", draw_note, index), Seat(f"next-{index}", draw_next_symbols, index))
    )
    body = Row(f"twin-body-{index}", (Seat(f"module-{index}", draw_twin_module, index), side))
    return Column(f"twin-{index}", (Seat(f"head-{index}", draw_twin_head, index), body))


TWIN_STAGE: Stage = (
    Seat("heading", draw_heading),
    Seat("twins-tape", draw_twins_tape),
    Row("twins", tuple(_column(index) for index in range(1 + MOST_BESIDE))),
)
