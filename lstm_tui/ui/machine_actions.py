"""The actions of the machine's view and of the path's; see ui/actions.py."""

from __future__ import annotations

from lstm_tui.ui.actions import EVERYWHERE, Action
from lstm_tui.ui.lens_actions import WALKING

BACK = Action("close", "escape", "Esc", "back", "Back to where one came from.", 4, group="program")

MACHINE_ACTIONS = (
    *WALKING,
    Action("zoom", "z", "z", "graph / facts", "The graph, or all that is known of it.", 3, group="look", also="large table agreement"),
    BACK,
    *EVERYWHERE,
)  # fmt: skip
