"""What is the same at every step is said at the first three places where it is read, and there again on coming back."""

from __future__ import annotations

from lstm_tui.family.words import LESSONS
from lstm_tui.models import registry
from lstm_tui.session import Session
from lstm_tui.ui.seen import Seen


def test_the_first_places_keep_their_number() -> None:
    seen, session = Seen(), Session.open(registry.load("counter"), "aabbab")
    walk = [session.seek(timestep).to_phase("cell") for timestep in (2, 3, 1, 0, 5)]
    assert [seen.at(place) for place in walk] == [0, 1, 2, LESSONS, LESSONS]
    assert [seen.at(place) for place in walk] == [0, 1, 2, LESSONS, LESSONS]
    assert seen.at(walk[4].to_phase("kept")) == 0
    assert seen.at(Session.open(registry.load("shakespeare-rnn"), "aabb").seek(3)) == 0
