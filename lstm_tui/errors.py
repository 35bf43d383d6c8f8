"""The only error that a user ever sees: one sentence on what was wrong, one hint on what to do."""

from __future__ import annotations

LONGEST = 300  # characters of what is said


class LstmTuiError(Exception):
    """Something the user gave or asked for cannot be done.

    Args:
        message: One sentence: what was wrong, where, and what was expected.
        hint: One sentence: what to do about it; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        said = f"{self.message} {self.hint}".strip()
        half = (LONGEST - 3) // 2  # a very long name loses its middle
        return said if len(said) <= LONGEST else f"{said[:half]} … {said[-half:]}"
