"""The line in which the text is edited: what a terminal might obey never reaches it."""

from __future__ import annotations

from textual.widgets import Input

from lstm_tui.visible import visible

_SHOWN = {"\n": "↵", "\t": "⇥"}
_MEANT = {ord(shown): meant for meant, shown in _SHOWN.items()}
_MEANT |= {ord(visible(chr(code))): chr(code) for code in (*range(0x20), 0x7F)}


def to_field(text: str) -> str:
    """Return the text as one line: line ends as ↵, tabs as ⇥, other controls as their pictures."""
    return visible("".join(_SHOWN.get(character, character) for character in text))


def from_field(line: str) -> str:
    """Return the text that a line stands for: ↵ is a line end, ⇥ a tab, the picture of a control (␛) that control."""
    return line.translate(_MEANT)


class TextField(Input):
    """An input line that takes in any text, and shows controls instead of passing them on."""

    def insert_text_at_cursor(self, text: str) -> None:
        """Insert typed or pasted text, made visible."""
        super().insert_text_at_cursor(to_field(text))
