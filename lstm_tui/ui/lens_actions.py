"""The actions of the lens and of what it leads to; see ui/actions.py."""

from __future__ import annotations

from lstm_tui.ui.actions import ACTIONS, EVERYWHERE, Action

WALK = (
    "next_phase",
    "previous_phase",
    "next_timestep",
    "previous_timestep",
    "first_timestep",
    "last_timestep",
    "go_to",
    "next_layer",
)
WALKING = tuple(action for action in ACTIONS if action.name in WALK)
LEADS_ON = tuple(action for action in ACTIONS if action.name in ("automaton", "path"))
UNITS = tuple(action for action in ACTIONS if action.name in ("previous_unit", "next_unit", "choose_unit"))
CLOSE = Action("close", "escape,i", "Esc", "back", "Back to where one came from.", 4, group="program")

LENS_ACTIONS = (
    *WALKING,
    *UNITS,
    Action("nearer", "plus,equals_sign", "+", "nearer", "Half as many symbols a column.", 4, "farther", group="look", also="zoom in"),
    Action("farther", "minus", "-", "farther", "Twice as many symbols a column, up to the whole text in the window.", group="look", also="zoom out"),
    Action("whole", "z", "z", "whole", "The whole text in the window, or a symbol a column.", 9, group="look", also="zoom fit"),
    Action("quantity", "w", "w", "quantity", "Another quantity.", 5, group="look", also="which quantity"),
    Action("next_order", "a", "a", "order", "The units in another order: activity, saturation, half-life, correlation, clusters.", 8,
           group="look", also="sort cluster"),
    Action("switch_extreme", "e", "e", "extreme", "Of each column the extreme, or the mean again.", 8, group="look", also="mean"),
    Action("saturation", "percent_sign", "%", "saturation", "How much of the time each unit's gates are shut or wide open.", 4, group="look",
           also="saturated scatter gates"),
    Action("gradients", "D", "D", "gradients", "dL/dh and dL/dc going back from the loss at the cursor.", 4, group="look",
           also="backward vanishing exploding derivative"),
    Action("hunter", "H", "H", "hunter", "Which units say something of the text, beside how often chance finds as much.", 4, group="look",
           also="hunt probe feature neuron"),
    *LEADS_ON,
    CLOSE,
    *EVERYWHERE,
)  # fmt: skip

SATURATION_ACTIONS = (
    *UNITS,
    *(action for action in WALKING if action.name == "next_layer"),
    CLOSE,
    *EVERYWHERE,
)

GRADIENT_ACTIONS = (
    *WALKING,
    *UNITS,
    Action("nearer", "plus,equals_sign", "+", "nearer, farther", "Fewer symbols back.", 4, "farther", group="look"),
    Action("farther", "minus", "-", "farther", "More symbols back.", group="look"),
    Action("less_bias", "left_parenthesis", "(", "forget bias", "The forget bias down by one, in all units.", 5, "more_bias", group="model"),
    Action("more_bias", "right_parenthesis", ")", "bias up", "The forget bias up by one, in all units.", group="model"),
    Action("less_weights", "left_curly_bracket", "{", "recurrent weights", "The recurrent weights a fifth smaller.", 5, "more_weights",
           group="model", also="exploding"),
    Action("more_weights", "right_curly_bracket", "}", "weights up", "The recurrent weights a quarter larger.", group="model"),
    Action("as_trained", "backspace", "⌫", "as trained", "Bias and weights as they were trained.", 8, group="model"),
    Action("beside", "v", "v", "beside", "Another kind of cell on the same text, or none.", 8, group="model", also="twin rnn"),
    CLOSE,
    *EVERYWHERE,
)  # fmt: skip

HUNTER_ACTIONS = (
    Action("next_find", "down,j", "↓", "find", "The next find.", 1, "previous_find", group="look"),
    Action("previous_find", "up,k", "↑", "find before", "The find before.", group="look"),
    Action("go_to_unit", "enter", "Enter", "to the unit", "Stand at the unit in the stepper.", 2, group="look"),
    Action("clamp", "o", "o", "clamp", "Hold the unit at its mean, here and in the stepper, and say what the loss does.", 3, group="look",
           also="ablate operate"),
    Action("random_unit", "R", "R", "a random unit", "Some unit, for comparison.", 5, group="look"),
    Action("find", "f", "f", "regular expression", "Hunt inside the matches of a regular expression of your own.", 5, group="look"),
    CLOSE,
    *EVERYWHERE,
)  # fmt: skip
