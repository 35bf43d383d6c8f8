"""Saving a picture of the screen."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lstm_tui import files
from lstm_tui.errors import LstmTuiError
from lstm_tui.visible import visible

if TYPE_CHECKING:
    from textual.app import App


def save_picture(app: App[None]) -> str:
    """Save an SVG in the person's pictures folder, or here where there is none; return where it is.

    Raises:
        LstmTuiError: neither folder can be written to.
    """
    name = f"lstm-tui-{datetime.now():%Y%m%d-%H%M%S-%f}.svg"
    reasons = []
    for folder in (files.pictures_folder(), Path.cwd()):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return visible(app.save_screenshot(name, str(folder)))
        except OSError as error:
            reasons.append(f"{folder}: {error.strerror}")
    raise LstmTuiError("The picture cannot be saved.", visible("; ".join(reasons)))
