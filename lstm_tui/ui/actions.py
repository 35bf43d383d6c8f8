"""Every action of the views, once: its keys, its name and what it does. Bindings, footer, palette and help ask here."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True)
class Action:
    """One thing a person can do.

    Attributes: name of the screen's action method; keys; shown: the keys as printed; label: one or two words; help: a
    sentence; footer: whether it stands at the foot of the screen; back: the action the other way, which stands beside it.
    """

    name: str
    keys: str
    shown: str
    label: str
    help: str
    footer: bool = False
    back: str = ""


EVERYWHERE = (
    Action("switch_theme", "d", "d", "dark / light", "Between the dark and the light theme."),
    Action("save_picture", "s", "s", "save", "Save a picture (SVG) of the screen."),
    Action("help", "question_mark,f1", "?", "help", "This help.", True),
    Action("quit", "q", "q", "quit", "Leave.", True),
)

ACTIONS = (
    Action(
        "next_phase",
        "right,l",
        "→",
        "phase",
        "One phase on; after the last, the next timestep.",
        True,
        "previous_phase",
    ),
    Action("previous_phase", "left,h", "←", "back", "One phase back."),
    Action(
        "next_timestep", "down,j,space", "↓", "timestep", "The same phase, one symbol on.", True, "previous_timestep"
    ),
    Action("previous_timestep", "up,k", "↑", "back", "The same phase, one symbol back."),
    Action("first_timestep", "home", "Home", "start", "To the first symbol."),
    Action("last_timestep", "end", "End", "end", "To the last symbol."),
    Action("go_to", "g", "g", "go to", "To a timestep by its number."),
    Action("previous_unit", "left_square_bracket", "[", "unit", "The unit before.", True, "next_unit"),
    Action("next_unit", "right_square_bracket", "]", "unit on", "The next unit."),
    Action("choose_unit", "u", "u", "unit by number", "To a unit by its number."),
    Action("next_layer", "tab", "Tab", "layer", "The next layer, where the model has several."),
    Action("edit_text", "slash", "/", "text", "Edit the text in place; the run follows while you type.", True),
    Action("choose_model", "m", "m", "model", "Let another model read the text.", True),
    Action("earlier", "less_than_sign,comma", "<", "less trained", "The model as it was earlier in its training."),
    Action("later", "greater_than_sign,full_stop", ">", "more trained", "The model as it was later in its training."),
    Action("write", "n", "n", "write on", "The model writes one symbol behind the text."),
    Action("unwrite", "backspace", "⌫", "unwrite", "Take back the symbol that the model wrote last."),
    Action("sampling", "y", "y", "sampling", "How the model chooses: temperature, top-k, top-p, seed."),
    Action("train", "t", "t", "train", "Train a model on a task and watch it learn.", True),
    Action("zoom", "z", "z", "zoom", "One panel large: the gates, the note, what comes next; then all again."),
    Action("play", "p", "p", "play", "Step by itself, and pause.", True),
    Action("faster", "plus,equals_sign", "+", "faster", "Play faster."),
    Action("slower", "minus", "-", "slower", "Play slower."),
    Action("switch_code", "c", "c", "code", "The code that ran, with all layers at once; then the plain step again."),
    *EVERYWHERE,
)


TRAINING_ACTIONS = (
    Action("play", "p", "p", "pause", "Pause, and go on.", True),
    Action("higher_rate", "R", "R", "rate up", "A learning rate twice as high.", True),
    Action("lower_rate", "r", "r", "rate down", "A learning rate half as high.", True),
    Action("open_model", "enter", "Enter", "keep and step it", "Stop here, keep the model and step it.", True),
    Action("close", "escape,t", "Esc", "back", "Back to the stepper; what was not kept is lost."),
    *EVERYWHERE,
)


def shown(name: str, actions: tuple[Action, ...] = ACTIONS) -> str:
    """Return the key of an action as it is printed, for sentences that name it."""
    return next(action.shown for action in actions if action.name == name)


def bindings(actions: tuple[Action, ...]) -> list[BindingType]:
    """Return the bindings of actions."""
    return [
        Binding(
            action.keys, action.name, action.label, tooltip=action.help, id=action.name.replace("_", "-"), show=False
        )
        for action in actions
    ]
