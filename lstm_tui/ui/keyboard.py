"""Bytes from the keyboard that are not UTF-8 become U+FFFD; Textual's own reader would end on the first one."""

from __future__ import annotations

import codecs
import sys
from functools import partial


def survive_any_bytes() -> None:
    """Let the terminal driver decode with replacement (Textual issue 6456); nothing to do on Windows."""
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    lenient = partial(codecs.getincrementaldecoder("utf-8"), errors="replace")
    setattr(linux_driver, "getincrementaldecoder", lambda encoding: lenient)  # noqa: B010  # not a name that it exports
