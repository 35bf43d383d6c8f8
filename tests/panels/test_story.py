"""The story: sentences stand as a whole or not at all, and the dot on the small curve stands where the unit does."""

from __future__ import annotations

import math

import pytest

from lstm_tui.explain.reading import Look, Reading
from lstm_tui.family import read, tell
from lstm_tui.models import registry
from lstm_tui.panels.squash import LABEL, REACH, WIDE
from lstm_tui.panels.story import draw_story
from lstm_tui.session import Session

SIZES = [(32, 9), (42, 14), (48, 12), (80, 16), (20, 5), (12, 4)]


def readings(model: str, seen: int) -> list[Reading]:
    bundle = registry.load(model)
    session = Session.open(bundle, bundle.card.default_text)
    places = [
        session._at(timestep, stop) for timestep in (0, 3, len(session) - 1) for stop in range(len(session.stops))
    ]
    return [read(place.run, place.cursor, 0, Look(seen=seen)) for place in places]


@pytest.mark.parametrize("model", registry.names())
def test_no_sentence_is_cut_in_a_small_window(model: str) -> None:
    """At 80 × 24 the story has 32 × 9: its first sentences stand there whole, in their order, and no part of another."""
    for seen in (0, 3):
        for reading in readings(model, seen):
            rows = [row[1:-1].strip() for row in draw_story(reading, 32, 9).text().splitlines()[1:-1]]
            shown, told = " ".join(" ".join(rows).split()), tell(reading)
            whole = ""
            for sentence in told.sentences:
                if not shown.startswith(f"{whole} {sentence}".strip()):
                    break
                whole = f"{whole} {sentence}".strip()
            assert whole, (reading.phase.key, shown)
            rest = shown[len(whole) :].strip()
            curve = any(character in rest for character in "●│┊▀▄")
            assert not rest or curve or rest.startswith(told.equation), (reading.phase.key, rest)


@pytest.mark.parametrize("size", SIZES)
def test_words_are_not_cut_where_a_sentence_is_too_long(size: tuple[int, int]) -> None:
    for reading in readings("shakespeare", 0):
        words = {word for sentence in tell(reading).sentences for word in sentence.split()}
        for row in draw_story(reading, *size).text().splitlines()[1:2]:
            inside = row[1:-1].split()
            assert {word for word in inside if "…" not in word} <= words, row


@pytest.mark.parametrize("model", ["shakespeare", "shakespeare-rnn", "shakespeare-gru", "counter", "adding"])
def test_the_dot_stands_at_this_z(model: str) -> None:
    found = 0
    for reading in readings(model, 3):
        gate = reading.phase.focus
        if f"z.{gate}" not in reading.numbers.values:
            continue
        rows = draw_story(reading, 80, 20).text().splitlines()
        row = next(k for k, line in enumerate(rows) if "●" in line)
        top = next(k for k, line in enumerate(rows) if line[2:5] == " 1│")
        bottom = next(k for k, line in enumerate(rows) if line[2:5] in (" 0│", "−1│"))
        z, value = reading.numbers.values[f"z.{gate}"], reading.numbers.values[gate]
        across = (min(max(z, -REACH), REACH) + REACH) / (2 * REACH) * (WIDE - LABEL)
        low = -1 if rows[bottom][2:4] == "−1" else 0
        assert abs(rows[row].index("●") - (2 + LABEL + across)) <= 1.1, (gate, z)
        assert abs((row - top) - (1 - value) / (1 - low) * (bottom - top)) <= 1, (gate, value)
        assert value == pytest.approx(math.tanh(z) if low else 1 / (1 + math.exp(-z)), abs=1e-5)
        found += 1
    assert found
