"""After an error inside: the details go into a file, and what a person was looking at is kept for the next start."""

from __future__ import annotations

import json
import platform
import traceback
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime

from lstm_tui import __version__, files
from lstm_tui.errors import LstmTuiError
from lstm_tui.visible import visible
from lstm_tui.wish import Wish

KEPT = 10  # reports; older ones go
LARGEST = 256 * 2**20


def report(error: BaseException) -> str:
    """Write what went wrong inside to a file of its own; return one sentence that names it."""
    words = "".join(traceback.format_exception(error))
    about = f"lstm-tui {__version__}, Python {platform.python_version()}, {platform.platform()}"
    path = files.state_folder() / f"error-{datetime.now():%Y%m%d-%H%M%S-%f}.txt"
    said = f"something went wrong inside: {visible(repr(error))[:120]}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.replacing(path, "") as file:
            file.write(f"{about}\n\n{words}".encode("utf-8", "replace"))
        for old in sorted(path.parent.glob("error-*.txt"))[:-KEPT]:
            old.unlink(missing_ok=True)
    except (LstmTuiError, OSError):
        return f"{said}. The details could not be kept."
    return f"{said}. The details are in {visible(str(path))}"


def keep(wish: Wish) -> None:
    """Keep where a person stood, for the next start."""
    path = files.state_folder() / "unfinished.json"
    with suppress(LstmTuiError, OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.replacing(path, "") as file:
            file.write(json.dumps(asdict(wish)).encode())


def kept() -> Wish | None:
    """Return where a person stood when it went wrong last, once; None where nothing is kept."""
    path = files.state_folder() / "unfinished.json"
    try:
        if not path.exists():
            return None
        said = json.loads(files.read_bytes(path, LARGEST))
        path.unlink()
        wish = Wish(**said | {name: tuple(said.get(name, ())) for name in ("operations", "beside")})
    except (LstmTuiError, OSError, ValueError, TypeError, AttributeError):
        return None
    numbers = (wish.timestep, wish.layer, wish.moment, wish.unit)
    words = (wish.text, wish.model, wish.phase, *wish.operations, *wish.beside)
    fine = all(type(number) in (int, type(None)) for number in numbers) and all(
        type(word) in (str, type(None)) for word in words
    )
    return wish if fine and wish.text else None
