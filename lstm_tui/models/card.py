"""A model's card: what it is, what it was made from and how, and what may be expected of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from lstm_tui.errors import LstmTuiError


@dataclass(frozen=True)
class Card:
    """What a person should know of a model before believing it.

    Attributes:
        what: one sentence: what the model does.
        data: what it was trained on, or that it was set by hand.
        how: how it was trained, with the command.
        seed: the seed of its training, where there was one.
        held_out: its figure on data it never saw, in words with the unit.
        licence: of the data.
        unknown: in words: what is fed for a symbol that it does not know.
        default_text: a text on which it shows what it can do.
        reasons: for hand-set models: a sentence for every weight that is not zero, and one for those that are.
    """

    what: str
    data: str = ""
    how: str = ""
    seed: int | None = None
    held_out: str = ""
    licence: str = ""
    unknown: str = "a zero vector"
    default_text: str = ""
    reasons: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the card as what JSON can hold."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: object) -> Card:
        """Read a card, ignoring what is not known.

        Raises:
            LstmTuiError: not an object, or a field of another type.
        """
        if not isinstance(value, dict):
            raise LstmTuiError("The model's card is not an object.")
        known: dict[str, Any] = {}
        for field in fields(cls):
            if field.name not in value:
                continue
            given = value[field.name]
            if field.name == "reasons" and isinstance(given, list) and all(isinstance(line, str) for line in given):
                known["reasons"] = tuple(given)
            elif field.name == "seed" and (given is None or (type(given) is int and 0 <= given < 2**64)):
                known["seed"] = given
            elif field.name not in ("seed", "reasons") and isinstance(given, str):
                known[field.name] = given
            elif field.name != "reasons" or given:
                raise LstmTuiError(f"The model's card is damaged: '{field.name}' is not of the right type.")
        return cls(**({"what": ""} | known))
