"""The help: the signs on the screen, the phase under the cursor with its words, then the keys in groups, at any width."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from lstm_tui.drawing.frame import wrap
from lstm_tui.explain.glossary import Entry, names_of, signs_of, truth_row, words_of
from lstm_tui.explain.reading import Reading
from lstm_tui.family import read, tell
from lstm_tui.ui.actions import GROUPS, Action
from lstm_tui.ui.dialogs import Dialog

TERM, KEY = 9, 7  # columns of a word that is explained, and of a key
NARROW, TWO = 44, 84  # below it explanations stand under their word; from it keys stand in two columns

Line = tuple[str, bool]  # a line of text, and whether it is a title


class HelpDialog(Dialog[None]):
    """Explains the screen as it is: the signs, this phase, the keys."""

    KEYS = "↑ ↓ on, back   Esc closes"

    BINDINGS: ClassVar[list[BindingType]] = [("question_mark,q,f1", "close", "Close")]

    def __init__(self, actions: tuple[Action, ...], reading: Reading | None = None) -> None:
        super().__init__()
        self.actions, self.reading = actions, reading

    def compose(self) -> ComposeResult:
        """The text, which is as wide as the window lets it be."""
        with Vertical(), VerticalScroll():
            yield HelpText(self.actions, self.reading)


class HelpText(Static):
    """Wraps itself anew in every width."""

    def __init__(self, actions: tuple[Action, ...], reading: Reading | None) -> None:
        super().__init__(_content(help_lines(actions, reading, TWO)))
        self.actions, self.reading, self._across = actions, reading, TWO

    def on_resize(self, event: events.Resize) -> None:
        """Wrap to the width there is."""
        if event.size.width != self._across:
            self._across = event.size.width
            self.update(_content(help_lines(self.actions, self.reading, self._across)))


def _content(lines: Sequence[Line]) -> Content:
    parts: list[str | tuple[str, str]] = []
    for text, title in lines:
        parts += [(text, "bold") if title else text, "\n"]
    return Content.assemble(*parts[:-1])


def help_lines(actions: tuple[Action, ...], reading: Reading | None, width: int) -> list[Line]:
    """Return the help in lines of at most this width: signs, the phase at hand where there is one, keys."""
    width = max(8, width)
    lines: list[Line] = []
    if reading is not None:
        lines += [
            *_title("The signs on this screen", width),
            *_entries((*signs_of(reading), *truth_row(reading), *names_of(reading)), width),
        ]
        lines += [("", False), *_phase(reading, width), ("", False)]
    lines += _keys(actions, width)
    last = 'Everything also answers to a click. Without this screen: lstm-tui trace "your text"'
    return [*lines, ("", False), *((row, False) for row in wrap(last, width))]


def _title(text: str, width: int) -> list[Line]:
    return [(row, True) for row in wrap(text, width)]


def _phase(reading: Reading, width: int) -> list[Line]:
    """Say again what this phase does, with the words that it uses."""
    fresh = read(reading.run, reading.cursor, reading.unit, replace(reading.look, seen=0))
    story = tell(fresh)
    lines = _title(f"This phase: {story.title.lower()}", width)
    lines += [(row, False) for row in wrap(story.equation, width)]
    lines += [(row, False) for sentence in story.sentences for row in wrap(sentence, width)]
    return [*lines, *_entries(words_of(reading.phase, story.equation, reading), width)]


def _entries(entries: Sequence[Entry], width: int) -> list[Line]:
    """Return words with their explanations beside them; below them where there is no room."""
    lines: list[Line] = []
    for word, meaning in entries:
        if width < NARROW:
            lines += [(word, False), *((f"  {row}", False) for row in wrap(meaning, width - 2))]
            continue
        rows = wrap(meaning, width - TERM)
        lines += [(f"{word if k == 0 else '':<{TERM}}{row}", False) for k, row in enumerate(rows)]
    return lines


def _keys(actions: tuple[Action, ...], width: int) -> list[Line]:
    """Return the keys in their groups; in two columns where they fit."""
    across = (width - 3) // 2 if width >= TWO else width
    blocks = [_group(group, [action for action in actions if action.group == group], across) for group in GROUPS]
    blocks = [block for block in blocks if block]
    if across == width:
        return list(itertools.chain.from_iterable(blocks))[1:]
    total, left, right = sum(map(len, blocks)), list[Line](), list[Line]()
    for block in blocks:
        (left if not right and 2 * (len(left) + len(block) // 2) <= total else right).extend(block)
    rows = itertools.zip_longest(left[1:], right[1:], fillvalue=("", False))
    return [(f"{a:<{across}}   {b}".rstrip(), title or beside) for (a, title), (b, beside) in rows]


def _group(name: str, actions: list[Action], width: int) -> list[Line]:
    lines: list[Line] = [("", False), *_title(f"Keys: {name}", width)] if actions else []
    for action in actions:
        rows = wrap(action.help, width - KEY)
        lines += [(f"{action.shown if k == 0 else '':>{KEY - 2}}  {row}", False) for k, row in enumerate(rows)]
    return lines
