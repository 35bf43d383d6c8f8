"""The actions of the view that says who wrote what; those that walk are the stepper's own."""

from __future__ import annotations

from lstm_tui.ui.actions import ACTIONS, EVERYWHERE, Action, shown

PANELS = ("ink-shares", "ink-triangle", "ink-lives")
WALKS = ("next_timestep", "previous_timestep", "next_phase", "previous_phase", "first_timestep", "last_timestep", "go_to",
         "previous_unit", "next_unit", "choose_unit", "next_layer")  # fmt: skip
SURGERY = ("operate", "undo", "redo", "measured")
INK_ACTIONS = (
    *(action for action in ACTIONS if action.name in WALKS),
    Action(
        "whose", "w", "w", "whose", "A unit of the note, the whole note, the likeliest symbol's logit, the true one's.", 2,
        group="look", also="which quantity logit unit",
    ),
    Action("previous_symbol", "left_parenthesis", "(", "another logit", "The logit of the symbol held likelier.", 5, "next_symbol", group="look"),
    Action("next_symbol", "right_parenthesis", ")", "logit on", "The logit of the next symbol, the likeliest first.", group="look"),
    Action(
        "follow_older", "left_curly_bracket", "{", "whose ink fades", "Follow what an older symbol wrote.", 4, "follow_newer",
        group="look", also="fade follow",
    ),
    Action("follow_newer", "right_curly_bracket", "}", "newer", "Follow what a newer symbol wrote.", group="look"),
    Action("order", "a", "a", "order", "Half-lives by their length, by unit, by what stands on the note now.", 9, group="look"),
    Action("zoom", "z", "z", "zoom", "One panel large, then the next one; Esc shows all again.", 8, group="look", also="large"),
    *(action for action in ACTIONS if action.name in SURGERY),
    Action("close", "escape,b", "Esc", "leave", "Back to the stepper, which stands where you stand.", 6, group="program"),
    *EVERYWHERE,
)  # fmt: skip
SHARES = ("whose", "next_symbol", "previous_symbol", "follow_older", "follow_newer", "order", "zoom")
WITHOUT = tuple(action for action in INK_ACTIONS if action.name not in SHARES)  # where the note is no sum of shares
ELSEWHERE = f"{shown('operate')} changes a symbol or tears the note off; {shown('measured')} measures how far back it remembers."
