"""What comes from the keyboard: bytes that are not UTF-8 become U+FFFD, and a keyboard that is gone is noticed.

Textual's own reader would end on the first such byte, and would ask a terminal that was hung up again and again for ever.
"""

from __future__ import annotations

import codecs
import sys
import time
from collections.abc import Callable

PAUSE = 0.05  # seconds between two looks at a keyboard that is gone


class Keys:
    """Decodes what was read from a terminal. Args: gone: told once where nothing is left to read: the terminal is gone."""

    def __init__(self, gone: Callable[[], None]) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._gone = gone
        self._told = False

    def decode(self, data: bytes, final: bool = False) -> str:
        """Return the characters that are whole; reading nothing means that there is nobody to read from."""
        if not data and not final:
            if not self._told:
                self._told = True
                self._gone()
            time.sleep(PAUSE)
        return self._decoder.decode(data, final)


def survive_any_bytes(gone: Callable[[], None]) -> None:
    """Let the terminal driver decode with replacement (Textual issue 6456), and say when the terminal is gone.

    Nothing to do on Windows.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    setattr(linux_driver, "getincrementaldecoder", lambda encoding: lambda: Keys(gone))  # noqa: B010  # no exported name
