"""Every action of the views, once: its keys, its name and what it does. Bindings, footer, palette and help ask here."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType

GROUPS = ("walk", "look", "text", "model", "program")  # as the palette and the help list them


@dataclass(frozen=True)
class Action:
    """One thing a person can do.

    Attributes: name of the screen's action method; keys; shown: the keys as printed; label: one or two words; help: a
    sentence; footer: its place in the order of use, 1 first, for the foot of the screen (0: behind all others); back: the
    action the other way, which stands beside it; group: one of GROUPS; also: words by which the palette finds it too.
    """

    name: str
    keys: str
    shown: str
    label: str
    help: str
    footer: int = 0
    back: str = ""
    group: str = "walk"
    also: str = ""


EVERYWHERE = (
    Action(
        "switch_theme", "d", "d", "dark / light", "Between the dark and the light theme.", 14,
        group="look", also="theme colours",
    ),
    Action("save_picture", "s", "s", "save", "Save a picture (SVG) of the screen.", 15, group="program", also="screenshot"),
    Action("help", "question_mark,f1", "?", "help", "This help.", 6, group="program", also="keys"),
    Action("quit", "q", "q", "quit", "Leave.", 7, group="program", also="exit leave"),
)  # fmt: skip

ACTIONS = (
    Action("next_phase", "right,l", "→", "phase", "One phase on; after the last, the next timestep.", 1, "previous_phase"),
    Action("previous_phase", "left,h", "←", "back", "One phase back."),
    Action("next_timestep", "down,j,space", "↓", "timestep", "The same phase, one symbol on.", 2, "previous_timestep"),
    Action("previous_timestep", "up,k", "↑", "back", "The same phase, one symbol back."),
    Action("first_timestep", "home", "Home", "start, end", "To the first symbol.", 17, "last_timestep"),
    Action("last_timestep", "end", "End", "end", "To the last symbol."),
    Action("go_to", "g", "g", "go to", "To a timestep by its number.", 16),
    Action("previous_unit", "left_square_bracket", "[", "unit", "The unit before.", 3, "next_unit"),
    Action("next_unit", "right_square_bracket", "]", "unit on", "The next unit."),
    Action("choose_unit", "u", "u", "unit by number", "To a unit by its number."),
    Action("next_layer", "tab", "Tab", "layer", "The next layer, where the model has several."),
    Action(
        "open_number", "enter", "Enter", "open", "Where the number in hand comes from, term by term; so does a click on one.", 4,
        group="look", also="origin explain drill",
    ),
    Action("play", "p", "p", "play", "Step by itself, and pause.", 8),
    Action("faster", "plus,equals_sign", "+", "faster, slower", "Play faster.", back="slower"),
    Action("slower", "minus", "-", "slower", "Play slower."),
    Action(
        "turn_module", "r", "r", "unrolled", "The module unrolled into a chain of copies, rolled up with its loop, one timestep.",
        8, group="look", also="rolled chain module",
    ),
    Action(
        "quantity", "w", "w", "units × time", "Every unit over the symbols of the text; again: another quantity.",
        9, group="look", also="which quantity",
    ),
    Action("lens", "i", "i", "the lens", "The whole run at once: every unit over all of the text, and what leads on from there.",
           9, group="look", also="overview whole run heat map"),
    Action("automaton", "A", "A", "automaton", "What machine the model has become: drawn out of it, held against its grammar.",
           30, group="look", also="machine finite state grammar moore"),
    Action(
        "ink", "b", "b", "who wrote this", "How much of a unit, of the note or of a logit each symbol wrote, and how it fades.", 9,
        group="look", also="ink provenance half-life bookkeeping",
    ),
    Action("path", "P", "P", "path", "The note as a path in the plane: two units, or the directions in which it varies most.", 30,
           group="look", also="plane components pca trajectory"),
    Action("measured", "C", "C", "what counts", "The loss with each unit silenced, each gate at its mean, the note torn off; measured.",
           21, group="look", also="measure ablation silence memory importance"),
    Action("bare", "B", "B", "bare module", "The module with names and no numbers; then with them again.", group="look", also="teach names"),
    Action("zoom", "z", "z", "zoom", "One panel large, then the next one; Esc shows all again.", 9, group="look", also="large"),
    Action(
        "switch_code", "c", "c", "code", "The code that ran, with all layers at once; then the plain step again.", group="look"
    ),
    Action("edit_text", "slash", "/", "text", "Edit the text in place; the run follows while you type.", 4, group="text"),
    Action("find", "f", "f", "find", "Find a piece of the text; the cursor goes with what is typed.", 12, group="text", also="search"),
    Action("next_hit", "f3", "F3", "next, previous hit", "The next place where it stands.", 20, "previous_hit", group="text"),
    Action("previous_hit", "F,shift+f3", "F", "hit before", "The place before where it stands.", group="text"),
    Action("write", "n", "n", "write on", "The model writes one symbol behind the text.", 11, "unwrite", group="text"),
    Action("unwrite", "backspace", "⌫", "unwrite", "Take back the symbol that the model wrote last.", group="text"),
    Action(
        "sampling", "y", "y", "how it chooses", "How the model chooses: temperature, then top-k, then top-p of these, seed.",
        group="text", also="sampling",
    ),
    Action(
        "own_text", "M", "M", "its own text", "Let the model read the text of its own.", 19, group="text",
        also="default example unknown",
    ),
    Action(
        "operate", "o", "o", "what if", "Hold, ablate, tear off, edit: the operations in force, and what could be done here.", 8,
        group="model", also="operate clamp ablate intervention surgery",
    ),
    Action("undo", "x", "x", "undo, redo", "Take back the last operation.", 20, "redo", group="model", also="operation"),
    Action("redo", "X", "X", "redo", "Do again the operation that was taken back.", group="model"),
    Action("choose_model", "m", "m", "model", "Let another model read the text.", 5, group="model"),
    Action(
        "earlier", "less_than_sign,comma", "<", "less, more trained", "The model as it was earlier in its training.", 13, "later",
        group="model",
    ),
    Action(
        "later", "greater_than_sign,full_stop", ">", "more trained", "The model as it was later in its training.", group="model"
    ),
    Action(
        "beside", "v", "v", "beside", "Two or three models on this text: their surprise, modules, notes and guesses side by side.",
        10, group="model", also="twins compare models",
    ),
    Action("train", "t", "t", "train", "Train a model on a task and watch it learn.", 10, group="model"),
    Action(
        "save_session", "S", "S", "save the session", "Save model, text, place and operations as a file: lstm-tui open FILE.", 19,
        group="program", also="open toml session keep",
    ),
    Action(
        "copy_place", "Y", "Y", "copy this place", "Show and copy the command that opens the stepper just here.", 18,
        group="program", also="command line share link",
    ),
    *EVERYWHERE,
)  # fmt: skip


OPERATE_ACTIONS = (
    Action("next_choice", "down,j", "↓", "row", "The next row.", 1, "previous_choice", group="look"),
    Action("previous_choice", "up,k", "↑", "row before", "The row before.", group="look"),
    Action(
        "take", "enter", "Enter", "do it", "Do what is proposed; change what is laid out.", 2, group="model", also="edit change"
    ),
    Action("switch", "space", "Space", "on, off", "Switch the operation off, or on again.", 3, group="model"),
    Action("type", "o", "o", "type one", "Type an operation in the grammar.", 4, group="model", also="write grammar"),
    Action("undo", "x", "x", "undo, redo", "Take back the last change.", 6, "redo", group="model"),
    Action("redo", "X", "X", "redo", "Do again what was taken back.", group="model"),
    *(action for action in ACTIONS if action.name == "measured"),
    Action("remove", "backspace,delete", "⌫", "take off", "Take the operation off the list.", 7, group="model"),
    Action("close", "escape", "Esc", "back", "Back to the stepper.", 5, group="program"),
    Action("next_phase", "right,l", "→", "phase", "One phase on: proposals are for what it is about.", 8, "previous_phase"),
    Action("previous_phase", "left,h", "←", "back", "One phase back."),
    Action("previous_unit", "left_square_bracket", "[", "unit", "The unit before.", 9, "next_unit"),
    Action("next_unit", "right_square_bracket", "]", "unit on", "The next unit."),
    Action("choose_unit", "u", "u", "unit by number", "To a unit by its number.", 13),
    Action("next_layer", "tab", "Tab", "layer", "The next layer, where the model has several.", 13),
    Action("go_to", "g", "g", "go to", "To a timestep by its number.", 10),
    Action(
        "save_session", "S", "S", "save the session", "Save model, text, place and operations as a file: lstm-tui open FILE.", 11,
        group="program", also="open toml session keep",
    ),
    *EVERYWHERE,
)  # fmt: skip


TRAINING_ACTIONS = (
    Action("play", "p", "p", "pause", "Pause, and go on.", 1),
    Action("faster", "plus,equals_sign", "+", "speed", "Train faster: 10 updates a second, 100, as fast as it goes.", 2, "slower"),
    Action("slower", "minus", "-", "slower", "Train slower."),
    Action(
        "earlier", "less_than_sign,comma", "<", "look", "Look at an earlier moment; the training goes on meanwhile.", 3, "later",
        group="look",
    ),
    Action("later", "greater_than_sign,full_stop", ">", "later", "A later moment; behind the last, how it is now.", group="look"),
    Action("open_model", "enter", "Enter", "step it", "Save it where it stands, and step the model.", 4, group="model"),
    Action(
        "close", "escape", "Esc", "back", "Back to the stepper; it is saved where it stands, and t offers it again.", 5,
        group="program",
    ),
    Action("palette", "ctrl+p", "^p", "all", "Every action in one list, to be searched.", 7, group="program"),
    Action("beside", "v", "v", "twin", "Another kind of cell on the same data, as a second curve.", 8, group="model"),
    Action("train", "t", "t", "rate", "What it was begun with; the learning rate can be changed.", 9, group="model"),
    *EVERYWHERE,
)  # fmt: skip


EDITING = (  # in the line in which the text is edited
    Action("keep_text", "enter", "Enter", "keep it", "Keep what was typed.", 1),
    Action("leave_text", "escape", "Esc", "as it was before", "Bring back the text as it was.", 2),
)


def shown(name: str, actions: tuple[Action, ...] = ACTIONS) -> str:
    """Return the key of an action as it is printed, for sentences that name it."""
    return next(action.shown for action in actions if action.name == name)


def in_order_of_use(actions: tuple[Action, ...]) -> list[Action]:
    """Return the actions, the most used first; what stands beside another as its way back does not come again."""
    beside = {action.back for action in actions if action.back}
    return sorted((action for action in actions if action.name not in beside), key=lambda action: action.footer or 100)


def bindings(actions: tuple[Action, ...]) -> list[BindingType]:
    """Return the bindings of actions."""
    return [
        Binding(
            action.keys, action.name, action.label, tooltip=action.help, id=action.name.replace("_", "-"), show=False
        )
        for action in actions
    ]
