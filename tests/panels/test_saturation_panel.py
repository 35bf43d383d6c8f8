"""Saturation, drawn: text and roles at three sizes; every unit stands where its shares say, and answers to a click."""

from __future__ import annotations

import pytest
from models import model

from lstm_tui.core.place import Place
from lstm_tui.family import read_lead
from lstm_tui.overview.looking import over_all
from lstm_tui.panels.saturation import Saturated, counted, draw_saturation
from lstm_tui.session import Session

TEXT = "To be, or not to be, that is the question: Whether 'tis nobler in the mind to suffer the slings and arrows. "


def saturated(name: str, text: str, unit: int = 1) -> Saturated:
    reading = read_lead(Session.open(model(name), text), unit)
    found = counted(reading)
    for _ in over_all(found, 1.0):
        pass
    return Saturated(reading, found)


@pytest.mark.parametrize("size", [(80, 23), (120, 39), (200, 59)], ids=str)
@pytest.mark.parametrize("name", ["shakespeare", "shakespeare-rnn", "counter", "two"])
def test_snapshots(name: str, size: tuple[int, int], snapshot) -> None:
    text = TEXT if name.startswith("shakespeare") else "aaabbb.ab." if name == "counter" else "abcabcabca"
    canvas = draw_saturation(saturated(name, text), *size)
    roles = "\n".join(" ".join(f"{role}:{len(run)}" for run, role in row) for row in canvas.rows())
    assert canvas.text() == snapshot
    assert roles == snapshot


def test_every_unit_can_be_reached_by_clicks_where_its_shares_put_it() -> None:
    """Clicking a cell again and again goes round the units that lie there."""
    reached: dict[str, set[int]] = {name: set() for name in "fio"}
    shown, unit = saturated("shakespeare", TEXT), 0
    for unit in range(64):
        looked = Saturated(read_lead(Session.open(shown.reading.run.bundle, TEXT), unit), shown.counted)
        canvas = draw_saturation(looked, 120, 39)
        for target in canvas.targets:
            if isinstance(target.meaning, Place) and canvas.characters[target.row][target.start] in "◆•23456789+":
                reached[target.meaning.quantity].add(target.meaning.unit)
    assert all(units == set(range(64)) for units in reached.values())


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (5, 3), (20, 5), (30, 6), (44, 12)])
def test_any_room(size: tuple[int, int]) -> None:
    for name, text in (("shakespeare", TEXT), ("shakespeare-rnn", "To"), ("two", "abc")):
        draw_saturation(saturated(name, text), *size)
