"""Every action of the stepper, once: its keys, its name and what it does. Bindings, footer, palette and help ask here."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True)
class Action:
    """One thing a person can do.

    Attributes: name of the screen's action method; keys; shown: the keys as printed; label: one or two words; help: a
    sentence; footer: whether it stands at the foot of the screen.
    """

    name: str
    keys: str
    shown: str
    label: str
    help: str
    footer: bool = False


ACTIONS = (
    Action("next_phase", "right,l", "→", "phase", "One phase on; after the last, the next timestep.", True),
    Action("previous_phase", "left,h", "←", "back", "One phase back.", True),
    Action("next_timestep", "down,j,space", "↓", "timestep", "The same phase, one symbol on.", True),
    Action("previous_timestep", "up,k", "↑", "back", "The same phase, one symbol back.", True),
    Action("first_timestep", "home", "Home", "start", "To the first symbol."),
    Action("last_timestep", "end", "End", "end", "To the last symbol."),
    Action("go_to", "g", "g", "go to", "To a timestep by its number."),
    Action("next_unit", "right_square_bracket", "]", "unit", "The next unit.", True),
    Action("previous_unit", "left_square_bracket", "[", "unit back", "The unit before."),
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
    Action("switch_theme", "d", "d", "dark / light", "Between the dark and the light theme."),
    Action("save_picture", "s", "s", "save", "Save a picture (SVG) of the screen."),
    Action("help", "question_mark,f1", "?", "help", "This help.", True),
    Action("quit", "q", "q", "quit", "Leave.", True),
)


TRAINING_ACTIONS = (
    Action("play", "p", "p", "pause", "Pause, and go on.", True),
    Action("higher_rate", "R", "R", "rate up", "A learning rate twice as high.", True),
    Action("lower_rate", "r", "r", "rate down", "A learning rate half as high.", True),
    Action("open_model", "enter", "Enter", "keep and step it", "Stop here, keep the model and step it.", True),
    Action("close", "escape,t", "Esc", "back", "Back to the stepper; what was not kept is lost."),
    Action("switch_theme", "d", "d", "dark / light", "Between the dark and the light theme."),
    Action("save_picture", "s", "s", "save picture", "Save a picture (SVG) of the screen."),
    Action("quit", "q", "q", "quit", "Leave.", True),
)


def bindings(actions: tuple[Action, ...] = ACTIONS) -> list[BindingType]:
    """Return the bindings of actions."""
    return [
        Binding(
            action.keys, action.name, action.label, tooltip=action.help, id=action.name.replace("_", "-"), show=False
        )
        for action in actions
    ]
