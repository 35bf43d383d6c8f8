"""A window is answered once, and while it is on top: keys and clicks on the heels of its answer are nobody's.

Over a slow line several keys arrive in one read, and Textual would take away one screen for each of them.
"""

from __future__ import annotations

from typing import Any

from textual.await_complete import AwaitComplete
from textual.screen import Screen


def answered_once(screen: Screen[Any]) -> None:
    """Let the first `dismiss` of a screen count, and no other."""
    dismiss, answered = screen.dismiss, False

    def once(result: object = None) -> AwaitComplete:
        nonlocal answered
        if answered or screen.app.screen is not screen:  # Textual would take away whatever stands on top
            return AwaitComplete()
        answered = True
        return dismiss(result)

    setattr(screen, "dismiss", once)  # noqa: B010  # for this screen alone
