"""The actions of the machine's view and of the path's; see ui/actions.py."""

from __future__ import annotations

from lstm_tui.ui.actions import EVERYWHERE, Action
from lstm_tui.ui.lens_actions import UNITS, WALKING

BACK = Action("close", "escape", "Esc", "back", "Back to where one came from.", 4, group="program")

MACHINE_ACTIONS = (
    *WALKING,
    Action("zoom", "z", "z", "graph / facts", "The graph, or all that is known of it.", 3, group="look", also="large table agreement"),
    BACK,
    *EVERYWHERE,
)  # fmt: skip

PATH_ACTIONS = (
    *WALKING,
    *UNITS,
    Action("quantity", "w", "w", "axes", "Other axes: two components, or the selected unit and the one that moves most beside it.", 3,
           group="look", also="plane components units pca"),
    Action("other_unit", "U", "U", "other unit", "The unit upright, where units are the axes: the next one.", 5, group="look", also="second axis"),
    Action("switch_words", "W", "W", "symbols / words", "At the points the symbols, or what is true there by the task.", 4, group="look",
           also="labels truth"),
    BACK,
    *EVERYWHERE,
)  # fmt: skip
