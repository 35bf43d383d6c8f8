"""The one place where files are opened: read within bounds, replaced as a whole or not at all, in folders of the person's."""

from __future__ import annotations

import glob
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from lstm_tui.errors import LstmTuiError
from lstm_tui.visible import visible

DEVICES = Path("/dev")


def place(name: str | Path) -> Path:
    """Return the path that a person wrote, with ~ expanded.

    Raises:
        LstmTuiError: it names the home of nobody.
    """
    try:
        return Path(name).expanduser()
    except RuntimeError as error:
        raise LstmTuiError(f"There is no home folder for '{visible(str(name))}'.", "Write the path in full.") from error


def reason_of(error: OSError | ValueError) -> str:
    """Return in words why a file could not be used."""
    return getattr(error, "strerror", None) or "the name is not one a file can have"


def read_bytes(name: str | Path, limit: int, hint: str = "Check the path.") -> bytes:
    """Return the content of a regular file of at most `limit` bytes.

    Raises:
        LstmTuiError: it is missing, no regular file, larger, or cannot be read; the message names it.
    """
    path, shown = place(name), visible(str(name))
    try:
        if not path.exists():
            raise LstmTuiError(f"There is no file '{shown}'.", hint)
        if not path.is_file():
            raise LstmTuiError(f"'{shown}' is not a regular file.", "Send its content with: lstm-tui -")
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise LstmTuiError(f"'{shown}' cannot be read: {reason_of(error)}.") from error
    if len(content) > limit:
        raise LstmTuiError(f"'{shown}' is larger than {limit // 2**20} MiB.", "Cut it.")
    return content


def read_head(path: Path, limit: int) -> bytes:
    """Return the first bytes of a file, at most `limit`; of one that cannot be read, none."""
    try:
        with path.open("rb") as file:
            return file.read(limit)
    except OSError:
        return b""


def changed(path: Path) -> float:
    """Return when a file was changed last, in seconds; of one that is gone, 0."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def as_text(content: bytes) -> str:
    """Return bytes as text: what is not UTF-8 becomes U+FFFD, a byte-order mark is left out."""
    return content.decode("utf-8", "replace").removeprefix("\ufeff")


@contextmanager
def replacing(name: str | Path, hint: str) -> Iterator[IO[bytes]]:
    """Give a file to write to; it takes the place of the one named once it is whole, with that one's mode.

    What is no regular file (a device, a pipe) is written to as it is, and a link is followed.

    Raises:
        LstmTuiError: it cannot be written; what stood there is untouched.
    """
    target, beside = place(name), None
    try:
        if DEVICES in target.parents or (target.exists() and not target.is_file()):
            with target.open("wb") as through:
                yield through
            return
        target = target.resolve()
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
        sweep(target)
        prefix = f".{target.name[:64]}.{os.getpid()}."
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=prefix, delete=False) as file:
            beside = Path(file.name)
            yield file
        beside.chmod(mode)
        beside.replace(target)
        beside = None
    except BrokenPipeError:
        raise  # who read what was written through has heard enough
    except (OSError, ValueError) as error:
        raise LstmTuiError(f"'{visible(str(name))}' cannot be written: {reason_of(error)}.", hint) from error
    finally:
        if beside is not None:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def nowhere() -> IO[str]:
    """Return a text stream that takes everything and keeps nothing."""
    return open(os.devnull, "w", encoding="utf-8")


def sweep(path: Path) -> None:
    """Take away what was written beside a file by processes that were killed before it was whole."""
    name = path.name[:64]
    with suppress(OSError):
        for left in path.parent.glob(f".{glob.escape(name)}.*"):
            process = left.name.removeprefix(f".{name}.").partition(".")[0]
            if process.isdecimal() and not _runs(int(process)):
                left.unlink(missing_ok=True)


def hold(path: Path) -> None:
    """Note beside a file that this process works on it, until it lets go or ends."""
    with suppress(OSError):
        _note(path).write_text(str(os.getpid()), encoding="ascii")


def let_go(path: Path) -> None:
    """Take back what `hold` noted."""
    with suppress(OSError):
        _note(path).unlink(missing_ok=True)


def held(path: Path) -> bool:
    """Say whether a process that still runs works on a file."""
    try:
        process = _note(path).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return False
    return process.isdecimal() and _runs(int(process))


def _note(path: Path) -> Path:
    return path.with_name(f".{path.name[:64]}.held")


def _runs(process: int) -> bool:
    if os.name == "nt":
        return True  # there is no harmless way to ask
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass
    return True


def check_writable(path: Path, hint: str) -> None:
    """Say before a long work, not after it, that its result could not be written.

    Raises:
        LstmTuiError: it names no file, there is no such folder, or it cannot be written to.
    """
    folder = path.parent
    if not path.name or path.is_dir():
        raise LstmTuiError(f"'{visible(str(path))}' is a folder, not a file.", f"Name a file {hint}.")
    sweep(path)
    if not folder.is_dir():
        raise LstmTuiError(f"There is no folder '{visible(str(folder))}'.", f"Make it, or choose another {hint}.")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise LstmTuiError(
            f"The folder '{visible(str(folder))}' cannot be written to: {reason_of(error)}.", f"Choose another {hint}."
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def models_folder() -> Path:
    """Return where the models that a person trains on the screen are kept."""
    from platformdirs import user_data_path

    return user_data_path("lstm-tui") / "models"


def state_folder() -> Path:
    """Return where it is noted what went wrong, and where a person stood then."""
    from platformdirs import user_state_path

    return user_state_path("lstm-tui")


def pictures_folder() -> Path:
    """Return where a person's pictures go."""
    from platformdirs import user_pictures_path

    return user_pictures_path()
