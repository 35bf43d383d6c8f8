"""Sentences whose verb agrees with the first noun, from the rules alone: 'the NOUN (PREPOSITION the NOUN)* is/are ...'."""

from __future__ import annotations

import random

NOUNS = ["key", "cabinet", "book", "garden", "teacher", "lamp", "picture", "door"]
PREPOSITIONS = ["to", "near", "of", "behind"]


def drawn(rng: random.Random, phrases: int) -> tuple[str, str, str]:
    """Return what stands before the verb, and the first letters of the right and of the wrong verb."""
    plural = rng.random() < 0.5
    text = f"the {rng.choice(NOUNS)}{'s' if plural else ''} "
    for _ in range(phrases):
        text += f"{rng.choice(PREPOSITIONS)} the {rng.choice(NOUNS)}{rng.choice(['', 's'])} "
    return text, *("ai" if plural else "ia")
